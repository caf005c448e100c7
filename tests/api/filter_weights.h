/*
 * The 1-D weights of a filter by their formula in long double, and a line filtered with them as a
 * matrix: what the filters of the library are compared with.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_FILTER_WEIGHTS_H
#define GK_TEST_FILTER_WEIGHTS_H

#include <stddef.h>

#include "gk_test.h"

typedef long double wide;

/* w[0 .. 2 radius], the centre at w[radius]. */
typedef struct line_weights {
  size_t radius;
  wide *w;
  wide magnitude; /* the sum of |w| */
} line_weights;

/* Cut off at a radius, and normalised there. radius = SIZE_MAX: so wide that nothing is missing. */
line_weights line_weights_of(gk_weights_method method, double sigma, unsigned order, size_t radius);
void line_weights_free(line_weights *line);

/* int(truncate sigma + 1/2), or SIZE_MAX where the spec has neither truncate nor radius. */
size_t radius_asked(const gk_filter_spec *spec, size_t axis);

/* The pixel that lies at i, which may be outside of 0 .. n - 1; n where it is none of them. */
size_t fold_index(ptrdiff_t i, size_t n, gk_boundary boundary);

/*
 * A line of n pixels filtered: out(i) = sum over j of w[i * n + j] in(j) + outside[i] cval, for the
 * pixels 0, keep, 2 keep, ... Only those with touch[i * n + j] are in the window of i, which reaches
 * `reach` pixels to both sides (SIZE_MAX: over the whole line).
 */
typedef struct line_matrix {
  size_t rows, n;
  wide sum; /* of all the weights */
  wide *w, *outside;
  unsigned char *touch, *beyond; /* beyond[i]: the window reaches over an end */
} line_matrix;

line_matrix line_matrix_of(const line_weights *line, size_t n, gk_boundary boundary, size_t keep,
                           size_t reach);
void line_matrix_free(line_matrix *matrix);

#endif
