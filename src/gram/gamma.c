/* Gamma from a width, from the number of features, and scikit-learn's "scale". */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/gamma.h"

#include <float.h>
#include <math.h>

#include "core/status.h"

/* A sum and what its roundings have lost so far. */
typedef struct compensated_sum {
  double sum, lost;
} compensated_sum;

/* Knuth's two-sum: the rounding error of a sum is a number, and found without a branch. */
static void add(compensated_sum *total, double term) {
  const double sum = total->sum + term;
  const double from_term = sum - total->sum;
  total->lost += (total->sum - (sum - from_term)) + (term - from_term);
  total->sum = sum;
}

static double result(const compensated_sum *total) {
  return total->sum + total->lost;
}

/* The power of two that brings `magnitude` near 1, kept where it and its inverse are normal. */
static double power_near_inverse(double magnitude) {
  int exponent = 0;
  frexp(magnitude, &exponent);
  exponent = exponent > 1000 ? 1000 : exponent < -1000 ? -1000 : exponent;
  return ldexp(1.0, -exponent);
}

gk_status gki_gamma_of_width(gk_status failure, const char *function, const char *name,
                             double width, double *gamma) {
  const double value = 1.0 / (2.0 * width * width);
  if (!(value <= DBL_MAX)) {
    return gki_fail(failure, function, "%s = %g is so small that gamma overflows", name, width);
  }
  if (value < DBL_MIN) {
    return gki_fail(failure, function, "%s = %g is so large that gamma underflows", name, width);
  }
  *gamma = value;
  return GK_SUCCESS;
}

gk_status gki_check_points(const char *function, const gki_precision *precision, size_t n,
                           size_t least, size_t d, const void *x, size_t ldx, const double *gamma) {
  if (!gamma) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "gamma is NULL");
  }
  if (n < least) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "n = %zu is smaller than %zu", n, least);
  }
  if (d == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "d is 0");
  }
  gki_matrix points = gki_points("x", x, n, d, ldx);
  return gki_check_matrix(function, precision, &points);
}

static gk_status gamma_from_width(const char *function, const char *name, double width,
                                  double *gamma) {
  if (!gamma) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "gamma is NULL");
  }
  if (!(width > 0.0) || isinf(width)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s = %g is not positive and finite", name, width);
  }
  return gki_gamma_of_width(GK_ERROR_ARGUMENT, function, name, width, gamma);
}

gk_status gk_gamma_from_sigma(double sigma, double *gamma) {
  return gamma_from_width(__func__, "sigma", sigma, gamma);
}

gk_status gk_gamma_from_lengthscale(double lengthscale, double *gamma) {
  return gamma_from_width(__func__, "lengthscale", lengthscale, gamma);
}

gk_status gk_gamma_auto(size_t d, double *gamma) {
  if (!gamma) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "gamma is NULL");
  }
  if (d == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "d is 0");
  }
  *gamma = 1.0 / (double)d;
  return GK_SUCCESS;
}

/* 1 / (d variance) for the variance of numbers that were multiplied by `scale`; 1 for none. */
static gk_status gamma_of_variance(const char *function, size_t d, double variance, double scale,
                                   double *gamma) {
  if (!(variance > 0.0)) {
    *gamma = 1.0;
    return GK_SUCCESS;
  }
  const double value = 1.0 / ((double)d * variance) * scale * scale;
  if (!(value <= DBL_MAX)) {
    return gki_fail(GK_ERROR_DATA, function, "the variance of x is so small that gamma overflows");
  }
  if (value < DBL_MIN) {
    return gki_fail(GK_ERROR_DATA, function, "the variance of x is so large that gamma underflows");
  }
  *gamma = value;
  return GK_SUCCESS;
}

#define T       double
#define NAME(x) x##_f64
#include "gram/gamma_impl.h"
#undef NAME
#undef T

#define T       float
#define NAME(x) x##_f32
#include "gram/gamma_impl.h"
#undef NAME
#undef T
