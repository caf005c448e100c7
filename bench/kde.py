#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times kernel density estimates beside scipy's gaussian_kde and scikit-learn's KernelDensity; README.md says how.
"""
import turns

if __name__ == "__main__":
    turns.run("kde", __doc__)
