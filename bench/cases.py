# SPDX-License-Identifier: BSD-3-Clause
"""What is computed: the data, the sample on which errors are measured, and its true values."""
import collections
import functools
import itertools
import math
import pathlib

import numpy as np

SEED = 20240607
VARIANCE = 5.0
VISIBLE = 1e-30  # a relative error is asked of larger K / variance only
DTYPES = {"f32": np.float32, "f64": np.float64}

NUMBERS = itertools.count()

# shape: "full" and "lower" (the lower triangle) of a symmetric matrix of m = n points, or "cross",
# m points against n others.
Case = collections.namedtuple("Case", "part shape m n d type")
# threads: 0 for everybody's number.
Contestant = collections.namedtuple("Contestant", "worker task output threads", defaults=(0,))


def gamma(d):
    """About 1 / (2 d): standard normal points have a mean squared distance of 2 d, hence K /
    variance is about 1 / e in every dimension. The power of two that is nearest, so that no type
    rounds it."""
    return 2.0 ** -round(math.log2(2 * d))


def bytes_of(case):
    """Of one output."""
    return case.m * case.n * np.dtype(DTYPES[case.type]).itemsize


def name_of(case):
    size = f"{case.m} x {case.n}" if case.shape == "cross" else f"n = {case.n}"
    return f"{case.part}, {size}, d = {case.d}, {case.type}"


def standard_normal(n, d):
    return np.random.default_rng(SEED).standard_normal((n, d))


def far_from_origin(n, d):
    return standard_normal(n, d) + 1000


def near_duplicates(n, d):
    """Points that come in close pairs (2 i, 2 i + 1), 1e-3 from each other, scaled so that gamma
    tells them apart: K / variance is about 0.6 for a pair and 0 for all others."""
    x = standard_normal(n, d)
    x[1::2] = x[0::2][: len(x[1::2])] + 1e-3 * np.random.default_rng(SEED + 1).standard_normal(
        x[1::2].shape
    )
    return 1000 * x


def distant_clusters(n, d):
    """Two tight clusters, at -10 000 and 10 000 in each coordinate."""
    x = standard_normal(n, d)
    x[0::2] -= 10000
    x[1::2] += 10000
    return x


def sample(case):
    """Pairs (i, j): 200 rows x 200 columns drawn at random, and the neighbourhood of the diagonal
    in these rows. Of a triangle only what lies in it."""
    generator = np.random.default_rng(SEED + 2)
    rows = np.sort(generator.choice(case.m, min(case.m, 200), replace=False))
    columns = np.sort(generator.choice(case.n, min(case.n, 200), replace=False))
    pairs = [np.stack(np.meshgrid(rows, columns, indexing="ij"), -1).reshape(-1, 2)]
    for step in (0, 1, -1, 7, -7):
        near = np.stack([rows, rows + step], -1)
        pairs.append(near[(near[:, 1] >= 0) & (near[:, 1] < case.n)])
    pairs = np.concatenate(pairs).astype(np.int64)
    return np.sort(pairs, axis=1)[:, ::-1].copy() if case.shape == "lower" else pairs


def true_values(x, y, pairs, g):
    """exp(-gamma |x_i - y_j|^2) from differences in long double, of the numbers as they stand."""
    values = np.empty(len(pairs), np.longdouble)
    step = max(1, 2**21 // max(1, x.shape[1]))
    for first in range(0, len(pairs), step):
        i, j = pairs[first : first + step].T
        difference = x[i].astype(np.longdouble) - y[j].astype(np.longdouble)
        squared = (difference * difference).sum(axis=1)
        values[first : first + step] = np.exp(-np.longdouble(g) * squared)
    return values


class Problem:
    """A case with its data in files that every worker reads, and with the truth on the sample."""

    def __init__(self, case, folder, points=standard_normal):
        self.case = case
        name = f"problem-{next(NUMBERS)}"  # never used again: workers keep the last points by name
        self.paths = {kind: pathlib.Path(folder) / f"{name}.{kind}"
                      for kind in ("x", "y", "pairs", "values")}
        self.gamma = gamma(case.d)
        crossed = case.shape == "cross"
        data = points(case.m + case.n if crossed else case.n, case.d).astype(DTYPES[case.type])
        data[: case.m].tofile(self.paths["x"])
        if crossed:
            data[case.m :].tofile(self.paths["y"])
        self.pairs = sample(case)
        self.pairs.tofile(self.paths["pairs"])

    def read(self, key):
        dtype = DTYPES[self.case.type]
        return np.fromfile(self.paths[key], dtype).reshape(-1, self.case.d)

    @functools.cached_property
    def truth(self):
        x = self.read("x")
        y = self.read("y") if self.case.shape == "cross" else x
        return true_values(x, y, self.pairs, self.gamma)

    def line(self, contestant, threads, repeat=1, tell=False):
        """The request for one run."""
        words = {
            "task": contestant.task,
            "type": self.case.type,
            "m": self.case.m,
            "n": self.case.n,
            "d": self.case.d,
            "output": contestant.output,
            "threads": contestant.threads or threads,
            "repeat": repeat,
            "gamma": repr(self.gamma),
            "variance": repr(VARIANCE),
            "x": self.paths["x"],
        }
        if self.case.shape == "cross":
            words["y"] = self.paths["y"]
        if tell:
            words["values"] = self.paths["values"]
        if tell or contestant.worker == "numpy":
            words["pairs"] = self.paths["pairs"]
            words["count"] = len(self.pairs)
        return "run " + " ".join(f"{key}={value}" for key, value in words.items())

    def error(self, variance):
        """The largest absolute and relative error of the values that were told, of K / variance."""
        values = np.fromfile(self.paths["values"], np.float64).astype(np.longdouble) / variance
        if len(values) != len(self.truth) or not np.isfinite(values).all():
            return float("inf"), float("inf")
        difference = np.abs(values - self.truth)
        visible = self.truth > VISIBLE
        if not visible.any():
            return float(difference.max()), 0.0
        relative = difference[visible] / self.truth[visible]
        return float(difference.max()), float(relative.max())

    def remove(self):
        for path in self.paths.values():
            path.unlink(missing_ok=True)
