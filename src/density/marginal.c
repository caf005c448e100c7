/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "density/each.h"
#include "density/subset.h"

#include <string.h>

struct marginal {
  const gk_mixture *from;
  gk_mixture *made;
  const size_t *features;
};

/* The covariance is that of the mixture, number for number. */
static void select_covariance(const struct marginal *marginal, size_t k) {
  const size_t d = marginal->from->d, count = marginal->made->d;
  const size_t *features = marginal->features;
  const double *from = gki_covariance(marginal->from, k);
  double *to = gki_covariance(marginal->made, k);
  for (size_t i = 0; i < count; i++) {
    if (marginal->made->shape != GKI_FULL) {
      to[i] = from[features[i]];
      continue;
    }
    for (size_t j = 0; j < count; j++) {
      to[i * count + j] = from[features[i] * d + features[j]];
    }
  }
}

static gki_outcome make_one(void *context, size_t k, double *numbers) {
  const struct marginal *marginal = context;
  const gk_mixture *from = marginal->from;
  gk_mixture *made = marginal->made;
  const size_t count = made->d;
  for (size_t i = 0; i < count; i++) {
    gki_mean(made, k)[i] = gki_mean(from, k)[marginal->features[i]];
  }
  if (made->shape != GKI_FULL) {
    select_covariance(marginal, k);
    const gk_covariance_form form =
        made->shape == GKI_DIAGONAL ? GK_COVARIANCE_DIAGONAL : GK_COVARIANCE_SPHERICAL;
    return gki_make_component(made, k, form, gki_covariance(made, k), count, numbers);
  }
  double *factor = numbers, *work = numbers + count * count;
  gki_factor_features(from, k, count, marginal->features, factor, work);
  const gki_outcome outcome =
      gki_make_component(made, k, GK_COVARIANCE_CHOLESKY, factor, count, work);
  select_covariance(marginal, k);
  return outcome;
}

static gk_status make_marginal(const char *function, struct marginal *marginal) {
  const gk_mixture *from = marginal->from;
  gk_mixture *made = marginal->made;
  const size_t count = made->d;
  memcpy(made->weights, from->weights, from->components * sizeof *made->weights);
  memcpy(made->log_weights, from->log_weights, from->components * sizeof *made->weights);
  const size_t factoring = gki_factor_work(from->d, count), making = gki_component_work(made);
  const size_t numbers =
      made->shape != GKI_FULL ? making : count * count + (factoring > making ? factoring : making);
  size_t failed;
  gki_outcome outcome;
  gk_status status =
      gki_each_component(function, from, numbers, make_one, marginal, &failed, &outcome);
  if (!status && failed < from->components) {
    status = gki_fail(GK_ERROR_SINGULAR, function,
                      "component %zu is singular to working precision in these features", failed);
  }
  return status;
}

gk_status gk_mixture_marginal(const gk_mixture *mixture, size_t count, const size_t *features,
                              gk_mixture **marginal) {
  const char *function = "gk_mixture_marginal";
  if (!marginal) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "marginal is NULL");
  }
  *marginal = NULL;
  if (!mixture || !features) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is NULL", mixture ? "features" : "mixture");
  }
  if (count == 0 || count > mixture->d) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "count = %zu is not between 1 and d = %zu", count,
                    mixture->d);
  }
  size_t *order = gki_alloc(mixture->d, sizeof *order);
  if (!order) {
    return gki_fail_memory(function, mixture->d * sizeof *order);
  }
  struct marginal parts = {.from = mixture, .features = order};
  gk_status status = gki_order_features(function, mixture->d, count, features, order);
  if (!status) {
    status = gki_mixture_new(function, mixture->components, count, mixture->shape, &parts.made);
  }
  if (!status) {
    status = make_marginal(function, &parts);
  }
  gki_free(order);
  if (status) {
    gk_mixture_free(parts.made);
    return status;
  }
  *marginal = parts.made;
  return GK_SUCCESS;
}
