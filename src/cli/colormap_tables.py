#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Write colormap_tables.h: the colour maps of `gausskern plot`, 256 colours of 8 bits each.

    /usr/bin/python3 colormap_tables.py > colormap_tables.h     (needs matplotlib)

viridis and magma are the tables that matplotlib carries, made by Nathaniel J. Smith, Stefan van der
Walt and (viridis) Eric Firing, dedicated to the public domain by CC0:
https://bids.github.io/colormap/. coolwarm is computed here by the method of K. Moreland, "Diverging
Color Maps for Scientific Visualization", ISVC 2009, between the two colours that he recommends.
gray is a ramp.
"""
import math

WHITE = (0.9505, 1.0, 1.089)  # D65, 2 degrees
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
TO_RGB = (
    (3.2406, -1.5372, -0.4986),
    (-0.9689, 1.8758, 0.0415),
    (0.0557, -0.2040, 1.0570),
)


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


def srgb_to_linear(c):
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def linear_to_srgb(c):
    return 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055


def rgb_to_msh(rgb):
    """sRGB to the polar form (magnitude, saturation, hue) of CIELAB."""
    def f(t):
        return t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116

    xyz = times(TO_XYZ, [srgb_to_linear(c) for c in rgb])
    fx, fy, fz = (f(v / w) for v, w in zip(xyz, WHITE))
    lightness, a, b = 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
    m = math.sqrt(lightness**2 + a**2 + b**2)
    return m, math.acos(lightness / m), math.atan2(b, a)


def msh_to_rgb(m, s, h):
    def inverse(t):
        return t**3 if t**3 > 0.008856 else (t - 16 / 116) / 7.787

    lightness, a, b = m * math.cos(s), m * math.sin(s) * math.cos(h), m * math.sin(s) * math.sin(h)
    fy = (lightness + 16) / 116
    xyz = [w * inverse(t) for w, t in zip(WHITE, (fy + a / 500, fy, fy - b / 200))]
    return [min(1.0, max(0.0, linear_to_srgb(c))) for c in times(TO_RGB, xyz)]


def white_hue(m, s, h, white_m):
    """The hue at the white end of a branch, turned so that the colours' rate of change is even."""
    if m >= white_m:
        return h
    spin = s * math.sqrt(white_m**2 - m**2) / (m * math.sin(s))
    return h + spin if h > -math.pi / 3 else h - spin


def coolwarm():
    low, high = rgb_to_msh((59 / 255, 76 / 255, 192 / 255)), rgb_to_msh((180 / 255, 4 / 255, 38 / 255))
    white_m = max(low[0], high[0], 88.0)
    colours = []
    for i in range(256):
        t = i / 255
        end, weight = (low, 1 - 2 * t) if t < 0.5 else (high, 2 * t - 1)
        white = (white_m, 0.0, white_hue(*end, white_m))
        colours.append(msh_to_rgb(*(weight * e + (1 - weight) * w for e, w in zip(end, white))))
    return colours


def table(name, colours):
    """The colours as 0xRRGGBB, rounded to nearest, eight in a line."""
    assert len(colours) == 256
    words = ["0x" + "".join(f"{int(255 * c + 0.5):02x}" for c in rgb) for rgb in colours]
    lines = ["    " + ", ".join(words[i : i + 8]) + "," for i in range(0, 256, 8)]
    return f"static const uint32_t {name}_table[256] = {{\n" + "\n".join(lines) + "\n};\n"


def main():
    from matplotlib import colormaps

    print("""\
/*
 * Colour maps, 0xRRGGBB. Written by colormap_tables.py: do not edit.
 *
 * viridis, magma: Nathaniel J. Smith, Stefan van der Walt and (viridis) Eric Firing, public domain
 * by CC0, https://bids.github.io/colormap/. coolwarm: K. Moreland, "Diverging Color Maps for
 * Scientific Visualization", ISVC 2009, computed from the paper's method.
 */
/* SPDX-License-Identifier: BSD-3-Clause AND CC0-1.0 */
#ifndef GAUSSKERN_CLI_COLORMAP_TABLES_H
#define GAUSSKERN_CLI_COLORMAP_TABLES_H

#include <stdint.h>

/* clang-format off */""")
    for name in ("viridis", "magma"):
        print(table(name, colormaps[name].colors))
    print(table("gray", [(i / 255,) * 3 for i in range(256)]))
    print(table("coolwarm", coolwarm()), end="")
    print("/* clang-format on */\n\n#endif")


if __name__ == "__main__":
    main()
