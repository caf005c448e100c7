/* The covariance of a turned Gaussian, from an angle or as given, and its factor. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/status.h"
#include "image/rank.h"

/* Variances outside of this range would over- or underflow in what is made of them. */
static const double least_variance = 1e-200, most_variance = 1e200;

/* D and U of two turned axes; D_x = |S| / S_yy, where nothing cancels. */
static void factor_turned(gki_weights_plan *plan) {
  const gk_weights_spec *spec = &plan->spec;
  gki_dd s, c;
  gki_dd_sincos(spec->theta, &s, &c);
  const gki_dd vx = gki_two_product(spec->sigma[0], spec->sigma[0]);
  const gki_dd vy = gki_two_product(spec->sigma[1], spec->sigma[1]);
  const gki_dd yy = gki_dd_add(gki_dd_multiply(gki_dd_multiply(s, s), vx),
                               gki_dd_multiply(gki_dd_multiply(c, c), vy));
  const gki_dd xy = gki_dd_multiply(gki_dd_multiply(s, c), gki_dd_subtract(vx, vy));
  plan->conditional[1] = yy;
  plan->upper[0][1] = gki_dd_divide(xy, yy);
  /* |S| / S_yy; the larger one first, beside which S_yy is not so small or large that the quotient
   * leaves a double's range. */
  const bool wide = vx.hi > vy.hi;
  plan->conditional[0] = gki_dd_multiply(gki_dd_divide(wide ? vx : vy, yy), wide ? vy : vx);
}

static gk_status check_entries(const char *function, size_t n, const double *covariance) {
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      const double value = covariance[i * n + j];
      if (!(fabs(value) <= most_variance)) {
        return gki_fail(GK_ERROR_ARGUMENT, function,
                        "spec->covariance[%zu][%zu] = %g is not between -1e200 and 1e200", i, j,
                        value);
      }
      if (value != covariance[j * n + i]) {
        return gki_fail(GK_ERROR_ARGUMENT, function,
                        "spec->covariance is not symmetric: [%zu][%zu] is %g, [%zu][%zu] is %g", i,
                        j, value, j, i, covariance[j * n + i]);
      }
    }
    const double variance = covariance[i * n + i];
    if (variance > 0.0 && variance < least_variance) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->covariance[%zu][%zu] = %g is smaller than 1e-200", i, i, variance);
    }
  }
  return GK_SUCCESS;
}

static gk_status factor_given(const char *function, gki_weights_plan *plan) {
  const size_t n = plan->spec.dimensions;
  const double *covariance = plan->spec.covariance;
  gki_dd s[3][3] = {{{0}}};
  for (size_t i = 0; i < n * n; i++) {
    s[i / n][i % n] = gki_dd_of(covariance[i]);
  }
  for (size_t k = n; k-- > 0;) {
    const gki_dd d = s[k][k];
    /* Below this, what is left of the entry is the rounding of twice the precision. */
    if (!(d.hi > 0x1p-96 * covariance[k * n + k])) {
      return gki_fail_rank(function, n, covariance);
    }
    plan->conditional[k] = d;
    for (size_t i = 0; i < k; i++) {
      plan->upper[i][k] = gki_dd_divide(s[i][k], d);
    }
    for (size_t i = 0; i < k; i++) {
      for (size_t j = 0; j <= i; j++) {
        s[j][i] = gki_dd_subtract(s[j][i], gki_dd_multiply(plan->upper[i][k], s[j][k]));
      }
    }
  }
  return GK_SUCCESS;
}

static bool is_diagonal(size_t n, const double *covariance) {
  for (size_t i = 0; i < n * n; i++) {
    if (i / n != i % n && covariance[i] != 0.0) {
      return false;
    }
  }
  return true;
}

gk_status gki_factor_covariance(const char *function, gki_weights_plan *plan) {
  const gk_weights_spec *spec = &plan->spec;
  const size_t n = spec->dimensions;
  for (size_t k = 0; k < n; k++) {
    plan->variance[k] = gki_two_product(spec->sigma[k], spec->sigma[k]);
  }
  if (spec->covariance) {
    gk_status status = check_entries(function, n, spec->covariance);
    if (status == GK_SUCCESS) {
      status = factor_given(function, plan);
    }
    if (status != GK_SUCCESS) {
      return status;
    }
    plan->turned = !is_diagonal(n, spec->covariance);
    for (size_t k = 0; k < n; k++) {
      plan->variance[k] = gki_dd_of(spec->covariance[k * n + k]);
    }
  } else if (spec->theta != 0.0 && spec->sigma[0] != spec->sigma[1]) {
    plan->turned = true;
    factor_turned(plan);
  }
  return GK_SUCCESS;
}

double gki_given_deviation(const gki_weights_plan *plan, size_t axis) {
  double e[3] = {0.0, 0.0, 0.0}, precision = 0.0;
  e[axis] = 1.0;
  for (size_t i = plan->spec.dimensions; i-- > 0;) {
    for (size_t j = i + 1; j < plan->spec.dimensions; j++) {
      e[i] -= plan->upper[i][j].hi * e[j];
    }
    precision += e[i] * e[i] / plan->conditional[i].hi;
  }
  return 1.0 / sqrt(precision);
}
