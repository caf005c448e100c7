/*
 * sum_i w_i log sum_(j != i) w_j exp(-(z_i - z_j)^2 / 2) in one dimension, in linear time: by the
 * exponentials, and where a sum is small by the points around.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_LEFT_OUT_H
#define GKI_KDE_LEFT_OUT_H

#include "core/dd.h"
#include "kde/decays.h"

typedef struct gki_left_out {
  const gk_kde *kde;
  gki_decays decays;
  double *points, *sums; /* the points as they are scaled; whole blocks of sums */
  gki_dd *totals;        /* of each task */
} gki_left_out;

/* The memory for the points of an estimate, taken from `base` (NULL: only counted). */
size_t gki_left_out_lay(gki_left_out *l, const gk_kde *kde, char *base);

/*
 * The sum for the estimate's points times `scale`. *total is NaN where the points around the small
 * sums are so many that the Gram matrix is cheaper. GK_ERROR_CANCELLED at most.
 */
gk_status gki_left_out_total(gki_left_out *l, const char *function, double scale,
                             const gk_options *options, double *total);

#endif
