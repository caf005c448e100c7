/*
 * Gaussian weights by their formula in numbers of 113 digits, and exact sums of doubles: what the
 * weights of the library are compared with.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_WEIGHTS_REFERENCE_H
#define GK_TEST_WEIGHTS_REFERENCE_H

#include <stddef.h>
#include <stdint.h>

#include "gk_test.h"

typedef __float128 quad;

/* A spec made ready: the inverse of its covariance, its centre, what divides its weights. */
typedef struct gaussian {
  const gk_weights_spec *spec;
  size_t n;
  quad precision[3][3], center[3];
  quad scale; /* amplitude / ((2 pi)^(n/2) |S|^(1/2)) for a density, else the amplitude */
  int turned;
} gaussian;

/* A spec of the methods sampled, integrated, discrete and oversampled. */
gaussian gaussian_of(const gk_weights_spec *spec);

/*
 * The weight of pixel (index[0], index[1], index[2]) times the scale, that is, as the
 * normalisations density and none have it. Turned Gaussians that are integrated take some
 * milliseconds in 2-D.
 */
quad reference_weight(const gaussian *g, const size_t *index);

/* (x - c)^T S^-1 (x - c) at the pixel's centre, or where it is integrated at its farthest corner. */
quad reference_exponent(const gaussian *g, const size_t *index);

/* The documented relative error of turned weights. */
double turned_bound(const gaussian *g, const size_t *index);

/* The sum of the magnitudes of the terms of the Hermite polynomial, times the Gaussian and the
 * scale, at the pixel's centre, or integrated, averaged, or differenced as the method does it. */
quad reference_terms(const gaussian *g, const size_t *index);

/* |computed - exact| in units in the last place of a double, or of the smallest normal one. */
double quad_ulps(double computed, quad exact);

quad quad_abs(quad x);

/* All weights of a spec, size_x size_y size_z of them; free releases them. */
quad *reference_weights(const gk_weights_spec *spec);

/* A sum of doubles without any rounding. Zero it with = {{0}}. */
typedef struct exact_sum {
  int64_t digit[74]; /* of 32 bits, from 2^-1152 on */
} exact_sum;

void exact_add(exact_sum *sum, double value);
/* -1, 0 or 1: how the sum compares with a number. */
int exact_compare(const exact_sum *sum, double value);
/* The sum, rounded. */
quad exact_value(const exact_sum *sum);

#endif
