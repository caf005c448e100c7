/*
 * Gaussian weights for images: the little array that is multiplied with a neighbourhood of pixels.
 *
 * Let n be the number of dimensions (1 to 3), S the covariance (of sigma: diagonal, sigma_k^2), c
 * the centre, and
 *
 *     g(x) = exp(-1/2 (x - c)^T S^-1 (x - c))
 *
 * The pixel with index i has its centre at the coordinate i and reaches from i - 1/2 to i + 1/2.
 * Axes are in the order x, y, z: x runs along a row. The weight of pixel (i, j, k) is
 *
 *     w[(k * size_y + j) * size_x + i]
 *
 * so that a 2-D kernel is a row-major matrix of size_y rows and size_x columns. (numpy and scipy
 * count axes the other way round: their sigma = (a, b) is here sigma = {b, a}.)
 *
 * The method says what the weight b of one pixel is; the normalisation, what all of them are
 * divided by. The two are independent of each other.
 *
 *     method        b                                                   variance: sum i^2 b / sum b
 *     sampled       g at the pixel's centre                             too small below sigma 0.7
 *     integrated    the integral of g over the pixel                    about sigma^2 + 1/12
 *     discrete      exp(-t) I_i(t) times sqrt(2 pi) sigma, t = sigma^2  sigma^2
 *     oversampled   the mean of g at f^n points evenly in the pixel     near integrated
 *     opencv        as OpenCV's getGaussianKernel                       as sampled
 *     binomial      binomial coefficients, scaled as if they were g     sigma^2 = (size - 1) / 4
 *
 * (The variance is that of a wide enough array, with i counted from the centre; the binomial's is
 * that of its own size, and exact like the discrete Gaussian's.)
 *
 *     normalisation   w
 *     sum             amplitude * b / sum of all b
 *     peak            amplitude * b / largest b
 *     density         amplitude * b / ((2 pi)^(n/2) |S|^(1/2)), the probability density
 *     none            amplitude * b
 *
 * (A binomial of size 1 has sigma 0, and its weight is the amplitude.) Sums and peaks are computed
 * relative to the largest exponent: they are right even where g itself underflows to 0 at every
 * pixel, as with a sigma of 0.01 and a centre between two pixels or far outside the array.
 *
 * Derivatives: the weights are those of the derivative of g of order o_k along each axis k, divided
 * by what the weights of order 0 would have been divided by. They are the values of the derivative
 * as a function of the position, for a convolution; for a correlation, reverse them. For the
 * discrete Gaussian they are central differences, T(i-1) - 2 T(i) + T(i+1) for each two orders,
 * then (T(i+1) - T(i-1)) / 2 for an odd one.
 *
 * Sums. With GK_NORMALIZE_SUM and order 0 the weights add up, in exact arithmetic, to exactly the
 * amplitude (f32: rounded to float): a constant image stays that constant. To that end some weights
 * are moved by one unit in the last place, a few by more: one of each magnitude takes up what the
 * larger ones cannot represent. Symmetric weights stay equal, weights of 0 stay 0. (Where a tail is
 * so steep that it lies below all of those digits, some of its weights become 0: at sigma 1 none in
 * f64, at sigma 1/2 those below 1e-70.)
 *
 * Symmetry: with the centre in the middle the weights are symmetric to the last bit (turned ones
 * under reflection in the centre), derivatives up to their sign. With the same size, centre, sigma
 * and order along x and y they are also symmetric under exchange of x and y (but not z).
 *
 * A Gaussian is called turned here if theta or a covariance rotates it out of the axes.
 *
 * Thread-safe; one thread does the work. f32 weights are computed in double and rounded once. A
 * weight too large for the precision becomes infinite.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_WEIGHTS_H
#define GAUSSKERN_WEIGHTS_H

#include <gausskern/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the weight of a pixel is. The numbers are pinned for ever. */
typedef enum gk_weights_method {
  /* g at the centre of the pixel: scipy.ndimage, fspecial, most snippets. */
  GK_WEIGHTS_SAMPLED = 0,
  /* The integral of g over the pixel: differences of the normal CDF. Turned ones: order 0 only;
     the deviation along each axis for given coordinates along the others, 1 / sqrt((S^-1)_kk), at
     least 2^-20 pixels in 2-D, 2^-6 in 3-D. */
  GK_WEIGHTS_INTEGRATED = 1,
  /* The discrete Gaussian T(i) = exp(-t) I_i(t), t = sigma^2 (Lindeberg 1990): its variance is
     sigma^2, and the convolution of two of them is again one, with the sum of the variances (as
     long as nothing is cut off). Not turned; the centre at a pixel of the array (the middle of an
     even size is none); sigma at most 1e6. */
  GK_WEIGHTS_DISCRETE = 2,
  /* The mean over `oversample` points along each axis: astropy's factor. Turned ones: at most 1e6
     points a pixel, so that oversample is at most 1000 in 2-D, 100 in 3-D. */
  GK_WEIGHTS_OVERSAMPLED = 3,
  /* getGaussianKernel along each axis: sampled, but with an even size the two weights in the middle
     are computed as if the centre were at their pixels; with sigma = 0 the sigma is
     gk_weights_sigma_opencv(size), but odd sizes up to 9 have fixed tables. Normalised sums only;
     order 0; no rotation; the centre in the middle. */
  GK_WEIGHTS_OPENCV = 4,
  /* Row size - 1 of Pascal's triangle; sigma = 0 (it follows from the size: sqrt(size - 1) / 2).
     Order 0; no rotation; the centre in the middle. */
  GK_WEIGHTS_BINOMIAL = 5
} gk_weights_method;

/* What the weights are divided by. The numbers are pinned for ever. */
typedef enum gk_normalize {
  GK_NORMALIZE_SUM = 0,     /* they sum to the amplitude, exactly */
  GK_NORMALIZE_PEAK = 1,    /* the largest weight is the amplitude, exactly */
  GK_NORMALIZE_DENSITY = 2, /* the continuous Gaussian's integral is the amplitude */
  GK_NORMALIZE_NONE = 3     /* the continuous Gaussian's height is the amplitude */
} gk_normalize;

/*
 * Which weights. Start from GK_WEIGHTS_1D, _2D or _3D and change what differs:
 *
 *     gk_weights_spec spec = GK_WEIGHTS_2D(5, 1.0);
 *     spec.method = GK_WEIGHTS_INTEGRATED;
 *     double w[25];
 *     gk_weights_f64(&spec, w);
 *
 * The macros are initialisers. To assign one, say spec = (gk_weights_spec)GK_WEIGHTS_2D(7, 1.5), or
 * in C++ spec = gk_weights_spec GK_WEIGHTS_2D(7, 1.5). Sizes and sigmas of any arithmetic type are
 * converted.
 */
typedef struct gk_weights_spec {
  size_t struct_size;
  /* 1, 2 or 3: how many entries of the arrays below count. */
  size_t dimensions;
  /* Along x, y, z; odd or even. A size of 0 is an empty result. */
  size_t size[3];
  /* The standard deviations, in pixels: 1e-100 to 1e100; 0 where the method asks for it. */
  double sigma[3];
  /* 2-D: the angle in radians by which the Gaussian is rotated from +x towards +y (counterclockwise
     where y points up; astropy's theta); at most 1e6. */
  double theta;
  /* n x n, row-major, symmetric and positive definite, in pixels^2, its diagonal 1e-200 to 1e200,
     instead of sigma and theta, which must then be 0; NULL: not given. */
  const double *covariance;
  /* n coordinates, in pixels, -1e9 to 1e9, also outside the array; NULL: the middle, (size - 1)
     / 2, which is between two pixels where the size is even. */
  const double *center;
  /* The order of the derivative along each axis, 0 to 8. */
  unsigned order[3];
  gk_weights_method method;
  gk_normalize normalize;
  /* Points along each axis of a pixel, 1 to 1000; for the method oversampled. */
  size_t oversample;
  /* 0 to 1: weights below cutoff times the largest become 0 before anything is normalised.
     MATLAB's fspecial uses 2^-52. */
  double cutoff;
  /* Finite in the precision of the weights; with GK_NORMALIZE_SUM: 0, or in magnitude at least
     2^-120 (f32), 2^-1016 (f64). */
  double amplitude;
} gk_weights_spec;

#define GK_WEIGHTS_SPEC_INIT(dimensions, sx, sy, sz, sigma_x, sigma_y, sigma_z)                    \
  {                                                                                                \
    sizeof(gk_weights_spec), dimensions, {(size_t)(sx), (size_t)(sy), (size_t)(sz)},               \
        {(double)(sigma_x), (double)(sigma_y), (double)(sigma_z)}, 0.0, NULL, NULL, {0, 0, 0},     \
        GK_WEIGHTS_SAMPLED, GK_NORMALIZE_SUM, 10, 0.0, 1.0                                         \
  }
#define GK_WEIGHTS_1D(size, sigma) GK_WEIGHTS_SPEC_INIT(1, size, 1, 1, sigma, 0.0, 0.0)
#define GK_WEIGHTS_2D(size, sigma) GK_WEIGHTS_SPEC_INIT(2, size, size, 1, sigma, sigma, 0.0)
#define GK_WEIGHTS_3D(size, sigma) GK_WEIGHTS_SPEC_INIT(3, size, size, size, sigma, sigma, sigma)

/*
 * The weights, size_x * size_y * size_z numbers without gaps, written to w.
 *
 * Error bound, f64, order 0, normalisation density or none: axis-parallel Gaussians within 4 ulp a
 * dimension; turned ones within a relative error of 2^-53 (16 + 6 q), q = (x - c)^T S^-1 (x - c) at
 * the pixel (integrated: 2^-53 (64 + 8 q) at its farthest corner); both down to the smallest normal
 * number. Normalised sums and peaks add 2 ulp, and the sums what is said above. Derivatives:
 * axis-parallel ones within 2^-53 (4 + 2 o) for each dimension, relative to the sum of the
 * magnitudes of the terms of the Hermite polynomial (integrated: of its integral, discrete: of the
 * differences); turned ones likewise with the bound of order 0 plus 2^-53 * 16 o, o the sum of the
 * orders, where the terms are those in the coordinates of S^-1 (x - c), and 0 where g is below the
 * smallest normal number. f32: the result of f64 rounded to nearest, sums as above.
 *
 * Cost: axis-parallel Gaussians take O(size_x + size_y + size_z) transcendental functions
 * (oversampled: times oversample; discrete: and O(sigma) steps) and a product a weight.
 * Turned ones take an exponential a weight if sampled, oversample^n if oversampled; if integrated
 * hundreds in 2-D and ten thousands in 3-D, more the narrower they are. A sum adds some nanoseconds
 * a weight. Memory: some 60 bytes for each unit of the sizes added up; for sums 100 KiB; for f32,
 * and for turned or cut-off derivatives normalised to a sum or a peak, 8 bytes a weight.
 *
 * GK_ERROR_ARGUMENT: a NULL spec, or w where there are weights; a spec of unknown layout, or with a
 * method, normalisation, number of dimensions, sigma, theta, covariance, center, order, oversample,
 * cutoff or amplitude that is out of range or that the method does not allow; a sum or a peak of a
 * turned Gaussian whose centre is 2^20 standard deviations away from all pixels (sampled: from
 * their centres, oversampled: from their points).
 * GK_ERROR_SINGULAR: a covariance that is not positive definite; the message says the negative
 * eigenvalues and the rank, counted as gk_covariance_rank counts. GK_ERROR_OVERFLOW: more weights
 * than an address space holds. GK_ERROR_MEMORY.
 *
 * Source of the discrete Gaussian: Lindeberg, "Scale-space for discrete signals", IEEE Trans. PAMI
 * 12 (1990) 234-254; computed by Miller's downward recurrence.
 */
GK_API gk_status gk_weights_f64(const gk_weights_spec *spec, double *w);
GK_API gk_status gk_weights_f32(const gk_weights_spec *spec, float *w);

/* Whose rule gives the number of taps. The numbers are pinned for ever. */
typedef enum gk_size_rule {
  GK_SIZE_SCIPY = 0,  /* 2 int(truncate sigma + 1/2) + 1; scipy's and skimage's truncate is 4 */
  GK_SIZE_OPENCV = 1, /* round(8 sigma + 1) made odd: images that are not 8-bit */
  GK_SIZE_OPENCV_8BIT = 2, /* round(6 sigma + 1) made odd: 8-bit images */
  GK_SIZE_MATLAB = 3,      /* 2 ceil(2 sigma) + 1, imgaussfilt */
  GK_SIZE_ASTROPY = 4      /* ceil(8 sigma) made odd; Gaussian2DKernel: from the larger sigma, for
                              both axes */
} gk_size_rule;

/*
 * The number of taps along an axis for sigma. truncate (in sigmas, positive; 0 means 4) is read
 * with GK_SIZE_SCIPY only.
 * GK_ERROR_ARGUMENT: sigma or truncate negative or not finite, an unknown rule, a NULL size.
 * GK_ERROR_OVERFLOW: more than 2^53 taps.
 */
GK_API gk_status gk_weights_size(gk_size_rule rule, double sigma, double truncate, size_t *size);

/*
 * OpenCV's sigma for a size, 0.3 ((size - 1) / 2 - 1) + 0.8, which is also torchvision's
 * 0.15 size + 0.35. GK_ERROR_ARGUMENT: size = 0, a NULL sigma.
 */
GK_API gk_status gk_weights_sigma_opencv(size_t size, double *sigma);

/*
 * Factors a 2-D kernel W (rows x cols, leading dimension ldw >= cols; note the order: size[1] x
 * size[0] of a spec) into scale * column * row, if it is separable: W_ij = scale * column_i * row_j
 * within tolerance * max |W| for all i and j. `column` has `rows` numbers, `row` has `cols`; each
 * sums to exactly 1, and scale is the sum of W. But where the sum of a factor cancels, as for a
 * derivative (below 2^-20 of the sum of its magnitudes), its magnitudes sum to 1, its first entry
 * that is not 0 is positive, and scale does the rest.
 *
 * tolerance: 0 to 1; 0 means 1e-12 (f64) or 1e-6 (f32). For a table of rounded weights take half a
 * unit of their last digit over the largest weight.
 * *residual (may be NULL) becomes max |W_ij - scale column_i row_j| / max |W|. It is also written
 * where the kernel is not separable, which gives GK_ERROR_DATA and leaves the other outputs alone.
 *
 * Method: the factors are those of the best approximation of rank one in the least squares sense,
 * by alternating least squares, beginning with the row that has the largest weight. O(rows cols) a
 * round: two rounds for a separable kernel, at most 60.
 * GK_ERROR_ARGUMENT: rows or cols is 0, NULL, ldw < cols, a tolerance out of range, outputs that
 * overlap W. GK_ERROR_DATA: also for a NaN, an infinity, a W of zeros, or a scale that a double
 * cannot hold. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY.
 */
GK_API gk_status gk_weights_separate_f64(size_t rows, size_t cols, const double *w, size_t ldw,
                                         double tolerance, double *column, double *row,
                                         double *scale, double *residual);
GK_API gk_status gk_weights_separate_f32(size_t rows, size_t cols, const float *w, size_t ldw,
                                         double tolerance, float *column, float *row, double *scale,
                                         double *residual);

#ifdef __cplusplus
}
#endif

#endif
