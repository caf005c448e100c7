#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes digits.libsvm from the copy of the UCI digits that scikit-learn bundles (Debian: python3-sklearn)."""
import pathlib

import numpy
from sklearn.datasets import load_digits

digits = load_digits()
order = numpy.argsort(digits.target, kind="stable")
path = pathlib.Path(__file__).with_name("digits.libsvm")
with path.open("w", encoding="ascii", newline="\n") as out:
    for pixels, label in zip(digits.data[order].astype(int), digits.target[order]):
        out.write(f"{label} " + " ".join(f"{k}:{v}" for k, v in enumerate(pixels, 1) if v) + "\n")
