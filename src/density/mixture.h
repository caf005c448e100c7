/*
 * A mixture as it is kept: prepared once, then only read.
 *
 * Whatever form the covariances S were given in, a component is used through W = L^-1, where
 * S = L L^T: with z = W (x - mu) the density is
 *
 *     w N(x; mu, S) = exp(log_height - |z|^2 / 2)
 *     log_height = log(w) - (d log(2 pi) + log |S|) / 2
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_MIXTURE_H
#define GKI_DENSITY_MIXTURE_H

#include <float.h>
#include <gausskern/density.h>
#include <stdbool.h>

/* What all covariances of a mixture have in common. */
typedef enum gki_shape { GKI_SPHERICAL, GKI_DIAGONAL, GKI_FULL } gki_shape;

/* Up to here a whitener is read row by row; above, in panels. */
enum { GKI_ROW_DIMENSIONS = 64 };

/* All arrays lie in the block of memory that begins with the struct. */
struct gk_mixture {
  size_t components, d;
  gki_shape shape;
  double *weights, *log_weights, *log_heights; /* components each; -infinity for a weight of 0 */
  double *means;                               /* components x d */
  /*
   * A matrix a component. GKI_FULL: d x d, L and W with zeros above the diagonal. Else d numbers:
   * the variances, the standard deviations, what is 1 over these; all alike where spherical.
   */
  double *covariances, *factors;
  double *whiteners; /* NULL where GKI_FULL with d > GKI_ROW_DIMENSIONS, and instead: */
  double *panels;    /* density/panels.h, panel_elements for each component */
  size_t panel_elements;
};

/* The elements of one component's matrix, and of what is before component k. */
static inline size_t gki_matrix_elements(const gk_mixture *mixture) {
  return mixture->shape == GKI_FULL ? mixture->d * mixture->d : mixture->d;
}

static inline double *gki_mean(const gk_mixture *mixture, size_t component) {
  return mixture->means + component * mixture->d;
}

static inline double *gki_covariance(const gk_mixture *mixture, size_t component) {
  return mixture->covariances + component * gki_matrix_elements(mixture);
}

static inline double *gki_factor(const gk_mixture *mixture, size_t component) {
  return mixture->factors + component * gki_matrix_elements(mixture);
}

static inline double *gki_whitener(const gk_mixture *mixture, size_t component) {
  return mixture->whiteners + component * gki_matrix_elements(mixture);
}

/* Whether a component counts at all. */
static inline bool gki_has_weight(const gk_mixture *mixture, size_t component) {
  return mixture->log_weights[component] >= -DBL_MAX;
}

/* A mixture with room for its numbers, which the caller sets; *made is NULL on failure. */
gk_status gki_mixture_new(const char *function, size_t components, size_t d, gki_shape shape,
                          gk_mixture **made);

#endif
