/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/wide.h"

const gki_dd gki_sqrt_2pi = {0x1.40d931ff62706p+1, -0x1.a6a0d6f814637p-53};

gki_wide gki_wide_exp(gki_dd t) {
  static const gki_dd ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
  if (!(t.hi > -0x1p60)) {
    return (gki_wide){{0.0, 0.0}, 0};
  }
  if (t.hi > 0x1p60) { /* the exponent would not be an int64_t */
    t = gki_dd_of(0x1p60);
  }
  const double n = rint(t.hi * 0x1.71547652b82fep0);
  const gki_dd r = gki_dd_subtract(t, gki_dd_scale(ln2, n));
  const double power = exp(r.hi);
  return gki_wide_normalized(gki_fast_two_sum(power, power * r.lo), (int64_t)n);
}

/* r - r^3/3! + ..., or 1 - r^2/2! + ..., for |r| <= pi / 4. */
static gki_dd alternating_series(gki_dd first, gki_dd r, int power) {
  const gki_dd square = gki_dd_multiply(r, r);
  gki_dd term = first, sum = first;
  for (int k = power; k < 28; k += 2) {
    term = gki_dd_divide(gki_dd_multiply(term, square), gki_dd_of(-(double)((k + 1) * (k + 2))));
    sum = gki_dd_add(sum, term);
  }
  return sum;
}

void gki_dd_sincos(double angle, gki_dd *sine, gki_dd *cosine) {
  static const gki_dd half_pi = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};
  static const double half_pi_third = -0x1.f1976b7ed8fbcp-110;
  const double n = rint(angle * 0x1.45f306dc9c883p-1);
  gki_dd r = gki_dd_subtract(gki_dd_of(angle), gki_two_product(n, half_pi.hi));
  r = gki_dd_subtract(r, gki_two_product(n, half_pi.lo));
  r = gki_dd_subtract(r, gki_dd_of(n * half_pi_third));
  const gki_dd s = alternating_series(r, r, 1), c = alternating_series(gki_dd_of(1.0), r, 0);
  switch ((int64_t)n & 3) {
  case 0:
    *sine = s, *cosine = c;
    break;
  case 1:
    *sine = c, *cosine = gki_dd_negated(s);
    break;
  case 2:
    *sine = gki_dd_negated(s), *cosine = gki_dd_negated(c);
    break;
  default:
    *sine = gki_dd_negated(c), *cosine = s;
    break;
  }
}
