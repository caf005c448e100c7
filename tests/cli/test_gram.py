# SPDX-License-Identifier: BSD-3-Clause
"""gausskern gram computes what it should, from each option of the kernel, against a double loop."""
import math
import statistics

from tool import ToolTest, bound, kernel, main, npy_of, points

X = points(7, 3)
Y = points(5, 3, seed=2)
OUTER = 2.0**-40  # where gamma itself comes from a formula that may round otherwise


class Kernel(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("x.npy", npy_of(X))
        self.write("y.npy", npy_of(Y))

    def check(self, arguments, x=X, tolerance=None, **parameters):
        k = self.gram(*arguments)
        variance, noise = parameters.get("variance", 1.0), parameters.get("noise", 0.0)
        least = bound(len(x[0]), self.dtype, variance, noise)
        self.assert_close(k, kernel(x, **parameters), tolerance or least)
        return k

    def test_default_is_one_over_d(self):
        self.check(["x.npy"], gamma=1 / 3)
        result = self.run_tool("gram", "-o", "K.npy", "x.npy")
        self.assertIn("gamma = 0.3333333333333333 (rule auto, 1/d), f64", self.assert_status(result, 0))

    def test_gamma(self):
        self.check(["--gamma", "0.25", "x.npy"], gamma=0.25)
        self.check(["--gamma=1e-3", "x.npy"], gamma=1e-3)

    def test_sigma(self):
        self.check(["--sigma", "2", "x.npy"], gamma=0.125)

    def test_lengthscale(self):
        self.check(["--lengthscale", "2", "x.npy"], gamma=0.125)
        self.check(["--lengthscale", "2,0.5,4", "x.npy"], gamma=0.5, lengthscale=[2, 0.5, 4])

    def test_rule_auto(self):
        self.check(["--gamma-rule", "auto", "x.npy"], gamma=1 / 3)

    def test_rule_scale(self):
        variance = statistics.pvariance([value for row in X for value in row])
        self.check(["--gamma-rule=scale", "x.npy"], gamma=1 / (3 * variance), tolerance=OUTER)

    def median_gamma(self, x):
        distances = [math.dist(a, b) for i, a in enumerate(x) for b in x[:i]]
        return 1 / (2 * statistics.median(distances) ** 2)

    def test_rule_median(self):
        self.check(["--gamma-rule=median", "x.npy"], gamma=self.median_gamma(X), tolerance=OUTER)

    def test_variance_and_noise(self):
        k = self.check(["--variance", "2.5", "--noise", "0.1", "x.npy"], gamma=1 / 3, variance=2.5, noise=0.1)
        self.assertTrue(all(k[i][i] == 2.5 + 0.1 for i in range(len(k))))

    def test_cross_gram(self):
        self.check(["--gamma", "0.5", "--y", "y.npy", "x.npy"], gamma=0.5, y=Y)

    def test_rules_of_a_cross_gram_look_at_other(self):
        self.check(["--gamma-rule", "median", "--y", "y.npy", "x.npy"], y=Y, gamma=self.median_gamma(Y),
                   tolerance=OUTER)

    def test_threads(self):
        self.assert_same(self.gram("--threads", "1", "x.npy"), self.gram("--threads", "2", "x.npy"))

    def test_triangles(self):
        full = self.gram("x.npy")
        n = range(len(X))
        self.assert_same(self.gram("--triangle", "full", "x.npy"), full)
        self.assert_same(self.gram("--triangle", "lower", "x.npy"),
                         [[full[i][j] if j <= i else 0.0 for j in n] for i in n])
        self.assert_same(self.gram("--triangle", "upper", "x.npy"),
                         [[full[i][j] if j >= i else 0.0 for j in n] for i in n])

    def test_exactly_symmetric(self):
        x = points(300, 60, seed=3)
        self.write("large.npy", npy_of(x))
        k = self.gram("--gamma-rule", "scale", "large.npy")
        self.assertTrue(all(k[i][j] == k[j][i] for i in range(len(k)) for j in range(i)))
        self.assertTrue(all(k[i][i] == 1.0 for i in range(len(k))))


class Types(ToolTest):
    def test_dtype_follows_the_input(self):
        self.write("x32.npy", npy_of(X, "f"))
        self.write("x64.npy", npy_of(X, "d"))
        self.write("x8.npy", npy_of([[1, 2], [3, 5]], "b"))
        for arguments, dtype in [(["x32.npy"], "<f4"), (["x64.npy"], "<f8"), (["x8.npy"], "<f8"),
                                 (["--dtype=f64", "x32.npy"], "<f8"), (["--dtype=f32", "x64.npy"], "<f4"),
                                 (["--y=x32.npy", "x32.npy"], "<f4"), (["--y=x64.npy", "x32.npy"], "<f8"),
                                 (["--y=x32.npy", "x64.npy"], "<f8")]:
            with self.subTest(arguments=arguments):
                k = self.gram(*arguments)
                self.assertEqual(self.dtype, dtype)
                if "x8.npy" not in arguments:
                    self.assert_close(k, kernel(X, gamma=1 / 3), 2 * bound(3, dtype))

    def test_too_large_for_f32(self):
        self.refuses("x.csv", "1,2\n3,1e39\n", "x.csv: 1e+39 (row 2, column 2) is too large for f32",
                     arguments=["--dtype=f32"])

    def test_infinities_stay(self):
        self.write("x.csv", "1\n-inf\n")
        k = self.gram("--dtype=f32", "--gamma=1", "x.csv")
        self.assertEqual((k[0][0], k[0][1], k[1][0]), (1.0, 0.0, 0.0))


class Shapes(ToolTest):
    def test_one_point(self):
        self.write("x.csv", "1,2,3\n")
        self.assertEqual(self.gram("x.csv"), [[1.0]])

    def test_no_points(self):
        self.write("x.npy", npy_of([], "d"))
        self.assertEqual(self.gram("--gamma=1", "x.npy"), [])

    def test_no_columns(self):
        self.write("x.npy", npy_of([[], [], []], "d"))
        self.assertEqual(self.gram("--gamma=1", "x.npy"), [[1.0] * 3] * 3)
        self.assert_fails(self.run_tool("gram", "-o", "K.npy", "x.npy"), "x.npy: d is 0")

    def test_different_columns(self):
        self.write("x.npy", npy_of(X))
        self.refuses("y.csv", "1,2\n", "y.csv has 2 columns, but x.npy has 3", arguments=["--y=x.npy"])

    def test_wrong_number_of_lengthscales(self):
        self.refuses("x.npy", npy_of(X), "--lengthscale has 2 numbers, but x.npy has 3 columns",
                     arguments=["--lengthscale=1,2"])

    def test_rules_refuse_nan(self):
        for rule in "scale", "median":
            self.refuses("x.csv", "1\nnan\n3\n", "x.csv: x[1][0] is not a number", arguments=["--gamma-rule", rule])


class Columns(ToolTest):
    def test_by_number_and_name(self):
        """In the order said; the two files are looked at each for itself."""
        self.write("x.csv", "a,label,b\n" + "".join(f"{x!r},7,{y!r}\n" for x, y, _ in X))
        self.write("y.csv", "b,a\n" + "".join(f"{y!r},{x!r}\n" for x, y, _ in Y))
        x, y = [row[:2] for row in X], [row[:2] for row in Y]
        for list_, scales in ("a,b", [0.5, 2]), ("3, 1", [2, 0.5]):
            k = self.gram(f"--columns={list_}", "--lengthscale=" + ",".join(map(str, scales)), "x.csv")
            self.assert_close(k, kernel(x, gamma=0.5, lengthscale=[0.5, 2]), 2 * bound(2))
        k = self.gram("--columns=a,b", "--gamma=0.3", "--y=y.csv", "x.csv")
        self.assert_close(k, kernel(x, y, gamma=0.3), 2 * bound(2))

    def test_dtype_stays(self):
        self.write("x.npy", npy_of(X, "f"))
        k = self.gram("--columns=2", "--gamma=1", "x.npy")
        self.assertEqual(self.dtype, "<f4")
        self.assert_close(k, kernel([row[1:2] for row in X], gamma=1), 2 * bound(1, "<f4"))

    def test_libsvm(self):
        """A feature that only the other file has is 0; labels stay."""
        self.write("x.libsvm", "3 1:1\n-2 1:2\n")
        self.write("y.libsvm", "5 1:9 4:1\n6 4:3\n")
        self.assert_close(self.gram("--columns=4", "--gamma=1", "--y=y.libsvm", "x.libsvm"),
                          kernel([[0], [0]], [[1], [3]]), 2 * bound(1))
        result = self.run_tool("gram", "-q", "--columns=1", "--gamma=1", "--format=libsvm", "-o-", "x.libsvm")
        self.assertEqual([line.split()[0] for line in result.stdout.decode().splitlines()], ["3", "-2"])

    def test_refused(self):
        self.refuses("x.csv", "a,b\n1,2\n", "--columns: no column of x.csv is named 'c'", arguments=["--columns=a,c"])
        self.refuses("x.csv", "1,2\n", "--columns: there is no column 3, x.csv has 2", arguments=["--columns=1,3"])
        self.refuses("x.csv", "1,2\n", "'' is no number, and the columns of x.csv have no names",
                     arguments=["--columns=1,"])
        self.refuses("x.csv", "1,2,3\n", "--lengthscale has 3 numbers, but --columns has 1 column",
                     arguments=["--columns=1", "--lengthscale=1,2,3"])
        self.write("y.csv", "1,2\n")
        self.refuses("x.csv", "1,2,3\n", "there is no column 3, y.csv has 2", arguments=["--columns=3", "--y=y.csv"])


if __name__ == "__main__":
    main()
