# SPDX-License-Identifier: BSD-3-Clause
"""What the tests of `gausskern plot` share: a matrix whose colours are known, and drawing it."""
from plot_picture import WHITE, Png
from tool import ToolTest, npy_of

# viridis at 0, 1/4, 1/2, 3/4 and 1, as published: entries 0, 64, 128, 192 and 255 of its 256.
VIRIDIS = [(0x44, 0x01, 0x54), (0x3B, 0x52, 0x8B), (0x21, 0x91, 0x8C), (0x5E, 0xC9, 0x62), (0xFD, 0xE7, 0x25)]
QUARTERS = [[0.0, 0.25, 0.5], [0.75, 1.0, 0.25], [1.0, 0.0, 0.75]]
INFINITY, NAN = float("inf"), float("nan")


def quarters(rows):
    return [[VIRIDIS[int(4 * value)] for value in row] for row in rows]


def gray(value):
    """The gray map's colour of a value from 0 to 1."""
    return (min(int(256 * value), 255),) * 3


class PlotTest(ToolTest):
    def plot(self, rows, *arguments, picture="p.png", code="d"):
        """The picture's bytes; nothing must be said."""
        self.write("m.npy", npy_of(rows, code))
        stderr = self.assert_status(self.run_tool("plot", "-q", "m.npy", "-o", picture, *arguments), 0)
        self.assertEqual(stderr, "")
        return (self.directory / picture).read_bytes()

    def png(self, rows, *arguments, code="d"):
        """Small, because it is decoded by Python."""
        return Png(self.plot(rows, "--width=360", "--height=320", *arguments, code=code))

    def png_of(self, name):
        return Png((self.directory / name).read_bytes())

    def assert_margin_is_white(self, png):
        for x in range(png.width):
            self.assertEqual({png.pixels[0][x], png.pixels[-1][x]}, {WHITE})
        for y in range(png.height):
            self.assertEqual({png.pixels[y][0], png.pixels[y][-1]}, {WHITE})
