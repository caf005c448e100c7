# SPDX-License-Identifier: BSD-3-Clause
"""What is computed: the data, the sample on which errors are measured, its true values, and who
takes part."""
import collections
import itertools
import pathlib

import numpy as np

SEED = 20240607
VARIANCE = 5.0
DTYPES = {"f32": np.float32, "f64": np.float64}

NUMBERS = itertools.count()

Case = collections.namedtuple("Case", "n d type")
Contestant = collections.namedtuple("Contestant", "worker task output")

PEERS = ("numpy", "numexpr", "scikit-learn", "torch")
CONTESTANTS = (
    Contestant("gausskern", "gram", "reused"),
    Contestant("limits", "syrk", "reused"),
    Contestant("limits", "fill", "reused"),
    Contestant("numexpr", "app0", "reused"),
    Contestant("numexpr", "app1", "reused"),
    Contestant("numexpr", "app2", "reused"),
    Contestant("gausskern", "gram", "fresh"),
    Contestant("limits", "fill", "fresh"),
    Contestant("gausskern", "gram", "fresh-huge"),
    Contestant("limits", "fill", "fresh-huge"),
    Contestant("numexpr", "app0", "fresh"),
    Contestant("numexpr", "app1", "fresh"),
    Contestant("numexpr", "app2", "fresh"),
    Contestant("scikit-learn", "rbf_kernel", "fresh"),
    Contestant("torch", "cdist", "fresh"),
    Contestant("numpy", "loop", "fresh"),
)
OUTPUTS_AT_ONCE = {"app0": 2, "app1": 2, "app2": 2, "rbf_kernel": 2, "cdist": 3, "loop": 0}
ONCE = ("loop",)  # too long for every round, and long enough to be measured in one


def gamma(d):
    """1 / (2 d): standard normal points have a mean squared distance of 2 d, hence K / variance is
    about 1 / e in every dimension. A power of two where d is one, so that no type rounds it."""
    return 1 / (2 * d)


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


def sample(n):
    """Pairs (i, j): 200 rows x 200 columns drawn at random, and the neighbourhood of the diagonal
    in these rows."""
    generator = np.random.default_rng(SEED + 2)
    count = min(n, 200)
    rows = np.sort(generator.choice(n, count, replace=False))
    columns = np.sort(generator.choice(n, count, replace=False))
    pairs = [np.stack(np.meshgrid(rows, columns, indexing="ij"), -1).reshape(-1, 2)]
    for step in (0, 1, -1, 7, -7):
        near = np.stack([rows, rows + step], -1)
        pairs.append(near[(near[:, 1] >= 0) & (near[:, 1] < n)])
    return np.concatenate(pairs).astype(np.int64)


def true_values(x, pairs, g):
    """exp(-gamma |x_i - x_j|^2) from differences in long double, of the numbers as x has them."""
    values = np.empty(len(pairs), np.longdouble)
    step = max(1, 2**21 // max(1, x.shape[1]))
    for first in range(0, len(pairs), step):
        i, j = pairs[first : first + step].T
        difference = x[i].astype(np.longdouble) - x[j].astype(np.longdouble)
        squared = (difference * difference).sum(axis=1)
        values[first : first + step] = np.exp(-np.longdouble(g) * squared)
    return values


class Problem:
    """A case with its data in files that every worker reads, and with the truth on the sample."""

    def __init__(self, case, folder, points=standard_normal):
        self.case = case
        self.folder = pathlib.Path(folder)
        name = f"problem-{next(NUMBERS)}"  # never used again: workers keep the last points by name
        self.x_path = self.folder / f"{name}.x"
        self.pairs_path = self.folder / f"{name}.pairs"
        self.values_path = self.folder / f"{name}.values"
        self.gamma = gamma(case.d)
        x = points(case.n, case.d).astype(DTYPES[case.type])
        pairs = sample(case.n)
        x.tofile(self.x_path)
        pairs.tofile(self.pairs_path)
        self.count = len(pairs)
        self.truth = true_values(x, pairs, self.gamma)

    def line(self, contestant, threads, repeat=1, tell=False):
        """The request for one run."""
        words = {
            "task": contestant.task,
            "type": self.case.type,
            "n": self.case.n,
            "d": self.case.d,
            "output": contestant.output,
            "threads": threads,
            "repeat": repeat,
            "gamma": repr(self.gamma),
            "variance": repr(VARIANCE),
            "x": self.x_path,
        }
        if tell:
            words["values"] = self.values_path
        if tell or contestant.worker == "numpy":
            words["pairs"] = self.pairs_path
            words["count"] = self.count
        return "run " + " ".join(f"{key}={value}" for key, value in words.items())

    def error(self, variance):
        """The largest absolute and relative error of the values that were told, of K / variance."""
        values = np.fromfile(self.values_path, np.float64).astype(np.longdouble) / variance
        if len(values) != len(self.truth) or not np.isfinite(values).all():
            return float("inf"), float("inf")
        difference = np.abs(values - self.truth)
        visible = self.truth > 1e-30
        relative = difference[visible] / self.truth[visible]
        return float(difference.max()), float(relative.max())

    def remove(self):
        for path in (self.x_path, self.pairs_path, self.values_path):
            path.unlink(missing_ok=True)
