/*
 * Kernel density estimates with the Gaussian kernel.
 *
 * Of n points x_i in d dimensions with weights w_i (sum 1; 1/n each without weights), and a bandwidth
 * H, a d x d covariance, the estimate is
 *
 *     f(x) = sum_i w_i N(x; x_i, H)
 *     N(x; mu, H) = (2 pi)^(-d/2) |H|^(-1/2) exp(-1/2 (x - mu)^T H^-1 (x - mu))
 *
 * whose integral is 1. H is what scipy's gaussian_kde calls covariance; in one dimension H = h^2
 * with h what R and statsmodels call bw; scikit-learn's bandwidth h is H = h^2 times the unit matrix.
 *
 * An estimate is prepared once, keeps its own copy of the points (whitened, in double; in one
 * dimension sorted), is never changed afterwards, and may be used by several threads. Data are double
 * or float; what is computed of float data is computed in double and rounded. Everything is the same
 * bits for any number of threads.
 *
 * A query that holds a NaN gives NaN and spoils no other; one that holds an infinity and no NaN has the
 * density 0 and the log density -infinity.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_KDE_H
#define GAUSSKERN_KDE_H

#include <gausskern/common.h>
#include <gausskern/density.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A kernel density estimate. */
typedef struct gk_kde gk_kde;

/*
 * Where H comes from. With n_eff = (sum w)^2 / sum w^2, which is n without weights, and C the
 * covariance of the data (unbiased; with weights sum w_i (x_i - m)(x_i - m)^T / (1 - sum w_i^2)), or
 * only its diagonal with GK_SHAPE_DIAGONAL:
 *
 *     SCOTT        H = a^2 C, a = n_eff^(-1/(d + 4))                    scipy's default
 *     SILVERMAN    H = a^2 C, a = (n_eff (d + 2) / 4)^(-1/(d + 4))      scipy's "silverman"
 *     CV           H = a^2 C, with the a that makes the likelihood of each point under the estimate
 *                  from all others, sum_i w_i log f_-i(x_i), largest. Where it has no largest value,
 *                  because more points coincide than not, GK_ERROR_DATA
 *     NRD0         h = 0.9 min(s, IQR / 1.34) n_eff^(-1/5)              R's bw.nrd0; d = 1
 *     NRD          h = 1.06 min(s, IQR / 1.34) n_eff^(-1/5)             R's bw.nrd; d = 1
 *     ISJ          the improved Sheather-Jones plug-in rule of Botev, Grotowski and Kroese, "Kernel
 *                  density estimation via diffusion", Ann. Statist. 38 (2010), arXiv:1011.2602: for
 *                  data of several modes; d = 1
 *     SCALAR       H = bandwidth[0]^2 on the diagonal                   scikit-learn's
 *     FEATURES     H = bandwidth[k]^2 on the diagonal, d numbers
 *     MATRIX       H = bandwidth, d x d with the leading dimension ldb, symmetric
 *
 * The numbers are pinned for ever.
 */
typedef enum gk_bandwidth {
  GK_BANDWIDTH_SCOTT = 0,
  GK_BANDWIDTH_SILVERMAN = 1,
  GK_BANDWIDTH_NRD0 = 2,
  GK_BANDWIDTH_NRD = 3,
  GK_BANDWIDTH_ISJ = 4,
  GK_BANDWIDTH_CV = 5,
  GK_BANDWIDTH_SCALAR = 6,
  GK_BANDWIDTH_FEATURES = 7,
  GK_BANDWIDTH_MATRIX = 8
} gk_bandwidth;

/* The shape that SCOTT, SILVERMAN and CV give to H. The numbers are pinned for ever. */
typedef enum gk_shape {
  GK_SHAPE_FULL = 0,    /* that of the data's covariance, as scipy */
  GK_SHAPE_DIAGONAL = 1 /* that of the features' variances; always in the other rules but MATRIX */
} gk_shape;

/* What an estimate is made with. Start from GK_KDE_INIT; NULL means that. */
typedef struct gk_kde_spec {
  size_t struct_size;
  gk_bandwidth rule;
  gk_shape shape;
  const double *bandwidth; /* for SCALAR, FEATURES and MATRIX */
  size_t ldb;              /* for MATRIX */
  double adjust;           /* > 0; multiplies every h, and H by its square: R's adjust */
} gk_kde_spec;

#define GK_KDE_INIT                                                                                \
  { sizeof(gk_kde_spec), GK_BANDWIDTH_SCOTT, GK_SHAPE_FULL, NULL, 0, 1.0 }

/*
 * The estimate from the rows of X (n x d, ldx >= d), n >= 1 (>= 2 for rules, and at least two
 * different points), with weights (n numbers >= 0, finite, not all 0, which are divided by their
 * sum; NULL: all alike). *kde is NULL on failure.
 *
 * O(n d^2 + d^3) time, O(n log n) for d = 1; CV some 30 times n^2 / 2 kernels on all threads; ISJ
 * O(n + 2^14 log 2^14). 8 n d bytes (24 n for d = 1, weights included), 8 n for weights, 24 d^2.
 * With rules quantiles are R's type 7 (with weights: by the cumulated weights), and where IQR is 0 s
 * stands for it, as in R.
 * GK_ERROR_ARGUMENT: NULL, n = 0, d = 0, ldx, a rule or shape that is unknown or not for this d,
 * bandwidths that are not positive and finite, or not symmetric, adjust. GK_ERROR_DATA: NaN or
 * infinity in the data, weights as above, too few different points; the message says where.
 * GK_ERROR_SINGULAR: C or H is not positive definite; the message says its rank.
 * GK_ERROR_OVERFLOW, GK_ERROR_MEMORY, GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_kde_create_f64(size_t n, size_t d, const double *x, size_t ldx,
                                   const double *weights, const gk_kde_spec *spec, gk_kde **kde,
                                   const gk_options *options);
GK_API gk_status gk_kde_create_f32(size_t n, size_t d, const float *x, size_t ldx,
                                   const float *weights, const gk_kde_spec *spec, gk_kde **kde,
                                   const gk_options *options);

/* Accepts NULL. */
GK_API void gk_kde_free(gk_kde *kde);

/* The numbers of points and of dimensions; 0 for NULL. */
GK_API size_t gk_kde_points(const gk_kde *kde);
GK_API size_t gk_kde_dimensions(const gk_kde *kde);

/* (sum w)^2 / sum w^2, scipy's neff; 0 for NULL. */
GK_API double gk_kde_effective_size(const gk_kde *kde);

/*
 * H (d x d, ldh >= d), and the factor a with H = a^2 C that the rule found (scipy's factor), 1 where
 * H was given, h for the rules of one dimension divided by the standard deviation. Either may be NULL.
 */
GK_API gk_status gk_kde_bandwidth(const gk_kde *kde, double *h, size_t ldh, double *factor);

/* How densities are computed. The numbers are pinned for ever. */
typedef enum gk_kde_engine {
  GK_KDE_AUTO = 0,         /* the cheapest of those that keep the tolerance */
  GK_KDE_EXACT = 1,        /* every pair of point and query. O(n m d), for any H */
  GK_KDE_EXPONENTIALS = 2, /* d = 1: the kernel as a sum of 16 complex exponentials, carried along
                              the sorted points; the nearest points one by one. O(n + m log n) */
  GK_KDE_CUTOFF = 3,       /* d <= 3: pairs beyond the distance at which the kernel is below the
                              tolerance are left out, by boxes of points and of queries.
                              O((n + m) log + pairs within) */
  GK_KDE_BINNED = 4        /* on grids, H diagonal, d <= 3, steps of 1e-6 h to 2 h: the points are
                              shared out linearly between the nodes, which the Gaussian filter of
                              filter.h then blurs. O(n + nodes), those up to 7.5 h beyond the grid
                              included, as far as there are points */
} gk_kde_engine;

/*
 * The most that a density may be wrong by, beside rounding, in units of the kernel's height
 * (2 pi)^(-d/2) |H|^(-1/2), which no f exceeds; and how. Start from GK_KDE_METHOD_INIT; NULL means
 * that.
 */
typedef struct gk_kde_method {
  size_t struct_size;
  gk_kde_engine engine;
  double tolerance; /* 0 to 1. AUTO: what the engine taken has to keep; 0 is EXACT. CUTOFF: where to
                       cut. The others have the error they have, see gk_kde_error */
} gk_kde_method;

#define GK_KDE_METHOD_INIT                                                                         \
  { sizeof(gk_kde_method), GK_KDE_AUTO, 1e-10 }

/*
 * f, or its natural logarithm, at the m queries that are the rows of Q (m x d, ldq >= d). Outputs
 * must not overlap Q. The logarithm is computed from logarithms, by the exact engine: it is finite
 * however far the query is from all points.
 *
 * Errors. With P the kernel's height, u = 2^-53, k the condition number of H's correlation matrix (1
 * for diagonal H) and t_i = (x - x_i)^T H^-1 (x - x_i) / 2, the exponents have the relative errors
 * e_i = u (16 d k + 64), and
 *
 *     exact:    |f computed - f| <= sum_i w_i P exp(-t_i) (e_i t_i + 300 u) + 2^-40 u P
 *     log:      |log f computed - log f| <= E + u (320 + 4 |log f| + 4 max |log w|), E the mean of
 *               e_i t_i, weighted by the terms; for d > 48 at least 2^-43
 *     others:   that of exact, and gk_kde_error
 *
 * (for points within 2^20 deviations from their mean; further out u grows with the distance.)
 * Values that the exponentials or the filter make negative, by their error, become 0.
 * Memory: exponentials 9 bytes a point; cut-off 70 a point, and 16 MiB; binned 16 a node, and what
 * gk_filter takes; grids with diagonal H, exact, 8 d a point and 3 MiB a thread.
 * GK_ERROR_ARGUMENT: NULL, ldq, overlap, options, an engine that is not for this d, H, or for
 * points, steps that are not for it, tolerance. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY,
 * GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_kde_density_f64(const gk_kde *kde, size_t m, const double *q, size_t ldq,
                                    const gk_kde_method *method, double *density,
                                    const gk_options *options);
GK_API gk_status gk_kde_density_f32(const gk_kde *kde, size_t m, const float *q, size_t ldq,
                                    const gk_kde_method *method, float *density,
                                    const gk_options *options);
GK_API gk_status gk_kde_log_density_f64(const gk_kde *kde, size_t m, const double *q, size_t ldq,
                                        double *log_density, const gk_options *options);
GK_API gk_status gk_kde_log_density_f32(const gk_kde *kde, size_t m, const float *q, size_t ldq,
                                        float *log_density, const gk_options *options);

/*
 * The same on a grid in d = 1, 2 or 3 dimensions, with axes and layout as in
 * gk_mixture_density_grid: axes[0] is x, out[(k * axes[1].count + j) * ldo + i]. A grid without nodes
 * is an empty result. Errors as at points.
 */
GK_API gk_status gk_kde_density_grid_f64(const gk_kde *kde, const gk_axis *axes,
                                         const gk_kde_method *method, double *out, size_t ldo,
                                         const gk_options *options);
GK_API gk_status gk_kde_density_grid_f32(const gk_kde *kde, const gk_axis *axes,
                                         const gk_kde_method *method, float *out, size_t ldo,
                                         const gk_options *options);
GK_API gk_status gk_kde_log_density_grid_f64(const gk_kde *kde, const gk_axis *axes, double *out,
                                             size_t ldo, const gk_options *options);
GK_API gk_status gk_kde_log_density_grid_f32(const gk_kde *kde, const gk_axis *axes, float *out,
                                             size_t ldo, const gk_options *options);

/*
 * Which engine a call would take, m queries (axes NULL) or the grid of `axes` (m is not read), and the
 * bound of the error it adds, as a density (not in units of P):
 *
 *     exact 0; exponentials 6e-12 P; cut-off tolerance P;
 *     binned P sum_k (step_k^2 / (8 h_k^2) + 2e-11 + 4e-14 h_k / step_k), over the axes of more than
 *     one node, with the grid's steps and H = diag(h_k^2)
 *
 * (linear interpolation's error for a kernel whose curvature is at most 1 / h^2 along an axis, the
 * exponentials' error and their rounding.) engine and error may be NULL. Errors as of the call.
 */
GK_API gk_status gk_kde_error(const gk_kde *kde, size_t m, const gk_axis *axes,
                              const gk_kde_method *method, gk_kde_engine *engine, double *error);

/*
 * n independent samples of f as the rows of X. Seeds and bits as of gk_mixture_sample. O(n (d^2 +
 * log points)).
 */
GK_API gk_status gk_kde_sample_f64(const gk_kde *kde, size_t n, unsigned long long seed, double *x,
                                   size_t ldx, const gk_options *options);
GK_API gk_status gk_kde_sample_f32(const gk_kde *kde, size_t n, unsigned long long seed, float *x,
                                   size_t ldx, const gk_options *options);

/*
 * The integral of f over the box low_k <= x_k <= high_k, d numbers each, infinities allowed; in one
 * dimension, over an interval. low_k > high_k gives an error, not a negative integral. *error (may be
 * NULL) says how far off it may be: for diagonal H, and d = 1, rounding, below 1e-14; for full H in 2
 * and 3 dimensions a quadrature to 1e-10; beyond, randomised lattice rules after Genz, "Numerical
 * computation of multivariate normal probabilities", J. Comput. Graph. Stat. 1 (1992), with three
 * standard errors of theirs. O(n d) for diagonal H.
 */
GK_API gk_status gk_kde_integral(const gk_kde *kde, const double *low, const double *high,
                                 double *integral, double *error, const gk_options *options);

/* The integral of f times N(x; mean, covariance) over all x; covariance is d x d, ldc >= d. */
GK_API gk_status gk_kde_integral_gaussian(const gk_kde *kde, const double *mean,
                                          const double *covariance, size_t ldc, double *integral,
                                          const gk_options *options);

/* The integral of the product of two estimates of as many dimensions. O(n_a n_b d). */
GK_API gk_status gk_kde_integral_kde(const gk_kde *a, const gk_kde *b, double *integral,
                                     const gk_options *options);

#ifdef __cplusplus
}
#endif

#endif
