#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes docs/filter.png, three pictures side by side: chelsea.png, the same filtered with a Gaussian, and the
magnitude of its gradient, the largest of the three colours, as bright as the brightest pixels allow.

    examples/make_filter_picture.py build/release/bin/gausskern

The tool filters, reads and writes; Python's standard library puts the pictures beside one another.
"""
import array
import ast
import pathlib
import subprocess
import sys
import tempfile

TOOL = sys.argv[1]
EXAMPLES = pathlib.Path(__file__).resolve().parent
GAP, WHITE = 6, 255


def read_npy(path):
    """The shape and the numbers of an npy file that the tool wrote."""
    data = path.read_bytes()
    begin = 10 + int.from_bytes(data[8:10], "little")
    header = ast.literal_eval(data[10:begin].decode())
    values = array.array({"|u1": "B", "<f4": "f"}[header["descr"]])
    values.frombytes(data[begin:])
    return header["shape"], values


def write_npy(path, shape, values):
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\0" + len(header).to_bytes(2, "little") + header.encode() + bytes(values))


def filtered(directory, *arguments):
    result = pathlib.Path(directory, "filtered.npy")
    subprocess.run([TOOL, "filter", *arguments, "-o", result, EXAMPLES / "chelsea.png"], check=True)
    return read_npy(result)


def edges(values):
    """Three equal channels, one pixel in 200 as white as it gets."""
    strongest = [max(values[i:i + 3]) for i in range(0, len(values), 3)]
    bright = sorted(strongest)[len(strongest) * 199 // 200]
    return [min(round(WHITE * value / bright), WHITE) for value in strongest for _ in range(3)]


with tempfile.TemporaryDirectory() as work:
    (height, width, channels), before = filtered(work, "--sigma=0")
    blurred = filtered(work, "--sigma=4")[1]
    gradient = edges(filtered(work, "--sigma=1.5", "--gradient")[1])
    row = channels * width
    together = []
    for y in range(height):
        for panel in before, blurred, gradient:
            together += panel[y * row:(y + 1) * row]
            together += [WHITE] * (channels * GAP if panel is not gradient else 0)
    joined = pathlib.Path(work, "joined.npy")
    write_npy(joined, (height, 3 * width + 2 * GAP, channels), together)
    subprocess.run([TOOL, "filter", "--sigma=0", "--channels", "-o", EXAMPLES.parent / "docs" / "filter.png", joined],
                   check=True)
