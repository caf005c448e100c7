# SPDX-License-Identifier: BSD-3-Clause
"""What the tests of `gausskern filter` and `pool` share: PNG files byte by byte, arrays of any shape in npy, and the
filter and pooling as plain loops over their definitions. Only Python's standard library."""
import array
import ast
import itertools
import math
import struct
import zlib

from tool import ToolTest

GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGBA: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pack_row(samples, depth):
    if depth == 16:
        return struct.pack(f">{len(samples)}H", *samples)
    if depth == 8:
        return bytes(samples)
    bits = "".join(f"{sample:0{depth}b}" for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits), 8))


def paeth(left, up, corner):
    estimate = left + up - corner
    return min((left, up, corner), key=lambda value: abs(estimate - value))


def filtered(row, above, step, kind):
    """A row of bytes as PNG's filter of that number leaves it."""
    out = bytearray([kind])
    for i, byte in enumerate(row):
        left = row[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        guess = [0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner)][kind]
        out.append(byte - guess & 255)
    return bytes(out)


def png(width, height, depth, color, samples, chunks=(), interlaced=False, filters=(0, 1, 2, 3, 4)):
    """A PNG of the samples, row by row and channel by channel; chunks stand before the pixels."""
    channels = CHANNELS[color]
    step = max(1, channels * depth // 8)
    stream = b""
    turn = itertools.cycle(filters)
    for x0, y0, dx, dy in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        columns = range(x0, width, dx)
        above = None
        for y in range(y0, height, dy) if columns else []:
            row = [samples[(y * width + x) * channels + c] for x in columns for c in range(channels)]
            row = pack_row(row, depth)
            stream += filtered(row, above or bytes(len(row)), step, next(turn))
            above = row
    front = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, int(interlaced))
    return (SIGNATURE + chunk(b"IHDR", front) + b"".join(chunks) + chunk(b"IDAT", zlib.compress(stream)) +
            chunk(b"IEND", b""))


def chunks_of(data):
    """(name, data) of each chunk; the checksums are right and nothing is behind the last."""
    assert data[:8] == SIGNATURE
    at = 8
    found = []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at:at + 4])
        name, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        assert data[at:at + 12 + length] == chunk(name, body)
        found.append((name, body))
        at += 12 + length
    assert found[-1] == (b"IEND", b"")
    return found


def unfiltered(row, above, step, kind):
    out = bytearray()
    for i, byte in enumerate(row):
        left = out[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        guess = [0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner)][kind]
        out.append(byte + guess & 255)
    return bytes(out)


def unpack_png(data):
    """(width, height, depth, color, samples) of a PNG of whole bytes that is not interlaced, as the tool writes."""
    found = chunks_of(data)
    width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", dict(found)[b"IHDR"])
    assert depth in (8, 16) and color != PALETTE and interlaced == 0
    stream = zlib.decompress(b"".join(body for name, body in found if name == b"IDAT"))
    step = CHANNELS[color] * depth // 8
    above = bytes(width * step)
    samples = []
    assert len(stream) == height * (1 + width * step)
    for y in range(height):
        at = y * (1 + width * step)
        above = unfiltered(stream[at + 1:at + 1 + width * step], above, step, stream[at])
        samples += struct.unpack(f">{width * CHANNELS[color]}{'H' if depth == 16 else 'B'}", above)
    return width, height, depth, color, samples


TYPES = {"u1": "B", "u2": "H", "f4": "f", "f8": "d"}


def npy(shape, values, descr="<f8", fortran=False):
    """An npy file of the values, which are in C order."""
    if fortran:
        order = itertools.product(*(range(n) for n in reversed(shape)))
        values = [values[offset(tuple(reversed(index)), shape)] for index in order]
    codes = dict(TYPES, i1="b", i2="h", i4="i", i8="q", u4="I", u8="Q", b1="?")
    text = f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {tuple(shape)!r}, }}".encode()
    text += b" " * (-(11 + len(text)) % 64) + b"\n"
    order = "<" if descr[0] == "|" else descr[0]
    data = struct.pack(f"{order}{len(values)}{codes[descr[1:]]}", *values)
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


def unpack(data):
    """(dtype, shape, values) of an npy file as the tool writes it."""
    (length,) = struct.unpack("<H", data[8:10])
    header = ast.literal_eval(data[10:10 + length].decode("latin-1"))
    assert data[:8] == b"\x93NUMPY\x01\x00" and header["fortran_order"] is False and (10 + length) % 64 == 0
    assert header["descr"][0] == ("|" if header["descr"][1:] == "u1" else "<")
    values = array.array(TYPES[header["descr"][1:]])
    values.frombytes(data[10 + length:])
    assert len(values) == math.prod(header["shape"])
    return header["descr"][1:], header["shape"], list(values)


def offset(index, shape):
    at = 0
    for i, n in zip(index, shape):
        at = at * n + i
    return at


def numbers(count, seed=1, low=0, high=255):
    """Whole numbers that look random."""
    state = seed * 2654435761 % 2**32
    found = []
    for _ in range(count):
        state = (1664525 * state + 1013904223) % 2**32
        found.append(low + (state >> 8) % (high - low + 1))
    return found


def beyond(i, n, mode):
    """The index whose value stands at i; None: nothing of the line does."""
    if 0 <= i < n:
        return i
    if mode == "reflect":
        i %= 2 * n
        return i if i < n else 2 * n - 1 - i
    if mode == "mirror":
        i = i % (2 * n - 2) if n > 1 else 0
        return i if i < n else 2 * n - 2 - i
    if mode == "nearest":
        return 0 if i < 0 else n - 1
    return i % n if mode == "wrap" else None


def sampled(sigma, order=0, radius=None):
    """The derivative of g over the sum of g, cut off where nothing is left in double."""
    radius = int(9 * sigma + 2) if radius is None else radius
    g = [math.exp(-0.5 * (j / sigma)**2) for j in range(-radius, radius + 1)]
    factor = [lambda j: 1, lambda j: -j / sigma**2, lambda j: (j**2 / sigma**2 - 1) / sigma**2,
              lambda j: (3 * j - j**3 / sigma**2) / sigma**4][order]
    return [factor(j) * value / sum(g) for j, value in zip(range(-radius, radius + 1), g)]


def integrated(sigma, radius):
    def cdf(x):
        return 0.5 * math.erfc(-x / sigma / math.sqrt(2))
    g = [cdf(-abs(j) + 0.5) - cdf(-abs(j) - 0.5) for j in range(-radius, radius + 1)]
    return [value / sum(g) for value in g]


def discrete(sigma, radius):
    """exp(-t) I_j(t) by its series."""
    t = sigma**2
    g = [math.fsum(math.exp((2 * m + abs(j)) * math.log(t / 2) - math.lgamma(m + 1) - math.lgamma(m + abs(j) + 1) - t)
                   for m in range(200)) for j in range(-radius, radius + 1)]
    return [value / sum(g) for value in g]


def binomial(radius):
    return [math.comb(2 * radius, j) / 4**radius for j in range(2 * radius + 1)]


def along(values, shape, axis, weights, mode="reflect", cval=0.0):
    """The convolution along one of numpy's axes."""
    radius = len(weights) // 2
    n, step = shape[axis], math.prod(shape[axis + 1:])
    out = []
    for at in range(len(values)):
        i = at // step % n
        total = []
        for j, weight in zip(range(-radius, radius + 1), weights):
            k = beyond(i - j, n, mode)
            total.append(weight * (cval if k is None else values[at + (k - i) * step]))
        out.append(math.fsum(total))
    return out


def separable(values, shape, weights, modes="reflect", cval=0.0):
    """Along x, y, z, which are numpy's axes from the last on; weights None: left alone."""
    modes = [modes] * len(weights) if isinstance(modes, str) else modes
    for k, (line, mode) in enumerate(zip(weights, modes)):
        if line is not None:
            values = along(values, shape, len(shape) - 1 - k, line, mode, cval)
    return values


def weighted(values, masses, shape, weights, modes="reflect", cval=0.0):
    """The mean with masses: nothing is beyond the ends with the mode none, with constant cval, of mass 1."""
    modes = [modes] * len(weights) if isinstance(modes, str) else modes
    above = [m * v if m else 0.0 for v, m in zip(values, masses)]
    for k, (line, mode) in enumerate(zip(weights, modes)):
        if line is not None:
            axis = len(shape) - 1 - k
            above = along(above, shape, axis, line, mode, 0.0 if mode == "none" else cval)
            masses = along(masses, shape, axis, line, mode, 0.0 if mode == "none" else 1.0)
    return [a / m if m > 0 else math.nan for a, m in zip(above, masses)]


def pooled(values, shape, block, stride, weights, edge="crop", modes="reflect", cval=0.0):
    """numpy's axes; weights in C order. (shape, values)"""
    stride = [s or b for s, b in zip(stride, block)]
    modes = [modes] * len(shape) if isinstance(modes, str) else modes

    def size(n, b, s):
        if edge == "crop":
            return max((n - b) // s + 1, 0)
        return 1 if n <= b else min(-(-(n - b) // s) + 1, -(-n // s))  # none begins beyond the end

    result = tuple(size(n, b, s) for n, b, s in zip(shape, block, stride))
    out = []
    for index in itertools.product(*(range(n) for n in result)):
        total, inside = [], []
        for offsets, weight in zip(itertools.product(*(range(b) for b in block)), weights):
            at = [i * s + o for i, s, o in zip(index, stride, offsets)]
            there = all(a < n for a, n in zip(at, shape))
            if edge == "renormalize" and not there:
                continue
            inside.append(weight)
            at = [beyond(a, n, mode) for a, n, mode in zip(at, shape, modes)]
            total.append(weight * (cval if None in at else values[offset(at, shape)]))
        scale = math.fsum(weights) / math.fsum(inside) if edge == "renormalize" else 1
        out.append(scale * math.fsum(total))
    return result, out


def rounded(values, most=255):
    """As the tool stores whole numbers: to nearest, ties to even, saturated, 0 for NaN."""
    return [0 if math.isnan(value) else min(max(round(value), 0), most) for value in values]


def near_tie(value, reach=0.01):
    return abs(value - math.floor(value) - 0.5) < reach


def values_of(shape, seed=1):
    return [value / 64 - 2 for value in numbers(math.prod(shape), seed)]


class FilterTest(ToolTest):
    def filter(self, *arguments, output="out.npy"):
        """(dtype, shape, values) that `gausskern filter -q -o out.npy arguments` writes."""
        self.assertEqual(self.assert_status(self.run_tool("filter", "-q", "-o", output, *arguments), 0), "")
        return unpack((self.directory / output).read_bytes())

    def filtered(self, shape, values, *arguments, descr="<f8"):
        self.write("x.npy", npy(shape, values, descr))
        dtype, found_shape, found = self.filter(*arguments, "x.npy")
        self.assertEqual(found_shape, shape)
        self.dtype = dtype
        return found

    def assert_near(self, found, expected, tolerance):
        self.assertEqual(len(found), len(expected))
        worst = max((abs(a - b) if not math.isnan(b) else 0 if math.isnan(a) else math.inf)
                    for a, b in zip(found, expected))
        self.assertLessEqual(worst, tolerance)

    def refused(self, *arguments, words=(), status=1):
        before = self.files()
        self.assert_fails(self.run_tool("filter", *arguments), *words, status=status)
        self.assertEqual(self.files(), before)
