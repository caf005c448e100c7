/*
 * Integrals of products: of an estimate with a normal distribution, and of two estimates. The
 * product of N(x; a, A) and N(x; b, B) has the integral N(a; b, A + B), so that either is a density
 * under an estimate of the same points with a wider kernel.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/dd.h"
#include "core/memory.h"
#include "core/options.h"
#include "core/status.h"
#include "density/arguments.h"
#include "density/rank.h"
#include "kde/create.h"
#include "kde/engines.h"
#include "simd/dispatch.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { TILE = 64 };

/* Points in their own coordinates less those of `at`: L z + centre - at, into rows of d. */
static gk_status unwhiten(const char *function, const gk_kde *kde, const double *at,
                          double *points) {
  const gki_loops_f64 *loops = gki_isa_in_use()->f64;
  const size_t d = kde->d;
  double *columns = gki_alloc((d + 1) * TILE, sizeof *columns);
  if (!columns) {
    return gki_fail_memory(function, (d + 1) * TILE * sizeof *columns);
  }
  double *row = columns + d * TILE;
  for (size_t first = 0; first < kde->n; first += TILE) {
    const size_t count = kde->n - first < TILE ? kde->n - first : TILE;
    for (size_t i = 0; i < count; i++) {
      for (size_t k = 0; k < d; k++) {
        columns[k * TILE + i] = kde->points[(first + i) * d + k];
      }
    }
    for (size_t k = 0; k < d; k++) {
      const size_t terms = kde->diagonal ? 1 : k + 1;
      loops->combine(count, terms, kde->root + (kde->diagonal ? k : k * d), 1,
                     columns + (kde->diagonal ? k * TILE : 0), TILE, false, row);
      for (size_t i = 0; i < count; i++) {
        points[(first + i) * d + k] = row[i] + (kde->centre[k] - at[k]);
      }
    }
  }
  gki_free(columns);
  return GK_SUCCESS;
}

/* H of an estimate, added to a matrix of d x d, or to d variances where it is diagonal. */
static void add_covariance(const gk_kde *kde, bool diagonal, double *sum) {
  const size_t d = kde->d;
  for (size_t i = 0; i < d; i++) {
    if (kde->diagonal) {
      sum[diagonal ? i : i * (d + 1)] += kde->covariance[i];
      continue;
    }
    for (size_t j = 0; j < d; j++) {
      sum[i * d + j] += kde->covariance[i * d + j];
    }
  }
}

/* Without progress, which is told of the densities. */
static gk_status whiten_quietly(const char *function, gk_kde *kde, const gk_options *options) {
  gk_options quiet = *options;
  quiet.progress = NULL;
  const gk_status status = gki_kde_whiten_points(function, kde, &quiet);
  return status ? status : gki_kde_check_points(function, kde);
}

static gk_status check_sum(const char *function, size_t elements, const double *covariance) {
  for (size_t i = 0; i < elements; i++) {
    if (!(fabs(covariance[i]) <= DBL_MAX)) {
      return gki_fail(GK_ERROR_DATA, function,
                      "the sum of both covariances is more than double holds");
    }
  }
  return GK_SUCCESS;
}

/* An estimate of the same points with another kernel; its coordinates are from `at`. */
static gk_status widen(const char *function, const gk_kde *from, bool diagonal, const double *at,
                       const double *covariance, const gk_options *options, gk_kde **made) {
  gk_kde *kde = NULL;
  *made = NULL;
  gk_status status = check_sum(function, diagonal ? from->d : from->d * from->d, covariance);
  if (!status) {
    status = gki_kde_new(function, from->n, from->d, from->weights != NULL, &kde);
  }
  if (status) {
    return status;
  }
  if (from->weights) {
    memcpy(kde->weights, from->weights, from->n * sizeof *kde->weights);
  }
  status = unwhiten(function, from, at, kde->points);
  kde->diagonal = diagonal;
  double *origin = status ? NULL : gki_alloc(from->d, sizeof *origin);
  if (origin) {
    memset(origin, 0, from->d * sizeof *origin);
    status = gki_kde_set_kernel(function, kde, origin, covariance);
    gki_free(origin);
  } else if (!status) {
    status = gki_fail_memory(function, from->d * sizeof *origin);
  }
  if (!status) {
    status = whiten_quietly(function, kde, options);
  }
  if (status) {
    gk_kde_free(kde);
    return status;
  }
  *made = kde;
  return GK_SUCCESS;
}

/* Densities, or their logarithms, of m points in the estimate's coordinates. */
static gk_status evaluate(const char *function, const gk_kde *kde, bool is_log, size_t m,
                          const double *points, double *values, const gk_options *options) {
  const gki_kde_call call = {.function = function,
                             .kde = kde,
                             .m = m,
                             .options = options,
                             .is_log = is_log,
                             .points_f64 = points,
                             .ldq = kde->d,
                             .out_f64 = values};
  return gki_kde_exact(&call);
}

/* The covariance of the normal distribution, which may be singular: a point has one of 0. */
static gk_status check_normal(const char *function, size_t d, const double *mean,
                              const double *covariance, size_t ldc) {
  size_t row, col;
  if (!mean) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "mean is NULL");
  }
  if (gki_find_not_finite(1, d, mean, d, &row, &col)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "mean is %g at [%zu]", mean[col], col);
  }
  const gki_wording wording = {"covariance", "ldc", false};
  const gki_covariances given = {GK_COVARIANCE_FULL, covariance, ldc};
  gki_inertia inertia;
  gk_status status = gki_check_covariances(function, &wording, 1, d, &given);
  if (!status) {
    status = gki_find_inertia(function, d, covariance, ldc, &inertia);
  }
  if (!status && inertia.negative > 0) {
    return gki_fail(GK_ERROR_SINGULAR, function,
                    "covariance has %zu negative eigenvalue%s, the lowest of its correlations %g",
                    inertia.negative, inertia.negative > 1 ? "s" : "", inertia.least);
  }
  return status;
}

gk_status gk_kde_integral_gaussian(const gk_kde *kde, const double *mean, const double *covariance,
                                   size_t ldc, double *integral, const gk_options *given) {
  const char *function = "gk_kde_integral_gaussian";
  gk_options options;
  if (!kde || !integral) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL", kde ? "integral" : "kde");
  }
  const size_t d = kde->d;
  gk_status status = gki_read_options(function, given, &options);
  if (!status) {
    status = check_normal(function, d, mean, covariance, ldc);
  }
  if (status) {
    return status;
  }
  const bool diagonal = kde->diagonal && gki_kde_is_diagonal(d, covariance, ldc);
  status = gki_kde_spend(function, &options, kde->n * (d + 1) * sizeof(double));
  if (status) {
    return status;
  }
  const size_t elements = diagonal ? d : d * d;
  double *sum = gki_alloc(elements + d, sizeof *sum);
  if (!sum) {
    return gki_fail_memory(function, (elements + d) * sizeof *sum);
  }
  double *origin = sum + elements;
  memset(sum, 0, (elements + d) * sizeof *sum);
  for (size_t i = 0; i < d; i++) {
    for (size_t j = diagonal ? i : 0; j <= i; j++) {
      const double value = covariance[i * ldc + j];
      if (diagonal) {
        sum[i] = value;
      } else {
        sum[i * d + j] = sum[j * d + i] = value;
      }
    }
  }
  add_covariance(kde, diagonal, sum);
  gk_kde *wide;
  const int caller_errno = errno; /* an exponential that underflows sets it */
  status = widen(function, kde, diagonal, mean, sum, &options, &wide);
  if (!status) {
    double logarithm;
    status = evaluate(function, wide, true, 1, origin, &logarithm, &options);
    if (!status) {
      *integral = exp(logarithm);
    }
  }
  errno = caller_errno;
  gk_kde_free(wide);
  gki_free(sum);
  return status;
}

/* The mean of densities under another estimate; of their logarithms, by way of the largest. */
static double weighted_mean(const gk_kde *kde, bool are_logs, const double *values) {
  double largest = 0;
  gki_dd sum = {0, 0};
  for (size_t i = 0; are_logs && i < kde->n; i++) {
    largest = i == 0 || values[i] > largest ? values[i] : largest;
  }
  if (are_logs && !(largest >= -DBL_MAX)) {
    return 0;
  }
  for (size_t i = 0; i < kde->n; i++) {
    const double value = are_logs ? exp(values[i] - largest) : values[i];
    sum = gki_dd_add(sum, gki_dd_of(gki_kde_weight(kde, i) * value));
  }
  return are_logs ? exp(largest + log(gki_dd_value(sum))) : gki_dd_value(sum);
}

/* The integral from a widened estimate and the other's points in its coordinates. What is so small
 * that entries of the Gram matrix may have underflowed is computed again from logarithms. */
static gk_status average(const char *function, const gk_kde *wide, const gk_kde *other,
                         const double *points, double *values, const gk_options *options,
                         double *integral) {
  gki_kde_part part;
  const gk_options first = gki_kde_part_options(&part, options, 0, 0.5);
  gk_status status = evaluate(function, wide, false, other->n, points, values, &first);
  double mean = status ? 0 : weighted_mean(other, false, values);
  const bool is_small = !(mean >= 0x1p-900 && mean <= DBL_MAX && mean >= 0x1p-900 * wide->height);
  if (!status && is_small) {
    const gk_options rest = gki_kde_part_options(&part, options, 0.5, 1);
    status = evaluate(function, wide, true, other->n, points, values, &rest);
    mean = weighted_mean(other, true, values);
  } else if (!status && options->progress && options->progress(1, options->progress_data)) {
    status = gki_fail_cancelled(function);
  }
  if (!status) {
    *integral = mean;
  }
  return status;
}

static gk_status integrate(const char *function, const gk_kde *a, const gk_kde *b,
                           const gk_options *options, double *memory, double *integral) {
  const size_t d = a->d;
  const bool diagonal = a->diagonal && b->diagonal;
  double *sum = memory, *values = memory + (diagonal ? d : d * d), *points = values + b->n;
  memset(sum, 0, (diagonal ? d : d * d) * sizeof *sum);
  add_covariance(a, diagonal, sum);
  add_covariance(b, diagonal, sum);
  gk_kde *wide;
  gk_status status = widen(function, a, diagonal, a->centre, sum, options, &wide);
  if (!status) {
    status = unwhiten(function, b, a->centre, points);
  }
  if (!status) {
    status = average(function, wide, b, points, values, options, integral);
  }
  gk_kde_free(wide);
  return status;
}

gk_status gk_kde_integral_kde(const gk_kde *a, const gk_kde *b, double *integral,
                              const gk_options *given) {
  const char *function = "gk_kde_integral_kde";
  gk_options options;
  if (!a || !b || !integral) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL", !a ? "a" : !b ? "b" : "integral");
  }
  if (a->d != b->d) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "a has d = %zu dimensions, b has %zu", a->d, b->d);
  }
  gk_status status = gki_read_options(function, given, &options);
  if (status) {
    return status;
  }
  /* No overflow: both estimates are in memory. */
  const size_t d = a->d, matrix = a->diagonal && b->diagonal ? d : d * d;
  const size_t doubles = matrix + b->n * (d + 1);
  status = gki_kde_spend(function, &options, (doubles + a->n * (d + 1)) * sizeof(double));
  if (status) {
    return status;
  }
  double *memory = gki_alloc(doubles, sizeof *memory);
  if (!memory) {
    return gki_fail_memory(function, doubles * sizeof *memory);
  }
  const int caller_errno = errno; /* exponentials that underflow set it */
  status = integrate(function, a, b, &options, memory, integral);
  errno = caller_errno;
  gki_free(memory);
  return status;
}
