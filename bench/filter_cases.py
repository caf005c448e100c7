# SPDX-License-Identifier: BSD-3-Clause
"""What filter.py computes: cases, who takes part, and what a request says. turns.py says what each
name is for; data are in filter_data.py, the true values in filter_truth.py."""
import collections

import numpy as np

from filter_data import DTYPES, data, mask, weights
from filter_truth import Truth, limit  # turns.py asks this module for them

NAME, PROGRAM = "filter", "filter_bench"
PEERS = ("opencv", "scipy", "astropy", "numpy", "skimage", "torch")
SIZE, QUICK_SIZE, ROUNDS = 2048, 96, 5
SMALL = 64  # pixels a side
BOUNDARIES = ("reflect", "mirror", "nearest", "wrap", "constant")
ENGINES = ("auto", "FIR", "recursive")
SWEEP = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100, 200)
TWELVE_POLES = 1e-10  # a tolerance, of two axes, for which the recursion takes twelve

# label: the column. sigma, radius, engine, tolerance: of the library; peers get sigma and radius.
# radius 0: the library's own choice, which follows from the tolerance.
Contestant = collections.namedtuple(
    "Contestant", "worker task label sigma radius engine tolerance threads",
    defaults=(0, "auto", 0, 0))
# kind: the table. reach: of the true values, in pixels. block: of pooling, otherwise 0.
Case = collections.namedtuple(
    "Case", "kind variant type size sigma reach boundary channels dimensions block",
    defaults=("reflect", 1, 2, 0))


def same_taps(sigma, kind="f32"):
    """scipy's radius, and OpenCV's: in u8 that is shorter."""
    return int((3 if kind == "u8" else 4) * sigma + 0.5)


def exact(sigma):
    return int(12 * sigma + 0.5)


def blur(kind, kind_type, size, sigma, **more):
    radius = same_taps(sigma, kind_type)
    return Case(kind, f"sigma {sigma}", kind_type, size, sigma, radius, **more)


def all_cases(size, types):
    cases = [blur("opencv", kind, size, s) for kind in DTYPES for s in (1, 2, 5)]
    cases += [blur("rgb", "u8", size, s, channels=3) for s in (1, 2, 5)]
    cases += [blur("small", kind, SMALL, s) for kind in ("f32", "u8") for s in (1, 2, 5)]
    cases += [Case("wide", f"sigma {s}", "f32", size, s, exact(s)) for s in (20, 50)]
    cases += [Case("scipy", f"sigma {s}", kind, size, s, exact(s)) for kind in ("f32", "f64")
              for s in (1, 2, 5, 10, 20)]
    cases += [Case("growth", "sigma 10, 100", kind, size, 10, exact(100))
              for kind in ("f32", "f64")]
    cases += [Case("sweep", f"sigma {s}", kind, size, s, exact(s)) for kind in ("f32", "f64")
              for s in SWEEP]
    cases += [blur("volume", "f32", max(size // 8, 24), 2, dimensions=3)]
    cases += [blur("mask", "f32", size, 2, boundary="nearest")]
    cases += [Case(kind, f"sigma {s}", "f32", size, s, same_taps(s))
              for kind in ("gradient", "laplacian") for s in (1, 2, 5)]
    cases += [Case(f"pool, {what}", f"{k} × {k}", kind, size, 0, 0, block=k)
              for what in ("weights", "mean") for kind in ("f32", "f64") for k in (4, 8)]
    cases += [Case("accuracy", f"sigma {s}, {beyond}", "f64", min(size, 300), s, exact(s), beyond)
              for beyond in BOUNDARIES for s in (2, 5, 20, 50, 200)]
    return [case for case in cases if case.type in types]


def rounds(case, asked):
    return 1 if case.kind == "accuracy" else asked


def ours(case, label="gausskern", task="filter", **more):
    return Contestant("gausskern", task, label, more.pop("sigma", case.sigma), **more)


def peer(case, worker, task, label, radius=None):
    radius = case.reach if radius is None else radius
    return Contestant(worker, task, label, case.sigma, radius)


def pooling(case):
    found = [ours(case, "gk_pool", "pool")]
    if case.kind == "pool, weights":
        return found + [peer(case, "numpy", "pool-reshape", "numpy, reshape and sum"),
                        peer(case, "numpy", "pool-tensordot", "numpy, tensordot"),
                        peer(case, "torch", "pool-conv2d", "torch, conv2d")]
    return found + [peer(case, "numpy", "pool-mean", "numpy, reshape and mean"),
                    peer(case, "skimage", "pool-block_reduce", "skimage, block_reduce"),
                    peer(case, "torch", "pool-avg", "torch, avg_pool2d")]


def contestants(case):
    radius, sigma = case.reach, case.sigma
    scipy_filter = peer(case, "scipy", "filter", "scipy", same_taps(sigma))
    cv = peer(case, "opencv", "filter", "OpenCV", same_taps(sigma, case.type))
    by_kind = {
        "opencv": lambda: [ours(case, radius=radius), cv],
        "rgb": lambda: [ours(case, radius=radius), cv],
        "small": lambda: [ours(case, radius=radius), cv,
                          peer(case, "opencv", "call", "OpenCV, one pixel")],
        "wide": lambda: [ours(case), cv],
        "scipy": lambda: [ours(case), ours(case, "scipy's taps", radius=same_taps(sigma)),
                          scipy_filter],
        "growth": lambda: [ours(case, "sigma 10"), ours(case, "sigma 100", sigma=100)],
        "sweep": lambda: [ours(case, "auto"), ours(case, "FIR", engine="FIR"),
                          ours(case, "recursive", engine="recursive")],
        "volume": lambda: [ours(case, radius=radius), scipy_filter],
        "mask": lambda: [ours(case, "mask", radius=radius),
                         ours(case, "NaN skipped", "skip", radius=radius),
                         peer(case, "scipy", "masked", "scipy, two filters"),
                         peer(case, "astropy", "masked", "astropy")],
        "gradient": lambda: [ours(case, task="gradient", radius=radius),
                             peer(case, "scipy", "gradient", "scipy")],
        "laplacian": lambda: [ours(case, task="laplacian", radius=radius),
                              peer(case, "scipy", "laplacian", "scipy")],
        "accuracy": lambda: [ours(case, engine="recursive", tolerance=TWELVE_POLES)],
    }
    return pooling(case) if case.block else by_kind[case.kind]()


def prepare(case, folder):
    x = data(case)
    if case.kind == "mask":
        mask(case).tofile(folder / "mask")
        np.where(mask(case) > 0, x, np.nan).astype(x.dtype).tofile(folder / "holes")
    x.tofile(folder / "input")


def numbers(case, contestant):
    if case.block:
        return [case.block, *(weights(case).ravel() if case.kind == "pool, weights" else [])]
    return [contestant.sigma, 0, contestant.radius, ENGINES.index(contestant.engine),
            BOUNDARIES.index(case.boundary), case.channels, case.dimensions, contestant.tolerance]


def words(case, contestant, folder):
    skips = contestant.task == "skip" or contestant.worker == "astropy"
    found = {"numbers": ",".join(repr(float(number)) for number in numbers(case, contestant)),
             "input": folder / ("holes" if skips else "input")}
    if case.kind == "mask" and not skips:
        found["mask"] = folder / "mask"
    return found
