#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden values for the numerical pieces of weights: Gaussians and their integrals and derivatives at one pixel,
the discrete Gaussian, integrals of turned Gaussians; by mpmath with 45 digits.

  make_golden_axis.py                print the header
  make_golden_axis.py --check FILE   exit 1 unless FILE is that header; 77 where mpmath is missing
"""
import argparse
import math
import random
import sys

SKIP = 77

try:
    import mpmath
    from mpmath import mp, mpf
except ImportError:
    sys.exit(SKIP)

mp.dps = 45

HEADER = """\
/*
 * What one pixel's weight must be, by mpmath with 45 digits. A value is (high + low) 2^exponent; the
 * magnitude is what errors are relative to: for order 0 the value, else the sum, or the integral of
 * the sum, of the magnitudes of the polynomial's terms.
 * Made by make_golden_axis.py; do not edit: a test compares.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_GOLDEN_AXIS_H
#define GK_GOLDEN_AXIS_H

typedef struct golden_value {{
  double high, low;
  long long exponent;
}} golden_value;

/* At a distance from the centre, the derivative of an order: sampled, and integrated over the pixel. */
typedef struct golden_pixel {{
  double sigma, distance;
  unsigned order;
  golden_value sampled, sampled_magnitude, integrated, integrated_magnitude;
}} golden_pixel;

/* exp(-sigma^2) I_n(sigma^2). */
typedef struct golden_discrete {{
  double sigma;
  unsigned n;
  golden_value value;
}} golden_discrete;

/* The integral over the pixel at (x, y) of the Gaussian with the covariance xx, xy, yy, and q at the
 * pixel's farthest corner. */
typedef struct golden_turned {{
  double xx, xy, yy, x, y;
  golden_value value;
  double q;
}} golden_turned;

/* clang-format off */
static const golden_pixel golden_pixels[] = {{
{pixels}
}};

static const golden_discrete golden_discretes[] = {{
{discretes}
}};

static const golden_turned golden_turneds[] = {{
{turneds}
}};
/* clang-format on */

#endif
"""


def value_text(value):
    if value == 0:
        return "{0, 0, 0}"
    exponent = int(mpmath.floor(mpmath.log(abs(value), 2))) + 1
    part = value * mpf(2) ** -exponent
    high = float(part)
    return "{%s, %s, %d}" % (high.hex(), float(part - mpf(high)).hex(), exponent)


def hermite(order, y):
    before, value = mpf(0), mpf(1)
    for k in range(order):
        before, value = value, y * value - k * before
    return value


def gaussian(order, x, sigma):
    return (-1) ** order * hermite(order, x / sigma) / sigma**order * mpmath.exp(-x * x / (2 * sigma * sigma))


def magnitude(order, x, sigma):
    terms = range(order // 2 + 1)
    total = sum(
        mpmath.factorial(order)
        / (mpmath.factorial(m) * mpmath.factorial(order - 2 * m) * 2**m)
        * abs(x / sigma) ** (order - 2 * m)
        for m in terms
    )
    return total / sigma**order * mpmath.exp(-x * x / (2 * sigma * sigma))


def error_difference(low, high, sigma):
    """The integral of g from low to high."""
    root = mpmath.sqrt(2) * sigma
    if low > 0:
        difference = mpmath.erfc(low / root) - mpmath.erfc(high / root)
    elif high < 0:
        difference = mpmath.erfc(-high / root) - mpmath.erfc(-low / root)
    else:
        difference = mpmath.erf(high / root) - mpmath.erf(low / root)
    return difference * sigma * mpmath.sqrt(mpmath.pi / 2)


def integral(order, x, sigma):
    half = mpf(1) / 2
    if order == 0:
        return error_difference(x - half, x + half, sigma)
    return gaussian(order - 1, x + half, sigma) - gaussian(order - 1, x - half, sigma)


def integral_magnitude(order, x, sigma):
    if order == 0:
        return integral(0, x, sigma)
    half = mpf(1) / 2
    near = max(x - half, mpf(0))
    fall = min(mpf(1), 60 * sigma * sigma / (near + sigma))
    breaks = [near + fall * k / 8 for k in range(9) if near + fall * k / 8 < x + half] + [x + half]
    total = mpmath.quad(lambda v: magnitude(order, v, sigma), breaks, maxdegree=4)
    if x < half:
        total += mpmath.quad(lambda v: magnitude(order, v, sigma), [0, min(half - x, sigma), half - x], maxdegree=4)
    return total


def pixels():
    rng = random.Random(1)
    for case in range(150):
        sigma = 10 ** rng.uniform(-1.4, 4)
        reach = 37 if case % 3 else 300  # to the end of double numbers, or far beyond
        far, near = rng.uniform(0, reach * sigma), rng.uniform(0, 4 * sigma)
        distance = rng.choice([0.0, 0.5, 1.0, rng.uniform(0, 2), far, near])
        order = rng.choice([0, 0, 0, 1, 2, 3, 5, 8])
        x, s = mpf(distance), mpf(sigma)
        values = (gaussian(order, x, s), magnitude(order, x, s), integral(order, x, s), integral_magnitude(order, x, s))
        texts = ",\n     ".join(value_text(value) for value in values)
        yield "    {%s, %s, %d,\n     %s}," % (sigma.hex(), distance.hex(), order, texts)


def discretes():
    rng = random.Random(2)
    for sigma in (1e-3, 0.05, 0.3, 1.0, 3.0, 20.0, 70.0):
        for n in (0, 1, 2, 7, int(3 * sigma), int(12 * sigma) + rng.randrange(20)):
            t = mpf(sigma) ** 2
            value = mpmath.exp(-t) * mpmath.besseli(n, t, maxterms=10**6)
            yield "    {%s, %d, %s}," % (sigma.hex(), n, value_text(value))


def legendre(points, x):
    """The polynomial and its derivative."""
    before, value = mpf(1), x
    for k in range(2, points + 1):
        before, value = value, ((2 * k - 1) * x * value - (k - 1) * before) / k
    return value, points * (x * value - before) / (x * x - 1)


def rule(points):
    """Gauss and Legendre's rule, to the working precision."""
    pairs = []
    for k in range(points):
        x = mpmath.cos(mpmath.pi * (k + 0.75) / (points + 0.5))
        for _ in range(8):
            value, slope = legendre(points, x)
            x -= value / slope
        slope = legendre(points, x)[1]
        pairs.append((x, 2 / ((1 - x * x) * slope * slope)))
    return pairs


def turned_integral(covariance, x, y, pairs):
    xx, xy, yy = (mpf(entry) for entry in covariance)
    slope, given = xy / yy, xx - xy * xy / yy

    def along_x(v):
        low, high = x - mpf(1) / 2 - slope * v, x + mpf(1) / 2 - slope * v
        return error_difference(low, high, mpmath.sqrt(given)) * mpmath.exp(-v * v / (2 * yy))

    width = min(mpmath.sqrt(yy), mpmath.sqrt(given) / abs(slope))
    panels = int(1 / width) + 1
    total = mpf(0)
    for k in range(panels):
        low = y - mpf(1) / 2 + mpf(k) / panels
        total += sum(w * along_x(low + (1 + v) / (2 * panels)) for v, w in pairs) / (2 * panels)
    return total


def turneds():
    rng = random.Random(3)
    pairs = rule(24)
    shapes = [(1, 2, 0.5), (3, 1, -0.9), (0.3, 0.2, 0.3), (5, 0.05, 0.999), (5, 4, 0.999), (0.5, 20, 0.9999)]
    shapes += [(30, 10, 0.2), (0.05, 5, 0.999), (0.02, 0.03, 0.3)]
    for first, second, correlation in shapes:
        covariance = (float(first) ** 2, float(correlation * first * second), float(second) ** 2)
        given = math.sqrt(covariance[0] - covariance[1] ** 2 / covariance[2])
        for place in range(5):
            y = rng.uniform(-2, 2) * second
            x = covariance[1] / covariance[2] * y
            x += rng.uniform(-4, 4) * given if place < 4 else 0.5 - 5 * given  # the latter: a face in the tail
            corners = [(mpf(x) + a, mpf(y) + b) for a in (-0.5, 0.5) for b in (-0.5, 0.5)]
            xx, xy, yy = (mpf(entry) for entry in covariance)
            q = max((yy * a * a - 2 * xy * a * b + xx * b * b) / (xx * yy - xy * xy) for a, b in corners)
            value = turned_integral(covariance, mpf(x), mpf(y), pairs)
            numbers = ", ".join(float(number).hex() for number in (*covariance, x, y))
            yield "    {%s,\n     %s, %.6g}," % (numbers, value_text(value), float(q))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check")
    given = parser.parse_args()
    text = HEADER.format(pixels="\n".join(pixels()), discretes="\n".join(discretes()), turneds="\n".join(turneds()))
    if not given.check:
        print(text, end="")
    elif open(given.check).read() != text:
        sys.exit(f"{given.check} is not what the script makes")


main()
