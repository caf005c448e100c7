#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Golden values for the rules that choose gamma.

The values are exact rational arithmetic on the numbers of a generator, rounded once to double; so
they are the same wherever the script runs. Peers confirm them: scikit-learn's SVC(gamma="scale")
and the median of scipy's pdist.

  make_golden_gamma.py                print the header
  make_golden_gamma.py --check FILE   exit 1 unless FILE is that header and the peers agree;
                                      77 where numpy, scipy or scikit-learn is missing
"""
import argparse
import math
import struct
import sys
from fractions import Fraction

SKIP = 77
PEER_TOLERANCE = 1e-11  # relative: numpy and scipy sum in double, offsets are up to 1e6 widths

# seed, n, d, offset, width (a power of two), max_pairs and seed of the sampled median
CASES = [
    (1, 2, 1, 0.0, 1.0, 1, 5),
    (2, 7, 3, 0.0, 2.0, 20, 0),
    (3, 9, 4, -1.0, 2.0, 35, 1),
    (4, 50, 10, 1000.0, 8.0, 1000, 2**64 - 1),
    (5, 60, 64, 1e6, 4.0, 999, 12345),
    (6, 40, 17, -1e-4, 2.0**-20, 2, 77),
]

HEADER = """\
/*
 * What the rules that choose gamma must give, from exact rational arithmetic. Feature k of point i
 * is number i d + k of the generator started with `seed`: offset + width * uniform in [0, 1),
 * rounded to the precision. `median` is of all pairs, `sampled` with max_pairs and sample_seed.
 * Made by make_golden_gamma.py; do not edit: a test compares.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_GOLDEN_GAMMA_H
#define GK_GOLDEN_GAMMA_H

#include <stddef.h>
#include <stdint.h>

typedef struct golden_gamma {{
  uint64_t seed;
  size_t n, d;
  double offset, width;
  size_t max_pairs;
  uint64_t sample_seed;
  double scale, median, sampled;
}} golden_gamma;

/* clang-format off */
static const golden_gamma golden_gamma_f64[] = {{
{rows_f64}
}};

static const golden_gamma golden_gamma_f32[] = {{
{rows_f32}
}};
/* clang-format on */

#endif
"""


def splitmix64(state):
    """The 64-bit outputs of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014)."""
    mask = 2**64 - 1
    while True:
        state = (state + 0x9E3779B97F4A7C15) & mask
        bits = state
        bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & mask
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & mask
        yield bits ^ (bits >> 31)


def points(case, precision):
    seed, n, d, offset, width = case[:5]
    bits = splitmix64(seed)
    numbers = [offset + width * ((next(bits) >> 11) * 2.0**-53) for _ in range(n * d)]
    if precision == "f32":
        numbers = [struct.unpack("f", struct.pack("f", number))[0] for number in numbers]
    return [numbers[i * d : (i + 1) * d] for i in range(n)]


def gamma_scale(x):
    numbers = [Fraction(value) for row in x for value in row]
    mean = sum(numbers) / len(numbers)
    variance = sum((number - mean) ** 2 for number in numbers) / len(numbers)
    return float(1 / (len(x[0]) * variance))


def root(square):
    """The square root, to 200 bits."""
    shift = 2**400
    return Fraction(math.isqrt(int(square * shift**2)), shift)


def gamma_median(squares):
    squares = sorted(squares)
    middle = len(squares) // 2
    if len(squares) % 2:
        return float(1 / (2 * squares[middle]))
    width = (root(squares[middle - 1]) + root(squares[middle])) / 2
    return float(1 / (2 * width**2))


def square_distance(x, y):
    return sum((Fraction(a) - Fraction(b)) ** 2 for a, b in zip(x, y))


def uniform_index(bits, count):
    """Draws are taken modulo count; those of the first 2^64 mod count values are drawn again."""
    while True:
        draw = next(bits)
        if draw >= 2**64 % count:
            return draw % count


def sampled_pairs(n, count, seed):
    bits = splitmix64(seed)
    for _ in range(count):
        i = uniform_index(bits, n)
        j = uniform_index(bits, n - 1)
        yield i, j if j < i else j + 1


def gammas(case, precision):
    """scale, median and sampled median of a case."""
    x = points(case, precision)
    n, max_pairs, sample_seed = case[1], case[5], case[6]
    squares = {(i, j): square_distance(x[i], x[j]) for i in range(n) for j in range(i)}
    if max_pairs >= len(squares):
        sample = list(squares.values())
    else:
        pairs = sampled_pairs(n, max_pairs, sample_seed)
        sample = [squares[max(pair), min(pair)] for pair in pairs]
    return gamma_scale(x), gamma_median(squares.values()), gamma_median(sample)


def row(case, values):
    seed, n, d, offset, width, max_pairs, sample_seed = case
    numbers = ", ".join(value.hex() for value in values)
    return (
        f"    {{{seed}, {n}, {d}, {offset!r}, {width.hex()}, {max_pairs}, "
        f"UINT64_C({sample_seed}),\n     {numbers}}},"
    )


def header(results):
    rows = {
        precision: "\n".join(row(case, results[case, precision]) for case in CASES)
        for precision in ("f64", "f32")
    }
    return HEADER.format(rows_f64=rows["f64"], rows_f32=rows["f32"])


def peers_disagree(results):
    import numpy
    from scipy.spatial.distance import pdist
    from sklearn.svm import SVC

    count = 0
    for (case, precision), (scale, median, _) in results.items():
        x = numpy.array(points(case, precision), numpy.float64)
        labels = numpy.arange(len(x)) % 2
        theirs = {
            "scale": (scale, SVC(gamma="scale").fit(x, labels)._gamma),
            "median": (median, 1 / (2 * numpy.median(pdist(x)) ** 2)),
        }
        for rule, (ours, other) in theirs.items():
            if abs(ours - other) > PEER_TOLERANCE * ours:
                print(f"{rule}, {precision}, {case}: {ours!r}, the peer has {other!r}")
                count += 1
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", metavar="FILE")
    arguments = parser.parse_args()
    results = {
        (case, precision): gammas(case, precision) for case in CASES for precision in ("f64", "f32")
    }
    if not arguments.check:
        sys.stdout.write(header(results))
        return 0
    with open(arguments.check, encoding="ascii") as file:
        if file.read() != header(results):
            print(f"{arguments.check} is not what {sys.argv[0]} makes")
            return 1
    try:
        return 1 if peers_disagree(results) else 0
    except ImportError as error:
        print(f"SKIPPED: {error}")
        return SKIP


if __name__ == "__main__":
    sys.exit(main())
