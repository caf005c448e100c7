#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times the library's Gram matrix beside its peers and the machine's limits; README.md says how."""
import argparse
import json
import pathlib
import statistics
import sys
import tempfile
import time

try:
    import numpy  # noqa: F401  everything here needs it
except ImportError:
    print("bench: this Python has no numpy; try /usr/bin/python3 bench/run.py", file=sys.stderr)
    raise SystemExit(77)

import cases
import machine
import report
import workers

ROOT = pathlib.Path(__file__).resolve().parent.parent
SETTLE = 0.03  # seconds: until idle threads of the last worker have stopped spinning
WARM_UP_POINTS = 500
FEWEST_ROUNDS = 3
SHORT = 0.02  # seconds: shorter work is repeated to last about so long

HARD_DATA = (cases.standard_normal, cases.far_from_origin, cases.near_duplicates,
             cases.distant_clusters)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        help="n = 600 in seconds: does it work? Writes no document")
    parser.add_argument("--n", type=sizes, help="points, such as 1000,10000 (default 10000)")
    parser.add_argument("--d", type=sizes, help="features (default 2,8,64,512)")
    parser.add_argument("--type", type=types, help="f32 or f64 (default f64,f32)")
    parser.add_argument("--rounds", type=int, help="turns of everybody (default 5)")
    parser.add_argument("--threads", type=int, default=machine.processors(),
                        help="of everybody (default: all processors)")
    parser.add_argument("--minutes", type=float, default=9,
                        help="no more than 3 rounds of a case where it would take longer (9)")
    parser.add_argument("--peers", type=peers, help="default: " + ",".join(cases.PEERS))
    parser.add_argument("--isa", choices=("base", "avx2", "avx512"),
                        help="a narrower instruction set for the library (GAUSSKERN_ISA)")
    parser.add_argument("--blas", choices=("openmp", "pthread", "serial"),
                        help="the OpenBLAS build that everybody uses (default: the system's)")
    parser.add_argument("--programs", type=pathlib.Path,
                        help="folder of gram_bench and gram_limits")
    parser.add_argument("--results", type=pathlib.Path, help="folder of the JSON (bench/results)")
    parser.add_argument("--docs", type=pathlib.Path, help="folder of performance.md (docs)")
    parser.add_argument("--no-docs", action="store_true", help="write no document")
    return with_defaults(parser.parse_args())


def with_defaults(options):
    """Only a complete run writes to the tree unless it is told to."""
    chosen = (options.quick, options.n, options.d, options.type, options.rounds)
    complete = not any(chosen) and options.peers is None
    options.n = options.n or [600 if options.quick else 10000]
    options.d = options.d or ([2, 64] if options.quick else [2, 8, 64, 512])
    options.type = options.type or ["f64", "f32"]
    options.rounds = options.rounds or (2 if options.quick else 5)
    options.peers = list(cases.PEERS) if options.peers is None else options.peers
    options.programs = find_programs(options.programs)
    if complete and not options.results:
        options.results = ROOT / "bench" / "results"
    if complete and not options.docs and not options.no_docs:
        options.docs = ROOT / "docs"
    return options


def sizes(text):
    values = [int(word) for word in text.split(",")]
    if min(values) < 1:
        raise argparse.ArgumentTypeError("sizes are positive")
    return values


def types(text):
    return words_of(text, cases.DTYPES)


def peers(text):
    return words_of(text, cases.PEERS)


def words_of(text, known):
    words = [word for word in text.split(",") if word]
    if not set(words) <= set(known):
        raise argparse.ArgumentTypeError(f"choose from {', '.join(known)}")
    return words


def find_programs(folder):
    """The folder of the C programs: as told, or the first build that has them."""
    folders = [folder] if folder else [
        ROOT / "build" / build / "bin" for build in ("bench", "release", "dev")
    ]
    for folder in folders:
        if (folder / "gram_bench").exists() and (folder / "gram_limits").exists():
            return folder.resolve()
    raise SystemExit("bench: gram_bench and gram_limits are not built; see bench/README.md")


class Progress:
    """One line on stderr with the time that is left."""

    def __init__(self, work):
        self.total, self.done = sum(work), 0.0
        self.start = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def step(self, share, text, line=False):
        self.done += share
        elapsed = time.monotonic() - self.start
        left = f"{self.expected() - elapsed:4.0f} s left" if self.done > 0 else "starting"
        text = f"bench: {100 * self.done / self.total:3.0f} %, {left}: {text}"
        if self.terminal:
            print(f"\r{text:<90.90}", end="", file=sys.stderr, flush=True)
        elif line:
            print(text, file=sys.stderr, flush=True)

    def expected(self):
        """Seconds that the whole run will have taken, going by what is done."""
        return (time.monotonic() - self.start) * self.total / self.done

    def finish(self):
        if self.terminal:
            print(file=sys.stderr)


class Measurement:
    """What is known of one contestant in one case."""

    def __init__(self, contestant):
        self.contestant = contestant
        self.status = "ok"
        self.seconds, self.extra, self.repeat = [], 0, 1
        self.error = self.relative_error = self.bound = self.rows = None

    def take(self, answer):
        self.seconds.append(answer["seconds"])
        self.extra = max(self.extra, answer["extra_bytes"])
        self.bound = answer.get("bound", self.bound)
        self.rows = answer.get("rows", self.rows)

    def as_json(self):
        result = {**self.contestant._asdict(), "status": self.status}
        if self.status == "ok":
            result.update(
                median=statistics.median(self.seconds), min=min(self.seconds),
                max=max(self.seconds), seconds=self.seconds, repeat=self.repeat,
                extra_bytes=self.extra,
            )
            for key in ("error", "relative_error", "bound", "rows"):
                if getattr(self, key) is not None:
                    result[key] = getattr(self, key)
        return result


class Runner:
    def __init__(self, options, children, progress, folder):
        self.options, self.children, self.progress = options, children, progress
        self.folder = folder

    def contestants(self):
        return [c for c in cases.CONTESTANTS if c.worker in self.children]

    def ask(self, measurement, problem, tell=False):
        """One run; an answer, or None and the contestant is out of this case."""
        worker = self.children[measurement.contestant.worker]
        line = problem.line(measurement.contestant, self.options.threads, measurement.repeat, tell)
        try:
            return worker.ask(line)
        except workers.WorkerError as failure:
            measurement.status = str(failure)
            return None

    def warm_up(self, measurements, case):
        """Everything once on few points: code, threads and BLAS's buffers are there then, and it is
        known how often short work must be repeated."""
        small = case._replace(n=min(case.n, WARM_UP_POINTS))
        problem = cases.Problem(small, self.folder)
        for measurement in measurements:
            if measurement.contestant.task in cases.ONCE:
                continue
            answer = self.ask(measurement, problem)
            if answer and case.n <= 4 * WARM_UP_POINTS:
                one = answer["seconds"] * (case.n / small.n) ** 2
                measurement.repeat = int(min(max(SHORT / one, 1), 200))
        problem.remove()

    def prime(self, contestant, case):
        """The memory that a fresh output will need is taken from the host of a virtual machine now,
        outside of the timing."""
        outputs = cases.OUTPUTS_AT_ONCE.get(contestant.task, 1)
        if contestant.output.startswith("fresh") and outputs:
            size = outputs * case.n**2 * (8 if case.type == "f64" else 4)
            self.children["limits"].ask(f"prime {min(size, machine.available_memory() // 2)}")

    def one_round(self, number, measurements, problem):
        first = number * 5 % len(measurements)  # nobody always follows the same neighbour
        for measurement in measurements[first:] + measurements[:first]:
            contestant = measurement.contestant
            if measurement.status != "ok" or (number > 0 and contestant.task in cases.ONCE):
                continue
            time.sleep(SETTLE)
            self.prime(contestant, problem.case)
            tell = number == 0 and contestant.worker != "limits"
            answer = self.ask(measurement, problem, tell)
            if answer:
                measurement.take(answer)
                if tell:
                    variance = answer.get("variance", cases.VARIANCE)
                    measurement.error, measurement.relative_error = problem.error(variance)
            self.progress.step(0, f"{' '.join(map(str, problem.case))} {' '.join(contestant)}")

    def run(self, case):
        """All rounds of one case, as JSON."""
        measurements = [Measurement(contestant) for contestant in self.contestants()]
        problem = cases.Problem(case, self.folder)
        self.warm_up(measurements, case)
        for number in range(self.options.rounds):
            if number < FEWEST_ROUNDS or self.progress.expected() < 60 * self.options.minutes:
                self.one_round(number, measurements, problem)
            self.progress.step(weight(case), "")
        self.drop()
        problem.remove()
        self.progress.step(0, f"n = {case.n}, d = {case.d}, {case.type} done", line=True)
        return {
            **case._asdict(), "gamma": problem.gamma, "variance": cases.VARIANCE,
            "results": [measurement.as_json() for measurement in measurements],
        }

    def hard(self, case, points):
        """The error alone, on data of one kind."""
        problem = cases.Problem(case, self.folder, points)
        errors = {}
        for contestant in self.contestants():
            if contestant.output != "fresh" or contestant.worker == "limits":
                continue
            measurement = Measurement(contestant)
            answer = self.ask(measurement, problem, tell=True)
            if answer:
                errors[contestant.task] = problem.error(answer.get("variance", cases.VARIANCE))[0]
                if "bound" in answer:
                    errors["bound"] = answer["bound"]
        problem.remove()
        return {**case._asdict(), "data": points.__name__, "gamma": problem.gamma, "errors": errors}

    def drop(self):
        for worker in self.children.values():
            try:
                worker.ask("drop")
            except workers.WorkerError:
                pass  # it is out already, and the results say why


def weight(case):
    """Roughly how long a round of a case takes, in no particular unit."""
    return case.n**2 * (case.d + 200) * (2 if case.type == "f64" else 1)


def measure(options, children):
    todo = [cases.Case(n, d, kind)
            for n in options.n for d in options.d for kind in options.type]
    progress = Progress([weight(case) * options.rounds for case in todo])
    with tempfile.TemporaryDirectory(prefix="gausskern-bench-") as folder:
        runner = Runner(options, children, progress, folder)
        measured = [runner.run(case) for case in todo]
        hard_cases = [cases.Case(min(1000, max(options.n)), d, kind)
                      for d in sorted({min(options.d), max(options.d)}) for kind in options.type]
        hard = [runner.hard(case, points) for case in hard_cases for points in HARD_DATA]
        runner.drop()
    progress.finish()
    return measured, hard


def write(results, options):
    print(report.markdown(results))
    written = []
    if options.results:
        options.results.mkdir(parents=True, exist_ok=True)
        written = [options.results / (report.name(results) + ".json")]
        written[0].write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if options.docs:
        written += report.write_document(results, options.docs)
    for path in written:
        print(f"bench: wrote {path}", file=sys.stderr)


def main():
    options = arguments()
    chosen = [peer for peer in cases.PEERS if peer in options.peers]
    before = machine.describe(ROOT)
    children, about = workers.start(options.programs, chosen, options.threads,
                                    options.isa, options.blas)
    try:
        for needed in ("gausskern", "limits"):
            if "problem" in about[needed]:
                raise SystemExit(f"bench: {needed}: {about[needed]['problem']}")
        measured, hard = measure(options, children)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        for child in children.values():
            child.close()
    settings = {"rounds": options.rounds, "threads": options.threads, "isa": options.isa,
                "blas": options.blas, "seed": cases.SEED}
    results = {"format": 1, **before, "command": machine.command(ROOT), "settings": settings,
               "software": about, "cases": measured, "hard data": hard}
    write(results, options)
    failed = [f"{result['task']}: {result['status']}"
              for case in measured for result in case["results"]
              if result["worker"] in ("gausskern", "limits") and result["status"] != "ok"]
    if failed:
        raise SystemExit("bench: " + "; ".join(failed))


if __name__ == "__main__":
    main()
