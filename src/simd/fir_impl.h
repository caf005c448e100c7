/*
 * The loops of fir_loops.h, for one precision and one instruction set. The includer defines T, NAME
 * and, for double, GKI_F64; the build defines GKI_ISA. Only the table at the end has a name
 * outside.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#define INLINE static inline __attribute__((always_inline))

#include "simd/convert_impl.h"

/* As many accumulators as hide the latency of a multiply-add and leave room for the centres. */
enum { LANES = VEC_BYTES / sizeof(T), VECS = VEC_BYTES == 64 ? 8 : 4 };

typedef NAME(gki_fir_taps) fir_taps;

/* Where a pixel's neighbours are: in other rows, or in the same. */
typedef struct neighbours {
  const T *const *rows; /* of the centre; NULL: all in one row */
  const T *row;
  size_t step;
} neighbours;

INLINE const T *before(const neighbours *from, size_t j) {
  return from->rows ? *(from->rows - j) : from->row - j * from->step;
}

INLINE const T *after(const neighbours *from, size_t j) {
  return from->rows ? from->rows[j] : from->row + j * from->step;
}

/* `count` vectors from pixel i on. */
INLINE void filter_vectors(size_t count, const neighbours *from, size_t i, const fir_taps *taps,
                           bool odd, T *out) {
  vec sum[VECS], twice[VECS];
  for (size_t v = 0; v < count; v++) {
    const vec c = vec_load(before(from, 0) + i + v * LANES);
    twice[v] = vec_add(c, c);
    sum[v] = odd ? vec_sub(c, c) : vec_mul(c, vec_set1(taps->sum)); /* a NaN spreads */
  }
  for (size_t j = 1; j <= taps->radius; j++) {
    const T *a = before(from, j) + i, *b = after(from, j) + i;
    const vec w = vec_set1(taps->w[j - 1]);
    for (size_t v = 0; v < count; v++) {
      const vec x = vec_load(a + v * LANES), y = vec_load(b + v * LANES);
      const vec pair = odd ? vec_sub(x, y) : vec_sub(vec_add(x, y), twice[v]);
      sum[v] = vec_fma(w, pair, sum[v]);
    }
  }
  for (size_t v = 0; v < count; v++) {
    vec_store(out + i + v * LANES, sum[v]);
  }
}

/* Fewer pixels than a vector holds. */
INLINE void filter_few(size_t n, const neighbours *from, const fir_taps *taps, bool odd, T *out) {
  const int end = (int)n;
  const vec c = vec_load_lanes(before(from, 0), end), twice = vec_add(c, c);
  vec sum = odd ? vec_sub(c, c) : vec_mul(c, vec_set1(taps->sum));
  for (size_t j = 1; j <= taps->radius; j++) {
    const vec x = vec_load_lanes(before(from, j), end), y = vec_load_lanes(after(from, j), end);
    const vec pair = odd ? vec_sub(x, y) : vec_sub(vec_add(x, y), twice);
    sum = vec_fma(vec_set1(taps->w[j - 1]), pair, sum);
  }
  vec_store_lanes(out, sum, 0, end);
}

/* As many vectors at once as may be, from pixel i on; what is done. */
INLINE size_t filter_block(size_t n, const neighbours *from, size_t i, const fir_taps *taps,
                           bool odd, T *out) {
  if (VECS >= 8 && i + 8 * LANES <= n) {
    filter_vectors(8, from, i, taps, odd, out);
    return 8 * LANES;
  }
  if (i + 4 * LANES <= n) {
    filter_vectors(4, from, i, taps, odd, out);
    return 4 * LANES;
  }
  if (i + 2 * LANES <= n) {
    filter_vectors(2, from, i, taps, odd, out);
    return 2 * LANES;
  }
  /* The last vector reaches back to pixels that are done already, and does them again. */
  filter_vectors(1, from, i + LANES <= n ? i : n - LANES, taps, odd, out);
  return LANES;
}

/* The lines block by block: what their rows share then still is in the first cache. */
INLINE void filter_across(size_t n, size_t lines, const T *const *rows, size_t step,
                          const fir_taps *taps, bool odd, T *out, ptrdiff_t ldo) {
  for (size_t i = 0, done = 0; i < n; i += done) {
    for (size_t l = 0; l < lines; l++) {
      const neighbours from = {rows + l * step + taps->radius, NULL, 0};
      T *line = out + (ptrdiff_t)l * ldo;
      if (n < LANES) {
        filter_few(n, &from, taps, odd, line);
        done = n;
      } else {
        done = filter_block(n, &from, i, taps, odd, line);
      }
    }
  }
}

static void across(size_t n, size_t lines, const T *const *rows, size_t step, const fir_taps *taps,
                   T *out, ptrdiff_t ldo) {
  if (taps->odd) {
    filter_across(n, lines, rows, step, taps, true, out, ldo);
  } else {
    filter_across(n, lines, rows, step, taps, false, out, ldo);
  }
}

INLINE void filter_along(size_t n, const T *row, size_t step, const fir_taps *taps, bool odd,
                         T *out) {
  const neighbours from = {NULL, row, step};
  if (n < LANES) {
    filter_few(n, &from, taps, odd, out);
    return;
  }
  for (size_t i = 0; i < n;) {
    i += filter_block(n, &from, i, taps, odd, out);
  }
}

static void along(size_t n, const T *row, size_t step, const fir_taps *taps, T *out) {
  if (taps->odd) {
    filter_along(n, row, step, taps, true, out);
  } else {
    filter_along(n, row, step, taps, false, out);
  }
}

#define FIR_LOOPS                                                                                  \
  {                                                                                                \
    {load_u8, load_u16, load_f32, load_f64}, {store_u8, store_u16, store_f32, store_f64}, across,  \
        along                                                                                      \
  }
