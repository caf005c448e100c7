/*
 * Lines of arrays as columns of a panel of doubles, and back: a table for each instruction set.
 * Functions come once for each element type, in the order of gk_type, whose numbers are the indices.
 *
 * Number n of line l is panel[n * width + l]; width is at least the number of lines, at most
 * GKI_PANEL_LINES, and columns without a line are 0. What is stored in u8 and u16 is rounded to
 * nearest, ties to even, and saturated; NaN becomes 0.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_PANEL_LOOPS_H
#define GKI_SIMD_PANEL_LOOPS_H

#include <stddef.h>

enum { GKI_PANEL_LINES = 16 };

typedef struct gki_panel_loops {
  /* Lines that lie side by side: number n of line l is from[n * step + l]. */
  void (*load_beside[4])(size_t numbers, size_t lines, const void *from, ptrdiff_t step,
                         size_t width, double *panel);

  /* Lines anywhere: line[l][n * step]. */
  void (*load_lines[4])(size_t numbers, size_t lines, const void *const *line, ptrdiff_t step,
                        size_t width, double *panel);

  /* to[n * step + l] = panel[n * next + l]. */
  void (*store_beside[4])(size_t numbers, size_t lines, const double *panel, size_t next, void *to,
                          ptrdiff_t step);

  /* line[l][n * step] = panel[n * next + l]. */
  void (*store_lines[4])(size_t numbers, size_t lines, const double *panel, size_t next,
                         void *const *line, ptrdiff_t step);
} gki_panel_loops;

#endif
