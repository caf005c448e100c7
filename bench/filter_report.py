# SPDX-License-Identifier: BSD-3-Clause
"""The results of filter.py as a section of docs/performance.md.

`filter_report.py RESULTS.json FOLDER [README.md]` writes the section of an earlier run once more,
and the rows that the README shows.
"""
import cells
import filter_targets
import image_report
from image_report import is_peer, time_cell

MARKER = "filter"
VERSIONS = ("OpenCV", "scipy", "numpy", "astropy", "scikit-image", "torch")
NOTES = (
    "Milliseconds, medians; in brackets the range, or the ratio to the first column; then the "
    "largest error, where the largest pixel is 1 (u8, u16: in units of that type, where 0.5 is what "
    "rounding costs). The library, OpenCV and scipy write to an output that was written before, the others "
    "return a new one. scipy, numpy, astropy and scikit-image have one thread. What takes longer "
    "than 0.25 s has three turns.")
TABLES = (
    (("opencv",), "Beside OpenCV, the same taps",
     "`gk_filter` with `radius`, `cv2.GaussianBlur` with the same number of taps, both with the "
     "boundary reflect: 8 sigma + 1 taps, in u8 6 sigma + 1, as OpenCV chooses by itself. Errors: "
     "against the same weights in double."),
    (("rgb",), "RGB, interleaved",
     "The same on pixels of three bytes: `GK_IMAGE` and a `CV_8UC3`."),
    (("small",), "Small images",
     "64 × 64 pixels, *microseconds*. OpenCV is called from Python; *one pixel* is such a call for "
     "an image of one pixel, which is what the call itself takes."),
    (("wide",), "Large sigmas",
     "`gk_filter` as it is: error at most 1e-5. OpenCV with 8 sigma + 1 taps. Errors: against the "
     "Gaussian cut off at 12 sigma, in double."),
    (("scipy",), "Beside scipy",
     "`gk_filter` as it is (error at most 1e-5 in f32, 1e-9 in f64), with scipy's taps, which are "
     "cut off at 4 sigma, and `scipy.ndimage.gaussian_filter`. Errors: against the Gaussian cut "
     "off at 12 sigma."),
    (("growth",), "Time against sigma", "Two sigmas in turn, `gk_filter` as it is."),
    (("sweep",), "The two engines",
     "Each engine asked for, and what `GK_ENGINE_AUTO` takes, at the same tolerance. Errors: "
     "against the Gaussian cut off at 12 sigma."),
    (("volume",), "A volume", "Three dimensions, scipy's taps."),
    (("mask",), "Three tenths of the pixels missing",
     "At random, sigma 2, boundary nearest, 17 × 17 taps. *mask*: pixels and weights apart; *NaN "
     "skipped*: `GK_MISSING_SKIP`. scipy: `gaussian_filter(x * m) / gaussian_filter(m)`; astropy: "
     "`convolve` with `boundary=\"extend\"`, which is not separable."),
    (("gradient", "laplacian"), "Gradient magnitude, Laplacian",
     "`gk_filter_gradient_magnitude`, `gk_filter_laplacian`; scipy's functions of these names, the "
     "same taps."),
    (("pool, weights",), "Pooling with Gaussian weights",
     "Blocks that tile the image. numpy: `(x.reshape(...) * w).sum(axis=(1, 3))`, `tensordot`; "
     "torch: `conv2d` with a stride."),
    (("pool, mean",), "Pooling with the mean",
     "numpy: `x.reshape(...).mean(axis=(1, 3))`; `skimage.measure.block_reduce` with `np.mean`; "
     "torch: `avg_pool2d`."),
    (("accuracy",), "The recursion with twelve poles",
     "f64, 300 × 300 pixels; errors against the Gaussian cut off at 12 sigma, in double."),
)
README_ROWS = [("opencv", "f32", 1), ("opencv", "f32", 2), ("opencv", "f32", 5),
               ("wide", "f32", 20), ("wide", "f32", 50), ("opencv", "f64", 2), ("opencv", "u8", 2)]
KIND_NAMES = {"gradient": "gradient, ", "laplacian": "Laplacian, "}


def error(value, kind):
    """Of integers in units of the type, as a plain number."""
    if value is None:
        return ""
    return f", {value:.2f}" if kind in ("u8", "u16") else f", {cells.error(value)}"


def cell(case, result, base, show):
    without = {**result, "error": None}
    text = time_cell(without, base, bold=base is None, show=show)
    return text + (error(result["error"], case["type"]) if "median" in result else "")


def table(found):
    """A row for each case, a column for each contestant; the first is the one compared with."""
    show = cells.microseconds if found[0]["kind"] == "small" else cells.milliseconds
    header, rows = ["", "type", *(r["label"] for r in found[0]["results"])], []
    for case in found:
        base = case["results"][0].get("median")
        entries = [cell(case, result, None if i == 0 else base, show)
                   for i, result in enumerate(case["results"])]
        rows.append([KIND_NAMES.get(case["kind"], "") + case["variant"], case["type"], *entries])
    return cells.table(header, rows)


def accuracy_table(found):
    """Sigmas against boundaries."""
    sigmas = list(dict.fromkeys(case["sigma"] for case in found))
    boundaries = list(dict.fromkeys(case["boundary"] for case in found))
    at = {(case["sigma"], case["boundary"]): case["results"][0] for case in found}
    rows = [[f"{s}", at[s, boundaries[0]].get("poles", "–"),
             *(cells.error(at[s, boundary]["error"]) for boundary in boundaries)] for s in sigmas]
    return cells.table(["sigma", "poles", *boundaries], rows)


def lost(found):
    """The rows where a peer was faster than the library asked for the same."""
    names = []
    for case in found:
        own = [r["median"] for r in case["results"] if not is_peer(r) and "median" in r]
        name = f"{KIND_NAMES.get(case['kind'], '')}{case['variant']}, {case['type']}"
        names += [f"{name} ({r['label']})" for r in case["results"]
                  if is_peer(r) and "median" in r and own and r["median"] < min(own)]
    return f"Rows lost to a peer: {cells.listed(names)}."


def crossovers(results):
    lines = []
    for kind in ("f32", "f64"):
        faster, taken = filter_targets.crossover(results, kind)
        if faster or taken:
            lines.append(f"{kind}: the recursion is faster from sigma {faster or '–'} on, and is "
                         f"taken from sigma {taken or '–'} on.")
    return " ".join(lines)


def number(value):
    return cells.error(value) if value < 1e-3 else cells.ratio(value)


def target_table(results):
    rows = []
    for what, relation, aim, values, reached in filter_targets.judge(results):
        shown = ", ".join(number(value) for value, _ in values[:8])
        verdict = "–" if reached is None else "yes" if reached else "**no**"
        sign = "≥" if relation == ">=" else "≤"
        rows.append([what, f"{sign} {number(aim)}", shown or "not measured", verdict])
    return cells.table(["", "aim", "measured, the worst first", "reached"], rows)


def markdown(results):
    lines = ["## Measured: the Gaussian filter, pooling", "",
             *image_report.about(results, VERSIONS, NOTES)]
    if results["settings"]["size"] == filter_targets.SIZE:
        lines += ["### Filters: what was aimed at", "", *target_table(results), ""]
    for kinds, title, text in TABLES:
        found = [case for case in results["cases"] if case["kind"] in kinds]
        if not found:
            continue
        lines += [f"### {title}", "", text, ""]
        lines += accuracy_table(found) if kinds == ("accuracy",) else table(found)
        if kinds == ("sweep",):
            lines += ["", crossovers(results)]
        elif any(map(is_peer, found[0]["results"])):
            lines += ["", lost(found)]
        lines += [""]
    return "\n".join(lines)


def write(results, folder):
    return image_report.write(MARKER, markdown(results), folder)


def readme(results):
    """The rows that the README shows."""
    rows = []
    for kind, kind_type, sigma in README_ROWS:
        case, beside = (next((c for c in filter_targets.cases(results, name, kind_type)
                              if c["sigma"] == sigma), {"results": []}) for name in (kind, "scipy"))
        found = {r["label"]: r for r in case["results"]}
        found.update((r["label"], r) for r in beside["results"] if r["worker"] == "scipy")
        found = {label: r for label, r in found.items() if "median" in r}
        times = [cells.milliseconds(found[name]["median"]) if name in found else "–"
                 for name in ("gausskern", "OpenCV", "scipy")]
        errors = [error(found[name]["error"], kind_type).lstrip(", ") if name in found else "–"
                  for name in ("gausskern", "OpenCV")]
        rows.append([sigma, kind_type, f"**{times[0]}**", *times[1:], *errors])
    return "\n".join(cells.table(
        ["sigma", "type", "gausskern", "OpenCV", "scipy", "error", "OpenCV's"], rows))


if __name__ == "__main__":
    image_report.rewrite(MARKER, markdown, readme)
