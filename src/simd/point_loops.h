/*
 * The loops of densities at points: one table for each instruction set, all in double.
 *
 * Points come in the panels of loops_types.h: groups of as many points as a vector has lanes, each
 * group feature by feature, padded to GKI_TILE_PAD points. What is computed of a point lies in a
 * lane of its own and does not depend on the others, be they NaN.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_POINT_LOOPS_H
#define GKI_SIMD_POINT_LOOPS_H

#include "simd/loops.h"

/* The most features of `whitened_squares`. */
enum { GKI_WHITENED_FEATURES = 64 };

typedef struct gki_point_loops {
  /* A panel of points that are rows of numbers in either precision. */
  void (*load_f64)(size_t points, size_t d, const double *x, size_t ldx, double *panel);
  void (*load_f32)(size_t points, size_t d, const float *x, size_t ldx, double *panel);

  /* squares_i = |W (x_i - mean)|^2 with W lower triangular, row by row (d x d, zeros above). */
  void (*whitened_squares)(size_t points, size_t d, const double *panel, const double *mean,
                           const double *w, double *squares);

  /* squares_i = sum_k (w_k (x_ik - mean_k))^2. */
  void (*weighted_squares)(size_t points, size_t d, const double *panel, const double *mean,
                           const double *w, double *squares);

  /* A panel less the mean. */
  void (*centre)(size_t points, size_t d, const double *panel, const double *mean, double *centred);

  /* squares_j += sum_i a_ij^2 over the rows of a matrix. */
  void (*add_squares)(size_t rows, size_t points, const double *a, size_t lda, double *squares);

  /* sums_i = or += variance * exp(-squares_i / 2). */
  void (*exponentials)(size_t points, const double *squares, const gki_exp2_f64 *exp2, bool add,
                       double *sums);

  /* levels_i = height - squares_i / 2; highest_i = levels_i or the larger of the two. */
  void (*levels)(size_t points, const double *squares, double height, bool first, double *levels,
                 double *highest);

  /* levels_i = exp(levels_i - highest_i), sums_i = or += that; exp2 is the plan of variance 1. */
  void (*shares)(size_t points, double *levels, const double *highest, const gki_exp2_f64 *exp2,
                 bool add, double *sums);
} gki_point_loops;

#endif
