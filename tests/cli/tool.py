# SPDX-License-Identifier: BSD-3-Clause
"""What the tests of the command-line tool share: running it, writing and reading its files without numpy, and the
kernel as a plain double loop. Only Python's standard library."""
import argparse
import array
import ast
import math
import os
import pathlib
import pty
import struct
import subprocess
import sys
import tempfile
import unittest

SKIP = 77
options = argparse.Namespace(tool=None, reader=None, manual=None, preload=None)


def main():
    """Runs the tests of the calling script; exit status 77 where a test could not run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--reader")
    parser.add_argument("--manual")
    parser.add_argument("--preload")
    parser.parse_args(namespace=options)
    program = unittest.main(argv=sys.argv[:1], exit=False, verbosity=1)
    if not program.result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIP if program.result.skipped else 0)


def skip_all(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIP)


def environment(**more):
    """One thread, no locale of the user's, no leak check where the sanitizers are built in."""
    found = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", LC_ALL="C", **more)
    return found


def pack_npy(shape, data, descr="<f8", fortran=False, version=(1, 0), header=None):
    """An npy file byte by byte; data is the bytes of the elements. header: the dictionary's text itself."""
    text = header
    if text is None:
        text = f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape!r}, }}"
    text = text.encode("utf-8") if isinstance(text, str) else text
    prefix = 10 if version[0] == 1 else 12
    text += b" " * (-(prefix + len(text) + 1) % 64) + b"\n"
    length = struct.pack("<H" if version[0] == 1 else "<I", len(text))
    return b"\x93NUMPY" + bytes(version) + length + text + data


def npy_of(rows, code="d", order="<"):
    """The rows as an npy file of struct's type code."""
    names = {"f": "f4", "d": "f8", "b": "i1", "h": "i2", "i": "i4", "q": "i8", "B": "u1", "H": "u2", "I": "u4",
             "Q": "u8", "?": "b1"}
    values = [value for row in rows for value in row]
    cols = len(rows[0]) if rows else 0
    data = struct.pack(f"{order}{len(values)}{code}", *values)
    return pack_npy((len(rows), cols), data, order + names[code])


def unpack_array(data):
    """(dtype, shape, values) of a little-endian npy file of floats in C order, as the tool writes it."""
    assert data[:8] == b"\x93NUMPY\x01\x00", data[:8]
    (length,) = struct.unpack("<H", data[8:10])
    assert (10 + length) % 64 == 0 and data[9 + length:10 + length] == b"\n"
    header = ast.literal_eval(data[10:10 + length].decode("latin-1"))
    assert set(header) == {"descr", "fortran_order", "shape"} and header["fortran_order"] is False
    values = array.array({"<f4": "f", "<f8": "d"}[header["descr"]])
    values.frombytes(data[10 + length:])
    assert len(values) == math.prod(header["shape"]), (len(values), header["shape"])
    return header["descr"], header["shape"], list(values)


def unpack_npy(data):
    """(dtype, rows) of a matrix, likewise."""
    descr, (n, m), values = unpack_array(data)
    return descr, [values[i * m:(i + 1) * m] for i in range(n)]


def kernel(x, y=None, gamma=1.0, variance=1.0, noise=0.0, lengthscale=None):
    """The definition, entry by entry, in double."""
    scales = lengthscale or [1.0] * (len(x[0]) if x else 0)

    def entry(a, b):
        return variance * math.exp(-gamma * sum(((s - t) / l) ** 2 for s, t, l in zip(a, b, scales)))

    if y is not None:
        return [[entry(a, b) for b in y] for a in x]
    return [[entry(a, b) + (noise if i == j else 0.0) for j, b in enumerate(x)] for i, a in enumerate(x)]


def bound(d, dtype="<f8", variance=1.0, noise=0.0):
    """What gram.h promises for up to 48 features, and the error of the loop above."""
    u, tiny = (2.0**-24, 2.0**-125) if dtype == "<f4" else (2.0**-53, 2.0**-1021)
    loop = 2.0**-53 * (d + 9)
    return variance * (u * ((d + 9) / math.e + 3) + tiny + loop) + u * (variance + noise)


def points(n, d, seed=1):
    """Numbers that f32 holds exactly."""
    state = seed * 2654435761 % 2**32
    rows = []
    for _ in range(n):
        row = []
        for _ in range(d):
            state = (1664525 * state + 1013904223) % 2**32
            row.append((state >> 16) / 16384.0 - 2.0)
        rows.append(row)
    return rows


def read_terminal(leader):
    """All that is written to the other end of a pseudo terminal, until it is closed."""
    seen = b""
    while True:
        try:
            more = os.read(leader, 4096)
        except OSError:  # how Linux tells that the other end is closed
            break
        if not more:
            break
        seen += more
    os.close(leader)
    return seen


class ToolTest(unittest.TestCase):
    """Each test has a directory of its own, and the tool runs in it."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="gausskern-test-")
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def write(self, name, data):
        path = self.directory / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return name

    def terminal(self):
        """Both ends of a pseudo-terminal; where the system has none the test is skipped."""
        try:
            return pty.openpty()
        except OSError as missing:
            self.skipTest(f"no pseudo-terminal: {missing}")

    def files(self):
        return sorted(path.name for path in self.directory.iterdir())

    def run_tool(self, *arguments, stdin=None, **more):
        return subprocess.run([options.tool, *map(str, arguments)], cwd=self.directory, env=environment(),
                              input=stdin, capture_output=True, timeout=120, **more)

    def assert_status(self, result, status):
        """The status, and where it is not 0 one line that begins with the tool's name."""
        stderr = result.stderr.decode("utf-8", "replace")
        self.assertEqual(result.returncode, status, stderr)
        if status != 0:
            self.assertTrue(stderr.startswith("gausskern"), stderr)
            self.assertTrue(all(character.isprintable() for character in stderr.replace("\n", "")), repr(stderr))
        if status == 1:
            lines = [line for line in stderr.splitlines() if not line.startswith("gausskern: warning: ")]
            self.assertEqual(len(lines), 1, stderr)
        return stderr

    def assert_fails(self, result, *words, status=1):
        """Failed as it should, the words are in the message, and no file is new."""
        stderr = self.assert_status(result, status)
        for word in words:
            self.assertIn(word, stderr)

    def gram(self, *arguments):
        """The matrix that `gausskern gram -q -o K.npy arguments` writes."""
        stderr = self.assert_status(self.run_tool("gram", "-q", "-o", "K.npy", *arguments), 0)
        self.assertEqual(stderr, "")
        dtype, k = unpack_npy((self.directory / "K.npy").read_bytes())
        (self.directory / "K.npy").unlink()
        self.dtype = dtype
        return k

    def text(self, *arguments):
        """The numbers that a command writes as text to the standard output."""
        result = self.run_tool(*arguments)
        self.assertEqual(self.assert_status(result, 0), "")
        return [[float(word) for word in line.split()] for line in result.stdout.decode().splitlines()]

    def assert_close(self, k, expected, tolerance):
        self.assertEqual([len(row) for row in k], [len(row) for row in expected])
        worst = max((abs(a - b) for row, other in zip(k, expected) for a, b in zip(row, other)), default=0.0)
        self.assertLessEqual(worst, tolerance)

    def assert_same(self, k, expected):
        """Bit for bit; without the difference that unittest would work out for minutes."""
        self.assertEqual([len(row) for row in k], [len(row) for row in expected])
        different = [(i, j) for i, row in enumerate(k) for j, value in enumerate(row) if value != expected[i][j]]
        self.assertEqual(different[:5], [])

    def refuses(self, name, data, *words, arguments=()):
        """The tool refuses this input with these words, and leaves no output."""
        self.write(name, data)
        before = self.files()
        self.assert_fails(self.run_tool("gram", "-o", "K.npy", *arguments, name), *words)
        self.assertEqual(self.files(), before)
