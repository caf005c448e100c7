/*
 * The loops of recursive filters: one table for each instruction set, all in double.
 *
 * Lines are the columns of a panel: number n of line l is panel[n * width + l], and lines do not
 * depend on each other. The width is a multiple of `lanes`, or 1.
 *
 * A pair of conjugate poles z has the state y, which goes on as y = x + z y. Kept are u = Re(y) and
 * v = Im(y) / Im(z), which is the same numbers scaled, and saves a multiplication:
 *
 *     u' = x + Re(z) u - Im(z)^2 v,   v' = u + Re(z) v.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_RECURSION_LOOPS_H
#define GKI_SIMD_RECURSION_LOOPS_H

#include <stdbool.h>
#include <stddef.h>

enum { GKI_RECURSION_TERMS = 8 };

/*
 * The terms of a recursion in one direction: `pairs` of poles, then, where `real`, a real one; what
 * follows them is 0.
 * The outcome at x is centre x + sum over the terms of (out_u u + out_v v), with the states before x.
 */
typedef struct gki_recursion {
  size_t pairs; /* 2 to 8; with a real pole to 7 */
  bool real;
  double centre;
  double z[GKI_RECURSION_TERMS];    /* Re(z) */
  double turn[GKI_RECURSION_TERMS]; /* Im(z)^2 */
  double out_u[GKI_RECURSION_TERMS], out_v[GKI_RECURSION_TERMS];
} gki_recursion;

/*
 * States are numbers for each line: state[(2 t) * width + l] is u of term t, and v stands `width`
 * behind it; of a real pole there is u only. `step` is width or -width.
 */
typedef struct gki_recursion_loops {
  size_t lanes;

  /* The state goes over `count` rows from x on. */
  void (*gather)(const gki_recursion *r, size_t count, const double *x, ptrdiff_t step,
                 size_t width, double *state);

  /* And out_n = its outcome, or += that where `add`. */
  void (*filter)(const gki_recursion *r, size_t count, const double *x, double *out, ptrdiff_t step,
                 size_t width, bool add, double *state);
} gki_recursion_loops;

#endif
