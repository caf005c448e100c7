#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""A test of the benchmark, not of times: a quick run of bench/run.py must go through every part,
its results must have their form, and the library's errors must keep the bound that it promises.

Peers that are not installed are named, and their rows must say so. Exit status 77, a visible skip,
without numpy or with no peer at all: then next to nothing has been tested.
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SKIP = 77
PEERS = {"numexpr", "scikit-learn", "torch"}
DECLARED = ("date", "commit", "machine", "command", "settings", "software", "parts", "hard data",
            "targets")
OUR_OUTPUTS = ("reused", "fresh", "fresh-huge")
REUSED = {("gram", "reused"), ("syrk", "reused"), ("fill", "reused")}
FULL = REUSED | {(task, output) for task in ("gram", "fill") for output in OUR_OUTPUTS}
APPS = {(task, output) for task in ("app0", "app1", "app2") for output in ("reused", "fresh")}
USED = {("app0", "fresh"), ("rbf_kernel", "fresh")}
# By part and shape: how many cases a quick run has, and the rows that each must have.
EXPECTED = {
    ("main", "full"): (4, FULL | APPS | USED | {("cdist", "fresh"), ("loop", "fresh")}),
    ("avx2", "full"): (4, FULL - {("gram", "fresh"), ("fill", "fresh")}),
    ("shapes", "lower"): (4, {("triangle", "reused"), ("syrk", "reused"),
                              ("fill-lower", "reused")}),
    ("shapes", "cross"): (4, {("cross", "reused"), ("cross", "fresh-huge"), ("gemm", "reused"),
                              ("fill", "reused"), ("fill", "fresh-huge")} | USED),
    ("threads", "full"): (4, REUSED),
    ("n", "full"): (12, REUSED | USED),
    ("d", "full"): (8, REUSED | USED),
    ("small", "full"): (12, {("gram-default", "reused"), ("c-loop", "reused"),
                             ("rbf_kernel", "fresh")}),
}
HARD = 16
SECTIONS = (
    "### Output reused", "### Output fresh",
    "### The lower triangle alone", "### Between two sets", "### Threads",
    "### Time against the number of points", "Exponent of growth",
    "### Time against the number of features", "### Small problems", "Rows lost to the loops",
    "### Memory", "### Largest errors", "### Largest errors on other data",
)
# What no rounding explains, in the errors of others: there the benchmark itself is wrong. The loop
# and the peers have no bound of their own on standard normal data.
NONSENSE = {"f64": 1e-5, "f32": 1e-4}  # app2 multiplies in f32 in both


def quick_run(programs, folder):
    command = [sys.executable, HERE / "run.py", "--quick", "--programs", programs,
               "--results", folder, "--docs", folder]
    run = subprocess.run(command, capture_output=True, text=True, timeout=280)
    if run.returncode == SKIP:
        print(run.stderr)
        raise SystemExit(SKIP)
    if run.returncode != 0:
        raise SystemExit(f"run.py ended with {run.returncode}:\n{run.stderr}")
    return json.loads((folder / "gram.json").read_text()), (folder / "performance.md").read_text()


def check_result(result, kind, where, problems):
    """A measured row: times that are times, errors that are numbers, ours within their bound."""
    if not (0 < result["min"] <= result["median"] <= result["max"] < 60):
        problems.append(f"{where}: no times: {result['min']}, {result['median']}, {result['max']}")
    if result["worker"].startswith("limits") and result["task"] != "c-loop":
        return
    errors = [result.get("error", math.nan), result.get("relative_error", math.nan)]
    if not all(map(math.isfinite, errors)):
        problems.append(f"{where}: no error was measured")
    elif result["worker"].startswith("gausskern"):
        if not errors[0] <= result["bound"]:
            problems.append(f"{where}: error {errors[0]} is above {result['bound']}")
        if result["output"] == "reused" and not result["first_call_extra_bytes"] >= 0:
            problems.append(f"{where}: the memory of a first call was not measured")
    elif not errors[0] <= NONSENSE[kind]:
        problems.append(f"{where}: error {errors[0]}")


def check_case(case, problems):
    where = f"{case['part']}, {case['m']} x {case['n']}, d = {case['d']}, {case['type']}"
    seen = {(result["task"], result["output"]) for result in case["results"]}
    for task in sorted(EXPECTED[case["part"], case["shape"]][1] - seen):
        problems.append(f"{where}: {' '.join(task)} is missing")
    missing = set()
    for result in case["results"]:
        row = f"{where}, {result['worker']} {result['task']} {result['output']}"
        if result["status"] == "ok":
            check_result(result, case["type"], row, problems)
        elif "not installed" in result["status"]:
            missing.add(result["worker"])
        else:
            problems.append(f"{row}: {result['status']}")
    return missing


def check_parts(results, problems):
    """Every part with all its cases. The part avx2 is there where it says something else."""
    missing, isa = set(), results["software"]["gausskern"]["isa"]
    for (part, shape), (count, _) in EXPECTED.items():
        if part == "avx2" and isa != "avx512":
            continue
        cases = [case for case in results["parts"].get(part, []) if case["shape"] == shape]
        if len(cases) != count:
            problems.append(f"{part}, {shape}: {len(cases)} cases instead of {count}")
        for case in cases:
            missing |= check_case(case, problems)
    return missing


def check_hard(results, problems):
    if len(results["hard data"]) != HARD:
        problems.append("hard data are missing")
    for entry in results["hard data"]:
        error = entry["errors"].get("gram", [math.nan])[0]
        bound = entry["errors"].get("bound", math.nan)
        if not error <= bound:
            problems.append(f"{entry['data']}, d = {entry['d']}, {entry['type']}: error {error} is "
                            f"above {bound}")


def check_targets(results, problems):
    """Those that a quick run has rows for are judged; which way is no matter here."""
    judged = [target for target in results["targets"] if target["reached"] is not None]
    if len(judged) < 5:
        problems.append(f"only {len(judged)} targets were judged")
    for target in judged:
        if not all(0 <= value < math.inf for value, _ in target["measured"]):
            problems.append(f"{target['what']}: {target['measured']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of gram_bench and gram_limits")
    with tempfile.TemporaryDirectory(prefix="gausskern-smoke-") as folder:
        results, document = quick_run(parser.parse_args().programs, pathlib.Path(folder))
    problems = [f"the results have no {key!r}" for key in DECLARED if key not in results]
    problems += [f"the document has no {text!r}" for text in SECTIONS if text not in document]
    if "aimed at" in document:
        problems.append("the document sets aims for large problems beside small ones")
    missing = check_parts(results, problems)
    check_hard(results, problems)
    check_targets(results, problems)
    if problems:
        raise SystemExit("\n".join(problems))
    if missing:
        print("not installed, hence not tested:", ", ".join(sorted(missing)))
    if missing >= PEERS:
        raise SystemExit(SKIP)
    print("the benchmark works")


if __name__ == "__main__":
    main()
