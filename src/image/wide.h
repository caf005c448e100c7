/*
 * Numbers of twice the precision and any exponent, for what is computed once an axis or a row.
 *
 * gki_dd is an unevaluated sum hi + lo with |lo| <= ulp(hi) / 2: a relative error of about 2^-103
 * an operation (Dekker 1971). gki_wide adds an exponent of its own, so that tails of a Gaussian
 * neither underflow before they are normalised nor lose digits.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_WIDE_H
#define GKI_IMAGE_WIDE_H

#include <math.h>
#include <stdint.h>

typedef struct gki_dd {
  double hi, lo;
} gki_dd;

/* m * 2^e with |m.hi| in [1/2, 1), or 0. */
typedef struct gki_wide {
  gki_dd m;
  int64_t e;
} gki_wide;

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

static inline gki_wide gki_wide_normalized(gki_dd m, int64_t e) {
  if (m.hi == 0.0) {
    return (gki_wide){{0.0, 0.0}, 0};
  }
  int shift;
  (void)frexp(m.hi, &shift);
  return (gki_wide){gki_dd_ldexp(m, -shift), e + shift};
}

static inline gki_wide gki_wide_of(double a) {
  return gki_wide_normalized(gki_dd_of(a), 0);
}

static inline gki_wide gki_wide_multiply(gki_wide a, gki_wide b) {
  return gki_wide_normalized(gki_dd_multiply(a.m, b.m), a.e + b.e);
}

/* b is not 0. */
static inline gki_wide gki_wide_divide(gki_wide a, gki_wide b) {
  return gki_wide_normalized(gki_dd_divide(a.m, b.m), a.e - b.e);
}

static inline gki_wide gki_wide_negated(gki_wide a) {
  return (gki_wide){gki_dd_negated(a.m), a.e};
}

static inline gki_wide gki_wide_add(gki_wide a, gki_wide b) {
  if (a.m.hi == 0.0 || (b.m.hi != 0.0 && a.e < b.e)) {
    const gki_wide larger = b;
    b = a;
    a = larger;
  }
  if (b.m.hi == 0.0 || a.e - b.e > 120) {
    return a;
  }
  return gki_wide_normalized(gki_dd_add(a.m, gki_dd_ldexp(b.m, (int)(b.e - a.e))), a.e);
}

/* Whether |a| < |b|. */
static inline int gki_wide_is_smaller(gki_wide a, gki_wide b) {
  if (a.m.hi == 0.0 || b.m.hi == 0.0) {
    return a.m.hi == 0.0 && b.m.hi != 0.0;
  }
  if (a.e != b.e) {
    return a.e < b.e;
  }
  const double x = fabs(a.m.hi), y = fabs(b.m.hi);
  return x < y || (x == y && a.m.lo * copysign(1.0, a.m.hi) < b.m.lo * copysign(1.0, b.m.hi));
}

/* Rounded once; 0 and infinity where a double's range ends. */
static inline double gki_wide_value(gki_wide a) {
  const int64_t e = a.e < -2000 ? -2000 : a.e > 2000 ? 2000 : a.e;
  return ldexp(a.m.hi + a.m.lo, (int)e);
}

/* exp(t): 0 for t below -2^60, infinitely far down, or NaN. The error is one of exp's in libm. */
gki_wide gki_wide_exp(gki_dd t);

/* sqrt(2 pi). */
extern const gki_dd gki_sqrt_2pi;

/* sin and cos of an angle of at most 2^20. */
void gki_dd_sincos(double angle, gki_dd *sine, gki_dd *cosine);

#endif
