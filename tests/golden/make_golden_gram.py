#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden Gram matrices: what scikit-learn, scipy and numpy compute, with what they may be off.

  make_golden_gram.py DIRECTORY           write the files
  make_golden_gram.py --check DIRECTORY   exit 1 unless the packages of this system give the same
                                          numbers; 77 where numpy, scipy or scikit-learn is missing

A file is text, with numbers as hexadecimal floats, so that C reads exactly what was computed:

  gram|cross NAME
  m n d gamma variance noise reference_error
  number of lengthscales (0 or d), lengthscales
  x (m x d), y (n x d, not for gram), k (m x n)

Points are rounded to float, so that one file serves both precisions.
"""
import argparse
import pathlib
import sys

SKIP = 77

try:
    import numpy as np
    from scipy.spatial.distance import cdist
    from sklearn.datasets import load_digits, load_iris
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
    from sklearn.metrics.pairwise import rbf_kernel
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(SKIP)

U = 2.0**-53


def as_floats(x):
    return np.asarray(x, dtype=np.float32).astype(np.float64)


def expansion_error(x, y, gamma):
    """|x|^2 + |y|^2 - 2 x.y in double: k = d roundings in each of the three sums, and theirs."""
    d = x.shape[1]
    largest = (x**2).sum(axis=1).max() + (y**2).sum(axis=1).max()
    return U * ((2 * d + 11) * gamma * largest + 4)


def difference_error(d):
    """A sum of squared differences: relative (d + 5) u, and t exp(-t) is at most 1/e."""
    return U * ((d + 5) / np.e + 4)


def scaled_error(x, y, lengthscale):
    """Points divided by the lengthscale first: each quotient rounds."""
    a, b = x / lengthscale, y / lengthscale
    step = np.abs(a[:, None] - b[None, :])
    size = np.abs(a)[:, None] + np.abs(b)[None, :]
    return U * float((step * size).sum(axis=2).max()) + difference_error(x.shape[1])


class Case:
    def __init__(self, name, x, y, gamma, k, error, variance=1.0, noise=0.0, lengthscale=()):
        self.name, self.x, self.y, self.gamma, self.k = name, x, y, gamma, k
        self.error, self.variance, self.noise = error * variance, variance, noise
        self.lengthscale = lengthscale

    def text(self):
        kind = "gram" if self.y is None else "cross"
        m, n = self.k.shape
        numbers = [self.gamma, self.variance, self.noise, self.error]
        lines = [f"{kind} {self.name}", f"{m} {n} {self.x.shape[1]} " + row(numbers)]
        lines.append(f"{len(self.lengthscale)} " + row(self.lengthscale))
        for matrix in (self.x, self.y, self.k):
            if matrix is not None:
                lines += [row(values) for values in matrix]
        return "\n".join(lines) + "\n"


def row(values):
    return " ".join(float(value).hex() for value in values)


def sklearn_gram(name, x, gamma):
    k = rbf_kernel(x, gamma=gamma)
    return Case(name, x, None, gamma, k, expansion_error(x, x, gamma))


def scipy_cross(name, x, y, gamma, variance):
    k = variance * np.exp(-gamma * cdist(x, y, "sqeuclidean"))
    return Case(name, x, y, gamma, k, difference_error(x.shape[1]), variance)


def process(name, x, y, lengthscale, variance, noise):
    kernel = ConstantKernel(variance) * RBF(lengthscale) + WhiteKernel(noise)
    k = kernel(x) if y is None else kernel(x, y)
    error = scaled_error(x, x if y is None else y, np.asarray(lengthscale))
    return Case(name, x, y, 0.5, k, error, variance, noise, lengthscale)


def cases():
    random = np.random.RandomState(2026)
    iris = as_floats(load_iris().data[::6])
    digits = as_floats(load_digits().data[:36])
    near = as_floats(random.standard_normal((30, 12)))
    far = as_floats(1e4 + random.standard_normal((24, 8)))
    wide = as_floats(random.standard_normal((14, 200)))
    ard = [0.5, 2.0, 1.0 / 3.0, 7.0]
    long_ard = list(np.exp(random.standard_normal(64)) * 16.0)
    yield sklearn_gram("iris", iris, 0.25)
    yield sklearn_gram("digits", digits[:20], 1.0 / (64 * digits.var()))
    yield sklearn_gram("normal", near, 1.0 / 12.0)
    yield scipy_cross("digits_cross", digits[:12], digits[20:], 1e-3, 1.0)
    yield scipy_cross("far_cross", far[:11], far[11:], 0.1, 2.5)
    yield scipy_cross("wide_cross", wide[:6], wide[6:], 1.0 / 400.0, 0.7)
    yield process("process_iris", iris, None, ard, 1.7, 0.01)
    yield process("process_iris_cross", iris[:9], iris[9:], ard, 1.7, 0.01)
    yield process("process_digits", digits[16:32], None, long_ard, 3.0, 0.5)


def same(committed, now, tolerance):
    if committed == now:
        return True
    try:
        a, b = float.fromhex(committed), float.fromhex(now)
    except ValueError:
        return False
    return abs(a - b) <= max(tolerance, 1e-12 * abs(a))


def check(case, path):
    committed, now = path.read_text().split(), case.text().split()
    equal = len(committed) == len(now)
    equal = equal and all(same(a, b, 2 * case.error) for a, b in zip(committed, now))
    print(f"{path.name}: {'as committed' if equal else 'DIFFERS'}")
    return equal


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("directory", type=pathlib.Path)
    arguments = parser.parse_args()
    paths = {arguments.directory / f"{case.name}.txt": case for case in cases()}
    if arguments.check:
        good = all([check(case, path) for path, case in paths.items()])
        sys.exit(0 if good else 1)
    for path, case in paths.items():
        path.write_text(case.text())


if __name__ == "__main__":
    main()
