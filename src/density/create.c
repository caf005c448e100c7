/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "density/arguments.h"
#include "density/mixture.h"
#include "density/prepare.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* The arguments of either function of creation. */
struct recipe {
  size_t components, d;
  const double *weights, *means; /* NULL: equal weights; means of 0 */
  size_t ldmeans;
  gki_covariances covariances;
  gki_wording wording;
};

static gk_status check_weights(const char *function, const struct recipe *recipe) {
  double largest = 0;
  for (size_t k = 0; recipe->weights && k < recipe->components; k++) {
    const double weight = recipe->weights[k];
    if (!(weight >= 0 && weight <= DBL_MAX)) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "weights[%zu] = %g is negative or not finite", k,
                      weight);
    }
    largest = fmax(largest, weight);
  }
  if (recipe->weights && largest == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "all weights are 0");
  }
  return GK_SUCCESS;
}

static gk_status check_means(const char *function, const char *name, const struct recipe *recipe) {
  size_t row, col, bytes;
  if (!recipe->means) {
    return GK_SUCCESS;
  }
  if (recipe->ldmeans < recipe->d) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "ldmeans = %zu is smaller than d = %zu",
                    recipe->ldmeans, recipe->d);
  }
  if (!gki_matrix_bytes(recipe->components, recipe->d, recipe->ldmeans, sizeof(double), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "means: %zu rows with ldmeans = %zu are larger than an address space",
                    recipe->components, recipe->ldmeans);
  }
  if (gki_find_not_finite(recipe->components, recipe->d, recipe->means, recipe->ldmeans, &row,
                          &col)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "%s is %g at [%zu][%zu]", name,
                    recipe->means[row * recipe->ldmeans + col], row, col);
  }
  return GK_SUCCESS;
}

static void set_weights_and_means(gk_mixture *mixture, const struct recipe *recipe) {
  const size_t d = mixture->d;
  for (size_t k = 0; k < mixture->components; k++) {
    const double weight = recipe->weights ? recipe->weights[k] : 1 / (double)mixture->components;
    mixture->weights[k] = weight;
    mixture->log_weights[k] = weight > 0 ? log(weight) : -INFINITY;
    if (recipe->means) {
      memcpy(gki_mean(mixture, k), recipe->means + k * recipe->ldmeans, d * sizeof(double));
    } else {
      memset(gki_mean(mixture, k), 0, d * sizeof(double));
    }
  }
}

static gk_status create(const char *function, const struct recipe *recipe, gk_mixture **made) {
  gk_mixture *mixture;
  gk_status status = gki_mixture_new(function, recipe->components, recipe->d,
                                     gki_form_shape(recipe->covariances.form), &mixture);
  if (status) {
    return status;
  }
  set_weights_and_means(mixture, recipe);
  status = gki_prepare(function, mixture, &recipe->covariances);
  if (status) {
    gk_mixture_free(mixture);
    return status;
  }
  *made = mixture;
  return GK_SUCCESS;
}

gk_status gk_normal_create(size_t d, const double *mean, gk_covariance_form form,
                           const double *matrix, size_t ldm, gk_mixture **normal) {
  const char *function = "gk_normal_create";
  const struct recipe recipe = {.components = 1,
                                .d = d,
                                .means = mean,
                                .ldmeans = d,
                                .covariances = {form, matrix, ldm},
                                .wording = {"matrix", "ldm", false}};
  if (!normal) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "normal is NULL");
  }
  *normal = NULL;
  gk_status status = gki_check_covariances(function, &recipe.wording, 1, d, &recipe.covariances);
  if (!status) {
    status = check_means(function, "mean", &recipe);
  }
  return status ? status : create(function, &recipe, normal);
}

gk_status gk_mixture_create(size_t components, size_t d, const double *weights, const double *means,
                            size_t ldmeans, gk_covariance_form form, const double *matrices,
                            size_t ldm, gk_mixture **mixture) {
  const char *function = "gk_mixture_create";
  const struct recipe recipe = {.components = components,
                                .d = d,
                                .weights = weights,
                                .means = means,
                                .ldmeans = ldmeans,
                                .covariances = {form, matrices, ldm},
                                .wording = {"matrices", "ldm", true}};
  if (!mixture) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "mixture is NULL");
  }
  *mixture = NULL;
  if (components == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "components = 0");
  }
  if (!means) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "means is NULL");
  }
  gk_status status =
      gki_check_covariances(function, &recipe.wording, components, d, &recipe.covariances);
  if (!status) {
    status = check_means(function, "means", &recipe);
  }
  if (!status) {
    status = check_weights(function, &recipe);
  }
  return status ? status : create(function, &recipe, mixture);
}
