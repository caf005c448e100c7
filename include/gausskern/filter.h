/*
 * The Gaussian filter of images and other arrays, its derivatives, and Gaussian pooling.
 *
 * Arrays have 1 to 4 axes of any strides. Axes are in the order x, y, z, ...: x runs along a row.
 * (numpy and scipy count them the other way round: their sigma = (a, b) is here sigma = {b, a}.)
 * Each axis k is filtered with the 1-D weights of weights.h, one axis after the other:
 *
 *     out(i) = sum over j of w(j) in(i - j),   w(j) = g^(order)(j) / sum of all g,
 *     g(j) = exp(-j^2 / (2 sigma^2))           (method sampled)
 *
 * An axis with sigma 0 is left alone: that is how axes are chosen, and an image's channels kept
 * apart. Entries of a spec for axes that the array does not have are not read.
 *
 * Beyond its ends a line a b c d continues as its boundary says, however far the weights reach:
 *
 *     GK_BOUNDARY_   before | line | after       scipy      OpenCV         numpy.pad  MATLAB
 *     REFLECT        d c b a|a b c d|d c b a     reflect    REFLECT        symmetric  symmetric
 *     MIRROR           d c b|a b c d|c b a       mirror     REFLECT_101    reflect
 *     NEAREST        a a a a|a b c d|d d d d     nearest    REPLICATE      edge       replicate
 *     WRAP           a b c d|a b c d|a b c d     wrap       WRAP           wrap       circular
 *     CONSTANT       k k k k|a b c d|k k k k     constant   CONSTANT       constant   a number
 *     NONE                   a b c d             nothing is there: the weights of the pixels that
 *                                                exist are divided by their sum
 *
 * The order of the axes does not matter: what lies beyond an array with CONSTANT is filtered along
 * the other axes, too. (It stays cval except for derivatives, after which scipy continues with
 * cval.) Nothing is beyond the ends of an axis with NONE, not even beyond those of another axis
 * with CONSTANT.
 *
 * Two engines compute the same sums.
 *
 *     FIR        multiplies with the weights, cut off at a radius: O(radius) a pixel and axis
 *     recursive  writes the Gaussian as a sum of complex exponentials, each of them a recursion of
 *                one step, so that the cost does not depend on sigma. Nothing is cut off, and the
 *                boundaries are exact: what lies beyond a line's end is a geometric series.
 *
 * Types. Each of in and out has one of four element types. Where both are u8 or f32 the filter
 * computes in float (the recursion in double), else in double. Results in u8 and u16 are rounded to
 * nearest, ties to even, and saturated; NaN becomes 0.
 *
 * Errors. Let M be the largest magnitude in the data (and of cval, with CONSTANT), A the product
 * over the filtered axes of the sum of |w| (1 without derivatives), and u = 2^-24 in float, 2^-53
 * in double. Results differ from the exact filter without cut-off by at most
 *
 *     (tolerance + r u) A M,    plus the rounding to the type of out
 *
 * with r = the sum over the axes of radius + 8 (FIR) or 2^8 (sigma + 16) (recursive; u is 2^-53
 * there, plus 2 u of the type in which axes pass on their results). With a given truncate or
 * radius, the same holds, with tolerance 0, for the filter cut off there. So a u8 image is what the
 * exact filter rounds to, except for values within 0.003 of a tie.
 * With FIR, order 0 and no mask a constant image stays that constant, to the last bit, where the
 * boundary does; in u8 and u16 also with the recursion.
 *
 * NaN and infinity. Without `missing` and mask they spread: with FIR to all pixels whose window
 * holds them, which become NaN or infinite, and to no others; with the recursion, whose windows
 * have no end, along their whole line. GK_ENGINE_AUTO therefore takes FIR where the data hold such
 * a value that counts (not where the mask is 0, nor a NaN with GK_MISSING_SKIP), for all axes but
 * those whose window would hold whole lines anyway; that costs what FIR costs. Magnitudes above a
 * quarter of the largest number may overflow; with the recursion, in f64, those above 2^-100 of it.
 *
 * Every function is thread-safe, and gives the same bits for any number of threads.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_FILTER_H
#define GAUSSKERN_FILTER_H

#include <gausskern/common.h>
#include <gausskern/weights.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The type of an array's elements. The numbers are pinned for ever. */
typedef enum gk_type {
  GK_TYPE_U8 = 0,  /* uint8_t */
  GK_TYPE_U16 = 1, /* uint16_t */
  GK_TYPE_F32 = 2, /* float */
  GK_TYPE_F64 = 3  /* double */
} gk_type;

/*
 * An array in the caller's memory. The element with the indices (i, j, k, l) is
 *
 *     data[i * stride[0] + j * stride[1] + k * stride[2] + l * stride[3]]
 *
 * Strides are in elements; they may be negative, and in an input also 0 (the same element again).
 * An output's elements must be distinct: sorted by magnitude, each stride reaches beyond the extent
 * of the smaller ones. data is aligned as its type requires. An array with a size of 0 is empty.
 * Two arrays overlap if the memory from the first to the last element of one overlaps that of the
 * other, even if only in gaps between elements.
 */
typedef struct gk_array {
  size_t struct_size;
  gk_type type;
  size_t dimensions; /* 1 to 4: how many entries of size and stride count */
  size_t size[4];
  ptrdiff_t stride[4];
  void *data; /* that of an input is never written */
} gk_array;

#define GK_ARRAY_INIT(type, data, dimensions, nx, ny, nz, nw)                                      \
  {                                                                                                \
    sizeof(gk_array), type, dimensions, {(size_t)(nx), (size_t)(ny), (size_t)(nz), (size_t)(nw)},  \
        {1, (ptrdiff_t)(nx), (ptrdiff_t)(nx) * (ptrdiff_t)(ny),                                    \
         (ptrdiff_t)(nx) * (ptrdiff_t)(ny) * (ptrdiff_t)(nz)},                                     \
        (void *)(data)                                                                             \
  }
/* Arrays without gaps: nx elements along x, which lie side by side. */
#define GK_ARRAY_1D(type, data, nx)             GK_ARRAY_INIT(type, data, 1, nx, 1, 1, 1)
#define GK_ARRAY_2D(type, data, nx, ny)         GK_ARRAY_INIT(type, data, 2, nx, ny, 1, 1)
#define GK_ARRAY_3D(type, data, nx, ny, nz)     GK_ARRAY_INIT(type, data, 3, nx, ny, nz, 1)
#define GK_ARRAY_4D(type, data, nx, ny, nz, nw) GK_ARRAY_INIT(type, data, 4, nx, ny, nz, nw)
/* An image whose channels lie side by side (RGBRGB...): the axes x, y, channel. */
#define GK_IMAGE(type, data, width, height, channels)                                              \
  {                                                                                                \
    sizeof(gk_array), type, 3, {(size_t)(width), (size_t)(height), (size_t)(channels), 1},         \
        {(ptrdiff_t)(channels), (ptrdiff_t)(width) * (ptrdiff_t)(channels), 1, 0}, (void *)(data)  \
  }

/* How a line continues beyond its ends; see above. The numbers are pinned for ever. */
typedef enum gk_boundary {
  GK_BOUNDARY_REFLECT = 0,
  GK_BOUNDARY_MIRROR = 1,
  GK_BOUNDARY_NEAREST = 2,
  GK_BOUNDARY_WRAP = 3,
  GK_BOUNDARY_CONSTANT = 4,
  GK_BOUNDARY_NONE = 5
} gk_boundary;

/* How it is computed. The numbers are pinned for ever. */
typedef enum gk_engine {
  GK_ENGINE_AUTO = 0,     /* for each axis the cheaper of those that can do it; with NaN or infinity
                             in the data FIR, which keeps them to their windows (see above) */
  GK_ENGINE_FIR = 1,      /* multiplications with the weights */
  GK_ENGINE_RECURSIVE = 2 /* the sum of exponentials; see gk_filter for what it can do. NaN and
                             infinity spread over whole lines */
} gk_engine;

/* What a NaN in the data means. The numbers are pinned for ever. */
typedef enum gk_missing {
  GK_MISSING_SPREAD = 0, /* a value like others: results whose window holds it are NaN, with
                            GK_ENGINE_RECURSIVE whole lines */
  GK_MISSING_SKIP = 1    /* a missing value: left out, and the weights of the others divided by
                            their sum */
} gk_missing;

/*
 * Which filter. Start from GK_FILTER_1D, _2D or _3D, which filter the first axes, and change what
 * differs:
 *
 *     gk_array image = GK_IMAGE(GK_TYPE_U8, pixels, width, height, 3);
 *     gk_filter_spec blur = GK_FILTER_2D(2.5);
 *     gk_filter(&image, &blur, &image, NULL);
 *
 * The macros are initialisers; to assign one in C write blur = (gk_filter_spec)GK_FILTER_2D(3).
 */
typedef struct gk_filter_spec {
  size_t struct_size;
  /* In pixels, for each axis: 0, or 1e-3 to 1e6. 0 leaves the axis alone. */
  double sigma[4];
  /* The order of the derivative along each axis, 0 to 8; 0 where sigma is 0. */
  unsigned order[4];
  gk_boundary boundary[4];
  double cval; /* what is beyond a line with GK_BOUNDARY_CONSTANT; finite */
  /* Cut the weights off at int(truncate sigma + 1/2) pixels, as scipy does (whose default is 4). 0:
     where the tolerance allows it. */
  double truncate;
  /* Or the number of pixels to cut them off at; 0: not given. Not together with truncate. */
  size_t radius[4];
  /* Sampled (as scipy), integrated or discrete; or binomial: [1 2 1] / 4 and the like, with the
     radius given, and a sigma of 1 or 0 that says only whether the axis is filtered. */
  gk_weights_method method;
  gk_engine engine;
  /* The largest error that the method may make in all axes together, 1e-15 to 0.1; see above. 0:
     1e-5 where in and out are u8 or f32, else 1e-9. */
  double tolerance;
  /* Keep every stride-th pixel: 0, s, 2 s, ... along each axis; 0 means 1. out then has
     ceil(size / stride) pixels. */
  size_t stride[4];
  gk_missing missing;
  /* NULL, or weights of the pixels: an array of the size of in, of any type, finite and not
     negative; 0 and 1 for a mask, alpha for an image with transparency. With a stride of 0 along
     the axis of the channels, all channels share one mask. */
  const gk_array *mask;
} gk_filter_spec;

#define GK_FILTER_INIT(sx, sy, sz, sw)                                                             \
  {                                                                                                \
    sizeof(gk_filter_spec), {(double)(sx), (double)(sy), (double)(sz), (double)(sw)},              \
        {0, 0, 0, 0},                                                                              \
        {GK_BOUNDARY_REFLECT, GK_BOUNDARY_REFLECT, GK_BOUNDARY_REFLECT, GK_BOUNDARY_REFLECT}, 0.0, \
        0.0, {0, 0, 0, 0}, GK_WEIGHTS_SAMPLED, GK_ENGINE_AUTO, 0.0, {1, 1, 1, 1},                  \
        GK_MISSING_SPREAD, NULL                                                                    \
  }
#define GK_FILTER_1D(sigma) GK_FILTER_INIT(sigma, 0.0, 0.0, 0.0)
#define GK_FILTER_2D(sigma) GK_FILTER_INIT(sigma, sigma, 0.0, 0.0)
#define GK_FILTER_3D(sigma) GK_FILTER_INIT(sigma, sigma, sigma, 0.0)

/*
 * Filters in into out. out has in's dimensions and sizes (divided by stride, rounded up), and may
 * have another type and other strides. It is either in itself (the same data, type and strides; no
 * stride of the spec but 1), or does not overlap it; nor may it overlap the mask. (Gaps between
 * elements count as overlap: RGBA with its alpha as mask, or red filtered into green, needs another
 * buffer, or a copy of alpha or red.)
 *
 * With a mask m, with GK_MISSING_SKIP (where m is 0 at a NaN) or GK_BOUNDARY_NONE (where m is 0
 * outside) the result is the weighted mean
 *
 *     sum w(j) m(i - j) in(i - j) / sum w(j) m(i - j)
 *
 * and where no m in reach is above 0, NaN (in u8 and u16: 0). With the recursion, whose
 * denominators have an error of the tolerance, this is also so where the denominator is below 64
 * times the tolerance times the largest m. (The largest m is the largest number in the mask, even
 * if at a NaN that is skipped; 1 without a mask, and no less than 1 where a filtered axis has
 * GK_BOUNDARY_CONSTANT, however far its ends are.) Where m is 0 the value of in does not matter,
 * not even NaN or infinity. m continues beyond a line as the data do; with GK_BOUNDARY_CONSTANT it
 * is 1 there. The error is twice that above, divided by the denominator over the largest m. Order 0
 * only.
 *
 * The recursion takes the methods sampled and integrated, orders 0 to 2, sigmas from 1/2 (order 0;
 * else 2) on, and tolerances from 1e-12 on (derivatives: 1e-9), without truncate or radius. The
 * number of its exponentials follows from the tolerance.
 *
 * Cost: FIR takes 2 (radius + 1) operations a pixel and axis, and more at a line's ends: a line
 * shorter than the radius, even one of a single pixel, costs as much as one of that length (sigma 0
 * leaves such an axis alone). Its weights are computed first, without progress: seconds at sigma
 * 1e6. The recursive engine costs about as much as a radius of 20 + 2 poles in float, 11 + poles in
 * double, above which AUTO takes it: for two axes from sigma 7.4 on with the tolerance of float
 * images, 3.6 with that of double. Before AUTO takes it for f32 or f64, it reads the data once, to
 * look for NaN.
 * Memory: a band of rows, or a group of lines, a thread; in place, with three axes or more, the
 * recursion and a type of out in which the filter does not compute, and with sums of derivatives,
 * one or two arrays as large as in, in float or double; three with a mask; for a difference two
 * more.
 *
 * GK_ERROR_ARGUMENT: NULL; a struct of unknown layout; a number out of range; truncate and radius;
 * arrays whose sizes do not fit, or that overlap; an engine that cannot do what is asked.
 * GK_ERROR_DATA: a mask with a negative or not finite weight. GK_ERROR_OVERFLOW: an array that no
 * address space holds, or a radius above 2^24. GK_ERROR_MEMORY, GK_ERROR_CANCELLED.
 *
 * Sources. Recursive filtering with sums of exponentials: Deriche, "Recursively implementing the
 * Gaussian and its derivatives", INRIA RR-1893 (1993); sums of exponentials of near-optimal
 * accuracy: Jiang, arXiv 1909.09825. The coefficients are our own (src/filter/exponentials.py).
 * Normalised filtering: Knutsson and Westin, CVPR 1993.
 */
GK_API gk_status gk_filter(const gk_array *in, const gk_filter_spec *spec, const gk_array *out,
                           const gk_options *options);

/*
 * |gradient|: the square root of the sum over the filtered axes of the square of the first
 * derivative, as scipy's gaussian_gradient_magnitude. (Where the boundaries of the axes differ,
 * scipy makes each derivative with that of its axis along all axes; here each axis keeps its own.)
 * Orders of the spec, mask and missing must be 0, and no boundary NONE. The rest as gk_filter; the
 * error bound is the sum of the derivatives'.
 */
GK_API gk_status gk_filter_gradient_magnitude(const gk_array *in, const gk_filter_spec *spec,
                                              const gk_array *out, const gk_options *options);

/* The Laplacian of the Gaussian: the sum over the filtered axes of the second derivative, as
 * scipy's gaussian_laplace. Otherwise as the magnitude of the gradient. */
GK_API gk_status gk_filter_laplacian(const gk_array *in, const gk_filter_spec *spec,
                                     const gk_array *out, const gk_options *options);

/*
 * The difference of two Gaussians: in filtered with the spec's sigma less in filtered with `wider`
 * (as many as in has axes; 0 where the spec's is 0). A mask works here. The error bound is the sum
 * of the two.
 */
GK_API gk_status gk_filter_difference(const gk_array *in, const gk_filter_spec *spec,
                                      const double *wider, const gk_array *out,
                                      const gk_options *options);

/* What gk_filter does with a spec along one axis. Start from GK_FILTER_CHOICE_INIT. */
typedef struct gk_filter_choice {
  size_t struct_size;
  gk_engine engine; /* FIR or recursive; AUTO: the axis is not filtered */
  size_t radius;    /* FIR: that of the weights */
  size_t poles;     /* recursive: the number of exponentials, conjugates included */
  double error;     /* what the cut-off, or the exponentials, contribute to the error bound */
} gk_filter_choice;

#define GK_FILTER_CHOICE_INIT                                                                      \
  { sizeof(gk_filter_choice), GK_ENGINE_AUTO, 0, 0, 0.0 }

/*
 * The choice for an axis, 0 to dimensions - 1. Filters nothing, but reads the data (and the mask)
 * where a NaN in them would change the choice of GK_ENGINE_AUTO. Errors are those of gk_filter.
 */
GK_API gk_status gk_filter_explain(const gk_array *in, const gk_filter_spec *spec,
                                   const gk_array *out, size_t axis, gk_filter_choice *choice);

/* What happens to blocks that reach beyond the array. The numbers are pinned for ever. */
typedef enum gk_edge {
  GK_EDGE_CROP = 0,       /* they are left out: floor((size - block) / stride) + 1 results */
  GK_EDGE_PAD = 1,        /* the array continues as its boundary says */
  GK_EDGE_RENORMALIZE = 2 /* the weights inside the array are scaled to the sum of all weights; for
                             blocks that lie wholly inside they are as given */
} gk_edge;

/* Which pooling. Start from GK_POOL_1D, _2D or _3D. */
typedef struct gk_pool_spec {
  size_t struct_size;
  size_t block[4];  /* pixels along each axis; 1 (or 0) leaves the axis alone, and is right for axes
                       that in does not have */
  size_t stride[4]; /* from one block to the next; 0: block, so that blocks tile the array */
  /* The product of the blocks' sizes, x fastest, as gk_weights_f64 writes them; NULL: the mean. */
  const double *weights;
  gk_edge edge;
  gk_boundary boundary[4]; /* with GK_EDGE_PAD; not NONE */
  double cval;
} gk_pool_spec;

#define GK_POOL_INIT(bx, by, bz, bw, weights)                                                      \
  {                                                                                                \
    sizeof(gk_pool_spec), {(size_t)(bx), (size_t)(by), (size_t)(bz), (size_t)(bw)}, {0, 0, 0, 0},  \
        weights, GK_EDGE_CROP,                                                                     \
        {GK_BOUNDARY_REFLECT, GK_BOUNDARY_REFLECT, GK_BOUNDARY_REFLECT, GK_BOUNDARY_REFLECT}, 0.0  \
  }
#define GK_POOL_1D(block, weights) GK_POOL_INIT(block, 1, 1, 1, weights)
#define GK_POOL_2D(block, weights) GK_POOL_INIT(block, block, 1, 1, weights)
#define GK_POOL_3D(block, weights) GK_POOL_INIT(block, block, block, 1, weights)

/*
 * The number of results along an axis: with CROP floor((size - block) / stride) + 1, and 0 where
 * size < block; else as many as it takes to cover the axis, ceil((size - block) / stride) + 1, but
 * no block that begins beyond it (with gaps between blocks: ceil(size / stride)), and 1 where
 * 0 < size <= block. A block or stride of 0 means the same as in the spec.
 * GK_ERROR_ARGUMENT: an unknown edge, a NULL count.
 */
GK_API gk_status gk_pool_size(size_t size, size_t block, size_t stride, gk_edge edge,
                              size_t *count);

/*
 * Pools in into out: out(i) = sum over the block of weights(j) in(i stride + j), for each index i;
 * the weights are used as given, not reversed (tensordot, not a convolution). out has in's
 * dimensions and the sizes that gk_pool_size gives; it must not overlap in. Batches and channels
 * are axes with block 1.
 *
 * Sums are computed in double and rounded once to out's type: the error is at most (block + 4)
 * 2^-53 sum |weights in|, with block the number of pixels in one, plus that rounding (u8, u16: to
 * nearest, ties to even, saturated, NaN to 0). A mean is the sum of the pixels divided by their
 * number. Sums
 * beyond the largest double are infinite. RENORMALIZE multiplies by the sum of all weights over the
 * sum of those inside; where that is 0, or below 2^-20 of the sum of their magnitudes: NaN.
 * NaN and infinity spread to the blocks that hold them, and to no others.
 *
 * Cost: O(out block). Memory: some rows a thread, and a few copies of the weights.
 * GK_ERROR_ARGUMENT: NULL; a struct of unknown layout; weights or cval not finite; an edge or
 * boundary out of range; a block along an axis that in does not have; arrays whose sizes do not
 * fit; an out that overlaps in or the weights. GK_ERROR_OVERFLOW, GK_ERROR_MEMORY,
 * GK_ERROR_CANCELLED.
 */
GK_API gk_status gk_pool(const gk_array *in, const gk_pool_spec *spec, const gk_array *out,
                         const gk_options *options);

#ifdef __cplusplus
}
#endif

#endif
