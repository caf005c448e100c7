#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times products with Gram matrices that are never formed, and sums along their rows, beside numpy, scipy, torch
and what two bare products and an exponential take; README.md says how.
"""
import turns

if __name__ == "__main__":
    turns.run("products", __doc__)
