/* The probability of a box under a normal distribution of mean 0 and variances of 1. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_BOX_H
#define GKI_KDE_BOX_H

#include <stddef.h>
#include <stdint.h>

/* Beyond so many deviations a normal distribution has less than 2^-60 of its mass. */
#define GKI_BOX_FARTHEST 9.0

/* Between low and high in one dimension, exact to rounding in the tails, too. */
double gki_box_interval(double low, double high);

/*
 * Between bounds in 1, 2 or 3 dimensions; rows of l (leading dimension ldl), lower triangular and
 * of length 1, are the factor of the correlations. By Gauss-Legendre's rule on panels as wide as
 * the integrand is smooth, whatever the correlations, to 1e-12.
 */
double gki_box_quadrature(size_t d, const double *l, size_t ldl, const double *low,
                          const double *high);

/*
 * The estimate of one randomly shifted lattice of `count` points in any number of dimensions, after
 * Genz's transformation; the shift is a function of `shift`. work has 3 d elements.
 */
double gki_box_lattice(size_t d, const double *l, size_t ldl, const double *low, const double *high,
                       size_t count, uint64_t shift, double *work);

/* x with Phi(x) = p, for 0 < p < 1, to 1e-9 or so. */
double gki_box_normal_quantile(double p);

#endif
