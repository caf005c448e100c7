# SPDX-License-Identifier: BSD-3-Clause
"""`gausskern filter` on arrays: values against plain loops over the definition."""
import itertools
import math

from images import (GRAY, FilterTest, along, binomial, discrete, integrated, npy, numbers, png, sampled, separable,
                    values_of, weighted)
from tool import main

SHAPES = [(17,), (6, 9), (4, 5, 6), (3, 4, 2, 5)]


class Values(FilterTest):
    MODES = ["reflect", "mirror", "nearest", "wrap", "constant"]
    # the data are below 2, the default tolerance of f64 is 1e-9
    BOUND = 2e-9 + 1e-12

    def test_modes_also_beyond_the_array(self):
        for shape in SHAPES:
            for mode, sigma in itertools.product(self.MODES, [0.7, 2.5, 6.0]):
                if sigma == 6.0 and len(shape) > 2:
                    continue
                values = values_of(shape)
                more = ["--cval=0.75"] if mode == "constant" else []
                found = self.filtered(shape, values, f"--sigma={sigma}", f"--mode={mode}", *more)
                expected = separable(values, shape, [sampled(sigma)] * len(shape), mode, 0.75)
                self.assert_near(found, expected, self.BOUND * len(shape))

    def test_each_axis_by_itself(self):
        for shape in SHAPES[1:]:
            n = len(shape)
            values = values_of(shape)
            sigmas, modes = [0.8, 0, 1.7, 1.2][:n], ["wrap", "reflect", "constant", "mirror"][:n]
            found = self.filtered(shape, values, "--sigma=" + ",".join(map(str, sigmas)), "--mode=" + ", ".join(modes),
                                  *(["--cval=-1"] if n > 2 else []))
            weights = [sampled(sigma) if sigma > 0 else None for sigma in sigmas]
            self.assert_near(found, separable(values, shape, weights, modes, -1), self.BOUND * n)

    def test_orders(self):
        shape = 7, 8
        values = values_of(shape)
        for orders in [(1, 0), (0, 2), (1, 1), (3, 0)]:
            found = self.filtered(shape, values, "--sigma=1.5,2", f"--order={orders[0]},{orders[1]}")
            weights = [sampled(sigma, order) for sigma, order in zip((1.5, 2), orders)]
            self.assert_near(found, separable(values, shape, weights), 3e-9)
        found = self.filtered((17,), values_of((17,)), "--sigma=2", "--order=1")
        self.assert_near(found, along(values_of((17,)), (17,), 0, sampled(2, 1)), 3e-9)

    def test_gradient_laplacian_difference(self):
        for shape in SHAPES[:3]:
            n = len(shape)
            values = values_of(shape)

            def derived(order, n=n, shape=shape, values=values):
                return [separable(values, shape, [sampled(1.4, order if i == k else 0) for i in range(n)])
                        for k in range(n)]

            found = self.filtered(shape, values, "--sigma=1.4", "--gradient")
            self.assert_near(found, [math.sqrt(sum(d * d for d in part)) for part in zip(*derived(1))], 6e-9)
            found = self.filtered(shape, values, "--sigma=1.4", "--laplacian")
            self.assert_near(found, [sum(part) for part in zip(*derived(2))], 1e-8)
            found = self.filtered(shape, values, "--sigma=1.4", "--difference=2.2")
            narrow, wide = (separable(values, shape, [sampled(sigma)] * n) for sigma in (1.4, 2.2))
            self.assert_near(found, [a - b for a, b in zip(narrow, wide)], 1e-8)

    def test_cut_off(self):
        shape = 9, 14
        values = values_of(shape)
        for arguments, radius in [(["--truncate=4"], 7), (["--truncate=1"], 2), (["--radius=3"], 3)]:
            found = self.filtered(shape, values, "--sigma=1.7", *arguments)
            expected = separable(values, shape, [sampled(1.7, 0, radius)] * 2)
            self.assert_near(found, expected, 1e-14)
        found = self.filtered(shape, values, "--sigma=1.7", "--radius=1,5")
        self.assert_near(found, separable(values, shape, [sampled(1.7, 0, 1), sampled(1.7, 0, 5)]), 1e-14)

    def test_methods(self):
        shape = 5, 13
        values = values_of(shape)
        for method, line in [("integrated", integrated(0.6, 5)), ("discrete", discrete(0.6, 5))]:
            found = self.filtered(shape, values, "--sigma=0.6", "--radius=5", f"--method={method}")
            self.assert_near(found, separable(values, shape, [line] * 2), 1e-13)
        found = self.filtered(shape, values, "--method=binomial", "--radius=2")
        self.assert_near(found, separable(values, shape, [binomial(2)] * 2), 1e-14)
        found = self.filtered(shape, values, "--method=binomial", "--radius=3,0")
        self.assert_near(found, along(values, shape, 1, binomial(3)), 1e-14)

    def test_engines(self):
        shape = 11, 30
        values = values_of(shape)
        expected = separable(values, shape, [sampled(3.0)] * 2)
        for engine, tolerance in itertools.product(["fir", "recursive", "auto"], [1e-3, 1e-6, 1e-9]):
            found = self.filtered(shape, values, "--sigma=3", f"--engine={engine}", f"--tolerance={tolerance}")
            self.assert_near(found, expected, 2 * tolerance + 1e-10)
        loose, exact = (self.filtered(shape, values, "--sigma=3", "--engine=fir", f"--tolerance={tolerance}")
                        for tolerance in (1e-2, 1e-12))
        self.assertTrue(loose != exact, "--tolerance does nothing")
        fir, recursive = (self.filtered(shape, values, "--sigma=3", f"--engine={engine}", "--tolerance=1e-3")
                          for engine in ("fir", "recursive"))
        self.assertTrue(fir != recursive, "--engine does nothing")

    def test_stride(self):
        shape = 7, 10
        values = values_of(shape)
        full = separable(values, shape, [sampled(1.2)] * 2)
        self.write("x.npy", npy(shape, values))
        for option, (sx, sy) in [("2", (2, 2)), ("3,1", (3, 1)), ("1,7", (1, 7)), ("20", (20, 20))]:
            dtype, found_shape, found = self.filter("--sigma=1.2", f"--stride={option}", "x.npy")
            kept = [[full[y * 10 + x] for x in range(0, 10, sx)] for y in range(0, 7, sy)]
            self.assertEqual((dtype, found_shape), ("f8", (len(kept), len(kept[0]))))
            self.assert_near(found, sum(kept, []), self.BOUND * 2)

    def test_mask_and_nan_and_none(self):
        shape = 8, 9
        values = values_of(shape)
        masses = [float(value % 4) for value in numbers(72, 9)]
        weights = [sampled(1.2)] * 2
        self.write("mask.npy", npy(shape, masses))
        self.write("mask.csv", "\n".join(",".join(str(m) for m in masses[i:i + 9]) for i in range(0, 72, 9)))
        expected = weighted(values, masses, shape, weights)
        for mask in "mask.npy", "mask.csv":
            found = self.filtered(shape, values, "--sigma=1.2", f"--mask={mask}", "--engine=fir")
            self.assert_near(found, expected, 1e-7)
        holes = [math.nan if m == 0 else v for v, m in zip(values, masses)]
        ones = [float(m > 0) for m in masses]
        for mode in "reflect", "none", "constant":
            found = self.filtered(shape, holes, "--sigma=1.2", "--skip-nan", f"--mode={mode}")
            self.assert_near(found, weighted(holes, ones, shape, weights, mode), 1e-7)
        found = self.filtered(shape, values, "--sigma=1.2", "--mode=none")
        self.assert_near(found, weighted(values, [1.0] * 72, shape, weights, "none"), 1e-7)

    def test_a_mask_in_png_has_white_as_one(self):
        """Beyond a constant boundary a weight is 1, too."""
        shape = 6, 5
        values = values_of(shape)
        gray = numbers(30, 4)
        self.write("mask.png", png(5, 6, 8, GRAY, gray))
        found = self.filtered(shape, values, "--sigma=1.2", "--mask=mask.png", "--mode=constant", "--cval=1",
                              "--engine=fir")
        expected = weighted(values, [value / 255 for value in gray], shape, [sampled(1.2)] * 2, "constant", 1.0)
        self.assert_near(found, expected, 1e-7)

    def test_nan_spreads(self):
        values = [0.0] * 20 + [math.nan] + [0.0] * 20
        found = self.filtered((41,), values, "--sigma=1", "--radius=3")
        self.assertEqual([i for i, value in enumerate(found) if math.isnan(value)], list(range(17, 24)))


if __name__ == "__main__":
    main()
