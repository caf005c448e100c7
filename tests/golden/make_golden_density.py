#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden densities: what scipy, R's mnormt and mpmath compute, with what they may be off.

  make_golden_density.py DIRECTORY           write the files
  make_golden_density.py --check DIRECTORY   exit 1 unless the packages of this system give the same
                                             numbers; 77 where numpy, scipy or mpmath is missing

A file is text, with numbers as hexadecimal floats, so that C reads exactly what was computed:

  density|grid|marginal|conditional NAME
  components d form
  weights, means (components x d), matrices (components x the rows of the form)
  density:     n, x (n x d), log densities (n), tolerances (n), the largest tolerance of a
               component (n), responsibilities (n x components)
  grid:        the axes (first, last, count), step, the densities at every step-th index, tolerances
  conditional: count, features, values, weights, means, covariances, the two tolerances
  marginal:    the same without values

A tolerance is the bound of density.h and what the other program may itself be off.
"""
import argparse
import pathlib
import sys

SKIP = 77

try:
    import mpmath as mp
    import numpy as np
    from scipy.stats import multivariate_normal
except ImportError as missing:
    print(f"SKIPPED: {missing}")
    sys.exit(SKIP)

mp.mp.dps = 60
U = 2.0**-53
FULL, DIAGONAL, SPHERICAL = 0, 1, 2
SCIPY_ERROR = 1e-12  # relative to 1 + |log density|: eigenvalues in double, of condition below 100


def row(values):
    return " ".join(float(value).hex() for value in np.ravel(values))


def dense(matrix, form, d):
    if form == FULL:
        return np.asarray(matrix)
    return np.diag(np.broadcast_to(matrix, d))


class Component:
    """One normal distribution in 60 digits."""

    def __init__(self, weight, mean, covariance):
        self.weight, self.mean = mp.mpf(weight), [mp.mpf(m) for m in mean]
        self.d = len(mean)
        s = mp.matrix(covariance.tolist())
        scale = [mp.sqrt(s[i, i]) for i in range(self.d)]
        correlation = mp.matrix(self.d, self.d)
        for i in range(self.d):
            for j in range(self.d):
                correlation[i, j] = s[i, j] / (scale[i] * scale[j])
        eigenvalues = mp.eigsy(correlation, eigvals_only=True)
        self.condition = max(eigenvalues) / min(eigenvalues)
        self.inverse = correlation**-1
        self.scale = scale
        log_determinant = mp.log(mp.det(correlation)) + 2 * sum(mp.log(v) for v in scale)
        self.log_height = -(self.d * mp.log(2 * mp.pi) + log_determinant) / 2

    def distance(self, x):
        z = mp.matrix([(mp.mpf(a) - m) / s for a, m, s in zip(x, self.mean, self.scale)])
        return (z.T * self.inverse * z)[0]

    def at(self, x):
        """log N, log (w N), q"""
        q = self.distance(x)
        log_normal = self.log_height - q / 2
        return log_normal, mp.log(self.weight) + log_normal, q


class Mixture:
    def __init__(self, weights, means, matrices, form=FULL):
        self.weights, self.form = np.atleast_1d(np.asarray(weights, float)), form
        self.means = np.asarray(means, float).reshape(len(self.weights), -1)
        self.d = self.means.shape[1]
        self.matrices = [np.asarray(matrix, float) for matrix in matrices]
        self.covariances = [dense(matrix, form, self.d) for matrix in self.matrices]
        self.components = [
            Component(*parts) for parts in zip(self.weights, self.means, self.covariances)
        ]

    def at(self, x):
        """The log density, its bound, the responsibilities, the largest bound of a component."""
        values = [component.at(x) for component in self.components]
        total = mp.log(sum(mp.exp(weighted) for _, weighted, _ in values))
        shares = [mp.exp(weighted - total) for _, weighted, _ in values]
        errors = [
            U * (8 * self.d * c.condition * (q + 1) + 4 * abs(weighted) + 4 * abs(weighted - log))
            for c, (log, weighted, q) in zip(self.components, values)
        ]
        several = U * (len(values) + 8 + abs(total)) if len(values) > 1 else 0
        error = sum(share * e for share, e in zip(shares, errors)) + several
        return total, error, shares, max(errors)

    def grid_error(self, x):
        """The bound of a grid's density in double."""
        terms = []
        for component in self.components:
            _, weighted, q = component.at(x)
            assert component.condition < 100
            terms.append((32 + 8 * q) * mp.exp(weighted))
        return U * sum(terms)

    def text(self):
        lines = [f"{len(self.weights)} {self.d} {self.form}", row(self.weights)]
        lines += [row(mean) for mean in self.means]
        return lines + [row(matrix) for matrix in self.matrices]


class Density:
    """Log densities at points; values of another program, or of mpmath with an error of 0."""

    kind = "density"

    def __init__(self, name, mixture, x, values=None, error=0.0):
        self.name, self.mixture, self.x = name, mixture, np.asarray(x, float)
        truths = [mixture.at(point) for point in self.x]
        self.values = [truth[0] for truth in truths] if values is None else values
        errors = np.broadcast_to(error, len(self.x))
        self.tolerances = [truth[1] + e for truth, e in zip(truths, errors)]
        self.responsibilities = [truth[2] for truth in truths]
        self.largest = [truth[3] for truth in truths]
        for value, truth, tolerance in zip(self.values, truths, self.tolerances):
            assert abs(value - truth[0]) <= tolerance, (name, value, truth[0])

    def text(self):
        lines = [*self.mixture.text(), str(len(self.x)), *map(row, self.x)]
        lines += [row(self.values), row(self.tolerances), row(self.largest)]
        return lines + [row(shares) for shares in self.responsibilities]


class Grid:
    """scipy's sum of pdfs on a grid of two dimensions, as snippets for heat maps have it."""

    kind = "grid"

    def __init__(self, name, mixture, axes, step):
        self.name, self.mixture, self.axes, self.step = name, mixture, axes, step
        x, y = np.meshgrid(*(np.linspace(*axis) for axis in axes))
        points = np.dstack((x, y))
        values = sum(
            weight * multivariate_normal(mean, covariance).pdf(points)
            for weight, mean, covariance in zip(mixture.weights, mixture.means, mixture.covariances)
        )
        self.values = values[::step, ::step]
        chosen = points[::step, ::step].reshape(-1, 2)
        self.tolerances = []
        for point, value in zip(chosen, self.values.ravel()):
            exact = mp.exp(mixture.at(point)[0])
            # linspace rounds the coordinates too: as much as values of q may change
            error = mixture.grid_error(point) + SCIPY_ERROR * value * (1 + abs(mp.log(exact)))
            assert abs(value - exact) <= error, (name, point)
            self.tolerances.append(error)

    def text(self):
        lines = [*self.mixture.text(), *map(row, self.axes), str(self.step)]
        return lines + [*map(row, self.values), row(self.tolerances)]


class Part:
    """A marginal, or with values a conditional distribution, from mpmath's inverse."""

    def __init__(self, name, mixture, features, values=None):
        self.name, self.mixture, self.features, self.values = name, mixture, features, values
        self.kind = "marginal" if values is None else "conditional"
        rest = [i for i in range(mixture.d) if i not in features]
        self.weights, self.means, self.covariances, self.away = [], [], [], 0
        for weight, mean, s in zip(mixture.weights, mixture.means, mixture.covariances):
            given = Component(weight, mean[features], s[np.ix_(features, features)])
            if values is None:
                part = weight, mean[features], s[np.ix_(features, features)]
            else:
                a = mp.matrix(s[np.ix_(rest, features)].tolist())
                b = mp.matrix(s[np.ix_(features, features)].tolist()) ** -1
                self.away = max(self.away, mp.sqrt(given.distance(values)))
                step = mp.matrix([mp.mpf(v) - m for v, m in zip(values, given.mean)])
                shift, drop = a * b * step, a * b * a.T
                part = (
                    mp.exp(given.at(values)[1]),
                    [mp.mpf(mean[i]) + shift[k] for k, i in enumerate(rest)],
                    (mp.matrix(s[np.ix_(rest, rest)].tolist()) - drop).tolist(),
                )
            self.weights.append(part[0])
            self.means.append(part[1])
            self.covariances.append(part[2])
        if values is not None:
            self.weights = [weight / sum(self.weights) for weight in self.weights]

    def text(self):
        lines = [*self.mixture.text(), str(len(self.features)), " ".join(map(str, self.features))]
        if self.values is not None:
            lines.append(row(self.values))
        # the condition enters with the inverse, and once more as what is left may be small
        ill = max(component.condition for component in self.mixture.components)
        exact = U * 16 * self.mixture.d * ill * ill
        lines += [row(self.weights), *map(row, self.means), *map(row, self.covariances)]
        return lines + [row([exact * (1 + self.away), exact])]


def from_scipy(name, mean, matrix, form, x):
    mixture = Mixture([1], [mean], [matrix], form)
    values = multivariate_normal(mean, mixture.covariances[0]).logpdf(x)
    return Density(name, mixture, x, values, SCIPY_ERROR * (1 + np.abs(values)))


def from_r():
    """dmnorm of the package mnormt, as scipy's test_multivariate.py (test_R_values) cites it."""
    x = np.linspace(0, 2, 5)
    y = 3 * x - 2
    points = np.array([x, y, x + np.cos(y)]).T
    pdf = [0.0002214706, 0.0013819953, 0.0049138692, 0.0103803050, 0.0140250800]
    mixture = Mixture([1], [[1, 3, 2]], [[[1, 2, 0], [2, 5, 0.5], [0, 0.5, 3]]])
    return Density("mnormt", mixture, points, np.log(pdf), 0.6e-10 / np.array(pdf))


def hard_cases(random):
    """What doubles find difficult, in 60 digits."""
    basis = np.linalg.qr(random.standard_normal((6, 6)))[0]
    ill = (basis * np.logspace(0, -8, 6)) @ basis.T
    ill = np.round((ill + ill.T) * 2.0**35) / 2.0**36  # the same whatever BLAS multiplies
    wide = random.standard_normal((8, 6)) * 0.3
    yield Density("condition_1e8", Mixture([1], [np.arange(6.0)], [ill]), np.arange(6.0) + wide)
    d, near = 5, 1 - 2.0**-26
    equal = np.full((d, d), near) + (1 - near) * np.eye(d)
    yield Density("equal_correlations", Mixture([1], [np.zeros(d)], [equal]),
                  random.standard_normal((8, 1)) + 1e-5 * random.standard_normal((8, d)))
    s = np.array([[2, 0.5, 0.1], [0.5, 1, -0.3], [0.1, -0.3, 1]])
    far = 180 * random.standard_normal((8, 3))
    yield Density("far_tails", Mixture([1], [[1, 2, 3]], [s]), far)
    scale = np.array([1e-150, 1, 1e150])
    correlation = np.array([[1, 0.5, 0.25], [0.5, 1, -0.5], [0.25, -0.5, 1]])
    yield Density("ill_scaled", Mixture([1], [np.zeros(3)], [correlation * np.outer(scale, scale)]),
                  2 * random.standard_normal((8, 3)) * scale)


def mixtures(random):
    weights, means = [0.2, 3.0, 0.5], [[0, 0], [4, 1], [-3, 2]]
    s = [[[1, 0.3], [0.3, 0.5]], [[2, -1], [-1, 3]], [[0.1, 0.05], [0.05, 0.2]]]
    near = Mixture(weights, means, s)
    x = np.concatenate([3 * random.standard_normal((10, 2)), 300 * random.standard_normal((6, 2))])
    yield Density("mixture", near, x)
    tiny = Mixture([1e-300, 1.0, 1e300], means, [[0.5, 1], [2, 2], [1, 4]], DIAGONAL)
    yield Density("mixture_weights", tiny, x)
    round_ones = Mixture([1, 1], [[0, 0, 0], [1, 1, 1]], [[2.0], [0.25]], SPHERICAL)
    yield Density("mixture_spherical", round_ones, 5 * random.standard_normal((12, 3)))


def parts(random):
    b = random.standard_normal((3, 5, 7))
    s = [np.tril(m @ m.T / 7) + np.tril(m @ m.T / 7, -1).T for m in b]
    mixture = Mixture([1, 2, 0.5], random.standard_normal((3, 5)), s)
    yield Part("marginal", mixture, [4, 0, 2])
    yield Part("conditional", mixture, [3, 1], [0.5, -1.0])
    yield Part("conditional_far", mixture, [1, 0, 4], [40.0, -30.0, 20.0])


def cases():
    random = np.random.RandomState(2026)
    s = random.standard_normal((4, 9))
    s = s @ s.T / 9
    s = np.tril(s) + np.tril(s, -1).T
    mean = random.standard_normal(4)
    x = mean + random.standard_normal((16, 4)) * np.repeat([1, 6], 8)[:, None]
    yield from_scipy("scipy_full", mean, s, FULL, x)
    yield from_scipy("scipy_diagonal", mean, [0.5, 2, 7, 0.01], DIAGONAL, x)
    yield from_scipy("scipy_spherical", mean, [1.75], SPHERICAL, x)
    yield from_r()
    # the means and covariances of scipy's own example of multivariate_normal, and of the snippet
    # for surface plots that is copied most
    two = Mixture([1, 1], [[0.5, -0.2], [0, 1]], [[[2, 0.3], [0.3, 0.5]], [[1, -0.5], [-0.5, 1.5]]])
    yield Grid("heatmap", two, [(-3, 3, 100), (-3, 3, 100)], 9)
    yield from hard_cases(random)
    yield from mixtures(random)
    yield from parts(random)


def text(case):
    return "\n".join([f"{case.kind} {case.name}", *case.text()]) + "\n"


def same(committed, now):
    if committed == now:
        return True
    try:
        a, b = float.fromhex(committed), float.fromhex(now)
    except ValueError:
        return False
    return abs(a - b) <= 1e-11 * abs(a) + 1e-300


def check(case, path):
    committed, now = path.read_text().split(), text(case).split()
    equal = len(committed) == len(now) and all(map(same, committed, now))
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
    arguments.directory.mkdir(exist_ok=True)
    for path, case in paths.items():
        path.write_text(text(case))


if __name__ == "__main__":
    main()
