# SPDX-License-Identifier: BSD-3-Clause
"""gausskern apply: products, sums, log sums and means beside the definition, file formats, and what is refused."""
import math
import os
import signal
import subprocess
import time

from test_interrupt import PATIENCE, Running
from tool import ToolTest, bound, environment, kernel, main, npy_of, options, points, read_terminal, unpack_array

X, Y = points(37, 3), points(23, 3, seed=2)
V, W = points(37, 2, seed=3), [abs(row[0]) + 0.1 for row in points(37, 1, seed=4)]
GAMMA = 0.4


class ApplyTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("x.npy", npy_of(X))
        self.write("y.npy", npy_of(Y))
        self.write("v.npy", npy_of(V))
        self.write("w.csv", "".join(f"{w!r}\n" for w in W))

    def apply(self, *arguments):
        """What is written, as (shape, rows), with one number a row where it has one dimension."""
        stderr = self.assert_status(self.run_tool("apply", "-q", f"--gamma={GAMMA}", "-o", "out.npy", *arguments), 0)
        self.assertEqual(stderr, "")
        self.dtype, shape, values = unpack_array((self.directory / "out.npy").read_bytes())
        cols = shape[1] if len(shape) == 2 else 1
        return shape, [values[i * cols:(i + 1) * cols] for i in range(shape[0])]

    def assert_product(self, found, k, v, dtype="<f8"):
        """The bound of gram.h, and that of the sums here."""
        u, b = (2.0**-24 if dtype == "<f4" else 2.0**-53), bound(3, dtype)
        self.assertEqual((len(found), len(found[0])), (len(k), len(v[0])))
        for row, values in zip(k, found):
            for c, value in enumerate(values):
                s = sum(abs(other[c]) for other in v)
                big = sum(entry * abs(other[c]) for entry, other in zip(row, v))
                exact = math.fsum(entry * other[c] for entry, other in zip(row, v))
                self.assertLessEqual(abs(value - exact), 2 * b * s + 288 * u * (big + b * s))


class Values(ApplyTest):
    def test_product(self):
        k = kernel(X, gamma=GAMMA)
        shape, out = self.apply("--vectors=v.npy", "x.npy")
        self.assertEqual((shape, self.dtype), ((37, 2), "<f8"))
        self.assert_product(out, k, V)
        self.assertEqual(self.apply("--vectors=v.npy", "--what=product", "x.npy")[1], out)

    def test_variance_noise_and_lengthscales(self):
        arguments = ["--lengthscale=0.7,1.5,2", "--variance=2.5", "--noise=0.3", "--vectors=v.npy", "x.npy"]
        self.assert_status(self.run_tool("apply", "-q", "-o", "out.npy", *arguments), 0)
        _, _, values = unpack_array((self.directory / "out.npy").read_bytes())
        k = kernel(X, gamma=0.5, variance=2.5, noise=0.3, lengthscale=[0.7, 1.5, 2])
        for i, row in enumerate(k):
            for c in range(2):
                exact = math.fsum(entry * other[c] for entry, other in zip(row, V))
                self.assertLessEqual(abs(values[2 * i + c] - exact), 1e-12)

    def test_cross_product(self):
        shape, out = self.apply("--vectors=v.npy", "--y=x.npy", "y.npy")
        self.assertEqual(shape, (23, 2))
        self.assert_product(out, kernel(Y, X, gamma=GAMMA), V)

    def test_columns(self):
        """Of the points; the vectors are all of theirs."""
        _, out = self.apply("--vectors=v.npy", "--columns=3,1", "x.npy")
        self.assert_product(out, kernel([[row[2], row[0]] for row in X], gamma=GAMMA), V)

    def test_leave_one_out(self):
        k = kernel(X, gamma=GAMMA)
        for i, row in enumerate(k):
            row[i] = 0.0
        self.assert_product(self.apply("--vectors=v.npy", "--leave-one-out", "x.npy")[1], k, V)

    def test_sums(self):
        shape, out = self.apply("--what=sums", "x.npy")
        self.assertEqual(shape, (37,))
        self.assert_product(out, kernel(X, gamma=GAMMA), [[1.0]] * 37)

    def test_log_sums(self):
        for weights, words in (W, ["--weights=w.csv"]), ([1.0] * 37, []):
            shape, out = self.apply("--what=log-sums", *words, "--y=x.npy", "y.npy")
            self.assertEqual(shape, (23,))
            for row, (value,) in zip(kernel(Y, X, gamma=GAMMA), out):
                exact = math.log(math.fsum(entry * w for entry, w in zip(row, weights)))
                self.assertLessEqual(abs(value - exact), 2.0**-53 * (400 + 8 * abs(exact) + 1000))

    def test_log_sums_far_away(self):
        self.write("far.csv", "1e3,0,0\n")
        _, ((value,),) = self.apply("--what=log-sums", "--y=x.npy", "far.csv")
        nearest = max(-GAMMA * sum((a - b) ** 2 for a, b in zip((1e3, 0, 0), x)) for x in X)
        self.assertLessEqual(abs(value - nearest), 1)
        self.assertLess(value, -300000)

    def test_means(self):
        for loo in [], ["--leave-one-out"]:
            shape, out = self.apply("--what=means", "--weights=w.csv", "--vectors=v.npy", *loo, "x.npy")
            self.assertEqual(shape, (37, 2))
            for i, row in enumerate(kernel(X, gamma=GAMMA)):
                shares = [0.0 if loo and i == j else entry * w for j, (entry, w) in enumerate(zip(row, W))]
                for c in range(2):
                    exact = math.fsum(s * v[c] for s, v in zip(shares, V)) / math.fsum(shares)
                    self.assertLessEqual(abs(out[i][c] - exact), 1e-12)

    def test_f32(self):
        self.write("x.npy", npy_of(X, "f"))
        self.apply("--vectors=v.npy", "x.npy")
        self.assertEqual(self.dtype, "<f8")  # of the vectors
        self.write("v.npy", npy_of(V, "f"))
        _, out = self.apply("--vectors=v.npy", "x.npy")
        self.assertEqual(self.dtype, "<f4")
        self.assert_product(out, kernel(X, gamma=GAMMA), V, "<f4")
        self.apply("--what=log-sums", "--weights=w.csv", "x.npy")
        self.assertEqual(self.dtype, "<f8")
        for what in "sums", "log-sums", "means", "product":
            vectors = ["--vectors=v.npy"] if what in ("means", "product") else []
            for y in [], ["--y=x.npy"]:
                single = self.apply(f"--what={what}", *vectors, *y, "x.npy")[1]
                self.assertEqual(self.dtype, "<f4")
                double = self.apply(f"--what={what}", *vectors, *y, "--dtype=f64", "x.npy")[1]
                self.assert_close(single, double, 1e-4)

    def test_threads_do_not_matter(self):
        self.write("many.npy", npy_of(points(3000, 3, seed=7)))
        self.write("v3000.npy", npy_of(points(3000, 2, seed=8)))
        one, two = (self.apply("--vectors=v3000.npy", f"--threads={n}", "many.npy")[1] for n in (1, 2))
        self.assert_same(one, two)

    def test_text(self):
        _, out = self.apply("--vectors=v.npy", "x.npy")
        result = self.run_tool("apply", "-q", f"--gamma={GAMMA}", "--format=csv", "-o-", "--vectors=v.npy", "x.npy")
        self.assert_status(result, 0)
        rows = [[float(word) for word in line.split(",")] for line in result.stdout.decode().splitlines()]
        self.assert_same(rows, out)

    def test_standard_input(self):
        _, out = self.apply("--vectors=v.npy", "x.npy")
        result = self.run_tool("apply", "-q", f"--gamma={GAMMA}", "-o", "out.npy", "--vectors=-", "x.npy",
                               stdin=npy_of(V))
        self.assert_status(result, 0)
        _, _, values = unpack_array((self.directory / "out.npy").read_bytes())
        self.assert_same([values[2 * i:2 * i + 2] for i in range(37)], out)

    def test_summary(self):
        result = self.run_tool("apply", "--gamma=0.4", "-o", "out.npy", "--vectors=v.npy", "--y=x.npy", "y.npy")
        self.assertRegex(self.assert_status(result, 0),
                         r"^gausskern: m = 23, n = 37, d = 3, p = 2, gamma = 0\.4, f64, \d+\.\d\d s, out\.npy\n$")


class Text(ApplyTest):
    def test_standard_output(self):
        """Text without -o, as from the other commands, and in files named so."""
        _, out = self.apply("--vectors=v.npy", "x.npy")
        for words in [], ["-o", "-"], ["-o", "-", "--format=txt"]:
            self.assertEqual(self.text("apply", "-q", f"--gamma={GAMMA}", *words, "--vectors=v.npy", "x.npy"), out)
        self.assert_status(self.run_tool("apply", "-q", f"--gamma={GAMMA}", "--vectors=v.npy", "-o", "out.txt", "x.npy"), 0)
        lines = (self.directory / "out.txt").read_text().splitlines()
        self.assertEqual([[float(word) for word in line.split()] for line in lines], out)


    def test_nan_has_no_sign(self):
        """Infinity less infinity has one where it is computed, and NaN may come with one."""
        self.write("odd.csv", "0\n1\ninf\n")
        self.write("w.npy", npy_of([[1.0], [1.0], [-math.nan]]))
        for words in ["--what=log-sums", "odd.csv"], ["--vectors=w.npy", "odd.csv"]:
            for format in "csv", "txt":
                for dtype in "f32", "f64":
                    result = self.run_tool("apply", "-q", f"--format={format}", f"--dtype={dtype}", *words)
                    self.assert_status(result, 0)
                    self.assertIn(b"nan", result.stdout)
                    self.assertNotIn(b"-nan", result.stdout)


class Refused(ApplyTest):
    def refused(self, *arguments, words=(), status=2):
        with self.subTest(arguments=arguments):
            before = self.files()
            self.assert_fails(self.run_tool("apply", *arguments), *words, status=status)
            self.assertEqual(self.files(), before)

    def test_usage(self):
        out = ["-o", "out.npy"]
        self.refused("x.npy", *out, words=["--vectors V is missing"])
        self.refused("--what=means", "x.npy", *out, words=["--vectors V is missing"])
        self.refused("--vectors=v.npy", *out, words=["INPUT is missing"])
        for name in "out.dat", "out", "out.libsvm":
            self.refused("--vectors=v.npy", "x.npy", "-o", name, words=["name it with --format"])
        self.refused("--what=sum", "x.npy", *out, words=["--what must be product, sums, log-sums or means"])
        self.refused("--what=sums", "--vectors=v.npy", "x.npy", *out, words=["--vectors is for product and means"])
        self.refused("--vectors=v.npy", "--weights=w.csv", "x.npy", *out, words=["--weights is for log-sums and means"])
        self.refused("--what=sums", "--weights=w.csv", "x.npy", *out, words=["--weights is for log-sums and means"])
        self.refused("--what=sums", "--leave-one-out", "--y=y.npy", "x.npy", *out, words=["--leave-one-out"])
        self.refused("--what=sums", "--leave-one-out", "--noise=1", "x.npy", *out, words=["--noise"])
        self.refused("--what=sums", "--noise=1", "--y=y.npy", "x.npy", *out, words=["--noise"])
        self.refused("--vectors=-", "-", *out, words=["standard input"])
        self.refused("--what=sums", "--sigma=1", "--gamma=1", "x.npy", *out, words=["exclude each other"])
        self.refused("--what=sums", "--triangle=full", "x.npy", *out, words=["unrecognized"])

    def test_sizes(self):
        out = ["-o", "out.npy"]
        self.refused("--vectors=y.npy", "x.npy", *out, words=["y.npy has 23 rows, but x.npy has 37 points"], status=1)
        self.refused("--vectors=v.npy", "--y=y.npy", "x.npy", *out,
                     words=["v.npy has 37 rows, but y.npy has 23 points"], status=1)
        self.refused("--what=log-sums", "--weights=v.npy", "x.npy", *out, words=["v.npy has 2 columns"], status=1)
        self.refused("--what=log-sums", "--weights=w.csv", "y.npy", *out,
                     words=["w.csv has 37 numbers, but y.npy has 23 points"], status=1)
        self.refused("--vectors=v.npy", "--y=v.npy", "x.npy", *out, words=["x.npy has 3 columns, but v.npy has 2"],
                     status=1)

    def test_files(self):
        for option in "--vectors=none.npy", "--y=none.npy":
            more = [] if option.startswith("--vectors") else ["--vectors=v.npy"]
            self.refused(option, *more, "x.npy", "-o", "out.npy", words=["none.npy"], status=1)
        self.refused("--vectors=v.npy", "none.npy", "-o", "out.npy", words=["none.npy"], status=1)
        self.refused("--vectors=v.npy", "x.npy", "-o", "none/out.npy", words=["none/out.npy"], status=1)
        for name in "x.npy", "v.npy":
            self.refused("--vectors=v.npy", "x.npy", "-o", name, words=["is the input; OUT must be another file"],
                         status=1)

    def test_weights(self):
        for bad in "-1", "nan", "inf":
            self.write("bad.csv", "1\n" * 36 + bad + "\n")
            self.refused("--what=log-sums", "--weights=bad.csv", "x.npy", "-o", "out.npy",
                         words=[f"bad.csv: the weight {bad} (row 37, column 1) is not a finite number >= 0"], status=1)

    def test_nan_is_contained(self):
        x = [row[:] for row in X]
        x[5][1] = math.nan
        self.write("nan.npy", npy_of(x))
        _, out = self.apply("--vectors=v.npy", "--y=x.npy", "nan.npy")
        self.assertEqual([i for i, row in enumerate(out) if any(map(math.isnan, row))], [5])


class Stopped(Running):
    def test_signals(self):
        self.zeros("x.npy", 60000, 40)
        self.zeros("v.npy", 60000, 3)
        self.write("out.npy", b"old")
        for number, status in (signal.SIGINT, 130), (signal.SIGTERM, 143):
            tool = self.start("--vectors=v.npy", "x.npy", output="out.npy", command=["apply", "--threads=1"])
            tool.send_signal(number)
            self.assert_stopped(tool, status, ["out.npy", "v.npy", "x.npy"])
        self.assertEqual((self.directory / "out.npy").read_bytes(), b"old")

    def test_progress(self):
        self.zeros("x.npy", 60000, 16)
        self.zeros("v.npy", 60000, 1)
        leader, follower = self.terminal()
        tool = subprocess.Popen([options.tool, "apply", "--threads=1", "--vectors=v.npy", "-o", "out.csv", "x.npy"],
                                cwd=self.directory, env=environment(), stderr=follower)
        self.addCleanup(tool.kill)
        os.close(follower)
        time.sleep(1.5)
        tool.send_signal(signal.SIGINT)
        seen = read_terminal(leader).decode()
        tool.wait(PATIENCE)
        self.assertRegex(seen, r"\rgausskern: +\d+ %, \d+ s left")


if __name__ == "__main__":
    main()
