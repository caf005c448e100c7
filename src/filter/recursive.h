/*
 * A pass of the recursive engine, prepared: the recursions of both directions, and what the states
 * are before the first and behind the last pixel.
 *
 * Of a term with pole z the causal state at n is y_n = sum over i >= 0 of z^i x_(n - i), the
 * anticausal one a_n = sum z^i x_(n + i), the line going on beyond its ends as its boundary says.
 * What has to be known is y_(-1) and a_N.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_RECURSIVE_H
#define GKI_FILTER_RECURSIVE_H

#include "filter/complex_number.h"
#include "filter/lines.h"
#include "simd/recursion_loops.h"

typedef struct gki_recursive_pass {
  gki_lines lines;
  gk_boundary boundary;
  double cval;
  gki_recursion causal, anticausal;
  size_t terms, states; /* states are numbers a line */
  size_t warm_up;       /* pixels from an end on that determine a state there; see ends.c */
  bool whole;           /* those are all that there are, so that the line's repetition counts */
  double imaginary[GKI_MOST_TERMS];        /* of z: what v is multiplied with to be Im(y) */
  double complex steady[GKI_MOST_TERMS];   /* 1 / (1 - z): the state of a constant 1 */
  double complex over[GKI_MOST_TERMS];     /* z^n for a line's (for mirror: less one) n ... */
  double complex repeated[GKI_MOST_TERMS]; /* ... and 1 / (1 - z^period) */
} gki_recursive_pass;

void gki_prepare_recursive(const gki_pass *pass, gki_recursive_pass *prepared);

/* y_(-1) of all lines of a panel x. `work` has room for a state. */
void gki_state_before(const gki_recursive_pass *p, const double *x, size_t width, double *state,
                      double *work);

/*
 * a_N. With reflect that is y_(N - 1), with mirror y_(N - 2), the line read backwards: `last` and
 * `last_but_one` are those states.
 */
void gki_state_behind(const gki_recursive_pass *p, const double *x, size_t width,
                      const double *last, const double *last_but_one, double *state);

#endif
