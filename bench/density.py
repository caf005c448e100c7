#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times densities on grids, image weights and heat maps beside scipy, astropy and numpy.

Not a part of run.py, whose cases are matrices of kernels between points; README.md says how.
"""
import sys

try:
    import numpy
except ImportError:
    print("bench: this Python has no numpy; try /usr/bin/python3", file=sys.stderr)
    raise SystemExit(77)

import density_cases
import density_report
import turns

if __name__ == "__main__":
    turns.main(density_cases, density_report, __doc__)
