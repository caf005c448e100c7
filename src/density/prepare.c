/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/prepare.h"

#include "core/blas.h"
#include "core/memory.h"
#include "core/parallel.h"
#include "core/status.h"
#include "density/component.h"
#include "density/rank.h"

#include <stdint.h>
#include <stdio.h>

size_t gki_form_rows(gk_covariance_form form, size_t d) {
  return gki_form_shape(form) == GKI_FULL ? d : 1;
}

size_t gki_form_cols(gk_covariance_form form, size_t d) {
  return form == GK_COVARIANCE_SPHERICAL ? 1 : d;
}

gki_shape gki_form_shape(gk_covariance_form form) {
  return form == GK_COVARIANCE_SPHERICAL  ? GKI_SPHERICAL
         : form == GK_COVARIANCE_DIAGONAL ? GKI_DIAGONAL
                                          : GKI_FULL;
}

double gki_least_pivot(size_t d) {
  return 16 * (double)d * 0x1p-53;
}

/* The making of all components, by one or several threads. */
typedef struct making {
  gk_mixture *mixture;
  const gki_covariances *given;
  gki_outcome *outcomes; /* a component each */
  gki_scratch *scratch;  /* a thread each */
} making;

static void make_one(void *context, size_t task, size_t worker) {
  making *all = context;
  all->outcomes[task] = gki_make_component(all->mixture, task, all->given->form,
                                           gki_given_matrix(all->given, all->mixture->d, task),
                                           all->given->ldm, &all->scratch[worker]);
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
    return gki_fail(GK_ERROR_SINGULAR, function,
                    "the %s%s is not positive definite: its correlations have %zu negative "
                    "eigenvalue%s, the lowest %g (rank %zu, d = %zu)",
                    form, name, inertia.negative, inertia.negative > 1 ? "s" : "", inertia.least,
                    inertia.rank, mixture->d);
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

/* Several threads where there is enough to do and BLAS allows it. */
static size_t threads_for(const gk_mixture *mixture) {
  const double d = (double)mixture->d;
  const double work = (double)mixture->components * d * d * (mixture->shape == GKI_FULL ? d : 0);
  if (work < 8e6 || !gki_blas_is_reentrant()) {
    return 1;
  }
  const size_t threads = gki_useful_threads(gki_default_threads());
  return threads < mixture->components ? threads : mixture->components;
}

static void make_all(making *all, size_t threads, double *numbers, size_t numbers_each) {
  gk_mixture *mixture = all->mixture;
  for (size_t t = 0; t < threads; t++) {
    double *own = numbers + t * numbers_each;
    all->scratch[t] = (gki_scratch){.scale = own, .whitener = own + mixture->d};
  }
  const gki_loop loop = {.tasks = mixture->components,
                         .threads = threads,
                         .run = make_one,
                         .context = all,
                         .calls_blas = mixture->shape == GKI_FULL};
  gki_run(&loop);
}

gk_status gki_prepare(const char *function, gk_mixture *mixture, const gki_covariances *given) {
  const size_t d = mixture->d, threads = threads_for(mixture);
  /* No overflow: the mixture itself holds more. */
  const size_t numbers_each = d + (mixture->panels ? d * d : 0);
  const size_t bytes = threads * (numbers_each * sizeof(double) + sizeof(gki_scratch)) +
                       mixture->components * sizeof(gki_outcome);
  double *numbers = gki_alloc(1, bytes);
  if (!numbers) {
    return gki_fail_memory(function, bytes);
  }
  gki_scratch *scratch = (gki_scratch *)(numbers + threads * numbers_each);
  making all = {mixture, given, (gki_outcome *)(scratch + threads), scratch};
  make_all(&all, threads, numbers, numbers_each);
  gk_status status = GK_SUCCESS;
  for (size_t k = 0; k < mixture->components && !status; k++) {
    if (all.outcomes[k] != GKI_READY) {
      status = explain(function, mixture, given, k, all.outcomes[k]);
    }
  }
  gki_free(numbers);
  return status;
}
