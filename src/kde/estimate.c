/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/options.h"
#include "core/status.h"
#include "density/arguments.h"
#include "kde/create.h"

#include <float.h>
#include <math.h>
#include <string.h>

static bool is_positive(double value) {
  return value > 0 && value <= DBL_MAX;
}

/* The bandwidths h of SCALAR and FEATURES: their squares, with adjust, are variances. */
static gk_status check_numbers(const char *function, size_t count, const gk_kde_spec *spec) {
  for (size_t k = 0; k < count; k++) {
    const double h = spec->bandwidth[k], adjusted = h * spec->adjust;
    if (!is_positive(h)) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->bandwidth[%zu] = %g is not positive and finite", k, h);
    }
    if (!(adjusted * adjusted >= DBL_MIN && adjusted * adjusted <= DBL_MAX)) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->bandwidth[%zu] = %g with adjust %g has a square that double does not "
                      "hold",
                      k, h, spec->adjust);
    }
  }
  return GK_SUCCESS;
}

static gk_status check_bandwidth(const char *function, size_t d, const gk_kde_spec *spec) {
  if (spec->rule == GK_BANDWIDTH_MATRIX) {
    const gki_wording wording = {"spec->bandwidth", "spec->ldb", false};
    const gki_covariances given = {GK_COVARIANCE_FULL, spec->bandwidth, spec->ldb};
    return gki_check_covariances(function, &wording, 1, d, &given);
  }
  if (!spec->bandwidth) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->bandwidth is NULL");
  }
  return check_numbers(function, spec->rule == GK_BANDWIDTH_SCALAR ? 1 : d, spec);
}

gk_status gki_kde_read_spec(const char *function, size_t d, const gk_kde_spec *given,
                            gk_kde_spec *spec) {
  *spec = (gk_kde_spec)GK_KDE_INIT;
  gk_status status =
      gki_read_struct(function, "spec", given, sizeof(gk_kde_spec), spec, sizeof(gk_kde_spec));
  if (status) {
    return status;
  }
  const int rule = (int)spec->rule, shape = (int)spec->shape;
  if (rule < GK_BANDWIDTH_SCOTT || rule > GK_BANDWIDTH_MATRIX) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->rule = %d is not a gk_bandwidth", rule);
  }
  if (shape < GK_SHAPE_FULL || shape > GK_SHAPE_DIAGONAL) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->shape = %d is not a gk_shape", shape);
  }
  if (d != 1 && rule >= GK_BANDWIDTH_NRD0 && rule <= GK_BANDWIDTH_ISJ) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->rule = %d is for one dimension, not for d = %zu", rule, d);
  }
  if (!is_positive(spec->adjust)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->adjust = %g is not positive and finite",
                    spec->adjust);
  }
  if (rule < GK_BANDWIDTH_SCALAR && spec->bandwidth) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->bandwidth is given, but spec->rule = %d finds one itself: a number is "
                    "GK_BANDWIDTH_SCALAR",
                    rule);
  }
  return rule >= GK_BANDWIDTH_SCALAR ? check_bandwidth(function, d, spec) : GK_SUCCESS;
}

gk_status gki_kde_new(const char *function, size_t n, size_t d, bool weighted, gk_kde **made) {
  size_t points, total;
  *made = NULL;
  if (!gki_multiply_size(n, d + (weighted ? 1 : 0), &points) ||
      !gki_matrix_bytes(1, points, points, sizeof(double), &total)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "n = %zu points in d = %zu dimensions are larger than an address space", n, d);
  }
  gk_kde *kde = gki_alloc(1, sizeof *kde);
  double *numbers = kde ? gki_alloc(points, sizeof *numbers) : NULL;
  if (!numbers) {
    gki_free(kde);
    return gki_fail(GK_ERROR_MEMORY, function, "no memory for %zu bytes", total);
  }
  *kde = (gk_kde){.n = n, .d = d, .points = numbers, .weights = weighted ? numbers + n * d : NULL};
  *made = kde;
  return GK_SUCCESS;
}

void gk_kde_free(gk_kde *kde) {
  if (kde) {
    gk_mixture_free(kde->kernel);
    gki_free(kde->own_panels);
    gki_free(kde->points);
    gki_free(kde);
  }
}

size_t gk_kde_points(const gk_kde *kde) {
  return kde ? kde->n : 0;
}

size_t gk_kde_dimensions(const gk_kde *kde) {
  return kde ? kde->d : 0;
}

double gk_kde_effective_size(const gk_kde *kde) {
  return kde ? kde->effective_size : 0;
}

gk_status gk_kde_covariance(const gk_kde *kde, double *covariance, size_t ldc, double *factor) {
  const char *function = "gk_kde_covariance";
  if (!kde) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "kde is NULL");
  }
  size_t bytes;
  if (covariance && ldc < kde->d) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "ldc = %zu is smaller than d = %zu", ldc, kde->d);
  }
  if (covariance && !gki_matrix_bytes(kde->d, kde->d, ldc, sizeof *covariance, &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "covariance of %zu rows with ldc = %zu is larger than an address space", kde->d,
                    ldc);
  }
  if (covariance) {
    gk_mixture_component(kde->kernel, 0, NULL, NULL, covariance, ldc);
  }
  if (factor) {
    *factor = kde->factor;
  }
  return GK_SUCCESS;
}

gk_status gk_kde_bandwidth(const gk_kde *kde, double *h) {
  if (!kde || !h) {
    return gki_fail(GK_ERROR_ARGUMENT, "gk_kde_bandwidth", "%s is NULL", kde ? "h" : "kde");
  }
  const size_t step = kde->diagonal ? 1 : kde->d + 1;
  for (size_t k = 0; k < kde->d; k++) {
    h[k] = sqrt(kde->covariance[k * step]);
  }
  return GK_SUCCESS;
}
