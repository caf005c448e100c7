# SPDX-License-Identifier: BSD-3-Clause
"""A peer of density.py, filter.py, products.py or kde.py as a child process; requests as in image_harness.h.

A peer is a class with `versions` and prepare(request, numbers), which returns the work to be timed.
"""
import json
import sys
import time

import numpy as np

LONG = 0.25  # seconds: what takes longer is not done once more beforehand
TYPES = {"u8": np.uint8, "u16": np.uint16, "f32": np.float32, "f64": np.float64}


def timed(work, repeat):
    """What it returns, and the mean time of a call."""
    start = time.perf_counter()
    for _ in range(repeat):
        out = work()
    return out, (time.perf_counter() - start) / repeat


def run(peer, line):
    request = dict(word.split("=", 1) for word in line.split()[1:])
    request["size"], request["dtype"] = int(request["size"]), TYPES[request["type"]]
    request["threads"] = int(request["threads"])
    numbers = [float(number) for number in request["numbers"].split(",")]
    work = peer.prepare(request, numbers)
    out, seconds = timed(work, 1)
    if seconds < LONG:
        out, seconds = timed(work, int(request["repeat"]))
    if "values" in request:
        np.asarray(out, request["dtype"]).tofile(request["values"])
    return {"seconds": seconds, "dtype": str(out.dtype)}


def serve(peers):
    try:
        peer = peers[sys.argv[1]]()
    except ImportError as problem:
        print(json.dumps({"missing": f"{problem.name} is not installed"}), flush=True)
        return
    for line in sys.stdin:
        try:
            answer = run(peer, line) if line.startswith("run ") else peer.versions
        except Exception as problem:  # told to turns.py, which shows the row as failed
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)
