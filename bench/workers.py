# SPDX-License-Identifier: BSD-3-Clause
"""The child processes that are measured: the library, the machine's limits, and the peers.

Each runs all the time and sleeps between its turns. The lines they speak are those of harness.h.
"""
import json
import os
import pathlib
import selectors
import subprocess
import sys
import sysconfig

HERE = pathlib.Path(__file__).resolve().parent
THREAD_VARIABLES = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "MKL_NUM_THREADS"
)


class WorkerError(Exception):
    """A worker said that it could not, or died, or took too long."""


class Worker:
    """One child process; ask() sends a line and waits for the answer."""

    def __init__(self, name, command, environment):
        self.name, self.command, self.environment = name, command, environment
        self.problem = None  # why it cannot be asked any more
        # A session of its own: Ctrl-C is the runner's business, and a child ends with its input.
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )

    def ask(self, line, timeout=600):
        if self.problem:
            raise WorkerError(self.problem)
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, and what it said last is still to be read
        answer = self.read(timeout)
        if "missing" in answer:
            self.problem = "not installed"
            raise WorkerError(self.problem)
        if "error" in answer:
            raise WorkerError(answer["error"])
        return answer

    def read(self, timeout):
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(timeout):
                self.problem = f"no answer in {timeout} s"
                self.process.kill()
                raise WorkerError(self.problem)
        line = self.process.stdout.readline()
        if not line:
            self.problem = f"ended with status {self.process.wait()}"
            raise WorkerError(self.problem)
        return json.loads(line)

    def twin(self):
        """Another process like this one, for a with statement."""
        return Worker(self.name, self.command, self.environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        try:
            self.process.stdin.close()
            self.process.wait(timeout=10)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def blas_folder(build):
    """Where the distribution keeps one build of OpenBLAS: openmp, pthread or serial."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    folder = pathlib.Path("/usr/lib") / triplet / f"openblas-{build}"
    if not (folder / "libopenblas.so.0").exists():
        raise SystemExit(f"bench: no OpenBLAS in {folder}; install libopenblas0-{build}")
    return folder


def environment(threads, isa=None, blas=None):
    """The environment of all children: the same number of threads for everybody, and one BLAS."""
    values = dict(os.environ)
    for name in THREAD_VARIABLES:
        values[name] = str(threads)
    if isa:
        values["GAUSSKERN_ISA"] = isa
    if blas:
        folders = [str(blas_folder(blas)), values.get("LD_LIBRARY_PATH")]
        values["LD_LIBRARY_PATH"] = ":".join(folder for folder in folders if folder)
    return values


# What makes the library and the limits behave as on a processor without AVX-512: the library's
# loops, OpenBLAS's kernels, the stores of the fill.
AVX2 = {"GAUSSKERN_ISA": "avx2", "OPENBLAS_CORETYPE": "Haswell", "BENCH_ISA": "avx2"}


def describe(workers):
    """What they say about themselves; one that is missing keeps its problem."""
    about = {}
    for name, worker in workers.items():
        try:
            about[name] = worker.ask("info", timeout=120)
        except WorkerError as problem:
            worker.problem = worker.problem or str(problem)
            about[name] = {"problem": worker.problem}
    return about


def start(programs, peers, threads, isa=None, blas=None, avx2=False):
    """All workers by name, started at once (some of them take seconds to import), and what they say
    about themselves. avx2: also those of that part of the benchmark."""
    values = environment(threads, isa, blas)
    ours, limits = [programs / "gram_bench"], [programs / "gram_limits"]
    workers = {"gausskern": Worker("gausskern", ours, values),
               "limits": Worker("limits", limits, values)}
    if avx2:
        narrow = {**values, **AVX2}
        workers["gausskern-avx2"] = Worker("gausskern-avx2", ours, narrow)
        workers["limits-avx2"] = Worker("limits-avx2", limits, narrow)
    for peer in peers:
        command = [sys.executable, HERE / "peers.py", peer, str(threads)]
        workers[peer] = Worker(peer, command, values)
    return workers, describe(workers)
