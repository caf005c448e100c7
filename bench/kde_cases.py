# SPDX-License-Identifier: BSD-3-Clause
"""What kde.py computes: data, who takes part, and the true values on a sample of queries. turns.py says what each name
is for."""
import collections
import math

import numpy as np

NAME, PROGRAM = "kde", "kde_bench"
PEERS = ("scipy", "scikit-learn")
SIZE, QUICK_SIZE, ROUNDS = 20000, 500, 5
SIZE_WORDS = "{size} points where nothing else is said"
SEED = 20240607
DTYPES = {"f64": np.float64}
ENGINES = ("auto", "exact", "exponentials", "cut-off", "binned")
SAMPLE = 30  # queries on which errors are measured
TOLERANCE = 1e-10
ENDS = (-4.0, 4.0)  # of the grids
ROUNDING = 1e-12  # what no tolerance excuses, in units of the kernel's height

# label: the column. rows: how many of the queries, 0 for all.
Contestant = collections.namedtuple("Contestant", "worker task label rows engine threads", defaults=(0, "auto", 0))
# kind: the table. size: the queries, or the side of the grid. n points of d dimensions; bandwidth 0: Scott's rule.
Case = collections.namedtuple("Case", "kind variant type size n d bandwidth")


def all_cases(size, types):
    few, many = size // 10, 50 * size
    side = 1024 if size == SIZE else 96
    wide = 1500 if size == SIZE else 60
    found = [Case("scipy", "d = 3", "f64", few, size, 3, 0), Case("scipy", "d = 2", "f64", few, size, 2, 0),
             Case("scikit-learn", "d = 3, h = 0.25", "f64", few, size, 3, 0.25),
             Case("scikit-learn", "d = 10, h = 1", "f64", few, size, 10, 1.0),
             Case("line", f"{many} points, {many} queries", "f64", many, many, 1, 0)]
    found += [Case("engines", f"d = {d}, h = {h}, {2 * size} queries", "f64", 2 * size, 2 * size, d, h)
              for d, h in ((1, 0.05), (2, 0.05), (3, 0.1))]
    found += [Case("grid", f"{side} × {side}, h = {h}", "f64", side, 5 * size, 2, h) for h in (0.05, 0.2)]
    found += [Case("wide", f"d = {wide}", "f64", size // 100, 2 * wide, wide, 0)]
    return [case for case in found if case.type in types]


def rounds(case, asked):
    return min(asked, {"line": 3, "engines": 3, "grid": 2}.get(case.kind, asked))


def ours(label, task="density", **more):
    return Contestant("gausskern", task, label, **more)


def contestants(case):
    by_kind = {
        "scipy": lambda: [ours("exact", engine="exact"), ours("auto"), ours("exact, one thread", engine="exact", threads=1),
                          Contestant("scipy", "density", "scipy")],
        "scikit-learn": lambda: [ours("log density", "log-density"), ours("exact", engine="exact"), ours("auto"),
                                 Contestant("scikit-learn", "exact", "scikit-learn, exact", 500),
                                 Contestant("scikit-learn", "rtol", "scikit-learn, rtol 1e-4", 500)],
        "line": lambda: [ours("exponentials, one thread", engine="exponentials", threads=1),
                         ours("exponentials", engine="exponentials"), Contestant("scipy", "density", "scipy", 20)],
        "engines": lambda: [ours("auto"), ours("exact", engine="exact")]
        + ([ours("exponentials", engine="exponentials")] if case.d == 1 else []) + [ours("cut-off", engine="cut-off")],
        "grid": lambda: [ours("binned", "grid", engine="binned"), ours("auto", "grid"),
                         *([ours("cut-off", "grid", engine="cut-off")] if case.bandwidth < 0.1 else []),
                         Contestant("scikit-learn", "rtol", "scikit-learn, rtol 1e-4", 500)],
        "wide": lambda: [ours("log density", "log-density"), Contestant("scipy", "log-density", "scipy, logpdf", 50)],
    }
    return by_kind[case.kind]()


def count(case):
    """All queries of a case."""
    return case["size"] ** case["d"] if case["kind"] == "grid" else case["size"]


def rows(case, contestant):
    return min(contestant["rows"] or count(case), count(case))


def limit(case, contestant):
    """In units of the kernel's height, as kde.h promises; of logarithms absolute."""
    if contestant.task == "log-density":
        return 1e-9
    if contestant.engine == "binned":
        step = (ENDS[1] - ENDS[0]) / (case.size - 1)
        return case.d * step**2 / (8 * case.bandwidth**2) + 2e-11 + ROUNDING
    return TOLERANCE + ROUNDING


def data(case):
    """Points: three clouds of different sizes; queries: the same distribution, or the nodes of the grid that errors are
    measured on and peers compute."""
    generator = np.random.default_rng(SEED)
    n, d = case.n, case.d

    def clouds(count):
        centers, widths = np.array([-1.5, 0.0, 1.5]), np.array([0.5, 0.2, 0.7])
        which = generator.integers(0, 3, count)
        return centers[which, None] + widths[which, None] * generator.standard_normal((count, d))

    x = clouds(n)
    if case.kind != "grid":
        return x, clouds(case.size)
    nodes = generator.integers(0, case.size, (1000, d))
    return x, np.linspace(*ENDS, case.size)[nodes]


def nodes(case, q):
    """The places of grid queries in the output: x fastest."""
    at = np.rint((q - ENDS[0]) / (ENDS[1] - ENDS[0]) * (case.size - 1)).astype(int)
    return at @ case.size ** np.arange(case.d)


def prepare(case, folder):
    np.concatenate(data(case)).tofile(folder / "points")


def words(case, contestant, folder):
    """numbers as in kde_bench.c; peers read the rows instead of the axes' ends."""
    numbers = [case.n, case.d, case.bandwidth, ENGINES.index(contestant.engine), TOLERANCE]
    numbers += ENDS if contestant.worker == "gausskern" else (rows(case._asdict(), contestant._asdict()),)
    return {"numbers": ",".join(repr(float(number)) for number in numbers), "input": folder / "points"}


class Truth:
    """The true values at random ones of the queries that everybody computes, in long double."""

    def __init__(self, case):
        self.case = case
        x, self.q = data(case)
        generator = np.random.default_rng(SEED + 1)
        least = min(min(c.rows or len(self.q), len(self.q)) for c in contestants(case))
        few = SAMPLE if case.d * case.n < 10**6 else SAMPLE // 3
        self.sample = np.sort(generator.choice(least, min(few, least), replace=False))
        self.logs, self.height = self.log_densities(x)

    def log_densities(self, x):
        """Logarithms at the sample, and of the kernel's height."""
        d, n = self.case.d, len(x)
        if self.case.bandwidth:
            h = np.eye(d) * self.case.bandwidth**2
        else:
            h = np.atleast_2d(np.cov(x, rowvar=False)) * n ** (-2 / (d + 4))
        lower = np.linalg.cholesky(h)
        inverse = refined_inverse(lower)
        height = -d / np.longdouble(2) * np.log(2 * np.pi * np.longdouble(1)) - np.log(
            np.diag(lower).astype(np.longdouble)).sum()
        logs = []
        for query in self.q[self.sample]:
            z = ((query.astype(np.longdouble) - x).astype(inverse.dtype) @ inverse.T).astype(np.longdouble)
            t = -(z * z).sum(1) / 2
            top = t.max()
            logs.append(top + np.log(np.exp(t - top).sum()) - np.log(np.longdouble(n)) + height)
        return np.array(logs), height

    def error(self, contestant, path):
        """The largest error: of densities in units of the kernel's height, of logarithms absolute."""
        out = np.fromfile(path, np.float64).astype(np.longdouble)
        at = self.sample
        if self.case.kind == "grid" and contestant.worker == "gausskern":
            at = nodes(self.case, self.q[self.sample])
        values = out[at]
        if not np.isfinite(values).all():
            return math.inf
        if contestant.worker == "scikit-learn" and self.case.kind == "grid":
            values = np.exp(values)  # beside densities
        elif contestant.worker == "scikit-learn" or contestant.task == "log-density":
            return float(np.abs(values - self.logs).max())
        return float((np.abs(values - np.exp(self.logs)) / np.exp(self.height)).max())


def refined_inverse(lower):
    """Of a triangular matrix of doubles, in long double by Newton's step; in double where that would take minutes."""
    if len(lower) > 100:
        return np.linalg.inv(lower)
    wide, inverse = lower.astype(np.longdouble), np.linalg.inv(lower).astype(np.longdouble)
    for _ in range(2):
        inverse = inverse @ (2 * np.eye(len(lower), dtype=np.longdouble) - wide @ inverse)
    return inverse
