/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/prepare.h"

#include "core/status.h"
#include "density/component.h"
#include "density/each.h"
#include "density/rank.h"

#include <stdio.h>

struct making {
  gk_mixture *mixture;
  const gki_covariances *given;
};

static gki_outcome make_one(void *context, size_t component, double *numbers) {
  const struct making *making = context;
  gk_mixture *mixture = making->mixture;
  const gki_covariances *given = making->given;
  return gki_make_component(mixture, component, given->form,
                            gki_given_matrix(given, mixture->d, component), given->ldm, numbers);
}

/* What is said of a component that failed. */
static gk_status explain(const char *function, const gk_mixture *mixture,
                         const gki_covariances *given, size_t k, gki_outcome outcome) {
  char name[48] = "";
  const char *form = given->form == GK_COVARIANCE_PRECISION  ? "precision matrix"
                     : given->form == GK_COVARIANCE_CHOLESKY ? "Cholesky factor"
                                                             : "covariance";
  const double *matrix = gki_given_matrix(given, mixture->d, k);
  if (mixture->components > 1) {
    snprintf(name, sizeof name, " of component %zu", k);
  }
  if (outcome == GKI_OUT_OF_RANGE) {
    return gki_fail(GK_ERROR_SINGULAR, function, "the %s%s means variances that double cannot hold",
                    form, name);
  }
  if (given->form == GK_COVARIANCE_DIAGONAL || given->form == GK_COVARIANCE_SPHERICAL) {
    size_t i = 0;
    while (given->form == GK_COVARIANCE_DIAGONAL && matrix[i] > 0) {
      i++;
    }
    return gki_fail(GK_ERROR_SINGULAR, function, "variance %zu%s is %g, not positive", i, name,
                    matrix[i]);
  }
  if (given->form == GK_COVARIANCE_CHOLESKY) {
    return gki_fail(GK_ERROR_SINGULAR, function,
                    "the %s%s has a diagonal that is not positive, or too small to be inverted",
                    form, name);
  }
  gki_inertia inertia;
  const gk_status status = gki_find_inertia(function, mixture->d, matrix, given->ldm, &inertia);
  if (status) {
    return status;
  }
  if (inertia.negative > 0) {
    char rank[64] = ""; /* a full one would read as if the matrix were good */
    if (inertia.rank < mixture->d) {
      snprintf(rank, sizeof rank, "; its rank is %zu, not %zu", inertia.rank, mixture->d);
    }
    return gki_fail(GK_ERROR_SINGULAR, function,
                    "the %s%s is not positive definite: its correlations have %zu negative "
                    "eigenvalue%s, the lowest %g%s",
                    form, name, inertia.negative, inertia.negative > 1 ? "s" : "", inertia.least,
                    rank);
  }
  if (inertia.rank == mixture->d) {
    return gki_fail(GK_ERROR_SINGULAR, function,
                    "the %s%s is singular to working precision: the lowest eigenvalue of its "
                    "correlations is %g",
                    form, name, inertia.least);
  }
  return gki_fail(GK_ERROR_SINGULAR, function, "the %s%s has rank %zu, not %zu", form, name,
                  inertia.rank, mixture->d);
}

gk_status gki_prepare(const char *function, gk_mixture *mixture, const gki_covariances *given) {
  struct making making = {mixture, given};
  size_t failed;
  gki_outcome outcome;
  const gk_status status = gki_each_component(function, mixture, gki_component_work(mixture),
                                              make_one, &making, &failed, &outcome);
  return status || failed == mixture->components
             ? status
             : explain(function, mixture, given, failed, outcome);
}
