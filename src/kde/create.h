/* The making of an estimate: what the steps hand to each other. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_CREATE_H
#define GKI_KDE_CREATE_H

#include "density/prepare.h"
#include "kde/kde.h"

/* Whitened coordinates up to here have squares, and sums of them, that double holds. */
#define GKI_KDE_FARTHEST 0x1p490

/* The arguments but for the data, and an estimate with room for points (and weights). */
gk_status gki_kde_read_spec(const char *function, size_t d, const gk_kde_spec *given,
                            gk_kde_spec *spec);
gk_status gki_kde_new(const char *function, size_t n, size_t d, bool weighted, gk_kde **kde);

/* Whether nothing is beside the diagonal of a symmetric matrix. */
bool gki_kde_is_diagonal(size_t d, const double *matrix, size_t ldm);

/* From data and weights, checked and copied, to an estimate ready for use. */
gk_status gki_kde_prepare(const char *function, const gk_kde_spec *spec, const gk_options *options,
                          gk_kde *kde);

/*
 * The mean of the data, exactly the value of a feature that is constant among the points that have
 * a weight; *varies says whether any is not. low and high, d numbers each, become the least and the
 * largest value of each feature.
 */
gk_status gki_kde_find_mean(const char *function, const gk_kde *kde, const gk_options *options,
                            double *mean, double *low, double *high, bool *varies);

/*
 * What coordinates are kept from: the median of each feature, of 1023 of the points, those without
 * weight left out, or the mean where these are all. Unlike the mean it stays where the points are
 * when one of them is far away.
 */
void gki_kde_find_centre(const gk_kde *kde, const double *mean, double *centre);

/*
 * The covariance of the data as the header defines it (d x d), or only the d variances; scratch has
 * d numbers. GK_ERROR_DATA where double does not hold a variance.
 */
gk_status gki_kde_find_covariance(const char *function, const gk_kde *kde, const double *mean,
                                  const double *low, const double *high, const gk_options *options,
                                  double *covariance);

/* The weight of a point. */
static inline double gki_kde_weight(const gk_kde *kde, size_t i) {
  return kde->weights ? kde->weights[i] : 1 / (double)kde->n;
}

/* Makes kde->kernel of the covariance, d variances or d x d, with that centre, and what of
 * the estimate depends on it but for the points. */
gk_status gki_kde_set_kernel(const char *function, gk_kde *kde, const double *centre,
                             const double *covariance);

/* Whitens all points in place, in parallel. */
gk_status gki_kde_whiten_points(const char *function, gk_kde *kde, const gk_options *options);

/* GK_ERROR_DATA where double does not hold the square of a whitened point. */
gk_status gki_kde_check_points(const char *function, const gk_kde *kde);

/* Whitens coordinates less the centre, rows of d, in place. Any number of threads. */
void gki_kde_whiten(const gk_kde *kde, size_t count, double *z);

/* A quantile of sorted numbers; see the header. */
double gki_kde_quantile(size_t n, const double *sorted, const double *weights, double p);

/* h of the rules of one dimension; the points are sorted, deviation is the square root of C. */
double gki_kde_normal_reference(const gk_kde *kde, gk_bandwidth rule, double deviation);
gk_status gki_kde_improved_sheather_jones(const char *function, const gk_kde *kde,
                                          const gk_options *options, double deviation, double *h);

/* The a of CV. The points of the estimate are whitened with C. */
gk_status gki_kde_cross_validate(const char *function, const gk_kde *kde, const gk_options *options,
                                 double *a);

/* The discrete cosine transform a_k = 2 sum_j x_j cos(pi k (2 j + 1) / (2 n)) of n = 2^p numbers,
 * in place; scratch has 4 n elements. */
void gki_kde_cosine_transform(size_t n, double *x, double *scratch);

#endif
