/*
 * Double-double arithmetic: numbers of twice the digits of a double, as the unevaluated sum of two.
 * For what is computed once an axis, a row or a call, where a small difference of large terms counts.
 *
 * The methods are Knuth's and Dekker's (Numerische Mathematik 18 (1971) 224-242), with fma for the
 * products; an operation has a relative error of about 2^-103.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_DD_H
#define GKI_CORE_DD_H

#include <math.h>

typedef struct gki_dd {
  double hi, lo; /* |lo| is at most half a unit in the last place of hi */
} gki_dd;

static inline gki_dd gki_dd_of(double a) {
  return (gki_dd){a, 0.0};
}

/* a + b with its rounding error (Knuth). */
static inline gki_dd gki_two_sum(double a, double b) {
  const double sum = a + b, from_b = sum - a;
  return (gki_dd){sum, (a - (sum - from_b)) + (b - from_b)};
}

/* The same for |a| >= |b|. */
static inline gki_dd gki_fast_two_sum(double a, double b) {
  const double sum = a + b;
  return (gki_dd){sum, b - (sum - a)};
}

static inline gki_dd gki_two_product(double a, double b) {
  const double product = a * b;
  return (gki_dd){product, fma(a, b, -product)};
}

static inline gki_dd gki_dd_negated(gki_dd a) {
  return (gki_dd){-a.hi, -a.lo};
}

static inline gki_dd gki_dd_add(gki_dd a, gki_dd b) {
  const gki_dd high = gki_two_sum(a.hi, b.hi), low = gki_two_sum(a.lo, b.lo);
  const gki_dd sum = gki_fast_two_sum(high.hi, high.lo + low.hi);
  return gki_fast_two_sum(sum.hi, sum.lo + low.lo);
}

static inline gki_dd gki_dd_subtract(gki_dd a, gki_dd b) {
  return gki_dd_add(a, gki_dd_negated(b));
}

static inline gki_dd gki_dd_multiply(gki_dd a, gki_dd b) {
  const gki_dd product = gki_two_product(a.hi, b.hi);
  return gki_fast_two_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

static inline gki_dd gki_dd_scale(gki_dd a, double b) {
  const gki_dd product = gki_two_product(a.hi, b);
  return gki_fast_two_sum(product.hi, fma(a.lo, b, product.lo));
}

static inline gki_dd gki_dd_divide(gki_dd a, gki_dd b) {
  const double first = a.hi / b.hi;
  gki_dd rest = gki_dd_subtract(a, gki_dd_scale(b, first));
  const double second = rest.hi / b.hi;
  rest = gki_dd_subtract(rest, gki_dd_scale(b, second));
  const gki_dd quotient = gki_fast_two_sum(first, second);
  return gki_dd_add(quotient, gki_dd_of(rest.hi / b.hi));
}

/* a > 0. */
static inline gki_dd gki_dd_sqrt(gki_dd a) {
  const double root = sqrt(a.hi);
  const gki_dd rest = gki_dd_subtract(a, gki_two_product(root, root));
  return gki_fast_two_sum(root, rest.hi / (2.0 * root));
}

static inline double gki_dd_value(gki_dd a) {
  return a.hi + a.lo;
}

static inline gki_dd gki_dd_ldexp(gki_dd a, int e) {
  return (gki_dd){ldexp(a.hi, e), ldexp(a.lo, e)};
}

/* a + n b for an integer n that a double holds. */
static inline gki_dd gki_dd_add_times(gki_dd a, double n, gki_dd b) {
  return gki_dd_add(a, gki_dd_scale(b, n));
}

/* What a double-double holds of a long double. */
static inline gki_dd gki_dd_of_long(long double a) {
  const double hi = (double)a;
  return (gki_dd){hi, (double)(a - (long double)hi)};
}

#endif
