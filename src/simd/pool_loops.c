/* The loops of pooling, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/pool_loops.h"

#define GKI_F64

#include "simd/vec.h"

#include <stdint.h>

enum { LANES = VEC_BYTES / sizeof(double), VECS = 4, STEP = VECS * LANES };
_Static_assert((int)STEP <= (int)GKI_POOL_STEP, "weights go on behind their period by that much");

#define INLINE static inline __attribute__((always_inline))

/* To nearest, ties to even, within 0 and most; of NaN 0. */
INLINE int32_t rounded(double a, double most) {
  const double above = a > 0 ? a : 0, within = above < most ? above : most;
  return (int32_t)((within + 0x1p52) - 0x1p52);
}

#define ELEMENT    uint8_t
#define TYPED(x)   x##_u8
#define LOAD_VEC   vec_load_u8
#define ROUNDED(a) (uint8_t) rounded(a, 255)
#include "simd/pool_loops_impl.h"

#define ELEMENT    uint16_t
#define TYPED(x)   x##_u16
#define LOAD_VEC   vec_load_u16
#define ROUNDED(a) (uint16_t) rounded(a, 65535)
#include "simd/pool_loops_impl.h"

#define ELEMENT    float
#define TYPED(x)   x##_f32
#define LOAD_VEC   vec_load_f32
#define ROUNDED(a) (float)(a)
#include "simd/pool_loops_impl.h"

#define ELEMENT    double
#define TYPED(x)   x##_f64
#define LOAD_VEC   vec_load
#define ROUNDED(a) (a)
#include "simd/pool_loops_impl.h"

INLINE void add_neighbours_of(size_t n, size_t block, size_t channels, const double *columns,
                              double *sums) {
  for (size_t i = 0; i < n; i++) {
    for (size_t c = 0; c < channels; c++) {
      const double *of = columns + i * block * channels + c;
      double sum = of[0];
      for (size_t t = 1; t < block; t++) {
        sum += of[t * channels];
      }
      sums[i * channels + c] = sum;
    }
  }
}

/* What the compiler knows it unrolls, and vectorises. */
INLINE void add_blocks_of(size_t n, size_t block, size_t channels, const double *columns,
                          double *sums) {
  switch (block) {
  case 2:
    add_neighbours_of(n, 2, channels, columns, sums);
    break;
  case 3:
    add_neighbours_of(n, 3, channels, columns, sums);
    break;
  case 4:
    add_neighbours_of(n, 4, channels, columns, sums);
    break;
  case 8:
    add_neighbours_of(n, 8, channels, columns, sums);
    break;
  default:
    add_neighbours_of(n, block, channels, columns, sums);
  }
}

static void add_neighbours(size_t n, size_t block, size_t channels, const double *columns,
                           double *sums) {
  switch (channels) {
  case 1:
    add_blocks_of(n, block, 1, columns, sums);
    break;
  case 3:
    add_blocks_of(n, block, 3, columns, sums);
    break;
  case 4:
    add_blocks_of(n, block, 4, columns, sums);
    break;
  default:
    add_neighbours_of(n, block, channels, columns, sums);
  }
}

/* The sums of `vecs` vectors side by side; of x, the first is at line. */
INLINE void slide_vecs(size_t vecs, size_t block, const double *w, size_t phases,
                       const double *line, size_t ld, bool first, double *sums) {
  vec sum[VECS];
  for (size_t v = 0; v < vecs; v++) {
    sum[v] = first ? vec_set1(0) : vec_load(sums + v * LANES);
  }
  const double *at = line;
  size_t phase = 0;
  for (size_t t = 0; t < block; t++) {
    const vec weight = vec_set1(w ? w[t] : 1.0);
    for (size_t v = 0; v < vecs; v++) {
      sum[v] = vec_fma(weight, vec_load(at + v * LANES), sum[v]);
    }
    phase++;
    at += ld;
    if (phase == phases) {
      phase = 0;
      at = ++line;
    }
  }
  for (size_t v = 0; v < vecs; v++) {
    vec_store(sums + v * LANES, sum[v]);
  }
}

INLINE double slide_one(size_t block, const double *w, size_t phases, const double *line, size_t ld,
                        double sum) {
  size_t phase = 0;
  for (size_t t = 0; t < block; t++) {
    const double value = line[phase * ld];
    sum += w ? w[t] * value : value;
    if (++phase == phases) {
      phase = 0;
      line++;
    }
  }
  return sum;
}

static void slide(size_t n, size_t block, const double *w, size_t phases, const double *line,
                  size_t ld, bool first, double *sums) {
  size_t i = 0;
  for (; i + STEP <= n; i += STEP) {
    slide_vecs(VECS, block, w, phases, line + i, ld, first, sums + i);
  }
  for (; i + LANES <= n; i += LANES) {
    slide_vecs(1, block, w, phases, line + i, ld, first, sums + i);
  }
  for (; i < n; i++) {
    sums[i] = slide_one(block, w, phases, line + i, ld, first ? 0.0 : sums[i]);
  }
}

static void scale(size_t n, double bias, double factor, double divisor, double *sums) {
  if (divisor == 1) { /* a division takes ten times as long */
    for (size_t i = 0; i < n; i++) {
      sums[i] = (sums[i] + bias) * factor;
    }
    return;
  }
  for (size_t i = 0; i < n; i++) {
    sums[i] = (sums[i] + bias) * factor / divisor;
  }
}

#define TABLE(isa)  TABLE_(isa)
#define TABLE_(isa) gki_pool_loops_##isa##_f64

const gki_pool_loops TABLE(GKI_ISA) = {
    .add_rows = {add_rows_u8, add_rows_u16, add_rows_f32, add_rows_f64},
    .add_neighbours = add_neighbours,
    .widen = {widen_u8, widen_u16, widen_f32, widen_f64},
    .slide = slide,
    .scale = scale,
    .narrow = {narrow_u8, narrow_u16, narrow_f32, narrow_f64},
};
