/* What is said of a covariance that is not positive definite. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_RANK_H
#define GKI_IMAGE_RANK_H

#include "image/plan.h"

/* Fails with GK_ERROR_SINGULAR and the rank or the negative eigenvalues of a symmetric matrix
 * (n x n, n at most 3, finite), counted as gk_covariance_rank counts them. */
gk_status gki_fail_rank(const char *function, size_t n, const double *covariance);

#endif
