# SPDX-License-Identifier: BSD-3-Clause
"""npy files: every type, order, byte order and version is read; everything else is refused in one line."""
import struct

from tool import ToolTest, kernel, main, npy_of, pack_npy, points

WHOLE = [[1, 2, 0], [3, 0, 1], [1, 1, 4]]
INTEGERS = {"b": "i1", "h": "i2", "i": "i4", "q": "i8", "B": "u1", "H": "u2", "I": "u4", "Q": "u8"}
GAMMA = ["--gamma=0.125"]


def flat(rows):
    return [value for row in rows for value in row]


class Good(ToolTest):
    def check(self, data, rows=None, arguments=GAMMA):
        self.write("x.npy", data)
        k = self.gram(*arguments, "x.npy")
        tolerance = 2.0**-50 if self.dtype == "<f8" else 2.0**-20
        self.assert_close(k, kernel(rows or WHOLE, gamma=0.125), tolerance)

    def test_integers(self):
        for code in INTEGERS:
            for order in "<>":
                with self.subTest(code=code, order=order):
                    self.check(npy_of(WHOLE, code, order))

    def test_negative_and_large_integers(self):
        for code, low, high in [("b", -2**7, 2**7 - 1), ("h", -2**15, 2**15 - 1), ("i", -2**31, 2**31 - 1),
                                ("q", -2**53, 2**53), ("B", 0, 2**8 - 1), ("H", 0, 2**16 - 1), ("I", 0, 2**32 - 1),
                                ("Q", 0, 2**53)]:
            for order in "<>":
                with self.subTest(code=code, order=order):
                    rows = [[low], [low + 1], [high], [high - 1], [7]]
                    self.check(npy_of(rows, code, order), rows)

    def test_booleans(self):
        data = pack_npy((2, 2), b"\x01\x00\x00\xff", "|b1")
        self.check(data, [[1, 0], [0, 1]])

    def test_floats(self):
        rows = points(4, 3)
        for code in "fd":
            for order in "<>":
                with self.subTest(code=code, order=order):
                    self.check(npy_of(rows, code, order), rows)

    def test_fortran_order(self):
        rows = points(70, 67)
        for code, descr in [("d", "<f8"), ("f", ">f4"), ("d", ">f8")]:
            columns = [rows[i][j] for j in range(67) for i in range(70)]
            data = struct.pack(f"{descr[0]}{len(columns)}{code}", *columns)
            self.write("f.npy", pack_npy((70, 67), data, descr, fortran=True))
            self.write("c.npy", npy_of(rows, code))
            self.assert_same(self.gram("f.npy"), self.gram("c.npy"))

    def test_versions(self):
        data = struct.pack("<9d", *flat(WHOLE))
        for major in 1, 2, 3:
            with self.subTest(major=major):
                self.check(pack_npy((3, 3), data, version=(major, 0)))

    def test_one_dimension_is_a_column(self):
        self.check(pack_npy((3,), struct.pack("<3d", 1, 2, 4)), [[1], [2], [4]])

    def test_free_spelling_of_the_header(self):
        data = struct.pack("<9d", *flat(WHOLE))
        for header in ['{"shape":(3,3),"descr":"<f8","fortran_order":False}',
                       "{ 'fortran_order' : False,\t'shape' : ( 3 , 3 , ) , 'descr':'<f8' , }",
                       "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 3L), }",
                       "{'descr': 'f8', 'fortran_order': False, 'shape': (3, 3)}"]:
            with self.subTest(header=header):
                self.check(pack_npy(None, data, header=header))

    def test_data_that_are_not_aligned(self):
        text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 3)}\n"
        data = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + struct.pack("<9d", *flat(WHOLE))
        self.assertNotEqual((10 + len(text)) % 8, 0)
        self.check(data)

    def test_by_magic_and_by_option(self):
        self.write("points", npy_of(WHOLE))
        self.write("points.csv", npy_of(WHOLE))
        expected = kernel(WHOLE, gamma=0.125)
        self.assert_close(self.gram(*GAMMA, "points"), expected, 2.0**-50)
        self.assert_close(self.gram(*GAMMA, "--input-format=npy", "points.csv"), expected, 2.0**-50)

    def test_standard_input(self):
        result = self.run_tool("gram", "-q", *GAMMA, "-o", "K.csv", "-", stdin=npy_of(WHOLE))
        self.assert_status(result, 0)
        k = [list(map(float, line.split(","))) for line in (self.directory / "K.csv").read_text().splitlines()]
        self.assert_close(k, kernel(WHOLE, gamma=0.125), 2.0**-50)


class Warnings(ToolTest):
    def warning(self, data):
        self.write("x.npy", data)
        return self.assert_status(self.run_tool("gram", "-q", "--gamma=1", "-o", "K.npy", "x.npy"), 0)

    def test_integers_that_no_double_holds(self):
        for rows, code in [([[2**53 + 1], [0]], "q"), ([[-2**53 - 1], [0]], "q"), ([[2**64 - 1], [0]], "Q")]:
            for order in "<>":
                self.assertIn("warning: x.npy: whole numbers beyond 2^53", self.warning(npy_of(rows, code, order)))
        for rows, code in [([[2**53], [-2**63]], "q"), ([[2**60]], "Q")]:
            self.assertEqual(self.warning(npy_of(rows, code)), "")

    def test_bytes_behind_the_array(self):
        self.assertIn("warning: x.npy: 3 bytes behind", self.warning(npy_of(WHOLE) + b"abc"))


class Bad(ToolTest):
    def test_not_npy(self):
        for data in b"", b"\x93", b"\x93NUMP", b"hello, this is text", b"\x94NUMPY\x01\x00" + b" " * 100:
            self.refuses("x.npy", data, "x.npy: not an npy file")

    def test_cut_off(self):
        good = npy_of(WHOLE)
        for length in 6, 7, 9, 11:
            self.refuses("x.npy", good[:length], "x.npy: the npy header is cut off")
        self.refuses("x.npy", good[:60], "the npy header says to have 118 bytes, but only 50 are there")
        self.refuses("x.npy", good[:-1], "3 x 3 elements of 8 bytes are 72 bytes, but only 71 are there")
        self.refuses("x.npy", good[:128], "72 bytes, but only 0 are there")

    def test_versions(self):
        for version in (0, 0), (4, 0), (1, 1), (255, 255):
            self.refuses("x.npy", pack_npy((1, 1), b"\0" * 8, version=version),
                         f"npy version {version[0]}.{version[1]} is not known")

    def test_dimensions(self):
        for shape, count in [((), 0), ((1, 1, 1), 3), ((1,) * 32, 32)]:
            self.refuses("x.npy", pack_npy(shape, b"\0" * 8), f"the array has {count} dimensions")
        self.refuses("x.npy", pack_npy((2, 2, 3), b"\0" * 96),
                     "(or 1: one column); save one slice: in numpy a[0], or a[..., 0] of an image")
        self.refuses("x.npy", pack_npy((1,) * 33, b"\0" * 8), "the npy header is malformed")

    def test_types(self):
        for descr in ["<f2", "<f16", "<c8", "<c16", "|O", "|S8", "<U4", "<M8[ns]", "<m8", "|V8", "", "<", "f", "8",
                      "<f88", "<i3", "<b8", "??", "<f8" * 100]:
            with self.subTest(descr=descr):
                self.refuses("x.npy", pack_npy((1, 1), b"\0" * 64, descr), "elements of dtype '")
        for descr in "<f2", ">f2":
            self.refuses("x.npy", pack_npy((1, 1), b"\0" * 2, descr), "numpy's astype('f4') holds the same numbers")
        self.refuses("x.npy", pack_npy(None, b"\0" * 8, header="{'descr': [('a', '<f8')], 'fortran_order': False, "
                                                                "'shape': (1, 1)}"), "structured dtype")

    def test_huge_shapes(self):
        for shape in [(10**9, 10**9), (2**62, 2), (2**32, 2**32), (2**63, 1), (2**64 - 1, 1), (2**61, 8), (1, 2**60),
                      (2**64 - 1, 2**64 - 1)]:
            with self.subTest(shape=shape):
                self.refuses("x.npy", pack_npy(shape, b"\0" * 64), "x.npy: ", str(shape[0]))
        for shape in [(2**64, 1), (1, 10**100)]:
            self.refuses("x.npy", pack_npy(shape, b""), "a number too large for memory")

    def test_many_points_without_columns(self):
        self.refuses("x.npy", pack_npy((2**40, 0), b""), "gausskern: ", arguments=["--gamma=1"])
        self.refuses("x.npy", pack_npy((2**63, 0), b""), "gausskern: ", arguments=["--gamma=1"])
        self.refuses("x.npy", pack_npy((10**18, 0), b""), "gausskern: ", arguments=["--gamma=1", "--dtype=f32"])

    def test_malformed_headers(self):
        good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }"
        for old, new in [("{", ""), ("}", ""), ("(1, 1)", "(1, -1)"), ("(1, 1)", "(1.0, 1)"), ("(1, 1)", "(1 1)"),
                         ("(1, 1)", "[1, 1]"), ("(1, 1)", "1"), ("(1, 1)", "(1)"), ("(1, 1)", "(1,,1)"),
                         ("(1, 1)", "(,)"), ("(1, 1)", "(1, 1"), ("(1, 1)", "(0x1, 1)"), ("(1, 1)", "(01, 1)"),
                         ("(1, 1)", "(True, 1)"),
                         ("(1, 1)", "(1, 1)*2"), ("False", "0"), ("False", "false"), ("False", "None"),
                         ("'<f8'", "<f8"), ("'<f8'", "None"), ("'descr'", "descr"),
                         ("'descr'", "'Descr'"), ("'descr': '<f8',", ""), ("'shape': (1, 1),", ""),
                         ("'fortran_order': False,", ""), (", }", ", 'x': 1}"), (", }", ", 'descr': '<f8'}"),
                         (":", "="), (", ", " "), ("}", "} + 1"), ("}", "}}"), ("'", "\0"), ("1", "\0"), (" ", "\0"),
                         ("{'", "{\x80'"), (good, ""), (good, "{}"), (good, "()"), (good, "\0" * 60),
                         (good, "__import__('os').abort()")]:
            with self.subTest(old=old, new=new):
                self.refuses("x.npy", pack_npy(None, b"\0" * 8, header=good.replace(old, new).encode("latin-1")),
                             "x.npy: the npy header is malformed: ")

    def test_header_length_beyond_the_file(self):
        good = npy_of(WHOLE)
        self.refuses("x.npy", good[:8] + b"\xff\xff" + good[10:], "says to have 65535 bytes")
        version_2 = pack_npy((3, 3), struct.pack("<9d", *flat(WHOLE)), version=(2, 0))
        self.refuses("x.npy", version_2[:8] + b"\xff\xff\xff\xff" + version_2[12:], "says to have 4294967295 bytes")
        self.refuses("x.npy", good[:8] + b"\0\0" + good[10:], "the npy header is malformed")

    def test_files_that_are_none(self):
        self.assert_fails(self.run_tool("gram", "-o", "K.npy", "absent.npy"), "cannot open absent.npy: No such file")
        (self.directory / "folder.npy").mkdir()
        self.assert_fails(self.run_tool("gram", "-o", "K.npy", "folder.npy"), "folder.npy: Is a directory")
        self.assert_fails(self.run_tool("gram", "-o", "K.npy", "bad\x1b[31m\n.npy"), "cannot open bad?[31m?.npy")


if __name__ == "__main__":
    main()
