# SPDX-License-Identifier: BSD-3-Clause
"""The pictures of gausskern kde: the histogram beside numpy's, the curve beside the numbers, contours and points
where they belong, and the words around them."""
import math
import re
import shutil
import subprocess
import xml.etree.ElementTree

from plot_tool import PlotTest
from test_result_pictures import blue_columns, frame
from tool import main, npy_of, skip_all, unpack_array

try:
    import numpy as np
except ImportError:
    skip_all("numpy is missing")
if shutil.which("pdftotext") is None:
    skip_all("pdftotext is missing (Debian: poppler-utils)")

SVG = "{http://www.w3.org/2000/svg}"
BAR, EDGE = (222, 222, 222), (158, 158, 158)


class Pictures(PlotTest):
    def setUp(self):
        super().setUp()
        random = np.random.default_rng(11)
        self.one = np.concatenate([random.normal(-2, 0.5, 120), random.normal(1, 1, 200)])
        self.two = random.normal(0, 1, (150, 2)) @ np.array([[1, 0.6], [0, 0.8]])
        self.write("one.npy", npy_of([[x] for x in self.one.tolist()]))
        self.write("two.npy", npy_of(self.two.tolist()))

    def picture(self, *arguments):
        self.assertEqual(self.assert_status(self.run_tool("kde", "-q", "-o", "p.png", *arguments), 0), "")
        return self.png_of("p.png")

    def words(self, *arguments):
        """What stands in the picture, from its text as PDF."""
        self.assertEqual(self.assert_status(self.run_tool("kde", "-q", "-o", "p.pdf", *arguments), 0), "")
        result = subprocess.run(["pdftotext", "-layout", "p.pdf", "-"], cwd=self.directory, check=True,
                                capture_output=True)
        return " ".join(result.stdout.decode().split())

    def strokes(self, color):
        """The lines of that colour in p.svg: the words of each."""
        root = xml.etree.ElementTree.parse(self.directory / "p.svg").getroot()
        level = "rgb(100%,100%,100%)" if color == "white" else "rgb(0%,0%,0%)"
        look = [(path.get("style", "") + ";stroke:" + path.get("stroke", "none")).replace(" ", "")
                for path in root.iter(SVG + "path")]
        return [path.get("d").split() for path, style in zip(root.iter(SVG + "path"), look)
                if f"stroke:{level}" in style and "stroke-opacity:0." not in style]

    def paths(self, *arguments):
        """The SVG's white lines: for each its begins and ends, and its points."""
        self.assert_status(self.run_tool("kde", "-q", "-o", "p.svg", *arguments), 0)
        found = []
        for words in self.strokes("white"):
            text = re.sub(r"Z M [-0-9.]+ [-0-9.]+(?= M|$)", "Z", " ".join(words))  # where cairo would go on
            points = np.array([float(word) for word in text.split() if word not in "MLZ"]).reshape(-1, 2)
            found.append((text.count("M"), text.count("Z"), points))
        return found

    def map_numbers(self, *arguments):
        self.assert_status(self.run_tool("kde", "-q", "-o", "f.npy", *arguments), 0)
        _, shape, values = unpack_array((self.directory / "f.npy").read_bytes())
        return np.array(values).reshape(shape)


class Curves(Pictures):
    GRID = "--grid=-6:6:601"

    def unit(self, png, top):
        """Pixels for a density of 1: the axis goes 6 % beyond the highest."""
        _, _, bottom = frame(png)
        rows = [y for y in range(bottom) if all(png.pixels[y][x] == (0, 0, 0) for x in range(*frame(png)[:2]))]
        return (bottom - max(y for y in rows if y < bottom - 10) - 1) / (1.06 * top)

    def test_histogram(self):
        """Bars where numpy's are, as high as the density scale has them."""
        heights, edges = np.histogram(self.one, bins="auto", density=True)
        values = self.map_numbers(self.GRID, "one.npy")
        png = self.picture(self.GRID, "--width=600", "one.npy")
        left, right, bottom = frame(png)
        unit = self.unit(png, max(heights.max(), values.max()))
        for height, a, b in zip(heights, edges, edges[1:]):
            x = round(left + 1 + (right - left - 1) * ((a + b) / 2 + 6) / 12)
            gray = [y for y in range(bottom) if png.pixels[y][x] in (BAR, EDGE)]
            top = min(gray) if gray else bottom
            self.assertLessEqual(abs((bottom - top) - unit * height), 2.5, (a, height))

    def test_histogram_with_weights(self):
        weights = [1.0] * 120 + [0.0] * 200
        self.write("w.npy", npy_of([[w] for w in weights]))
        heights, edges = np.histogram(self.one, bins="auto", density=False)
        bins = len(heights)
        heights, edges = np.histogram(self.one, bins=bins, density=True, weights=weights)
        words = [self.GRID, "--bandwidth=2", "--weights=w.npy"]  # a curve below most bars
        png = self.picture(*words, "--width=600", "one.npy")
        unit = self.unit(png, max(heights.max(), self.map_numbers(*words, "one.npy").max()))
        left, right, bottom = frame(png)
        for height, a, b in zip(heights, edges, edges[1:]):
            x = round(left + 1 + (right - left - 1) * ((a + b) / 2 + 6) / 12)
            gray = [y for y in range(bottom) if png.pixels[y][x] in (BAR, EDGE)]
            self.assertLessEqual(abs((bottom - (min(gray) if gray else bottom)) - unit * height), 2.5, (a, height))

    def test_number_of_bins(self):
        heights, edges = np.histogram(self.one, bins=4, density=True)
        png = self.picture(self.GRID, "--histogram=4", "--bandwidth=2", "--width=600", "one.npy")
        unit = self.unit(png, heights.max())
        left, right, bottom = frame(png)
        for height, a, b in zip(heights, edges, edges[1:]):
            x = round(left + 1 + (right - left - 1) * ((a + b) / 2 + 6) / 12)
            gray = [y for y in range(bottom) if png.pixels[y][x] in (BAR, EDGE)]
            self.assertLessEqual(abs((bottom - (min(gray) if gray else bottom)) - unit * height), 2.5, (a, height))

    def test_no_histogram(self):
        for words in ["--histogram=no"], ["--log"]:
            png = self.picture(self.GRID, *words, "one.npy")
            self.assertLess(sum(row.count(BAR) for row in png.pixels), 100)  # text has some of all grays
        self.assertGreater(sum(row.count(BAR) for row in self.picture("one.npy").pixels), 1000)

    def test_curve(self):
        """As high over the axis as the numbers say, with and without a histogram."""
        values = self.map_numbers(self.GRID, "one.npy")
        heights, _ = np.histogram(self.one, bins="auto", density=True)
        for words, top in (["--histogram=no"], values.max()), ([], max(values.max(), heights.max())):
            png = self.picture(self.GRID, "--width=600", *words, "one.npy")
            left, right, bottom = frame(png)
            columns, unit = blue_columns(png), self.unit(png, top)
            for x in range(left + 20, right - 20, 40):
                f = np.interp(-6 + 12 * (x - left - 0.5) / (right - left - 1), np.linspace(-6, 6, 601), values)
                if x in columns and max(columns[x]) - min(columns[x]) < 12:
                    middle = sum(columns[x]) / len(columns[x])
                    self.assertLessEqual(abs((bottom - middle) - unit * f), 5, x)
            self.assert_margin_is_white(png)

    def test_rug(self):
        """A dark line at each point, and none between."""
        self.write("few.csv", "0\n1\n4\n")
        words = ["--grid=-1:5:601", "--bandwidth=0.2", "--histogram=no", "--width=600", "few.csv"]
        bare, png = self.picture(*words), self.picture("--rug", *words)
        left, right, bottom = frame(png)
        dark = [x for x in range(left + 1, right) if png.pixels[bottom - 8][x] != bare.pixels[bottom - 8][x]]
        wanted = [left + 0.5 + (right - left - 1) * (x + 1) / 6 for x in (0, 1, 4)]
        self.assertTrue(dark)
        for x in dark:
            self.assertLessEqual(min(abs(x - at) for at in wanted), 2)
        for at in wanted:
            self.assertLessEqual(min(abs(x - at) for x in dark), 2)

    def test_shown_as_an_area(self):
        """Wider from line to line, since a single hump is."""
        self.write("hump.csv", "0\n")
        result = self.run_tool("kde", "-q", "--show", "--bandwidth=1", "hump.csv")
        self.assert_status(result, 0)
        lines = re.findall(r"^(?:\x1b\[[34]8;2[;0-9m]+|\x1b\[0m|\u2580)+$", result.stdout.decode(), re.MULTILINE)
        widths = []
        for line in lines:
            color, count = None, 0
            for foreground, half in re.findall(r"\x1b\[38;2;([0-9;]+)m|(\u2580)", line):
                color = foreground or color
                count += bool(half) and color != "68;1;84"
            widths.append(count)
        self.assertGreater(len(widths), 8)
        self.assertEqual(widths, sorted(widths))
        self.assertTrue(0 < widths[0] < 20 and widths[-1] > 50, widths)

    def test_words(self):
        text = self.words("--bandwidth=silverman", "--columns=1", "one.npy")
        self.assertRegex(text, r"Density of one\.npy: n = 320, h = 0\.\d+ \(silverman\)")
        self.assertIn("Log density of one.npy", self.words("--log", "one.npy"))
        self.write("named.csv", "duration,wait\n1,2\n2,3\n4,9\n")
        self.assertIn("wait", self.words("--columns=wait", "--title=", "named.csv"))
        self.assertIn("length", self.words("--xlabel=length", "--title=", "one.npy"))
        self.write("plain.csv", "1,2\n2,3\n4,9\n")
        self.assertIn("column 2", self.words("--columns=2", "--title=", "plain.csv"))

    def test_odd_data_stay_inside(self):
        for data in [0, 0, 0, 0, 1], [1e150, -1e150, 3e149], [1e-150, 2e-150, 5e-150], [7, 7.0000001], \
                    list(range(50)) + [1e9]:
            self.write("odd.csv", "".join(f"{x!r}\n" for x in data))
            self.assert_margin_is_white(self.picture("--rug", "--width=300", "odd.csv"))
        self.write("same.csv", "5\n5\n")
        self.assert_margin_is_white(self.picture("--bandwidth=1", "--rug", "--width=300", "same.csv"))


class Maps(Pictures):
    GRID = "--grid=-4:4:161,-4:4:161"

    def test_contours_enclose_their_mass(self):
        """Along each line the density is the level whose super-level set holds that part of the mass."""
        f = self.map_numbers(self.GRID, "two.npy")
        for percent in 10, 50, 90:
            ((_, _, at),) = self.paths(self.GRID, f"--contours={percent}", "--points=no", "--width=800", "two.npy")
            self.assertGreater(len(at), 30)
            self.assertLessEqual(np.abs(self.along(f, at) / self.level(f, percent) - 1).max(), 0.01)

    @staticmethod
    def level(f, percent):
        order = np.sort(f.ravel())[::-1]
        return order[np.searchsorted(np.cumsum(order), percent / 100 * order.sum())]

    def along(self, f, at):
        """The density at places in p.svg, linear between the grid's nodes."""
        left, top, width, height = self.box()
        return self.bilinear(f, (at[:, 0] - left) / width * 161 - 0.5, (1 - (at[:, 1] - top) / height) * 161 - 0.5)

    def box(self):
        """The cells' rectangle in p.svg: the largest black one, a line of width 1 around them."""
        boxes = []
        for words in self.strokes("black"):
            if words.count("L") == 3 and words.count("Z") == 1:
                at = np.array([float(word) for word in words if word not in "MLZ"][:8]).reshape(-1, 2)
                (x, y), (right, bottom) = at.min(axis=0), at.max(axis=0)
                boxes.append((x + 0.5, y + 0.5, right - x - 1, bottom - y - 1))
        return max(boxes, key=lambda found: found[2] * found[3])

    @staticmethod
    def bilinear(f, x, y):
        i, j = np.clip(x.astype(int), 0, f.shape[1] - 2), np.clip(y.astype(int), 0, f.shape[0] - 2)
        s, t = x - i, y - j
        return ((1 - s) * (1 - t) * f[j, i] + s * (1 - t) * f[j, i + 1] + (1 - s) * t * f[j + 1, i]
                + s * t * f[j + 1, i + 1])

    def test_two_bumps_have_two_lines(self):
        """Closed where they lie inside, open where the grid cuts them."""
        self.write("bumps.csv", "-2,0\n2,0\n")
        for grid, begins, closed in ("-4:4:81,-4:4:81", 2, 2), ("-4:4:81,0:4:41", 2, 0), ("-4:0:41,-4:4:81", 1, 1):
            ((*found, _),) = self.paths(f"--grid={grid}", "--bandwidth=0.5", "--contours=50", "--points=no",
                                        "bumps.csv")
            self.assertEqual(found, [begins, closed], grid)

    def test_saddle(self):
        """A square whose opposite corners are above the level: joined where its middle is above as well, else parted.
        The level is that of a third bump, by its weight."""
        self.write("three.csv", "-0.5,-0.5\n0.5,0.5\n2.5,2.5\n")
        for weight, lines in (0.4, 2), (0.8, 3):
            self.write("w.csv", f"1\n1\n{weight}\n")
            words = ["--grid=-1.5:3.5:6,-1.5:3.5:6", "--bandwidth=0.45", "--weights=w.csv", "three.csv"]
            f = np.sort(self.map_numbers(*words).ravel())[::-1]
            percent = 100 * (f[0] + f[1] + f[2] / 2) / f.sum()
            ((begins, closed, _),) = self.paths(f"--contours={percent}", "--points=no", *words)
            self.assertEqual((begins, closed), (lines, lines), weight)

    def test_points(self):
        """Each where it belongs; of many some."""
        self.write("few.csv", "0,0\n1,2\n-3,1\n9,9\n")
        words = ["--bandwidth=1", "--contours=none", self.GRID, "few.csv"]
        ((_, _, at),) = self.paths(*words)
        left, top, width, height = self.box()
        found = {(round((x - left) / width * 8.05 - 4.025, 2), round((1 - (y - top) / height) * 8.05 - 4.025, 2))
                 for x, y in at}
        wanted = {(0, 0), (1, 2), (-3, 1)}
        self.assertEqual(len(found), 3)
        for x, y in wanted:
            self.assertLessEqual(min(math.hypot(x - a, y - b) for a, b in found), 0.02)
        self.assertEqual(self.paths("--points=no", *words), [])
        many = np.random.default_rng(3).uniform(-3, 3, (5000, 2))
        self.write("many.npy", npy_of(many.tolist()))
        ((begins, _, _),) = self.paths("--contours=none", "--bandwidth=1", self.GRID, "many.npy")
        self.assertEqual(begins, 2000)
        self.assertIn("n = 5000 (2000 drawn), h = 1", self.words("--bandwidth=1", self.GRID, "many.npy"))

    def test_both_are_seen(self):
        plain = self.picture(self.GRID, "--contours=none", "--points=no", "two.npy")
        self.assertFalse(self.whitish(plain))
        for words in ["--points=no"], ["--contours=none"], []:
            png = self.picture(self.GRID, *words, "two.npy")
            self.assertTrue(self.whitish(png))
            self.assert_margin_is_white(png)

    def whitish(self, png):
        """Whether something is nearly white in the middle of the picture, where all is cells."""
        rows = [row[png.width // 3:png.width // 2] for row in png.pixels[png.height // 3:png.height // 2]]
        return any(min(pixel) > 240 for row in rows for pixel in row)

    def test_words(self):
        text = self.words("two.npy")
        self.assertIn("Density of two.npy: n = 150, h = 0.", text)
        self.assertIn("the lines enclose 10, 25, 50, 75 and 90 % of the mass", text)
        self.assertIn("the lines enclose 50 and 99.5 % of the mass", self.words("--contours=50,99.5", "two.npy"))
        self.assertNotIn("enclose", self.words("--contours=none", "two.npy"))
        self.write("named.csv", "duration,wait\n1,2\n2,3\n4,9\n1,1\n")
        text = self.words("--title=", "named.csv")
        self.assertIn("duration", text)
        self.assertIn("wait", "".join(text.split()) if "wait" not in text else text)

    def test_lines_have_a_line_of_their_own(self):
        """The title breaks before them, not in the middle of their words."""
        self.assert_status(self.run_tool("kde", "-q", "--width=500", "-o", "p.pdf", "two.npy"), 0)
        text = subprocess.run(["pdftotext", "-layout", "p.pdf", "-"], cwd=self.directory, check=True,
                              capture_output=True).stdout.decode()
        lines = [" ".join(line.split()) for line in text.splitlines()]
        self.assertIn("the lines enclose 10, 25, 50, 75 and 90 % of the mass", lines)

    def test_far_from_the_data(self):
        """Nothing is enclosed, and the scale begins at 0."""
        words = ["--grid=100:200:40,100:101:40", "two.npy"]
        result = self.run_tool("kde", "-o", "p.pdf", *words)
        self.assertIn("warning: the density is 0 everywhere on the grid", self.assert_status(result, 0))
        text = self.words(*words)
        self.assertNotIn("enclose", text)
        self.assertNotIn("\u22120.", text)
        self.assertNotIn("\u22120.", self.words("--grid=100:200:40", "--histogram=no", "one.npy"))

    def test_log_has_the_same_lines(self):
        f = self.map_numbers(self.GRID, "two.npy")
        ((_, _, at),) = self.paths(self.GRID, "--log", "--contours=50", "--points=no", "--width=800", "two.npy")
        found = self.along(f, at)
        self.assertLessEqual(np.abs(found / self.level(f, 50) - 1).max(), 0.01)

    def test_shown_on_a_terminal(self):
        result = self.run_tool("kde", "-q", "--show", "two.npy")
        self.assert_status(result, 0)
        self.assertIn("\u2580".encode(), result.stdout)
        result = self.run_tool("kde", "-q", "--show", "-o", "f.csv", "--grid=-3:3:50", "one.npy")
        self.assert_status(result, 0)
        self.assertEqual((self.directory / "f.csv").read_text().count(","), 50)


if __name__ == "__main__":
    main()
