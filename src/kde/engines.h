/*
 * A call for densities, and the engines that answer it.
 *
 * Queries are points in either precision, or the nodes of a grid: an engine sees them numbered 0
 * ... m - 1 (those of a grid along x first), asks for any run of them, whitened, and stores results
 * in any order. Both may be done by several threads.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_ENGINES_H
#define GKI_KDE_ENGINES_H

#include "core/dd.h"
#include "kde/kde.h"

typedef struct gki_kde_call {
  const char *function;
  const gk_kde *kde;
  size_t m;                  /* >= 1; the nodes of a grid */
  const gk_options *options; /* as read: threads >= 1 */
  gki_kde_choice choice;
  bool is_log;

  /* Points: one of the two, m x d. Else both are NULL. */
  const double *points_f64;
  const float *points_f32;
  size_t ldq;

  /* A grid: its axes; those beyond d have a count of 1 here. */
  const gk_axis *axes; /* NULL: points */
  size_t count[3];
  gki_dd start[3], step[3]; /* of the axes, start from the kde's centre */

  /* Results: one of the two; result q of points at out[q], of a grid in its row of ldo. */
  double *out_f64;
  float *out_f32;
  size_t ldo;
} gki_kde_call;

/*
 * Queries first ... first + count - 1, whitened, into z (count x d, ld = d): always finite numbers.
 * A query that is no ordinary one has z = 0, and instead_i says why: NAN (it holds a NaN), INFINITY
 * (it is infinitely far, or where double does not hold z or its square); 0 of all others.
 */
void gki_kde_load(const gki_kde_call *call, size_t first, size_t count, double *z, double *instead);

/*
 * Stores results `first` ...: densities (not below 0), or log densities, in units of the kernel's
 * height, which is multiplied in here. Where instead_i is not 0 it is the result that counts.
 */
void gki_kde_store(const gki_kde_call *call, size_t first, size_t count, const double *values,
                   const double *instead);

/* The same where the numbers are logarithms, whatever is asked for. */
void gki_kde_store_logs(const gki_kde_call *call, size_t first, size_t count, const double *logs,
                        const double *instead);

/* gki_kde_store for one result: query q. */
void gki_kde_store_at(const gki_kde_call *call, size_t q, double value, double instead);

/* The grid of a call: m, count, start and step, from axes that have been checked. */
void gki_kde_set_grid(gki_kde_call *call, const gk_axis *axes);

/* Answers a call whose engine has been chosen. */
gk_status gki_kde_answer(const gki_kde_call *call);

/* Sums over the points: sum_i w_i exp(-|z - z_i|^2 / 2), stored by gki_kde_store. */
gk_status gki_kde_exact(const gki_kde_call *call);        /* any d, points and grids, and logs */
gk_status gki_kde_exponentials(const gki_kde_call *call); /* d = 1, points and grids */
gk_status gki_kde_cutoff(const gki_kde_call *call);       /* d <= 3, points and grids */
gk_status gki_kde_binned(const gki_kde_call *call);       /* grids, diagonal H, d <= 3 */

/*
 * Of call->choice.engine = EXACT, not logs, on grids: true where the faster path for grids is taken
 * by gki_kde_exact_grid, which keeps the bound of exact.
 */
bool gki_kde_has_exact_grid(const gki_kde_call *call);
gk_status gki_kde_exact_grid(const gki_kde_call *call);

/* A copy of the caller's options for a part of a call, progress reported as from `begin` to `end`
 * of the whole. 0 is reported by the first part only, 1 by the last. */
typedef struct gki_kde_part {
  const gk_options *whole;
  double begin, end;
} gki_kde_part;

gk_options gki_kde_part_options(gki_kde_part *part, const gk_options *whole, double begin,
                                double end);

/* Tells a fraction of the whole where there is progress; GK_ERROR_CANCELLED where it stops it. */
gk_status gki_kde_tell(const char *function, const gk_options *options, double fraction);

/* Takes bytes off the budget of workspace; GK_ERROR_MEMORY where it is too small. */
gk_status gki_kde_spend(const char *function, gk_options *options, size_t bytes);

/* A failure of a function of the library's inside another: the message gets the other's name. */
gk_status gki_kde_relay(const char *function, gk_status status);

/*
 * Sorts n doubles, none of them NaN, ascending (-0 before 0), and a companion of each with it
 * (NULL: none), in their order where equal. keys and companions have n, scratch 2 n (n without
 * companions) elements. Linear time.
 */
void gki_kde_sort(size_t n, double *keys, double *companions, double *scratch);

#endif
