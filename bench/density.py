#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times densities on grids, image weights and heat maps beside scipy, astropy and numpy.

Not a part of run.py, whose cases are matrices of kernels between points; README.md says how.
"""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

try:
    import numpy as np
except ImportError:
    print("bench: this Python has no numpy; try /usr/bin/python3", file=sys.stderr)
    raise SystemExit(77)

import density_cases
import density_report
import machine
import workers
from density_cases import DTYPES, LIMITS

ROOT = pathlib.Path(__file__).resolve().parent.parent
HERE = ROOT / "bench"
PEERS = ("scipy", "astropy", "numpy")
SETTLE = 0.03  # seconds: until idle threads of the last worker have stopped spinning
SHORT = 0.02  # seconds: shorter work is repeated to last about so long
PROGRAMS = ("density_bench", "gram_limits")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        help="few pixels and rounds: does it work? Writes nothing")
    parser.add_argument("--size", type=int, help="pixels a side (default 1000)")
    parser.add_argument("--rounds", type=int, help="turns of everybody (default 7)")
    parser.add_argument("--type", default="f64,f32", help="f32 or f64 (default f64,f32)")
    parser.add_argument("--threads", type=int, default=machine.processors(),
                        help="of everybody (default: all processors)")
    parser.add_argument("--programs", type=pathlib.Path, help="folder of density_bench")
    parser.add_argument("--results", type=pathlib.Path, help="folder of the JSON (bench/results)")
    parser.add_argument("--docs", type=pathlib.Path, help="folder of performance.md (docs)")
    options = parser.parse_args()
    complete = not (options.quick or options.size or options.rounds)
    options.size = options.size or (120 if options.quick else 1000)
    options.rounds = options.rounds or (2 if options.quick else 7)
    options.type = [word for word in DTYPES if word in options.type.split(",")]
    complete = complete and len(options.type) == len(DTYPES)
    if complete:
        options.results = options.results or HERE / "results"
        options.docs = options.docs or ROOT / "docs"
    options.type.sort(reverse=True)
    return options


def find_programs(folder):
    """The folder of the C programs: as told, or the first build that has them."""
    folders = [folder] if folder else [
        ROOT / "build" / build / "bin" for build in ("bench", "release", "dev")
    ]
    for folder in folders:
        if all((folder / program).exists() for program in PROGRAMS):
            return folder.resolve()
    raise SystemExit("bench: density_bench and gram_limits are not built; see bench/README.md")


def start(options):
    """The workers and what they say of themselves."""
    programs, values = find_programs(options.programs), workers.environment(options.threads)
    commands = {"gausskern": [programs / "density_bench"], "limits": [programs / "gram_limits"]}
    for peer in PEERS:
        commands[peer] = [sys.executable, HERE / "density_peers.py", peer]
    children = {name: workers.Worker(name, command, values) for name, command in commands.items()}
    about = workers.describe(children)
    for name, answer in about.items():
        if "problem" in answer:
            print(f"bench: {name}: {answer['problem']}", file=sys.stderr)
    return children, about


class Measurement:
    """What is known of one contestant in one case."""

    def __init__(self, contestant):
        self.contestant, self.status = contestant, "ok"
        self.seconds, self.repeat, self.error = [], 1, None

    def as_json(self):
        result = {**self.contestant._asdict(), "status": self.status, "error": self.error}
        if self.seconds and self.status == "ok":
            result.update(median=statistics.median(self.seconds), min=min(self.seconds),
                          max=max(self.seconds), seconds=self.seconds, repeat=self.repeat)
        return result


class Runner:
    def __init__(self, options, children, folder):
        self.options, self.children, self.folder = options, children, pathlib.Path(folder)

    def prepare(self, case):
        """The files that requests name."""
        if case.kind == "spots":
            density_cases.spots(case).tofile(self.folder / "spots")
        elif case.kind != "image":
            density_cases.grid_points(case).tofile(self.folder / "points")
        np.zeros(case.size, DTYPES[case.type]).tofile(self.folder / "x")

    def line(self, case, measurement, tell):
        contestant = measurement.contestant
        threads = contestant.threads or self.options.threads
        words = {"task": contestant.task, "type": case.type, "repeat": measurement.repeat}
        if contestant.worker == "limits":
            words.update(m=case.size, n=case.size, d=1, output="reused", threads=threads, gamma=1,
                         variance=1, x=self.folder / "x")
        else:
            numbers = density_cases.numbers(case, contestant)
            words.update(size=case.size, threads=threads,
                         numbers=",".join(repr(float(number)) for number in numbers))
            if case.kind == "spots":
                words["input"] = self.folder / "spots"
            elif contestant.task.endswith("points"):
                words["input"] = self.folder / "points"
            if tell:
                words["values"] = self.folder / "values"
        return "run " + " ".join(f"{key}={value}" for key, value in words.items())

    def ask(self, case, measurement, tell=False):
        try:
            line = self.line(case, measurement, tell)
            return self.children[measurement.contestant.worker].ask(line)["seconds"]
        except workers.WorkerError as failure:
            measurement.status = str(failure)
            return None

    def warm_up(self, case, measurements, truth):
        """Everything once, for its error and for how often it must be repeated."""
        for measurement in measurements:
            limit = measurement.contestant.worker == "limits"
            seconds = self.ask(case, measurement, tell=not limit)
            if seconds is None:
                continue
            if not limit:
                measurement.error = truth.error(measurement.contestant, self.folder / "values")
            # the shortest of three: a busy moment must not make short work look long
            again = [self.ask(case, measurement) or SHORT for _ in range(3)]
            measurement.repeat = min(1000, max(1, round(SHORT / max(min(again), 1e-7))))

    def run(self, case):
        """All rounds of one case, as JSON."""
        measurements = [Measurement(contestant)
                        for contestant in density_cases.CONTESTANTS[case.kind]]
        self.prepare(case)
        self.warm_up(case, measurements, density_cases.Truth(case))
        for number in range(self.options.rounds):
            first = 2 * number % len(measurements)  # nobody always follows the same neighbour
            for measurement in measurements[first:] + measurements[:first]:
                if measurement.status != "ok":
                    continue
                time.sleep(SETTLE)
                seconds = self.ask(case, measurement)
                if seconds is not None:
                    measurement.seconds.append(seconds)
        self.children["limits"].ask("drop")
        print(f"bench: {', '.join(map(str, case))}", file=sys.stderr)
        return {**case._asdict(), "results": [m.as_json() for m in measurements]}


def failures(cases):
    """What the library may not have: no answer, or an error that no rounding explains."""
    for case in cases:
        for result in case["results"]:
            where = f"{case['kind']}, {case['variant']}, {case['type']}: {result['task']}"
            if result["worker"] not in ("gausskern", "limits"):
                continue
            if result["status"] != "ok":
                yield f"{where}: {result['status']}"
            elif result["worker"] == "gausskern" and not result["error"] <= LIMITS[case["type"]]:
                yield f"{where}: error {result['error']}"


def write(results, options):
    if options.results:
        options.results.mkdir(parents=True, exist_ok=True)
        path = options.results / "density.json"
        path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        print(f"bench: wrote {path}", file=sys.stderr)
    print(density_report.markdown(results))
    if options.docs:
        print(f"bench: wrote {density_report.write(results, options.docs)}", file=sys.stderr)


def main():
    options = arguments()
    begin, before = time.monotonic(), machine.describe(ROOT)
    children, about = start(options)
    try:
        with tempfile.TemporaryDirectory(prefix="gausskern-bench-") as folder:
            runner = Runner(options, children, folder)
            cases = [runner.run(case)
                     for case in density_cases.all_cases(options.size, options.type)]
    finally:
        for child in children.values():
            child.close()
    command = machine.command(ROOT).replace("bench/run.py", "bench/density.py", 1)
    settings = {"size": options.size, "rounds": options.rounds, "threads": options.threads}
    results = {"format": 1, **before, "command": command, "settings": settings,
               "minutes": (time.monotonic() - begin) / 60, "software": about, "cases": cases}
    write(results, options)
    problems = list(failures(cases))
    if problems:
        raise SystemExit("bench: " + "; ".join(problems))


if __name__ == "__main__":
    main()
