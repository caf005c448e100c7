/*
 * Normal distributions and their mixtures: densities at points and on grids, samples, marginal and
 * conditional distributions; and heat maps of many Gaussian spots. Kernel density estimates are in
 * kde.h, which this header includes.
 *
 * A mixture of m components in d dimensions has the density
 *
 *     p(x) = sum_k w_k N(x; mu_k, S_k)
 *     N(x; mu, S) = (2 pi)^(-d/2) |S|^(-1/2) exp(-1/2 (x - mu)^T S^-1 (x - mu))
 *
 * A normal distribution is a mixture of one component of weight 1: gk_normal_create makes it, and
 * all functions of mixtures take it. The weights are used as they are: with 1 and 1 the density is
 * the sum of two, which integrates to 2. Samples, responsibilities and conditional distributions do
 * not depend on the weights' scale.
 *
 * A mixture is prepared once, is never changed afterwards, and may be used by several threads.
 * Parameters are double, whatever the precision of the data. Everything is computed in the log
 * domain: a determinant is never formed, so that d = 1500 is no different from d = 2; densities
 * that the type cannot hold come out as 0 or infinity, their logarithms as what they are.
 *
 * A point that holds a NaN gives NaN and does not affect the others; a point with an infinity and
 * no NaN, or one whose squared distance q is beyond double, has the density 0 and the log density
 * -infinity.
 *
 * Results are the same, bit for bit, for any number of threads.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_DENSITY_H
#define GAUSSKERN_DENSITY_H

#include <gausskern/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A mixture of normal distributions. */
typedef struct gk_mixture gk_mixture;

/* How a covariance S is given. The numbers are pinned for ever. */
typedef enum gk_covariance_form {
  GK_COVARIANCE_FULL = 0,      /* S, d x d, symmetric */
  GK_COVARIANCE_DIAGONAL = 1,  /* the d variances: 1 x d */
  GK_COVARIANCE_SPHERICAL = 2, /* one variance for all: 1 x 1 */
  GK_COVARIANCE_PRECISION = 3, /* S^-1, d x d, symmetric */
  GK_COVARIANCE_CHOLESKY = 4   /* L with S = L L^T, d x d, lower triangular, its diagonal positive;
                                  what is above the diagonal is not read. (scikit-learn's
                                  precisions_cholesky_ is another factor: the upper triangular U
                                  with S^-1 = U U^T. Take covariances_ or precisions_.) */
} gk_covariance_form;

/*
 * A normal distribution with a mean (d numbers, NULL: 0) and a covariance given by a matrix in one
 * of these forms, with the leading dimension ldm. *normal is NULL on failure.
 *
 * A covariance, or a precision, counts as positive definite if the Cholesky factorisation of its
 * correlation matrix succeeds with pivots above 16 d 2^-53: features of very different scales are
 * no obstacle, and nothing is added to a diagonal. Symmetric means: |S_ij - S_ji| <= 2^-40
 * sqrt(S_ii S_jj); the lower triangle is then used. Variances must be > 0. A Cholesky factor is
 * taken as it is, whatever its condition number, as long as double holds its inverse; a precision
 * matrix is not inverted for densities.
 *
 * O(d^3) time on one thread (diagonal and spherical: O(d)), the components of a mixture on several;
 * 24 d^2 bytes a component (diagonal: 32 d), and during the call 8 d^2 a thread.
 * GK_ERROR_ARGUMENT: d = 0, NULL, ldm too small, an unknown form, a mean or a matrix that holds NaN
 * or infinity, or that is not symmetric. GK_ERROR_SINGULAR: not positive definite; the message says
 * the rank, or the negative eigenvalues. Also where a Cholesky factor or a precision matrix implies
 * variances that double cannot hold. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY.
 */
GK_API gk_status gk_normal_create(size_t d, const double *mean, gk_covariance_form form,
                                  const double *matrix, size_t ldm, gk_mixture **normal);

/*
 * A mixture: weights (>= 0, finite, not all 0; NULL: 1 / components each), means (components x d,
 * leading dimension ldmeans), and the components' matrices one below the other (the rows of
 * component k begin at row k * d for d x d forms, else at row k), all of one form. Errors are those
 * of gk_normal_create; the message names the component.
 */
GK_API gk_status gk_mixture_create(size_t components, size_t d, const double *weights,
                                   const double *means, size_t ldmeans, gk_covariance_form form,
                                   const double *matrices, size_t ldm, gk_mixture **mixture);

/* Accepts NULL. */
GK_API void gk_mixture_free(gk_mixture *mixture);

/* The number of components, and of dimensions; 0 for NULL. */
GK_API size_t gk_mixture_components(const gk_mixture *mixture);
GK_API size_t gk_mixture_dimensions(const gk_mixture *mixture);

/*
 * One component: its weight, mean (d numbers) and covariance (d x d, leading dimension ldc >= d).
 * Any of the three outputs may be NULL. A full covariance comes out as its lower triangle was
 * given, made symmetric; for a Cholesky factor or a precision matrix it is computed.
 * GK_ERROR_ARGUMENT: a NULL mixture, no such component, ldc.
 */
GK_API gk_status gk_mixture_component(const gk_mixture *mixture, size_t component, double *weight,
                                      double *mean, double *covariance, size_t ldc);

/*
 * The rank of a symmetric matrix (d x d): the eigenvalues of its correlation matrix that are above
 * 16 d 2^-53 in magnitude. *negative (may be NULL) is how many of them are negative: a matrix is
 * positive definite if rank is d and negative 0. A diagonal that is not positive counts with a
 * scale of 1. O(d^3) time, some 8 d^2 bytes. Errors are those of gk_normal_create without
 * GK_ERROR_SINGULAR, and GK_ERROR_DATA should the iteration for the eigenvalues not converge.
 */
GK_API gk_status gk_covariance_rank(size_t d, const double *covariance, size_t ldc, size_t *rank,
                                    size_t *negative);

/*
 * The distribution of some of the coordinates: `count` of them, 1 to d, whose indices are in
 * `features` in the order wanted, none twice. *marginal is a mixture in `count` dimensions with the
 * same weights, NULL on failure. Its covariances are those of the mixture, number for number; its
 * factors come from theirs by an orthogonal transformation, so that no condition number is squared.
 * O(m d count^2) time. GK_ERROR_ARGUMENT: NULL, count, an index that is not below d or named twice.
 * GK_ERROR_SINGULAR: a Cholesky factor so extreme that no other can be found from it.
 * GK_ERROR_OVERFLOW, GK_ERROR_MEMORY.
 */
GK_API gk_status gk_mixture_marginal(const gk_mixture *mixture, size_t count,
                                     const size_t *features, gk_mixture **marginal);

/*
 * The distribution of the other coordinates, in their order, given that the `count` coordinates in
 * `features`, 1 to d - 1 of them, have the finite values in `values`. The weights become the
 * responsibilities of the components for these values, w_k N(values; marginal of k) / sum, computed
 * from logarithms; they sum to 1. O(m d^3) time. Errors are those of gk_mixture_marginal; also
 * GK_ERROR_ARGUMENT: values that are not finite, or so far from all components that their q is
 * beyond double; GK_ERROR_SINGULAR: a mean that is beyond double.
 */
GK_API gk_status gk_mixture_conditional(const gk_mixture *mixture, size_t count,
                                        const size_t *features, const double *values,
                                        gk_mixture **conditional);

/*
 * The density, or its natural logarithm, at the n points that are the rows of X (n x d, leading
 * dimension ldx >= d): n numbers each. X and the output must not overlap. f32 data are computed in
 * double and the result is rounded.
 *
 * With k(S) the condition number of the correlation matrix of S (1 where diagonal) and
 * q = (x - mu)^T S^-1 (x - mu), the error of l_k = log(w_k N(x; mu_k, S_k)) is at most
 *
 *     e_k = 2^-53 (8 d k(S_k) (q_k + 1) + 4 |l_k| + 4 |log w_k|)
 *
 * and that of the log density is at most the mean of the e_k, weighted by the responsibilities, and
 * for several components 2^-53 (m + 8 + |log density|) more. The relative error of the density is
 * the error of its logarithm plus 2^-53 (m + 8); what a component contributes may be missing where
 * it is below 2^-1020. (If all roundings of a factorisation conspired, the first term would have
 * d^2 in place of d. In tests up to d = 1500 it was below 2 k(S) (q + d).)
 *
 * O(n m d^2) time for full covariances, O(n m d) for others; memory: some 2 KiB (d + 32) a thread,
 * and 300 m. GK_ERROR_ARGUMENT: NULL, ldx, overlap, options. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY,
 * GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_mixture_density_f64(const gk_mixture *mixture, size_t n, const double *x,
                                        size_t ldx, double *density, const gk_options *options);
GK_API gk_status gk_mixture_density_f32(const gk_mixture *mixture, size_t n, const float *x,
                                        size_t ldx, float *density, const gk_options *options);
GK_API gk_status gk_mixture_log_density_f64(const gk_mixture *mixture, size_t n, const double *x,
                                            size_t ldx, double *log_density,
                                            const gk_options *options);
GK_API gk_status gk_mixture_log_density_f32(const gk_mixture *mixture, size_t n, const float *x,
                                            size_t ldx, float *log_density,
                                            const gk_options *options);

/*
 * The responsibilities of the components for each point,
 *
 *     r_ik = w_k N(x_i; mu_k, S_k) / p(x_i)
 *
 * as R (n x components, leading dimension ldr): each row sums to 1 within 2^-53 (m + 2) (f32:
 * 2^-24), also where p(x_i) underflows. The error of r_ik is at most r_ik (e_k + the mean of all
 * e, weighted by the r) + 2^-53 (m + 8). Where all log densities are -infinity the row is NaN.
 * Errors and memory are those of the density, with 2 KiB m a thread more.
 */
GK_API gk_status gk_mixture_responsibilities_f64(const gk_mixture *mixture, size_t n,
                                                 const double *x, size_t ldx, double *r, size_t ldr,
                                                 const gk_options *options);
GK_API gk_status gk_mixture_responsibilities_f32(const gk_mixture *mixture, size_t n,
                                                 const float *x, size_t ldx, float *r, size_t ldr,
                                                 const gk_options *options);

/*
 * One axis of a regular grid: `count` coordinates from first to last, first + i (last - first) /
 * (count - 1), as numpy's linspace; with a count of 1, first alone. last may be below first.
 */
typedef struct gk_axis {
  double first, last;
  size_t count;
} gk_axis;

/*
 * The density, or its natural logarithm, on a grid in d = 1, 2 or 3 dimensions, with one axis for
 * each dimension: axes[0] is x, the first feature. The value at node (i, j, k) of the grid is
 *
 *     out[(k * axes[1].count + j) * ldo + i]
 *
 * with ldo >= axes[0].count: the image of a 2-D density has a row for each y. A grid without nodes
 * is an empty result, a success. Coordinates are not rounded, as they are in numpy's linspace: the
 * grid is the exact one, and no digits are lost where coordinates are large beside the deviations.
 *
 * Error of the density: at most the sum over the components of
 *
 *     (u (32 + 8 q) + 2^-53 c) w_k N(x; mu_k, S_k)       q = (x - mu_k)^T S_k^-1 (x - mu_k)
 *
 * with u = 2^-53 (f64) or 2^-24 (f32). c is 0 for covariances that were given as such (full,
 * diagonal, spherical) and whose correlations have a condition number k(S) below 100, otherwise
 * 8 d k(S) (q + 1), as at points. What a component contributes may be missing where it is below
 * 2^-1020 (f64) or 2^-124 (f32), or below that fraction of its height. A density too large for the
 * type is infinite. The error of the log density is that at points; f32 is computed in double and
 * rounded.
 *
 * Cost: for each value and component one exponential, where it is not 0, or for diagonal and
 * spherical covariances one multiply-add; and for the log density of mixtures one logarithm a
 * value. Memory: less than 2 KiB a component, and 1 MiB a thread.
 * GK_ERROR_ARGUMENT: NULL, d above 3, an end or a length of an axis that is not finite, ldo,
 * options.
 * GK_ERROR_OVERFLOW, GK_ERROR_MEMORY, GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_mixture_density_grid_f64(const gk_mixture *mixture, const gk_axis *axes,
                                             double *out, size_t ldo, const gk_options *options);
GK_API gk_status gk_mixture_density_grid_f32(const gk_mixture *mixture, const gk_axis *axes,
                                             float *out, size_t ldo, const gk_options *options);
GK_API gk_status gk_mixture_log_density_grid_f64(const gk_mixture *mixture, const gk_axis *axes,
                                                 double *out, size_t ldo,
                                                 const gk_options *options);
GK_API gk_status gk_mixture_log_density_grid_f32(const gk_mixture *mixture, const gk_axis *axes,
                                                 float *out, size_t ldo, const gk_options *options);

/*
 * n independent samples as the rows of X (n x d, ldx >= d). The same seed gives the same samples
 * for any number of threads, and sample i is the same for any n > i; f32 samples are those of f64,
 * rounded. (Instruction sets, and versions of libm, may differ in the last digits.) Random bits
 * are those of Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC
 * 2011) with the seed as its key and the sample's index in its counter; normal variates come from
 * the Box-Muller transform of 53-bit numbers, in double, and reach to 8.5 deviations.
 *
 * O(n d^2) time for full covariances, O(n d) for others; memory: 512 d bytes a thread, and 8 m.
 * GK_ERROR_ARGUMENT: NULL, ldx, options. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY, GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_mixture_sample_f64(const gk_mixture *mixture, size_t n, unsigned long long seed,
                                       double *x, size_t ldx, const gk_options *options);
GK_API gk_status gk_mixture_sample_f32(const gk_mixture *mixture, size_t n, unsigned long long seed,
                                       float *x, size_t ldx, const gk_options *options);

/* How spots that overlap are merged. The numbers are pinned for ever. */
typedef enum gk_merge {
  GK_MERGE_SUM = 0,    /* added: a density of the spots */
  GK_MERGE_MAXIMUM = 1 /* the largest: a target for key point detectors */
} gk_merge;

/* What is made exactly the amplitude, or 1. The numbers are pinned for ever. */
typedef enum gk_peak {
  GK_PEAK_CONTINUOUS = 0, /* the spot's height at its centre, which may lie between pixels */
  GK_PEAK_PIXEL = 1,      /* each spot is scaled so that at the pixel nearest to its centre, on the
                             map or not, it is the amplitude, exactly */
  GK_PEAK_MAP = 2         /* the merged map is divided by its largest value, which becomes exactly
                             1; a map without a positive value stays as it is */
} gk_peak;

/* How spots are drawn. Start from GK_SPOTS_INIT; NULL means that. */
typedef struct gk_spots {
  size_t struct_size;
  double sigma;    /* in pixels, > 0, finite; for all spots, where no sigmas are given */
  double truncate; /* how many sigmas a spot reaches along each axis: a pixel counts if |i - x| and
                      |j - y|, exactly, are at most truncate * sigma, a product rounded to double;
                      0: everywhere */
  gk_merge merge;
  gk_peak peak;
} gk_spots;

#define GK_SPOTS_INIT                                                                              \
  { sizeof(gk_spots), 1.0, 0.0, GK_MERGE_SUM, GK_PEAK_CONTINUOUS }

/*
 * A heat map of n Gaussian spots,
 *
 *     map[j * ldmap + i] = sum or maximum over k of
 *                          a_k exp(-((i - x_k)^2 + (j - y_k)^2) / (2 sigma_k^2))
 *
 * of height rows and width columns, ldmap >= width. (The width comes first, as x does; beware that
 * gk_weights_separate, for any matrix, takes rows before columns.) The centres (n x 2: x, y, with
 * the leading dimension ldc >= 2) are in pixels, where pixel i has its centre at i, and may lie
 * outside the map. sigmas: n values > 0, NULL: spots->sigma; amplitudes: n finite values, NULL:
 * all 1. Pixels that no spot reaches are 0. Without spots the map is 0.
 *
 * Each pixel's error is at most 2^-53 (16 + r) times the sum of |a_k| over the r spots that reach
 * it (maximum: 16 2^-53 times the largest a_k), which are added in their order. f32 maps are
 * computed in double and rounded. GK_PEAK_MAP then divides the values of the map, correctly
 * rounded. Sums that the type cannot hold are infinite, but GK_PEAK_MAP divides even these
 * correctly: it scales the amplitudes by a power of two first.
 *
 * O(pixels that the spots reach) time, with exponentials only along the axes. Memory: 16 bytes a
 * spot and a little for the bands of the map; 16 (width + 64) bytes a thread, and in f32 the larger
 * of 1 MiB and 64 width bytes more.
 * progress is called, and can cancel, between bands of up to 64 rows with their spots.
 * GK_ERROR_ARGUMENT: NULL, ldc, ldmap, options, a sigma, truncate, merge or peak out of range,
 * amplitudes that are negative with GK_MERGE_MAXIMUM, overlap of the map with an input.
 * GK_ERROR_DATA: NaN or infinity in a centre or amplitude. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY,
 * GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_heatmap_f64(size_t n, size_t width, size_t height, const double *centers,
                                size_t ldc, const double *sigmas, const double *amplitudes,
                                const gk_spots *spots, double *map, size_t ldmap,
                                const gk_options *options);
GK_API gk_status gk_heatmap_f32(size_t n, size_t width, size_t height, const float *centers,
                                size_t ldc, const float *sigmas, const float *amplitudes,
                                const gk_spots *spots, float *map, size_t ldmap,
                                const gk_options *options);

#ifdef __cplusplus
}
#endif

#include <gausskern/kde.h>

#endif
