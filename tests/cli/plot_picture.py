# SPDX-License-Identifier: BSD-3-Clause
"""Reads the pictures that `gausskern plot` writes: PNG pixels, and where the cells and the colour bar are in them.
Only Python's standard library."""
import itertools
import struct
import zlib

WHITE, NAN_GRAY = (255, 255, 255), (0xD3, 0xD3, 0xD3)


def undo_filter(kind, line, above, step):
    """One line of PNG (ISO/IEC 15948, 9.2) with its filter undone."""
    if kind == 1:  # each channel is a running sum
        for c in range(step):
            line[c::step] = bytes(value & 255 for value in itertools.accumulate(line[c::step]))
    elif kind == 2 and any(line):
        line[:] = bytes((a + b) & 255 for a, b in zip(line, above))
    elif kind == 2:
        line[:] = above
    elif kind in (3, 4):
        undo_mean_or_paeth(kind, line, above, step)


def undo_mean_or_paeth(kind, line, above, step):
    for i, up in enumerate(above):
        left = line[i - step] if i >= step else 0
        if kind == 3:
            line[i] = (line[i] + (left + up) // 2) & 255
        elif left == up == (above[i - step] if i >= step else 0):
            line[i] = (line[i] + up) & 255  # as most pixels of a chart
        else:
            corner = above[i - step] if i >= step else 0
            distances = [(abs(up - corner), 0, left), (abs(left - corner), 1, up),
                         (abs(left + up - 2 * corner), 2, corner)]
            line[i] = (line[i] + min(distances)[2]) & 255


class Png:
    """pixels[y][x] are (red, green, blue); the CRC of every chunk is checked."""

    def __init__(self, data):
        assert data[:8] == b"\x89PNG\r\n\x1a\n", data[:8]
        self.chunks, at = [], 8
        while at < len(data):
            length, name = struct.unpack(">I4s", data[at:at + 8])
            body = data[at + 8:at + 8 + length]
            (crc,) = struct.unpack(">I", data[at + 8 + length:at + 12 + length])
            assert crc == zlib.crc32(name + body), name
            self.chunks.append((name, body))
            at += 12 + length
        header = self.chunks[0][1]
        self.width, self.height, depth, color, _, _, interlace = struct.unpack(">IIBBBBB", header)
        assert depth == 8 and color in (2, 6) and interlace == 0, header
        step = 3 if color == 2 else 4  # an alpha channel is left out of pixels
        raw = zlib.decompress(b"".join(body for name, body in self.chunks if name == b"IDAT"))
        stride = step * self.width
        assert len(raw) == self.height * (stride + 1)
        self.pixels, above = [], bytearray(stride)
        known = {}  # lines that are alike share their pixels
        for y in range(self.height):
            begin = y * (stride + 1)
            line = bytearray(raw[begin + 1:begin + 1 + stride])
            undo_filter(raw[begin], line, above, step)
            text = bytes(line)
            if text not in known:
                known[text] = list(zip(line[0::step], line[1::step], line[2::step]))
            self.pixels.append(known[text])
            above = line

    def colored(self, x, y):
        """Not white, black or a gray of the text's edges: a colour of the map, or a NaN's."""
        red, green, blue = self.pixels[y][x]
        return not red == green == blue or (red, green, blue) == NAN_GRAY

    def boxes(self):
        """The coloured parts from left to right, as (left, top, width, height): the cells, then the colour bar.
        The middle row of the picture crosses both; text, of which single pixels may look like NaN, is too small."""
        middle = self.height // 2
        columns = [x for x in range(self.width) if self.colored(x, middle)]
        found, begin = [], None
        for x in range(self.width + 1):
            inside = x < self.width and self.colored(x, middle)
            if inside and begin is None:
                begin = x
            if not inside and begin is not None:
                if x - begin >= 5:
                    found.append(self.grow(begin, middle, x - begin))
                begin = None
        assert columns and found
        return found

    def grow(self, left, middle, width):
        top = bottom = middle
        x = left + width // 2
        while self.colored(x, top - 1):
            top -= 1
        while self.colored(x, bottom + 1):
            bottom += 1
        return left, top, width, bottom + 1 - top

    def cell_colors(self, box, rows, cols):
        """The colour at each cell's centre."""
        left, top, width, height = box
        return [[self.pixels[top + (2 * i + 1) * height // (2 * rows)][left + (2 * j + 1) * width // (2 * cols)]
                 for j in range(cols)] for i in range(rows)]
