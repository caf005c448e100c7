/*
 * The Gaussian (RBF) kernel's parameters, and rules that choose gamma.
 *
 *     K(x, y) = variance * exp(-gamma * sum_k ((x_k - y_k) / lengthscale_k)^2)
 *
 * The same kernel goes by many names; this library computes with gamma:
 *
 *     what you have                gamma                     who uses it
 *     gamma                        gamma                     scikit-learn, LIBSVM
 *     sigma, a standard deviation  1 / (2 sigma^2)           oneDAL, Falkon, mlpack, image filters
 *     lengthscale l                1 / (2 l^2)               Gaussian processes
 *     lengthscales l_k             1/2, and lengthscale = l  the same, one per feature (ARD)
 *     h in exp(-r^2 / h^2)         1 / h^2                   fast Gauss transforms
 *     sigma in exp(-sigma r^2)     sigma                     kernlab's rbfdot
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_RBF_H
#define GAUSSKERN_RBF_H

#include <gausskern/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The kernel. Start from GK_RBF_INIT, which a NULL pointer stands for: exp(-|x - y|^2). */
typedef struct gk_rbf {
  size_t struct_size;
  double gamma;    /* > 0, finite; in 1 / (unit of x)^2 */
  double variance; /* 2^-124 to 2^125 in f32 calls, 2^-1020 to 2^1021 in f64 calls */
  double noise;    /* 0 to the largest variance; added to the diagonal of a symmetric Gram matrix,
                      and only there */
  const double *lengthscale; /* d values > 0, finite, in the unit of x; NULL: all ones */
} gk_rbf;

#define GK_RBF_INIT                                                                                \
  { sizeof(gk_rbf), 1.0, 1.0, 0.0, NULL }

/*
 * gamma = 1 / (2 sigma^2), for K = exp(-r^2 / (2 sigma^2)).
 * GK_ERROR_ARGUMENT: sigma is not finite or not positive, or gamma would over- or underflow.
 */
GK_API gk_status gk_gamma_from_sigma(double sigma, double *gamma);

/* gamma = 1 / (2 lengthscale^2): the same, by the name that is used for Gaussian processes. */
GK_API gk_status gk_gamma_from_lengthscale(double lengthscale, double *gamma);

/* gamma = 1 / d, scikit-learn's "auto" and LIBSVM's default. GK_ERROR_ARGUMENT: d = 0. */
GK_API gk_status gk_gamma_auto(size_t d, double *gamma);

/*
 * scikit-learn's "scale": gamma = 1 / (d * var), with var the population variance of all n * d
 * numbers of X together; 1 if var is 0. X is n x d with leading dimension ldx. Computed in double,
 * after the mean is subtracted. O(n d).
 * GK_ERROR_ARGUMENT: n or d is 0. GK_ERROR_DATA: X holds a NaN or an infinity; the message says
 * where.
 */
GK_API gk_status gk_gamma_scale_f64(size_t n, size_t d, const double *x, size_t ldx, double *gamma);
GK_API gk_status gk_gamma_scale_f32(size_t n, size_t d, const float *x, size_t ldx, double *gamma);

/*
 * The median heuristic: gamma = 1 / (2 m^2), with m the median of |x_i - x_j| over the pairs i < j.
 * So the kernel's sigma is the median distance, and K = exp(-1/2) there. For an even number of
 * pairs the median is the mean of the two middle distances. If m is 0 (more than half of the pairs
 * coincide), m is the median of the distances that are not 0; if all are 0, gamma is 1.
 * All pairs count while there are at most max_pairs of them (0: 1 000 000); else max_pairs pairs
 * that are drawn uniformly with replacement, by a generator (SplitMix64) started with seed, the
 * same on every machine. O(min(n^2/2, max_pairs) d) time, 8 bytes of memory a pair.
 * GK_ERROR_ARGUMENT: n < 2 or d is 0. GK_ERROR_DATA as above. GK_ERROR_MEMORY.
 * Source: Garreau, Jitkrittum, Kanagawa, "Large sample analysis of the median heuristic", 2017,
 * arXiv:1707.07269; of the variants named there, this is the one with distances and the factor 2.
 */
GK_API gk_status gk_gamma_median_f64(size_t n, size_t d, const double *x, size_t ldx,
                                     size_t max_pairs, unsigned long long seed, double *gamma);
GK_API gk_status gk_gamma_median_f32(size_t n, size_t d, const float *x, size_t ldx,
                                     size_t max_pairs, unsigned long long seed, double *gamma);

#ifdef __cplusplus
}
#endif

#endif
