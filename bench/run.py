#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Times the library's Gram matrix beside its peers and the machine's limits; README.md says how."""
import argparse
import json
import pathlib
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
import plan
import progress
import report
import runner
import targets
import workers

ROOT = pathlib.Path(__file__).resolve().parent.parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true",
                        help="every part with few points, in one to two minutes: does it work? "
                        "Writes nothing")
    parser.add_argument("--parts", type=parts, help="default: " + ",".join(plan.PARTS))
    parser.add_argument("--n", type=int,
                        help="points (default 10000); the sweeps and shapes scale with it")
    parser.add_argument("--d", type=sizes, help="features, such as 2,512, in all parts but the "
                        "sweep over d and the small problems (default: each part's own)")
    parser.add_argument("--type", type=types, help="f32 or f64 (default f64,f32)")
    parser.add_argument("--rounds", type=int, help="turns of library and limits (default 7)")
    parser.add_argument("--threads", type=int, default=machine.processors(),
                        help="of everybody (default: all processors)")
    parser.add_argument("--minutes", type=float, default=20,
                        help="no more than 3 rounds of a case where all would take longer (20)")
    parser.add_argument("--peers", type=peers, help="default: " + ",".join(plan.PEERS))
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
    chosen = (options.quick, options.parts, options.n, options.d, options.type, options.rounds)
    complete = not any(chosen) and options.peers is None
    options.parts = options.parts or list(plan.PARTS)
    options.n = options.n or (600 if options.quick else 10000)
    options.type = options.type or ["f64", "f32"]
    options.rounds = options.rounds or (2 if options.quick else 7)
    options.peers = list(plan.PEERS) if options.peers is None else options.peers
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
    return words_of(text, plan.PEERS)


def parts(text):
    return [part for part in plan.PARTS if part in words_of(text, plan.PARTS)]


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


def measure(options, children):
    todo = plan.cases(options)
    with tempfile.TemporaryDirectory(prefix="gausskern-bench-") as folder:
        run = runner.Runner(options, children, None, folder)
        run.progress = progress.Progress(sum(run.work(case) for case in todo))
        parts = {part: [] for part in options.parts}
        for case in todo:
            parts[case.part].append(run.run(case))
        hard = hard_data(options, run)
        run.drop()
    run.progress.finish()
    return parts, hard


def hard_data(options, run):
    """The errors of the main part's contestants where the usual expansion cancels."""
    if "main" not in options.parts:
        return []
    todo = plan.cases_of("main", options)
    ends = sorted({min(case.d for case in todo), max(case.d for case in todo)})
    n = min(1000, options.n)
    return [run.hard(case, points) for case in plan.symmetric("main", [n], ends, options.type)
            for points in runner.HARD_DATA]


def write(results, options):
    """The numbers first: they took longest."""
    written = []
    if options.results:
        options.results.mkdir(parents=True, exist_ok=True)
        written = [options.results / (report.name(results) + ".json")]
        written[0].write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(report.markdown(results))
    if options.docs:
        written += report.write_document(results, options.docs)
    if options.docs == ROOT / "docs" and report.name(results) == "gram":
        written.append(report.write_readme(results, ROOT / "README.md"))
    for path in written:
        print(f"bench: wrote {path}", file=sys.stderr)


def start(options):
    """The workers. The part avx2 is left out where it would only repeat the others."""
    chosen = [peer for peer in plan.PEERS if peer in options.peers]
    children, about = workers.start(options.programs, chosen, options.threads, options.isa,
                                    options.blas, "avx2" in options.parts)
    for needed in ("gausskern", "limits"):
        if "problem" in about[needed]:
            close(children)
            raise SystemExit(f"bench: {needed}: {about[needed]['problem']}")
    narrow = about.get("gausskern-avx2", {}).get("isa")
    if narrow and (narrow != "avx2" or about["gausskern"]["isa"] != "avx512"):
        options.parts.remove("avx2")
        for name in ("gausskern-avx2", "limits-avx2"):
            children.pop(name).close()
            del about[name]
    return children, about


def close(children):
    for child in children.values():
        child.close()


def failures(parts):
    """What neither the library nor a limit may have."""
    return [f"{result['task']}: {result['status']}"
            for part in parts.values() for case in part for result in case["results"]
            if result["status"] != "ok" and not result["status"].startswith("needs ")
            and result["worker"].startswith(("gausskern", "limits"))]


def main():
    options = arguments()
    begin, before = time.monotonic(), machine.describe(ROOT)
    children, about = start(options)
    try:
        measured, hard = measure(options, children)
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    finally:
        close(children)
    settings = {"rounds": options.rounds, "n": options.n, "threads": options.threads,
                "isa": options.isa, "blas": options.blas, "seed": cases.SEED}
    results = {"format": 2, **before, "command": machine.command(ROOT), "settings": settings,
               "minutes": (time.monotonic() - begin) / 60, "software": about,
               "parts": measured, "hard data": hard}
    results["targets"] = targets.judge(results)
    write(results, options)
    failed = failures(measured)
    if failed:
        raise SystemExit("bench: " + "; ".join(sorted(set(failed))))


if __name__ == "__main__":
    main()
