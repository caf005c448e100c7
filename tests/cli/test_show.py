# SPDX-License-Identifier: BSD-3-Clause
"""--show: what goes to the terminal, read back as colours, beside the picture of the same numbers."""
import fcntl
import os
import re
import struct
import subprocess
import termios

from plot_tool import NAN, QUARTERS, VIRIDIS, PlotTest, quarters
from tool import environment, main, npy_of, options, read_terminal

ESCAPE = re.compile(r"\x1b\[([\d;]*)m")
UPPER_HALF = "\u2580"


def colors_of(line):
    """The colours of the upper and the lower halves of a line's characters; None: the terminal's own."""
    upper, lower, front, back, at = [], [], None, None, 0
    while at < len(line):
        escape = ESCAPE.match(line, at)
        if escape:
            codes = escape.group(1)
            if codes == "0":
                front = back = None
            elif codes.startswith("38;2;"):
                front = tuple(map(int, codes.split(";")[2:]))
            else:
                assert codes.startswith("48;2;"), codes
                back = tuple(map(int, codes.split(";")[2:]))
            at = escape.end()
            continue
        assert line[at] == UPPER_HALF, repr(line[at:])
        upper.append(front)
        lower.append(back)
        at += 1
    assert front is None and back is None  # reset at the end of the line
    return upper, lower


class Screen:
    """rows[y][x]: the colours of halves of characters; the last row is None where the number of rows is odd."""

    def __init__(self, output, legend=True):
        lines = output.decode().splitlines()
        self.legend = lines.pop() if legend else None
        self.rows = [row for line in lines for row in colors_of(line)]

    def cells(self, rows, cols):
        """The colours of an enlarged matrix, after a look that each cell is of one colour."""
        scale = len(self.rows[0]) // cols
        assert len(self.rows) in (rows * scale, rows * scale + 1), (len(self.rows), scale)
        found = [[self.rows[i * scale][j * scale] for j in range(cols)] for i in range(rows)]
        for y in range(rows * scale):
            for x in range(cols * scale):
                assert self.rows[y][x] == found[y // scale][x // scale]
        return found


class Show(PlotTest):
    def show(self, *arguments, columns=None, legend=True):
        more = {} if columns is None else {"COLUMNS": str(columns)}
        result = subprocess.run([options.tool, *arguments, "--show"], cwd=self.directory, env=environment(**more),
                                capture_output=True, check=False)
        self.assertEqual(self.assert_status(result, 0), "")
        return Screen(result.stdout, legend)

    def test_colours_of_a_matrix(self):
        self.write("m.npy", npy_of(QUARTERS))
        self.assertEqual(self.show("plot", "m.npy").cells(3, 3), quarters(QUARTERS))
        self.assertEqual(self.show("plot", "m.npy", "--origin=lower").cells(3, 3), quarters(QUARTERS[::-1]))

    def test_as_the_picture(self):
        for command, shape in [(["kernel", "--size=7,5", "--sigma=1.3"], (5, 7)),
                               (["density", "--mean=0,0.3", "--grid=-2:2:12,-1:1:6"], (6, 12))]:
            picture = self.run_tool(*command, "--values=no", "-o", "p.png", "--width=500")
            self.assert_status(picture, 0)
            png = self.png_of("p.png")
            self.assertEqual(self.show(*command).cells(*shape), png.cell_colors(png.boxes()[0], *shape))

    def test_odd_number_of_rows(self):
        self.write("m.npy", npy_of([[0, 1], [0.5, 0], [1, 1]] * 27))
        screen = self.show("plot", "m.npy", columns=3)  # 81 rows of halves, not enlarged
        self.assertEqual(len(screen.rows), 82)
        self.assertEqual(screen.rows[-1], [None, None])
        self.assertEqual(screen.rows[80], [VIRIDIS[4]] * 2)

    def test_reduced_to_the_width(self):
        self.write("m.npy", npy_of([[1.0] * 60 + [0.0] * 60 for _ in range(40)]))
        for columns in 60, 30, 8:
            screen = self.show("plot", "m.npy", columns=columns)
            self.assertEqual({len(row) for row in screen.rows}, {columns})
            self.assertIn(len(screen.rows), {40 * columns // 120, 40 * columns // 120 + 1, 40 * columns // 120 + 2})
            self.assertEqual(screen.rows[0], [VIRIDIS[4]] * (columns // 2) + [VIRIDIS[0]] * (columns // 2))

    def test_width_of_no_terminal(self):
        self.write("m.npy", npy_of([[float(j) for j in range(500)]]))
        for columns, width in (None, 80), (100, 100), ("many", 80), (0, 80):
            self.assertEqual(len(self.show("plot", "m.npy", columns=columns).rows[0]), width, columns)

    def test_width_of_a_terminal(self):
        self.write("m.npy", npy_of([[float(j) for j in range(500)]]))
        leader, follower = self.terminal()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 57, 0, 0))
        with subprocess.Popen([options.tool, "plot", "--show", "m.npy"], cwd=self.directory, stdout=follower,
                              env=environment(COLUMNS="99")) as tool:
            os.close(follower)
            seen = read_terminal(leader)
            self.assertEqual(tool.wait(60), 0)
        self.assertEqual(len(Screen(seen).rows[0]), 57)

    def test_legend(self):
        self.write("m.npy", npy_of([[-1.5, 2.0]]))
        legend = self.show("plot", "m.npy").legend
        self.assertTrue(legend.startswith("-1.5 "))
        self.assertTrue(legend.endswith("\x1b[0m 2"))
        colors = [tuple(map(int, codes.split(";")[2:])) for codes in ESCAPE.findall(legend) if codes != "0"]
        self.assertEqual((colors[0], colors[-1]), (VIRIDIS[0], VIRIDIS[4]))
        self.assertEqual(len(self.show("plot", "m.npy", "--no-colorbar", legend=False).rows[0]) % 2, 0)

    def test_range_nan_and_refusals(self):
        self.write("m.npy", npy_of([[NAN, 1.0, 3.0]]))
        self.assertEqual(self.show("plot", "m.npy", "--vmin=1", "--vmax=5").cells(1, 3),
                         [[(0xD3, 0xD3, 0xD3), VIRIDIS[0], VIRIDIS[2]]])
        self.assert_fails(self.run_tool("plot", "m.npy", "--show", "--vmin=9"), "--vmin 9")
        for option in "--title=A", "--xlabel=A", "--ylabel=A", "--width=300", "--height=300", "--values=yes":
            name = option.split("=", maxsplit=1)[0]
            self.assert_fails(self.run_tool("plot", "m.npy", "--show", option), f"{name} is for picture files",
                              status=2)

    def test_one_dimension(self):
        screen = self.show("kernel", "--dim=1", "--size=5", "--sigma=1")
        (row,) = screen.cells(1, 5)
        self.assertEqual((row[2], row[0]), (VIRIDIS[4], VIRIDIS[0]))
        self.assertEqual(row, row[::-1])

    def test_also_written(self):
        screen = self.show("kernel", "--size=3", "--sigma=1", "-o", "w.csv")
        self.assertEqual(len(screen.cells(3, 3)), 3)
        self.assertEqual((self.directory / "w.csv").read_text(encoding="ascii").count("\n"), 3)

    def test_onto_a_full_device_and_a_closed_pipe(self):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([options.tool, "kernel", "--size=3", "--sigma=1", "--show"], stdout=full,
                                    stderr=subprocess.PIPE, check=False)
        self.assert_fails(result, "cannot write standard output: No space left on device")
        reader, writer = os.pipe()
        os.close(reader)
        result = subprocess.run([options.tool, "kernel", "--size=3", "--sigma=1", "--show"], stdout=writer,
                                stderr=subprocess.PIPE, check=False)
        os.close(writer)
        self.assert_fails(result, "cannot write standard output: Broken pipe")


if __name__ == "__main__":
    main()
