/* Some of the features of a mixture: which, the others, and the factors of their covariances. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_SUBSET_H
#define GKI_DENSITY_SUBSET_H

#include "density/mixture.h"

/*
 * The order of the features of a mixture: first the `count` that are named, then the others.
 * `order` has room for d. GK_ERROR_ARGUMENT where one is out of range or named twice; `order` is
 * used up then.
 */
gk_status gki_order_features(const char *function, size_t d, size_t count, const size_t *features,
                             size_t *order);

/* Doubles that gki_factor_features needs beside its output. */
size_t gki_factor_work(size_t d, size_t count);

/*
 * The Cholesky factor of the covariance of `count` features of a component, as a `count` x `count`
 * matrix with zeros above the diagonal (of shapes that are not full: the factor's diagonal). It is
 * found from the rows of the component's factor L, by making them triangular: as no product with L
 * is formed, that succeeds whatever the order of the features. Within a task that calls BLAS.
 */
void gki_factor_features(const gk_mixture *mixture, size_t component, size_t count,
                         const size_t *features, double *factor, double *work);

#endif
