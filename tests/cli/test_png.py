# SPDX-License-Identifier: BSD-3-Clause
"""PNG files in and out: every colour type, depth and filter, palettes, interlacing, transparency, what files say of
their colours, and files that are broken or hostile. The filter is mostly that of sigma 0, which changes nothing."""
import random
import struct
import zlib

from images import (CHANNELS, GRAY, GRAY_ALPHA, PALETTE, RGB, RGBA, SIGNATURE, chunk, chunks_of, near_tie, npy,
                    numbers, png, rounded, sampled, separable, unpack, unpack_png, weighted)
from tool import ToolTest, main


class PngTest(ToolTest):
    def filter(self, *arguments, output="out.png"):
        """The bytes that `gausskern filter -q -o out.png arguments` writes."""
        self.assertEqual(self.assert_status(self.run_tool("filter", "-q", "-o", output, *arguments), 0), "")
        return (self.directory / output).read_bytes()

    def through(self, data, *arguments):
        """(width, height, depth, color, samples) of what becomes of a PNG."""
        self.write("in.png", data)
        return unpack_png(self.filter(*(arguments or ["--sigma=0"]), "in.png"))


class RoundTrip(PngTest):
    SIZES = [(1, 1), (1, 7), (7, 1), (5, 4), (9, 10), (33, 3)]

    def test_whole_bytes(self):
        for color in GRAY, RGB, GRAY_ALPHA, RGBA:
            for depth in 8, 16:
                for interlaced in False, True:
                    for width, height in self.SIZES:
                        with self.subTest(color=color, depth=depth, interlaced=interlaced, size=(width, height)):
                            samples = numbers(width * height * CHANNELS[color], width, 1, 2**depth - 1)
                            found = self.through(png(width, height, depth, color, samples, interlaced=interlaced))
                            self.assertEqual(found, (width, height, depth, color, samples))

    def test_few_bits_become_eight(self):
        for depth in 1, 2, 4:
            for interlaced in False, True:
                for width, height in self.SIZES:
                    samples = numbers(width * height, width, 0, 2**depth - 1)
                    expected = [value * 255 // (2**depth - 1) for value in samples]
                    found = self.through(png(width, height, depth, GRAY, samples, interlaced=interlaced))
                    self.assertEqual(found, (width, height, 8, GRAY, expected))

    def test_palettes_become_colours(self):
        for depth in 1, 2, 4, 8:
            palette = numbers(3 * 2**depth, 5)
            for interlaced in False, True:
                samples = numbers(11 * 9, depth, 0, 2**depth - 1)
                chunks = [chunk(b"PLTE", bytes(palette))]
                found = self.through(png(11, 9, depth, PALETTE, samples, chunks, interlaced))
                self.assertEqual(found, (11, 9, 8, RGB, [palette[3 * i + c] for i in samples for c in range(3)]))
                alpha = numbers(2**depth // 2, 9, 1)
                chunks.append(chunk(b"tRNS", bytes(alpha)))
                found = self.through(png(11, 9, depth, PALETTE, samples, chunks, interlaced))
                entries = [palette[3 * i:3 * i + 3] + [alpha[i] if i < len(alpha) else 255] for i in range(2**depth)]
                self.assertEqual(found, (11, 9, 8, RGBA, [value for i in samples for value in entries[i]]))

    def test_transparent_colours_become_alpha(self):
        for depth in 1, 8, 16:
            most = 2**depth - 1
            samples = numbers(30, 3, 0, min(most, 3))
            found = self.through(png(6, 5, depth, GRAY, samples, [chunk(b"tRNS", struct.pack(">H", 1))]))
            white = 65535 if depth == 16 else 255
            scale = 255 if depth == 1 else 1
            # what shines through has no colour of its own
            expected = [part for value in samples for part in ([0, 0] if value == 1 else [value * scale, white])]
            self.assertEqual(found, (6, 5, max(depth, 8), GRAY_ALPHA, expected))
        samples = [7, 8, 9, 1, 2, 3, 7, 8, 9, 7, 8, 8]
        found = self.through(png(2, 2, 8, RGB, samples, [chunk(b"tRNS", struct.pack(">HHH", 7, 8, 9))]))
        self.assertEqual(found[3:], (RGBA, [0, 0, 0, 0, 1, 2, 3, 255, 0, 0, 0, 0, 7, 8, 8, 255]))

    def test_each_filter_of_rows(self):
        samples = numbers(8 * 6 * 3, 4)
        for kind in range(5):
            self.assertEqual(self.through(png(8, 6, 8, RGB, samples, filters=[kind]))[4], samples)

    def test_to_and_from_npy(self):
        samples = numbers(5 * 4 * 3, 8, 0, 65535)
        self.write("in.png", png(5, 4, 16, RGB, samples))
        data = self.filter("--sigma=0", "in.png", output="out.npy")
        self.assertEqual(unpack(data), ("u2", (4, 5, 3), samples))
        again = self.filter("--sigma=0", "--channels", "out.npy")
        self.assertEqual(unpack_png(again), (5, 4, 16, RGB, samples))
        self.write("gray.png", png(5, 4, 8, GRAY, numbers(20)))
        self.assertEqual(unpack(self.filter("--sigma=0", "gray.png", output="out.npy")), ("u1", (4, 5), numbers(20)))

    def test_types(self):
        self.write("in.png", png(3, 2, 8, GRAY, [0, 1, 2, 100, 254, 255]))
        self.assertEqual(unpack(self.filter("--sigma=0", "--type=u16", "in.png", output="out.npy"))[2],
                         [0, 1, 2, 100, 254, 255])
        self.write("x.npy", npy((1, 8), [-1, 0.5, 1.5, 2.5, 254.5, 254.6, 1e9, float("nan")]))
        self.assertEqual(unpack_png(self.filter("--sigma=0", "--type=u8", "x.npy"))[2:],
                         (8, GRAY, [0, 0, 2, 2, 254, 255, 255, 0]))

    def test_white_stays_white(self):
        """Between PNGs numbers are fractions of white, which are rounded to nearest; in npy they are numbers."""
        deep = [0, 1, 128, 129, 385, 386, 32896, 65278, 65407, 65535]  # 128/257 is below a half, 129/257 above
        shallow = [0, 0, 0, 1, 1, 2, 128, 254, 255, 255]
        for color in GRAY, GRAY_ALPHA:
            pixels = [part for value in deep for part in ([value] if color == GRAY else [value, 65535])]
            bytes_of = [part for value in shallow for part in ([value] if color == GRAY else [value, 255])]
            self.write("deep.png", png(5, 2, 16, color, pixels))
            self.write("shallow.png", png(5, 2, 8, color, bytes_of))
            for command in ["filter", "--sigma=0"], ["pool", "--block=1"]:
                for name, word, expected in [("deep", "u8", (5, 2, 8, color, bytes_of)),
                                             ("shallow", "u16", (5, 2, 16, color, [257 * v for v in bytes_of]))]:
                    result = self.run_tool(*command, f"--type={word}", "-o", "out.png", f"{name}.png")
                    self.assertEqual(self.assert_status(result, 0), "")
                    self.assertEqual(unpack_png((self.directory / "out.png").read_bytes()), expected)
        samples = numbers(12 * 9)
        self.write("in.png", png(12, 9, 8, GRAY, samples))
        wanted = [257 * value for value in separable(samples, (9, 12), [sampled(1.3)] * 2)]
        found = unpack_png(self.filter("--sigma=1.3", "--type=u16", "in.png"))[4]
        self.assertLessEqual(max(abs(a - b) for a, b in zip(found, wanted)), 0.501)

    def test_by_magic(self):
        data = png(3, 2, 8, GRAY, numbers(6))
        for name in "picture", "picture.dat", "picture.txt", "picture.jpg":
            self.write(name, data)
            self.assertEqual(unpack_png(self.filter("--sigma=0", name))[4], numbers(6))
        self.write("array.dat", npy((2, 3), [1, 2, 3, 4, 5, 6], "|u1"))
        self.assertEqual(unpack_png(self.filter("--sigma=0", "array.dat"))[4], [1, 2, 3, 4, 5, 6])
        result = self.run_tool("filter", "--sigma=0", "-o-", "--format=png", "-", stdin=data)
        self.assertEqual(unpack_png(result.stdout)[4], numbers(6))


class Colors(PngTest):
    def test_what_the_numbers_mean_goes_on(self):
        profile = b"x\0\0" + zlib.compress(b"not a profile that libpng believes")
        front = [chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"sRGB", b"\0"),
                 chunk(b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))]
        for kept in front[:1], front[1:2], front, [chunk(b"iCCP", profile)]:
            others = [chunk(b"tEXt", b"Title\0of another picture"), chunk(b"pHYs", b"\0" * 8 + b"\1")]
            self.write("in.png", png(4, 4, 8, RGB, numbers(48), kept + others))
            for arguments in ["filter", "--sigma=1"], ["pool", "--block=2"]:
                self.assert_status(self.run_tool(*arguments, "-o", "out.png", "in.png"), 0)
                found = chunks_of((self.directory / "out.png").read_bytes())
                names = [name for name, _ in found]
                self.assertEqual(names[1:-2], [data[4:8] for data in kept])
                self.assertEqual([chunk(*part) for part in found[1:-2]], kept)


def planes(samples, channels):
    return [samples[c::channels] for c in range(channels)]


class Alpha(PngTest):
    SIZE = (13, 9)

    def image(self, color, depth=8, seed=3):
        width, height = self.SIZE
        channels = CHANNELS[color]
        samples = numbers(width * height * channels, seed, 0, 2**depth - 1)
        for i in range(width * height):  # a third shines through, a third is opaque
            if i % 3 < 2:
                samples[(i + 1) * channels - 1] = (2**depth - 1) * (i % 3)
        return samples

    def check(self, samples, color, expected, found, depth=8):
        """Colours where the result shines through wholly say nothing."""
        width, height = self.SIZE
        self.assertEqual(found[:4], (width, height, depth, color))
        channels = CHANNELS[color]
        alphas = found[4][channels - 1::channels]
        worst = 0
        for c, (plane, values) in enumerate(zip(planes(found[4], channels), expected)):
            for value, wanted, alpha in zip(plane, values, alphas):
                if (c == channels - 1 or alpha > 0) and not near_tie(wanted):
                    worst = max(worst, abs(value - rounded([wanted], 2**depth - 1)[0]))
        self.assertEqual(worst, 0)
        self.assertEqual(len(samples), len(found[4]))

    def expected(self, samples, color, sigma, mode="reflect", mask=None):
        width, height = self.SIZE
        parts = planes(samples, CHANNELS[color])
        weights = [sampled(sigma)] * 2
        shape = (height, width)
        masses = mask or [1.0] * len(parts[-1])
        colors = [weighted(part, [m * a for m, a in zip(masses, parts[-1])], shape, weights, mode)
                  for part in parts[:-1]]
        alpha = weighted(parts[-1], masses, shape, weights, mode) if mask else separable(parts[-1], shape, weights, mode)
        return colors + [alpha]

    def test_colours_are_weighted_with_alpha(self):
        for color in GRAY_ALPHA, RGBA:
            for depth in 8, 16:
                for engine in "auto", "fir":
                    samples = self.image(color, depth)
                    found = self.through(png(*self.SIZE, depth, color, samples), "--sigma=1.3", f"--engine={engine}")
                    self.check(samples, color, self.expected(samples, color, 1.3), found, depth)

    def test_what_shines_through_does_not_bleed(self):
        """A red disc; the pixels around it are transparent, and say green."""
        width, height = self.SIZE
        disc = [(x - 6)**2 + (y - 4)**2 < 10 for y in range(height) for x in range(width)]
        samples = [part for inside in disc for part in ([200, 10, 30, 255] if inside else [0, 255, 0, 0])]
        for arguments in (["--sigma=2"], ["--sigma=2", "--mode=constant"], ["--sigma=2", "--mode=none"],
                          ["--sigma=1", "--engine=recursive"], ["--sigma=2", "--linear"]):
            found = self.through(png(width, height, 8, RGBA, samples), *arguments)[4]
            seen = {tuple(found[i:i + 3]) for i in range(0, len(found), 4) if found[i + 3] > 0}
            self.assertEqual(seen, {(200, 10, 30)}, arguments)

    def test_opaque_is_as_without_alpha(self):
        width, height = self.SIZE
        samples = numbers(width * height * 3)
        with_alpha = [part for i in range(0, len(samples), 3) for part in samples[i:i + 3] + [255]]
        for arguments in (["--sigma=1.5"], ["--order=1,0", "--sigma=1"], ["--gradient", "--sigma=1"],
                          ["--laplacian", "--sigma=1"], ["--sigma=1", "--mode=none"],
                          ["--sigma=1", "--stride=2,3"], ["--sigma=1", "--mode=constant", "--cval=70"]):
            plain = self.through(png(width, height, 8, RGB, samples), *arguments)
            found = self.through(png(width, height, 8, RGBA, with_alpha), *arguments)
            self.assertEqual(found[:2], plain[:2])
            self.assertEqual([part for i in range(0, len(found[4]), 4) for part in found[4][i:i + 3]], plain[4])
            self.assertEqual(set(found[4][3::4]), {255})

    def test_beyond_a_constant_boundary(self):
        """Transparent where cval is 0, which changes no colour; else opaque."""
        width, height = self.SIZE
        samples = [90, 60, 30, 255] * (width * height)
        found = self.through(png(width, height, 8, RGBA, samples), "--sigma=1", "--mode=constant")[4]
        self.assertEqual({tuple(found[i:i + 3]) for i in range(0, len(found), 4)}, {(90, 60, 30)})
        self.assertLess(found[3], 255 * 0.6)
        self.assertEqual(found[4 * (4 * width + 6) + 3], 255)
        gray = self.image(GRAY_ALPHA)
        found = self.through(png(width, height, 8, GRAY_ALPHA, gray), "--sigma=1", "--mode=constant", "--cval=200")
        values, alphas = planes(gray, 2)
        weights = [sampled(1.0)] * 2
        color = weighted(values, [a / 255 for a in alphas], (height, width), weights, "constant", 200)
        alpha = separable(alphas, (height, width), weights, "constant", 255)
        self.check(gray, GRAY_ALPHA, [color, alpha], found)

    def test_with_a_mask(self):
        width, height = self.SIZE
        mask = [float(value % 3) for value in numbers(width * height, 11)]
        self.write("mask.npy", npy((height, width), mask))
        samples = self.image(RGBA)
        found = self.through(png(width, height, 8, RGBA, samples), "--sigma=1.1", "--mask=mask.npy")
        self.check(samples, RGBA, self.expected(samples, RGBA, 1.1, mask=mask), found)
        self.write("mask.png", png(width, height, 8, GRAY, [int(value) for value in mask]))
        again = self.through(png(width, height, 8, RGBA, samples), "--sigma=1.1", "--mask=mask.png")
        self.assertEqual(again, found)

    def test_no_derivative_of_what_shines_through(self):
        self.write("in.png", png(*self.SIZE, 8, RGBA, self.image(RGBA)))
        for option in "--gradient", "--laplacian", "--order=0,1":
            self.assert_fails(self.run_tool("filter", "-q", "--sigma=1", option, "-o", "out.png", "in.png"),
                              "transparent somewhere", "remove its alpha channel")
        self.assertEqual(self.files(), ["in.png"])


class Refused(PngTest):
    def refused(self, data, *words):
        self.write("in.png", data)
        self.assert_fails(self.run_tool("filter", "--sigma=0", "-o", "out.png", "in.png"), "in.png: ", *words)
        self.assertEqual(self.files(), ["in.png"])

    def test_no_png(self):
        for data in b"", b"\x89PNG", b"GIF89a", SIGNATURE[1:], b"\x93NUMPY\x01\0" + b" " * 60:
            self.refused(data, "not a PNG")

    def test_cut_off(self):
        good = png(9, 7, 8, RGB, numbers(9 * 7 * 3))
        for length in [*range(8, len(good), 7), len(good) - 12, len(good) - 1]:
            self.refused(good[:length], "the PNG cannot be read: ")
        self.refused(good[:-1], "the file ends too early")

    def test_checksums(self):
        good = png(9, 7, 8, RGB, numbers(9 * 7 * 3), [chunk(b"tEXt", b"Title\0x")])
        for name in b"IHDR", b"tEXt", b"IDAT", b"IEND":
            at = good.index(name)
            length = int.from_bytes(good[at - 4:at], "big")
            broken = bytearray(good)
            broken[at + 4 + length] ^= 1
            self.refused(bytes(broken), "the PNG cannot be read: ", "CRC error")

    def test_too_few_pixels(self):
        stream = zlib.compress(bytes(2 * (1 + 4)))
        front = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0))
        self.refused(SIGNATURE + front + chunk(b"IDAT", stream) + chunk(b"IEND", b""), "the PNG cannot be read: ")

    def test_sizes_that_a_short_file_claims(self):
        for width, height in [(1000000, 1000000), (2**31 - 1, 2**31 - 1), (2**31 - 1, 1), (1, 2**31 - 1), (60000, 100)]:
            front = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 6, 0, 0, 0))
            data = SIGNATURE + front + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
            self.refused(data, f"claims to have {width} x {height} pixels, for which it is too short")

    def test_headers_that_are_wrong(self):
        for fields in [(0, 1, 8, 0, 0, 0, 0), (1, 0, 8, 0, 0, 0, 0), (2**31, 1, 8, 0, 0, 0, 0),
                       (1, 1, 3, 0, 0, 0, 0), (1, 1, 4, 2, 0, 0, 0), (1, 1, 8, 1, 0, 0, 0), (1, 1, 8, 0, 1, 0, 0),
                       (1, 1, 8, 0, 0, 1, 0), (1, 1, 8, 0, 0, 0, 2), (1, 1, 32, 0, 0, 0, 0), (1, 1, 8, 3, 0, 0, 0)]:
            front = chunk(b"IHDR", struct.pack(">IIBBBBB", *fields))
            data = SIGNATURE + front + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
            self.refused(data, "the PNG cannot be read: ")

    def test_chunks_out_of_order(self):
        good = png(3, 3, 8, GRAY, numbers(9))
        _, *rest = [chunk(*part) for part in chunks_of(good)]
        self.refused(SIGNATURE + b"".join(rest), "the PNG cannot be read: ")
        self.refused(SIGNATURE + chunk(*chunks_of(good)[0]) + rest[1], "the PNG cannot be read: ")

    def test_mutations(self):
        """Whatever the bytes are, the tool ends in order: it refuses them in one line, or reads them."""
        generator = random.Random(8)
        samples = [png(9, 7, 8, RGBA, numbers(9 * 7 * 4)), png(9, 7, 16, GRAY, numbers(63, 1, 0, 65535)),
                   png(9, 7, 4, PALETTE, numbers(63, 1, 0, 15), [chunk(b"PLTE", bytes(48))], interlaced=True)]
        outcomes = set()
        for round_number in range(150):
            data = bytearray(samples[round_number % 3])
            for _ in range(generator.randint(1, 3)):
                data[generator.randrange(len(data))] = generator.randrange(256)
            self.write("in.png", self.checksums_mended(bytes(data)) if round_number % 2 else bytes(data))
            result = self.run_tool("filter", "--sigma=1", "-o", "out.png", "in.png")
            self.assertIn(result.returncode, (0, 1), result.stderr)
            self.assertEqual((self.directory / "out.png").exists(), result.returncode == 0)
            self.assertEqual(len(result.stderr.splitlines()), result.returncode)
            (self.directory / "out.png").unlink(missing_ok=True)
            outcomes.add(result.returncode)
        self.assertEqual(outcomes, {0, 1})

    @staticmethod
    def checksums_mended(data):
        """The chunks with checksums that fit, so that what is in them is looked at."""
        at, out = 8, data[:8]
        while at + 12 <= len(data):
            length = min(int.from_bytes(data[at:at + 4], "big"), len(data) - at - 12)
            body = data[at + 4:at + 8 + length]
            out += struct.pack(">I", length) + body + struct.pack(">I", zlib.crc32(body))
            at += 12 + length
        return out


if __name__ == "__main__":
    main()
