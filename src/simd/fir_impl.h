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

/* Lines of which a vector each, with twice the centres and two windows, fill the registers. */
enum { TOGETHER = VEC_BYTES == 64 ? 4 : 1 };

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

/* Where results go: a row, a row past the caches (aligned to VEC_BYTES), or bytes. */
typedef enum sink { SINK_ROW, SINK_PAST, SINK_U8 } sink;

INLINE void put(sink kind, void *out, size_t i, vec a) {
  if (kind == SINK_U8) {
    vec_store_u8((uint8_t *)out + i, clamp(a, 255));
  } else if (kind == SINK_PAST) {
    vec_stream((T *)out + i, a);
  } else {
    vec_store((T *)out + i, a);
  }
}

/* `count` vectors from pixel i on. */
INLINE void filter_vectors(size_t count, const neighbours *from, size_t i, const fir_taps *taps,
                           bool odd, sink kind, void *out) {
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
    put(kind, out, i + v * LANES, sum[v]);
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
                           bool odd, sink kind, void *out) {
  if (VECS >= 8 && i + 8 * LANES <= n) {
    filter_vectors(8, from, i, taps, odd, kind, out);
    return 8 * LANES;
  }
  if (i + 4 * LANES <= n) {
    filter_vectors(4, from, i, taps, odd, kind, out);
    return 4 * LANES;
  }
  if (i + 2 * LANES <= n) {
    filter_vectors(2, from, i, taps, odd, kind, out);
    return 2 * LANES;
  }
  if (i + LANES <= n) {
    filter_vectors(1, from, i, taps, odd, kind, out);
  } else {
    /* Reaches back to pixels that are done already, and does them again. */
    filter_vectors(1, from, n - LANES, taps, odd, kind == SINK_PAST ? SINK_ROW : kind, out);
  }
  return LANES;
}

/*
 * One vector each of TOGETHER lines whose windows are one row apart. Going outwards, a line's
 * neighbours become those of the line next to it, so that two loads serve all.
 */
INLINE void filter_together(size_t radius, const T *const *centre, size_t i, const fir_taps *taps,
                            bool odd, T *out, ptrdiff_t ldo) {
  vec sum[TOGETHER], twice[TOGETHER], a[TOGETHER], b[TOGETHER];
  for (size_t l = 0; l < TOGETHER; l++) {
    const vec c = vec_load(centre[l] + i);
    a[l] = b[l] = c;
    twice[l] = vec_add(c, c);
    sum[l] = odd ? vec_sub(c, c) : vec_mul(c, vec_set1(taps->sum));
  }
  for (size_t j = 1; j <= radius; j++) {
    const vec w = vec_set1(taps->w[j - 1]);
    for (size_t l = 1; l < TOGETHER; l++) {
      a[TOGETHER - l] = a[TOGETHER - l - 1];
      b[l - 1] = b[l];
    }
    a[0] = vec_load(*(centre - j) + i);
    b[TOGETHER - 1] = vec_load(centre[TOGETHER - 1 + j] + i);
    for (size_t l = 0; l < TOGETHER; l++) {
      const vec pair = odd ? vec_sub(a[l], b[l]) : vec_sub(vec_add(a[l], b[l]), twice[l]);
      sum[l] = vec_fma(w, pair, sum[l]);
    }
  }
  for (size_t l = 0; l < TOGETHER; l++) {
    vec_store(out + (ptrdiff_t)l * ldo + i, sum[l]);
  }
}

INLINE void filter_columns(size_t n, size_t lines, size_t radius, const T *const *rows,
                           const fir_taps *taps, bool odd, T *out, ptrdiff_t ldo) {
  for (size_t at = 0; at < n; at += LANES) {
    const size_t i = at + LANES <= n ? at : n - LANES;
    for (size_t l = 0; l < lines; l += TOGETHER) {
      filter_together(radius, rows + l + radius, i, taps, odd, out + (ptrdiff_t)l * ldo, ldo);
    }
  }
}

/* As many lines as can be done so; how many. What the compiler knows of a radius costs no loop. */
INLINE size_t filter_most(size_t n, size_t lines, const T *const *rows, const fir_taps *taps,
                          bool odd, T *out, ptrdiff_t ldo) {
  const size_t most = n < LANES ? 0 : lines / TOGETHER * TOGETHER;
  switch (taps->radius) {
  case 2:
    filter_columns(n, most, 2, rows, taps, odd, out, ldo);
    break;
  case 3:
    filter_columns(n, most, 3, rows, taps, odd, out, ldo);
    break;
  case 4:
    filter_columns(n, most, 4, rows, taps, odd, out, ldo);
    break;
  default:
    filter_columns(n, most, taps->radius, rows, taps, odd, out, ldo);
  }
  return most;
}

/* The lines block by block: what their rows share then still is in the first cache. */
INLINE void filter_across(size_t n, size_t lines, const T *const *rows, size_t step,
                          const fir_taps *taps, bool odd, T *out, ptrdiff_t ldo) {
  const size_t begun =
      TOGETHER > 1 && step == 1 ? filter_most(n, lines, rows, taps, odd, out, ldo) : 0;
  for (size_t i = 0, done = 0; begun < lines && i < n; i += done) {
    for (size_t l = begun; l < lines; l++) {
      const neighbours from = {rows + l * step + taps->radius, NULL, 0};
      T *line = out + (ptrdiff_t)l * ldo;
      if (n < LANES) {
        filter_few(n, &from, taps, odd, line);
        done = n;
      } else {
        done = filter_block(n, &from, i, taps, odd, SINK_ROW, line);
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
                         sink kind, void *out) {
  const neighbours from = {NULL, row, step};
  size_t i = 0;
  if (kind == SINK_PAST) {
    filter_vectors(1, &from, 0, taps, odd, SINK_ROW, out);
    i = (size_t)(-(uintptr_t)out % VEC_BYTES) / sizeof(T);
  }
  for (; i < n;) {
    i += filter_block(n, &from, i, taps, odd, kind, out);
  }
}

INLINE void along_to(size_t n, const T *row, size_t step, const fir_taps *taps, sink kind,
                     void *out) {
  if (n < LANES) {
    T few[LANES];
    const neighbours from = {NULL, row, step};
    filter_few(n, &from, taps, taps->odd, kind == SINK_U8 ? few : out);
    if (kind == SINK_U8) {
      store_u8(n, few, 1, out, 1);
    }
  } else if (taps->odd) {
    filter_along(n, row, step, taps, true, kind, out);
  } else {
    filter_along(n, row, step, taps, false, kind, out);
  }
}

static void along(size_t n, const T *row, size_t step, const fir_taps *taps, T *out) {
  along_to(n, row, step, taps, SINK_ROW, out);
}

static void along_past(size_t n, const T *row, size_t step, const fir_taps *taps, T *out) {
  along_to(n, row, step, taps, SINK_PAST, out);
}

static void along_u8(size_t n, const T *row, size_t step, const fir_taps *taps, uint8_t *out) {
  along_to(n, row, step, taps, SINK_U8, out);
}

static void fence(void) {
  vec_fence();
}

#define FIR_LOOPS                                                                                  \
  {                                                                                                \
    {load_u8, load_u16, load_f32, load_f64}, {store_u8, store_u16, store_f32, store_f64}, across,  \
        along, along_past, fence, along_u8                                                         \
  }
