# SPDX-License-Identifier: BSD-3-Clause
"""What the filter was to reach, and whether it did: the only place where such numbers stand."""

SIZE = 2048  # what the aims are about


def cases(results, kind, *types):
    return [case for case in results["cases"]
            if case["kind"] == kind and (not types or case["type"] in types)]


def row(case, label):
    return next((r for r in case["results"] if r["label"] == label and "median" in r), None)


def ratios(kind, *types, top="OpenCV", base="gausskern", sigmas=()):
    """One time over another: (value, where) of every case that has both."""
    def measure(results):
        found = []
        for case in cases(results, kind, *types):
            above, below = row(case, top), row(case, base)
            if above and below and (not sigmas or case["sigma"] in sigmas):
                found.append((above["median"] / below["median"],
                              f"{case['variant']}, {case['type']}"))
        return found
    return measure


def errors(kind, label="gausskern"):
    def measure(results):
        return [(r["error"], case["variant"]) for case in cases(results, kind)
                for r in case["results"] if r["label"] == label and r["error"] is not None]
    return measure


def twelve_poles(results):
    """The errors of the recursion where it took twelve exponentials; others are not judged."""
    return [(r["error"], case["variant"]) for case in cases(results, "accuracy")
            for r in case["results"] if r["error"] is not None and r.get("poles") == 12]


# What; "<=" or ">="; the number; what was measured of it, as (value, where) of every row.
TARGETS = (
    ("OpenCV ÷ gausskern, f32, sigma 1, 2, 5, same taps", ">=", 3.5, ratios("opencv", "f32")),
    ("OpenCV ÷ gausskern, f64, sigma 1, 2, 5, same taps", ">=", 4, ratios("opencv", "f64")),
    ("OpenCV ÷ gausskern, u8, sigma 1, 2, 5, same taps", ">=", 1.2, ratios("opencv", "u8")),
    ("scipy ÷ gausskern, f32, sigma 1 to 20", ">=", 40, ratios("scipy", "f32", top="scipy")),
    ("scipy ÷ gausskern with scipy's taps, f32, sigma 1 to 20", ">=", 40,
     ratios("scipy", "f32", top="scipy", base="scipy's taps")),
    ("sigma 100 ÷ sigma 10, f32, f64", "<=", 1.1,
     ratios("growth", top="sigma 100", base="sigma 10")),
    ("OpenCV ÷ gausskern, f32, sigma 20", ">=", 20, ratios("wide", sigmas=(20,))),
    ("OpenCV ÷ gausskern, f32, sigma 50", ">=", 40, ratios("wide", sigmas=(50,))),
    ("our error there, the largest pixel being 1", "<=", 1e-5, errors("wide")),
    ("error of the recursion with 12 poles, f64, sigma 2 to 200, five boundaries", "<=", 1e-10,
     twelve_poles),
    ("scipy ÷ gausskern, 256³, f32, sigma 2, same taps", ">=", 30, ratios("volume", top="scipy")),
    ("OpenCV ÷ gausskern, 64 × 64, sigma 1, 2, 5, same taps", ">=", 1, ratios("small")),
)


def judge(results):
    """(what, relation, aim, the worst that was measured, where, reached) of each; the last is None
    where nothing was measured."""
    judged = []
    for what, relation, aim, measure in TARGETS:
        values = sorted(measure(results), reverse=relation == "<=")
        if not values:
            judged.append((what, relation, aim, [], None))
            continue
        worst = values[0][0]
        reached = worst <= aim if relation == "<=" else worst >= aim
        judged.append((what, relation, aim, values, reached))
    return judged


def crossover(results, kind):
    """The least sigma of the sweep from which on the recursion is the faster engine, and that from
    which on the library takes it."""
    faster, taken = [], []
    for case in cases(results, "sweep", kind):
        fir, recursive, auto = (row(case, label) for label in ("FIR", "recursive", "auto"))
        if fir and recursive and auto:
            faster.append((case["sigma"], recursive["median"] < fir["median"]))
            taken.append((case["sigma"], auto.get("engine") == "recursive"))
    return tuple(next((s for i, (s, _) in enumerate(found) if all(x for _, x in found[i:])), None)
                 for found in (faster, taken))
