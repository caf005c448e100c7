# SPDX-License-Identifier: BSD-3-Clause
"""gausskern kernel: the weights of every method beside their closed forms, and the formats they are written in."""
import itertools
import math
import struct

from tool import ToolTest, main, unpack_array

U = 2.0**-53


def gauss(x, sigma=1.0):
    return math.exp(-0.5 * (x / sigma) ** 2)


def mass(x, sigma=1.0):
    """The integral over the pixel around x, from the tail: without cancellation."""
    low, high = sorted(((abs(x) - 0.5) / sigma / math.sqrt(2), (abs(x) + 0.5) / sigma / math.sqrt(2)))
    return (math.erfc(low) - math.erfc(high)) / 2


def bessel(order, t):
    """exp(-t) I_order(t), by its series."""
    return math.exp(-t) * sum((t / 2) ** (2 * k + order) / (math.factorial(k) * math.factorial(k + order))
                              for k in range(60))


def summed_to_one(weights):
    total = math.fsum(weights)
    return [weight / total for weight in weights]


def outer(column, row):
    return [[a * b for b in row] for a in column]


class Weights(ToolTest):
    def kernel(self, *arguments):
        return self.text("kernel", *arguments)

    def assert_relative(self, found, expected, tolerance=16 * U):
        self.assertEqual([len(row) for row in found], [len(row) for row in expected])
        for row, other in zip(found, expected):
            for value, wanted in zip(row, other):
                self.assertLessEqual(abs(value - wanted), tolerance * abs(wanted), (value, wanted))

    def line(self, *arguments):
        """The weights of one dimension: one a line."""
        rows = self.kernel("--dim=1", *arguments)
        self.assertTrue(all(len(row) == 1 for row in rows))
        return [row[0] for row in rows]

    def assert_line(self, expected, *arguments):
        self.assert_relative([self.line(*arguments)], [expected])

    def test_sampled(self):
        row = summed_to_one([gauss(i - 2) for i in range(5)])
        self.assert_relative(self.kernel("--size=5", "--sigma=1"), outer(row, row))
        self.assert_line(row, "--size=5", "--sigma=1")

    def test_x_runs_along_a_row(self):
        x, y = [summed_to_one([gauss(i - (n - 1) / 2, s) for i in range(n)]) for n, s in ((5, 1.5), (4, 0.8))]
        self.assert_relative(self.kernel("--size=5,4", "--sigma=1.5,0.8"), outer(y, x))

    def test_integrated(self):
        self.assert_line([mass(i - 4, 0.9) for i in range(9)], "--size=9", "--sigma=0.9", "--method=integrated",
                         "--normalize=density")
        self.assert_line(summed_to_one([mass(i - 1, 0.9) for i in range(3)]), "--size=3", "--sigma=0.9",
                         "--method=integrated")

    def test_the_table_of_textbooks(self):
        """R. Fisher et al., Hypermedia Image Processing Reference: sigma 1, 5 x 5. Its numbers, which sum to 273, are
        the rounded weights times any number from 273.3 to 275.4."""
        result = self.run_tool("kernel", "--size=5", "--sigma=1", "--method=integrated", "--scale=274", "--decimals=0")
        self.assert_status(result, 0)
        self.assertEqual(result.stdout.decode(),
                         " 1  4  7  4  1\n 4 16 26 16  4\n 7 26 41 26  7\n 4 16 26 16  4\n 1  4  7  4  1\n")

    def test_discrete(self):
        self.assert_line(summed_to_one([bessel(abs(i - 5), 1.69) for i in range(11)]), "--size=11", "--sigma=1.3",
                         "--method=discrete")

    def test_oversampled(self):
        def mean(x):
            return math.fsum(gauss(x + (2 * k + 1) / 6 - 0.5, 0.7) for k in range(3)) / 3

        self.assert_line(summed_to_one([mean(i - 3) for i in range(7)]), "--size=7", "--sigma=0.7",
                         "--method=oversampled", "--oversample=3")

    def test_opencv(self):
        """The tables that getGaussianKernel has for small sizes, and its sigma for another."""
        self.assert_line([0.25, 0.5, 0.25], "--size=3", "--method=opencv")
        self.assert_line([0.0625, 0.25, 0.375, 0.25, 0.0625], "--size=5", "--method=opencv")
        sigma = 0.3 * ((11 - 1) * 0.5 - 1) + 0.8
        self.assert_line(summed_to_one([gauss(i - 5, sigma) for i in range(11)]), "--size=11", "--method=opencv")

    def test_binomial(self):
        self.assert_line([math.comb(6, k) / 64 for k in range(7)], "--size=7", "--method=binomial")

    def test_derivatives(self):
        row = [gauss(i - 4, 1.5) for i in range(9)]
        slope = [-(i - 4) / 1.5**2 * value / math.fsum(row) for i, value in enumerate(row)]
        curve = [(((i - 4) / 1.5) ** 2 - 1) / 1.5**2 * value / math.fsum(row) for i, value in enumerate(row)]
        column = summed_to_one(row)
        self.assert_line(slope, "--size=9", "--sigma=1.5", "--order=1")
        self.assert_relative(self.kernel("--size=9", "--sigma=1.5", "--order=2,0"), outer(column, curve))
        self.assert_relative(self.kernel("--size=9", "--sigma=1.5", "--order=0,1"), outer(slope, column))

    def test_turned(self):
        """By 30 degrees: the quadratic form with the rotation written out."""
        c, s = math.cos(math.pi / 6), math.sin(math.pi / 6)
        expected = [gauss(x * c + y * s, 2) * gauss(-x * s + y * c, 1)
                    for y, x in itertools.product(range(-3, 4), range(-3, 4))]
        expected = summed_to_one(expected)
        rows = [expected[7 * i:7 * i + 7] for i in range(7)]
        common = ["--size=7", "--normalize=sum"]
        for theta in "30deg", repr(math.pi / 6):
            self.assert_relative(self.kernel(*common, "--sigma=2,1", f"--theta={theta}"), rows, 200 * U)
        cov = [4 * c * c + s * s, 3 * c * s, 3 * c * s, 4 * s * s + c * c]
        self.assert_relative(self.kernel(*common, "--covariance=" + ",".join(map(repr, cov))), rows, 400 * U)

    def test_forms_of_a_covariance(self):
        for cov, sigma in ("4", "2"), ("4,1", "2,1"), ("4, 0, 0, 1", "2, 1"), ("4,1,9", "2,1,3"):
            for option in "--cov", "--covariance":
                found = self.run_tool("kernel", "--size=5", f"{option}={cov}", "--decimals=12")
                self.assert_status(found, 0)
                self.assertEqual(found.stdout, self.run_tool("kernel", "--size=5", f"--sigma={sigma}",
                                                             "--decimals=12").stdout)

    def test_center(self):
        x, y = [gauss(i - 1.25) for i in range(4)], [gauss(i + 0.5) for i in range(4)]
        self.assert_relative(self.kernel("--size=4", "--sigma=1", "--center", "1.25,-0.5", "--normalize=none"),
                             outer(y, x))

    def test_normalizations(self):
        row = [gauss(i - 2, 1.2) for i in range(5)]
        common = ["--size=5", "--sigma=1.2", "--amplitude=3"]
        self.assertEqual(math.fsum(self.line(*common)), 3.0)
        self.assert_line([3 * value for value in row], *common, "--normalize=none")
        self.assert_line([3 * value for value in row], *common, "--normalize=peak")
        height = 3 / (1.2 * math.sqrt(2 * math.pi))
        self.assert_line([height * value for value in row], *common, "--normalize=density")

    def test_cutoff(self):
        self.assertEqual([value == 0 for value in self.line("--size=7", "--sigma=1", "--cutoff=0.1")],
                         [True] + 5 * [False] + [True])

    def test_sizes_from_sigma(self):
        for arguments, size in [([], 19), (["--size-rule=scipy"], 19), (["--truncate=3"], 15),
                                (["--size-rule=opencv"], 19), (["--size-rule=opencv8"], 15),
                                (["--size-rule=matlab"], 11), (["--size-rule=astropy"], 19)]:
            self.assertEqual(len(self.line("--sigma=2.3", *arguments)), size, arguments)
        rows = self.kernel("--sigma=2,1")
        self.assertEqual((len(rows), len(rows[0])), (9, 17))
        turned = self.kernel("--sigma=2,1", "--theta=90deg")
        self.assertEqual((len(turned), len(turned[0])), (17, 9))
        wide = self.kernel("--covariance=4,0,0,1")
        self.assertEqual((len(wide), len(wide[0])), (9, 17))


class Dimensions(ToolTest):
    def shape(self, *arguments):
        self.assert_status(self.run_tool("kernel", "-o", "w.npy", *arguments), 0)
        return unpack_array((self.directory / "w.npy").read_bytes())[1]

    def test_as_the_lists_say(self):
        for arguments, shape in [(["--size=5", "--sigma=1"], (5, 5)), (["--size=5,3", "--sigma=1"], (3, 5)),
                                 (["--size=5", "--sigma=1,2,3"], (5, 5, 5)), (["--size=4,3,2", "--sigma=1"], (2, 3, 4)),
                                 (["--size=5", "--sigma=1", "--dim=1"], (5,)), (["--size=5", "--covariance=4"], (5, 5)),
                                 (["--size=5", "--covariance=4", "--dim=1"], (5,)),
                                 (["--size=5", "--cov=4,1,2"], (5, 5, 5)),
                                 (["--size=5", "--sigma=1", "--center=1", "--dim=1"], (5,)),
                                 (["--sigma=3,1.5", "--size-rule=astropy"], (25, 25)),
                                 (["--sigma=1.5,3", "--theta=20deg", "--size-rule=astropy"], (25, 25)),
                                 (["--cov=2.25,9", "--size-rule=astropy"], (25, 25)),
                                 (["--size=5", "--sigma=1", "--order=0,0,1"], (5, 5, 5)),
                                 (["--size=5", "--sigma=1", "--dim=3"], (5, 5, 5))]:
            self.assertEqual(self.shape(*arguments), shape, arguments)

    def test_three_dimensions(self):
        self.assert_status(self.run_tool("kernel", "--size=4,3,2", "--sigma=1", "-o", "w.csv"), 0)
        text = (self.directory / "w.csv").read_text(encoding="ascii")
        slices = [[list(map(float, line.split(","))) for line in part.splitlines()] for part in text.split("\n\n")]
        x, y, z = [summed_to_one([gauss(i - (n - 1) / 2) for i in range(n)]) for n in (4, 3, 2)]
        for k in range(2):
            for j in range(3):
                for i in range(4):
                    self.assertLessEqual(abs(slices[k][j][i] / (x[i] * y[j] * z[k]) - 1), 30 * U)
        self.shape("--size=4,3,2", "--sigma=1")
        values = unpack_array((self.directory / "w.npy").read_bytes())[2]
        self.assertEqual(values, [value for part in slices for row in part for value in row])


class Formats(ToolTest):
    def output(self, name, *arguments):
        result = self.run_tool("kernel", "--size=5,3", "--sigma=1.7", *arguments, "-o", name)
        self.assertEqual(self.assert_status(result, 0), "")
        self.assertEqual(result.stdout, b"")
        return (self.directory / name).read_bytes()

    def test_every_format_holds_the_same_numbers(self):
        descr, shape, values = unpack_array(self.output("w.npy"))
        self.assertEqual((descr, shape), ("<f8", (3, 5)))
        csv = self.output("w.csv").decode()
        self.assertEqual([float(word) for line in csv.splitlines() for word in line.split(",")], values)
        txt = self.output("w.txt").decode()
        self.assertEqual([float(word) for line in txt.splitlines() for word in line.split()], values)
        self.assertEqual(len({len(line) for line in txt.splitlines()}), 1)  # columns of equal width
        self.assertEqual(self.run_tool("kernel", "--size=5,3", "--sigma=1.7").stdout.decode(), txt)
        for name in "-", "/dev/stdout":
            self.assertEqual(self.run_tool("kernel", "--size=5,3", "--sigma=1.7", "-o", name).stdout.decode(), txt)
        for arguments in (["-o", "-", "--format=csv"], ["--format=csv"], ["-o", "/dev/stdout", "--format=csv"]):
            self.assertEqual(self.run_tool("kernel", "--size=5,3", "--sigma=1.7", *arguments).stdout.decode(), csv)

    def test_floats(self):
        descr, _, values = unpack_array(self.output("w.npy", "--dtype=f32"))
        self.assertEqual(descr, "<f4")
        double = unpack_array(self.output("d.npy"))[2]
        for value, wanted in zip(values, double):
            self.assertLessEqual(abs(value - wanted), 2.0**-22 * wanted)
        for name, between in ("w.csv", ","), ("w.txt", None):
            words = [word for line in self.output(name, "--dtype=f32").decode().splitlines()
                     for word in line.split(between)]
            self.assertEqual([struct.unpack("f", struct.pack("f", float(word)))[0] for word in words], values)
            self.assertLess(max(map(len, words)), 16)

    def test_scale_and_decimals(self):
        values = unpack_array(self.output("w.npy"))[2]
        for name, between in ("w.csv", ","), ("w.txt", None):
            text = self.output(name, "--scale=-100", "--decimals=2").decode()
            words = [word for line in text.splitlines() for word in line.split(between)]
            self.assertEqual(words, [f"{-100 * value:.2f}" for value in values])
        text = self.run_tool("kernel", "--size=3", "--sigma=0.2", "--scale=-1", "--decimals=3").stdout.decode()
        self.assertEqual(text.split()[0], "0.000")  # not -0.000

    def test_zeros_have_no_sign(self):
        for arguments in [], ["--format=csv"], ["--dtype=f32"], ["--decimals=1"]:
            text = self.run_tool("kernel", "--size=3", "--sigma=1", "--order=1,1,1", *arguments).stdout.decode()
            words = text.replace(",", " ").split()
            zeros = [word for word in words if float(word) == 0]
            self.assertGreaterEqual(len(zeros), 19)
            self.assertFalse([word for word in zeros if word[0] == "-"])


class Refusals(ToolTest):
    GOOD = ["--size=5", "--sigma=1"]

    def refused(self, *arguments, words=(), status=2):
        with self.subTest(arguments=arguments):
            self.assert_fails(self.run_tool("kernel", *arguments), *words, status=status)
            self.assertEqual(self.files(), [])

    def test_values(self):
        for text in "0", "-3", "2.5", "", "5,", "1e3", "99999999999999999999":
            self.refused("--sigma=1", f"--size={text}", words=["--size: '"])
        for text in "0", "-1", "nan", "inf", "1,0", "", "1,,1":
            self.refused("--size=5", f"--sigma={text}", words=["--sigma: '"])
        for option, texts in [("--dim", ["0", "4", "x"]), ("--oversample", ["0", "1001"]), ("--order", ["9", "-1", "0,x"]),
                              ("--theta", ["x", "deg", "45 deg", "inf"]), ("--cutoff", ["-0.1", "1.1", "nan"]),
                              ("--truncate", ["0", "-1"]), ("--decimals", ["-1", "51"])]:
            for text in texts:
                self.refused(*self.GOOD, f"{option}={text}", words=[f"{option}: '"])
        for option in "--center", "--amplitude", "--scale", "--covariance":
            self.refused(*self.GOOD, f"{option}=nan", words=[option, "'nan'"])
        for option, known in [("--method", "sampled, integrated, discrete, oversampled, opencv or binomial"),
                              ("--normalize", "sum, peak, density or none"), ("--dtype", "f32 or f64"),
                              ("--size-rule", "scipy, opencv, opencv8, matlab or astropy"),
                              ("--format", "npy, csv, txt, png, svg or pdf")]:
            self.refused(*self.GOOD, f"{option}=other", words=[f"{option} must be {known}, not 'other'"])
        self.refused("--size=1,2,3,4", "--sigma=1", words=["--size has 4 numbers, the most is 3"])
        self.refused("file.csv", *self.GOOD, words=["'file.csv' is one too many"])

    def test_what_does_not_go_together(self):
        self.refused("--size=5", words=["--sigma S is missing"])
        self.refused("--method=binomial", words=["--size N is missing"])
        self.refused(*self.GOOD, "--method=binomial", words=["--sigma cannot be given"])
        self.refused(*self.GOOD, "--covariance=1,0,0,1", words=["--covariance stands instead"])
        self.refused("--size=5", "--covariance=1,0,0,1", "--theta=1", words=["--covariance stands instead"])
        self.refused("--size=5", "--covariance=1,0", words=["--covariance: the variance 0 "])
        self.refused(*self.GOOD, "--size-rule=scipy", words=["--size and --size-rule exclude each other"])
        self.refused("--sigma=1", "--size-rule=matlab", "--truncate=3", words=["--truncate counts"])
        self.refused("--size=5,5", "--sigma=1,1,1", words=["--sigma has 3 numbers, but there are 2 dimensions"])
        self.refused("--size=5,5", "--sigma=1", "--dim=1", words=["--size has 2 numbers, but there is 1 dimension\n"])
        self.refused("--size=5,5", "--sigma=1", "--order=1", words=["--order has 1 number, but there are 2 dimensions"])
        self.refused("--size=5", "--cov=1,2,3,4,5", words=["--covariance has 5 numbers; it has 1, 2, 3, 4 or 9"])
        self.refused(*self.GOOD, "--order=1", words=["--order has one number: say --dim 1, or --order 1,0"])
        self.refused(*self.GOOD, "--center=2.5", words=["--center has one number: say --dim 1, or --center X,Y"])
        self.refused(*self.GOOD, "--center=1,2", "--dim=3", words=["--center has 2 numbers"])
        self.refused(*self.GOOD, "-o", "w.npy", "--scale=2", words=["--scale is for text"])
        self.refused(*self.GOOD, "-o", "w.npy", "--decimals=2", words=["--decimals is for text"])
        self.refused(*self.GOOD, "-o", "w.jpg", words=["'w.jpg'", ".npy, .csv, .txt, .png, .svg and .pdf", "--format"])
        self.refused(*self.GOOD, "--show", "-o", "-", words=["--show and the result"])
        self.refused(*self.GOOD, "--show", "-o", "-", "--format=csv", words=["--show and the result"])
        for name in "w.png", "w.svg", "w.pdf":
            self.refused(*self.GOOD, "--dim=3", "-o", name, words=[f"{name}: a picture shows one or two dimensions"])
        self.refused(*self.GOOD, "--dim=3", "--show", words=["--show: a picture shows one or two dimensions"])

    def test_what_a_method_does_not_have(self):
        for method in "opencv", "binomial":
            given = ["--size=5", f"--method={method}"]
            self.refused(*given, "--theta=1", words=[f"--method {method} cannot be turned"])
            self.refused(*given, "--order=1,0", words=[f"--method {method} has no derivatives"])
            self.refused(*given, "--cov=1", words=[f"--method {method} does not go with --covariance"])
            self.refused(*given, "--center=2,1", words=[f"--method {method} has its centre in the middle"])
        self.refused("--size=5", "--method=opencv", "--normalize=peak", words=["--normalize sum only"])
        discrete = ["--sigma=1", "--method=discrete"]
        for more in ["--size=4"], ["--size=5,4"], ["--size=5", "--center=2,2.5"], ["--size=5", "--center=2,5"]:
            self.refused(*discrete, *more, words=["--method discrete needs its centre at a pixel: an odd --size, or"])
        self.assert_status(self.run_tool("kernel", *discrete, "--size=4", "--center=1,2"), 0)
        for more in ["--sigma=2,1", "--theta=1"], ["--covariance=2,1,1,2"]:
            self.refused("--size=5", "--method=discrete", *more, words=["--method discrete cannot be turned"])
            self.refused("--size=5", "--method=integrated", "--order=1,0", *more,
                         words=["--method integrated has no derivatives"])
        self.refused("--size=5", "--sigma=1", "--dim=3", "--theta=1", words=["--theta turns a Gaussian of two"])
        self.refused("--size=5", "--cov=2,1,0.5,2", words=["--covariance is not symmetric: 0.5 in row 2, column 1"])
        for cov in "--covariance=1,0,0,-2", "--cov=-1", "--cov=0,1":
            self.refused("--size=5", cov, words=["--covariance: the variance "])
        self.refused("--size=5", "--covariance=1,2,2,1", words=["--covariance is not positive definite"], status=1)

    def test_options_without_effect(self):
        for option in ("--title=A", "--xlabel=A", "--ylabel=A", "--width=300", "--height=300", "--cmap=gray",
                       "--vmin=0", "--vmax=1", "--origin=lower", "--no-colorbar", "--values=no"):
            name = option.split("=", maxsplit=1)[0]
            for more in [], ["-o", "w.npy"], ["-o", "w.csv"]:
                self.refused(*self.GOOD, option, *more, words=[f"{name} is for pictures"])
        for option in "--title=A", "--xlabel=A", "--ylabel=A", "--width=300", "--height=300", "--values=yes":
            name = option.split("=", maxsplit=1)[0]
            self.refused(*self.GOOD, option, "--show", words=[f"{name} is for picture files"])
        for option in "--cmap=gray", "--origin=upper", "--no-colorbar":
            name = option.split("=", maxsplit=1)[0]
            self.refused(*self.GOOD, "--dim=1", option, "-o", "w.png", words=[f"{name} is for heat maps"])
        self.refused(*self.GOOD, "--oversample=3", words=["--oversample is for --method oversampled"])
        self.refused(*self.GOOD, "--decimals=3", "--show", words=["--decimals is for text"])
        self.refused(*self.GOOD, "--decimals=3", "--values=no", "-o", "w.png", words=["--values yes"])

    def test_sizes_beyond_memory(self):
        self.refused("--size=4000000000,4000000000", "--sigma=1", words=["4000000000 x 4000000000"], status=1)
        self.refused("--size=9007199254740992", "--dim=3", "--sigma=1", words=["memory"], status=1)
        self.refused("--sigma=1e300", "--dim=1", words=["gausskern: sigma = 1e+300 asks for"], status=1)


if __name__ == "__main__":
    main()
