# SPDX-License-Identifier: BSD-3-Clause
"""The times of a fresh output with their errors, and the limit drawn in."""
import matplotlib

matplotlib.use("svg")
# Letters as text, one font name, the same file for the same numbers: small, and quiet in a diff.
matplotlib.rcParams.update(
    {"svg.fonttype": "none", "svg.hashsalt": "gausskern", "font.sans-serif": ["DejaVu Sans"]}
)
from matplotlib import pyplot  # noqa: E402

import cells  # noqa: E402
import lookup  # noqa: E402
import plan  # noqa: E402

OURS, PEER, BOUND = "#35608d", "#8796a3", "#c0392b"


def rows_of(case):
    """(label, result, colour) of everybody who has a time, ours first."""
    ours = (("gausskern, gk_alloc", "fresh-huge"), ("gausskern, malloc", "fresh"))
    rows = [(label, lookup.find(case, "gram", output), OURS) for label, output in ours]
    for task, label in lookup.PEER_TASKS.items():
        rows.append((label, lookup.find(case, task, "fresh"), PEER))
    return [row for row in rows if row[1]]


def label_of(result, case):
    time = cells.milliseconds(result["median"])
    time += "" if time.endswith("s") else " ms"
    scaled = "‡" if result.get("rows", case["n"]) < case["n"] else ""
    return f"{time}{scaled}, {cells.error(result.get('error'))}"


def panel(axes, case):
    rows = rows_of(case)
    for place, (_, result, colour) in enumerate(rows):
        middle = result["median"]
        axes.plot([result["min"], result["max"]], [place, place], color=colour, linewidth=2.5)
        axes.plot(middle, place, "o", color=colour, markersize=6)
        axes.text(result["max"] * 1.4, place, label_of(result, case), va="center", fontsize=7)
    task, bound = lookup.limit(case, "fresh-huge")
    if task:
        axes.axvline(bound, color=BOUND, linewidth=1, zorder=0)
    axes.set_xscale("log")
    axes.minorticks_off()
    axes.set_yticks(range(len(rows)), [label for label, *_ in rows], fontsize=7.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="x", labelsize=7)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color="#e8e8e8", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_title(f"d = {case['d']}, {case['type']}", fontsize=9, loc="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def is_complete(case):
    return case["d"] not in plan.SHORT_OF_PEERS


def times(results, path):
    """One panel for each type and number of features, of which all peers took part in."""
    chosen = [case for case in results["parts"]["main"] if is_complete(case)]
    features = sorted({case["d"] for case in chosen})
    types = sorted({case["type"] for case in chosen}, reverse=True)
    figure, grid = pyplot.subplots(
        len(types), len(features), figsize=(3.1 * len(features) + 1, 2.3 * len(types) + 0.7),
        squeeze=False, sharex=True, sharey=True,
    )
    for case in chosen:
        panel(grid[types.index(case["type"])][features.index(case["d"])], case)
    low, high = grid[0][0].get_xlim()
    grid[0][0].set_xlim(low / 1.5, high * 20)  # room for the text
    for axes in grid[-1]:
        axes.set_xlabel("seconds", fontsize=8)
    library = results["software"]["gausskern"]
    figure.suptitle(
        f"Gram matrix of n = {results['settings']['n']} points, output fresh, "
        f"{results['settings']['threads']} threads, {library['isa']}.\n"
        "Median, range, largest error of K / variance. "
        "Red: the limit of gk_alloc's pages (syrk or fill).",
        fontsize=9, x=0.01, ha="left",
    )
    figure.tight_layout(rect=(0, 0, 1, 0.99))
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
