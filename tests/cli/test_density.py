# SPDX-License-Identifier: BSD-3-Clause
"""gausskern density: grids, points, responsibilities and samples beside the formula, and what is refused."""
import math
import struct

from tool import ToolTest, main, npy_of, unpack_array

U = 2.0**-53
# Weight, mean, covariance.
MIXTURE = [(0.6, (-1.0, -1.0), (0.5, 0.2, 0.2, 0.4)), (0.4, (1.0, 1.0), (0.6, -0.3, -0.3, 0.5))]


def normal(x, y, mean, cov):
    """Two dimensions, with the inverse written out; also the exponent's magnitude, which the error grows with."""
    a, b, c, d = cov
    det = a * d - b * c
    u, v = x - mean[0], y - mean[1]
    q = (d * u * u - (b + c) * u * v + a * v * v) / det
    return math.exp(-q / 2) / (2 * math.pi * math.sqrt(det)), q


def mixture(x, y):
    parts = [(weight * value, q) for weight, mean, cov in MIXTURE for value, q in [normal(x, y, mean, cov)]]
    return [part for part, _ in parts], max(q for _, q in parts)


def linspace(first, last, count):
    return [first + i * (last - first) / (count - 1) for i in range(count)]


class DensityTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("mixture.csv", "".join(",".join(map(str, (w, *mean, *cov))) + "\n" for w, mean, cov in MIXTURE))

    def density(self, *arguments):
        return self.text("density", *arguments)

    def assert_value(self, found, expected, q, unit=U):
        """The bounds of density.h, for correlations this mild, and as much again for the formula here."""
        self.assertLessEqual(abs(found - expected), 2 * unit * (64 + 16 * q) * expected, (found, expected))


class Grids(DensityTest):
    def test_the_manuals_example(self):
        """Two Gaussians on 100 x 100 points; a row for each y."""
        rows = self.density("--mixture=mixture.csv", "--grid=-3:3:100,-3:3:100")
        axis = linspace(-3, 3, 100)
        self.assertEqual((len(rows), len(rows[0])), (100, 100))
        for y, row in zip(axis, rows):
            for x, value in zip(axis, row):
                parts, q = mixture(x, y)
                self.assert_value(value, sum(parts), q)

    def test_axes_of_different_lengths(self):
        self.assert_status(self.run_tool("density", "--mixture=mixture.csv", "--grid=2:-1:5,0.5:1:3", "-o", "p.npy"), 0)
        descr, shape, values = unpack_array((self.directory / "p.npy").read_bytes())
        self.assertEqual((descr, shape), ("<f8", (3, 5)))
        for j, y in enumerate(linspace(0.5, 1, 3)):
            for i, x in enumerate(linspace(2, -1, 5)):
                parts, q = mixture(x, y)
                self.assert_value(values[5 * j + i], sum(parts), q)

    def test_log(self):
        for row, y in zip(self.density("--mixture=mixture.csv", "--grid=-3:40:4,-3:3:3", "--log"), linspace(-3, 3, 3)):
            for value, x in zip(row, linspace(-3, 40, 4)):
                parts, q = mixture(x, y)
                if sum(parts) > 1e-300:
                    self.assertLessEqual(abs(value - math.log(sum(parts))), U * (600 * (q + 1) + 8 * abs(value)))
                else:
                    self.assertLess(value, -600)

    def test_floats(self):
        self.assert_status(self.run_tool("density", "--mixture=mixture.csv", "--grid=-2:2:9,-2:2:9", "--dtype=f32",
                                         "-o", "p.npy"), 0)
        descr, _, values = unpack_array((self.directory / "p.npy").read_bytes())
        self.assertEqual(descr, "<f4")
        for k, value in enumerate(values):
            parts, q = mixture(linspace(-2, 2, 9)[k % 9], linspace(-2, 2, 9)[k // 9])
            self.assert_value(value, sum(parts), q, 2.0**-24)

    def test_one_dimension_is_a_column(self):
        rows = self.density("--mean=1", "--cov=4", "--grid=-3:3:7")
        for row, x in zip(rows, linspace(-3, 3, 7)):
            q = ((x - 1) / 2) ** 2
            self.assert_value(row[0], math.exp(-q / 2) / math.sqrt(8 * math.pi), q)
        self.assertEqual([len(row) for row in rows], [1] * 7)

    def test_three_dimensions(self):
        self.assert_status(self.run_tool("density", "--mean=0,1,2", "--cov=1,4,9", "--grid=0:1:2,0:1:3,0:1:4", "-o",
                                         "p.npy"), 0)
        _, shape, values = unpack_array((self.directory / "p.npy").read_bytes())
        self.assertEqual(shape, (4, 3, 2))
        for k, value in enumerate(values):
            x, y, z = k % 2, linspace(0, 1, 3)[k // 2 % 3], linspace(0, 1, 4)[k // 6]
            q = x * x + ((y - 1) / 2) ** 2 + ((z - 2) / 3) ** 2
            self.assert_value(value, math.exp(-q / 2) / ((2 * math.pi) ** 1.5 * 6), q)

    def test_forms_of_a_covariance(self):
        full = self.density("--mean=1,2", "--cov=2,0,0,2", "--grid=0:3:4,0:3:4")
        for cov in "--cov=2,2", "--cov=2", "--covariance=2", "--covariance=2, 0, 0, 2":
            for row, other in zip(self.density("--mean=1,2", cov, "--grid=0:3:4,0:3:4"), full):
                for value, wanted in zip(row, other):
                    self.assert_value(value, wanted, 5)
        default = self.density("--mean=0", "--grid=0:0:1")
        self.assert_value(default[0][0], 1 / math.sqrt(2 * math.pi), 0)


class Points(DensityTest):
    X = [[-1.0, -1.0], [0.25, 0.5], [3.0, -2.0]]

    def test_at(self):
        self.write("x.csv", "".join(f"{x},{y}\n" for x, y in self.X))
        self.write("x.npy", npy_of(self.X, "f"))
        for name in "x.csv", "x.npy":
            rows = self.density("--mixture=mixture.csv", "--at", name)
            self.assertEqual([len(row) for row in rows], [1] * 3)
            for (value,), (x, y) in zip(rows, self.X):
                parts, q = mixture(x, y)
                self.assert_value(value, sum(parts), 20 * q)

    def test_log_of_what_underflows(self):
        self.write("x.csv", "1000\n")
        self.assertEqual(self.density("--mean=0", "--at=x.csv"), [[0.0]])
        ((value,),) = self.density("--mean=0", "--at=x.csv", "--log")
        self.assertAlmostEqual(value, -500000 - math.log(2 * math.pi) / 2, delta=1e-8)

    def test_responsibilities(self):
        self.write("x.csv", "".join(f"{x},{y}\n" for x, y in self.X))
        rows = self.density("--mixture=mixture.csv", "--at=x.csv", "--responsibilities")
        for row, (x, y) in zip(rows, self.X):
            parts, q = mixture(x, y)
            self.assertEqual(len(row), 2)
            for value, part in zip(row, parts):
                self.assertLessEqual(abs(value - part / sum(parts)), 1e-13 * (q + 1))

    def test_precision(self):
        self.write("x.csv", "0.1,0.2\n")
        self.assert_status(self.run_tool("density", "--mixture=mixture.csv", "--at=x.csv", "--dtype=f32", "-o",
                                         "p.npy"), 0)
        descr, shape, values = unpack_array((self.directory / "p.npy").read_bytes())
        self.assertEqual((descr, shape), ("<f4", (1,)))
        x, y = struct.unpack("ff", struct.pack("ff", 0.1, 0.2))
        parts, q = mixture(x, y)
        self.assert_value(values[0], sum(parts), q, 2.0**-24)

    def test_libsvm_and_standard_input(self):
        self.write("x.libsvm", "1 1:0.5\n")  # the second feature is 0
        ((value,),) = self.density("--mean=0,0", "--at=x.libsvm")
        self.assert_value(value, math.exp(-0.125) / (2 * math.pi), 1)
        result = self.run_tool("density", "--mean=0,0", "--at=-", "--input-format=csv", stdin=b"0.5,0\n")
        self.assert_status(result, 0)
        self.assert_value(float(result.stdout), math.exp(-0.125) / (2 * math.pi), 1)


    def test_standard_input_is_the_mixture(self):
        """--input-format is for the mixture, too, and for both where both are files without an ending."""
        text = (self.directory / "mixture.csv").read_bytes()
        expected = self.run_tool("density", "--mixture=mixture.csv", "--sample=3").stdout
        result = self.run_tool("density", "--mixture=-", "--input-format=csv", "--sample=3", stdin=text)
        self.assert_status(result, 0)
        self.assertEqual(result.stdout, expected)
        self.assert_fails(self.run_tool("density", "--mixture=-", "--sample=3", stdin=text), "--input-format")
        self.write("mixture", text)
        self.write("points", "0.5,0\n")
        ((value,),) = self.density("--mixture=mixture", "--at=points", "--input-format=csv")
        parts, q = mixture(0.5, 0)
        self.assert_value(value, sum(parts), 20 * q)


class Samples(DensityTest):
    def sample(self, *arguments):
        return self.density("--mixture=mixture.csv", *arguments)

    def test_mean_and_covariance(self):
        """Of 20000 samples; six standard errors."""
        rows = self.sample("--sample=20000", "--seed=5")
        self.assertEqual({len(row) for row in rows}, {2})
        n = len(rows)
        mean = [math.fsum(weight * mu[k] for weight, mu, _ in MIXTURE) for k in range(2)]
        for a, b in (0, 0), (0, 1), (1, 1):
            wanted = math.fsum(w * (cov[2 * a + b] + mu[a] * mu[b]) for w, mu, cov in MIXTURE)
            found = math.fsum(row[a] * row[b] for row in rows) / n
            spread = math.sqrt(math.fsum((row[a] * row[b] - found) ** 2 for row in rows) / n)
            self.assertLess(abs(found - wanted), 6 * spread / math.sqrt(n))
            found = math.fsum(row[a] for row in rows) / n
            self.assertLess(abs(found - mean[a]), 6 * 2 / math.sqrt(n))

    def test_seeds(self):
        first = self.sample("--sample=10", "--seed=7")
        self.assertEqual(self.sample("--sample=20", "--seed=7", "--threads=3")[:10], first)
        self.assertEqual(self.sample("--sample=10"), self.sample("--sample=10", "--seed=0"))
        self.assertNotEqual(self.sample("--sample=10"), first)


class Refusals(DensityTest):
    def refused(self, *arguments, words=(), status=2):
        with self.subTest(arguments=arguments):
            before = self.files()
            self.assert_fails(self.run_tool("density", *arguments), *words, status=status)
            self.assertEqual(self.files(), before)

    def test_grids(self):
        for grid in "-3:3", "-3:3:0", "-3:3:1.5", "a:3:2", "-3:b:2", "-3:nan:2", "-3:inf:2", "", "-3:3:2,", ":::":
            self.refused("--mean=0", f"--grid={grid}", words=["--grid: '", "' is not MIN:MAX:N"])
        self.refused("--mean=0", "--grid=1:1:2", words=["--grid: '1:1:2'"])
        self.refused("--mean=0", "--grid=0:1:2,0:1:2,0:1:2,0:1:2", words=["more than 3 axes"])
        self.refused("--mean=0", "--grid=0:1:2,0:1:2", words=["--grid has 2 axes, but --mean has 1 number\n"])
        self.refused("--mixture=mixture.csv", "--grid=0:1:2", words=["1 axis,", "mixture.csv", "2 dimensions"],
                     status=1)
        self.refused("--mean=0,0", "--grid=0:1:4000000000,0:1:4000000000", words=["4000000000"], status=1)

    def test_what_does_not_go_together(self):
        grid = "--grid=0:1:2,0:1:2"
        self.refused("--mean=0,0", words=["--grid, --at or --sample is missing"])
        self.refused(grid, words=["the distribution is missing"])
        self.refused("--mixture=mixture.csv", "--mean=0", grid, words=["--mixture stands instead"])
        self.refused("--mean=0,0", grid, "--sample=3", words=["exclude each other"])
        self.refused("--mean=0,0", "--cov=1,2,3", grid, words=["--cov has 3 numbers; with 2 in --mean"])
        self.refused("--mean=0,0", "--cov=1,0,0,1,5", grid, words=["--cov has 5 numbers"])
        self.refused("--mean=0,0", grid, "--responsibilities", words=["--responsibilities are those of points"])
        self.refused("--mean=0,0", "--sample=3", "--log", words=["--log is for densities, not for --sample"])
        self.refused("--mean=0", "--at=x.csv", "--log", "--responsibilities", words=["not for --responsibilities"])
        self.refused("--mean=0,0", grid, "--seed=1", words=["--seed is for --sample"])
        self.refused("--mean=0,0", grid, "--input-format=csv", words=["--input-format is for files"])
        self.refused("--mean=0", "--grid=0:1:3", "-o", "p.png", "--values=yes", words=["--values is for heat maps"])
        self.refused("--mean=0", "--grid=0:1:3", "-o", "p.png", "--no-colorbar",
                     words=["--no-colorbar is for heat maps"])
        self.refused("--mean=0,0", grid, "-o", "p.png", "--decimals=2", words=["--values yes"])
        self.refused("--mixture=-", "--at=-", words=["cannot both be the standard input"])
        self.refused("--mean=0,0", "--sample=3", "-o", "p.png", words=["p.png: a picture shows a density on a --grid"])
        self.refused("--mean=0", "--at=x.csv", "--show", words=["--show: a picture shows a density on a --grid"])
        self.refused("--mean=0,0,0", "--grid=0:1:2,0:1:2,0:1:2", "-o", "p.svg", words=["not three"])
        for option, texts in ("--sample", ["0", "-1", "x"]), ("--seed", ["-1", "1.5", ""]), ("--threads", ["0"]):
            for text in texts:
                self.refused("--mean=0", f"{option}={text}", words=[f"{option}: '"])
        self.refused("--mean=0,x", grid, words=["--mean", "'x'"])

    def test_files(self):
        self.refused("--mixture=none.csv", "--sample=1", words=["none.csv"], status=1)
        self.refused("--mean=0", "--at=none.csv", words=["none.csv"], status=1)
        for text, word in [("1,2,3,4\n", "1 row of 4 numbers;"), ("0.5,0\n", "2 numbers"), ("1,0,x\n", "'x'"),
                           ("-1,0,1\n", "weights[0] = -1"), ("1,0,-1\n", "not positive definite"),
                           ("1,nan,1\n", "means is nan"), ("1,0,0,1,2,2,1\n", "not positive definite")]:
            self.write("bad.csv", text)
            self.refused("--mixture=bad.csv", "--sample=1", words=["bad.csv", word], status=1)
        self.write("empty.npy", npy_of([]))
        self.refused("--mixture=empty.npy", "--sample=1", words=["empty.npy"], status=1)
        self.write("x.csv", "1,2,3\n")
        self.refused("--mean=0,0", "--at=x.csv", words=["x.csv has 3 columns", "2 dimensions"], status=1)
        self.refused("--mean=0,0", "--cov=1,2,2,1", "--sample=1", words=["gausskern: the covariance is not positive definite"], status=1)


if __name__ == "__main__":
    main()
