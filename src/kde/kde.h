/*
 * An estimate as it is kept: prepared once, then only read.
 *
 * Points are whitened, z = W (x - centre) with W = L^-1 and H = L L^T, so that the kernel is
 * height * exp(-|z - z_i|^2 / 2): distances are then those of gram.h with gamma 1/2.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_KDE_H
#define GKI_KDE_KDE_H

#include <gausskern/kde.h>
#include <stdbool.h>

/* All arrays lie in blocks of memory that gk_kde_free releases. */
struct gk_kde {
  size_t n, d;
  bool diagonal; /* H is: always where d = 1 */
  double height; /* (2 pi)^(-d/2) |H|^(-1/2); may under- or overflow where log_height does not */
  double log_height;
  double effective_size, factor;
  gk_mixture *kernel;       /* N(centre, H), prepared (density/mixture.h): the next four are its */
  const double *centre;     /* d: the median of each feature */
  const double *covariance; /* H, d x d; the d variances where diagonal */
  const double *root;       /* L, likewise */
  const double *whitener;   /* W, likewise; NULL where full with d > GKI_ROW_DIMENSIONS */
  const double *panels; /* W in panels (density/panels.h), where full: the kernel's or the own */
  double *own_panels;   /* where the kernel has none */
  double *points;       /* z, n x d; where d = 1 in ascending order */
  double *weights;      /* n, in the order of points, of sum 1; NULL: 1 / n each */
};

/* The method of a call with the defaults filled in and the engine chosen, never AUTO. */
typedef struct gki_kde_choice {
  gk_kde_engine engine;
  bool automatic;   /* AUTO chose it */
  double tolerance; /* of the cut-off, in units of the height */
  double error;     /* as gk_kde_error tells it */
} gki_kde_choice;

/* The next cheapest engine of a call that AUTO chose for, of those that are not in `tried`, a bit
 * each; false where there is none. */
bool gki_kde_choose_other(const gk_kde *kde, size_t m, const gk_axis *axes, unsigned tried,
                          gki_kde_choice *choice);

/* axes = NULL: m queries at points. */
gk_status gki_kde_choose(const char *function, const gk_kde *kde, size_t m, const gk_axis *axes,
                         const gk_kde_method *method, gki_kde_choice *choice);

#endif
