/* From data to an estimate: centre, covariance, rule, kernel, whitened points. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/dd.h"
#include "core/memory.h"
#include "core/status.h"
#include "kde/create.h"
#include "kde/engines.h"

#include <errno.h>
#include <float.h>
#include <math.h>

/* What the steps share; the arrays lie in one block of memory. */
struct making {
  const char *function;
  const gk_kde_spec *spec;
  const gk_options *options;
  gk_kde *kde;
  double *mean, *low, *high; /* d each */
  double *covariance;        /* C, then H: d variances where diagonal, else d x d */
  size_t elements;
};

/* Weights of sum 1, and the effective size. */
static void normalise_weights(gk_kde *kde) {
  kde->effective_size = (double)kde->n;
  if (!kde->weights) {
    return;
  }
  gki_dd sum = {0, 0}, squares = {0, 0};
  for (size_t i = 0; i < kde->n; i++) {
    sum = gki_dd_add(sum, gki_dd_of(kde->weights[i]));
    squares = gki_dd_add(squares, gki_two_product(kde->weights[i], kde->weights[i]));
  }
  const double total = gki_dd_value(sum);
  kde->effective_size = total * total / gki_dd_value(squares);
  for (size_t i = 0; i < kde->n; i++) {
    kde->weights[i] /= total;
  }
}

static gk_status sort_points(const char *function, const gk_kde *kde) {
  const size_t room = kde->weights ? 2 : 1;
  double *scratch = gki_alloc(kde->n, room * sizeof *scratch);
  if (!scratch) {
    return gki_fail_memory(function, kde->n * room * sizeof *scratch);
  }
  gki_kde_sort(kde->n, kde->points, kde->weights, scratch);
  gki_free(scratch);
  return GK_SUCCESS;
}

static bool is_rule_of_data(const gk_kde_spec *spec) {
  return spec->rule < GK_BANDWIDTH_SCALAR;
}

static bool is_diagonal_matrix(size_t d, const double *matrix, size_t ldm) {
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < i; j++) {
      if (matrix[i * ldm + j] != 0) {
        return false;
      }
    }
  }
  return true;
}

static bool is_diagonal(const gk_kde_spec *spec, size_t d) {
  if (d == 1) {
    return true;
  }
  if (spec->rule == GK_BANDWIDTH_MATRIX) {
    return is_diagonal_matrix(d, spec->bandwidth, spec->ldb);
  }
  return spec->rule >= GK_BANDWIDTH_SCALAR || spec->shape == GK_SHAPE_DIAGONAL;
}

/* H where it is given, adjusted. */
static void read_bandwidth(const struct making *making) {
  const gk_kde_spec *spec = making->spec;
  const double *given = spec->bandwidth, adjust = spec->adjust;
  const size_t d = making->kde->d;
  double *h = making->covariance;
  for (size_t i = 0; i < d; i++) {
    if (spec->rule != GK_BANDWIDTH_MATRIX) {
      const double deviation = adjust * given[spec->rule == GK_BANDWIDTH_FEATURES ? i : 0];
      h[i] = deviation * deviation;
    } else if (making->kde->diagonal) {
      h[i] = adjust * given[i * spec->ldb + i] * adjust;
    } else {
      for (size_t j = 0; j <= i; j++) {
        h[i * d + j] = h[j * d + i] = adjust * given[i * spec->ldb + j] * adjust;
      }
    }
  }
}

static void scale_covariance(const struct making *making, double factor) {
  for (size_t i = 0; i < making->elements; i++) {
    making->covariance[i] = factor * making->covariance[i] * factor;
  }
}

/* A diagonal's zeros, in the words of a matrix's rank. */
static gk_status check_diagonal(const struct making *making) {
  const size_t d = making->kde->d;
  size_t rank = 0, zero = 0;
  for (size_t k = d; k-- > 0;) {
    const bool counts = making->covariance[k] > 0;
    rank += counts;
    zero = counts ? zero : k;
  }
  return rank == d ? GK_SUCCESS
                   : gki_fail(GK_ERROR_SINGULAR, making->function,
                              "the variance of feature %zu is %g: the covariance has rank %zu, not "
                              "%zu",
                              zero, making->covariance[zero], rank, d);
}

static gk_status set_kernel(const struct making *making) {
  gk_status status = making->kde->diagonal ? check_diagonal(making) : GK_SUCCESS;
  return status
             ? status
             : gki_kde_set_kernel(making->function, making->kde, making->mean, making->covariance);
}

/* The factor of CV: from points whitened with C, which it then scales. */
static gk_status cross_validate(const struct making *making) {
  gk_kde *kde = making->kde;
  gk_status status = set_kernel(making);
  if (!status) {
    status = gki_kde_whiten_points(making->function, kde, making->options);
  }
  if (!status) {
    status = gki_kde_cross_validate(making->function, kde, making->options, &kde->factor);
  }
  if (status) {
    return status;
  }
  kde->factor *= making->spec->adjust;
  for (size_t i = 0; i < kde->n * kde->d; i++) {
    kde->points[i] /= kde->factor;
  }
  scale_covariance(making, kde->factor);
  return set_kernel(making);
}

/* The factor a of the other rules, not adjusted. */
static gk_status find_factor(const struct making *making, double *factor) {
  const gk_kde *kde = making->kde;
  const double n = kde->effective_size, d = (double)kde->d;
  const double deviation = sqrt(making->covariance[0]);
  gk_status status = GK_SUCCESS;
  switch (making->spec->rule) {
  case GK_BANDWIDTH_SILVERMAN:
    *factor = pow(n * (d + 2) / 4, -1 / (d + 4));
    break;
  case GK_BANDWIDTH_NRD0:
  case GK_BANDWIDTH_NRD:
    *factor = gki_kde_normal_reference(kde, making->spec->rule, deviation) / deviation;
    break;
  case GK_BANDWIDTH_ISJ:
    status = gki_kde_improved_sheather_jones(making->function, kde, deviation, factor);
    *factor /= deviation;
    break;
  default:
    *factor = pow(n, -1 / (d + 4));
  }
  return status;
}

static gk_status prepare(const struct making *making, bool varies) {
  gk_kde *kde = making->kde;
  const gk_kde_spec *spec = making->spec;
  gk_status status = GK_SUCCESS;
  kde->factor = 1;
  if (is_rule_of_data(spec) && !varies) {
    return gki_fail(GK_ERROR_DATA, making->function,
                    "all points with a weight are the same: a rule needs two that differ");
  }
  if (!is_rule_of_data(spec)) {
    read_bandwidth(making);
  } else {
    status = gki_kde_find_covariance(making->function, kde, making->mean, making->low, making->high,
                                     making->options, making->covariance);
    if (status || spec->rule == GK_BANDWIDTH_CV) {
      return status ? status : cross_validate(making);
    }
    status = find_factor(making, &kde->factor);
    kde->factor *= spec->adjust;
    scale_covariance(making, kde->factor);
  }
  if (!status) {
    status = set_kernel(making);
  }
  return status ? status : gki_kde_whiten_points(making->function, kde, making->options);
}

gk_status gki_kde_prepare(const char *function, const gk_kde_spec *spec, const gk_options *options,
                          gk_kde *kde) {
  const size_t d = kde->d;
  size_t square = d, doubles, bytes;
  normalise_weights(kde);
  gk_status status = d == 1 ? sort_points(function, kde) : GK_SUCCESS;
  if (status) {
    return status;
  }
  kde->diagonal = is_diagonal(spec, d);
  if ((!kde->diagonal && !gki_multiply_size(d, d, &square)) ||
      !gki_add_size(square, 3 * d, &doubles) ||
      !gki_matrix_bytes(1, doubles, doubles, sizeof(double), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "d = %zu is too large", d);
  }
  double *memory = gki_alloc(doubles, sizeof *memory);
  if (!memory) {
    return gki_fail_memory(function, bytes);
  }
  const struct making making = {function,   spec,           options,        kde,   memory,
                                memory + d, memory + 2 * d, memory + 3 * d, square};
  bool varies;
  const int caller_errno = errno; /* exponentials that underflow set it */
  gki_kde_find_mean(kde, making.mean, making.low, making.high, &varies);
  status = prepare(&making, varies);
  errno = caller_errno;
  gki_free(memory);
  return status;
}
