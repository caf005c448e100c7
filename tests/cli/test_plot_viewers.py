# SPDX-License-Identifier: BSD-3-Clause
"""The vector pictures of gausskern plot as viewers draw them (librsvg, poppler), beside its PNG."""
import shutil
import subprocess

from plot_picture import Png
from tool import ToolTest, main, npy_of, skip_all

for program in "rsvg-convert", "pdftoppm", "pdftotext":
    if shutil.which(program) is None:
        skip_all(f"{program} is missing (Debian: librsvg2-bin, poppler-utils)")


class Viewers(ToolTest):
    def plot(self, rows, cols, picture):
        values = [[(3 * i + 2 * j) % 7 / 6 for j in range(cols)] for i in range(rows)]
        self.write("m.npy", npy_of(values))
        self.assert_status(self.run_tool("plot", "m.npy", "-o", picture, "--width=400", "--height=360"), 0)
        return (self.directory / picture).read_bytes()

    def run_viewer(self, *arguments):
        return subprocess.run(arguments, cwd=self.directory, check=True, capture_output=True, timeout=60).stdout

    def drawn_svg(self):
        return Png(self.run_viewer("rsvg-convert", "--background-color=white", "p.svg"))

    def drawn_pdf(self):
        """As PPM, whose pixels follow the header of three lines."""
        data = self.run_viewer("pdftoppm", "-r", "96", "-singlefile", "p.pdf")
        magic, size, depth, pixels = data.split(b"\n", 3)
        self.assertEqual((magic, size, depth), (b"P6", b"400 360", b"255"))
        return [list(zip(*[iter(pixels[1200 * y:1200 * (y + 1)])] * 3)) for y in range(360)]

    def assert_same_cells(self, rows, cols):
        """The colour in the middle of each cell, to the last bit but rounding of a viewer."""
        png = Png(self.plot(rows, cols, "p.png"))
        box = png.boxes()[0]
        expected = png.cell_colors(box, rows, cols)
        self.plot(rows, cols, "p.svg")
        self.plot(rows, cols, "p.pdf")
        svg = self.drawn_svg()
        pixels = svg.pixels
        if len(pixels[0]) != 400 or len(pixels) != 360:
            self.fail(f"the SVG is drawn as {len(pixels[0])} x {len(pixels)} pixels")
        png.pixels = pixels
        self.assert_close_colors(png.cell_colors(box, rows, cols), expected)
        png.pixels = self.drawn_pdf()
        self.assert_close_colors(png.cell_colors(box, rows, cols), expected)

    def assert_close_colors(self, found, expected):
        for row, other in zip(found, expected):
            for color, wanted in zip(row, other):
                self.assertLessEqual(max(abs(a - b) for a, b in zip(color, wanted)), 1, (color, wanted))

    def test_rectangles(self):
        self.assert_same_cells(6, 9)

    def test_image(self):
        self.assert_same_cells(70, 70)

    def assert_smooth(self, pixels, box, horizontal):
        """Where the colours rise, brightness does: a lighter or darker line is paper that shines through."""
        left, top, width, height = box
        if horizontal:
            line = [sum(pixels[top + height // 2][x]) for x in range(left + 1, left + width - 1)]
        else:
            line = [sum(pixels[y][left + width // 2]) for y in range(top + 1, top + height - 1)]
        self.assertGreater(abs(line[-1] - line[0]), 600)
        self.assertIn(line, [sorted(line), sorted(line, reverse=True)])

    def test_nothing_shines_through(self):
        """Cells and bars of lengths that are no whole pixels, in grays, which rise in all of their parts."""
        for shape in (1, 67), (67, 1):
            self.write("m.npy", npy_of([[i + j for j in range(shape[1])] for i in range(shape[0])]))
            arguments = ["--width=400", "--height=360", "m.npy", "-o"]
            self.assert_status(self.run_tool("plot", *arguments, "p.png"), 0)
            cells, bar = Png((self.directory / "p.png").read_bytes()).boxes()
            for picture, drawn in ("p.svg", lambda: self.drawn_svg().pixels), ("p.pdf", self.drawn_pdf):
                self.assert_status(self.run_tool("plot", "--cmap=gray", *arguments, picture), 0)
                pixels = drawn()
                self.assert_smooth(pixels, bar, horizontal=False)
                self.assert_smooth(pixels, cells, horizontal=shape[0] == 1)

    def test_text(self):
        self.plot(6, 9, "p.pdf")
        words = self.run_viewer("pdftotext", "-layout", "p.pdf", "-").decode().split()
        for word in "m.npy", "row", "column", "0", "8", "5", "0.0", "1.0", "(6", "9)":
            self.assertIn(word, words)


if __name__ == "__main__":
    main()
