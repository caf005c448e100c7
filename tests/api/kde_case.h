/*
 * Kernel density estimates by the formula, in long double, and what the library may be off there
 * (kde.h).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_KDE_CASE_H
#define GK_TEST_KDE_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "gk_test.h"

enum { KDE_MOST_D = 64 };

/* H has standard deviations h_k and the same correlation r between all features, so that the
 * condition number of its correlation matrix is known: (1 + (d - 1) r) / (1 - r). */
typedef struct kde_case {
  size_t n, d;
  double correlation;
  double *x, *weights;         /* n x d; weights NULL: all alike */
  double *h, *matrix;          /* d, and d x d */
  long double *root;           /* L, L L^T = H */
  long double *centre;         /* as kde.h defines it */
  long double log_height, sum; /* the sum of the weights */
  gk_kde *kde;
} kde_case;

/* What an estimate is at a point, and the bounds that kde.h says. */
typedef struct kde_truth {
  long double density, log_density;
  double error, log_error;
} kde_truth;

/* Points around `offset` that are `spread` bandwidths apart, in two clusters; each feature has its
 * own scale. Of correlation 0 the estimate is made by GK_BANDWIDTH_FEATURES, else by MATRIX. */
kde_case kde_case_new(uint64_t seed, size_t n, size_t d, double correlation, double spread,
                      double offset, bool weighted);
void kde_case_free(kde_case *c);
/* Makes the estimate again, after x or weights were changed. */
void kde_case_make(kde_case *c);
kde_truth kde_case_at(const kde_case *c, const double *q);
/* m queries near the points and far from them, m x d. */
double *kde_case_queries(const kde_case *c, size_t m, uint64_t seed);
/* An estimate of n normal points, with one bandwidth for all features. */
gk_kde *kde_of_normals(size_t n, size_t d, double h, double **points);

#endif
