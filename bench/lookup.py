# SPDX-License-Identifier: BSD-3-Clause
"""Finds numbers in the results."""
import math

import numpy as np

PEER_TASKS = {
    "app0": "numexpr app0",
    "app1": "numexpr app1",
    "app2": "numexpr app2",
    "rbf_kernel": "scikit-learn",
    "cdist": "torch",
    "loop": "numpy, loop",
}
OUR_TASKS = {"full": "gram", "lower": "triangle", "cross": "cross"}
PRODUCTS = {"full": "syrk", "lower": "syrk", "cross": "gemm"}
FILLS = {"full": "fill", "lower": "fill-lower", "cross": "fill"}
DIRECT = 16  # below so many features no matrix product is needed, and the output alone is the limit


def find(case, task, output="reused", threads=None):
    """The row of that name that has a time, or None."""
    result = entry(case, task, output, threads)
    return result if result and result["status"] == "ok" else None


def entry(case, task, output="reused", threads=None):
    """The row of that name, whatever became of it."""
    for result in case["results"]:
        if (result["task"], result["output"]) == (task, output):
            if threads in (None, result["threads"]):
                return result
    return None


def seconds(case, task, output="reused", threads=None):
    result = find(case, task, output, threads)
    return result["median"] if result else math.nan


def our_task(case):
    return "gram-default" if case["part"] == "small" else OUR_TASKS[case["shape"]]


def ours(case, output="reused", threads=None):
    return find(case, our_task(case), output, threads)


def our_seconds(case, output="reused", threads=None):
    return seconds(case, our_task(case), output, threads)


def product_seconds(case, threads=None):
    return seconds(case, PRODUCTS[case["shape"]], "reused", threads)


def fill_seconds(case, output="reused", threads=None):
    return seconds(case, FILLS[case["shape"]], output, threads)


def limit(case, output="reused", threads=None):
    """What bounds this case: its name, and its seconds."""
    known = {FILLS[case["shape"]]: fill_seconds(case, output, threads)}
    if case["d"] >= DIRECT:
        known[PRODUCTS[case["shape"]]] = product_seconds(case, threads)
    known = {task: value for task, value in known.items() if not math.isnan(value)}
    return max(known.items(), key=lambda pair: pair[1], default=(None, math.nan))


def peer(case, task, output):
    """A peer's row for a kind of output, and whether it is a fresh one instead of a reused: some
    peers always return a new array. They choose its pages themselves."""
    if output == "reused":
        result = entry(case, task, "reused")
        if result:
            return result, False
    return entry(case, task, "fresh"), output == "reused"


def peers(cases):
    """The tasks of the peers that were asked, installed or not."""
    present = {result["task"] for case in cases for result in case["results"]}
    return [task for task in PEER_TASKS if task in present]


def part(results, *names):
    return [case for name in names for case in results["parts"].get(name, [])]


def every_case(results):
    return part(results, *results["parts"])


def own_rows(case):
    """The library's."""
    return [result for result in case["results"] if result["worker"].startswith("gausskern")
            and result["status"] == "ok"]


def thread_bytes(results, result):
    """The most memory beyond input and output of a row, by thread."""
    known = max(result["extra_bytes"], result.get("first_call_extra_bytes", 0))
    return known / (result["threads"] or results["settings"]["threads"])


def largest_thread_bytes(results):
    """Over all rows of the library: bytes, and the case."""
    rows = [(thread_bytes(results, result), case) for case in every_case(results)
            for result in own_rows(case)]
    return max(rows, key=lambda row: row[0], default=(math.nan, None))


def faster(case, output, ours_output=None):
    """The peers that were faster than the library."""
    mine, tasks = our_seconds(case, ours_output or output), []
    for task in peers([case]):
        result, _ = peer(case, task, output)
        if result and result["status"] == "ok" and result["median"] < mine:
            tasks.append(task)
    return tasks


def exponent(points):
    """The least-squares slope of log y against log x; nan with fewer than two points."""
    points = [(x, y) for x, y in points if not math.isnan(y)]
    if len(points) < 2:
        return math.nan
    x, y = np.log(np.array(points)).T
    return float(np.polyfit(x, y, 1)[0])
