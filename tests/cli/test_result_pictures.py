# SPDX-License-Identifier: BSD-3-Clause
"""The pictures of gausskern kernel and density: what matplotlib's imshow would show of the same numbers, cell for
cell, and the text around them and in them."""
import itertools
import re
import shutil
import subprocess
import xml.etree.ElementTree

from plot_tool import PlotTest
from tool import main, skip_all, unpack_array

try:
    from matplotlib import colormaps
    from matplotlib.colors import Normalize
except ImportError:
    skip_all("matplotlib is missing")
if shutil.which("pdftotext") is None:
    skip_all("pdftotext is missing (Debian: poppler-utils)")

KERNELS = [["--size=3", "--sigma=0.8"], ["--size=5", "--sigma=1"], ["--size=5,3", "--sigma=1,2"],
           ["--size=9", "--sigma=3,1", "--theta=30deg"], ["--size=25", "--sigma=4"], ["--size=101", "--sigma=15"]]


MINUS = "\u2212"


def blue_columns(png):
    """The lines' y by their x, of bars or a curve: all else is white, black and gray."""
    columns = {x: [y for y in range(png.height) if len(set(png.pixels[y][x])) > 1] for x in range(png.width)}
    return {x: lines for x, lines in columns.items() if lines}


def frame(png):
    """The x of the axes' left and right line, and the y of that below, in a chart."""
    middle = range(png.height // 3, png.height // 2)
    sides = [x for x in range(png.width) if all(png.pixels[y][x] == (0, 0, 0) for y in middle)]
    across = range(sides[0], sides[-1])
    return sides[0], sides[-1], max(y for y in range(png.height) if all(png.pixels[y][x] == (0, 0, 0) for x in across))


class Pictures(PlotTest):
    def numbers(self, *command):
        """The rows of what the command computes."""
        self.assert_status(self.run_tool(*command, "-o", "p.npy"), 0)
        _, (rows, cols), values = unpack_array((self.directory / "p.npy").read_bytes())
        return [values[i * cols:(i + 1) * cols] for i in range(rows)]

    def picture(self, *command):
        self.assert_status(self.run_tool(*command, "-o", "p.png"), 0)
        return self.png_of("p.png")

    def words(self, *command):
        """What stands in the picture, from its text as PDF."""
        self.assert_status(self.run_tool(*command, "-o", "p.pdf"), 0)
        result = subprocess.run(["pdftotext", "-layout", "p.pdf", "-"], cwd=self.directory, check=True,
                                capture_output=True)
        return result.stdout.decode().split()

    def assert_imshow(self, png, rows, cmap="viridis", limits=None, tolerance=0):
        """Each cell's colour is what matplotlib gives the number; one of 256 steps aside, where rounding decides."""
        low, high = limits or (min(map(min, rows)), max(map(max, rows)))
        norm, table = Normalize(low, high), colormaps[cmap]
        shown = png.cell_colors(png.boxes()[0], len(rows), len(rows[0]))
        for row, colors in zip(rows, shown):
            for value, color in zip(row, colors):
                index = min(int(norm(value) * 256), 255)
                wanted = [table(k)[:3] for k in {max(index - 1, 0), index, min(index + 1, 255)}]
                distances = [max(abs(255 * a - b) for a, b in zip(other, color)) for other in wanted]
                self.assertLessEqual(min(distances), 0.5 + 1e-9 + tolerance, (value, color, wanted))


class Kernels(Pictures):
    def test_cells(self):
        for arguments in KERNELS:
            rows = self.numbers("kernel", *arguments)
            for size in "--width=300", "--width=600":
                png = self.picture("kernel", "--values=no", size, *arguments)
                self.assert_imshow(png, rows)
                self.assert_margin_is_white(png)
                _, _, width, height = png.boxes()[0]
                self.assertEqual(width * len(rows), height * len(rows[0]))  # squares

    def test_upper_row_first(self):
        arguments = ["--size=5", "--sigma=1", "--center=1,0"]
        rows = self.numbers("kernel", *arguments)
        self.assertEqual(max(rows[0]), max(map(max, rows)))
        self.assert_imshow(self.picture("kernel", "--values=no", *arguments), rows)
        self.assert_imshow(self.picture("kernel", "--values=no", "--origin=lower", *arguments), rows[::-1])

    def test_derivatives_are_symmetric_about_0(self):
        """Red and blue as far from 0, also where the largest and the smallest weight are not."""
        for order, amplitude in ("1,0", "1"), ("2,0", "1"), ("2,0", "-1"):
            arguments = ["--size=9", "--sigma=1.5", f"--order={order}", f"--amplitude={amplitude}"]
            rows = self.numbers("kernel", *arguments)
            most = max(abs(value) for row in rows for value in row)
            png = self.picture("kernel", "--values=no", *arguments)
            self.assert_imshow(png, rows, "coolwarm", (-most, most), 5)
            own = self.picture("kernel", "--values=no", "--cmap=viridis", *arguments)
            self.assert_imshow(own, rows)
            asked = self.picture("kernel", "--values=no", "--vmin=-1", "--vmax=2", *arguments)
            self.assert_imshow(asked, rows, "coolwarm", (-1, 2), 5)
            for limit in "--vmin=-0.5", "--vmax=0.5":  # the other end is as far from 0
                self.assert_imshow(self.picture("kernel", "--values=no", limit, *arguments), rows, "coolwarm",
                                   (-0.5, 0.5), 5)

    def test_values_in_the_cells(self):
        for arguments in KERNELS[:3]:
            rows = self.numbers("kernel", *arguments)
            words = self.words("kernel", "--no-colorbar", "--title=", *arguments)
            decimals = {len(word.split(".")[1]) for word in words if "." in word}
            self.assertEqual(len(decimals), 1)
            (digits,) = decimals
            self.assertGreaterEqual(digits, 3)
            self.assertEqual([word for word in words if "." in word],
                             [f"{value:.{digits}f}" for row in rows for value in row])
            fixed = self.words("kernel", "--no-colorbar", "--title=", "--decimals=2", "--scale=10", *arguments)
            self.assertEqual([word for word in fixed if "." in word],
                             [f"{10 * value:.2f}" for row in rows for value in row])

    def test_values_follow_the_origin(self):
        arguments = ["--size=3", "--sigma=1", "--center=1,0", "--no-colorbar", "--title="]
        rows = self.numbers("kernel", *arguments[:3])
        for origin, order in ("upper", rows), ("lower", rows[::-1]):
            words = self.words("kernel", *arguments, "--decimals=4", f"--origin={origin}")
            self.assertEqual([word for word in words if "." in word], [f"{value:.4f}" for row in order for value in row])

    def test_values_of_derivatives(self):
        """A zero has no sign."""
        arguments = ["--size=3", "--sigma=0.2", "--order=1,0", "--amplitude=1000"]
        rows = self.numbers("kernel", *arguments)
        words = self.words("kernel", *arguments, "--no-colorbar", "--title=", "--decimals=3")
        expected = [f"{value:.3f}" for row in rows for value in row]
        self.assertIn("-0.000", expected)
        self.assertEqual([word for word in words if "." in word],
                         [word.replace("-0.000", "0.000").replace("-", MINUS) for word in expected])

    def test_small_values_have_a_unit(self):
        """Three digits of the largest, in cells of 12 x 12, times the power of ten that the title tells."""
        arguments = ["--size=12", "--sigma=3", "--order=2,1"]
        values = [value for row in self.numbers("kernel", *arguments) for value in row]
        words = self.words("kernel", *arguments, "--no-colorbar", "--title=A")
        self.assertEqual("".join(words[:4]), "A,valuesin1e-4")
        self.assertEqual([word for word in words if "." in word],
                         [f"{1e4 * value:.2f}".replace("-", MINUS) for value in values])
        words = self.words("kernel", *arguments, "--no-colorbar", "--title=")
        self.assertEqual("".join(words[:3]), "valuesin1e-4")
        self.assertNotIn("in", self.words("kernel", *arguments, "--values=no"))
        self.assertNotIn("in", self.words("kernel", *arguments, "--decimals=6"))

    def test_small_values_above_bars(self):
        arguments = ["--dim=1", "--size=5", "--sigma=2", "--order=1", "--amplitude=1e-5"]
        words = self.words("kernel", *arguments, "--title=A")
        self.assertIn("1e-7", words)
        for value in self.line(*arguments[1:]):
            self.assertIn(f"{1e7 * value:.2f}".replace("-", MINUS), words)

    def test_values_of_derivatives_do_not_touch(self):
        """In cells of 76 pixels each value leaves seven free at both ends."""
        arguments = ["kernel", "--size=9", "--sigma=1.5", "--order=1,0"]
        left, top, width, height = self.picture(*arguments, "--values=no").boxes()[0]
        png = self.picture(*arguments)
        for k in range(1, 9):
            edge = left + round(k * width / 9)
            for y in range(top, top + height):  # two colours at most meet there, and no ink
                for x in range(edge - 7, edge + 7):
                    self.assertIn(png.pixels[y][x], (png.pixels[y][edge - 1], png.pixels[y][edge]))

    def test_large_values(self):
        arguments = ["--size=3", "--sigma=1", "--amplitude=123456.7"]
        rows = self.numbers("kernel", *arguments)
        words = self.words("kernel", *arguments, "--no-colorbar", "--title=")
        for value in [value for row in rows for value in row]:
            self.assertIn(f"{value:.0f}", words)

    def test_whole_numbers(self):
        words = self.words("kernel", "--size=3", "--method=binomial", "--amplitude=16", "--no-colorbar", "--title=",
                           "--xlabel=", "--ylabel=")
        self.assertEqual(sorted(words), sorted("0 1 2 0 1 2 1 2 1 2 4 2 1 2 1".split()))

    def test_no_values(self):
        for arguments in ["--values=no", *KERNELS[1]], KERNELS[4], KERNELS[5]:
            self.assertFalse([word for word in self.words("kernel", "--no-colorbar", "--title=", *arguments)
                              if "." in word])

    def test_contrast_of_the_values(self):
        """Text in the darkest cell is white, in the lightest black."""
        png = self.picture("kernel", "--width=600", *KERNELS[0])
        left, top, width, height = png.boxes()[0]
        for cell, ink in ((0, 0), (255, 255, 255)), ((1, 1), (0, 0, 0)):
            i, j = cell
            pixels = [sum(png.pixels[y][x]) for y in range(top + i * height // 3, top + (i + 1) * height // 3)
                      for x in range(left + j * width // 3, left + (j + 1) * width // 3)]
            self.assertLess(min(abs(pixel - sum(ink)) for pixel in pixels), 40)
            self.assertGreater(min(abs(pixel + sum(ink) - 765) for pixel in pixels), 100)

    def test_svg_has_the_values_too(self):
        """Text is drawn by its glyphs: so many more as the values have characters."""
        counts = []
        for values in "no", "yes":
            self.assert_status(self.run_tool("kernel", *KERNELS[1], f"--values={values}", "-o", "p.svg"), 0)
            root = xml.etree.ElementTree.parse(self.directory / "p.svg").getroot()
            uses = [use for use in root.iter("{http://www.w3.org/2000/svg}use")
                    if re.match("#glyph", use.get("{http://www.w3.org/1999/xlink}href"))]
            counts.append(len(uses))
        words = [word for word in self.words("kernel", *KERNELS[1], "--no-colorbar", "--title=") if "." in word]
        self.assertEqual(counts[1] - counts[0], sum(map(len, words)))

    def test_labels(self):
        words = self.words("kernel", *KERNELS[1])
        for word in "Gaussian", "kernel,", "5", "σ", "=", "x", "y", "0.16":
            self.assertIn(word, words)

    def test_titles(self):
        for arguments, title in [
                (["--dim=1", "--size=9", "--sigma=1.5"], "Gaussian kernel, 9 pixels, σ = 1.5"),
                (["--size=9", "--sigma=2,1", "--theta=45deg"], "Gaussian kernel, 9 × 9, σ = 2, 1, θ = 45°"),
                (["--size=5", "--sigma=1", "--order=2,1"], "Derivative (2, 1) of a Gaussian, 5 × 5, σ = 1"),
                (["--dim=1", "--size=5", "--sigma=1", "--order=2"], "Derivative (2) of a Gaussian, 5 pixels, σ = 1"),
                (["--size=5", "--sigma=1", "--method=integrated"], "Integrated Gaussian kernel, 5 × 5, σ = 1"),
                (["--size=5,3", "--method=binomial"], "Binomial kernel, 5 × 3")]:
            words = self.words("kernel", *arguments, "--values=no", "--no-colorbar" if "--dim=1" not in arguments
                               else "--xlabel=")
            self.assertTrue("".join(words).startswith(title.replace(" ", "")), words)

    def test_bars(self):
        rows = [[value] for value in self.line("--size=7", "--sigma=1.2")]
        words = self.words("kernel", "--dim=1", "--size=7", "--sigma=1.2")
        for (value,) in rows:
            self.assertTrue(any(re.fullmatch(r"0\.\d{3,}", word) and f"{value:.{len(word) - 2}f}" == word
                                for word in words), (value, words))
        png = self.picture("kernel", "--dim=1", "--size=7", "--sigma=1.2", "--values=no")
        heights = self.bar_heights(png, 7)
        for k, height in enumerate(heights):
            self.assertLessEqual(abs(height - rows[k][0] / rows[3][0] * heights[3]), 1.5)
        left, right, bottom = frame(png)
        self.assertEqual({max(lines) for lines in blue_columns(png).values()}, {bottom - 1})
        self.assertLess(max(abs(min(blue_columns(png)) - left), abs(max(blue_columns(png)) - right)),
                        0.15 * (right - left) / 7)

    def line(self, *arguments):
        return [row[0] for row in self.text("kernel", "--dim=1", *arguments)]

    def bar_heights(self, png, count):
        """In pixels, at the middle of each bar."""
        columns = blue_columns(png)
        left, right = min(columns), max(columns) + 1
        pitch = (right - left) / (count - 0.2)
        return [len(columns[int(left + (k + 0.4) * pitch)]) for k in range(count)]


class Densities(Pictures):
    MIXTURE = ["--mixture=mixture.csv"]

    def setUp(self):
        super().setUp()
        self.write("mixture.csv", "0.6, -1, -1,  0.5,  0.2,  0.2, 0.4\n0.4,  1,  1,  0.6, -0.3, -0.3, 0.5\n")

    def test_cells(self):
        for grid in "--grid=-3:3:100,-3:3:100", "--grid=-3:3:30,-1:2:20", "--grid=-3:3:7,-3:3:5":
            command = ["density", *self.MIXTURE, grid]
            rows = self.numbers(*command)
            for size in "--width=300", "--width=600":
                png = self.picture(*command, size)
                if png.boxes()[0][2] >= len(rows[0]):
                    self.assert_imshow(png, rows[::-1])  # the first y at the bottom
                self.assert_margin_is_white(png)
            self.assert_imshow(self.picture(*command, "--origin=upper"), rows)

    def test_x_and_y_have_one_scale(self):
        """Also where the steps differ; but not where that would make a strip."""
        for grid, shape in [("-3:3:100,-3:3:100", 1), ("-4:4:41,-1:1:41", 8.2 / 2.05), ("0:1e-5:80,-1000:1e6:60", 1),
                            ("0:1:30,5:5:1", 30)]:
            png = self.picture("density", "--mean=0,0", "--grid", grid)
            _, _, width, height = png.boxes()[0]
            expected = shape if shape <= 8 else 1
            self.assertLessEqual(abs(width / height / expected - 1), 0.02, grid)

    def test_ticks_are_coordinates(self):
        for grid, words in [("-3:3:100,-3:3:100", ["-3", "-2", "-1", "0", "1", "2", "3"]),
                            ("0:1e-5:80,-1000:1e6:60", ["0.2", "0.4", "0.8", "1e-5", "1e6"]),
                            ("1000:1001:20,0:1:20", ["1000.2", "1000.8", "0.4"]), ("2:-2:20,-2:2:20", ["-1.0", "0.0", "2.0"])]:
            found = self.words("density", "--mean=0,0", "--cov=1e9", "--no-colorbar", "--grid", grid)
            for word in words:
                self.assertIn(word.replace("-", MINUS, word[0] == "-"), found)

    def test_order_of_the_ticks(self):
        """From left to right and from top to bottom, also where an axis runs backwards."""
        three = ["-3", "-2", "-1", "0", "1", "2", "3"]
        for x, y in itertools.product((three, three[::-1]), repeat=2):
            for origin, expected in ("lower", y[::-1]), ("upper", y):
                grid = f"--grid={x[0]}:{x[-1]}:7,{y[0]}:{y[-1]}:7"
                words = self.words("density", "--mean=0,0", grid, "--no-colorbar", "--title=", "--ylabel=", "--xlabel=",
                                   f"--origin={origin}")
                self.assertEqual(words, [word.replace("-", MINUS) for word in expected + x])

    def test_long_labels_do_not_touch(self):
        for grid in "10000:10001:20,0:1:20", "0:50000:501,0:50000:501", "-0.0001:0.0001:9,0:1e-4:9":
            for size in "--height=250", "--height=450":
                command = ["density", "--mean=0,0", "--grid", grid, "--no-colorbar", "--title=", "--width=250", size]
                self.assert_margin_is_white(self.picture(*command))
                for word in self.words(*command):
                    self.assertRegex(word, rf"^(x|y|{MINUS}?\d+(\.\d{{1,5}})?|1e-\d|[+]?1e[+]\d+)$")

    def test_ticks_stand_at_the_middle_of_pixels(self):
        """Of a grid whose coordinates are those of the ticks, and half a step from the edges."""
        png = self.picture("density", "--mean=0,0", "--grid=-2:2:5,-2:2:5", "--width=500")
        left, top, width, height = png.boxes()[0]
        below = [x for x in range(left, left + width) if png.pixels[top + height + 3][x] == (0, 0, 0)]
        beside = [y for y in range(top, top + height) if png.pixels[y][left - 4] == (0, 0, 0)]
        for found, begin, length in (below, left, width), (beside, top, height):
            self.assertGreaterEqual(len(found), 5)
            for at in found:  # pixels have 5 units of length; ticks stand at multiples of 1/2
                halves = [begin + (k / 2 + 0.5) * length / 5 for k in range(-1, 10)]
                self.assertLessEqual(min(abs(at + 0.5 - half) for half in halves), 0.5)

    def test_curve(self):
        """Its height at the middle of the axis and at the end, against the numbers."""
        command = ["density", "--mean=0.5", "--grid=-2:2:201", "--width=600"]
        values = [row[0] for row in self.text(*command[:3])]
        png = self.picture(*command)
        tops = {x: sum(lines) / len(lines) for x, lines in blue_columns(png).items()}
        left, right, peak = min(tops), max(tops), min(tops, key=tops.get)
        self.assertLessEqual(abs((peak - left) / (right - left) - 2.5 / 4), 0.02)
        self.assertLessEqual(max(abs(left - 1 - frame(png)[0]), abs(right + 1 - frame(png)[1])), 1)
        unit = (tops[left] - tops[peak]) / (max(values) - values[0])
        for k in 50, 100, 150, 200:
            at = tops[left + round((right - left) * k / 200)]
            self.assertLessEqual(abs(tops[left] - at - unit * (values[k] - values[0])), 5, k)

    def test_points_of_short_curves(self):
        """One point alone is no line, and is seen; the points of more than 20 are not."""
        for count, shown in (1, True), (5, True), (20, True), (21, False):
            grid = f"--grid=-2:2:{count}" if count > 1 else "--grid=0:0:1"
            png = self.picture("density", "--mean=0", grid, "--width=600")
            columns = blue_columns(png)
            self.assertEqual(bool(columns), shown or count > 1)
            left, right, _ = frame(png)
            at = left + round((right - left) * (0.5 if count == 1 else (count // 2) / (count - 1)))
            self.assertEqual(max(len(columns[x]) for x in range(at - 2, at + 3)) >= 6, shown, count)
        beyond = self.picture("density", "--mean=0", "--grid=0:0:1", "--vmin=0.1", "--vmax=0.2", "--width=600")
        self.assertFalse(blue_columns(beyond))

    def test_log_curve_with_a_gap(self):
        png = self.picture("density", "--mean=0", "--cov=1e-300", "--grid=-1:1:101", "--log", "--width=300")
        self.assert_margin_is_white(png)

    def test_odd_ranges_stay_inside(self):
        for grid in ("-8e307:8e307:10,0:1:10", "1e-300:2e-300:5,0:1:5", "123456789:123456790:20,0:1:20",
                     "1:1.000000001:9,-1e-12:1e-12:9", "7:7:1,7:7:1", "1e300:1e300:1,0:1:4", "0:1:500,0:1:2"):
            for size in "--width=200", "--width=400":
                self.assert_margin_is_white(self.picture("density", "--mean=0,0", "--grid", grid, size))

    def test_title(self):
        self.assertEqual(self.words("density", *self.MIXTURE, "--grid=0:1:3,0:1:3")[:6],
                         "Density of a mixture of 2".split())
        self.assertIn("Log", self.words("density", "--mean=0", "--grid=0:1:3", "--log"))


if __name__ == "__main__":
    main()
