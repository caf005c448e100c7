# SPDX-License-Identifier: BSD-3-Clause
"""Time against n and against d: the library, its limit, the peers."""
import math

import lookup
from plot import BOUND, OURS, plain, pyplot, ticker

WIDE = 3000  # the largest time over the smallest: from there on only powers of ten are labelled
PEER_STYLES = {"app0": ("#6b7a87", "s"), "rbf_kernel": ("#d08c2b", "^")}


def curves(cases, key):
    """(label, style, points) of everybody, points as (x, milliseconds)."""
    def points(value):
        known = [(case[key], value(case)) for case in cases]
        return [(x, 1000 * y) for x, y in known if not math.isnan(y)]

    drawn = []
    for task in lookup.peers(cases):
        colour, marker = PEER_STYLES.get(task, ("#999999", "v"))
        style = {"color": colour, "marker": marker, "markersize": 5, "linewidth": 1}
        drawn.append((lookup.PEER_TASKS[task], style,
                      points(lambda case, task=task: lookup.seconds(case, task, "fresh"))))
    style = {"color": OURS, "marker": "o", "markersize": 5, "linewidth": 1.8}
    drawn.append(("gausskern", style, points(lookup.our_seconds)))
    # On top of our own line, which it may run along.
    style = {"color": BOUND, "linewidth": 1.6, "linestyle": (0, (4, 2)), "zorder": 5}
    drawn.append(("limit (fill or syrk)", style, points(lambda case: lookup.limit(case)[1])))
    return drawn


def missing(cases, key):
    """What did not fit into memory, as lines of text."""
    lines = []
    for case in cases:
        for result in case["results"]:
            if result["status"].startswith("needs ") and not result["worker"].startswith("limits"):
                who = lookup.PEER_TASKS.get(result["task"], "gausskern")
                lines.append(f"{who}, {key} = {case[key]}: {result['status']}")
    return lines


def panel(axes, cases, key, title):
    for label, style, points in curves(cases, key):
        if points:
            axes.plot(*zip(*points), label=label, **style)
    axes.set_xscale("log")
    axes.set_yscale("log")
    ticks = sorted({case[key] for case in cases})
    axes.set_xticks(ticks, [f"{tick:,}".replace(",", " ") for tick in ticks], fontsize=9,
                    rotation=45, ha="right")
    axes.minorticks_off()
    axes.tick_params(axis="y", labelsize=9)
    axes.grid(color="#e8e8e8", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_title(title, fontsize=11, loc="left")
    axes.text(0.98, 0.03, "\n".join(missing(cases, key)), transform=axes.transAxes, fontsize=8,
              ha="right", va="bottom", color="#555555")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def tick_labels(axes):
    """For all panels: they share the axis."""
    low, high = axes.get_ylim()
    steps = (1,) if high / low > WIDE else (1, 2, 5)
    axes.yaxis.set_major_locator(ticker.LogLocator(subs=steps, numticks=20))
    axes.yaxis.set_major_formatter(ticker.FuncFormatter(plain))
    axes.yaxis.set_minor_locator(ticker.NullLocator())


def draw(groups, key, title, label, path):
    """groups: rows of (title, cases)."""
    columns = max(len(row) for row in groups)
    figure, grid = pyplot.subplots(
        len(groups), columns, figsize=(5.2 * columns, 3.9 * len(groups) + 0.9), squeeze=False,
        sharex=True, sharey=True,
    )
    for places, row in zip(grid, groups):
        for axes, (name, cases) in zip(places, row):
            panel(axes, cases, key, name)
        places[0].set_ylabel("milliseconds", fontsize=10)
    tick_labels(grid[0][0])
    for axes in grid[-1]:
        axes.set_xlabel(label, fontsize=10)
    handles, labels = grid[0][0].get_legend_handles_labels()
    height = figure.get_figheight()
    figure.text(0.01, 1 - 0.1 / height, title, fontsize=11, va="top")
    figure.legend(handles[::-1], labels[::-1], fontsize=10, frameon=False, ncol=max(2 * columns, 2),
                  loc="upper left", bbox_to_anchor=(0.0, 1 - 0.45 / height))
    figure.tight_layout(rect=(0, 0, 1, 1 - (0.8 if columns > 1 else 1) / height))
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def setting(results):
    library = results["software"]["gausskern"]
    return (f"{results['settings']['threads']} threads, {library['isa']};\n"
            "gausskern and its limit with a reused output, the others with a new one")


def over_points(results, path):
    cases = results["parts"]["n"]
    groups = []
    for kind in dict.fromkeys(case["type"] for case in cases):
        features = sorted({case["d"] for case in cases})
        groups.append([
            (f"d = {d}, {kind}", [c for c in cases if (c["d"], c["type"]) == (d, kind)])
            for d in features
        ])
    draw(groups, "n", f"Gram matrix of n points: {setting(results)}", "points n", path)


def over_features(results, path):
    cases = results["parts"]["d"]
    kinds = dict.fromkeys(case["type"] for case in cases)
    row = [(kind, [case for case in cases if case["type"] == kind]) for kind in kinds]
    draw([row], "d", f"Gram matrix of {cases[0]['n']} points of d features: {setting(results)}",
         "features d", path)
