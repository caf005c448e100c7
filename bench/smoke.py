#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""A test of the benchmark, not of times: a quick run of bench/run.py must work, its results must
have their form, and the library's errors must keep the bound that it promises.

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
DECLARED = ("date", "commit", "machine", "command", "settings", "software", "cases", "hard data")
OURS = {("gram", "reused"), ("gram", "fresh"), ("gram", "fresh-huge")}
LIMITS = {("syrk", "reused"), ("fill", "reused"), ("fill", "fresh"), ("fill", "fresh-huge")}
PEER_TASKS = {"app0", "app1", "app2", "rbf_kernel", "cdist", "loop"}
SECTIONS = ("### Output reused", "### Output fresh", "### Memory", "### Largest error")


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


def check_result(result, where, problems):
    """A measured row: times that are times, errors that are numbers, ours within their bound."""
    if not (0 < result["min"] <= result["median"] <= result["max"] < 60):
        problems.append(f"{where}: no times: {result['min']}, {result['median']}, {result['max']}")
    if result["worker"] == "limits":
        return
    if not math.isfinite(result.get("error", math.nan)):
        problems.append(f"{where}: no error was measured")
    elif result["worker"] == "gausskern" and not result["error"] <= result["bound"]:
        problems.append(f"{where}: error {result['error']} is above {result['bound']}")


def check_case(case, problems):
    where = f"n = {case['n']}, d = {case['d']}, {case['type']}"
    if case["gamma"] != 1 / (2 * case["d"]):
        problems.append(f"{where}: gamma is {case['gamma']}")
    seen = {(result["task"], result["output"]) for result in case["results"]}
    for task in sorted((OURS | LIMITS) - seen):
        problems.append(f"{where}: {' '.join(task)} is missing")
    for task in sorted(PEER_TASKS - {task for task, _ in seen}):
        problems.append(f"{where}: {task} is missing")
    missing = set()
    for result in case["results"]:
        row = f"{where}, {result['worker']} {result['task']} {result['output']}"
        if result["status"] == "ok":
            check_result(result, row, problems)
        elif "not installed" in result["status"]:
            missing.add(result["worker"])
        else:
            problems.append(f"{row}: {result['status']}")
    return missing


def check_hard(entry, problems):
    error, bound = entry["errors"].get("gram", math.nan), entry["errors"].get("bound", math.nan)
    if not error <= bound:
        problems.append(f"{entry['data']}, d = {entry['d']}, {entry['type']}: error {error} is "
                        f"above {bound}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of gram_bench and gram_limits")
    with tempfile.TemporaryDirectory(prefix="gausskern-smoke-") as folder:
        results, document = quick_run(parser.parse_args().programs, pathlib.Path(folder))
    problems = [f"the results have no {key!r}" for key in DECLARED if key not in results]
    problems += [f"the document has no {text!r}" for text in SECTIONS if text not in document]
    missing = set()
    for case in results["cases"]:
        missing |= check_case(case, problems)
    for entry in results["hard data"]:
        check_hard(entry, problems)
    if len(results["cases"]) != 4 or len(results["hard data"]) != 16:
        problems.append("cases are missing")
    if problems:
        raise SystemExit("\n".join(problems))
    if missing:
        print("not installed, hence not tested:", ", ".join(sorted(missing)))
    if missing >= PEERS:
        raise SystemExit(SKIP)
    print("the benchmark works")


if __name__ == "__main__":
    main()
