# SPDX-License-Identifier: BSD-3-Clause
"""Every prefix of a small file of each format, and thousands of files with bytes changed, are read or refused in one
line each: never a crash, and never an npy file that Python reads otherwise."""
import ast
import math
import random
import struct
import subprocess

from images import GRAY, PALETTE, RGBA, chunk, npy, png
from tool import ToolTest, environment, main, npy_of, options, pack_npy

ROWS = [[1.0, 2.5, -3.0], [0.125, 40.0, 5e-3]]
MUTATIONS = 700  # of each sample

CSV = 'a,"b c",d\n# comment\n1,2.5,-3\r\n"0.125", 40 ,5e-3 # end\n'
LIBSVM = "# comment\n+1 1:1 2:2.5 3:-3\n-1 1:0.125  2:40 10:5e-3 # end\n"
SAMPLES = [
    ("npy", npy_of(ROWS)),
    ("npy", npy_of([[1, 2], [3, 4]], "h", ">")),
    ("npy", pack_npy((3, 2), struct.pack("<6f", *range(6)), "<f4", fortran=True, version=(2, 0))),
    ("csv", CSV.encode()),
    ("csv", b"1;2;3\n4;5;6\n"),
    ("libsvm", LIBSVM.encode()),
]
RASTERS = [
    (("npy", npy((2, 3, 2), list(range(12)), "<u2")), "2 3 2 66"),
    (("npy", npy((1, 2, 3, 2), list(range(12)), ">f4", True)), "2 3 2 1 66"),
    (("npy", npy((2, 2), [1, 0, 1, 1], "|b1")), "2 2 3"),
    (("png", png(5, 3, 8, RGBA, [7] * 60, interlaced=True)), "5 3 4 420"),
    (("png", png(5, 3, 2, PALETTE, [1] * 15, [chunk(b"PLTE", bytes(range(12))), chunk(b"tRNS", b"\x09\x08")])),
     "5 3 4 300"),
    (("png", png(5, 3, 16, GRAY, [1000] * 15)), "5 3 15000"),
]
SIZES = {"f4": 4, "f8": 8, "b1": 1, "i1": 1, "i2": 2, "i4": 4, "i8": 8, "u1": 1, "u2": 2, "u4": 4, "u8": 8}


def npy_as_python_reads_it(data):
    """(rows, cols) of a sound npy file; an exception for any other."""
    assert data[:6] == b"\x93NUMPY" and data[6] in (1, 2, 3) and data[7] == 0
    prefix = 10 if data[6] == 1 else 12
    (length,) = struct.unpack("<H" if data[6] == 1 else "<I", data[8:prefix])
    assert prefix + length <= len(data)
    header = ast.literal_eval(data[prefix:prefix + length].decode("latin-1").strip().replace("L", ""))
    assert set(header) == {"descr", "fortran_order", "shape"}
    shape, descr = header["shape"], header["descr"]
    assert isinstance(shape, tuple) and len(shape) in (1, 2) and isinstance(header["fortran_order"], bool)
    assert math.prod(shape) * SIZES[descr.lstrip("<>=|")] <= len(data) - prefix - length
    return shape[0], shape[1] if len(shape) == 2 else 1


def mutated(data, generator):
    """One to four changes: a byte replaced, a bit flipped, a stretch left out, doubled or put elsewhere."""
    data = bytearray(data)
    for _ in range(generator.randint(1, 4)):
        at = generator.randrange(len(data) + 1)
        stretch = data[at:at + generator.randint(1, 8)]
        kind = generator.randrange(6)
        if kind == 0 and at < len(data):
            data[at] = generator.randrange(256)
        elif kind == 1 and at < len(data):
            data[at] ^= 1 << generator.randrange(8)
        elif kind == 2:
            del data[at:at + len(stretch)]
        elif kind == 3:
            data[at:at] = stretch
        elif kind == 4:
            data[at:at] = generator.choice([b"0", b"9", b"-", b",", b":", b"\0", b"\n", b'"', b"#", b" ", b"'", b"\xff",
                                            b"nan", b"1e308", b"99999999999", b"\r", b"(", b"L"])
        else:
            target = generator.randrange(len(data) + 1)
            data[target:target] = stretch
    return bytes(data)


class Mutilated(ToolTest):
    def answers_to(self, files, *arguments):
        """What the reader says of each (extension, data); it told why of each that it refused."""
        names = [self.write(f"{number}.{extension}", data) for number, (extension, data) in enumerate(files)]
        result = subprocess.run([options.reader, *arguments], input="".join(f"{name}\n" for name in names).encode(),
                                cwd=self.directory, env=environment(), capture_output=True, timeout=250, check=False)
        self.assertEqual(result.returncode, 0, result.stderr[-3000:].decode("utf-8", "replace"))
        answers = result.stdout.decode().splitlines()
        self.assertEqual(len(answers), len(files))
        complaints = [line for line in result.stderr.decode("utf-8", "replace").splitlines()
                      if not line.startswith("gausskern: warning: ")]
        self.assertEqual(len(complaints), answers.count("refused"))
        return answers

    def read_all(self, files):
        """The same, and that npy files are read as Python reads them."""
        answers = self.answers_to(files)
        for (extension, data), answer in zip(files, answers):
            if extension == "npy" and answer != "refused":
                rows, cols = npy_as_python_reads_it(data)
                self.assertEqual(answer.split()[:2], [str(rows), str(cols)])
        return answers

    def test_whole_samples(self):
        answers = self.read_all(SAMPLES)
        self.assertEqual([answer.split()[:3] for answer in answers],
                         [["2", "3", "f64"], ["2", "2", "f64"], ["3", "2", "f32"], ["2", "3", "f64"],
                          ["2", "3", "f64"], ["2", "10", "f64"]])
        total = sum(map(sum, ROWS))
        for answer, expected in zip(answers, [total, 10, 15, total, 21, total]):
            self.assertAlmostEqual(float(answer.split()[3]), expected, places=12)

    def test_prefixes(self):
        for extension, data in SAMPLES:
            answers = self.read_all([(extension, data[:length]) for length in range(len(data))])
            if extension == "npy":
                self.assertEqual(set(answers), {"refused"})

    def test_mutations(self):
        generator = random.Random(20240607)
        for extension, data in SAMPLES:
            answers = self.read_all([(extension, mutated(data, generator)) for _ in range(MUTATIONS)])
            self.assertLess(0, answers.count("refused"))
            self.assertLess(answers.count("refused"), MUTATIONS)

    def test_arrays_and_images(self):
        generator = random.Random(5)
        for (extension, data), answer in RASTERS:
            self.assertEqual(self.answers_to([(extension, data)], "rasters"), [answer])
            answers = self.answers_to([(extension, data[:length]) for length in range(len(data))], "rasters")
            self.assertEqual(set(answers), {"refused"})
            answers = self.answers_to([(extension, mutated(data, generator)) for _ in range(MUTATIONS)], "rasters")
            self.assertIn("refused", answers)

    def test_the_tool_itself(self):
        """Some of them all the way, with an output that must be there or not."""
        generator = random.Random(7)
        for extension, data in SAMPLES:
            for _ in range(25):
                name = self.write(f"x.{extension}", mutated(data, generator))
                result = self.run_tool("gram", "-q", "--gamma=1", "-o", "K.csv", name)
                self.assertIn(result.returncode, (0, 1), result.stderr)
                self.assertEqual((self.directory / "K.csv").exists(), result.returncode == 0)
                (self.directory / "K.csv").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
