#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Make exp2_coefficients.h: polynomials p(r) = 1 + c1 r + ... + cn r^n near 2^r on [-1/2, 1/2], and
on [-1/32, 1/32] with the powers 2^(i/16) that shift there.

The relative error is minimised by exchange (Remez). The constant term is 1, so p(0) is exact.
Coefficients are rounded one by one, from the lowest on, and those above are fitted again each time:
they take up what the rounding below them did. Both neighbours of each coefficient are tried.

  exp2_coefficients.py                    print the header
  exp2_coefficients.py --check FILE       exit 1 unless FILE is that header; 77 without mpmath
  exp2_coefficients.py --errors           print the errors, also in units of the roundoff u
"""
import argparse
import difflib
import math
import sys

SKIP = 77

try:
    import mpmath
    from mpmath import mpf
except ImportError:
    print("skipped: mpmath is not installed", file=sys.stderr)
    sys.exit(SKIP)

mpmath.mp.prec = 160

HALF = mpf(1) / 2
STEPS = 16
GRID = 300  # points at which the error is looked at before its extrema are refined

HEADER = """\
/*
 * p(r) = 1 + C1 r + C2 r^2 + ... approximates 2^r on [-1/2, 1/2]; p(0) is exactly 1. The STEP
 * polynomials do on [-1/32, 1/32]; the powers are 2^(i/16).
 * Made by exp2_coefficients.py: minimax in the relative error by exchange (Remez), each
 * coefficient rounded before those above it are fitted. Do not edit: a test compares.
 * Largest relative error, rounded coefficients and exact arithmetic:
{errors}
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_SIMD_EXP2_COEFFICIENTS_H
#define GAUSSKERN_SIMD_EXP2_COEFFICIENTS_H

{macros}

#endif
"""


class Precision:
    """A binary floating-point format: its name in C and the bits of its significand."""

    def __init__(self, name, bits, suffix):
        self.name, self.bits, self.suffix = name, bits, suffix
        self.u = mpf(2) ** -bits

    def neighbours(self, x):
        """The two numbers of the format around x, the nearer one first."""
        exponent = int(mpmath.floor(mpmath.log(abs(x), 2))) + 1 - self.bits
        scaled = mpmath.ldexp(x, -exponent)
        candidates = [mpmath.floor(scaled), mpmath.ceil(scaled)]
        candidates.sort(key=lambda candidate: abs(candidate - scaled))
        return [mpmath.ldexp(candidate, exponent) for candidate in candidates]

    def literal(self, x):
        """x as a hexadecimal C literal with all the digits of the format."""
        mantissa, exponent = mpmath.frexp(x)
        digits = (self.bits + 2) // 4  # after the point
        fraction = int(mpmath.ldexp(abs(mantissa) * 2 - 1, 4 * digits))
        sign = "-" if x < 0 else ""
        return f"{sign}0x1.{fraction:0{digits}x}p{exponent - 1:+d}{self.suffix}"


F32 = Precision("F32", 24, "f")
F64 = Precision("F64", 53, "")
EXTENDED = Precision("EXTENDED", 64, "L")


def polynomial(coefficients, r):
    """c[0] + c[1] r + ..."""
    value = mpf(0)
    for coefficient in reversed(coefficients):
        value = value * r + coefficient
    return value


def relative_error(coefficients, r):
    return polynomial(coefficients, r) * mpmath.exp(-r * mpmath.ln2) - 1


def refined_extremum(f, left, middle, right):
    """The extremum of f near middle, by parabolas through three points."""
    for _ in range(4):
        f_left, f_middle, f_right = f(left), f(middle), f(right)
        curvature = f_left - 2 * f_middle + f_right
        if curvature == 0:
            break
        step = (right - left) / 2
        shift = step * (f_left - f_right) / (2 * curvature)
        if abs(shift) > step:
            break
        middle += shift
        left, right = middle - step / 16, middle + step / 16
    return middle


def extrema(f, end):
    """The places of the local extrema of |f| on [-end, end]: one in each stretch of one sign."""
    points = [end * mpf(2 * i - GRID) / GRID for i in range(GRID + 1)]
    values = [f(point) for point in points]
    found = []
    for i, value in enumerate(values):
        neighbours = values[max(i - 1, 0) : i] + values[i + 1 : i + 2]
        if value == 0 or any(abs(value) < abs(neighbour) for neighbour in neighbours):
            continue
        place = points[i]
        if 0 < i < GRID:
            place = refined_extremum(f, points[i - 1], place, points[i + 1])
        found.append((place, f(place)))
    return found


def largest_error(coefficients, end):
    return max(abs(value) for _, value in extrema(lambda r: relative_error(coefficients, r), end))


class Grid:
    """Points of [-end, end], denser at the ends, with r^j / 2^r for all powers j up to degree."""

    def __init__(self, degree, end):
        self.points = [-end * mpmath.cos(mpmath.pi * (i + HALF) / GRID) for i in range(GRID)]
        self.points[0], self.points[-1] = -end, end
        self.rows = []
        for r in self.points:
            scale = mpmath.exp(-r * mpmath.ln2)
            self.rows.append([r**j * scale for j in range(degree + 1)])


def levelled(rows, wanted, reference):
    """On a reference of one point more than there are coefficients: the coefficients that make the
    errors there equal but for their signs, that equal error >= 0, the weights with which the rows
    cancel (their signs are those of the errors), and the inverse of the system [rows | signs]."""
    size = len(reference)
    basis = mpmath.matrix([rows[i] for i in reference[:-1]])
    weights = list(mpmath.lu_solve(basis.T, -mpmath.matrix(rows[reference[-1]]))) + [mpf(1)]
    flip = -1 if mpmath.fdot(weights, (wanted[i] for i in reference)) < 0 else 1
    weights = [flip * weight for weight in weights]
    system = mpmath.matrix([rows[i] + [mpmath.sign(w)] for i, w in zip(reference, weights)])
    inverse = system**-1
    solution = list(inverse * mpmath.matrix([wanted[i] for i in reference]))
    return solution[:-1], solution[size - 1], weights, inverse


def minimax(fixed, grid):
    """The coefficients above the fixed ones that minimise the largest relative error on the grid.

    Stiefel's exchange of one point at a time, which is the simplex method on the dual. It needs no
    alternation of signs in the points' order: there is none, as all the free terms vanish at 0.
    """
    first = len(fixed)
    rows = [row[first:] for row in grid.rows]
    wanted = [1 - mpmath.fdot(row[:first], fixed) for row in grid.rows]
    size = len(rows[0]) + 1
    reference = [i * (GRID - 1) // (size - 1) for i in range(size)]
    for _ in range(1000):
        free, level, weights, inverse = levelled(rows, wanted, reference)
        errors = [w - mpmath.fdot(row, free) for w, row in zip(wanted, rows)]
        entering = max(range(GRID), key=lambda i: abs(errors[i]))
        if abs(errors[entering]) <= level * (1 + mpf(10) ** -6):
            return fixed + free
        # The entering row in terms of the reference's rows tells who leaves for all signs to stay.
        sign = mpmath.sign(errors[entering])
        shares = list(inverse.T * mpmath.matrix(rows[entering] + [sign]))
        ratios = [sign * share / weight for share, weight in zip(shares, weights)]
        reference[max(range(size), key=lambda i: ratios[i])] = entering
    raise ArithmeticError("the exchange does not converge")


def rounded_minimax(precision, degree, end=HALF):
    """Minimax coefficients that are numbers of the precision; the better neighbour of each."""
    grid = Grid(degree, end)
    fixed = [mpf(1)]
    following = minimax(fixed, grid)
    while len(fixed) <= degree:
        candidates = [fixed + [number] for number in precision.neighbours(following[len(fixed)])]
        if len(fixed) < degree:
            candidates = [minimax(candidate, grid) for candidate in candidates]
        following = min(candidates, key=lambda candidate: largest_error(candidate, end))
        fixed = following[: len(fixed) + 1]
    return fixed


def macros(precision, infix, coefficients):
    names = [f"GKI_EXP2_{precision.name}_{infix}C{i}" for i in range(1, len(coefficients))]
    width = max(map(len, names))
    return "\n".join(
        f"#define {name:{width}} {precision.literal(c)}" for name, c in zip(names, coefficients[1:])
    )


def powers():
    """The table, in more digits than any precision has: it is multiplied by the variance first."""
    exact = [mpf(2) ** (mpf(i) / STEPS) for i in range(STEPS)]
    literals = [EXTENDED.literal(EXTENDED.neighbours(power)[0]) for power in exact]
    names = [f"GKI_EXP2_POWER_{i}" for i in range(STEPS)]
    width = max(map(len, names))
    return "\n".join(f"#define {n:{width}} {literal}" for n, literal in zip(names, literals))


def rounded_up(x, digits):
    """x to so many significant digits, never below x."""
    exponent = math.floor(math.log10(x)) + 1 - digits
    return float(f"{math.ceil(float(x / mpf(10) ** exponent))}e{exponent}")


def made():
    for precision, infix, degree, end in (
        (F32, "", 6, HALF),
        (F64, "", 11, HALF),
        (F32, "STEP_", 3, HALF / STEPS),
        (F64, "STEP_", 6, HALF / STEPS),
    ):
        coefficients = rounded_minimax(precision, degree, end)
        yield precision, infix, coefficients, end, largest_error(coefficients, end)


def header():
    errors, blocks = [], []
    for precision, infix, coefficients, _, error in made():
        kind = f"{precision.name}{' STEP' if infix else ''}, degree {len(coefficients) - 1}"
        errors.append(
            f" *   {kind + ':':21}{rounded_up(error, 3):.2e} = "
            f"{rounded_up(error / precision.u, 2):.3f} u, u = 2^-{precision.bits}"
        )
        blocks.append(macros(precision, infix, coefficients))
    blocks.append(powers())
    return HEADER.format(errors="\n".join(errors), macros="\n\n".join(blocks))


def check(path):
    with open(path, encoding="ascii") as file:
        committed = file.read()
    expected = header()
    difference = difflib.unified_diff(
        committed.splitlines(True), expected.splitlines(True), path, "generated"
    )
    sys.stdout.writelines(difference)
    return 0 if committed == expected else 1


def print_errors():
    for precision, infix, coefficients, end, error in made():
        degree = len(coefficients) - 1
        unrounded = largest_error(minimax([mpf(1)], Grid(degree, end)), end)
        for name, value in (("rounded", error), ("before rounding", unrounded)):
            print(
                f"{precision.name} {infix}degree {degree}, {name}: relative error "
                f"{mpmath.nstr(value, 4)} = {mpmath.nstr(value / precision.u, 4)} u"
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", metavar="FILE")
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    if arguments.check:
        return check(arguments.check)
    if arguments.errors:
        print_errors()
    else:
        sys.stdout.write(header())
    return 0


if __name__ == "__main__":
    sys.exit(main())
