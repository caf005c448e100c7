# SPDX-License-Identifier: BSD-3-Clause
"""What was aimed at, and whether it was reached: the only place where such numbers stand."""
import math

import lookup
from lookup import fill_seconds, limit, our_seconds, part, product_seconds, seconds

POINTS = 10000  # what the aims are about; with other sizes they say nothing
FRESH = "fresh-huge"  # the library's fresh output where it stands against peers: gk_alloc's pages


def chosen(results, features, kinds=("f64", "f32"), name="main"):
    return [case for case in part(results, name) if case["d"] in features and case["type"] in kinds]


def label(case):
    return f"d = {case['d']}, {case['type']}"


def to_product(case):
    return our_seconds(case) / product_seconds(case)


def to_fill(case):
    return our_seconds(case) / fill_seconds(case)


def to_limit(case):
    return our_seconds(case) / limit(case)[1]


def against(task):
    return lambda case: seconds(case, task, "fresh") / our_seconds(case, FRESH)


def fresh_to_fill(results):
    """Where the fresh fill takes longer than syrk, for both kinds of pages."""
    values = []
    for case in part(results, "main"):
        for output, pages in (("fresh", "malloc"), (FRESH, "gk_alloc")):
            bound = fill_seconds(case, output)
            if bound > product_seconds(case):
                values.append((our_seconds(case, output) / bound, f"{label(case)}, {pages}"))
    return values


def speed_up(results, features):
    """From one thread to two."""
    return [(our_seconds(case, threads=1) / our_seconds(case, threads=2), label(case))
            for case in chosen(results, features, name="threads")]


def memory(results):
    value, case = lookup.largest_thread_bytes(results)
    return [(value / 2**20, f"{case['part']}, n = {case['n']}, {label(case)}")] if case else []


def promised(results):
    """The errors as a share of the bound that the library promises."""
    return [(result["error"] / result["bound"], f"{case['part']}, n = {case['n']}, {label(case)}")
            for case in lookup.every_case(results) for result in lookup.own_rows(case)
            if "error" in result]


def rows(measure, features, *kinds):
    return lambda results: [(measure(case), label(case))
                            for case in chosen(results, features, kinds or ("f64", "f32"))]


# What; "<=" or ">="; the number; what was measured of it, as (value, where) of every row.
TARGETS = (
    ("output reused, ÷ syrk, d = 512, f64", "<=", 1.10, rows(to_product, [512], "f64")),
    ("output reused, ÷ syrk, d = 512, f32", "<=", 1.15, rows(to_product, [512], "f32")),
    ("output reused, ÷ fill, d = 2 and 8, f64", "<=", 1.3, rows(to_fill, [2, 8], "f64")),
    ("output reused, ÷ fill, d = 2 and 8, f32", "<=", 1.6, rows(to_fill, [2, 8], "f32")),
    ("output reused, ÷ the larger of syrk and fill, d = 16 to 64", "<=", 1.5,
     rows(to_limit, [16, 32, 48, 64])),
    ("output fresh, ÷ fill of fresh pages of the same kind, where that is larger than syrk", "<=",
     1.2, fresh_to_fill),
    ("numexpr app0 ÷ gausskern on gk_alloc, fresh, d = 512, f64", ">=", 2.5,
     rows(against("app0"), [512], "f64")),
    ("numexpr app2 ÷ gausskern on gk_alloc, fresh, d = 512, f32", ">=", 3,
     rows(against("app2"), [512], "f32")),
    ("scikit-learn ÷ gausskern on gk_alloc, fresh, d = 512, f64", ">=", 2.5,
     rows(against("rbf_kernel"), [512], "f64")),
    ("scikit-learn ÷ gausskern on gk_alloc, fresh, d = 512, f32", ">=", 5,
     rows(against("rbf_kernel"), [512], "f32")),
    ("scikit-learn ÷ gausskern on gk_alloc, fresh, d = 8", ">=", 5,
     rows(against("rbf_kernel"), [8])),
    ("one thread ÷ two threads, d = 512", ">=", 1.9, lambda results: speed_up(results, [512])),
    ("one thread ÷ two threads, d = 8", ">=", 1.7, lambda results: speed_up(results, [8])),
    ("memory beyond input and output, MiB a thread, largest of all rows", "<=", 16, memory),
    ("error ÷ promised bound, largest of all rows", "<=", 1, promised),
)
ALL_SHOWN = 8  # of more rows only the worst are shown


def judge(results):
    """Each target with what was measured; reached only if every row does, None without a row."""
    judged = []
    for what, relation, number, measure in TARGETS:
        values = [(value, where) for value, where in measure(results) if not math.isnan(value)]
        values.sort(reverse=relation == "<=")
        passed = [value <= number if relation == "<=" else value >= number for value, _ in values]
        judged.append({
            "what": what, "relation": relation, "aim": number,
            "measured": values, "reached": all(passed) if values else None,
            "missed by": [where for (_, where), good in zip(values, passed) if not good],
        })
    return judged
