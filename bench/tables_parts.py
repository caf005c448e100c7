# SPDX-License-Identifier: BSD-3-Clause
"""The tables of shapes, threads, sweeps and small problems."""
import math

import lookup
from cells import error, listed, microseconds, milliseconds, ratio, table
from lookup import PEER_TASKS, part, seconds
from tables import LEGEND, lost, limit_cells, our_cell, peer_cell, sizes, time_table

SLOPE_FROM = 0.5  # of the main n: the exponent of growth is taken from there on


def shapes(results):
    cases = part(results, "shapes")
    lower = [case for case in cases if case["shape"] == "lower"]
    cross = [case for case in cases if case["shape"] == "cross"]
    lines = ["### The lower triangle alone", "",
             "`gk_gram_triangle` into a reused output; the fill writes the lower triangle.", "",
             *time_table(lower, "reused"), ""]
    for output, title in (("reused", "reused"), ("fresh-huge", "fresh, on gk_alloc's pages")):
        lines += [f"### Between two sets, output {title}", "", LEGEND, "",
                  *time_table(cross, output, "gemm"), ""]
    return lines


def threads(results):
    cases = part(results, "threads")
    counts = sorted({row["threads"] for case in cases for row in case["results"]})
    rows = []
    for case in cases:
        for count in counts:
            cells = [*sizes(case), count]
            for task in ("gram", "syrk", "fill"):
                value = seconds(case, task, "reused", count)
                gain = seconds(case, task, "reused", 1) / value
                cells.append(f"{milliseconds(value)} ({ratio(gain)} ×)")
            rows.append(cells + limit_cells(case, "reused", count)[2:])
    header = ["n", "d", "type", "threads", "gausskern", "syrk", "fill", "÷ limit"]
    return ["### Threads", "",
            "Milliseconds with a reused output; in brackets how many times as fast as one thread. "
            "Where the fill gains nothing, one thread has all of the memory's bandwidth.",
            "", *table(header, rows), ""]


def sweep_rows(cases):
    """The library and the limit on a reused output, the peers on a fresh one."""
    asked = lookup.peers(cases)
    rows = []
    for case in cases:
        mine = lookup.entry(case, "gram", "reused")
        cells = [*sizes(case), our_cell(mine), *limit_cells(case, "reused")]
        rows.append(cells + [peer_cell(case, task, "reused").replace("†", "") for task in asked])
    return asked, rows


def sweep(results, name, title):
    asked, rows = sweep_rows(part(results, name))
    header = ["n", "d", "type", "gausskern", "syrk", "fill", "÷ limit"]
    header += [PEER_TASKS[task] for task in asked]
    return [f"### {title}", "",
            "gausskern, syrk and fill with a reused output; the peers as they are used, with a "
            "new one. What does not fit into the available memory shows how much it needs.", "",
            *table(header, rows), "", lost(part(results, name), "reused"), ""]


def series(cases):
    """(d, type) and its cases, by growing n."""
    groups = {}
    for case in sorted(cases, key=lambda case: case["n"]):
        groups.setdefault((case["d"], case["type"]), []).append(case)
    return groups


def exponents(results):
    cases = part(results, "n")
    least = SLOPE_FROM * results["settings"]["n"]
    asked = lookup.peers(cases)
    rows = []
    for (d, kind), group in series(cases).items():
        group = [case for case in group if case["n"] >= least]
        curves = [[lookup.our_seconds(case) for case in group],
                  [lookup.limit(case)[1] for case in group]]
        curves += [[seconds(case, task, "fresh") for case in group] for task in asked]
        points = [case["n"] for case in group]
        slopes = [lookup.exponent(list(zip(points, curve))) for curve in curves]
        rows.append([d, kind, *(ratio(slope) for slope in slopes)])
    header = ["d", "type", "gausskern", "limit"] + [PEER_TASKS[task] for task in asked]
    return [f"Exponent of growth, the slope of log time over log n from n = {least:.0f} on (the "
            "output has n² entries, so 2 is expected):", "", *table(header, rows), ""]


def small_cell(case):
    mine, loop = lookup.our_seconds(case), seconds(case, "c-loop")
    other = lookup.entry(case, "rbf_kernel", "fresh")
    texts = [microseconds(mine), microseconds(loop)]
    texts.append(microseconds(other["median"]) if other and other["status"] == "ok" else "–")
    share = mine / loop
    text = ratio(share) if share <= 1 or math.isnan(share) else f"**{ratio(share)}**"
    return f"{' / '.join(texts)}; {text}"


def small_errors(cases):
    """The largest of each, over all of these."""
    texts = []
    for name, task in (("gausskern", "gram-default"), ("C loop", "c-loop"),
                       ("scikit-learn", "rbf_kernel")):
        known = [row["error"] for case in cases for row in case["results"]
                 if row["task"] == task and "error" in row]
        texts.append(f"{name} {error(max(known, default=None))}")
    return ", ".join(texts)


def by_points(cases):
    """n and the (d, type) of its cases."""
    groups = {}
    for case in cases:
        groups.setdefault(case["n"], set()).add((case["d"], case["type"]))
    return dict(sorted(groups.items()))


def some_features(pairs, kinds):
    """"d = 2, 10; d = 64, f32": the type only where it is not all of them."""
    groups = {}
    for d in sorted({d for d, _ in pairs}):
        here = {kind for size, kind in pairs if size == d}
        groups.setdefault("" if here == kinds else f", {min(here)}", []).append(str(d))
    return "; ".join(f"d = {', '.join(group)}{kind}" for kind, group in groups.items())


def compact(chosen, cases):
    """"n = 1, 2 (all d); n = 5 (d = 2, 10)": the chosen among the cases."""
    every, groups = by_points(cases), {}
    kinds = {case["type"] for case in cases}
    for n, pairs in by_points(chosen).items():
        text = "all d" if pairs == every[n] else some_features(pairs, kinds)
        groups.setdefault(text, []).append(str(n))
    return listed([f"n = {', '.join(points)} ({text})" for text, points in groups.items()])


def small(results):
    cases = part(results, "small")
    lines = ["### Small problems", "",
             "Microseconds a call, many calls in a row on warm data: gausskern with options NULL / "
             "two plain loops in C over one triangle, mirrored, one thread / scikit-learn; then "
             "gausskern's time over the loops', in bold where the loops were faster.", ""]
    for kind in dict.fromkeys(case["type"] for case in cases):
        chosen = [case for case in cases if case["type"] == kind]
        features = sorted({case["d"] for case in chosen})
        cells = {(case["n"], case["d"]): small_cell(case) for case in chosen}
        rows = [[n, *(cells[n, d] for d in features)] for n in sorted({c["n"] for c in chosen})]
        header = [f"{kind}, n", *(f"d = {d}" for d in features)]
        lines += [*table(header, rows), "", f"Largest errors: {small_errors(chosen)}.", ""]
    slower = [case for case in cases if lookup.our_seconds(case) > seconds(case, "c-loop")]
    return lines + [f"Rows lost to the loops: {compact(slower, cases)}.", "",
                    lost(cases, "reused"), ""]
