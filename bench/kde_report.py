# SPDX-License-Identifier: BSD-3-Clause
"""The results of kde.py as a section of docs/performance.md.

`kde_report.py RESULTS.json FOLDER [README.md]` writes the section of an earlier run once more, and the rows that the
README shows.
"""
import cells
import image_report
from kde_cases import count, rows

MARKER = "kde"
VERSIONS = ("numpy", "scipy", "scikit-learn")
SIZE = 20000  # what the aims are about
NOTES = (
    "Milliseconds, medians; in brackets the range, or the ratio to the first column; ‡: computed at some of the queries "
    "and scaled. Then the largest error, in units of the kernel's height, of logarithms absolute. The estimate is made "
    "before the clock starts; scipy and scikit-learn have one thread. Points and queries are drawn from three clouds of "
    "different widths.")
TABLES = (
    ("scipy", "Beside scipy's gaussian_kde",
     "20 000 points, 2 000 queries, Scott's rule with the data's covariance. *auto*: to 1e-10."),
    ("scikit-learn", "Beside scikit-learn's KernelDensity",
     "The same numbers of points and queries; scikit-learn computes logarithms, exactly or to a relative 1e-4."),
    ("line", "A million points at a million queries", "One dimension, Scott's rule, the kernel as a sum of exponentials."),
    ("engines", "The engines", "As many queries as points; all to 1e-10 of the kernel's height."),
    ("grid", "On a grid", "100 000 points in two dimensions. The error of linear binning is that which "
     "`gk_kde_error` tells; the others keep 1e-10."),
    ("wide", "1 500 dimensions", "3 000 points, 200 queries, the full covariance by Scott's rule."),
)


def seconds(case, result, key="median"):
    """Of all queries; None where there is no time."""
    if not result or key not in result:
        return None
    return result[key] * count(case) / rows(case, result)


def row(case, label):
    return next((r for r in case["results"] if r["label"] == label), None)


def find(results, kind):
    return [case for case in results["cases"] if case["kind"] == kind]


def over(kind, label, base, d=None):
    def measure(results):
        found = []
        for case in find(results, kind):
            above, below = seconds(case, row(case, label)), seconds(case, row(case, base))
            if above and below and d in (None, case["d"]):
                found.append(above / below)
        return found
    return measure


def times(kind, label):
    return lambda results: [t for t in (seconds(case, row(case, label)) for case in find(results, kind)) if t]


def errors(kind, label):
    return lambda results: [row(case, label)["error"] for case in find(results, kind)
                            if row(case, label) and row(case, label)["error"] is not None]


# What; "<=" or ">="; the number; what was measured.
TARGETS = (
    ("scipy ÷ exact, d = 3", ">=", 15, over("scipy", "scipy", "exact", 3)),
    ("scikit-learn, exact ÷ log density", ">=", 50, over("scikit-learn", "scikit-learn, exact", "log density")),
    ("a million at a million by exponentials, one thread, seconds", "<=", 1.5,
     times("line", "exponentials, one thread")),
    ("its error", "<=", 1e-10, errors("line", "exponentials, one thread")),
    ("error of a log density in 1 500 dimensions", "<=", 1e-9, errors("wide", "log density")),
)


def number(value):
    return cells.error(value) if 0 < value < 1e-3 else f"{value:.3g}"


def target_table(results):
    lines = []
    for what, relation, aim, measure in TARGETS:
        values = sorted(measure(results), reverse=relation == "<=")
        reached = values and (values[0] <= aim if relation == "<=" else values[0] >= aim)
        verdict = "–" if not values else "yes" if reached else "**no**"
        sign = "≥" if relation == ">=" else "≤"
        lines.append([what, f"{sign} {number(aim)}", ", ".join(map(number, values)) or "not measured", verdict])
    return cells.table(["", "aim", "measured, the worst first", "reached"], lines)


def cell(case, result, base):
    value = seconds(case, result)
    if value is None:
        return cells.trouble(result)
    text = cells.milliseconds(value)
    if base is None:
        text = f"**{text}** {cells.spread(result)}"
    else:
        mark = "**" if value < base and result["worker"] != "gausskern" else ""
        text += f"{'‡' if rows(case, result) < count(case) else ''} ({mark}{cells.ratio(value / base)} ×{mark})"
    engine = f", {result['engine']}" if result["label"] == "auto" and "engine" in result else ""
    return text + engine + (f", {cells.error(result['error'])}" if result["error"] is not None else "")


def table(found):
    labels = list(dict.fromkeys(r["label"] for case in found for r in case["results"]))
    lines = []
    for case in found:
        base = seconds(case, row(case, labels[0]))
        lines.append([case["variant"], *(cell(case, row(case, label), base if i else None) if row(case, label) else ""
                                         for i, label in enumerate(labels))])
    return cells.table(["", *labels], lines)


def lost(found):
    names = []
    for case in found:
        own = [t for t in (seconds(case, r) for r in case["results"] if r["worker"] == "gausskern") if t]
        names += [f"{case['variant']} ({r['label']})" for r in case["results"]
                  if image_report.is_peer(r) and own and (seconds(case, r) or min(own)) < min(own)]
    return cells.listed(names)


def markdown(results):
    lines = ["## Measured: kernel density estimates", "", *image_report.about(results, VERSIONS, NOTES)]
    if results["settings"]["size"] == SIZE:
        lines += ["### Estimates: what was aimed at", "", *target_table(results), ""]
    for kind, title, text in TABLES:
        found = find(results, kind)
        if not found:
            continue
        lines += [f"### {title}", "", text, "", *table(found), ""]
        if any(map(image_report.is_peer, found[0]["results"])):
            lines += [f"Rows lost to a peer: {lost(found)}.", ""]
    return "\n".join(lines)


def write(results, folder):
    return image_report.write(MARKER, markdown(results), folder)


def readme(results):
    """The rows that the README shows: our best way to the same, the peer, both errors."""
    lines = []
    for kind, d, label, peer, what in (
            ("scipy", 3, "exact", "scipy", "20 000 points, 2 000 queries, d = 3"),
            ("scikit-learn", 3, "log density", "scikit-learn, exact", "the same, its logarithm"),
            ("line", 1, "exponentials", "scipy", "a million points, a million queries, d = 1"),
            ("grid", 2, "auto", "scikit-learn, rtol 1e-4", "100 000 points on 1024 × 1024 pixels")):
        for case in [case for case in find(results, kind) if case["d"] == d][:1]:
            ours, theirs = row(case, label), row(case, peer)
            pair = [seconds(case, ours), seconds(case, theirs)]
            shown = ["–" if t is None else cells.milliseconds(t) for t in pair]
            scaled = "‡" if theirs and rows(case, theirs) < count(case) else ""
            lines.append([what, f"**{shown[0]}**", f"{peer.split(',')[0]} {shown[1]}{scaled}",
                          cells.error((ours or {}).get("error")), cells.error((theirs or {}).get("error"))])
    return "\n".join(cells.table(["", "gausskern", "peer", "error", "peer's"], lines))


if __name__ == "__main__":
    image_report.rewrite(MARKER, markdown, readme)
