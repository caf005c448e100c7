# SPDX-License-Identifier: BSD-3-Clause
"""gausskern kde: densities, bandwidths and samples beside the formula, columns and weights."""
import math
import signal
import statistics
import time

from test_interrupt import Running
from tool import ToolTest, main, npy_of, points, unpack_array

U = 2.0**-53
ONE = [row[0] for row in points(41, 1, seed=5)]
TWO = points(53, 2, seed=6)
WEIGHTS = [1 + row[0] ** 2 for row in points(41, 1, seed=9)]


def normal(z):
    return math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)


def density(x, data, h, weights=None):
    weights = weights or [1.0] * len(data)
    return math.fsum(w * normal((x - y) / h) for w, y in zip(weights, data)) / (h * math.fsum(weights))


def linspace(first, last, count):
    return [first + i * (last - first) / (count - 1) for i in range(count)]


def covariance(data):
    """Unbiased, of two columns."""
    means = [statistics.fmean(column) for column in zip(*data)]
    return [[math.fsum((row[i] - means[i]) * (row[j] - means[j]) for row in data) / (len(data) - 1)
             for j in range(2)] for i in range(2)]


def density_2d(at, data, matrix):
    (a, b), (_, c) = matrix
    det = a * c - b * b

    def square(u, v):
        return (c * u * u - 2 * b * u * v + a * v * v) / det

    terms = [math.exp(-0.5 * square(at[0] - row[0], at[1] - row[1])) for row in data]
    return math.fsum(terms) / (len(data) * 2 * math.pi * math.sqrt(det))


SCOTT = statistics.stdev(ONE) * len(ONE) ** -0.2


class KdeTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("one.csv", "".join(f"{x!r}\n" for x in ONE))
        self.write("two.npy", npy_of(TWO))

    def kde(self, *arguments):
        return self.text("kde", "-q", *arguments)

    def array(self, *arguments):
        self.assertEqual(self.assert_status(self.run_tool("kde", "-q", "-o", "f.npy", *arguments), 0), "")
        return unpack_array((self.directory / "f.npy").read_bytes())

    def assert_near(self, found, expected, tolerance):
        self.assertEqual(len(found), len(expected))
        self.assertLessEqual(max(abs(a - b) for a, b in zip(found, expected)), tolerance)

    def h(self, *arguments):
        ((value,),) = self.kde("--print-bandwidth", *arguments, "one.csv")
        return value


class Densities(KdeTest):
    def test_curve(self):
        """x in front; the default engine keeps 1e-10 of the kernel's height."""
        rows = self.kde("--grid=-3:3:61", "one.csv")
        self.assert_near([x for x, _ in rows], linspace(-3, 3, 61), 1e-15)
        exact = [density(x, ONE, SCOTT) for x in linspace(-3, 3, 61)]
        self.assert_near([f for _, f in rows], exact, 1.1e-10 * normal(0) / SCOTT)

    def test_engines(self):
        exact = [density(x, ONE, SCOTT) for x in linspace(-3, 3, 1001)]
        height, step = normal(0) / SCOTT, 6 / 1000
        for engine, error in [("auto", 1e-10), ("exact", 1e-14), ("exponentials", 1.5e-11), ("cutoff", 1e-10),
                              ("binned", (step / SCOTT) ** 2 / 8 + 2e-11)]:
            descr, shape, values = self.array(f"--engine={engine}", "--grid=-3:3:1001", "one.csv")
            self.assertEqual((descr, shape), ("<f8", (1001,)))
            self.assert_near(values, exact, (error + 1e-14) * height)

    def test_tolerance(self):
        exact = [density(x, ONE, SCOTT) for x in linspace(-3, 3, 101)]
        for tolerance in "1e-3", "0":
            _, _, values = self.array("--engine=cutoff" if tolerance == "1e-3" else "--engine=auto",
                                      f"--tolerance={tolerance}", "--grid=-3:3:101", "one.csv")
            self.assert_near(values, exact, (float(tolerance) + 1e-14) * normal(0) / SCOTT)

    def test_default_grid(self):
        """512 coordinates, 3 h beyond the data on each side, told in a way that can be repeated."""
        result = self.run_tool("kde", "one.csv")
        stderr = self.assert_status(result, 0)
        rows = [list(map(float, line.split())) for line in result.stdout.decode().splitlines()]
        self.assertEqual(len(rows), 512)
        for end, wanted, sign in (rows[0][0], min(ONE) - 3 * SCOTT, -1), (rows[-1][0], max(ONE) + 3 * SCOTT, 1):
            self.assertTrue(0 <= sign * (end - wanted) <= 0.1 * SCOTT + 1e-9, (end, wanted))
        (grid,) = [word for word in stderr.split() if word.count(":") == 2]
        again = self.run_tool("kde", "--grid", grid, "one.csv")
        self.assertEqual(again.stdout, result.stdout)
        self.assertRegex(stderr, r"^gausskern: n = 41, d = 1, h = 0\.\d+ \(scott\), on \S+ by \w+, \d+\.\d\d s, -\n$")

    def test_default_grid_of_a_small_bandwidth(self):
        """Fine enough to sum up to 1, and a warning where it would be too large."""
        self.write("wide.csv", "0\n1\n2\n1000\n")
        rows = self.kde("--bandwidth=0.5", "wide.csv")
        step = rows[1][0] - rows[0][0]
        self.assertLessEqual(step, 0.125)
        self.assertLessEqual(abs(math.fsum(f for _, f in rows) * step - 1), 0.01)
        self.assertLessEqual(len(self.kde("--log", "--bandwidth=0.001", "wide.csv")), 4096)
        result = self.run_tool("kde", "--bandwidth=0.001", "wide.csv")
        self.assertIn("warning: the grid's coordinates along x are 15.3 h apart", self.assert_status(result, 0))
        self.assertNotIn("warning", self.assert_status(self.run_tool("kde", "--grid=0:9:4", "wide.csv"), 0))

    def test_default_grid_of_two(self):
        _, shape, values = self.array("two.npy")
        self.assertEqual(shape, (256, 256))
        self.assertGreater(max(values), 0)
        self.write("narrow.csv", "0,0\n10,10\n")
        _, shape, values = self.array("--bandwidth-matrix=1,0.9998,0.9998,1", "narrow.csv")
        self.assertEqual(shape, (1024, 1024))
        _, shape, values = self.array("--bandwidth=0.05,1", "narrow.csv")
        self.assertEqual(shape, (256, 512))

    def test_grid_of_two(self):
        """With the covariances, and with the variances alone; a row for each y."""
        a2 = len(TWO) ** (-2 / 6)
        full = [[a2 * value for value in row] for row in covariance(TWO)]
        for words, matrix in ([], full), (["--diagonal"], [[full[0][0], 0], [0, full[1][1]]]):
            _, shape, values = self.array(*words, "--engine=exact", "--grid=-2:2:9,-1:3:5", "two.npy")
            self.assertEqual(shape, (5, 9))
            exact = [density_2d((x, y), TWO, matrix) for y in linspace(-1, 3, 5) for x in linspace(-2, 2, 9)]
            self.assert_near(values, exact, 1e-13)

    def test_points(self):
        self.write("q.csv", "0\n2.5\n40\n")
        (a,), (b,), (c,) = self.kde("--engine=exact", "--at=q.csv", "one.csv")
        self.assert_near([a, b], [density(0, ONE, SCOTT), density(2.5, ONE, SCOTT)], 1e-14)
        self.assertEqual(c, 0)
        (a,), (b,), (c,) = self.kde("--log", "--at=q.csv", "one.csv")
        self.assert_near([a, b], [math.log(density(0, ONE, SCOTT)), math.log(density(2.5, ONE, SCOTT))], 1e-12)
        nearest = -0.5 * ((40 - max(ONE)) / SCOTT) ** 2
        self.assertTrue(nearest - 10 < c < nearest + 10, c)

    def test_log_grid(self):
        rows = self.kde("--log", "--grid=-3:3:13", "one.csv")
        exact = [math.log(density(x, ONE, SCOTT)) for x in linspace(-3, 3, 13)]
        self.assert_near([f for _, f in rows], exact, 1e-12)

    def test_floats(self):
        descr, _, values = self.array("--dtype=f32", "--grid=-2:2:9", "one.csv")
        self.assertEqual(descr, "<f4")
        self.assert_near(values, [density(x, ONE, SCOTT) for x in linspace(-2, 2, 9)], 1e-6)
        self.write("q.npy", npy_of([[0.0]]))
        for words in (["--at=q.npy"], ["--log", "--at=q.npy"], ["--log", "--grid=0:1:2"], ["--sample=2"]):
            self.assertEqual(self.array("--dtype=f32", *words, "one.csv")[0], "<f4")

    def test_csv_has_x(self):
        self.assert_status(self.run_tool("kde", "-q", "--grid=0:1:3", "-o", "f.csv", "one.csv"), 0)
        lines = (self.directory / "f.csv").read_text().splitlines()
        self.assertEqual([float(line.split(",")[0]) for line in lines], [0, 0.5, 1])

    def test_integral_is_one(self):
        rows = self.kde("--grid=-9:9:4001", "--engine=exact", "one.csv")
        self.assertLessEqual(abs(math.fsum(f for _, f in rows) * 18 / 4000 - 1), 1e-12)

    def test_integral_of_an_interval(self):
        """By the error function; as text, as npy, rounded to a float."""
        for low, high in (-0.5, 1), (1, math.inf), (-math.inf, math.inf), (0.3, 0.3), (-math.inf, -7):
            exact = math.fsum(math.erfc((low - x) / SCOTT / 2**0.5) - math.erfc((high - x) / SCOTT / 2**0.5)
                              for x in ONE) / (2 * len(ONE))
            ((integral, error),) = self.kde(f"--integral={low}:{high}", "one.csv")
            self.assertLessEqual(abs(integral - exact), error + 1e-15)
            self.assertLessEqual(error, 1e-14)
            self.assertEqual(self.array(f"--integral={low}:{high}", "one.csv"), ("<f8", (1, 2), [integral, error]))
            descr, _, (single, off) = self.array("--dtype=f32", f"--integral={low}:{high}", "one.csv")
            self.assertEqual(descr, "<f4")
            self.assertTrue(abs(single - exact) <= off <= 1e-7, (single, exact, off))

    def test_integral_over_a_box(self):
        """Of independent columns, a product; turned, the whole plane and half of it about a symmetry."""
        self.write("cross.csv", "1,1\n-1,-1\n")
        ((integral, error),) = self.kde("--integral=-1:2, -inf:0", "--bandwidth=0.5,2", "cross.csv")
        side = [[0.5 * (math.erf((high - x) / h / 2**0.5) - math.erf((low - x) / h / 2**0.5)) for x in (1, -1)]
                for low, high, h in ((-1, 2, 0.5), (-math.inf, 0, 2))]
        self.assertLessEqual(abs(integral - math.fsum(a * b for a, b in zip(*side)) / 2), error + 1e-15)
        for box, exact in ("-inf:inf,-inf:inf", 1), ("-inf:0,-inf:inf", 0.5), ("-inf:inf,0:inf", 0.5):
            ((integral, error),) = self.kde(f"--integral={box}", "--bandwidth-matrix=1,0.5,0.5,2", "cross.csv")
            self.assertLessEqual(abs(integral - exact), error)

    def test_threads_do_not_matter(self):
        one, two = (self.array("--threads", n, "two.npy") for n in (1, 2))
        self.assertEqual(one, two)


class Bandwidths(KdeTest):
    def test_rules(self):
        n, s = len(ONE), statistics.stdev(ONE)
        quartiles = statistics.quantiles(ONE, n=4, method="inclusive")
        robust = min(s, (quartiles[2] - quartiles[0]) / 1.34)
        for rule, wanted in [("scott", s * n**-0.2), ("silverman", s * (n * 3 / 4) ** -0.2),
                             ("nrd0", 0.9 * robust * n**-0.2), ("nrd", 1.06 * robust * n**-0.2), ("0.25", 0.25)]:
            self.assertLessEqual(abs(self.h(f"--bandwidth={rule}") / wanted - 1), 1e-13, rule)
        self.assertLessEqual(abs(self.h() / (s * n**-0.2) - 1), 1e-13)

    def test_isj_finds_two_modes(self):
        """Where Scott's rule blurs them: their own width is what counts."""
        rows = [value for k in range(-20, 21) for value in (k / 20, 100 + k / 20)]
        self.write("modes.csv", "".join(f"{x!r}\n" for x in rows))
        ((isj,),), ((scott,),) = (self.kde("--print-bandwidth", f"--bandwidth={rule}", "modes.csv")
                                  for rule in ("isj", "scott"))
        self.assertGreater(scott, 10)
        self.assertTrue(0.05 < isj < 1, isj)

    def test_cross_validation(self):
        """No other bandwidth makes the points likelier."""
        def likelihood(h):
            return math.fsum(math.log(density(x, ONE[:i] + ONE[i + 1:], h)) for i, x in enumerate(ONE))
        found = self.h("--bandwidth=cv")
        best = max(likelihood(found * factor) for factor in (0.8, 0.9, 0.97, 1.03, 1.1, 1.25))
        self.assertGreater(likelihood(found), best)

    def test_adjust(self):
        self.assertLessEqual(abs(self.h("--adjust=0.5") / self.h() - 0.5), 1e-15)

    def test_matrix(self):
        a2 = len(TWO) ** (-2 / 6)
        rows = self.kde("--print-bandwidth", "two.npy")
        self.assert_close(rows, [[a2 * value for value in row] for row in covariance(TWO)], 1e-14)
        rows = self.kde("--print-bandwidth", "--diagonal", "two.npy")
        self.assertEqual((rows[0][1], rows[1][0]), (0, 0))
        self.assert_close(self.kde("--print-bandwidth", "--bandwidth=2,3", "two.npy"), [[4, 0], [0, 9]], 1e-14)
        self.assert_close(self.kde("--print-bandwidth", "--bandwidth=2", "two.npy"), [[4, 0], [0, 4]], 1e-14)
        self.assert_close(self.kde("--print-bandwidth", "--bandwidth-matrix=2,1,1,3", "two.npy"), [[2, 1], [1, 3]],
                          1e-14)
        self.assertEqual(self.array("--print-bandwidth", "two.npy")[1], (2, 2))

    def test_words(self):
        for arguments, words in [(["--bandwidth=0.25", "one.csv"], "d = 1, h = 0.25, on"),
                                 (["--bandwidth=0.5,2", "two.npy"], "d = 2, h = 0.5 and 2, on"),
                                 (["--bandwidth-matrix=4,1,1,1", "two.npy"], "d = 2, h = 2 and 1, r = 0.5, on"),
                                 (["--bandwidth=0.5", "--bandwidth=silverman", "one.csv"], " (silverman), on")]:
            self.assertIn(words, self.assert_status(self.run_tool("kde", *arguments), 0))


class Data(KdeTest):
    def setUp(self):
        super().setUp()
        rows = "".join(f"{w!r},{x!r},{-x!r},7\n" for w, x in zip(WEIGHTS, ONE))
        self.write("named.csv", "weight,x,minus x,constant\n" + rows)
        self.write("plain.csv", rows)
        self.write("w.csv", "".join(f"{w!r}\n" for w in WEIGHTS))

    def test_columns(self):
        wanted = self.kde("--grid=-2:2:9", "one.csv")
        for column in "2", "x":
            self.assertEqual(self.kde(f"--columns={column}", "--grid=-2:2:9", "named.csv"), wanted)
        self.assertEqual(self.kde("--columns=2", "--grid=-2:2:9", "plain.csv"), wanted)
        turned = [f for _, f in self.kde("--columns=minus x", "--grid=-2:2:9", "named.csv")]
        self.assert_near(turned[::-1], [f for _, f in wanted], 1e-13)
        grid = "--grid=0:1:2,0:1:3"
        both = self.kde("--columns=weight, x", "--bandwidth=1", grid, "named.csv")
        self.assertEqual(both, self.kde("--columns=1,2", "--bandwidth=1", grid, "plain.csv"))

    def test_columns_of_queries(self):
        """Of a file as the input the same columns; a file of points alone is taken whole."""
        rows = [(x, f"{x!r},word,{w!r}\n") for x, w in zip(ONE, WEIGHTS)]
        self.write("all.csv", "x,name,w\n" + "".join(row for _, row in rows))
        self.write("pairs.csv", "".join(f"{x!r},{w!r}\n" for x, w in zip(ONE, WEIGHTS)))
        wanted = self.kde("--at=pairs.csv", "pairs.csv")
        for name in "all.csv", "pairs.csv":
            self.assertEqual(self.kde("--columns=x,w", f"--at={name}", "all.csv"), wanted)
        self.assert_fails(self.run_tool("kde", "--columns=x,w", "--at=one.csv", "all.csv"), "of one.csv have no names")
        self.assert_fails(self.run_tool("kde", "--columns=1,2", "--at=all.csv", "pairs.csv"), "all.csv:2:", "'word'")

    def test_standard_output_by_name(self):
        plain = self.run_tool("kde", "-q", "one.csv").stdout
        for name in "-", "/dev/stdout":
            self.assertEqual(self.run_tool("kde", "-q", "-o", name, "one.csv").stdout, plain)

    def test_columns_of_words(self):
        """Those that are left out: words, words in quotes, missing fields."""
        self.write("words.csv", "name,x,note,w\n" + "".join(
            f"{['bob', '', '7', chr(34) + 'a, b' + chr(34)][i % 4]},{x!r},{'xyz' * 99},1\n" for i, x in enumerate(ONE)))
        wanted = self.kde("--grid=-2:2:9", "one.csv")
        self.assertEqual(self.kde("--columns=x", "--grid=-2:2:9", "words.csv"), wanted)
        self.assertEqual(self.kde("--columns=2", "--at=one.csv", "words.csv"), self.kde("--at=one.csv", "one.csv"))
        self.kde("--columns=2", "--weight-column=w", "words.csv")
        for more, message in [([], "words.csv:2:1: field 1 is not a number: 'bob'"),
                              (["--weight-column=note", "--columns=x"], "field 3 is not a number: '" + "xyz" * 13 + "x'..."),
                              (["--columns=x,name"], "words.csv:2:1: field 1 is not a number: 'bob'")]:
            self.assert_fails(self.run_tool("kde", *more, "words.csv"), message)
        self.write("missing.csv", "1,\n2,3\n")
        self.assert_fails(self.run_tool("kde", "--columns=2", "missing.csv"), "missing.csv:1:3: field 2 is missing")
        self.write("long.csv", "1,x\n2,y,z\n")
        self.assert_fails(self.run_tool("kde", "--columns=1", "long.csv"), "long.csv:2: 3 fields, but the lines before")

    def test_commented_header(self):
        """As numpy.savetxt writes it, last before the numbers; a comment of another length is none."""
        rows = "".join(f"{x!r},{w!r}\n" for x, w in zip(ONE, WEIGHTS))
        wanted = self.kde("--grid=-2:2:9", "one.csv")
        for text in f"# x,weight\n{rows}", f"#made,by hand\n\n#x, weight\n{rows}# a,b\n":
            self.write("commented.csv", text)
            self.assertEqual(self.kde("--columns=x", "--grid=-2:2:9", "commented.csv"), wanted)
        for comment in "# x\n", "# x,weight,\n", "# 1,x\n", '# x,"weight"\n':
            self.write("commented.csv", comment + rows)
            self.assert_fails(self.run_tool("kde", "--columns=x", "commented.csv"), "have no names")

    def test_weights(self):
        exact = [density(x, ONE, 0.4, WEIGHTS) for x in linspace(-2, 2, 9)]
        words = ["--bandwidth=0.4", "--engine=exact", "--grid=-2:2:9"]
        for more in (["--weights=w.csv", "one.csv"], ["--weight-column=weight", "--columns=x", "named.csv"],
                     ["--weight-column=1", "--columns=2", "plain.csv"], ["--dtype=f64", "--weights=w.csv", "one.csv"]):
            self.assert_near([f for _, f in self.kde(*words, *more)], exact, 1e-14)

    def test_weight_column_is_no_data(self):
        self.write("weighted.csv", "".join(f"{x!r},{w!r}\n" for x, w in zip(ONE, WEIGHTS)))
        exact = [density(x, ONE, 0.4, WEIGHTS) for x in linspace(-2, 2, 9)]
        rows = self.kde("--bandwidth=0.4", "--engine=exact", "--grid=-2:2:9", "--weight-column=2", "weighted.csv")
        self.assert_near([f for _, f in rows], exact, 1e-14)

    def test_effective_size(self):
        size = math.fsum(WEIGHTS) ** 2 / math.fsum(w * w for w in WEIGHTS)
        stderr = self.assert_status(self.run_tool("kde", "--weights=w.csv", "one.csv"), 0)
        self.assertIn(f"n = 41, n_eff = {size:.6g}, d = 1", stderr)

    def test_standard_input(self):
        wanted = self.kde("--grid=-2:2:9", "one.csv")
        result = self.run_tool("kde", "-q", "--input-format=csv", "--grid=-2:2:9", "-",
                               stdin=(self.directory / "one.csv").read_bytes())
        self.assert_status(result, 0)
        self.assertEqual([list(map(float, line.split())) for line in result.stdout.decode().splitlines()], wanted)

    def test_samples(self):
        descr, shape, values = self.array("--sample=20000", "--seed=3", "one.csv")
        self.assertEqual((descr, shape), ("<f8", (20000, 1)))
        variance = statistics.pvariance(ONE) + SCOTT**2
        self.assertLessEqual(abs(statistics.fmean(values) - statistics.fmean(ONE)), 5 * math.sqrt(variance / 20000))
        self.assertLessEqual(abs(statistics.variance(values) / variance - 1), 0.1)
        self.assertEqual(self.array("--sample=20000", "--seed=3", "one.csv")[2], values)
        self.assertNotEqual(self.array("--sample=20000", "--seed=4", "one.csv")[2], values)
        self.assertEqual(self.array("--sample=5", "two.npy")[1], (5, 2))


class Stopped(Running):
    def test_signal(self):
        """While the bandwidth is chosen, while a density is computed, and while text is written."""
        self.write("x.npy", npy_of(points(60000, 3)))
        for words in (["--bandwidth=cv"], ["--bandwidth=1", "--log"]):
            tool = self.run_in_background("kde", "--threads=1", *words, "--grid=-1:1:200,-1:1:200,-1:1:20", "-o",
                                          "f.npy", "x.npy")
            time.sleep(1)
            self.assertIsNone(tool.poll(), "ended before it could be stopped")
            tool.send_signal(signal.SIGINT)
            self.assert_stopped(tool, 130, ["x.npy"])
        self.write("f.csv", b"old")
        self.write("y.npy", npy_of(points(3, 2)))
        tool = self.start("--grid=-1:1:2500,-1:1:2500", "y.npy", output="f.csv", command=["kde"])
        tool.send_signal(signal.SIGTERM)
        self.assert_stopped(tool, 143, ["f.csv", "x.npy", "y.npy"])
        self.assertEqual((self.directory / "f.csv").read_bytes(), b"old")


if __name__ == "__main__":
    main()
