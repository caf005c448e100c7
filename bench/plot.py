# SPDX-License-Identifier: BSD-3-Clause
"""The times of a reused output with their errors, and the limit drawn in."""
import matplotlib

matplotlib.use("svg")
# Letters as text, one font name, the same file for the same numbers: small, and quiet in a diff.
matplotlib.rcParams.update(
    {"svg.fonttype": "none", "svg.hashsalt": "gausskern", "font.sans-serif": ["DejaVu Sans"]}
)
from matplotlib import pyplot, ticker  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402

import cells  # noqa: E402
import lookup  # noqa: E402
import plan  # noqa: E402

OURS, PEER, BOUND = "#35608d", "#8796a3", "#c0392b"


def rows_of(case):
    """(label, result, marks, colour) of everybody who has a time, ours first."""
    rows = [("gausskern", lookup.ours(case), "", OURS)]
    for task, label in lookup.PEER_TASKS.items():
        result, other = lookup.peer(case, task, "reused")
        if result and result["status"] == "ok":
            scaled = "‡" if result.get("rows", case["n"]) < case["n"] else ""
            rows.append((label, result, ("†" if other else "") + scaled, PEER))
    return [row for row in rows if row[1]]


def label_of(result, marks):
    time = cells.milliseconds(result["median"])
    time += "" if time.endswith("s") else " ms"
    return f"{time}{marks}, {cells.error(result.get('error'))}"


def plain(value, _):
    """A tick's number, without powers of ten."""
    return f"{value:,.6g}".replace(",", " ")


def panel(axes, case):
    rows = rows_of(case)
    for place, (_, result, marks, colour) in enumerate(rows):
        ends = [1000 * result["min"], 1000 * result["max"]]
        axes.plot(ends, [place, place], color=colour, linewidth=2.5)
        axes.plot(1000 * result["median"], place, "o", color=colour, markersize=6)
        axes.text(1.02, place, label_of(result, marks), va="center", fontsize=7,
                  transform=axes.get_yaxis_transform())
    task, bound = lookup.limit(case)
    if task:
        axes.axvline(1000 * bound, color=BOUND, linewidth=1.2, linestyle="--")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(ticker.FuncFormatter(plain))
    axes.minorticks_off()
    axes.set_yticks(range(len(rows)), [label for label, *_ in rows], fontsize=7.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="x", labelsize=6.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color="#e8e8e8", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_title(f"d = {case['d']}, {case['type']}", fontsize=9, loc="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def legend(figure, top):
    ours, peer = (Line2D([], [], color=colour, marker="o", linewidth=2.5)
                  for colour in (OURS, PEER))
    bound = Line2D([], [], color=BOUND, linewidth=1.2, linestyle="--")
    limit = f"limit: fill, from d = {lookup.DIRECT} on the larger of fill and syrk"
    figure.legend([ours, bound, peer], ["gausskern", limit, "others"], fontsize=8.5,
                  frameon=False, ncol=3, loc="upper left", bbox_to_anchor=(0, top))


def is_complete(case):
    return case["d"] not in plan.SHORT_OF_PEERS


def times(results, path):
    """One panel for each type and number of features, of which all peers took part in."""
    chosen = [case for case in results["parts"]["main"] if is_complete(case)]
    features = sorted({case["d"] for case in chosen})
    types = sorted({case["type"] for case in chosen}, reverse=True)
    figure, grid = pyplot.subplots(
        len(types), len(features), figsize=(3.3 * len(features) + 1, 2.1 * len(types) + 1.3),
        squeeze=False, sharex=True, sharey=True,
    )
    for case in chosen:
        panel(grid[types.index(case["type"])][features.index(case["d"])], case)
    for axes in grid[-1]:
        axes.set_xlabel("milliseconds", fontsize=8)
    library = results["software"]["gausskern"]
    height = figure.get_figheight()
    figure.text(
        0.01, 1 - 0.1 / height,
        f"Gram matrix of n = {results['settings']['n']} points, output reused, "
        f"{results['settings']['threads']} threads, {library['isa']}: "
        "median, range, largest error of K / variance.\n"
        "† Its fresh time is shown.  ‡ Timed on 200 rows and scaled.",
        fontsize=9, va="top",
    )
    legend(figure, 1 - 0.42 / height)
    figure.tight_layout(rect=(0, 0, 0.99, 1 - 0.7 / height), w_pad=2)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
