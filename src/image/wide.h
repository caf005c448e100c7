/*
 * Double-double numbers with an exponent of their own, so that tails of a Gaussian neither underflow
 * before they are normalised nor lose digits.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_WIDE_H
#define GKI_IMAGE_WIDE_H

#include "core/dd.h"

#include <stdint.h>

/* m * 2^e with |m.hi| in [1/2, 1), or 0. */
typedef struct gki_wide {
  gki_dd m;
  int64_t e;
} gki_wide;

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

/* exp(t): 0 for t below -2^60, infinitely far down, or NaN; exp(2^60) above 2^60. The error is one
 * of exp's in libm. */
gki_wide gki_wide_exp(gki_dd t);

/* sqrt(2 pi). */
extern const gki_dd gki_sqrt_2pi;

/* sin and cos of an angle of at most 2^20. */
void gki_dd_sincos(double angle, gki_dd *sine, gki_dd *cosine);

#endif
