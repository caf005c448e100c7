# SPDX-License-Identifier: BSD-3-Clause
"""The colour maps of gausskern plot, all 256 colours, beside matplotlib's."""
from plot_picture import Png
from tool import ToolTest, main, npy_of, skip_all

try:
    from matplotlib import colormaps
except ImportError:
    skip_all("matplotlib is missing")

# The most that a colour's part may differ, of 255: half for rounding to bytes; coolwarm is interpolated between 33
# colours there and computed one by one here.
DIFFERENCES = {"viridis": 0.5, "magma": 0.5, "gray": 0.5, "coolwarm": 5.0}


class Colors(ToolTest):
    def test_maps(self):
        values = [[(16 * i + j + 0.5) / 256 for j in range(16)] for i in range(16)]
        self.write("m.npy", npy_of(values))
        for name, difference in DIFFERENCES.items():
            self.assert_status(self.run_tool("plot", "m.npy", "-o", "p.png", "--cmap", name, "--vmin=0", "--vmax=1",
                                             "--title=", "--no-colorbar", "--width=400", "--height=400"), 0)
            shown = self.colors(Png((self.directory / "p.png").read_bytes()))
            for k, color in enumerate(shown):
                expected = [255 * part for part in colormaps[name](k)[:3]]
                worst = max(abs(part - other) for part, other in zip(color, expected))
                self.assertLessEqual(worst, difference + 1e-9, (name, k, color, expected))

    def colors(self, png):
        """The centres of the cells. gray is not told from its surroundings, so the frame shows where they are."""
        black = (0, 0, 0)
        middle = png.height // 2
        left = next(x for x in range(png.width) if all(png.pixels[y][x] == black for y in range(middle, middle + 50)))
        top = next(y for y in range(png.height) if all(png.pixels[y][x] == black for x in range(left, left + 50)))
        right = next(x for x in reversed(range(png.width))
                     if all(png.pixels[y][x] == black for y in range(top, top + 50)))
        bottom = next(y for y in reversed(range(png.height))
                      if all(png.pixels[y][x] == black for x in range(left, left + 50)))
        box = left + 1, top + 1, right - left - 1, bottom - top - 1
        return [color for row in png.cell_colors(box, 16, 16) for color in row]


if __name__ == "__main__":
    main()
