/*
 * The loops of pooling: one table for each instruction set. Sums are in double; functions that meet
 * arrays come once for each gk_type, whose numbers are the indices.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_POOL_LOOPS_H
#define GKI_SIMD_POOL_LOOPS_H

#include <stdbool.h>
#include <stddef.h>

/* Rows that are added up at once, and by how much a period of weights goes on behind its end. */
enum { GKI_POOL_ROWS = 8, GKI_POOL_STEP = 32 };

typedef struct gki_pool_loops {
  /*
   * sums_x = or += sum over the rows of w_r(x mod period) row_r(x). Each w_r has period +
   * GKI_POOL_STEP entries; w[0] = NULL means ones everywhere.
   */
  void (*add_rows[4])(size_t n, size_t rows, const void *const *row, const double *const *w,
                      size_t period, bool first, double *sums);

  /* sums_(i, c) = sum over t < block of columns_(i block + t, c), with c < channels fastest. */
  void (*add_neighbours)(size_t n, size_t block, size_t channels, const double *columns,
                         double *sums);

  /* to_i = from[i stride]. */
  void (*widen[4])(size_t n, const void *from, ptrdiff_t stride, double *to);

  /*
   * sums_i = or += sum over t < block of w_t x(i phases + t) of a line x that lies split in phases:
   * x(u phases + q) = line[q ld + u]. w = NULL means ones.
   */
  void (*slide)(size_t n, size_t block, const double *w, size_t phases, const double *line,
                size_t ld, bool first, double *sums);

  /* sums_i = (sums_i + bias) factor / divisor. */
  void (*scale)(size_t n, double bias, double factor, double divisor, double *sums);

  /* to[i stride] = from[i step] rounded; integers saturate, and NaN is their 0. */
  void (*narrow[4])(size_t n, const double *from, size_t step, void *to, ptrdiff_t stride);
} gki_pool_loops;

#endif
