#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times the Gaussian filter and pooling beside OpenCV, scipy, astropy, numpy, skimage and torch.

Not a part of run.py, whose cases are matrices of kernels between points; README.md says how.
"""
import turns

if __name__ == "__main__":
    turns.run("filter", __doc__)
