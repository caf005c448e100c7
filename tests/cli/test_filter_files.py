# SPDX-License-Identifier: BSD-3-Clause
"""`gausskern filter`: types, order of elements, channels, NaN, text, and where the result goes."""
import math
import pathlib
import re

from images import (GRAY, RGB, FilterTest, along, near_tie, npy, numbers, png, rounded, sampled, separable, unpack_png,
                    values_of, weighted)
from tool import main, options

SHAPES = [(17,), (6, 9), (4, 5, 6), (3, 4, 2, 5)]


class Types(FilterTest):
    def test_types_stay_and_change(self):
        shape = 6, 7
        whole = numbers(42)
        expected = separable(whole, shape, [sampled(1.1)] * 2)
        bounds = {"u1": 0, "u2": 0, "f4": 255 * 1e-4, "f8": 1e-6}
        for descr in "|u1", "<u2", "<f4", "<f8":
            self.write("x.npy", npy(shape, whole, descr))
            for word, wanted in [(None, descr[1:]), ("u8", "u1"), ("u16", "u2"), ("f32", "f4"), ("f64", "f8")]:
                dtype, _, found = self.filter("--sigma=1.1", *([f"--type={word}"] if word else []), "x.npy")
                self.assertEqual(dtype, wanted)
                bound = max(bounds[wanted], 255 * 1e-4 if wanted == "f8" and descr == "|u1" else 0)
                for a, b in zip(found, rounded(expected, 65535) if wanted[0] == "u" else expected):
                    if wanted[0] == "f" or not near_tie(b, 0.004):
                        self.assertLessEqual(abs(a - b), bound)

    def test_other_integers_become_doubles(self):
        shape = 3, 4
        values = [1, 0, 1, 1] * 3
        expected = separable(values, shape, [sampled(1.0)] * 2)
        for descr in "|b1", "|i1", "<i2", ">i4", "<i8", "<u4", ">u8":
            found = self.filtered(shape, values, "--sigma=1", descr=descr)
            self.assertEqual(self.dtype, "f8")
            self.assert_near(found, expected, 3e-9)

    def test_derivatives_of_whole_numbers_are_floats(self):
        for option, dtype in [("--gradient", "f4"), ("--laplacian", "f4"), ("--difference=2", "f4"),
                              ("--order=1,0", "f4"), ("--order=0,0", "u1")]:
            self.filtered((4, 5), numbers(20), "--sigma=1", option, descr="|u1")
            self.assertEqual(self.dtype, dtype)
        found = self.filtered((4, 5), [0, 255] * 10, "--sigma=1,0", "--order=1,0", "--type=u8", descr="|u1")
        self.assertEqual(self.dtype, "u1")
        self.assertEqual(min(found), 0)

    def test_whole_numbers_are_rounded_to_nearest(self):
        """[1 2 1] / 4 of 0 0 2 ...: halves go to the even neighbour."""
        found = self.filtered((7,), [0, 0, 2, 4, 4, 6, 6], "--method=binomial", "--radius=1", descr="|u1")
        self.assertEqual(found, [0, 0, 2, 4, 4, 6, 6])  # 0 0.5 2 3.5 4.5 5.5 6
        found = self.filtered((2,), [255, 255], "--sigma=1", descr="|u1")
        self.assertEqual(found, [255, 255])

    def test_order_of_elements_and_bytes(self):
        for shape in SHAPES[1:]:
            values = values_of(shape)
            expected = self.filtered(shape, values, "--sigma=1.5,0.5" + ",0" * (len(shape) - 2))
            for descr, fortran in [("<f8", True), (">f8", False), (">f8", True)]:
                self.write("y.npy", npy(shape, values, descr, fortran))
                dtype, found_shape, found = self.filter("--sigma=1.5,0.5" + ",0" * (len(shape) - 2), "y.npy")
                self.assertEqual((dtype, found_shape), ("f8", shape))
                self.assert_near(found, expected, 1e-14)
        for descr in "<u2", ">u2":
            found = self.filtered((3, 5), numbers(15, 2, 0, 65535), "--sigma=0", descr=descr)
            self.assertEqual((self.dtype, found), ("u2", numbers(15, 2, 0, 65535)))

    def test_channels(self):
        for shape in [(6, 7, 3), (9, 2), (3, 4, 5, 2)]:
            values, axes = values_of(shape), len(shape) - 1
            found = self.filtered(shape, values, "--channels", "--sigma=1.3")
            expected = [0.0] * len(values)
            for c in range(shape[-1]):
                expected[c::shape[-1]] = separable(values[c::shape[-1]], shape[:-1], [sampled(1.3)] * axes)
            self.assert_near(found, expected, 6e-9)

    def test_an_axis_that_looks_like_channels(self):
        """A warning, which -q silences, and which lists and --channels make needless."""
        words = "x.npy: the last axis has the length {} and is taken as x"
        for shape in [(6, 7, 2), (5, 4, 4), (3, 4, 5, 3)]:
            self.write("x.npy", npy(shape, values_of(shape)))
            for command in ["filter", "--sigma=1"], ["pool", "--block=2", "--edge=pad", "--mean"], [
                    "filter", "--method=binomial", "--radius=1"]:
                stderr = self.assert_status(self.run_tool(*command, "-o", "y.npy", "x.npy"), 0)
                self.assertIn("gausskern: warning: " + words.format(shape[-1]), stderr)
                self.assertIn("--channels", stderr)
                for more in [*command, "-q"], [*command, "--channels"]:
                    self.assertEqual(self.assert_status(self.run_tool(*more, "-o", "y.npy", "x.npy"), 0), "")
            lists = "--sigma=1" + ",0" * (len(shape) - 1)
            self.assertEqual(self.assert_status(self.run_tool("filter", lists, "-o", "y.npy", "x.npy"), 0), "")
        for shape in [(3,), (6, 3), (6, 7, 5), (3, 6, 7), (6, 7, 1)]:
            self.write("x.npy", npy(shape, values_of(shape)))
            result = self.run_tool("filter", "--sigma=1", "-o", "y.npy", "x.npy")
            self.assertEqual(self.assert_status(result, 0), "")

    def test_warns_of_nan(self):
        """Wherever one would spread; they stay where the weights reach, whatever the type."""
        nan, shape = math.nan, (40, 50)
        for descr in "<f4", ">f8":
            values = values_of(shape)
            values[17 * 50 + 20] = nan
            self.write("x.npy", npy(shape, values, descr))
            self.write("m.npy", npy(shape, [float(value == value) for value in values]))
            said = "gausskern: warning: 1 number of x.npy is NaN, and all results within reach become NaN"
            for command, words in [(["filter", "--sigma=1"], said + "; --skip-nan leaves NaN out\n"),
                                   (["filter", "--sigma=1", "--gradient"], said + "\n"),
                                   (["pool", "--block=2"], said + "\n"), (["filter", "-q", "--sigma=1"], ""),
                                   (["filter", "--sigma=1", "--skip-nan"], ""),
                                   (["filter", "--sigma=1", "--mask=m.npy"], "")]:
                self.assertEqual(self.assert_status(self.run_tool(*command, "-o", "y.npy", "x.npy"), 0), words)
            values[3] = nan
            self.write("x.npy", npy(shape, values, descr))
            result = self.run_tool("filter", "--sigma=1", "-o", "y.npy", "x.npy")
            self.assertIn("2 numbers of x.npy are NaN, and", self.assert_status(result, 0))

    def test_a_mask_for_each_channel_or_for_all(self):
        shape, plane = (5, 6, 3), (5, 6)
        values = values_of(shape)
        masses = [float(value % 3) for value in numbers(90, 7)]
        for name, where, mask in [("all.npy", plane, masses[:30]), ("each.npy", shape, masses)]:
            self.write(name, npy(where, mask))
            found = self.filtered(shape, values, "--channels", "--sigma=1", f"--mask={name}", "--engine=fir")
            expected = [0.0] * 90
            for c in range(3):
                expected[c::3] = weighted(values[c::3], mask if where == plane else mask[c::3], plane,
                                          [sampled(1.0)] * 2)
            self.assert_near(found, expected, 1e-7)

    def test_empty_arrays(self):
        for shape in [(0,), (0, 3), (3, 0)]:
            self.write("x.npy", npy(shape, []))
            self.assertEqual(self.filter("--sigma=1", "x.npy"), ("f8", shape, []))


class Text(FilterTest):
    ROWS = [[1.0, 2.0, 4.0], [3.0, -1.0, 0.5]]

    def numbers_of(self, name, separator=","):
        lines = (self.directory / name).read_text(encoding="ascii").splitlines()
        return [[float(word) for word in (line.split(separator) if separator else line.split())] for line in lines]

    def test_a_matrix(self):
        self.write("x.csv", "a,b,c\n1,2,4\n3,-1,0.5\n")
        expected = separable(sum(self.ROWS, []), (2, 3), [sampled(1.0)] * 2)
        for name, separator in [("out.csv", ","), ("out.txt", None)]:
            self.assert_status(self.run_tool("filter", "--sigma=1", "-o", name, "x.csv"), 0)
            self.assert_close(self.numbers_of(name, separator), [expected[:3], expected[3:]], 1e-8)
        self.assertEqual(self.filter("--sigma=1", "x.csv")[:2], ("f8", (2, 3)))

    def test_a_column_is_one_axis(self):
        self.write("x.csv", "1\n2\n4\n")
        self.assertEqual(self.filter("--sigma=1", "--mode=constant", "x.csv")[1], (3,))
        result = self.run_tool("filter", "--sigma=1", "-o-", "--format=csv", "--input-format=csv", "-",
                               stdin=b"1\n2\n4\n")
        self.assert_status(result, 0)
        found = [float(line) for line in result.stdout.decode().splitlines()]
        self.assert_near(found, along([1, 2, 4], (3,), 0, sampled(1.0)), 1e-8)

    def test_whole_numbers_have_no_point(self):
        self.write("x.png", png(2, 2, 8, RGB, numbers(12)))
        self.assert_status(self.run_tool("filter", "--sigma=0", "-o", "out.csv", "x.png"), 0)
        rows = [",".join(map(str, numbers(12)[i:i + 3])) for i in range(0, 12, 3)]
        self.assertEqual((self.directory / "out.csv").read_text(encoding="ascii"),
                         "\n".join(rows[:2]) + "\n\n" + "\n".join(rows[2:]) + "\n")
        self.assertEqual(self.filter("--sigma=0", "out.csv")[1:], ((4, 3), numbers(12)))

    def test_examples_of_the_manual(self):
        """Those of filter run as they stand there, once on files of those names."""
        text = pathlib.Path(options.manual).read_text(encoding="utf-8")
        commands = re.findall(r"^gausskern (?:filter|pool) .*", text[text.index(".Sh EXAMPLES"):], re.M)
        self.assertGreaterEqual(len(commands), 11)
        self.write("photograph.png", png(16, 9, 8, RGB, numbers(16 * 9 * 3)))
        self.write("good.png", png(16, 9, 8, GRAY, [255, 0] * 72))
        for name, shape in [("photograph", (9, 16, 3)), ("channels_first", (3, 9, 16)), ("stack", (4, 9, 16)),
                            ("rain", (9, 16))]:
            self.write(name + ".npy", npy(shape, values_of(shape)))
        for command in commands:
            result = self.run_tool(*command.split()[1:])
            self.assertEqual(self.assert_status(result, 0), "", command)

    def test_four_dimensions_are_no_text(self):
        self.write("x.npy", npy((1, 1, 1, 2), [1.0, 2.0]))
        self.refused("--sigma=1", "-o", "out.csv", "x.npy", words=["text is for up to three dimensions, not for 4"])


class Files(FilterTest):
    def test_over_the_input(self):
        """The input is read, and mapped, until the new file takes its name."""
        shape = 40, 50
        for descr in "<f8", "<f4", "|u1":
            values = numbers(2000)
            expected = self.filtered(shape, values, "--sigma=2", descr=descr)
            self.write("same.npy", npy(shape, values, descr))
            (self.directory / "link.npy").symlink_to("same.npy")
            self.assertEqual(self.filter("--sigma=2", "link.npy", output="same.npy")[2], expected)
            (self.directory / "link.npy").unlink()
        self.write("same.png", png(9, 9, 8, GRAY, numbers(81)))
        before = (self.directory / "same.png").read_bytes()
        self.assert_status(self.run_tool("filter", "--sigma=1", "-o", "same.png", "same.png"), 0)
        self.assertNotEqual((self.directory / "same.png").read_bytes(), before)
        self.assertEqual(unpack_png((self.directory / "same.png").read_bytes())[:2], (9, 9))

    def test_over_the_mask(self):
        self.write("x.npy", npy((2, 2), [1.0, 2.0, 3.0, 4.0]))
        self.write("m.npy", npy((2, 2), [1.0, 0.0, 1.0, 0.0]))
        self.assertEqual(self.filter("--sigma=1", "--mask=m.npy", "x.npy", output="m.npy")[1], (2, 2))

    def test_standard_output(self):
        self.write("x.npy", npy((5, 6), values_of((5, 6))))
        self.assert_status(self.run_tool("filter", "--sigma=1", "-o", "out.npy", "x.npy"), 0)
        result = self.run_tool("filter", "--sigma=1", "-o", "-", "--format=npy", "-",
                               stdin=(self.directory / "x.npy").read_bytes())
        self.assertEqual(self.assert_status(result, 0), "")
        self.assertEqual(result.stdout, (self.directory / "out.npy").read_bytes())

    def test_threads_do_not_matter(self):
        shape = 300, 400
        self.write("x.npy", npy(shape, values_of(shape), "<f4"))
        for more in [[], ["--engine=recursive"], ["--gradient"]]:
            one, two = (self.filter("--sigma=3", f"--threads={n}", *more, "x.npy") for n in (1, 2))
            self.assertTrue(one == two, more)


if __name__ == "__main__":
    main()
