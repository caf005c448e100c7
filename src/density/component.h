/* One component's matrices: the factor L, its inverse W, the covariance, the determinant. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_COMPONENT_H
#define GKI_DENSITY_COMPONENT_H

#include "density/mixture.h"

typedef enum gki_outcome {
  GKI_READY = 0,
  GKI_NOT_DEFINITE, /* the matrix is not positive definite */
  GKI_OUT_OF_RANGE  /* the covariance that it means has variances that double does not hold */
} gki_outcome;

/* What a component is made in: d numbers, and d x d for W where the mixture keeps it in panels. */
typedef struct gki_scratch {
  double *scale, *whitener;
} gki_scratch;

/*
 * Makes component k from a matrix of the form, which has been checked: numbers that are finite,
 * symmetric where it says so. Within a task that calls BLAS.
 */
gki_outcome gki_make_component(gk_mixture *mixture, size_t k, gk_covariance_form form,
                               const double *matrix, size_t ldm, const gki_scratch *scratch);

#endif
