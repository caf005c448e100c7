/* How many eigenvalues of a symmetric matrix count, in units of its diagonal. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_RANK_H
#define GKI_DENSITY_RANK_H

#include <gausskern/density.h>

typedef struct gki_inertia {
  size_t rank, negative;
  double least; /* the lowest eigenvalue of the correlation matrix */
} gki_inertia;

/* Of the lower triangle of a matrix of finite numbers. */
gk_status gki_find_inertia(const char *function, size_t d, const double *matrix, size_t ldm,
                           gki_inertia *inertia);

#endif
