#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes iris.csv and breast_cancer.libsvm from the copies of these UCI data sets that scikit-learn bundles
(Debian: python3-sklearn)."""
import pathlib

from sklearn.datasets import load_breast_cancer, load_iris

FOLDER = pathlib.Path(__file__).parent

iris = load_iris()
with FOLDER.joinpath("iris.csv").open("w", encoding="ascii", newline="\n") as out:
    for flower, species in zip(iris.data, iris.target):
        out.write(",".join(f"{cm:g}" for cm in flower) + f",{species}\n")

cells = load_breast_cancer()
with FOLDER.joinpath("breast_cancer.libsvm").open("w", encoding="ascii", newline="\n") as out:
    for features, label in zip(cells.data, cells.target):
        out.write(f"{label} " + " ".join(f"{k}:{v:.10g}" for k, v in enumerate(features, 1) if v) + "\n")
