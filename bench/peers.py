#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""One peer as a child process: `peers.py NAME THREADS` answers requests with lines of JSON.

The requests are those of harness.h. Each peer is written the way its users write it; where it can
write to an output that it is given, "reused" does so.
"""
import json
import sys
import time

import numpy as np


def memory_status(key):
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(key):
                return int(line.split()[1]) * 1024
    return 0


def reset_peak():
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as control:
            control.write("5")
    except OSError:
        pass


class NumpyLoop:
    """K[i] = v exp(-g |X[i] - X|^2), row by row."""

    tasks = ("loop",)
    longest = 8.0  # seconds; what would take longer is timed on the sampled rows only, and scaled

    def __init__(self, threads):
        self.versions = {"numpy": np.__version__}

    def rows(self, x, request, pairs):
        def one_row(i):
            difference = x[i] - x
            return variance * np.exp(-gamma * (difference**2).sum(axis=1))

        gamma, variance = x.dtype.type(request["gamma"]), x.dtype.type(request["variance"])
        start = time.perf_counter()
        for i in range(3):
            one_row(i)
        estimate = (time.perf_counter() - start) / 3 * len(x)
        rows = range(len(x))
        if estimate > float(request.get("longest", self.longest)) and pairs is not None:
            rows = np.unique(pairs[:, 0])
        return rows, one_row

    def run(self, x, y, request, buffers, pairs):
        rows, one_row = self.rows(x, request, pairs)
        start = time.perf_counter()
        k = np.empty((len(x), len(x)), x.dtype)
        for i in rows:
            k[i] = one_row(i)
        seconds = (time.perf_counter() - start) * len(x) / len(rows)
        return k, seconds, {"rows": len(rows)}


class Numexpr:
    """A gemm by BLAS, then one pass by numexpr: three ways that people write it."""

    tasks = ("app0", "app1", "app2")

    def __init__(self, threads):
        import numexpr
        import scipy
        from scipy.linalg import blas

        self.numexpr, self.sgemm = numexpr, blas.sgemm
        numexpr.set_num_threads(threads)
        self.versions = {"numexpr": numexpr.__version__, "scipy": scipy.__version__}

    def buffer(self, buffers, name, shape, dtype, order="C"):
        """An output that is written already, so that its pages are there."""
        key = name, shape, dtype
        if key not in buffers:
            buffers[key] = np.full(shape, 1, dtype, order)
        return buffers[key]

    def app0(self, x, y, number, buffers):
        out = product = None
        if buffers is not None:
            product = self.buffer(buffers, "product", (len(x), len(y)), x.dtype)
            out = self.buffer(buffers, "out", (len(x), len(y)), x.dtype)
        norms = np.sum(x**2, axis=-1)
        others = norms if y is x else np.sum(y**2, axis=-1)
        values = {
            "a": norms[:, None], "b": others[None, :], "c": np.dot(x, y.T, out=product), **number
        }
        return self.numexpr.evaluate("v * exp(-g * (a + b - 2 * c))", values, out=out)

    def app1(self, x, y, number, buffers):
        out = product = None
        if buffers is not None:
            product = self.buffer(buffers, "product", (len(x), len(x)), x.dtype)
            out = self.buffer(buffers, "out", (len(x), len(x)), x.dtype)
        norms = -np.einsum("ij,ij->i", x, x)
        values = {
            "a": norms[:, None], "b": norms[None, :], "c": np.dot(x, x.T, out=product), **number
        }
        return self.numexpr.evaluate("v * exp(g * (a + b + 2 * c))", values, out=out)

    def app2(self, x, y, number, buffers):
        """sgemm whatever the type of x; its result is Fortran-ordered, and so is K."""
        gamma, out, given = number["g"], None, {}
        if buffers is not None:
            product = self.buffer(buffers, "sgemm", (len(x), len(x)), np.dtype("f4"), "F")
            out = self.buffer(buffers, "out F", (len(x), len(x)), x.dtype, "F")
            given = {"c": product, "overwrite_c": True, "beta": 0.0}
        norms = -gamma * np.einsum("ij,ij->i", x, x)
        product = self.sgemm(2 * gamma, x.T, x.T, trans_a=True, **given)
        values = {"a": norms[:, None], "b": norms[None, :], "c": product, "v": number["v"]}
        return self.numexpr.evaluate("v * exp(a + b + c)", values, out=out)

    def run(self, x, y, request, buffers, pairs):
        number = {"g": x.dtype.type(request["gamma"]), "v": x.dtype.type(request["variance"])}
        work = getattr(self, request["task"])
        start = time.perf_counter()
        k = work(x, y, number, buffers)
        return k, time.perf_counter() - start, {}


class ScikitLearn:
    """rbf_kernel; it knows no variance and no output, so it is not charged for scaling."""

    tasks = ("rbf_kernel",)

    def __init__(self, threads):
        import sklearn
        from sklearn.metrics.pairwise import rbf_kernel

        self.rbf_kernel = rbf_kernel
        self.versions = {"scikit-learn": sklearn.__version__}

    def run(self, x, y, request, buffers, pairs):
        start = time.perf_counter()
        k = self.rbf_kernel(x, None if y is x else y, gamma=float(request["gamma"]))
        return k, time.perf_counter() - start, {"variance": 1}


class Torch:
    """exp(-g cdist^2); without the variance too, which would be one more pass."""

    tasks = ("cdist",)

    def __init__(self, threads):
        import torch

        self.torch = torch
        torch.set_num_threads(threads)
        torch.set_grad_enabled(False)
        self.versions = {"torch": torch.__version__}

    def run(self, x, y, request, buffers, pairs):
        gamma, points = float(request["gamma"]), self.torch.from_numpy(x)
        start = time.perf_counter()
        k = self.torch.exp(-gamma * self.torch.cdist(points, points) ** 2)
        return k.numpy(), time.perf_counter() - start, {"variance": 1}


TYPES = {"f32": np.float32, "f64": np.float64}
PEERS = {
    "numpy": NumpyLoop,
    "numexpr": Numexpr,
    "scikit-learn": ScikitLearn,
    "torch": Torch,
}


class Server:
    def __init__(self, peer):
        self.peer = peer
        self.buffers = {}
        self.prepared = set()
        self.points = {}

    def load(self, request, key, count):
        """The points of the request; those of the last one are kept."""
        path, dtype = request[key], TYPES[request["type"]]
        if self.points.get(key, ("",))[0] != path:
            self.points[key] = path, np.fromfile(path, dtype).reshape(count, int(request["d"]))
        return self.points[key][1]

    def prepare(self, x, y, request, pairs):
        """Makes the buffers of a reused output."""
        key = request["task"], x.shape, y.shape, x.dtype
        if request["output"] == "reused" and key not in self.prepared:
            self.peer.run(x, y, request, self.buffers, pairs)
            self.prepared.add(key)

    def once(self, x, y, request, pairs):
        """The output, its time, the memory beyond input and output, and what the peer adds."""
        reused = request["output"] == "reused"
        reset_peak()
        before = memory_status("VmRSS:")
        k, seconds, more = self.peer.run(x, y, request, self.buffers if reused else None, pairs)
        if k.dtype != x.dtype or k.shape != (len(x), len(y)):
            raise TypeError(f"{request['task']} gave {k.dtype} {k.shape}")
        output = 0 if reused else int(k.nbytes * more.get("rows", len(x)) / len(x))
        extra = memory_status("VmHWM:") - before - output
        return k, seconds, max(extra, 0), more

    def repeated(self, x, y, request):
        """The mean time of many short calls, one after the other."""
        buffers = self.buffers if request["output"] == "reused" else None
        repeat, total = int(request["repeat"]), 0.0
        for _ in range(repeat):
            total += self.peer.run(x, y, request, buffers, None)[1]
        return total / repeat

    def run(self, request):
        x = self.load(request, "x", int(request["m"]))
        y = self.load(request, "y", int(request["n"])) if "y" in request else x
        pairs = None
        if "pairs" in request:
            pairs = np.fromfile(request["pairs"], np.int64).reshape(-1, 2)
        self.prepare(x, y, request, pairs)
        k, seconds, extra, more = self.once(x, y, request, pairs)
        if "values" in request:
            k[pairs[:, 0], pairs[:, 1]].astype(np.float64).tofile(request["values"])
        del k
        if int(request["repeat"]) > 1:
            seconds = self.repeated(x, y, request)
        return {"seconds": seconds, "extra_bytes": extra, **more}

    def answer(self, line):
        command, *words = line.split()
        if command == "info":
            return self.peer.versions
        if command == "drop":
            self.buffers.clear()
            self.prepared.clear()
            return {}
        return self.run(dict(word.split("=", 1) for word in words))


def main():
    name, threads = sys.argv[1], int(sys.argv[2])
    try:
        peer = PEERS[name](threads)
    except ImportError as problem:
        print(json.dumps({"missing": f"{problem.name} is not installed"}), flush=True)
        return
    server = Server(peer)
    for line in sys.stdin:
        try:
            answer = server.answer(line)
        except Exception as problem:  # told to the runner, which shows the row as failed
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
