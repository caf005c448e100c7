# SPDX-License-Identifier: BSD-3-Clause
"""gausskern plot: the pixels of its pictures, their formats, and what it refuses."""
import os
import re
import struct
import xml.etree.ElementTree
import zlib

from plot_picture import NAN_GRAY, Png
from plot_tool import INFINITY, NAN, QUARTERS, VIRIDIS, PlotTest, gray, quarters
from tool import main, npy_of, pack_npy, points


class Cells(PlotTest):
    def assert_sharp(self, png, colors):
        """Every pixel has the colour of the cell that its centre lies in."""
        left, top, width, height = png.boxes()[0]
        rows, cols = len(colors), len(colors[0])
        for y in range(height):
            expected = [colors[(2 * y + 1) * rows // (2 * height)][(2 * x + 1) * cols // (2 * width)]
                        for x in range(width)]
            self.assertTrue(png.pixels[top + y][left:left + width] == expected, f"line {y} of the cells")

    def test_colours_and_sharp_edges(self):
        for code in "df":
            self.assert_sharp(self.png(QUARTERS, code=code), quarters(QUARTERS))

    def test_usual_size(self):
        png = Png(self.plot(QUARTERS))
        self.assertEqual((png.width, png.height), (900, 800))
        self.assert_sharp(png, quarters(QUARTERS))

    def test_cells_that_do_not_divide_the_pixels(self):
        rows = [[(7 * i + j) % 5 / 4 for j in range(97)] for i in range(89)]
        self.assert_sharp(self.png(rows, "--width=431", "--height=389"), quarters(rows))

    def test_cells_are_square(self):
        for rows, cols in (3, 3), (4, 10), (10, 3), (40, 5):
            matrix = [[(i + j) % 2 for j in range(cols)] for i in range(rows)]
            _, _, width, height = self.png(matrix).boxes()[0]
            self.assertEqual(width * rows, height * cols)

    def test_origin_lower(self):
        self.assert_sharp(self.png(QUARTERS, "--origin=lower"), quarters(QUARTERS[::-1]))
        self.assert_sharp(self.png(QUARTERS, "--origin=upper"), quarters(QUARTERS))

    def test_extreme_shapes(self):
        self.assert_sharp(self.png([[0, 0.25, 0.5, 0.75, 1]]), quarters([[0, 0.25, 0.5, 0.75, 1]]))
        self.assert_sharp(self.png([[0], [0.5], [1]]), quarters([[0], [0.5], [1]]))
        self.assert_sharp(self.png([[3.5]]), [[VIRIDIS[2]]])
        long = [[j % 5 / 4 for j in range(300)]]
        self.assert_sharp(self.png(long, "--width=700"), quarters(long))

    def test_one_dimension_and_csv(self):
        self.write("v.npy", pack_npy((3,), struct.pack("<3d", 0, 0.5, 1)))
        self.write("v.csv", "0\n0.5\n1\n")
        for name in "v.npy", "v.csv":
            self.assert_status(self.run_tool("plot", name, "-o", "v.png", "--width=300", "--height=300"), 0)
            self.assert_sharp(Png((self.directory / "v.png").read_bytes()), quarters([[0], [0.5], [1]]))

    def test_nan_and_infinities(self):
        rows = [[0, NAN, 1], [INFINITY, 0.5, -INFINITY]]
        expected = [[VIRIDIS[0], NAN_GRAY, VIRIDIS[4]], [VIRIDIS[4], VIRIDIS[2], VIRIDIS[0]]]
        self.assert_sharp(self.png(rows), expected)
        self.assert_sharp(self.png([[NAN, NAN]]), [[NAN_GRAY, NAN_GRAY]])
        self.assert_sharp(self.png([[INFINITY, -INFINITY]]), [[VIRIDIS[4], VIRIDIS[0]]])

    def test_constant(self):
        for value in 0.0, 1.0, -7.0, 5e-324, 1.7e308:
            png = self.png([[value] * 2] * 2, "--cmap=gray", "--title=", "--no-colorbar")
            middle = png.pixels[140][180]
            if value < 1e308:  # twice the range of double has no middle
                self.assertIn(middle, [gray(0.5 - 1e-9), gray(0.5)])
            self.assertEqual({pixel for line in png.pixels[100:180] for pixel in line[150:220]}, {middle})

    def test_range_as_wide_as_double(self):
        largest = 1.7976931348623157e308
        self.assert_sharp(self.png([[-largest, 0.0, largest]]), [[VIRIDIS[0], VIRIDIS[2], VIRIDIS[4]]])

    def test_range_of_the_colours(self):
        rows = [[-5, 0, 1], [2, 3, 9]]
        expected = quarters([[0, 0, 0.25], [0.5, 0.75, 1]])
        self.assert_sharp(self.png(rows, "--vmin=0", "--vmax=4"), expected)
        self.assert_sharp(self.png([[0, 1, 4]], "--vmax=2"), quarters([[0, 0.5, 1]]))
        self.assert_sharp(self.png([[0, 3, 4]], "--vmin=2"), quarters([[0, 0.5, 1]]))
        self.assert_sharp(self.png([[NAN]], "--vmin=2"), [[NAN_GRAY]])

    def test_warnings(self):
        self.write("m.npy", npy_of([[1, 2, 3], [4, NAN, NAN], [-INFINITY, NAN, INFINITY]]))
        stderr = self.assert_status(self.run_tool("plot", "m.npy", "-o", "p.png"), 0)
        self.assertIn("3 NaN", stderr)
        self.assertIn("row 1, column 1", stderr)
        self.assertIn("2 infinite", stderr)
        self.assertEqual(self.run_tool("plot", "--quiet", "m.npy", "-o", "p.png").stderr, b"")


class Reduction(PlotTest):
    """More entries than pixels: a pixel shows the mean of what it covers."""

    SIZE = ["--width=240", "--height=220", "--cmap=gray", "--no-colorbar", "--title=", "--vmin=0", "--vmax=1"]

    def box(self, rows, cols):
        """The pixels of the cells of such a matrix: their colour is that of NaN, which no gray here has."""
        return self.png([[NAN] * cols] * rows, *self.SIZE).boxes()[0]

    @staticmethod
    def area_mean(rows, top, left, height, width):
        """The mean over a rectangle, in entries, of the matrix as a surface of unit squares."""
        total = 0.0
        for i in range(int(top), len(rows)):
            share = min(i + 1, top + height) - max(i, top)
            if share <= 1e-9:
                break
            for j in range(int(left), len(rows[0])):
                across = min(j + 1, left + width) - max(j, left)
                if across <= 1e-9:
                    break
                total += share * across * rows[i][j]
        return total / (height * width)

    def assert_means(self, rows):
        left, top, width, height = self.box(len(rows), len(rows[0]))
        self.assertLess(width, len(rows[0]))
        self.assertLess(height, len(rows))
        png = self.png(rows, *self.SIZE)
        step_y, step_x = len(rows) / height, len(rows[0]) / width
        for y in range(0, height, 3):
            for x in range(0, width, 3):
                mean = self.area_mean(rows, y * step_y, x * step_x, step_y, step_x)
                shown = png.pixels[top + y][left + x]
                # One of 256 colours; the sum's rounding may decide on the border of two.
                self.assertIn(shown, {gray(mean - 1e-9), gray(mean + 1e-9)}, (x, y, mean))

    def test_means(self):
        self.assert_means([[(value + 2) / 4 for value in row] for row in points(301, 353)])

    def test_means_of_whole_blocks(self):
        _, _, width, height = self.box(900, 900)
        self.assert_means([[(value + 2) / 4 for value in row] for row in points(2 * height, 2 * width, 5)])

    def test_one_direction(self):
        rows = [[(i * 37 % 101) / 101] for i in range(2000)]
        left, top, width, height = self.box(2000, 1)
        png = self.png(rows, *self.SIZE)
        for y in range(height):
            mean = self.area_mean(rows, y * 2000 / height, 0, 2000 / height, 1)
            for x in range(left, left + width):
                self.assertIn(png.pixels[top + y][x], {gray(mean - 1e-9), gray(mean + 1e-9)})

    def test_no_nan_goes_unseen(self):
        rows = [[0.5] * 500 for _ in range(500)]
        left, top, width, height = self.box(500, 500)
        rows[123][377] = NAN
        png = self.png(rows, *self.SIZE)
        found = {(x, y) for y in range(height) for x in range(width)
                 if png.pixels[top + y][left + x] == NAN_GRAY}
        expected = {(x, y) for y in (123 * height // 500, (124 * height - 1) // 500)
                    for x in (377 * width // 500, (378 * width - 1) // 500)}
        self.assertEqual(found, expected)

    def test_range_is_that_of_the_whole_matrix(self):
        rows = [[0.0] * 600 for _ in range(600)]
        rows[300][300] = 1.0
        png = self.png(rows)
        left, top, width, height = png.boxes()[0]
        seen = {pixel for line in png.pixels[top:top + height] for pixel in line[left:left + width]}
        self.assertIn(VIRIDIS[0], seen)
        if width < 600:
            self.assertNotIn(VIRIDIS[4], seen)


class Style(PlotTest):
    def test_bar(self):
        png = self.png(QUARTERS, "--width=500", "--height=450")  # more pixels than colours
        cells, bar = png.boxes()
        self.assertEqual((bar[1], bar[3]), (cells[1], cells[3]))
        column = [png.pixels[y][bar[0] + bar[2] // 2] for y in range(bar[1], bar[1] + bar[3])]
        self.assertEqual((column[0], column[-1]), (VIRIDIS[4], VIRIDIS[0]))
        for quarter in 1, 2, 3:
            self.assertIn(VIRIDIS[quarter], column[len(column) * (4 - quarter) // 4 - 4:][:8])
        self.assertEqual(len(png.boxes()), 2)
        self.assertEqual(len(self.png(QUARTERS, "--no-colorbar").boxes()), 1)

    def test_ticks_stand_at_the_middle_of_cells(self):
        rows = [[(i + j) % 5 / 4 for j in range(5)] for i in range(5)]
        png = self.png(rows)
        left, top, width, height = png.boxes()[0]
        below = [x for x in range(left, left + width) if png.pixels[top + height + 3][x] == (0, 0, 0)]
        beside = [y for y in range(top, top + height) if png.pixels[y][left - 4] == (0, 0, 0)]
        for found, begin, length in (below, left, width), (beside, top, height):
            self.assertEqual(len(found), 5)
            for k, at in enumerate(found):
                self.assertLessEqual(abs(at + 0.5 - (begin + (k + 0.5) * length / 5)), 0.5)

    def test_long_and_odd_texts_stay_inside(self):
        for text in "w" * 500, "many words " * 60, "x" * 5000, "Übergröße γ² ∑ 日本語 🙂" * 20, "two\nlines\tand\x01", " ":
            png = self.png(QUARTERS, "--title", text, "--xlabel", text, "--ylabel", text)
            self.assert_margin_is_white(png)
            self.assertEqual(len(png.boxes()), 2)

    def test_wide_labels_of_the_bar_stay_inside(self):
        for rows in ([[1.0, 1.0 + 2.0**-52]], [[-1.2345e-150, 1e-150]], [[-1e300, 1e300]], [[123456.25, 123456.5]],
                     [[-1e-7 - 1, -1]]):
            self.assert_margin_is_white(self.png(rows))
            self.assert_margin_is_white(self.png(rows, "--width=200", "--height=200"))

    def test_texts_are_drawn(self):
        plain = self.plot(QUARTERS, "--title=", "--xlabel=", "--ylabel=")
        for option in "--title=T", "--xlabel=T", "--ylabel=T":
            others = [f"{name}=" for name in ("--title", "--xlabel", "--ylabel") if name != option[:-2]]
            self.assertNotEqual(self.plot(QUARTERS, option, *others), plain)

    def test_no_fonts(self):
        self.write("fonts.conf", '<?xml version="1.0"?><fontconfig><cachedir>.</cachedir></fontconfig>')
        os.environ["FONTCONFIG_FILE"] = str(self.directory / "fonts.conf")
        self.addCleanup(os.environ.pop, "FONTCONFIG_FILE")
        self.assertEqual(len(self.png(QUARTERS).boxes()), 2)


class Formats(PlotTest):
    def test_the_same_matrix_gives_the_same_file(self):
        for picture in "p.png", "p.svg", "p.pdf":
            self.assertEqual(self.plot(QUARTERS, picture=picture), self.plot(QUARTERS, picture=picture))
        self.assertNotIn(b"CreationDate", self.plot(QUARTERS, picture="p.pdf"))

    def svg(self, rows, *arguments):
        root = xml.etree.ElementTree.fromstring(self.plot(rows, *arguments, picture="p.svg"))
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        return root

    def test_svg_of_few_cells_holds_rectangles(self):
        root = self.svg(QUARTERS, "--no-colorbar", "--width=500", "--height=400")
        self.assertEqual((root.get("width"), root.get("height")), ("500px", "400px"))
        fills = [re.search(r"fill:rgb\(([\d.]+)%,([\d.]+)%,([\d.]+)%\)", path.get("style") or "")
                 for path in root.iter("{http://www.w3.org/2000/svg}path")]
        colors = [tuple(round(float(part) * 2.55) for part in fill.groups()) for fill in fills if fill]
        expected = [color for row in quarters(QUARTERS) for color in row]
        self.assertEqual([color for color in colors if color in VIRIDIS], expected)
        self.assertEqual(list(root.iter("{http://www.w3.org/2000/svg}image")), [])

    def test_svg_of_many_cells_holds_a_fine_image(self):
        rows = [[(i + j) % 5 / 4 for j in range(90)] for i in range(80)]
        images = list(self.svg(rows).iter("{http://www.w3.org/2000/svg}image"))
        self.assertEqual(len(images), 1)
        width, height = int(images[0].get("width")), int(images[0].get("height"))
        self.assertEqual((width % 90, height % 80), (0, 0))
        self.assertGreater(width, 1200)

    def test_pdf(self):
        data = self.plot(QUARTERS, "--title=Größe", picture="p.PDF")
        self.assertTrue(data.startswith(b"%PDF-1."))
        self.assertTrue(data.rstrip().endswith(b"%%EOF"))
        self.assertIn(b"/MediaBox", data)
        (start,) = re.findall(rb"startxref\s+(\d+)\s+%%EOF", data)
        self.assertRegex(data[int(start):int(start) + 20], rb"xref|\d+ 0 obj")
        drawn = b""
        for match in re.finditer(rb"/FlateDecode[^>]*>>\s+stream\n", data):
            drawn += zlib.decompressobj().decompress(data[match.end():])
        fills = [tuple(round(255 * float(part)) for part in color)
                 for color in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) rg", drawn)]
        self.assertTrue(set(VIRIDIS) <= set(fills))

    def test_upper_case_extension(self):
        self.assertTrue(self.plot(QUARTERS, picture="p.PNG").startswith(b"\x89PNG"))


class Refusals(PlotTest):
    def refused(self, status, *arguments, words=()):
        before = self.files()
        self.assert_fails(self.run_tool("plot", *arguments), *words, status=status)
        self.assertEqual(self.files(), before)

    def test_wrong_usage(self):
        self.write("m.npy", npy_of(QUARTERS))
        good = ["m.npy", "-o", "p.png"]
        self.refused(2)
        self.refused(2, "m.npy", words=["-o"])
        self.refused(2, "-o", "p.png", words=["missing"])
        self.refused(2, "m.npy", "m.npy", "-o", "p.png", words=["one too many"])
        for name in "p.jpg", "png", "p.png.txt", "-":
            self.refused(2, "m.npy", "-o", name, words=[f"'{name}'", ".svg"])
        for option in ("--width=0", "--width=199", "--height=16385", "--width=1e3", "--height=-5", "--width=",
                       "--width=99999999999999999999"):
            self.refused(2, *good, option, words=["from 200 to 16384"])
        for option in "--vmin=nan", "--vmax=inf", "--vmin=one", "--vmax=", "--vmin=1e999":
            self.refused(2, *good, option, words=["finite number"])
        for pair in ("1", "1"), ("2", "1"):
            self.refused(2, *good, "--vmin=" + pair[0], "--vmax=" + pair[1], words=["not below"])
        self.refused(2, *good, "--cmap=jet", words=["viridis", "'jet'"])
        self.refused(2, *good, "--origin=left", words=["upper or lower"])
        self.refused(2, *good, "--input-format=xls", words=["npy, csv"])
        self.refused(2, *good, "--no-such-option")

    def test_text_that_is_not_utf8(self):
        self.write("m.npy", npy_of(QUARTERS))
        for text in b"\xff", b"a\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\x80":
            for option in b"--title=", b"--xlabel=", b"--ylabel=":
                result = self.run_tool("plot", "m.npy", "-o", "p.png", os.fsdecode(option + text))
                self.assertEqual(result.returncode, 2)
                self.assertIn(b"is not UTF-8", result.stderr)

    def test_name_that_is_not_utf8(self):
        name = os.fsdecode(b"\xff.npy")
        (self.directory / name).write_bytes(npy_of(QUARTERS))
        self.assert_status(self.run_tool("plot", name, "-o", "p.png"), 0)

    def test_matrices_that_cannot_be_drawn(self):
        self.refused(1, "none.npy", "-o", "p.png", words=["none.npy"])
        self.write("empty.npy", npy_of([]))
        self.refused(1, "empty.npy", "-o", "p.png", words=["empty.npy", "0 x 0"])
        self.write("flat.npy", npy_of([[], []]))
        self.refused(1, "flat.npy", "-o", "p.png", words=["2 x 0"])
        self.write("cube.npy", pack_npy((2, 2, 2), bytes(64)))
        self.refused(1, "cube.npy", "-o", "p.png", words=["cube.npy", "3"])
        self.write("cut.npy", npy_of(QUARTERS)[:-1])
        self.refused(1, "cut.npy", "-o", "p.png", words=["cut.npy"])

    def test_range_beyond_the_data(self):
        self.write("m.npy", npy_of(QUARTERS))
        self.refused(1, "m.npy", "-o", "p.png", "--vmin=1", words=["--vmin 1", "largest"])
        self.refused(1, "m.npy", "-o", "p.svg", "--vmax=0", words=["--vmax 0", "smallest"])

    def test_output_that_cannot_be_written(self):
        self.write("m.npy", npy_of(QUARTERS))
        self.refused(1, "m.npy", "-o", "none/p.png", words=["none/p.png"])
        for name in "p.png", "p.svg", "p.pdf":
            os.symlink("/dev/full", self.directory / name)
            self.refused(1, "m.npy", "-o", name, words=[name])

    def test_never_over_the_matrix(self):
        self.write("m.png", npy_of(QUARTERS))
        self.refused(1, "m.png", "-o", "m.png", words=["m.png is the input; OUT must be another file"])

    def test_a_failure_leaves_the_old_picture(self):
        self.write("m.npy", npy_of(QUARTERS))
        self.write("p.png", "old")
        self.refused(1, "m.npy", "-o", "p.png", "--vmin=5")
        self.assertEqual((self.directory / "p.png").read_bytes(), b"old")


if __name__ == "__main__":
    main()
