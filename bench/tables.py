# SPDX-License-Identifier: BSD-3-Clause
"""The tables of the full matrix of n points: times, AVX2, memory, errors, what was aimed at."""
import lookup
import targets
from cells import error, errors, listed, mebibytes, milliseconds, ratio, spread, table, trouble
from lookup import PEER_TASKS, find, part

OUTPUTS = {
    "reused": "Output reused",
    "fresh": "Output fresh, on the pages that malloc gives",
    "fresh-huge": "Output fresh, on the huge pages of gk_alloc",
}
LEGEND = ("Milliseconds; in brackets the range, or the ratio to gausskern; then the largest error. "
          "÷ limit: the time over that of the limit in bold.")
DATA = {
    "standard_normal": "standard normal",
    "far_from_origin": "the same, moved by 1000",
    "near_duplicates": "pairs of near duplicates",
    "distant_clusters": "two clusters at ±10 000",
}


def sizes(case):
    points = f"{case['m']} × {case['n']}" if case["shape"] == "cross" else case["n"]
    return [points, case["d"], case["type"]]


def size_text(case):
    points, d, kind = sizes(case)
    return f"n = {points}, d = {d}, {kind}"


def our_cell(result):
    if result["status"] != "ok":
        return trouble(result)
    time = milliseconds(result["median"])
    return f"**{time}** {spread(result)}, {error(result.get('error'))}"


def limit_cells(case, output, threads=None):
    """The product, the fill, and the library's time over the larger of them."""
    task, bound = lookup.limit(case, output, threads)
    product = lookup.product_seconds(case, threads)
    filled = lookup.fill_seconds(case, output, threads)
    texts = [milliseconds(product), milliseconds(filled)]
    chosen = 1 if task == lookup.FILLS[case["shape"]] else 0
    if task:
        texts[chosen] = f"**{texts[chosen]}**"
    return [*texts, ratio(lookup.our_seconds(case, output, threads) / bound)]


def peer_cell(case, task, output):
    result, other = lookup.peer(case, task, output)
    if result is None or result["status"] != "ok":
        return trouble(result)
    marks = "†" if other else ""
    if result.get("rows", case["n"]) < case["n"]:
        marks += "‡"
    text = f"{milliseconds(result['median'])}{marks}"
    mine = lookup.ours(case, output)
    if mine:
        times = result["median"] / mine["median"]
        text += f" ({ratio(times)} ×)" if times >= 1 else f" (**{ratio(times)} ×**)"
    return f"{text}, {error(result.get('error'))}"


def lost(cases, output):
    """The cases in which a peer was faster, with who was."""
    rows = []
    for case in cases:
        names = [PEER_TASKS[task] for task in lookup.faster(case, output)]
        if names:
            rows.append(f"{size_text(case)} ({', '.join(names)})")
    return f"Rows lost to a peer: {listed(rows)}."


def time_table(cases, output, product="syrk"):
    asked = lookup.peers(cases)
    rows = []
    for case in cases:
        mine = lookup.entry(case, lookup.our_task(case), output)
        rows.append([*sizes(case), our_cell(mine), *limit_cells(case, output),
                     *(peer_cell(case, task, output) for task in asked)])
    header = ["n", "d", "type", "gausskern", product, "fill", "÷ limit"]
    lines = table(header + [PEER_TASKS[task] for task in asked], rows)
    return lines + (["", lost(cases, output)] if asked else [])


def times(results):
    cases, lines = part(results, "main"), []
    for output, title in OUTPUTS.items():
        lines += [f"### {title}", "", LEGEND, "", *time_table(cases, output), ""]
    return lines


def avx2(results):
    cases, rows = part(results, "avx2"), []
    for case in cases:
        cells = sizes(case)
        for output in ("reused", "fresh-huge"):
            mine = lookup.entry(case, "gram", output)
            cells += [our_cell(mine), *limit_cells(case, output)]
        rows.append(cells)
    header = ["n", "d", "type", "reused", "syrk", "fill", "÷ limit", "fresh, gk_alloc", "syrk",
              "fill", "÷ limit"]
    about = results["software"]["gausskern-avx2"]
    return ["### On this processor, restricted to AVX2", "",
            f"The library with GAUSSKERN_ISA=avx2 ({about['isa']}; {about['blas']}), OpenBLAS with "
            "the same kernels in syrk, the fill with stores of 32 bytes.", "",
            *table(header, rows), ""]


def memory(results):
    cases = [case for case in part(results, "main", "shapes", "n")
             if lookup.own_rows(case) and case["n"] * case["m"] >= results["settings"]["n"] ** 2]
    rows = []
    for case in cases:
        mine = lookup.own_rows(case)
        first = max(row.get("first_call_extra_bytes", 0) for row in mine)
        later = max(row["extra_bytes"] for row in mine)
        cells = [case["part"], *sizes(case), mebibytes(first), mebibytes(later)]
        for task in lookup.peers(cases):
            known = find(case, task, "fresh")
            cells.append(mebibytes(known["extra_bytes"]) if known else "–")
        rows.append(cells)
    if not rows:
        return []
    value, case = lookup.largest_thread_bytes(results)
    names = [PEER_TASKS[task] for task in lookup.peers(cases)]
    header = ["part", "n", "d", "type", "gausskern, first call", "later calls", *names]
    return ["### Memory beyond input and output, MiB at the peak", "",
            f"The most of all rows of the library: {mebibytes(value)} MiB a thread "
            f"({case['part']}, {size_text(case)}). A process's first call finds nothing in place, "
            "neither BLAS's buffers nor the stacks of threads.", "", *table(header, rows), ""]


def error_table(results):
    cases = part(results, "main")
    asked = lookup.peers(cases)
    rows = []
    for case in cases:
        mine = lookup.ours(case)
        cells = [*sizes(case), error(mine["bound"]) if mine else "–", errors(mine)]
        rows.append(cells + [errors(find(case, task, "fresh")) for task in asked])
    header = ["n", "d", "type", "bound", "gausskern"] + [PEER_TASKS[task] for task in asked]
    return ["### Largest errors", "",
            "Of K / variance, absolute; then relative to the true value, where that is above "
            "1e-30. The bound is what the library promises for the absolute one, for all data.",
            "", *table(header, rows), ""]


def hard(results):
    entries = results["hard data"]
    if not entries:
        return []
    asked = lookup.peers(part(results, "main"))
    rows = []
    for entry in entries:
        known = entry["errors"]
        cells = [DATA[entry["data"]], *sizes(entry), error(known.get("bound"))]
        rows.append(cells + [
            f"{error(known[task][0])}, {error(known[task][1])}" if task in known else "–"
            for task in ["gram", *asked]
        ])
    header = ["data", "n", "d", "type", "bound", "gausskern"] + [PEER_TASKS[task] for task in asked]
    return ["### Largest errors on other data", "", "Absolute, relative; as above.", "",
            *table(header, rows), ""]


def verdict(judged):
    if judged["reached"] is None:
        return "not measured"
    if judged["reached"]:
        return "reached"
    missed = judged["missed by"]
    return f"**missed** by {len(missed)} of {len(judged['measured'])}"


def worst_shown(judged):
    """Those that miss, in number, within reason."""
    return min(max(1, len(judged["missed by"])), targets.ALL_SHOWN)


def aims(results):
    """Nothing without cases of the size that the aims are about."""
    if all(case["n"] != targets.POINTS for case in part(results, "main", "threads")):
        return []
    rows = []
    for judged in results["targets"]:
        values = judged["measured"]
        shown = values if len(values) <= targets.ALL_SHOWN else values[: worst_shown(judged)]
        text = "; ".join(f"{ratio(value)} ({where})" for value, where in shown)
        if len(values) > len(shown):
            text = f"the worst of {len(values)} rows: {text}"
        relation = {"<=": "≤", ">=": "≥"}[judged["relation"]]
        rows.append([judged["what"], f"{relation} {judged['aim']}", text or "–", verdict(judged)])
    return ["### Against what was aimed at", "",
            *table(["what", "aim", "measured", ""], rows), ""]
