# SPDX-License-Identifier: BSD-3-Clause
"""The results of density.py as a section of docs/performance.md.

`density_report.py RESULTS.json FOLDER` writes the section of an earlier run once more.
"""
import cells
import image_report
from image_report import time_cell

MARKER = "density"
VERSIONS = ("numpy", "scipy", "astropy")
NOTES = (
    "Milliseconds, medians; in brackets the range, or the ratio to the first column; then the "
    "error. The library writes to an output that was written before, the peers return a new one. "
    "*fill* is one store to each pixel by all threads.")
PEERS = {"pdf": "scipy", "logpdf": "scipy", "astropy": "astropy", "products": "numpy, products",
         "patches": "numpy, patches"}
OURS = {"grid": "grid", "log-grid": "grid", "points": "points", "log-points": "points",
        "weights": "gk_weights", "heatmap": "gk_heatmap"}
TABLES = (
    ("density", "The sum of two normal densities",
     "The density of a mixture of two components of weight 1 on a grid over [-3, 3]². *grid*: "
     "`gk_mixture_density_grid`; *points*: `gk_mixture_density` at the same pixels, whose "
     "coordinates are there beforehand, as they are for scipy: `multivariate_normal.pdf(...) + "
     "multivariate_normal.pdf(...)`. scipy computes in f64 whatever the coordinates are. Errors: "
     "the largest relative one."),
    ("log density", "Its logarithm",
     "`gk_mixture_log_density_grid`, `gk_mixture_log_density`, and scipy's two `logpdf` under "
     "`logaddexp`. Errors: the largest absolute one, which is the density's relative error."),
    ("image", "One Gaussian as an image",
     "Axis-parallel, and turned by half a radian. astropy: `Gaussian2D` called with the pixels' "
     "coordinates, which are there beforehand. *gk_weights*: sampled, without normalisation, by "
     "one thread. Errors: the largest relative one."),
    ("spots", "A heat map of 10 000 spots",
     "Sigma 3, cut at 4 sigma, added. numpy: a loop over the spots, each adding a patch; "
     "*products* takes exponentials along the axes only, *patches* one of each pixel. Errors: the "
     "largest, where a single spot's height is 1."),
)


def find(case, task, threads=0):
    for result in case["results"]:
        if result["task"] == task and result["threads"] == threads:
            return result
    return None


def ours_in(case):
    """The tasks of the library, the one first that all are compared with."""
    return list(dict.fromkeys(r["task"] for r in case["results"] if r["worker"] == "gausskern"))


def table(cases):
    tasks = ours_in(cases[0])
    main = tasks[0]
    peers = [r["task"] for r in cases[0]["results"] if r["task"] in PEERS]
    single = [task for task in tasks if find(cases[0], task, 1)]
    header = ["", "type", *(OURS[task] for task in tasks), "fill", "÷ fill",
              *(f"{OURS[task]}, one thread" for task in single), *(PEERS[p] for p in peers)]
    rows = []
    for case in cases:
        fill, first = find(case, "fill"), find(case, main)
        base = first.get("median")
        over = cells.ratio(base / fill["median"]) if base and "median" in fill else "–"
        rows.append([
            case["variant"], case["type"], time_cell(first, bold=True),
            *(time_cell(find(case, task), base) for task in tasks[1:]), time_cell(fill), over,
            *(time_cell(find(case, task, 1), base) for task in single),
            *(time_cell(find(case, peer), base) for peer in peers),
        ])
    return cells.table(header, rows)


def markdown(results):
    lines = ["## Measured: densities, image weights, heat maps", "",
             *image_report.about(results, VERSIONS, NOTES)]
    for kind, title, text in TABLES:
        cases = [case for case in results["cases"] if case["kind"] == kind]
        if cases:
            lines += [f"### {title}", "", text, "", *table(cases), "",
                      f"Rows lost to a peer: {cells.listed(image_report.lost(cases, PEERS))}.", ""]
    return "\n".join(lines)


def write(results, folder):
    return image_report.write(MARKER, markdown(results), folder)


if __name__ == "__main__":
    image_report.rewrite(MARKER, markdown)
