# SPDX-License-Identifier: BSD-3-Clause
"""Numbers as the tables show them, and tables."""
import math


def milliseconds(seconds, scale=None):
    """From 10 s on in seconds; with the digits of scale, another time of the row."""
    value, scale = 1000 * seconds, 1000 * (scale or seconds)
    if math.isnan(value):
        return "–"
    if scale >= 10000:
        return f"{seconds:.0f} s"
    digits = 0 if scale >= 100 else 1 if scale >= 10 else 2 if scale >= 1 else 3
    return f"{value:.{digits}f}"


def spread(result):
    """The range of a row, as precise as its median."""
    low, high = (milliseconds(result[end], result["median"]) for end in ("min", "max"))
    return f"[{low}–{high}]"


def microseconds(seconds, scale=None):
    value, scale = 1e6 * seconds, 1e6 * (scale or seconds)
    if math.isnan(value):
        return "–"
    digits = 0 if scale >= 100 else 1 if scale >= 10 else 2
    return f"{value:.{digits}f}"


def error(value):
    return "–" if value is None else f"{value:.0e}"


def errors(result):
    """Of K / variance: absolute, relative."""
    if not result or "error" not in result:
        return "–"
    return f"{error(result['error'])}, {error(result['relative_error'])}"


def ratio(value):
    if math.isnan(value):
        return "–"
    return f"{value:.{0 if value >= 99.5 else 1 if value >= 9.95 else 2}f}"


def mebibytes(value):
    return f"{value / 2**20:.{0 if value >= 10 * 2**20 else 1}f}"


def trouble(result):
    """Why a row has no time, in a word or three."""
    if result is None:
        return "–"
    if result["status"].startswith("needs "):
        return result["status"]
    return "not installed" if "not installed" in result["status"] else "failed"


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(header, rows):
    return [row(header), "|" + "---|" * len(header), *map(row, rows)]


def listed(entries):
    return "; ".join(entries) if entries else "none"
