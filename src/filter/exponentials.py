#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Make exponentials.h: the Gaussian and its derivatives as sums of complex exponentials,

    h(x) = sum of Re(c e^(-l x)) for x >= 0,   h = exp(-x^2 / 2), its first or second derivative.

What is minimised is the integral of |difference|, which bounds the error of what a filter makes of
data of magnitude 1. The poles l come from ESPRIT (the shift that carries the samples' leading
singular vectors into themselves); from there a Levenberg-Marquardt iteration with Lawson's weights,
1 / |difference|, goes downhill in that integral. Conjugate pairs count as one term with twice the c; an
odd number of poles has one real term.

The errors written down are those of the weights that recursive_terms.c makes of a fit: the largest
over all sigmas from the least one on, sampled and integrated, in extended precision.

  exponentials.py                 print the header
  exponentials.py --check FILE    exit 1 unless the numbers in FILE have the errors they claim, by
                                  other means (mpmath, at some sigmas); 77 without numpy or mpmath
"""
import argparse
import re
import sys

SKIP = 77

try:
    import mpmath
    import numpy as np
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(SKIP)

mpmath.mp.prec = 120

POLES = range(4, 17)
LEAST_SIGMA = {0: 0.5, 1: 2.0, 2: 2.0}

HEADER = """\
/*
 * exp(-x^2 / 2), its first and its second derivative as sums of Re(c e^(-l x)), x >= 0. A term with
 * an imaginary l stands for a conjugate pair of poles; of an odd number of poles the last is real.
 * `error` is the largest sum of |differences| of weights, relative to the sum of |weights|, over
 * all sigmas from {least[0]} (order 0) or {least[1]} (derivatives) on, but for rounding.
 * Made by exponentials.py. Do not edit: a test holds the numbers to their errors.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_EXPONENTIALS_H
#define GKI_FILTER_EXPONENTIALS_H

typedef struct gki_fit {{
  unsigned order, poles;
  double error;
  struct {{
    double l[2], c[2]; /* real and imaginary part */
  }} term[8];
}} gki_fit;

/* clang-format off */
/* By order, then by the number of poles. */
static const gki_fit gki_fits[] = {{
{fits}
}};
/* clang-format on */

#endif
"""


def target(order, x):
    g = np.exp(-x * x / 2)
    return (g, -x * g, (x * x - 1) * g)[order]


def esprit(order, poles, step=0.1, end=12.0):
    """The exponents l for which sums of e^(-l x) come near the samples."""
    y = target(order, np.arange(0.0, end, step))
    half = len(y) // 2
    hankel = np.array([y[i : i + half] for i in range(len(y) - half + 1)])
    leading = np.linalg.svd(hankel)[0][:, :poles]
    shift = np.linalg.lstsq(leading[:-1], leading[1:], rcond=None)[0]
    l = -np.log(np.linalg.eigvals(shift).astype(complex)) / step
    return np.where(abs(l.imag) < 1e-8, l.real, l)


def quadrature():
    """Gauss-Legendre nodes and weights on [0, 16], in panels."""
    t, w = np.polynomial.legendre.leggauss(8)
    edges = np.concatenate([np.linspace(0, 8, 321), np.linspace(8, 16, 81)[1:]])
    a, b = edges[:-1, None], edges[1:, None]
    return (a + (b - a) * (t + 1) / 2).ravel(), ((b - a) * w / 2).ravel()


# The integrals of x^k h that are to come out exactly of derivatives: so little is left to do for
# the scaling that makes the sums of weights exact, which costs more there than of order 0.
ROOT = np.sqrt(np.pi / 2)
MOMENTS = {0: {}, 1: {1: -ROOT}, 2: {0: 0.0, 2: 2 * ROOT}}


class Fit:
    """Terms l, c, pairs first, and how they differ from the target: on the quadrature's nodes, then
    in the moments."""

    def __init__(self, order, l, c):
        self.order, self.l, self.c = order, l, c
        self.pairs = int((l.imag > 0).sum())
        x, weight = quadrature()
        powers = np.exp(-np.outer(x, l))
        by_l = -x[:, None] * powers
        wanted = list(target(order, x))
        for k, moment in MOMENTS[order].items():  # the integral of x^k e^(-l x) is k! / l^(k + 1)
            factorial = (1, 1, 2)[k]
            powers = np.vstack([powers, factorial / l ** (k + 1)])
            by_l = np.vstack([by_l, -(k + 1) * factorial / l ** (k + 2)])
            wanted.append(moment)
        self.powers, self.by_l = powers, by_l
        self.weight = np.concatenate([weight, np.full(len(MOMENTS[order]), 4.0)])
        self.difference = (powers @ c).real - np.array(wanted)
        self.l1 = (abs(self.difference) * self.weight).sum()

    def scaled_jacobian(self, row_scale):
        by_l = self.by_l * self.c
        m = self.pairs
        columns = [self.powers.real, -self.powers.imag[:, :m], by_l.real, -by_l.imag[:, :m]]
        jacobian = np.concatenate(columns, axis=1) * row_scale[:, None]
        norms = np.linalg.norm(jacobian, axis=0)
        return jacobian / norms, norms

    def moved(self, step):
        terms, m = len(self.l), self.pairs
        c, l = self.c.copy(), self.l.copy()
        c += step[:terms]
        c[:m] += 1j * step[terms : terms + m]
        l += step[terms + m : 2 * terms + m]
        l[:m] += 1j * step[2 * terms + m :]
        return Fit(self.order, l, c)


def first_fit(order, poles):
    l = esprit(order, poles)
    x, weight = quadrature()
    root = np.sqrt(weight)
    basis = np.exp(-np.outer(x, l)) * root[:, None]
    c = np.linalg.lstsq(basis, (target(order, x) * root).astype(complex), rcond=None)[0]
    upper, real = l.imag > 0, l.imag == 0
    real_c = c[real].real.astype(complex)
    return Fit(order, np.concatenate([l[upper], l[real]]), np.concatenate([2 * c[upper], real_c]))


def improved(fit, damping):
    """A fit with a smaller L1 norm one weighted Levenberg step away, and the damping; or None."""
    size = np.maximum(abs(fit.difference), 0.003 * abs(fit.difference).max())
    row_scale = np.sqrt(fit.weight / size)
    jacobian, norms = fit.scaled_jacobian(row_scale)
    u, s, v = np.linalg.svd(jacobian, full_matrices=False)
    along = u.T @ (-fit.difference * row_scale)
    for _ in range(8):
        step = (v.T @ (s / (s * s + damping**2) * along)) / norms
        for part in (1.0, 0.5, 0.25):
            candidate = fit.moved(part * step)
            if candidate.l1 < fit.l1 * (1 - 1e-6):
                return candidate, damping / 5
        damping *= 10
    return None, damping


def best_fit(order, poles):
    fit, damping = first_fit(order, poles), 1e-6
    for _ in range(60):
        candidate, damping = improved(fit, damping)
        if candidate is None:
            break
        fit = candidate
    by_frequency = np.argsort(np.where(fit.l.imag > 0, fit.l.imag, np.inf))
    return fit.l[by_frequency], fit.c[by_frequency]


def weight_error(l, c, order, sigma, integrated):
    """The sum of |differences| over the sum of |weights| for sigma, in numpy's long double.

    The same steps as in C: exact centre, then scaled (order 0: the sum is 1, 1: -sum j w = 1,
    2: sum j^2 w = 2, and the centre makes the sum 0)."""
    real, cplx = np.longdouble, np.clongdouble
    sigma = real(sigma)
    j = np.arange(1, int(24 * sigma) + 3).astype(real)
    x = j / sigma
    root = np.sqrt(2 * real(mpmath.nstr(mpmath.pi, 30))) * sigma
    if integrated:
        exact = integrated_weights(order, sigma, j) / root
    else:
        g = np.exp(-x * x / 2)
        s = 1 + 2 * g.sum()
        exact = (g, -x * g / sigma, (x * x - 1) * g / sigma**2)[order] / s
    l, c = l.astype(cplx), c.astype(cplx)
    if integrated:
        half = l / (2 * sigma)
        c = c * np.sinh(half) / half
    z = np.exp(-l / sigma)
    made = (np.exp(-np.outer(x, l)) @ c).real
    sums = [(c * z / (1 - z)).real.sum(), (c * z / (1 - z) ** 2).real.sum()]
    second = (c * z * (1 + z) / (1 - z) ** 3).real.sum()
    if order == 0:
        centre = 1 - 2 * exact.sum()
        made *= (1 - centre) / (2 * sums[0])
        return abs(made - exact).sum() * 2
    if order == 1:
        made *= -1 / (2 * sums[1])
        return abs(made - exact).sum() / abs(exact).sum()
    made *= 1 / second
    centre, other = -2 * exact.sum(), -2 * sums[0] / second
    size = abs(centre) + 2 * abs(exact).sum()
    return (abs(centre - other) + 2 * abs(made - exact).sum()) / size


def integrated_weights(order, sigma, j):
    """Integrals of h over the pixels j >= 1, times sigma, by Gauss-Legendre quadrature."""
    t, w = np.polynomial.legendre.leggauss(16)
    t, w = t.astype(np.longdouble), w.astype(np.longdouble)
    panels = 8 if sigma < 4 else 1
    total = 0
    for p in range(panels):
        at = (j[:, None] - np.longdouble(0.5) + (p + (t + 1) / 2) / panels) / sigma
        total = total + (target(order, at) * w).sum(axis=1) / (2 * panels)
    return total / sigma**order


def sigmas(order):
    least = LEAST_SIGMA[order]
    return np.concatenate([np.arange(least, 4, 1 / 64), np.arange(4, 16, 0.25), [25, 50, 200]])


def rounded_up(x):
    """Two digits, not below x."""
    exponent = int(np.floor(np.log10(x))) - 1
    digits = int(np.ceil(x / 10.0**exponent))
    if digits == 100:
        digits, exponent = 10, exponent + 1
    return f"{digits // 10}.{digits % 10}e{exponent + 1:+03d}"


def largest_error(l, c, order):
    return max(
        float(weight_error(l, c, order, sigma, integrated))
        for sigma in sigmas(order)
        for integrated in (False, True)
    )


def initialiser(order, poles):
    l, c = best_fit(order, poles)
    error = rounded_up(1.02 * largest_error(l, c, order))
    terms = [
        f"{{{{{li.real!r}, {li.imag!r}}}, {{{ci.real!r}, {ci.imag!r}}}}}"
        for li, ci in zip(map(complex, l), map(complex, c))
    ]
    return f"  {{{order}, {poles}, {error},\n   {{" + ",\n    ".join(terms) + "}},"


def header():
    fits = "\n".join(initialiser(order, poles) for order in range(3) for poles in POLES)
    return HEADER.format(fits=fits, least=[LEAST_SIGMA[0], LEAST_SIGMA[1]])


FIT = re.compile(r"\{(\d), (\d+), ([\d.e+-]+),\s*\{((?:\{\{[^{}]*\}, \{[^{}]*\}\},?\s*)+)\}\}")
TERM = re.compile(r"\{\{([^,]+), ([^}]+)\}, \{([^,]+), ([^}]+)\}\}")


def fits_in(text):
    """(order, poles, error, l, c) of each initialiser, the numbers as mpmath's."""
    for order, poles, error, terms in FIT.findall(text):
        numbers = [list(map(float, term)) for term in TERM.findall(terms)]
        l = [mpmath.mpc(a, b) for a, b, _, _ in numbers]
        c = [mpmath.mpc(a, b) for _, _, a, b in numbers]
        yield int(order), int(poles), float(error), l, c


def exact_weights(order, sigma, integrated, count):
    """w(0) ... w(count - 1) from their definition."""
    g = lambda x: mpmath.exp(-x * x / 2)
    h = (g, lambda x: -x * g(x) / sigma, lambda x: (x * x - 1) * g(x) / sigma**2)[order]
    if not integrated:
        total = 1 + 2 * sum(g(j / sigma) for j in range(1, count))
        return [h(j / sigma) / total for j in range(count)]
    root = mpmath.sqrt(2 * mpmath.pi) * sigma
    primitive = (lambda x: mpmath.ncdf(x) * root, g, lambda x: -x * g(x) / sigma)[order]
    edges = [primitive((j - mpmath.mpf(1) / 2) / sigma) for j in range(count + 1)]
    return [(b - a) / root for a, b in zip(edges, edges[1:])]


def settled_weights(l, c, order, sigma, integrated, count):
    """What recursive_terms.c says that the terms are scaled to, term by term."""
    terms = [(ci * mpmath.sinh(li / (2 * sigma)) / (li / (2 * sigma)) if integrated else ci,
              mpmath.exp(-li / sigma)) for li, ci in zip(l, c)]
    w, powers = [mpmath.mpf(0)], [mpmath.mpc(ci) for ci, _ in terms]
    for _ in range(1, count):
        powers = [power * z for power, (_, z) in zip(powers, terms)]
        w.append(sum(power.real for power in powers))
    return w


def error_of(l, c, order, sigma, integrated):
    """The sum of |differences| over that of |weights|, j up to where exponentials end."""
    sigma = mpmath.mpf(sigma)
    count = int(26 * sigma) + 3
    exact = exact_weights(order, sigma, integrated, count)
    w = settled_weights(l, c, order, sigma, integrated, count)
    moment = sum(j**order * x for j, x in enumerate(w))
    wanted = ((1 - exact[0]) / 2, mpmath.mpf(-1) / 2, mpmath.mpf(1))[order]
    w = [x * wanted / moment for x in w]
    w[0] = (exact[0], mpmath.mpf(0), -2 * sum(w))[order]
    total = lambda values: values[0] + 2 * sum(values[1:])
    return total([abs(a - b) for a, b in zip(w, exact)]) / total([abs(x) for x in exact])


# Sigmas, and whether integrated.
CHECKED = ((0.5, 0), (0.7, 0), (0.7, 1), (1.2, 0), (2, 0), (2.4, 1), (25, 0))


def check(path):
    with open(path, encoding="ascii") as file:
        fits = list(fits_in(file.read()))
    wrong = 0
    if [(order, poles) for order, poles, *_ in fits] != [(o, p) for o in range(3) for p in POLES]:
        print(f"{path}: other fits than expected")
        wrong = 1
    for order, poles, error, l, c in fits:
        conjugates = sum(2 if li.imag > 0 else 1 for li in l)
        wrong += conjugates != poles or any(li.real <= 0 for li in l)
        for sigma, integrated in CHECKED:
            if sigma >= LEAST_SIGMA[order]:
                found = error_of(l, c, order, sigma, integrated)
                if not found <= error:
                    print(f"order {order}, {poles} poles, sigma {sigma}: {mpmath.nstr(found, 4)}")
                    wrong += 1
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.check:
        return check(arguments.check)
    sys.stdout.write(header())
    return 0


if __name__ == "__main__":
    sys.exit(main())
