#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times densities on grids, image weights and heat maps beside scipy, astropy and numpy.

Not a part of run.py, whose cases are matrices of kernels between points; README.md says how.
"""
import turns

if __name__ == "__main__":
    turns.run("density", __doc__)
