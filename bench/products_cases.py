# SPDX-License-Identifier: BSD-3-Clause
"""What products.py computes: data, who takes part, and the true values on a sample of rows. turns.py says what each
name is for."""
import collections
import math

import numpy as np

from cases import gamma

NAME, PROGRAM = "products", "products_bench"
PEERS = ("numpy", "scipy", "torch")
SIZE, QUICK_SIZE, ROUNDS = 20000, 600, 5
SIZE_WORDS = "{size} points, half as many of 784 features"
SEED = 20240607
DTYPES = {"f64": np.float64, "f32": np.float32}
LIMITS = {"f64": 1e-12, "f32": 2e-5}  # the library's own errors must be below, on these data
# What others compute are fewer rows of the product, which take as long a pair.
LIMIT_ROWS, PEER_ROWS = 2048, 512
GROWTH = (0.5, 1.5, 5, 10)  # times SIZE
FEW, MANY = 1, 64  # vectors
SAMPLE = 20  # rows on which errors are measured

# The peers' names of what the library calls otherwise.
SAME = {"product": "cross", "logsumexp": "log-sums", "softmax": "means"}

# label: the column. rows: of the result, 0 for all.
Contestant = collections.namedtuple("Contestant", "worker task label rows threads", defaults=(0, 0))
# kind: the table. n = size.
Case = collections.namedtuple("Case", "kind variant type size d p")


def points(size, d):
    return size if d < 784 else size // 2


def all_cases(size, types):
    found = [Case("product", f"d = {d}, p = {p}", kind, points(size, d), d, p)
             for p, dimensions in ((FEW, (3, 16, 64, 784)), (MANY, (3, 16, 64))) for kind in DTYPES for d in dimensions]
    found += [Case("sums", f"d = {d}", kind, size, d, FEW) for kind in DTYPES for d in (3, 16)]
    found += [Case("growth", f"n = {n:.0f}", kind, int(n), 3, FEW)
              for kind in DTYPES for n in (times * size for times in GROWTH)]
    return [case for case in found if case.type in types]


def rounds(case, asked):
    if case.kind == "growth" and case.size > 2 * SIZE:
        return 1
    return asked if case.p == FEW and case.d <= 64 else min(asked, 3)


def contestants(case):
    if case.kind == "growth":
        return [Contestant("gausskern", "symmetric", "symmetric")]
    if case.kind == "sums":
        ours = [Contestant("gausskern", task, label) for task, label in
                (("cross", "product"), ("row-sums", "row sums"), ("log-sums", "log sums"), ("means", "means"))]
        return ours + [Contestant("scipy", "logsumexp", "scipy, logsumexp", PEER_ROWS),
                       Contestant("torch", "logsumexp", "torch, logsumexp", PEER_ROWS),
                       Contestant("torch", "softmax", "torch, softmax @ v", PEER_ROWS)]
    peers = [Contestant("numpy", "product", "numpy", PEER_ROWS), Contestant("torch", "product", "torch", PEER_ROWS)]
    if case.type == "f64" and case.d < 784:
        peers.insert(1, Contestant("scipy", "product", "scipy", PEER_ROWS))
    return [Contestant("gausskern", "symmetric", "symmetric"), Contestant("gausskern", "cross", "two sets"),
            Contestant("limits", "gemm", "gemm alone", LIMIT_ROWS),
            Contestant("limits", "products", "gemm, exp, gemm", LIMIT_ROWS), *peers]


def rows(case, contestant):
    return min(contestant["rows"] or case["size"], case["size"])


def limit(case, _):
    return LIMITS[case.type]


def data(case):
    """X, Y and V."""
    generator = np.random.default_rng(SEED)
    dtype = DTYPES[case.type]
    x, y = (generator.standard_normal((case.size, case.d)).astype(dtype) for _ in range(2))
    return x, y, generator.standard_normal((case.size, case.p)).astype(dtype)


def prepare(case, folder):
    x, y, v = data(case)
    np.concatenate([x, y]).tofile(folder / "points")
    v.tofile(folder / "vectors")
    for name, values in zip(limit_files(case, folder), (x, y)):
        values.tofile(name)


def limit_files(case, folder):
    """limits.c keeps points by the names of their files."""
    return [folder / f"{name}-{case.type}-{case.size}-{case.d}" for name in "xy"]


def limit_words(case, contestant, folder):
    """The request for limits.c."""
    x, y = limit_files(case, folder)
    return {"m": rows(case._asdict(), contestant._asdict()), "n": case.size, "d": case.d, "p": case.p,
            "output": "reused", "gamma": gamma(case.d), "x": x, "y": y}


def words(case, contestant, folder):
    """numbers as in products_bench.c; of peers also how many rows."""
    numbers = [case.d, case.p, gamma(case.d), rows(case._asdict(), contestant._asdict())]
    return {"numbers": ",".join(repr(float(number)) for number in numbers),
            "input": folder / "points", "mask": folder / "vectors"}


class Truth:
    """The true values on random rows among those that everybody computes, in long double."""

    def __init__(self, case):
        self.case, self.kept = case, {}
        generator = np.random.default_rng(SEED + 1)
        few = SAMPLE if case.d < 784 and case.size < 5 * SIZE and case.p == FEW else SAMPLE // 4
        self.rows = np.sort(generator.choice(min(case.size, PEER_ROWS), few, replace=False))
        self.x, self.y, self.v = data(case)

    def exponents(self, row, symmetric):
        difference = (self.x if symmetric else self.y).astype(np.longdouble) - self.x[row]
        return -np.longdouble(gamma(self.case.d)) * (difference * difference).sum(1)

    def values(self, task):
        """What the task computes of these rows, and what its errors are relative to."""
        found = []
        v = self.v.astype(np.longdouble)
        for row in self.rows:
            t = self.exponents(row, task == "symmetric")
            k = np.exp(t)
            if task == "log-sums":
                found.append(([np.log(k.sum())], [1]))
            elif task == "row-sums":
                found.append(([k.sum()], [k.sum()]))
            elif task == "means":
                found.append((k @ v / k.sum(), k @ np.abs(v) / k.sum()))
            else:
                found.append((k @ v, k @ np.abs(v)))
        return [np.array(part, np.longdouble) for part in zip(*found)]

    def error(self, contestant, path):
        """The largest |out - exact| over the sum of the terms' absolute values; of logarithms absolute."""
        task = SAME.get(contestant.task, contestant.task)
        if task not in self.kept:
            self.kept[task] = self.values(task)
        truth, scale = self.kept[task]
        out = np.fromfile(path, DTYPES[self.case.type])
        out = out.reshape(rows(self.case._asdict(), contestant._asdict()), -1)[self.rows].astype(np.longdouble)
        if not np.isfinite(out).all():
            return math.inf
        return float((np.abs(out - truth) / scale).max())
