/* Gaussians that are not axis-parallel: pixel by pixel, row by row. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_TURNED_H
#define GKI_IMAGE_TURNED_H

#include "image/plan.h"

/* The least q = (x - c)^T S^-1 (x - c) of all points that are evaluated, or in the pixels where the
 * Gaussian is integrated; infinity or NaN where that overflows. */
double gki_turned_least(const gki_weights_plan *plan);

/*
 * field = factor * b * exp(least / 2) for the derivative of that order, with 2^-1000 <= factor <=
 * 2^1000; field is symmetric about the middle to the last bit where the centre is there.
 * GK_ERROR_MEMORY.
 */
gk_status gki_turned_field(const char *function, const gki_weights_plan *plan,
                           const unsigned *order, double least, double factor, double *field);

/* The same for one row of integrals of order 0; see turned_integral.c. */
void gki_turned_integral_row(const gki_weights_plan *plan, size_t j, size_t k, double least,
                             double factor, double *row);

/* The least q in all pixels of a row. */
double gki_turned_integral_least(const gki_weights_plan *plan, size_t j, size_t k);

#endif
