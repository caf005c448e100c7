/*
 * Gram matrices of the Gaussian kernel
 *
 *     K_ij = variance * exp(-gamma * sum_k ((x_ik - y_jk) / lengthscale_k)^2)
 *
 * of points that are the rows of X (and of Y), in double (_f64) and float (_f32).
 *
 * What holds in both precisions, for every instruction set and any number of threads:
 *
 * - gk_gram: K_ij and K_ji are the same bits, except that a NaN may have any of its bits, here and
 *   below. K_ii is variance + noise, added in double and rounded.
 * - 0 <= K_ij <= variance off the diagonal, the variance rounded to the precision. Entries below
 *   2^-124 (f32) or 2^-1020 (f64) may come out as 0; none is subnormal.
 * - A point that holds a NaN makes its row and its column NaN, and nothing else. A point that holds
 *   an infinity is infinitely far from all others (K = 0), but its distance from itself, or from a
 *   point that is infinite in the same coordinate with the same sign, is undefined (NaN).
 * - Same bits for any number of threads and any workspace budget. Another instruction set, or
 *   another BLAS kernel, may give other bits within the bound.
 * - |K_ij computed - K_ij| <= gk_gram_error_bound, for all finite data: far from the origin, in
 *   tight clusters far from each other, with duplicates, with any gamma. (For rounding to nearest;
 *   in another rounding mode, which is left as it is, digits are lost.)
 *
 * Method. For up to 48 features (128 on processors whose adders are separate from their
 * multipliers: AMD's with AVX-512), squared differences are summed in registers and stay there
 * until they are exponentiated; for up to 256 points differences are used whatever d is. Otherwise
 * gemm computes tiles of 2 gamma <x_i - c, x_j - c>, where c is the mean of the data (of 256 rows,
 * where there are more; 0 where it is small beside their spread), and one pass adds the squared
 * norms, clamps at 0, exponentiates and stores the tile and its mirror image. That expansion
 * cancels where the norms are large beside the distance; so the rounding error of each tile is
 * bounded before it is used, by B = u C gamma (r_i^2 + r_j^2), and where B exceeds the tolerance
 * the entries that could be off, or the whole tile, are computed from differences. The bound is
 * standard rounding analysis (Higham, Accuracy and Stability of Numerical Algorithms, 2002, ch. 3).
 * The exponential is the library's own, 2^x with log2(e) folded into gamma, within 2 ulp.
 *
 * Cost: n m d multiply-adds (half of them for a symmetric K) and one exponential an entry; up to
 * 2.5 times as long where d > 48 and the tiles have to be computed from differences after all.
 * Memory beyond the arguments: under 5 MiB a thread (13 MiB from 8192 points on), 40 bytes (f64)
 * or 24 (f32) a feature, and 8 or 4 bytes a point up to 131 072 points; more points take none.
 *
 * K must not overlap an input (GK_ERROR_ARGUMENT); inputs may overlap each other. Alignment does
 * not change results; a K whose rows start at multiples of 64 bytes is written fastest.
 *
 * Errors of all functions: GK_ERROR_ARGUMENT for a NULL array, a leading dimension below the
 * number of columns, gamma or a lengthscale that is not positive and finite, gamma log2(e) /
 * lengthscale^2 above 2^252 (f32) or 2^2000 (f64), variance outside [2^-124, 2^125] (f32) or
 * [2^-1020, 2^1021] (f64), noise that is negative or above the largest variance, a parameter or
 * option struct of unknown layout; GK_ERROR_OVERFLOW for sizes whose product does not fit;
 * GK_ERROR_MEMORY; GK_ERROR_CANCELLED.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_GRAM_H
#define GAUSSKERN_GRAM_H

#include <gausskern/common.h>
#include <gausskern/rbf.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The symmetric Gram matrix K (n x n, leading dimension ldk >= n) of the rows of X (n x d, ldx >=
 * d). With d = 0 every entry is variance, with noise added on the diagonal.
 */
GK_API gk_status gk_gram_f64(size_t n, size_t d, const double *x, size_t ldx, const gk_rbf *rbf,
                             double *k, size_t ldk, const gk_options *options);
GK_API gk_status gk_gram_f32(size_t n, size_t d, const float *x, size_t ldx, const gk_rbf *rbf,
                             float *k, size_t ldk, const gk_options *options);

/* The part of K that is written. The numbers are pinned for ever. */
typedef enum gk_triangle {
  GK_FULL = 0,  /* all of K */
  GK_LOWER = 1, /* j <= i */
  GK_UPPER = 2  /* j >= i */
} gk_triangle;

/*
 * One triangle of the symmetric Gram matrix with its diagonal; the rest of K is neither read nor
 * written. The bits are those of gk_gram. K is stored as a full n x n array.
 */
GK_API gk_status gk_gram_triangle_f64(gk_triangle triangle, size_t n, size_t d, const double *x,
                                      size_t ldx, const gk_rbf *rbf, double *k, size_t ldk,
                                      const gk_options *options);
GK_API gk_status gk_gram_triangle_f32(gk_triangle triangle, size_t n, size_t d, const float *x,
                                      size_t ldx, const gk_rbf *rbf, float *k, size_t ldk,
                                      const gk_options *options);

/*
 * Rows first ... first + rows - 1 of the symmetric Gram matrix, into k (rows x n, ldk >= n): for a
 * K that is streamed, or larger than memory. The bits are those of gk_gram, so that the blocks
 * together are exactly symmetric. Cheapest where first and rows are multiples of 512, or rows is
 * all that is left: where gemm is used, whole tiles of up to 512 rows are computed. For single rows
 * gk_gram_columns (from some four features on) or gk_cross_gram is cheaper; their bits may differ.
 * GK_ERROR_ARGUMENT: first + rows > n.
 */
GK_API gk_status gk_gram_rows_f64(size_t n, size_t d, const double *x, size_t ldx, size_t first,
                                  size_t rows, const gk_rbf *rbf, double *k, size_t ldk,
                                  const gk_options *options);
GK_API gk_status gk_gram_rows_f32(size_t n, size_t d, const float *x, size_t ldx, size_t first,
                                  size_t rows, const gk_rbf *rbf, float *k, size_t ldk,
                                  const gk_options *options);

/*
 * The cross-Gram matrix K (m x n, ldk >= n) between the rows of X (m x d, ldx >= d) and the rows of
 * Y (n x d, ldy >= d). noise is not added, even where X and Y are the same points.
 */
GK_API gk_status gk_cross_gram_f64(size_t m, size_t n, size_t d, const double *x, size_t ldx,
                                   const double *y, size_t ldy, const gk_rbf *rbf, double *k,
                                   size_t ldk, const gk_options *options);
GK_API gk_status gk_cross_gram_f32(size_t m, size_t n, size_t d, const float *x, size_t ldx,
                                   const float *y, size_t ldy, const gk_rbf *rbf, float *k,
                                   size_t ldk, const gk_options *options);

/*
 * The most that any entry of a Gram or cross-Gram matrix of d features can differ from the exact
 * kernel of the given numbers, as an absolute error: what the functions above promise for all
 * finite data. With u = 2^-24 (f32) or 2^-53 (f64):
 *
 *     d <= 48:  variance * (u (c + 9) / e + 6 u) + 2^-124                          f64: 2^-1020
 *     d > 48:   variance * (max(2^-14, u (c + 9) / e) + 6 u) + 2^-124             f64: 2^-43
 *
 *     c = min(d, 128) + min(d / 128, 64) + d / 8192, quotients rounded up; e = 2.718...
 *
 * This is the worst case over all data; the errors of standardised data are some 2e-7 (f32) and
 * 4e-16 (f64). GK_ERROR_ARGUMENT as for the Gram matrix. noise adds only the rounding of the
 * diagonal.
 */
GK_API gk_status gk_gram_error_bound_f64(size_t d, const gk_rbf *rbf, double *bound);
GK_API gk_status gk_gram_error_bound_f32(size_t d, const gk_rbf *rbf, double *bound);

/*
 * Products with K and sums along its rows, without storing K: it is computed tile by tile, and no
 * tile leaves the caches. K is that of gk_gram (x alone) or of gk_cross_gram (x and y); all that is
 * said of its entries above holds here as well. noise counts only where K is symmetric. On AMD's
 * processors with AVX-512 tiles of x and y are multiplied by the library itself, not by gemm.
 *
 * The same bits for any number of threads and any workspace budget. Terms are summed in the
 * precision of the data only within a tile, with an error of at most that of 256 terms; the tiles'
 * sums are added in double (f32) or in twice the precision of double (f64), so errors do not grow
 * with n. A NaN in row i of x makes result i NaN. A NaN in a row of y, or of x where K is
 * symmetric, makes all results NaN. A NaN in a column of v makes that column of the result NaN; an
 * infinity there makes it infinite or NaN. For a symmetric K, products and row sums take half the
 * work: each entry is computed once and used for its row and for its column.
 *
 * Cost: n m d multiply-adds and n m exponentials (half of both where a symmetric K takes half the
 * work), and n m p multiply-adds. Memory: under 6 MiB a thread (14 MiB from 3072 points on), plus
 * 8 p numbers for each row of a tile (a tile has at most 512), 16 bytes (f64) or 8 (f32) for each
 * element of the result, and what gk_gram takes for features and points; weights take 8 bytes (f64)
 * or 4 (f32) each while there are at most 131 072, more take none.
 *
 * Outputs must not overlap inputs. Errors are those of the Gram matrix, and those named below.
 */

/* The diagonal of a symmetric K. The numbers are pinned for ever. */
typedef enum gk_diagonal {
  GK_DIAGONAL_KEPT = 0,    /* K_ii = variance + noise */
  GK_DIAGONAL_LEFT_OUT = 1 /* no terms with j = i, and so no noise: leave-one-out */
} gk_diagonal;

/*
 * out = K V, with V n x p (ldv >= p) and out m x p (ldo >= p; m = n where K is symmetric). p = 0
 * is an empty result; n = 0 gives zeros. With u = 2^-24 (f32) or 2^-53 (f64) and
 * B = gk_gram_error_bound
 *
 *     |out_ik computed - exact| <= B s + 288 u (S + B s),   s = sum_j |v_jk|,  S = sum_j K_ij |v_jk|
 *
 * as long as S does not overflow; products K_ij v_jk that underflow may be lost.
 */
GK_API gk_status gk_gram_multiply_f64(size_t n, size_t d, size_t p, const double *x, size_t ldx,
                                      const double *v, size_t ldv, gk_diagonal diagonal,
                                      const gk_rbf *rbf, double *out, size_t ldo,
                                      const gk_options *options);
GK_API gk_status gk_gram_multiply_f32(size_t n, size_t d, size_t p, const float *x, size_t ldx,
                                      const float *v, size_t ldv, gk_diagonal diagonal,
                                      const gk_rbf *rbf, float *out, size_t ldo,
                                      const gk_options *options);
GK_API gk_status gk_cross_gram_multiply_f64(size_t m, size_t n, size_t d, size_t p, const double *x,
                                            size_t ldx, const double *y, size_t ldy,
                                            const double *v, size_t ldv, const gk_rbf *rbf,
                                            double *out, size_t ldo, const gk_options *options);
GK_API gk_status gk_cross_gram_multiply_f32(size_t m, size_t n, size_t d, size_t p, const float *x,
                                            size_t ldx, const float *y, size_t ldy, const float *v,
                                            size_t ldv, const gk_rbf *rbf, float *out, size_t ldo,
                                            const gk_options *options);

/*
 * The sums of K's rows: the product of K with a column of ones, with the same bound. For weighted
 * sums, pass the weights to gk_gram_multiply as V.
 */
GK_API gk_status gk_gram_row_sums_f64(size_t n, size_t d, const double *x, size_t ldx,
                                      gk_diagonal diagonal, const gk_rbf *rbf, double *sums,
                                      const gk_options *options);
GK_API gk_status gk_gram_row_sums_f32(size_t n, size_t d, const float *x, size_t ldx,
                                      gk_diagonal diagonal, const gk_rbf *rbf, float *sums,
                                      const gk_options *options);
GK_API gk_status gk_cross_gram_row_sums_f64(size_t m, size_t n, size_t d, const double *x,
                                            size_t ldx, const double *y, size_t ldy,
                                            const gk_rbf *rbf, double *sums,
                                            const gk_options *options);
GK_API gk_status gk_cross_gram_row_sums_f32(size_t m, size_t n, size_t d, const float *x,
                                            size_t ldx, const float *y, size_t ldy,
                                            const gk_rbf *rbf, float *sums,
                                            const gk_options *options);

/*
 * Logarithms of weighted sums of K's rows,
 *
 *     sums_i = log(sum_j w_j K_ij),        w_j >= 0, finite; NULL: all 1
 *
 * computed relative to the largest term, and so finite however far x_i is from all points with a
 * weight, as long as gamma times the squared distance does not overflow; -infinity where no j has a
 * weight. A weight that is negative, NaN or infinite is GK_ERROR_DATA; the message says which one.
 * A symmetric K saves no work here.
 *
 * With t_ij = gamma r_ij^2 (r in lengthscales) and c as in gk_gram_error_bound, the errors of the
 * exponents are e_ij = u (c + 9) t_ij, or for d > 48 the larger of that and 2^-14 (f32) or 2^-43
 * (f64). Then
 *
 *     |sums_i computed - exact| <= E_i + u (320 + 4 |sums_i| + 4 max_j |log w_j| + 4 D)
 *
 * where E_i is the mean of the e_ij, weighted by the terms w_j K_ij, and D is log(1 + noise /
 * variance) where the diagonal is kept, else 0.
 */
GK_API gk_status gk_gram_log_sums_f64(size_t n, size_t d, const double *x, size_t ldx,
                                      const double *weights, gk_diagonal diagonal,
                                      const gk_rbf *rbf, double *sums, const gk_options *options);
GK_API gk_status gk_gram_log_sums_f32(size_t n, size_t d, const float *x, size_t ldx,
                                      const float *weights, gk_diagonal diagonal, const gk_rbf *rbf,
                                      float *sums, const gk_options *options);
GK_API gk_status gk_cross_gram_log_sums_f64(size_t m, size_t n, size_t d, const double *x,
                                            size_t ldx, const double *y, size_t ldy,
                                            const double *weights, const gk_rbf *rbf, double *sums,
                                            const gk_options *options);
GK_API gk_status gk_cross_gram_log_sums_f32(size_t m, size_t n, size_t d, const float *x,
                                            size_t ldx, const float *y, size_t ldy,
                                            const float *weights, const gk_rbf *rbf, float *sums,
                                            const gk_options *options);

/*
 * Means of the rows of V (n x p, ldv >= p), weighted by K's rows,
 *
 *     means_ik = sum_j w_j K_ij v_jk / sum_j w_j K_ij
 *
 * (m x p, ldmeans >= p): Nadaraya-Watson regression, a step of the mean shift (V = Y), attention
 * whose score is -gamma r^2. Computed as the log sums are, so that a point far from all others gets
 * the value of the nearest rather than 0 / 0. Where no j has a weight the row is NaN. Weights as
 * above.
 *
 * With the shares s_ij = w_j K_ij / sum_j w_j K_ij, and e_ij, E_i and max |log w| as above,
 *
 *     |means_ik computed - exact| <= sum_j s_ij |v_jk| (e_ij + E_i + u (640 + 8 t_ij + 8 max |log w|))
 *
 * up to terms of second order, and as long as n max_j |v_jk| does not overflow. Terms whose w_j
 * K_ij is below 2^-124 (f32) or 2^-1020 (f64) of the row's largest may count as 0; a K_ij that by
 * itself would underflow does count. The variance cancels, except against the noise in
 * K_ii = variance + noise.
 */
GK_API gk_status gk_gram_means_f64(size_t n, size_t d, size_t p, const double *x, size_t ldx,
                                   const double *weights, const double *v, size_t ldv,
                                   gk_diagonal diagonal, const gk_rbf *rbf, double *means,
                                   size_t ldmeans, const gk_options *options);
GK_API gk_status gk_gram_means_f32(size_t n, size_t d, size_t p, const float *x, size_t ldx,
                                   const float *weights, const float *v, size_t ldv,
                                   gk_diagonal diagonal, const gk_rbf *rbf, float *means,
                                   size_t ldmeans, const gk_options *options);
GK_API gk_status gk_cross_gram_means_f64(size_t m, size_t n, size_t d, size_t p, const double *x,
                                         size_t ldx, const double *y, size_t ldy,
                                         const double *weights, const double *v, size_t ldv,
                                         const gk_rbf *rbf, double *means, size_t ldmeans,
                                         const gk_options *options);
GK_API gk_status gk_cross_gram_means_f32(size_t m, size_t n, size_t d, size_t p, const float *x,
                                         size_t ldx, const float *y, size_t ldy,
                                         const float *weights, const float *v, size_t ldv,
                                         const gk_rbf *rbf, float *means, size_t ldmeans,
                                         const gk_options *options);

/*
 * Some columns of some rows of the symmetric Gram matrix, into k (rows x count, ldk >= count):
 *
 *     k[r * ldk + c] = K(first + r, columns[c])
 *
 * columns: `count` indices below n, in any order; an index may be repeated. Where row and column
 * are the same point the entry is variance + noise. For solvers that ask for parts of K as they
 * need them: the rows of an SVM's working set, the pivot rows of a Cholesky factorisation. Rows
 * that do not follow each other take a call each; a single row costs no more than its share of a
 * block. Within gk_gram_error_bound, but not always the bits of gk_gram. O(rows count d).
 * GK_ERROR_ARGUMENT: first + rows > n, an index that is not below n, columns NULL.
 */
GK_API gk_status gk_gram_columns_f64(size_t n, size_t d, const double *x, size_t ldx, size_t first,
                                     size_t rows, size_t count, const size_t *columns,
                                     const gk_rbf *rbf, double *k, size_t ldk,
                                     const gk_options *options);
GK_API gk_status gk_gram_columns_f32(size_t n, size_t d, const float *x, size_t ldx, size_t first,
                                     size_t rows, size_t count, const size_t *columns,
                                     const gk_rbf *rbf, float *k, size_t ldk,
                                     const gk_options *options);

#ifdef __cplusplus
}
#endif

#endif
