/* What the rules that choose gamma share: checks of their arguments, and gamma of a width. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_GRAM_GAMMA_H
#define GKI_GRAM_GAMMA_H

#include <gausskern/rbf.h>

#include "gram/arguments.h"

/*
 * gamma = 1 / (2 width^2), which must be a normal number: else `failure`, with `name` for the width
 * in the message. width may be infinite.
 */
gk_status gki_gamma_of_width(gk_status failure, const char *function, const char *name,
                             double width, double *gamma);

/* n >= least points of d > 0 features, and a place for the answer. */
gk_status gki_check_points(const char *function, const gki_precision *precision, size_t n,
                           size_t least, size_t d, const void *x, size_t ldx, const double *gamma);

/* The least and the greatest number of X; GK_ERROR_DATA at a NaN or an infinity. */
gk_status gki_find_extent_f64(const char *function, size_t n, size_t d, const double *x, size_t ldx,
                              double *least, double *greatest);
gk_status gki_find_extent_f32(const char *function, size_t n, size_t d, const float *x, size_t ldx,
                              double *least, double *greatest);

#endif
