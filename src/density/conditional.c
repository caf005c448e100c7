/*
 * With the known features b before the others, a, the factor of a component's covariance is
 *
 *     | L_bb   0   |
 *     | L_ab  L_aa |
 *
 * and with z = L_bb^-1 (values - mu_b) the others have the mean mu_a + L_ab z and the factor L_aa;
 * what the values say of the component is N(values; mu_b, S_bb) = exp(-|z|^2 / 2) / (sqrt(2 pi)^b
 * |L_bb|).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "density/arguments.h"
#include "density/each.h"
#include "density/subset.h"

#include <float.h>
#include <math.h>
#include <string.h>

struct conditional {
  const gk_mixture *from;
  gk_mixture *made;
  size_t count;        /* of the features that are known */
  const size_t *order; /* these, then the others */
  const double *values;
};

static double density_factor(double root, double z) {
  const double half_log_2pi = 0.918938533204672741780;
  return -half_log_2pi - log(root) - z * z / 2;
}

/* z, and the logarithm of the density of the values. */
static double whiten_values(const struct conditional *given, const double *mean,
                            const double *factor, double *z) {
  const size_t d = given->from->d;
  double level = 0;
  for (size_t i = 0; i < given->count; i++) {
    double rest = given->values[i] - mean[given->order[i]];
    for (size_t j = 0; j < i; j++) {
      rest -= factor[i * d + j] * z[j];
    }
    z[i] = rest / factor[i * d + i];
    level += density_factor(factor[i * d + i], z[i]);
  }
  return level;
}

/* A component so far away that z overflows has no weight, and any mean will do. */
static bool settle_mean(const struct conditional *given, size_t k) {
  gk_mixture *made = given->made;
  double *mean = gki_mean(made, k);
  size_t row, col;
  if (!gki_find_not_finite(1, made->d, mean, made->d, &row, &col)) {
    return true;
  }
  if (made->weights[k] >= -DBL_MAX) {
    return false;
  }
  for (size_t i = 0; i < made->d; i++) {
    mean[i] = gki_mean(given->from, k)[given->order[given->count + i]];
  }
  return true;
}

static gki_outcome make_full(const struct conditional *given, size_t k, double *numbers) {
  const gk_mixture *from = given->from;
  gk_mixture *made = given->made;
  const size_t d = from->d, count = given->count;
  double *factor = numbers, *z = factor + d * d, *work = z + d;
  const double *mean = gki_mean(from, k);
  gki_factor_features(from, k, d, given->order, factor, work);
  made->weights[k] = from->log_weights[k] + whiten_values(given, mean, factor, z);
  for (size_t i = count; i < d; i++) {
    double shift = 0;
    for (size_t j = 0; j < count; j++) {
      shift += factor[i * d + j] * z[j];
    }
    gki_mean(made, k)[i - count] = mean[given->order[i]] + shift;
  }
  if (!settle_mean(given, k)) {
    return GKI_OUT_OF_RANGE;
  }
  return gki_make_component(made, k, GK_COVARIANCE_CHOLESKY, factor + count * d + count, d, work);
}

static gki_outcome make_diagonal(const struct conditional *given, size_t k, double *numbers) {
  const gk_mixture *from = given->from;
  gk_mixture *made = given->made;
  const size_t count = given->count;
  const double *mean = gki_mean(from, k), *factor = gki_factor(from, k);
  double level = from->log_weights[k], *variances = numbers;
  for (size_t i = 0; i < count; i++) {
    const size_t feature = given->order[i];
    const double root = factor[feature];
    level += density_factor(root, (given->values[i] - mean[feature]) / root);
  }
  made->weights[k] = level;
  for (size_t i = 0; i < made->d; i++) {
    const size_t feature = given->order[count + i];
    gki_mean(made, k)[i] = mean[feature];
    variances[i] = gki_covariance(from, k)[feature];
  }
  const gk_covariance_form form =
      made->shape == GKI_DIAGONAL ? GK_COVARIANCE_DIAGONAL : GK_COVARIANCE_SPHERICAL;
  return gki_make_component(made, k, form, variances, made->d, numbers + made->d);
}

static gki_outcome make_one(void *context, size_t k, double *numbers) {
  const struct conditional *given = context;
  given->made->log_weights[k] = 0;
  return given->from->shape == GKI_FULL ? make_full(given, k, numbers)
                                        : make_diagonal(given, k, numbers);
}

/* Weights that sum to 1, from the logarithms that stand in their places. */
static gk_status normalise(const char *function, gk_mixture *made) {
  double highest = -INFINITY, sum = 0;
  for (size_t k = 0; k < made->components; k++) {
    highest = made->weights[k] > highest ? made->weights[k] : highest; /* not a NaN: too far */
  }
  if (highest == -INFINITY) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "the values are so far from all components that even the logarithm of their "
                    "density is no number");
  }
  for (size_t k = 0; k < made->components; k++) {
    const bool counts = made->weights[k] >= -DBL_MAX;
    made->log_weights[k] = counts ? made->weights[k] - highest : -INFINITY;
    sum += exp(made->log_weights[k]);
  }
  for (size_t k = 0; k < made->components; k++) {
    made->weights[k] = exp(made->log_weights[k]) / sum;
    made->log_weights[k] -= log(sum);
    made->log_heights[k] += made->log_weights[k];
  }
  return GK_SUCCESS;
}

static gk_status make_conditional(const char *function, struct conditional *given) {
  const gk_mixture *from = given->from;
  const size_t d = from->d, making = gki_component_work(given->made);
  size_t numbers = given->made->d + making;
  if (from->shape == GKI_FULL) {
    const size_t factoring = gki_factor_work(d, d);
    numbers = d * d + d + (factoring > making ? factoring : making);
  }
  size_t failed;
  gki_outcome outcome;
  gk_status status =
      gki_each_component(function, from, numbers, make_one, given, &failed, &outcome);
  if (!status && failed < from->components) {
    status = gki_fail(GK_ERROR_SINGULAR, function,
                      "component %zu, given these values, is beyond what double can hold", failed);
  }
  return status ? status : normalise(function, given->made);
}

static gk_status check(const char *function, const gk_mixture *mixture, size_t count,
                       const size_t *features, const double *values) {
  if (!mixture || !features || !values) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL",
                    !mixture    ? "mixture"
                    : !features ? "features"
                                : "values");
  }
  if (count == 0 || count >= mixture->d) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "count = %zu is not between 1 and d - 1 = %zu",
                    count, mixture->d - 1);
  }
  size_t row, col;
  if (gki_find_not_finite(1, count, values, count, &row, &col)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "values[%zu] = %g is not finite", col,
                    values[col]);
  }
  return GK_SUCCESS;
}

gk_status gk_mixture_conditional(const gk_mixture *mixture, size_t count, const size_t *features,
                                 const double *values, gk_mixture **conditional) {
  const char *function = "gk_mixture_conditional";
  if (!conditional) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "conditional is NULL");
  }
  *conditional = NULL;
  gk_status status = check(function, mixture, count, features, values);
  if (status) {
    return status;
  }
  const size_t d = mixture->d;
  size_t *order = gki_alloc(d, sizeof *order);
  if (!order) {
    return gki_fail_memory(function, d * sizeof *order);
  }
  struct conditional parts = {.from = mixture, .count = count, .order = order, .values = values};
  status = gki_order_features(function, d, count, features, order);
  if (!status) {
    status = gki_mixture_new(function, mixture->components, d - count, mixture->shape, &parts.made);
  }
  if (!status) {
    status = make_conditional(function, &parts);
  }
  gki_free(order);
  if (status) {
    gk_mixture_free(parts.made);
    return status;
  }
  *conditional = parts.made;
  return GK_SUCCESS;
}
