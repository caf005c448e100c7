/* From data to an estimate: mean, centre, covariance, rule, kernel, whitened points. */
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
  double *mean, *centre, *low, *high; /* d each */
  double *covariance;                 /* C, then H: d variances where diagonal, else d x d */
  size_t elements;
  double share; /* of the progress, of all that is not CV */
};

static gk_status tell(const struct making *making, double fraction) {
  return gki_kde_tell(making->function, making->options, fraction * making->share);
}

static gk_options part_of(const struct making *making, gki_kde_part *part, double begin,
                          double end) {
  return gki_kde_part_options(part, making->options, begin * making->share, end * making->share);
}

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

static gk_status sort_points(const struct making *making) {
  const gk_kde *kde = making->kde;
  const size_t room = kde->weights ? 2 : 1, bytes = kde->n * room * sizeof(double);
  gk_options own = *making->options;
  gk_status status = gki_kde_spend(making->function, &own, bytes);
  if (status) {
    return status;
  }
  double *scratch = gki_alloc(1, bytes);
  if (!scratch) {
    return gki_fail_memory(making->function, bytes);
  }
  gki_kde_sort(kde->n, kde->points, kde->weights, scratch);
  gki_free(scratch);
  return GK_SUCCESS;
}

static bool is_rule_of_data(const gk_kde_spec *spec) {
  return spec->rule < GK_BANDWIDTH_SCALAR;
}

bool gki_kde_is_diagonal(size_t d, const double *matrix, size_t ldm) {
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
    return gki_kde_is_diagonal(d, spec->bandwidth, spec->ldb);
  }
  return spec->rule >= GK_BANDWIDTH_SCALAR || spec->shape == GK_SHAPE_DIAGONAL;
}

/* H where it is given: with adjust but for a matrix. */
static void read_bandwidth(const struct making *making) {
  const gk_kde_spec *spec = making->spec;
  const double *given = spec->bandwidth;
  const size_t d = making->kde->d;
  double *h = making->covariance;
  if (spec->rule != GK_BANDWIDTH_MATRIX) {
    for (size_t i = 0; i < d; i++) {
      const double deviation = spec->adjust * given[spec->rule == GK_BANDWIDTH_FEATURES ? i : 0];
      h[i] = deviation * deviation;
    }
  } else if (making->kde->diagonal) {
    for (size_t i = 0; i < d; i++) {
      h[i] = given[i * spec->ldb + i];
    }
  } else {
    for (size_t i = 0; i < d; i++) {
      for (size_t j = 0; j <= i; j++) {
        h[i * d + j] = h[j * d + i] = given[i * spec->ldb + j];
      }
    }
  }
}

/* Of H: variances have all their digits, and what is beside them is finite. What was no variance
 * before, either, is left to those that tell the rank. */
static bool is_held(double before, double scaled, bool is_variance) {
  return is_variance ? !(before > 0) || (scaled >= DBL_MIN && scaled <= DBL_MAX)
                     : fabs(scaled) <= DBL_MAX;
}

/* H = factor^2 times what is there. */
static gk_status scale_covariance(const struct making *making, double factor) {
  const gk_kde_spec *spec = making->spec;
  const size_t d = making->kde->d, step = making->kde->diagonal ? 1 : d + 1;
  for (size_t i = 0; i < making->elements; i++) {
    const double before = making->covariance[i], scaled = factor * before * factor;
    if (!is_held(before, scaled, i % step == 0)) {
      const size_t row = making->kde->diagonal ? i : i / d;
      const bool is_asked = !is_rule_of_data(spec) || spec->adjust != 1;
      return gki_fail(
          is_asked ? GK_ERROR_ARGUMENT : GK_ERROR_DATA, making->function,
          "H[%zu][%zu] = %g, from %g with spec->adjust = %g, is not a number that double "
          "holds in full",
          row, making->kde->diagonal ? i : i % d, scaled, before, spec->adjust);
    }
    making->covariance[i] = scaled;
  }
  return GK_SUCCESS;
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
  const size_t d = making->kde->d;
  gk_options own = *making->options;
  gk_status status = making->kde->diagonal ? check_diagonal(making) : GK_SUCCESS;
  if (!status) { /* what is factored in, a matrix at most */
    status = gki_kde_spend(making->function, &own, (making->elements + d) * sizeof(double));
  }
  return status ? status
                : gki_kde_set_kernel(making->function, making->kde, making->centre,
                                     making->covariance);
}

/* The kernel, and the points whitened with it: the progress from `begin` on. */
static gk_status whiten(const struct making *making, double begin) {
  gki_kde_part part;
  gk_status status = set_kernel(making);
  if (status) {
    return status;
  }
  const gk_options options = part_of(making, &part, begin, 0.99);
  status = gki_kde_whiten_points(making->function, making->kde, &options);
  return status ? status : gki_kde_check_points(making->function, making->kde);
}

/* The factor of CV: from points whitened with C, which it then scales. */
static gk_status cross_validate(const struct making *making) {
  gk_kde *kde = making->kde;
  gki_kde_part part;
  gk_status status = whiten(making, 0.7);
  if (!status) {
    const gk_options rest = gki_kde_part_options(&part, making->options, making->share, 0.99);
    status = gki_kde_cross_validate(making->function, kde, &rest, &kde->factor);
  }
  if (status) {
    return status;
  }
  kde->factor *= making->spec->adjust;
  status = scale_covariance(making, kde->factor);
  if (status) {
    return status;
  }
  for (size_t i = 0; i < kde->n * kde->d; i++) {
    kde->points[i] /= kde->factor;
  }
  status = gki_kde_check_points(making->function, kde);
  return status ? status : set_kernel(making);
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
    status =
        gki_kde_improved_sheather_jones(making->function, kde, making->options, deviation, factor);
    *factor /= deviation;
    break;
  default:
    *factor = pow(n, -1 / (d + 4));
  }
  return status;
}

static gk_status use_given(const struct making *making) {
  const gk_kde_spec *spec = making->spec;
  read_bandwidth(making);
  const gk_status status =
      spec->rule == GK_BANDWIDTH_MATRIX ? scale_covariance(making, spec->adjust) : GK_SUCCESS;
  return status ? status : whiten(making, 0.2);
}

static gk_status use_rule(const struct making *making) {
  gk_kde *kde = making->kde;
  gki_kde_part part;
  const gk_options options = part_of(making, &part, 0.2, 0.7);
  gk_status status = gki_kde_find_covariance(making->function, kde, making->mean, making->low,
                                             making->high, &options, making->covariance);
  if (status || making->spec->rule == GK_BANDWIDTH_CV) {
    return status ? status : cross_validate(making);
  }
  status = find_factor(making, &kde->factor);
  if (!status) {
    kde->factor *= making->spec->adjust;
    status = scale_covariance(making, kde->factor);
  }
  return status ? status : whiten(making, 0.7);
}

static gk_status prepare(const struct making *making) {
  bool varies = false;
  gki_kde_part part;
  gk_status status = tell(making, 0.05); /* all is read */
  normalise_weights(making->kde);
  if (!status && making->kde->d == 1) {
    status = sort_points(making);
  }
  status = status ? status : tell(making, 0.1);
  if (!status) {
    const gk_options options = part_of(making, &part, 0.1, 0.2);
    status = gki_kde_find_mean(making->function, making->kde, &options, making->mean, making->low,
                               making->high, &varies);
  }
  if (!status) {
    status = tell(making, 0.2);
  }
  if (status) {
    return status;
  }
  gki_kde_find_centre(making->kde, making->mean, making->centre);
  making->kde->factor = 1;
  if (!is_rule_of_data(making->spec)) {
    return use_given(making);
  }
  return varies ? use_rule(making)
                : gki_fail(GK_ERROR_DATA, making->function,
                           "all points with a weight are the same: a rule needs two that differ");
}

gk_status gki_kde_prepare(const char *function, const gk_kde_spec *spec, const gk_options *options,
                          gk_kde *kde) {
  const size_t d = kde->d;
  size_t square = d, doubles, bytes;
  kde->diagonal = is_diagonal(spec, d);
  if ((!kde->diagonal && !gki_multiply_size(d, d, &square)) ||
      !gki_add_size(square, 4 * d, &doubles) ||
      !gki_matrix_bytes(1, doubles, doubles, sizeof(double), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "d = %zu is too large", d);
  }
  gk_options own = *options;
  gk_status status = gki_kde_spend(function, &own, bytes);
  if (status) {
    return status;
  }
  double *memory = gki_alloc(doubles, sizeof *memory);
  if (!memory) {
    return gki_fail_memory(function, bytes);
  }
  const struct making making = {.function = function,
                                .spec = spec,
                                .options = &own,
                                .kde = kde,
                                .mean = memory,
                                .centre = memory + d,
                                .low = memory + 2 * d,
                                .high = memory + 3 * d,
                                .covariance = memory + 4 * d,
                                .elements = square,
                                .share = spec->rule == GK_BANDWIDTH_CV ? 0.05 : 1};
  const int caller_errno = errno; /* exponentials that underflow set it */
  status = prepare(&making);
  errno = caller_errno;
  gki_free(memory);
  return status;
}
