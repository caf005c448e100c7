/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/complex_number.h"
#include "filter/exponentials.h"
#include "filter/pass.h"

#include <math.h>

typedef long double complex wide_complex;

enum { FITS = sizeof gki_fits / sizeof gki_fits[0] };

/* From these on the fits have the errors that they claim; see exponentials.py. */
static double least_sigma(unsigned order) {
  return order == 0 ? 0.5 : 2.0;
}

/* The share of a fit's error that ending a warm-up at `reach` may add. */
static const double reach_share = 0.01;

static wide_complex number(const double of[2]) {
  return gki_wide_complex((long double)of[0], (long double)of[1]);
}

/* w(0) of order 0. From sigma 4 on the sum of g differs from the integral by less than 1e-136. */
static long double exact_centre(double sigma, gk_weights_method method) {
  if (method == GK_WEIGHTS_INTEGRATED) {
    return erfl(0.5L / (sqrtl(2.0L) * (long double)sigma));
  }
  if (sigma >= 4.0) {
    return 1.0L / (sqrtl(2.0L * acosl(-1.0L)) * (long double)sigma);
  }
  long double sum = 0.0L;
  for (int j = (int)(14.0 * sigma); j >= 1; j--) {
    const long double x = (long double)j / (long double)sigma;
    sum += expl(-0.5L * x * x);
  }
  return 1.0L / (1.0L + 2.0L * sum);
}

/*
 * The sum over the terms of sum_j j^order Re(c z^j), j >= 1. z and c are as rounded: sums are those
 * of the numbers that the recursion works with.
 */
static long double moment(const gki_exponentials *e, unsigned order) {
  long double sum = 0.0L;
  for (size_t i = 0; i < e->terms; i++) {
    const wide_complex z = gki_wide_complex((long double)e->z_re[i], (long double)e->z_im[i]);
    const wide_complex c = gki_wide_complex((long double)e->c_re[i], (long double)e->c_im[i]);
    const wide_complex rest = 1.0L - z; /* exact, but for an imaginary part's sign */
    wide_complex term = c * z / rest;
    if (order > 0) {
      term /= rest;
    }
    if (order > 1) {
      term *= (1.0L + z) / rest;
    }
    sum += creall(term);
  }
  return sum;
}

static void scale(gki_exponentials *e, long double factor) {
  for (size_t i = 0; i < e->terms; i++) {
    e->c_re[i] = (double)((long double)e->c_re[i] * factor);
    e->c_im[i] = (double)((long double)e->c_im[i] * factor);
  }
}

/*
 * Scales the terms and sets the centre so that polynomials of the order's degree come out as they
 * should: sum w = 1; sum j w = -1; sum w = 0 and sum j^2 w = 2. From the least sigmas on that is
 * what the exact weights have, to more digits than a double.
 */
static void settle(gki_exponentials *e, unsigned order, long double centre) {
  if (order == 0) {
    scale(e, (1.0L - centre) / (2.0L * moment(e, 0)));
    e->centre = (double)(1.0L - 2.0L * moment(e, 0));
  } else if (order == 1) {
    scale(e, -0.5L / moment(e, 1));
    e->centre = 0.0;
  } else {
    scale(e, 1.0L / moment(e, 2));
    e->centre = (double)(-2.0L * moment(e, 0));
  }
}

/* The sum of |w|, near enough: 1, twice the peak of g over its sum, and e^(-1/2) times that slope.
 */
static double sum_of_magnitudes(unsigned order, double sigma) {
  static const double root = 0.39894228040143268; /* 1 / sqrt(2 pi) */
  return order == 0   ? 1.0
         : order == 1 ? 2.0 * root / sigma
                      : 4.0 * 0.60653 * root / (sigma * sigma);
}

/* Where sum |c| |z|^j over j >= reach, on both sides, is below that share of the error. */
static size_t reach_of(const gki_exponentials *e, double error, double magnitudes) {
  double slowest = 0.0, sum = 0.0;
  for (size_t i = 0; i < e->terms; i++) {
    const double size = hypot(e->z_re[i], e->z_im[i]);
    slowest = fmax(slowest, size);
    sum += hypot(e->c_re[i], e->c_im[i]) / (1.0 - size);
  }
  const double share = reach_share * error * magnitudes / (2.0 * sum);
  return (size_t)ceil(log(share) / log(slowest));
}

/* The fit's terms for a sigma. */
static void take_terms(const gki_fit *fit, double sigma, gk_weights_method method,
                       gki_exponentials *e) {
  e->poles = fit->poles;
  e->terms = (fit->poles + 1) / 2;
  e->odd = fit->order == 1;
  for (size_t i = 0; i < e->terms; i++) {
    const wide_complex step = number(fit->term[i].l) / (long double)sigma;
    const wide_complex z = cexpl(-step);
    wide_complex c = number(fit->term[i].c);
    if (method == GK_WEIGHTS_INTEGRATED) { /* the exponential's mean over a pixel */
      c *= csinhl(0.5L * step) / (0.5L * step);
    }
    e->z_re[i] = (double)creall(z);
    e->z_im[i] = (double)cimagl(z);
    e->c_re[i] = (double)creall(c);
    e->c_im[i] = (double)cimagl(c);
  }
}

bool gki_find_exponentials(double sigma, unsigned order, gk_weights_method method, double error,
                           gki_axis *axis) {
  if (!(sigma >= least_sigma(order)) ||
      (method != GK_WEIGHTS_SAMPLED && method != GK_WEIGHTS_INTEGRATED)) {
    return false;
  }
  for (size_t i = 0; i < FITS; i++) {
    const gki_fit *fit = &gki_fits[i];
    const double whole = fit->error * (1.0 + reach_share);
    if (fit->order == order && whole <= error) {
      gki_exponentials *e = &axis->exponentials;
      *e = (gki_exponentials){0};
      take_terms(fit, sigma, method, e);
      settle(e, order, exact_centre(sigma, method));
      e->reach = reach_of(e, fit->error, sum_of_magnitudes(order, sigma));
      axis->error = whole;
      return true;
    }
  }
  return false;
}
