# SPDX-License-Identifier: BSD-3-Clause
"""`gausskern pool`: values against plain loops over the definition, weights of every kind, transparency, and errors."""
import itertools
import math

from images import (CHANNELS, GRAY, GRAY_ALPHA, RGB, RGBA, binomial, discrete, integrated, near_tie, npy, numbers, png,
                    pooled, rounded, sampled, unpack, unpack_png, values_of)
from tool import ToolTest, main


def gaussian(block, sigma):
    """g in the middle of so many pixels, of odd or even number, over its sum."""
    g = [math.exp(-0.5 * ((i - (block - 1) / 2) / sigma)**2) for i in range(block)]
    return [value / sum(g) for value in g]


def opencv_sigma(block):
    return 0.3 * ((block - 1) / 2 - 1) + 0.8


def product(*lines):
    """Weights in C order of those along numpy's axes."""
    return [math.prod(part) for part in itertools.product(*lines)]


class PoolTest(ToolTest):
    def pool(self, *arguments, output="out.npy"):
        self.assertEqual(self.assert_status(self.run_tool("pool", "-q", "-o", output, *arguments), 0), "")
        return (self.directory / output).read_bytes()

    def check(self, shape, values, arguments, expected, tolerance=1e-14, descr="<f8"):
        """expected: a shape and values."""
        self.write("x.npy", npy(shape, values, descr))
        dtype, found_shape, found = unpack(self.pool(*arguments, "x.npy"))
        self.assertEqual((dtype, found_shape), (descr[1:], expected[0]))
        worst = max((abs(a - b) for a, b in zip(found, expected[1])), default=0)
        self.assertLessEqual(worst, tolerance, arguments)

    def refused(self, *arguments, words=(), status=1):
        with self.subTest(arguments=arguments):
            before = self.files()
            self.assert_fails(self.run_tool("pool", *arguments), words, status=status)
            self.assertEqual(self.files(), before)


class Values(PoolTest):
    def test_means(self):
        """numpy's reshape and mean, where the blocks tile the array."""
        for shape in [(12,), (6, 8), (4, 6, 2), (2, 4, 2, 6)]:
            values, n = values_of(shape), len(shape)
            self.check(shape, values, ["--block=2", "--mean"],
                       pooled(values, shape, [2] * n, [0] * n, [1 / 2**n] * 2**n))

    def test_gaussians(self):
        shape = 9, 14
        values = values_of(shape)
        for bx, by in [(3, 3), (2, 4), (5, 2), (1, 3)]:
            block = f"--block={bx},{by}"
            for arguments, sx, sy in [([], opencv_sigma(bx), opencv_sigma(by)), (["--sigma=0.7"], 0.7, 0.7),
                                      (["--sigma=2,0.5"], 2, 0.5)]:
                weights = product(gaussian(by, sy), gaussian(bx, sx))
                self.check(shape, values, [block, *arguments], pooled(values, shape, [by, bx], [0, 0], weights))

    def test_three_axes(self):
        shape = 5, 4, 6
        values = values_of(shape)
        weights = product(gaussian(2, 1), gaussian(4, 1), gaussian(3, 1))
        self.check(shape, values, ["--block=3,4,2", "--sigma=1"], pooled(values, shape, [2, 4, 3], [0] * 3, weights))

    def test_methods(self):
        shape = 10, 10
        values = values_of(shape)
        opencv = {3: [0.25, 0.5, 0.25], 5: [0.0625, 0.25, 0.375, 0.25, 0.0625]}
        for method, block, arguments, line in [
                ("sampled", 5, ["--sigma=1"], sampled(1.0, 0, 2)), ("integrated", 5, ["--sigma=1"], integrated(1.0, 2)),
                ("discrete", 5, ["--sigma=1"], discrete(1.0, 2)), ("binomial", 5, [], binomial(2)),
                ("binomial", 4, [], [0.125, 0.375, 0.375, 0.125]), ("opencv", 3, [], opencv[3]),
                ("opencv", 5, [], opencv[5]), ("opencv", 5, ["--sigma=1"], sampled(1.0, 0, 2))]:
            self.check(shape, values, [f"--block={block}", f"--method={method}", *arguments],
                       pooled(values, shape, [block] * 2, [0, 0], product(line, line)), 1e-13)

    def test_strides(self):
        shape = 9, 14
        values = values_of(shape)
        weights = product(gaussian(3, 1), gaussian(3, 1))
        for option, sx, sy in [("1", 1, 1), ("2,1", 2, 1), ("5", 5, 5)]:
            for edge in "crop", "renormalize":
                self.check(shape, values, ["--block=3", "--sigma=1", f"--stride={option}", f"--edge={edge}"],
                           pooled(values, shape, [3, 3], [sy, sx], weights, edge))

    def test_edges(self):
        for shape in [(7, 10), (2, 3)]:
            values = values_of(shape)
            weights = product(gaussian(4, 1.1), gaussian(4, 1.1))
            for mode in "reflect", "mirror", "nearest", "wrap", "constant":
                more = ["--cval=1.5"] if mode == "constant" else []
                self.check(shape, values, ["--block=4", "--sigma=1.1", "--edge=pad", f"--mode={mode}", *more],
                           pooled(values, shape, [4, 4], [0, 0], weights, "pad", mode, 1.5))
            self.check(shape, values, ["--block=4", "--sigma=1.1", "--edge=renormalize"],
                       pooled(values, shape, [4, 4], [0, 0], weights, "renormalize"))
        shape = 7, 10
        values = values_of(shape)
        self.check(shape, values, ["--block=4", "--sigma=1.1", "--edge=pad", "--mode=wrap,nearest"],
                   pooled(values, shape, [4, 4], [0, 0], weights, "pad", ["nearest", "wrap"]))

    def test_weights_from_a_file(self):
        """As they are: not normalised, not reversed, x along a row."""
        shape = 6, 8
        values = values_of(shape)
        weights = [1.0, 2.0, -1.0, 0.0, 0.5, 3.0, 0.25, -0.5]
        self.write("w.csv", "1,2,-1,0\n0.5,3,0.25,-0.5\n")
        self.write("w.npy", npy((2, 4), weights))
        self.write("wf.npy", npy((2, 4), weights, ">f4", True))
        for arguments in ["--weights=w.csv"], ["--weights=w.npy", "--block=4,2"], ["--weights=wf.npy"]:
            self.check(shape, values, arguments, pooled(values, shape, [2, 4], [0, 0], weights))
        self.check(shape, values, ["--weights=w.csv", "--stride=1"], pooled(values, shape, [2, 4], [1, 1], weights))

    def test_channels(self):
        shape = 6, 4, 3
        values = values_of(shape)
        weights = product(gaussian(3, 1), gaussian(2, 1), [1])
        self.check(shape, values, ["--channels", "--block=2,3", "--sigma=1"],
                   pooled(values, shape, [3, 2, 1], [0] * 3, weights))

    def test_types(self):
        shape = 4, 6
        whole = numbers(24)
        expected = pooled(whole, shape, [2, 3], [0, 0], [1 / 6] * 6)
        for descr in "|u1", "<u2":
            self.check(shape, whole, ["--block=3,2", "--mean"], (expected[0], rounded(expected[1], 65535)), 0, descr)
        self.write("x.npy", npy(shape, whole, "|u1"))
        for word, dtype, tolerance in [("f64", "f8", 1e-13), ("f32", "f4", 2e-5), ("u16", "u2", 0.5)]:
            found = unpack(self.pool("--block=3,2", "--mean", f"--type={word}", "x.npy"))
            self.assertEqual(found[:2], (dtype, (2, 2)))
            self.assertLessEqual(max(abs(a - b) for a, b in zip(found[2], expected[1])), tolerance)
        self.check((1, 4), [0, 1, 1, 2], ["--block=2,1", "--mean"], ((1, 2), [0, 2]), 0, "|u1")  # ties to even

    def test_constant_images_stay(self):
        for block in range(1, 8):
            self.check((15, 15), [0.1] * 225, [f"--block={block}"], ((15 // block,) * 2, [0.1] * (15 // block)**2), 2.0**-55)


class Pictures(PoolTest):
    def test_colours(self):
        samples = numbers(13 * 9 * 3)
        self.write("x.png", png(13, 9, 8, RGB, samples))
        found = unpack_png(self.pool("--block=4", "x.png", output="y.png"))
        weights = product(gaussian(4, opencv_sigma(4)), gaussian(4, opencv_sigma(4)), [1])
        shape, expected = pooled(samples, (9, 13, 3), [4, 4, 1], [0] * 3, weights)
        self.assertEqual(found[:4], (3, 2, 8, RGB))
        self.assertEqual(shape, (2, 3, 3))
        self.assertEqual(found[4], rounded(expected))

    def test_alpha_weighs(self):
        for color, depth in itertools.product([GRAY_ALPHA, RGBA], [8, 16]):
            channels, most = CHANNELS[color], 2**depth - 1
            samples = numbers(10 * 8 * channels, 2, 0, most)
            for edge, mode, cval in [("crop", "reflect", 0), ("pad", "wrap", 0), ("pad", "constant", 0),
                                     ("pad", "constant", most // 2), ("renormalize", "reflect", 0)]:
                more = ["--mode", mode] if edge == "pad" else []
                more += ["--cval", cval] if mode == "constant" and cval else []
                self.write("x.png", png(10, 8, depth, color, samples))
                found = unpack_png(self.pool("--block=3", "--edge", edge, *more, "x.png", output="y.png"))[4]
                alphas = samples[channels - 1::channels]
                weights = product(*[gaussian(3, opencv_sigma(3))] * 2)

                def pool(values, beyond, edge=edge, mode=mode, weights=weights):
                    return pooled(values, (8, 10), [3, 3], [0, 0], weights, edge, mode, beyond)[1]

                alpha = pool(alphas, most if cval else 0)
                expected = [[p / a if a > 0 else 0 for p, a in
                             zip(pool([v * a for v, a in zip(samples[c::channels], alphas)], cval * most), alpha)]
                            for c in range(channels - 1)] + [alpha]
                for c, plane in enumerate(expected):
                    pairs = [(a, b) for a, b, e in zip(found[c::channels], rounded(plane, most), plane)
                             if not near_tie(e, 1e-6)]
                    self.assertEqual([a for a, _ in pairs], [b for _, b in pairs], (color, depth, edge, mode, c))

    def test_what_shines_through_does_not_bleed(self):
        samples = [part for i in range(36) for part in ([10, 20, 30, 255] if i % 5 else [255, 255, 255, 0])]
        self.write("x.png", png(6, 6, 8, RGBA, samples))
        found = unpack_png(self.pool("--block=2", "x.png", output="y.png"))[4]
        self.assertEqual({tuple(found[i:i + 3]) for i in range(0, len(found), 4)}, {(10, 20, 30)})
        self.write("x.png", png(2, 2, 8, RGBA, [255, 255, 255, 0] * 4))
        self.assertEqual(unpack_png(self.pool("--block=2", "x.png", output="y.png"))[4], [0, 0, 0, 0])

    def test_weights_from_a_file_are_means_where_there_is_alpha(self):
        self.write("x.png", png(2, 2, 8, GRAY_ALPHA, [10, 200, 20, 200, 30, 200, 40, 200]))
        for weight in "2", "0.125":
            self.write("w.csv", f"{weight},{weight}\n{weight},{weight}\n")
            self.assertEqual(unpack_png(self.pool("--weights=w.csv", "x.png", output="y.png"))[4], [25, 200])
        self.write("w.csv", "1,-1\n1,-1\n")
        self.refused("--weights=w.csv", "-o", "z.png", "x.png", words="whose sum is not positive")

    def test_into_npy_and_over_the_input(self):
        self.write("x.png", png(4, 4, 8, GRAY, numbers(16)))
        found = unpack(self.pool("--block=2", "--mean", "--type=f64", "x.png"))
        self.assertEqual(found, ("f8", *pooled(numbers(16), (4, 4), [2, 2], [0, 0], [0.25] * 4)))
        self.assertEqual(unpack_png(self.pool("--block=2", "x.png", output="x.png"))[:2], (2, 2))


class Refused(PoolTest):
    def setUp(self):
        super().setUp()
        self.write("x.npy", npy((3, 4), [1.0] * 12))

    def usage(self, *arguments, words):
        self.refused(*arguments, "-o", "y.npy", "x.npy", words=words, status=2)

    def data(self, *arguments, words):
        self.refused(*arguments, "-o", "y.npy", "x.npy", words=words)

    def test_usage(self):
        self.usage("--mean", words="--block K is missing")
        self.refused("--block=2", "-o", "y.npy", words="IN is missing", status=2)
        self.refused("--block=2", "x.npy", words="-o OUT is missing", status=2)
        for text in "0", "-1", "1.5", "", "2,0":
            self.usage(f"--block={text}", words="--block: '")
            self.usage("--block=2", f"--stride={text}", words="--stride: '")
        for text in "0", "-1", "nan":
            self.usage("--block=2", f"--sigma={text}", words=f"--sigma: '{text}' is not a positive number")
        for arguments, words in [
                (["--mean", "--weights=x.npy"], "--mean and --weights exclude each other"),
                (["--mean", "--sigma=1"], "--sigma is of a Gaussian; --mean stands instead of it"),
                (["--weights=x.npy", "--method=sampled"], "--method is of a Gaussian; --weights stands instead"),
                (["--method=binomial", "--sigma=1"], "--sigma cannot be given"),
                (["--sigma=1e-101"], "--sigma: '1e-101' is not a number from 1e-100 to 1e100"),
                (["--method=discrete", "--sigma=1e7"], "--method discrete takes a --sigma to 1e6, not 1e+07"),
                (["--method=discrete"], "a --block of odd size"), (["--mode=wrap"], "--mode is for --edge pad"),
                (["--edge=pad", "--cval=1"], "--cval is for --mode constant"),
                (["--edge=pad", "--mode=none"],
                 "--mode must be reflect, mirror, nearest, wrap or constant, not 'none'"),
                (["--edge=pad", "--mode=edge"], "what is 'edge' elsewhere is nearest here"),
                (["--edge=wrap"], "--edge must be crop, pad or renormalize, not 'wrap'"),
                (["--method=gauss"],
                 "--method must be sampled, integrated, discrete, oversampled, opencv or binomial")]:
            self.usage("--block=2", *arguments, words=words)

    def test_data(self):
        self.data("--block=2,2,2", words="--block has 3 values, but x.npy has 2 axes")
        self.data("--block=5,1", words="a block is larger than x.npy, which is 4 x 3; --edge pad or renormalize")
        self.write("rgb.npy", npy((6, 5, 3), [1.0] * 90))
        self.refused("--block=4", "-o", "y.npy", "rgb.npy",
                     words="rgb.npy, which is 3 x 5 x 6; is the last axis in numpy that of --channels?")
        self.write("w.csv", "1,2\n")
        self.write("line.csv", "1\n2\n")
        self.write("bad.csv", "1,nan\n")
        self.write("empty.npy", npy((0, 2), []))
        self.data("--weights=w.csv", "--block=2", words="w.csv is an array of 2 x 1, which --block is not")
        self.data("--weights=line.csv", words="line.csv has 1 axis, but x.npy has 2")
        self.data("--weights=bad.csv", words="bad.csv: a weight is nan")
        self.data("--weights=empty.npy", words="empty.npy holds no weights")
        self.data("--weights=absent.csv", words="cannot open absent.csv")
        self.data("--block=2147483647", "--edge=pad", words="do not fit into any memory")
        self.write("four.npy", npy((2, 2, 2, 2), [1.0] * 16))
        self.refused("--block=2", "-o", "y.npy", "four.npy", words="a Gaussian has up to three axes")

    def test_empty_arrays(self):
        self.write("e.npy", npy((0, 4), []))
        self.assertEqual(unpack(self.pool("--block=2", "e.npy"))[1], (0, 2))


if __name__ == "__main__":
    main()
