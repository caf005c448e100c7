# SPDX-License-Identifier: BSD-3-Clause
"""What density.py, filter.py, products.py and kde.py share: options, processes, rounds in which all take turns.

A subject is a module (density_cases.py and so on) that says

    NAME, PROGRAM          of the results, and the C program that calls the library
    PEERS                  what NAME_peers.py knows
    SIZE, QUICK_SIZE       pixels a side, or points
    SIZE_WORDS             how the document tells the size, if not as pixels
    ROUNDS                 turns of everybody
    DTYPES                 the types that --type may choose
    all_cases(size, types) the cases: named tuples with kind, variant, type, size
    rounds(case, asked)    how many of these rounds a case has
    contestants(case)      who takes part: named tuples with worker, task, threads
    prepare(case, folder)  writes the files that requests name
    words(case, contestant, folder)  the words of a request
    Truth(case)            with error(contestant, path) of the values that a contestant wrote
    limit(case, contestant)  the library's error must not exceed
    limit_words(case, contestant, folder)  the words of a request to limits.c, if it is not a fill
"""
import argparse
import importlib
import json
import math
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

import image_report
import machine
import workers
from peer_process import LONG  # what takes longer has fewer turns

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
SETTLE = 0.03  # seconds: until idle threads of the last worker have stopped spinning
SHORT = 0.02  # seconds: shorter work is repeated to last about so long
FEW = 3  # turns of what takes long
MOST_REPEATS = 1000
OURS, LIMITS = "gausskern", "limits"


def arguments(subject, description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true",
                        help="few pixels and rounds: does it work? Writes nothing")
    parser.add_argument("--size", type=int, help=f"pixels a side, or points (default {subject.SIZE})")
    parser.add_argument("--rounds", type=int, help=f"turns of everybody (default {subject.ROUNDS})")
    types = ",".join(subject.DTYPES)
    parser.add_argument("--type", default=types, help=f"types (default {types})")
    parser.add_argument("--kind", help="only the kinds of cases with this in their name")
    parser.add_argument("--threads", type=int, default=machine.processors(),
                        help="of everybody (default: all processors)")
    parser.add_argument("--programs", type=pathlib.Path, help=f"folder of {subject.PROGRAM}")
    parser.add_argument("--results", type=pathlib.Path, help="folder of the JSON (bench/results)")
    parser.add_argument("--docs", type=pathlib.Path, help="folder of performance.md (docs)")
    options = parser.parse_args()
    complete = not (options.quick or options.size or options.rounds or options.kind)
    options.size = options.size or (subject.QUICK_SIZE if options.quick else subject.SIZE)
    options.rounds = options.rounds or (2 if options.quick else subject.ROUNDS)
    options.type = [word for word in subject.DTYPES if word in options.type.split(",")]
    options.readme = None
    if complete and len(options.type) == len(subject.DTYPES):
        options.readme = ROOT / "README.md" if not options.docs else None
        options.results = options.results or HERE / "results"
        options.docs = options.docs or ROOT / "docs"
    return options


def find_programs(folder, names):
    """The folder of the C programs: as told, or the first build that has them."""
    folders = [folder] if folder else [
        ROOT / "build" / build / "bin" for build in ("bench", "release", "dev")
    ]
    for folder in folders:
        if all((folder / name).exists() for name in names):
            return folder.resolve()
    raise SystemExit(f"bench: {' and '.join(names)} are not built; see bench/README.md")


def start(subject, options):
    """The workers and what they say of themselves."""
    programs = find_programs(options.programs, (subject.PROGRAM, "gram_limits"))
    values = workers.environment(options.threads)
    commands = {OURS: [programs / subject.PROGRAM], LIMITS: [programs / "gram_limits"]}
    for peer in subject.PEERS:
        commands[peer] = [sys.executable, HERE / f"{subject.NAME}_peers.py", peer]
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
        self.seconds, self.repeat, self.error, self.facts = [], 1, None, {}
        self.is_long = False

    def takes_part(self, number, rounds):
        """Long work in a few rounds, spread evenly."""
        if self.status != "ok":
            return False
        if not self.is_long or rounds <= FEW:
            return True
        return number in {k * (rounds - 1) // (FEW - 1) for k in range(FEW)}

    def as_json(self):
        result = {**self.contestant._asdict(), "status": self.status, "error": self.error,
                  **self.facts}
        if self.seconds and self.status == "ok":
            result.update(median=statistics.median(self.seconds), min=min(self.seconds),
                          max=max(self.seconds), seconds=self.seconds, repeat=self.repeat)
        return result


class Runner:
    def __init__(self, subject, options, children, folder):
        self.subject, self.options, self.children = subject, options, children
        self.folder = pathlib.Path(folder)
        self.settle, self.short = (0, SHORT / 20) if options.quick else (SETTLE, SHORT)

    def line(self, case, measurement, tell):
        contestant = measurement.contestant
        words = {"task": contestant.task, "type": case.type, "repeat": measurement.repeat,
                 "threads": contestant.threads or self.options.threads}
        if contestant.worker == LIMITS and hasattr(self.subject, "limit_words"):
            words.update(self.subject.limit_words(case, contestant, self.folder))
        elif contestant.worker == LIMITS:
            words.update(m=case.size, n=case.size, d=1, output="reused", gamma=1, variance=1,
                         x=self.folder / "x")
        else:
            words.update(size=case.size, **self.subject.words(case, contestant, self.folder))
            if tell:
                words["values"] = self.folder / "values"
        return "run " + " ".join(f"{key}={value}" for key, value in words.items())

    def ask(self, case, measurement, tell=False):
        try:
            line = self.line(case, measurement, tell)
            answer = self.children[measurement.contestant.worker].ask(line)
        except workers.WorkerError as failure:
            measurement.status = str(failure)
            return None
        seconds = answer.pop("seconds")
        if tell:
            measurement.facts.update(answer)
        return seconds

    def warm_up(self, case, measurements, truth):
        """Everything once, for its error and for how often it must be repeated."""
        for measurement in measurements:
            limit = measurement.contestant.worker == LIMITS
            seconds = self.ask(case, measurement, tell=not limit)
            if seconds is None:
                continue
            if not limit:
                measurement.error = truth.error(measurement.contestant, self.folder / "values")
            measurement.is_long = seconds > LONG
            if seconds < 2 * self.short:
                # the shortest of three: a busy moment must not make short work look long
                again = [self.ask(case, measurement) or self.short for _ in range(3)]
                repeat = round(self.short / max(min(again), 1e-7))
                measurement.repeat = min(MOST_REPEATS, max(1, repeat))

    def run(self, case):
        """All rounds of one case, as JSON."""
        measurements = [Measurement(contestant) for contestant in self.subject.contestants(case)]
        if not hasattr(self.subject, "limit_words"):
            np.zeros(case.size).tofile(self.folder / "x")
        self.subject.prepare(case, self.folder)
        self.warm_up(case, measurements, self.subject.Truth(case))
        rounds = self.subject.rounds(case, self.options.rounds)
        for number in range(rounds):
            first = 2 * number % len(measurements)  # nobody always follows the same neighbour
            for measurement in measurements[first:] + measurements[:first]:
                if not measurement.takes_part(number, rounds):
                    continue
                time.sleep(self.settle)
                seconds = self.ask(case, measurement)
                if seconds is not None:
                    measurement.seconds.append(seconds)
        self.children[LIMITS].ask("drop")
        print(f"bench: {case.kind}, {case.variant}, {case.type}", file=sys.stderr)
        return {**case._asdict(), "results": [m.as_json() for m in measurements]}


def failures(subject, measured):
    """What the library may not have: no answer, or an error that no rounding explains."""
    for case, (contestant, result) in measured:
        if contestant.worker not in (OURS, LIMITS):
            continue
        where = f"{case.kind}, {case.variant}, {case.type}: {contestant.task}"
        if result["status"] != "ok":
            yield f"{where}: {result['status']}"
        elif contestant.worker == OURS:
            error = math.inf if result["error"] is None else result["error"]
            if not error <= subject.limit(case, contestant):
                yield f"{where}: error {result['error']}"


def write(subject, report, results, options):
    if options.results:
        options.results.mkdir(parents=True, exist_ok=True)
        path = options.results / f"{subject.NAME}.json"
        path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        print(f"bench: wrote {path}", file=sys.stderr)
    print(report.markdown(results))
    if options.docs:
        print(f"bench: wrote {report.write(results, options.docs)}", file=sys.stderr)
    if options.readme and hasattr(report, "readme"):
        path = image_report.write_readme(subject.NAME, report.readme(results), options.readme)
        print(f"bench: wrote {path}", file=sys.stderr)


def run(name, description):
    subject, report = (importlib.import_module(f"{name}_{part}") for part in ("cases", "report"))
    options = arguments(subject, description)
    begin, before = time.monotonic(), machine.describe(ROOT)
    chosen = [case for case in subject.all_cases(options.size, options.type)
              if (options.kind or "") in case.kind]
    children, about = start(subject, options)
    try:
        with tempfile.TemporaryDirectory(prefix="gausskern-bench-") as folder:
            runner = Runner(subject, options, children, folder)
            cases = [runner.run(case) for case in chosen]
    finally:
        for child in children.values():
            child.close()
    command = machine.command(ROOT).replace("bench/run.py", f"bench/{subject.NAME}.py", 1)
    size_words = getattr(subject, "SIZE_WORDS", "{size} × {size} pixels").format(size=options.size)
    settings = {"size": options.size, "size words": size_words, "rounds": options.rounds,
                "threads": options.threads}
    results = {"format": 1, **before, "command": command, "settings": settings,
               "minutes": (time.monotonic() - begin) / 60, "software": about, "cases": cases}
    write(subject, report, results, options)
    measured = [(case, pair) for case, found in zip(chosen, cases)
                for pair in zip(subject.contestants(case), found["results"])]
    problems = list(failures(subject, measured))
    if problems:
        raise SystemExit("bench: " + "; ".join(problems))
