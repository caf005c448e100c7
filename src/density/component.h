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

/* The doubles that a component is made in. */
size_t gki_component_work(const gk_mixture *mixture);

/*
 * Makes component k, but for its weight and mean, from a matrix of the form, which has been
 * checked: numbers that are finite, symmetric where the form is. Within a task that calls BLAS.
 */
gki_outcome gki_make_component(gk_mixture *mixture, size_t k, gk_covariance_form form,
                               const double *matrix, size_t ldm, double *work);

#endif
