# SPDX-License-Identifier: BSD-3-Clause
"""What becomes of a PNG's numbers: light instead of sRGB, and what is lost as whole numbers."""
from images import (GRAY, GRAY_ALPHA, along, near_tie, npy, numbers, png, pooled, rounded, sampled, unpack_png)
from test_png import PngTest
from tool import main


class Linear(PngTest):
    @staticmethod
    def decode(value):
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055)**2.4

    @staticmethod
    def encode(light):
        return 12.92 * light if light <= 0.0031308 else 1.055 * light**(1 / 2.4) - 0.055

    def test_nothing_changes_without_a_filter(self):
        for depth in 8, 16:
            samples = [round(i * (2**depth - 1) / 255) for i in range(256)]
            self.assertEqual(self.through(png(16, 16, depth, GRAY, samples), "--sigma=0", "--linear")[4], samples)

    def test_light(self):
        samples = numbers(12 * 10, 6)
        found = self.through(png(12, 10, 8, GRAY, samples), "--sigma=1.5,0", "--linear")[4]
        light = along([self.decode(value / 255) for value in samples], (10, 12), 1, sampled(1.5))
        expected = [255 * self.encode(value) for value in light]
        self.assertEqual([value for value, wanted in zip(found, expected) if not near_tie(wanted)],
                         [value for value, wanted in zip(rounded(expected), expected) if not near_tie(wanted)])

    def test_beyond_the_edge_is_light_too(self):
        """A picture as gray as what is beyond it stays so, transparent nowhere or with alpha."""
        beyond = ["--sigma=2", "--linear", "--mode=constant"]
        for depth, gray in (8, 100), (8, 255), (16, 20000):
            self.assertEqual(self.through(png(5, 4, depth, GRAY, [gray] * 20), *beyond, f"--cval={gray}")[4], [gray] * 20)
        found = self.through(png(5, 4, 8, GRAY_ALPHA, [100, 255] * 20), *beyond, "--cval=100")[4]
        self.assertEqual(found, [100, 255] * 20)

    def pooled(self, data, *arguments):
        self.write("in.png", data)
        self.assert_status(self.run_tool("pool", "-q", "--linear", "-o", "out.png", *arguments, "in.png"), 0)
        return unpack_png((self.directory / "out.png").read_bytes())

    def test_pools_light(self):
        """The mean of black and white is half the light; colours weigh with alpha, which is no light."""
        for depth in 8, 16:
            white = 2**depth - 1
            half = round(white * self.encode(0.5))
            self.assertEqual(self.pooled(png(4, 1, depth, GRAY, [0, white, white, white]), "--block=2,1"),
                             (2, 1, depth, GRAY, [half, white]))
            self.assertEqual(self.pooled(png(4, 1, depth, GRAY_ALPHA, [0, white, white, white, 9, 0, white, 0]),
                                         "--block=4,1", "--mean"), (1, 1, depth, GRAY_ALPHA, [half, round(white / 2)]))
        samples = numbers(12 * 8, 6)
        found = self.pooled(png(12, 8, 8, GRAY, samples), "--block=3,2", "--mean", "--type=u16")[4]
        _, light = pooled([self.decode(value / 255) for value in samples], (8, 12), [2, 3], [0, 0], [1 / 6] * 6)
        worst = max(abs(a - 65535 * self.encode(value)) for a, value in zip(found, light))
        self.assertLessEqual(worst, 0.52)  # the light is in f32, which this encoding magnifies near black
        wall = self.pooled(png(1, 1, 8, GRAY, [255]), "--block=2,1", "--mean", "--edge=pad", "--mode=constant",
                           "--cval=100")[4]
        self.assertEqual(wall, [round(255 * self.encode((1 + self.decode(100 / 255)) / 2))])

    def test_refused(self):
        self.write("x.npy", npy((2, 2), [0.0] * 4))
        self.assert_fails(self.run_tool("pool", "--block=1", "--linear", "-o", "y.npy", "x.npy"),
                          "--linear decodes u8 and u16; x.npy holds f64")
        self.assert_fails(self.run_tool("pool", "--block=1", "--linear", "--type=f32", "-o", "y.npy", "x.npy"),
                          "--linear encodes into u8 or u16, not into f32", status=2)
        self.assert_fails(self.run_tool("filter", "--sigma=1", "--linear", "-o", "y.npy", "x.npy"),
                          "--linear decodes u8 and u16; x.npy holds f64")


class NotIntoPng(PngTest):
    def test_arrays_that_a_png_cannot_hold(self):
        self.write("f.npy", npy((2, 2), [0.5] * 4))
        self.write("line.npy", npy((4,), [1] * 4, "|u1"))
        self.write("box.npy", npy((2, 2, 3), [1] * 12, "|u1"))
        self.write("many.npy", npy((2, 2, 5), [1] * 20, "|u1"))
        self.write("none.npy", npy((0, 2), [], "|u1"))
        for arguments, words in [(["f.npy"], "a PNG holds whole numbers: --type u8 or u16"),
                                 (["line.npy"], "a PNG has two axes, not 1"),
                                 (["box.npy"], "a PNG has two axes, not 3; or is the last that of --channels?"),
                                 (["--channels", "many.npy"], "a PNG has 1 to 4 channels, not 5"),
                                 (["none.npy"], "a PNG cannot have 2 x 0 pixels")]:
            self.assert_fails(self.run_tool("filter", "--sigma=0", "-o", "out.png", *arguments), "out.png: ", words)
        self.assertNotIn("out.png", self.files())

    def warned(self, *arguments):
        """What a command that goes well says on stderr; with -q it says nothing."""
        self.assertEqual(self.assert_status(self.run_tool(*arguments, "-q"), 0), "")
        return self.assert_status(self.run_tool(*arguments), 0)

    def test_counts_what_is_lost(self):
        """Rounding is no loss; numbers that do not fit are, and NaN."""
        nan = float("nan")
        self.write("x.npy", npy((2, 6), [-1, -0.5, -0.51, 0.5, 255.5, 255.51, 256, 1e9, nan, 7, float("inf"), 65535.6]))
        self.write("w.npy", npy((1, 1), [1.0]))
        for command in ["filter", "--sigma=0", "--skip-nan"], ["pool", "--weights=w.npy"], ["pool", "--block=1"]:
            for out, word, above, white in [("y.png", "u8", 5, 255), ("y.npy", "u16", 3, 65535)]:
                stderr = self.warned(*command, "-o", out, f"--type={word}", "x.npy").splitlines()[-1]
                self.assertEqual(stderr, f"gausskern: warning: {out}: of 12 numbers 2 are negative and become 0, "
                                         f"{above} are above {white} and become {white}, 1 is NaN and becomes 0; "
                                         ".npy with --type f32 keeps them")
        self.write("x.npy", npy((1, 3), [255.5, 0.0, -0.5]))
        self.assertEqual(self.warned("filter", "--sigma=1", "--type=u8", "-o", "y.npy", "x.npy"), "")

    def test_counts_what_derivatives_masks_and_weights_lose(self):
        self.write("step.png", png(4, 1, 8, GRAY, [200, 200, 0, 0]))
        self.write("mask.npy", npy((1, 4), [1.0, 0.0, 0.0, 0.0]))
        self.write("w.npy", npy((1, 2), [1.0, 1.0]))
        few = ["--radius=1", "--sigma=1,0"]
        for arguments, words in [
                (["filter", "--sigma=0.5,0", "--order=1,0"], "are negative and become 0"),
                (["filter", "--sigma=1", "--difference=2"], "are negative and become 0"),
                (["filter", "--sigma=1", "--laplacian"], "are negative and become 0"),
                (["filter", *few, "--mask=mask.npy"], "of 4 numbers 2 are NaN and become 0"),
                (["filter", *few, "--mask=mask.npy", "--linear"], "of 4 numbers 2 are NaN and become 0"),
                (["filter", *few, "--mode=constant", "--cval=3000"], "of 4 numbers 2 are above 255 and become 255"),
                (["pool", "--weights=w.npy"], "of 2 numbers 1 is above 255 and becomes 255")]:
            self.assertIn(words, self.warned(*arguments, "-o", "y.png", "step.png"), arguments)
        for arguments in ["filter", "--sigma=1"], ["filter", "--sigma=1", "--gradient"], ["pool", "--block=1"]:
            self.assertEqual(self.warned(*arguments, "-o", "y.png", "step.png"), "", arguments)

    def test_what_has_no_colour_is_no_loss(self):
        self.write("x.png", png(9, 1, 8, GRAY_ALPHA, [90, 255] + [0, 0] * 8))
        for more in ["--type=u16"], ["--linear"], ["--mode=constant", "--cval=0"]:
            stderr = self.warned("filter", "--sigma=1,0", "--radius=1", *more, "-o", "y.png", "x.png")
            self.assertEqual(stderr, "", more)


if __name__ == "__main__":
    main()
