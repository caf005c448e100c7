# SPDX-License-Identifier: BSD-3-Clause
"""The results of products.py as a section of docs/performance.md.

`products_report.py RESULTS.json FOLDER [README.md]` writes the section of an earlier run once more, and the rows that
the README shows.
"""
import cells
import image_report
from products_cases import rows

MARKER = "products"
VERSIONS = ("numpy", "scipy", "torch")
SIZE = 20000  # what the aims are about
NOTES = (
    "Nanoseconds a pair of points, wall time: the median time over m n, all threads; in brackets the range, or the "
    "ratio to *two sets*; then the largest error, relative to the sum of the terms' absolute values. *symmetric* is "
    "`gk_gram_multiply`, *two sets* `gk_cross_gram_multiply`. Limits: *gemm alone*, OpenBLAS's X·Yᵀ into a full output; "
    "*gemm, exp, gemm*, tiles with the C library's vector exponentials, without care for cancellation. The peers go by "
    "chunks of 256 rows. Limits and peers compute 2 048 and 512 rows of the result.")
TABLES = (
    (("product",), "K V",
     "Standard normal points, gamma about 1/(2 d), noise 0; p vectors. KeOps, which is not in Debian and took no part, "
     "was measured on the same kind of machine at 5.2 (f64, d = 3), 6.5 (f32, d = 3), 5.3 (f64, d = 16) and 17.5 (f32, "
     "d = 64) ns a pair, p = 1."),
    (("sums",), "Sums, logarithms of sums, means",
     "All between two sets. *means*: softmax-weighted ones of one vector. Errors of log sums: absolute."),
    (("growth",), "Time and memory against the number of points",
     "Symmetric, d = 3, p = 1; memory: peak of the process beyond inputs and output, MiB."),
)


def find(results, kind, case_type, d=None, p=None):
    return [c for c in results["cases"] if c["kind"] == kind and c["type"] == case_type
            and d in (None, c["d"]) and p in (None, c["p"])]


def per_pair(case, result, key="median"):
    """Nanoseconds; None where there is no time."""
    if not result or key not in result:
        return None
    return 1e9 * result[key] / (rows(case, result) * case["size"])


def row(case, label):
    return next((r for r in case["results"] if r["label"] == label), None)


def of(label, *where):
    """ns a pair of the case at kind, type, d, p."""
    def measure(results):
        return [per_pair(case, row(case, label)) for case in find(results, *where)]
    return measure


def over(label, base, *where):
    def measure(results):
        found = []
        for case in find(results, *where):
            above, below = per_pair(case, row(case, label)), per_pair(case, row(case, base))
            found.append(above / below if above and below else None)
        return found
    return measure


def growth(results):
    """The ns a pair of the most points over the least of all sizes, by type."""
    found = []
    for kind in ("f64", "f32"):
        times = [per_pair(case, case["results"][0]) for case in find(results, "growth", kind)]
        found.append(times[-1] / min(times) if times and all(times) else None)
    return found


def memory(results):
    """The largest extra memory over that of the smallest size."""
    found = []
    for kind in ("f64", "f32"):
        sizes = [case["results"][0].get("extra_bytes") for case in find(results, "growth", kind)]
        found.append(max(sizes) / 2**20 if sizes and all(s is not None for s in sizes) else None)
    return found


# What; the most it may be; what was measured.
TARGETS = (
    ("f64, d = 3, p = 1, symmetric", 0.20, of("symmetric", "product", "f64", 3, 1)),
    ("f64, d = 3, p = 1, two sets", 0.30, of("two sets", "product", "f64", 3, 1)),
    ("f32, d = 3, p = 1, symmetric", 0.08, of("symmetric", "product", "f32", 3, 1)),
    ("f32, d = 3, p = 1, two sets", 0.13, of("two sets", "product", "f32", 3, 1)),
    ("f64, d = 16, p = 1, two sets", 0.55, of("two sets", "product", "f64", 16, 1)),
    ("f32, d = 64, p = 1, two sets", 0.9, of("two sets", "product", "f32", 64, 1)),
    ("f32, d = 784, p = 1, two sets ÷ its sgemm", 1.15, over("two sets", "gemm alone", "product", "f32", 784, 1)),
    ("f64, d = 16, p = 64, two sets ÷ (gemm, exp, gemm)", 1.3,
     over("two sets", "gemm, exp, gemm", "product", "f64", 16, 64)),
    ("ns a pair, n = 200 000 ÷ the least from 10 000 on", 1.15, growth),
    ("memory beyond inputs and output, n = 10 000 to 200 000, MiB", 32, memory),
)


def target_table(results):
    lines = []
    for what, aim, measure in TARGETS:
        values = sorted((v for v in measure(results) if v is not None), reverse=True)
        verdict = "–" if not values else "yes" if values[0] <= aim else "**no**"
        lines.append([what, f"≤ {cells.ratio(aim)}", ", ".join(f"{v:.3g}" for v in values) or "not measured", verdict])
    return cells.table(["ns a pair", "aim", "measured", "reached"], lines)


def cell(case, result, base):
    value = per_pair(case, result)
    if value is None:
        return cells.trouble(result)
    own = result["worker"] == "gausskern"
    text = f"**{value:.3f}**" if own else f"{value:.3f}" if value < 1 else f"{value:.2f}"
    if own:
        text += f" [{per_pair(case, result, 'min'):.3f}–{per_pair(case, result, 'max'):.3f}]"
    elif base:
        text += f" ({cells.ratio(value / base)} ×)"
    return text + (f", {cells.error(result['error'])}" if result["error"] is not None else "")


def table(found):
    labels = list(dict.fromkeys(r["label"] for case in found for r in case["results"]))
    lines = []
    for case in found:
        base = per_pair(case, row(case, "two sets") or case["results"][0])
        lines.append([case["variant"], case["type"],
                      *(cell(case, row(case, label), base) if row(case, label) else "" for label in labels)])
    return cells.table(["", "type", *labels], lines)


def growth_table(found):
    lines = [[case["size"], case["type"], cell(case, case["results"][0], None),
              cells.mebibytes(case["results"][0].get("extra_bytes", 0)),
              f"{8 * case['size']**2 / 2**30:.3g}" if case["type"] == "f64" else f"{4 * case['size']**2 / 2**30:.3g}"]
             for case in found]
    return cells.table(["n", "type", "symmetric", "memory, MiB", "K itself, GiB"], lines)


def markdown(results):
    lines = ["## Measured: products with the Gram matrix", "", *image_report.about(results, VERSIONS, NOTES)]
    if results["settings"]["size"] == SIZE:
        lines += ["### Products: what was aimed at", "", *target_table(results), ""]
    for kinds, title, text in TABLES:
        found = [case for case in results["cases"] if case["kind"] in kinds]
        if not found:
            continue
        lines += [f"### {title}", "", text, ""]
        lines += growth_table(found) if kinds == ("growth",) else table(found)
        if kinds == ("product",):
            lines += ["", f"Rows lost to a peer: {lost(found)}."]
        lines += [""]
    return "\n".join(lines)


def lost(found):
    """Where a peer, or the two gemms by hand, took less than the same product of ours."""
    names = []
    for case in found:
        own = per_pair(case, row(case, "two sets"))
        names += [f"{case['variant']}, {case['type']} ({r['label']})" for r in case["results"]
                  if r["worker"] != "gausskern" and r["task"] != "gemm" and own
                  and (per_pair(case, r) or own) < own]
    return cells.listed(names)


def write(results, folder):
    return image_report.write(MARKER, markdown(results), folder)


def readme(results):
    """The rows that the README shows."""
    lines = []
    for d, p, kind in ((3, 1, "f64"), (3, 1, "f32"), (16, 1, "f64"), (64, 1, "f32"), (784, 1, "f32"), (16, 64, "f64")):
        for case in find(results, "product", kind, d, p):
            times = [per_pair(case, row(case, label)) for label in
                     ("symmetric", "two sets", "gemm, exp, gemm", "numpy", "torch")]
            shown = ["–" if t is None else f"{t:.3f}" if t < 1 else f"{t:.2f}" for t in times]
            errors = [(row(case, label) or {}).get("error") for label in ("two sets", "numpy")]
            lines.append([d, p, kind, f"**{shown[0]}**", f"**{shown[1]}**", *shown[2:], *map(cells.error, errors)])
    return "\n".join(cells.table(["d", "p", "type", "symmetric", "two sets", "by hand", "numpy", "torch", "error",
                                  "numpy's"], lines))


if __name__ == "__main__":
    image_report.rewrite(MARKER, markdown, readme)
