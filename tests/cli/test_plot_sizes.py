# SPDX-License-Identifier: BSD-3-Clause
"""gausskern plot: the size of the picture, as asked for or as the matrix's shape needs it."""
from plot_picture import Png
from plot_tool import QUARTERS, PlotTest
from tool import main


class Sizes(PlotTest):
    def test_sizes_asked_for(self):
        for width, height in (200, 200), (1000, 300), (300, 700), (700, 650):
            png = self.png(QUARTERS, f"--width={width}", f"--height={height}")
            self.assertEqual((png.width, png.height), (width, height))
            self.assertEqual(len(png.boxes()), 2)
            self.assert_margin_is_white(png)

    def assert_shape(self, rows, cols, *arguments, size, most_beside=230, most_above_and_below=130):
        """Of that size, with no more beside the cells and above and below them than text and colour bar need."""
        png = Png(self.plot([[(i + j) % 2 for j in range(cols)] for i in range(rows)], *arguments))
        (_, _, width, height), (_, _, bar, _) = png.boxes()
        for found, (least, most) in zip((png.width, png.height), size):
            self.assertLessEqual(least, found)
            self.assertLessEqual(found, most)
        self.assertLessEqual(png.width - width, most_beside)
        self.assertLessEqual(png.height - height, most_above_and_below)
        self.assertEqual(width * rows, height * cols)
        self.assert_margin_is_white(png)
        return bar

    def test_the_shape_decides_on_the_size(self):
        square = self.assert_shape(8, 8, size=((900, 900), (800, 800)))
        # Square cells over a width of 670 to 770, and as much as a square picture has above and below: 100 to 130.
        wide = self.assert_shape(20, 120, size=((900, 900), (200, 270)))
        tall = self.assert_shape(84, 12, size=((200, 330), (800, 800)))
        self.assertEqual({square, wide, tall}, {28})  # the text, which the bar's width follows, stays as large

    def test_one_side_follows_the_other(self):
        self.assert_shape(8, 8, "--width=450", size=((450, 450), (400, 400)))
        self.assert_shape(8, 8, "--height=400", size=((450, 450), (400, 400)))
        self.assert_shape(10, 50, "--width=1200", size=((1200, 1200), (300, 400)), most_beside=300,
                          most_above_and_below=170)
        self.assert_shape(30, 20, "--width=450", size=((450, 450), (480, 620)))
        self.assert_shape(20, 30, "--height=400", size=((520, 650), (400, 400)))
        for option, size in ("--width=300", (300, 600)), ("--height=300", (600, 300)):
            shape = (64, 8) if size[0] < size[1] else (8, 64)
            png = Png(self.plot([[i + j for j in range(shape[1])] for i in range(shape[0])], option))
            self.assertEqual((png.width, png.height), size)  # no more than twice what is given

    def test_the_most_oblong(self):
        for rows, cols in (1, 400), (400, 1):
            png = Png(self.plot([[i + j for j in range(cols)] for i in range(rows)]))
            self.assertEqual(max(png.width, png.height), 900 if rows == 1 else 800)
            self.assertIn(min(png.width, png.height), range(200, 330))
            self.assert_margin_is_white(png)
            self.assertEqual(len(png.boxes()), 2)


if __name__ == "__main__":
    main()
