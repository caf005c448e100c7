/*
 * Numbers of twice the digits of a double, as the unevaluated sum of two. Where a grid's points lie
 * in relation to a mean is a small difference of large terms; here it is exact enough.
 * The method is Dekker's (Numerische Mathematik 18 (1971) 224-242), with fma for the products.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_TWOFOLD_H
#define GKI_DENSITY_TWOFOLD_H

#include <math.h>

typedef struct gki_twofold {
  double hi, lo; /* |lo| is at most half a unit in the last place of hi */
} gki_twofold;

static inline gki_twofold gki_two_sum(double a, double b) {
  const double sum = a + b, part = sum - a;
  return (gki_twofold){sum, (a - (sum - part)) + (b - part)};
}

/* For |a| >= |b|. */
static inline gki_twofold gki_two_sum_ordered(double a, double b) {
  const double sum = a + b;
  return (gki_twofold){sum, b - (sum - a)};
}

static inline gki_twofold gki_twofold_add(gki_twofold a, gki_twofold b) {
  const gki_twofold sum = gki_two_sum(a.hi, b.hi);
  return gki_two_sum_ordered(sum.hi, sum.lo + (a.lo + b.lo));
}

static inline gki_twofold gki_twofold_multiply(gki_twofold a, gki_twofold b) {
  const double product = a.hi * b.hi;
  const double error = fma(a.hi, b.hi, -product) + (a.hi * b.lo + a.lo * b.hi);
  return gki_two_sum_ordered(product, error);
}

/* a + n b for an integer n that a double holds. */
static inline gki_twofold gki_twofold_add_times(gki_twofold a, double n, gki_twofold b) {
  const double product = n * b.hi;
  const double error = fma(n, b.hi, -product) + n * b.lo;
  return gki_twofold_add(a, gki_two_sum_ordered(product, error));
}

static inline gki_twofold gki_twofold_divide(gki_twofold a, double n) {
  const double quotient = a.hi / n;
  const double rest = fma(-quotient, n, a.hi) + a.lo;
  return gki_two_sum_ordered(quotient, rest / n);
}

static inline gki_twofold gki_twofold_from(long double a) {
  const double hi = (double)a;
  return (gki_twofold){hi, (double)(a - (long double)hi)};
}

#endif
