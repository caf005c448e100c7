/* The weights along one axis of an axis-parallel Gaussian; those of the axes are multiplied. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_AXIS_H
#define GKI_IMAGE_AXIS_H

#include "image/plan.h"

/* One axis of a plan, with what a method makes of it. */
typedef struct gki_axis {
  gk_weights_method method;
  size_t size, oversample;
  double origin, shift; /* of the centre; see gki_weights_plan */
  gki_dd variance;
  unsigned order;
} gki_axis;

gki_axis gki_axis_of(const gki_weights_plan *plan, size_t axis, unsigned order);

/* The pixel's centre less the Gaussian's. */
gki_dd gki_axis_offset(const gki_axis *axis, size_t pixel);

/*
 * The weights b of weights.h but for a factor that all of them have in common, `height`: g where
 * what is evaluated comes nearest to the centre. So only what underflows beside the largest does
 * so. Discrete and binomial weights sum to 1 over all integers: b / (sqrt(2 pi) sigma), and height
 * is 1.
 *
 * Relative errors of b: sampled 1.5 2^-53; integrated 3 2^-53 + 2^-52 an order; the other methods'
 * are those of twice the precision. Of derivatives, relative to the magnitudes of the polynomial's
 * terms. GK_ERROR_MEMORY.
 */
gk_status gki_axis_taps(const char *function, const gki_axis *axis, gki_wide *taps,
                        gki_wide *height);

/* -d^2 / (2 variance). */
gki_dd gki_axis_exponent(gki_dd d, gki_dd variance);

/* (-1)^o He_o(d / sigma) / sigma^o, what the derivative multiplies g with. */
gki_wide gki_hermite(gki_dd d, gki_dd variance, unsigned order);

/* T_n and its differences by position, and Pascal's triangle; see axis_discrete.c. */
gk_status gki_discrete_taps(const char *function, const gki_axis *axis, gki_wide *taps);
void gki_binomial_taps(size_t size, gki_wide *taps);

/* Whether the method's taps sum to 1, not to sqrt(2 pi) sigma. */
bool gki_has_mass(gk_weights_method method);

/* The integral of (-1)^o He_o(v / sigma) / sigma^o exp(-(v^2 - p^2) / (2 sigma^2)) over a pixel at
 * a distance from the centre, with p = max(distance - 1/2, 0): the nearest the pixel comes. */
gki_wide gki_pixel_integral(gki_dd distance, gki_dd variance, unsigned order);

/* The factor of order 0 in double: for variance, |distance| and 1 / variance. */
double gki_pixel_factor(gki_dd distance, gki_dd variance);

#endif
