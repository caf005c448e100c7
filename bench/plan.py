# SPDX-License-Identifier: BSD-3-Clause
"""What is measured: the parts of the benchmark, their cases, and who takes part in each."""
from cases import Case, Contestant, bytes_of

PARTS = ("main", "avx2", "shapes", "threads", "n", "d", "small")
PEERS = ("numpy", "numexpr", "scikit-learn", "torch")

FEATURES = [2, 8, 16, 32, 48, 64, 512]
SHORT_OF_PEERS = (16, 32, 48)  # to save time, only some peers are measured here, and fresh
SHAPE_FEATURES = [8, 64, 512]
SWEEP_FEATURES = [8, 512]
TENTHS = [1, 2, 5, 10, 20, 40]  # of n, in the sweep over n
DIMENSIONS = [2**e for e in range(13)]
SMALL_POINTS = [1, 2, 5, 10, 20, 50, 100, 200, 500]
SMALL_FEATURES = [2, 10, 64, 512]


def ours_and_limits(suffix=""):
    """Each kind of output with its limits; suffix names other workers for the same tasks."""
    ours, limits = "gausskern" + suffix, "limits" + suffix
    return [
        Contestant(ours, "gram", "reused"),
        Contestant(limits, "syrk", "reused"),
        Contestant(limits, "fill", "reused"),
        Contestant(ours, "gram", "fresh-huge"),
        Contestant(limits, "fill", "fresh-huge"),
        Contestant(ours, "gram", "fresh"),
        Contestant(limits, "fill", "fresh"),
    ]


REUSED = ours_and_limits()[:3]
FRESH_PEERS = [
    Contestant("numexpr", "app0", "fresh"),
    Contestant("scikit-learn", "rbf_kernel", "fresh"),
]
# Those with huge pages before those with small ones, and who needs most goes first: so the memory
# that has just been freed is soon found again.
MAIN = [
    *REUSED,
    Contestant("numexpr", "app0", "reused"),
    Contestant("numexpr", "app1", "reused"),
    Contestant("numexpr", "app2", "reused"),
    Contestant("numexpr", "app1", "fresh"),
    Contestant("numexpr", "app2", "fresh"),
    *FRESH_PEERS,
    *ours_and_limits()[3:5],
    Contestant("torch", "cdist", "fresh"),
    *ours_and_limits()[5:],
    Contestant("numpy", "loop", "fresh"),
]
MAIN_SHORT = [
    *REUSED, Contestant("numexpr", "app2", "fresh"), *FRESH_PEERS, *ours_and_limits()[3:]
]
TRIANGLE = [
    Contestant("gausskern", "triangle", "reused"),
    Contestant("limits", "syrk", "reused"),
    Contestant("limits", "fill-lower", "reused"),
]
CROSS = [
    Contestant("gausskern", "cross", "reused"),
    Contestant("limits", "gemm", "reused"),
    Contestant("limits", "fill", "reused"),
    Contestant("gausskern", "cross", "fresh-huge"),
    Contestant("limits", "fill", "fresh-huge"),
    *FRESH_PEERS,
]
SMALL = [
    Contestant("gausskern", "gram-default", "reused"),
    Contestant("limits", "c-loop", "reused"),
    Contestant("scikit-learn", "rbf_kernel", "fresh"),
]

ONCE = ("loop",)  # too long for every round, and long enough to be measured in one
ROUNDS = {"n": 5, "d": 5, "small": 5}  # at most; elsewhere as many as are asked for

# How many outputs' worth of memory a task takes: fresh ones at a time, reused ones from then on.
FRESH_OUTPUTS = {"app0": 2, "app1": 2, "app2": 2, "rbf_kernel": 1, "cdist": 3, "loop": 1}
KEPT_OUTPUTS = {"app0": 2, "app1": 2, "app2": 2}

# Roughly, for the time that is left: seconds for an f64 entry, and for one of its features.
COSTS = {
    "gram": (0.3e-9, 5.5e-12), "gram-default": (0.3e-9, 5.5e-12), "triangle": (0.3e-9, 5.5e-12),
    "cross": (0.3e-9, 11e-12), "syrk": (0.2e-9, 5e-12), "gemm": (0.2e-9, 10e-12),
    "fill": (0.2e-9, 0), "fill-lower": (0.1e-9, 0), "app0": (4e-9, 5e-12), "app1": (4e-9, 5e-12),
    "app2": (3e-9, 5e-12), "rbf_kernel": (3.5e-9, 5e-12), "cdist": (10e-9, 10e-12),
}
TURN = 0.06  # seconds between two
TOUCH = 0.4e-9  # seconds a byte, to write memory for the first time


def is_limit(contestant):
    return contestant.worker.startswith("limits")


def is_ours(contestant):
    return contestant.worker.startswith("gausskern")


def is_peer(contestant):
    return not is_limit(contestant) and not is_ours(contestant)


def outputs(contestant):
    """How many there are in memory while this one works."""
    known = KEPT_OUTPUTS if contestant.output == "reused" else FRESH_OUTPUTS
    return known.get(contestant.task, 1)


def pages(contestant):
    """The kind of a fresh output's: numpy's arrays ask for huge ones, torch's do not."""
    small = contestant.task == "cdist" or not is_peer(contestant)
    return "small" if small and contestant.output == "fresh" else "huge"


def cost(contestant, case):
    """Seconds of a turn, roughly."""
    entries = case.m * case.n * (1 if case.type == "f64" else 0.6)
    if contestant.worker == "numpy":
        return TURN + min(40, entries * (8e-9 + 2e-9 * case.d))
    if case.part == "small":
        return TURN + 0.02
    entry, feature = COSTS[contestant.task]
    seconds = TURN + entries * (entry + feature * case.d)
    if contestant.output != "reused":
        return seconds + 2.5 * TOUCH * outputs(contestant) * bytes_of(case)
    return seconds


def preparation(case):
    """Seconds beside the turns, roughly: three outputs are touched."""
    return 0.3 + 3 * TOUCH * bytes_of(case)


def thread_counts(threads):
    return sorted({1, min(2, threads), threads})


def contestants(case, threads):
    """Those of a case, whether their workers are there or not."""
    if case.part == "main":
        return MAIN_SHORT if case.d in SHORT_OF_PEERS else MAIN
    if case.part == "avx2":
        return [c for c in ours_and_limits("-avx2") if c.output != "fresh"]
    if case.part == "shapes":
        return TRIANGLE if case.shape == "lower" else CROSS
    if case.part == "threads":
        return [c._replace(threads=count) for count in thread_counts(threads) for c in REUSED]
    if case.part == "small":
        return SMALL
    return [*REUSED, *FRESH_PEERS]


def symmetric(part, points, features, types):
    return [Case(part, "full", n, n, d, kind) for d in features for n in points for kind in types]


def cases_of(part, options):
    n, types, quick = options.n, options.type, options.quick
    few = options.d or ([2, 64] if quick else None)
    if part in ("main", "avx2"):
        return symmetric(part, [n], few or FEATURES, types)
    if part == "shapes":
        lower = [case._replace(shape="lower")
                 for case in symmetric(part, [n], few or SHAPE_FEATURES, types)]
        cross = [case._replace(shape="cross", m=2 * n, n=n // 2) for case in lower]
        return lower + cross
    if part == "threads":
        return symmetric(part, [n], few or SWEEP_FEATURES, types)
    if part == "n":
        tenths = [5, 10, 20] if quick else TENTHS
        return symmetric(part, [max(1, n * t // 10) for t in tenths], few or SWEEP_FEATURES, types)
    if part == "d":
        return symmetric(part, [n // 2], [1, 16, 64, 512] if quick else DIMENSIONS, types)
    points, features = ([1, 20, 100], [2, 64]) if quick else (SMALL_POINTS, SMALL_FEATURES)
    return symmetric(part, points, features, types)


def cases(options):
    return [case for part in PARTS if part in options.parts for case in cases_of(part, options)]
