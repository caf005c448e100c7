/*
 * Kernel density estimates with the Gaussian kernel.
 *
 * Of n points x_i in d dimensions with weights w_i (sum 1; 1/n each without weights), and a
 * bandwidth H, a d x d covariance, the estimate is
 *
 *     f(x) = sum_i w_i N(x; x_i, H)
 *     N(x; mu, H) = (2 pi)^(-d/2) |H|^(-1/2) exp(-1/2 (x - mu)^T H^-1 (x - mu))
 *
 * whose integral is 1. H is what scipy's gaussian_kde calls covariance; in one dimension H = h^2
 * with h what R and statsmodels call bw; scikit-learn's bandwidth h is H = h^2 times the unit
 * matrix.
 *
 * An estimate is prepared once, keeps its own copy of points and weights (the points whitened, in
 * double; in one dimension sorted), is never changed afterwards, and may be used by several
 * threads. Data are double or float; everything is computed in double, and results for float data
 * are rounded. Results are the same, bit for bit, for any number of threads.
 *
 * A query that holds a NaN gives NaN and does not affect the others; one that holds an infinity and
 * no NaN has the density 0 and the log density -infinity.
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
 * Where H comes from. n_eff = (sum w)^2 / sum w^2, which is n without weights. C is the covariance
 * of the data (unbiased; with weights sum w_i (x_i - m)(x_i - m)^T / (1 - sum w_i^2)), or with
 * GK_SHAPE_DIAGONAL its diagonal only. s and IQR are standard deviation and interquartile range.
 *
 *     SCOTT        H = a^2 C, a = n_eff^(-1/(d + 4))                    scipy's default
 *     SILVERMAN    H = a^2 C, a = (n_eff (d + 2) / 4)^(-1/(d + 4))      scipy's "silverman"
 *     CV           H = a^2 C, where a maximises the leave-one-out likelihood, sum_i w_i log
 *                  f_-i(x_i) with f_-i the estimate from all points but x_i. The search scans
 *                  steps of sqrt(2) around Scott's a, goes on where the best is at an end, and
 *                  refines it to 1e-6 of a. Where every point coincides with another there is no
 *                  maximum: GK_ERROR_DATA
 *     NRD0         h = 0.9 min(s, IQR / 1.34) n_eff^(-1/5)              R's bw.nrd0; d = 1
 *     NRD          h = 1.06 min(s, IQR / 1.34) n_eff^(-1/5)             R's bw.nrd; d = 1
 *     ISJ          the improved Sheather-Jones plug-in rule of Botev, Grotowski and Kroese, "Kernel
 *                  density estimation via diffusion", Ann. Statist. 38 (2010), arXiv:1011.2602: for
 *                  data with several modes; d = 1. As in Botev's program: 7 stages, 2^14 bins, and
 *                  N the number of distinct points, or n_eff if that is less. Where its equation
 *                  has no root, as can happen with few points or heavy tails, NRD0 is used instead
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

/*
 * The shape that SCOTT, SILVERMAN and CV give to H; with SCALAR and FEATURES H is diagonal anyway.
 * The numbers are pinned for ever.
 */
typedef enum gk_shape {
  GK_SHAPE_FULL = 0,    /* that of the data's covariance, as scipy */
  GK_SHAPE_DIAGONAL = 1 /* the features' variances alone */
} gk_shape;

/* What an estimate is made with. Start from GK_KDE_INIT; NULL means that. */
typedef struct gk_kde_spec {
  size_t struct_size;
  gk_bandwidth rule;
  gk_shape shape;
  const double *bandwidth; /* for SCALAR, FEATURES and MATRIX, else NULL; gk_kde_create reads it,
                              and nothing later */
  size_t ldb;              /* for MATRIX */
  double adjust;           /* > 0; multiplies every h, and H by its square: R's adjust */
} gk_kde_spec;

#define GK_KDE_INIT                                                                                \
  { sizeof(gk_kde_spec), GK_BANDWIDTH_SCOTT, GK_SHAPE_FULL, NULL, 0, 1.0 }

/*
 * The estimate from the rows of X (n x d, ldx >= d), n >= 1 (>= 2 for rules, and at least two
 * different points), with weights (n numbers >= 0, finite, not all 0; they are divided by their
 * sum; NULL: all equal). *kde is NULL on failure.
 *
 * O(n d^2 + d^3) time, O(n) for d = 1; ISJ O(n) and some tens of ms. CV takes some 30 passes. For
 * d = 1 a pass is O(n), all of them about a second for 10^6 points. For d > 1, where too many
 * points of little weight lie close together, or where workspace_bytes is too small for that, a
 * pass is n^2 / 2 kernels (where they underflow, n^2), on all threads from some 3000 points on.
 * Memory: 8 n d bytes, 8 n where there are weights, 32 d^2 where H is full. While the estimate is
 * made, and counted in workspace_bytes, also:
 *
 *     d = 1             16 n bytes
 *     H is full         16 d^2
 *     a rule of data    224 KiB a thread, for C
 *     ISJ               640 KiB
 *     CV                16 n, and what gk_gram_row_sums takes; d = 1: 25 n and 4 MiB more for O(n)
 *
 * A full H whose off-diagonal entries are all 0 counts as diagonal.
 *
 * Quantiles are R's type 7; with weights each point stands in the middle of its share of the
 * cumulated weights, and these positions are rescaled to run from 0 to 1. Where the IQR is 0, s is
 * used in its place (R does so in nrd0 only). adjust multiplies the bandwidth that a rule found,
 * and with it the factor a.
 *
 * progress is called between the steps (reading, sorting, mean, C, H, whitening), within the longer
 * of them, and throughout CV.
 * GK_ERROR_ARGUMENT: NULL, n = 0, d = 0, ldx, a rule or shape that is unknown or not for this d; a
 * bandwidth that is not positive and finite, a matrix that is not symmetric, a bandwidth with a
 * rule that finds its own; an adjust that is not positive and finite, or that takes a variance of H
 * below 2^-1022 or a number of H beyond double. GK_ERROR_DATA: NaN or infinity in the data, weights
 * that are negative, infinite or NaN, or all 0; the message says where. Also too few different
 * points for a rule, a variance in C or in H that double does not hold, points beyond 2^490
 * bandwidths from their centre.
 * GK_ERROR_SINGULAR: C or H is not positive definite; the message says its rank. GK_ERROR_OVERFLOW,
 * GK_ERROR_MEMORY, GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_kde_create_f64(size_t n, size_t d, const double *x, size_t ldx,
                                   const double *weights, const gk_kde_spec *spec, gk_kde **kde,
                                   const gk_options *options);
GK_API gk_status gk_kde_create_f32(size_t n, size_t d, const float *x, size_t ldx,
                                   const float *weights, const gk_kde_spec *spec, gk_kde **kde,
                                   const gk_options *options);

/* Accepts NULL. */
GK_API void gk_kde_free(gk_kde *kde);

/* The number of points, and of dimensions; 0 for NULL. The points cannot be read back. */
GK_API size_t gk_kde_points(const gk_kde *kde);
GK_API size_t gk_kde_dimensions(const gk_kde *kde);

/* (sum w)^2 / sum w^2, scipy's neff; 0 for NULL. */
GK_API double gk_kde_effective_size(const gk_kde *kde);

/*
 * H (d x d, ldc >= d). It is a covariance: in one dimension h^2, whose root is the h of SCALAR and
 * FEATURES. *factor becomes scipy's factor, the a of H = a^2 C, with adjust in it (in NRD0, NRD and
 * ISJ: h over the standard deviation); 1 where H was given. Either may be NULL.
 * GK_ERROR_ARGUMENT: a NULL estimate, ldc. GK_ERROR_OVERFLOW.
 */
GK_API gk_status gk_kde_covariance(const gk_kde *kde, double *covariance, size_t ldc,
                                   double *factor);

/*
 * The bandwidths h (d numbers), the roots of H's diagonal: in one dimension and for diagonal H the
 * h of SCALAR and FEATURES (to 2^-52 of it), else the kernel's deviation along each feature.
 * GK_ERROR_ARGUMENT: NULL.
 */
GK_API gk_status gk_kde_bandwidth(const gk_kde *kde, double *h);

/* How densities are computed. The numbers are pinned for ever. */
typedef enum gk_kde_engine {
  GK_KDE_AUTO = 0,         /* the cheapest of those that keep the tolerance; where workspace_bytes
                              are too few for it, the next one that has room */
  GK_KDE_EXACT = 1,        /* every pair of point and query. O(n m d), for any H */
  GK_KDE_EXPONENTIALS = 2, /* d = 1: the kernel as a sum of 16 complex exponentials, carried along
                              the sorted points; the nearest points are summed directly.
                              O(n + m log n) */
  GK_KDE_CUTOFF = 3,       /* d <= 3: pairs beyond the distance at which the kernel is below the
                              tolerance are left out, by boxes of points and of queries.
                              O((n + m) log(n + m) + pairs within reach) */
  GK_KDE_BINNED = 4        /* on grids, H diagonal, d <= 3, steps of 1e-6 h to 2 h: the points are
                              shared out linearly between the nodes, which the Gaussian filter of
                              filter.h then blurs. O(n + nodes); where there are points beyond the
                              grid, nodes up to 7.5 h beyond it count, too */
} gk_kde_engine;

/*
 * How densities are computed, and the largest error that is allowed beside rounding, as a fraction
 * of the kernel's height P = (2 pi)^(-d/2) |H|^(-1/2), which no density exceeds. Start from
 * GK_KDE_METHOD_INIT; NULL means that.
 */
typedef struct gk_kde_method {
  size_t struct_size;
  gk_kde_engine engine;
  double tolerance; /* 0 to 1. AUTO: the error that the engine taken must keep to; 0 means EXACT.
                       CUTOFF: where to cut. The other engines ignore it; see gk_kde_error */
} gk_kde_method;

#define GK_KDE_METHOD_INIT                                                                         \
  { sizeof(gk_kde_method), GK_KDE_AUTO, 1e-10 }

/*
 * f, or its natural logarithm, at the m queries that are the rows of Q (m x d, ldq >= d). Outputs
 * must not overlap Q. The logarithm is computed from the logarithms of the terms, always by the
 * exact engine (so it takes no method; for many queries, the logarithm of gk_kde_density is cheaper
 * where f is not tiny). It is finite however far the query is from all points, up to 2^490
 * bandwidths from their centre; beyond, it is -infinity.
 *
 * Errors. Let P be the kernel's height, u = 2^-53, k the condition number of H's correlation matrix
 * (1 for diagonal H), t_i = (x - x_i)^T H^-1 (x - x_i) / 2, and R_i the larger of the distances of
 * x and of x_i from the points' centre, in bandwidths (as sqrt(2 t_i) is the distance of x from
 * x_i). Then point i has the error e_i = u (16 d k + 64) (t_i + R_i sqrt(t_i) + 1), and
 *
 *     exact:    |f computed - f| <= sum_i w_i P exp(-t_i) (e_i + 300 u) + P 2^-93; d > 48: P 2^-43
 *     log:      |log f computed - log f| <= E + u (320 + 4 |log f| + 4 |log P| + 4 max |log w|), E
 *               the mean of the e_i, weighted by the terms; for d > 48 2^-43 more
 *     others:   that of exact, and gk_kde_error
 *
 * (Coordinates are stored as distances from the centre in bandwidths, so that what their rounding
 * loses grows with R_i. The centre is the lower median of each feature, over all points or, where
 * n > 1023, every ceil(n / 1023)-th (d = 1: in order of size), those without a weight left out, so
 * that a point far away costs the others no digits.) f32 results are these, rounded.
 * Densities that the error of the exponentials or of the filter makes negative become 0.
 * Memory:
 *
 *     exact           that of gk_cross_gram_multiply, 8 bytes a query, and 2 MiB (d > 500: 2 KiB
 *                     d); on grids with diagonal H 8 d bytes a point and 3 MiB a thread
 *     exponentials    13 bytes a point and 48 KiB a thread
 *     cut-off         70 bytes a point and 16 MiB
 *     binned          16 bytes a node, and what gk_filter takes
 *
 * GK_ERROR_ARGUMENT: NULL, ldq, overlap, options, an engine that does not handle this d, this H,
 * points, or these steps, a tolerance outside 0 to 1. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY,
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
 * gk_mixture_density_grid: axes[0] is x, out[(k * axes[1].count + j) * ldo + i]. A grid without
 * nodes is an empty result. Errors as at points.
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
 * What a call would do (unrelated to gk_error_message): which engine it would take for m queries
 * (axes NULL) or for the grid `axes` (pass 0 for m, which is not read), and a bound on the error
 * that this engine adds, as a density (not in units of P):
 *
 *     exact 0; exponentials 6e-12 P; cut-off tolerance P;
 *     binned P sum_k (step_k^2 / (8 h_k^2) + 2e-11 + 4e-14 h_k / step_k), over the axes of more
 *     than one node, with the grid's steps and H = diag(h_k^2)
 *
 * (the error of linear interpolation for a kernel whose curvature is at most 1 / h^2 along an axis,
 * that of the exponentials, and their rounding). It knows no workspace_bytes: a call of AUTO whose
 * are too few for this engine takes another, within the tolerance. engine and error may be NULL.
 * Errors are those of the call.
 */
GK_API gk_status gk_kde_error(const gk_kde *kde, size_t m, const gk_axis *axes,
                              const gk_kde_method *method, gk_kde_engine *engine, double *error);

/*
 * n independent samples of f as the rows of X (n x d, ldx >= d): each is a point chosen by its
 * weight, plus a deviation from N(0, H). Seeds and random bits are as in gk_mixture_sample, and so
 * are the errors. O(n (d^2 + log points)) time; memory: 512 d bytes a thread, and 8 a point where
 * there are weights.
 */
GK_API gk_status gk_kde_sample_f64(const gk_kde *kde, size_t n, unsigned long long seed, double *x,
                                   size_t ldx, const gk_options *options);
GK_API gk_status gk_kde_sample_f32(const gk_kde *kde, size_t n, unsigned long long seed, float *x,
                                   size_t ldx, const gk_options *options);

/*
 * The integral of f over the box low_k <= x_k <= high_k (d bounds each, which may be infinite); in
 * one dimension, over an interval. low_k > high_k is GK_ERROR_ARGUMENT, not a negative integral.
 *
 * *error (may be NULL) becomes a bound on its error:
 *
 *     diagonal H, or at most one bounded dimension    2^-52 (4 + R) for each bounded dimension
 *     full H, 2 or 3 bounded dimensions               the same and 1e-10; by quadrature
 *     full H, more bounded dimensions                 the same, 1e-10 and three standard errors
 *
 * where R is the largest distance of a point from the centre along one of them, in deviations of H.
 * In the first row tails keep their relative accuracy. In the last *error is an estimate rather
 * than a bound, from 12 shifts, always the same, of randomised lattice rules after Genz, "Numerical
 * computation of multivariate normal probabilities", J. Comput. Graph. Stat. 1 (1992).
 *
 * O(n d) time for diagonal H; 1 to 100 us a point with quadrature; with more bounded dimensions a
 * second or so, or some 50 d us of processor time a point where that is more. Memory: 24 d^2 bytes
 * where H is full, up to 192 bytes a point, and 40 d bytes a thread.
 * GK_ERROR_ARGUMENT: NULL, NaN, low_k > high_k, options. GK_ERROR_MEMORY, GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_kde_integral(const gk_kde *kde, const double *low, const double *high,
                                 double *integral, double *error, const gk_options *options);

/*
 * The integral of f times N(x; mean, covariance) over all x; covariance is d x d, ldc >= d,
 * symmetric and positive semidefinite. A covariance of 0 gives f(mean). It is computed as a density
 * with a wider kernel, to the accuracy of gk_kde_log_density. O(n d^2 + d^3) time, 8 n (d + 1)
 * bytes.
 * GK_ERROR_ARGUMENT: NULL, ldc, numbers that are not finite, not symmetric, options.
 * GK_ERROR_SINGULAR: negative eigenvalues. GK_ERROR_DATA: points beyond 2^490 deviations from the
 * mean, a sum of H and the covariance that is more than double holds. GK_ERROR_MEMORY,
 * GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_kde_integral_gaussian(const gk_kde *kde, const double *mean,
                                          const double *covariance, size_t ldc, double *integral,
                                          const gk_options *options);

/*
 * The integral of the product of two estimates with the same number of dimensions, likewise: the
 * mean, over the points of one, of the other's density with H_a + H_b for H. O(n_a n_b d +
 * (n_a + n_b) d^2) time, 8 (n_a + n_b) (d + 1) bytes and what a density takes. Errors as above.
 */
GK_API gk_status gk_kde_integral_kde(const gk_kde *a, const gk_kde *b, double *integral,
                                     const gk_options *options);

#ifdef __cplusplus
}
#endif

#endif
