/*
 * The vector vocabulary on 16-byte vectors of the compiler's own, which every target has: SSE2 on
 * x86-64, NEON on aarch64. What each word means stands in vec.h.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_VEC_BASE_H
#define GKI_SIMD_VEC_BASE_H

#include <stdint.h>

enum { VEC_BYTES = 16, MICRO_ROWS = 2, MICRO_VECS = 4, EXP2_ABREAST = 4 };

static inline void vec_fence(void) {
}

#ifdef GKI_F64

typedef double vec __attribute__((vector_size(16)));
typedef double vec_anywhere __attribute__((vector_size(16), aligned(8), may_alias));
typedef int64_t vec_bits __attribute__((vector_size(16)));
#define VEC_MAGIC          0x1.8p52
#define VEC_EXPONENT_BIAS  1023
#define VEC_MANTISSA_BITS  52
#define VEC_SCALAR_FMA     __builtin_fma
#define VEC_HAS_SCALAR_FMA __FP_FAST_FMA

static inline vec vec_set1(double x) {
  return (vec){x, x};
}
static inline vec vec_load(const double *p) {
  return *(const vec_anywhere *)p;
}
static inline void vec_store(double *p, vec a) {
  *(vec_anywhere *)p = a;
}
static inline vec vec_load_u8(const uint8_t *p) {
  return (vec){(double)p[0], (double)p[1]};
}
static inline vec vec_load_u16(const uint16_t *p) {
  return (vec){(double)p[0], (double)p[1]};
}
static inline vec vec_load_f32(const float *p) {
  return (vec){(double)p[0], (double)p[1]};
}
static inline void vec_store_lanes(double *p, vec a, int first, int end) {
  double lanes[sizeof a / sizeof *p];
  vec_store(lanes, a);
  for (int l = first; l < end; l++) {
    p[l] = lanes[l];
  }
}
static inline vec vec_load_lanes(const double *p, int end) {
  vec a = vec_set1(0);
  for (int l = 0; l < end; l++) {
    a[l] = p[l];
  }
  return a;
}
static inline void vec_stream(double *p, vec a) {
  vec_store(p, a);
}
static inline void vec_transpose(vec a[2]) {
  const vec row = {a[0][0], a[1][0]};
  a[1] = (vec){a[0][1], a[1][1]};
  a[0] = row;
}

#else

typedef float vec __attribute__((vector_size(16)));
typedef float vec_anywhere __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t vec_bits __attribute__((vector_size(16)));
#define VEC_MAGIC          0x1.8p23f
#define VEC_EXPONENT_BIAS  127
#define VEC_MANTISSA_BITS  23
#define VEC_SCALAR_FMA     __builtin_fmaf
#define VEC_HAS_SCALAR_FMA __FP_FAST_FMAF

static inline vec vec_set1(float x) {
  return (vec){x, x, x, x};
}
static inline vec vec_load(const float *p) {
  return *(const vec_anywhere *)p;
}
static inline void vec_store(float *p, vec a) {
  *(vec_anywhere *)p = a;
}
static inline void vec_store_lanes(float *p, vec a, int first, int end) {
  float lanes[sizeof a / sizeof *p];
  vec_store(lanes, a);
  for (int l = first; l < end; l++) {
    p[l] = lanes[l];
  }
}
static inline vec vec_load_lanes(const float *p, int end) {
  vec a = vec_set1(0);
  for (int l = 0; l < end; l++) {
    a[l] = p[l];
  }
  return a;
}
static inline void vec_stream(float *p, vec a) {
  vec_store(p, a);
}
static inline void vec_transpose(vec a[4]) {
  for (int i = 0; i < 4; i++) {
    for (int j = i + 1; j < 4; j++) {
      const float swap = a[i][j];
      a[i][j] = a[j][i];
      a[j][i] = swap;
    }
  }
}

#endif

static inline vec vec_choose(vec_bits mask, vec yes, vec no) {
  return (vec)(((vec_bits)yes & mask) | ((vec_bits)no & ~mask));
}
static inline vec vec_add(vec a, vec b) {
  return a + b;
}
static inline vec vec_sub(vec a, vec b) {
  return a - b;
}
static inline vec vec_mul(vec a, vec b) {
  return a * b;
}
static inline vec vec_fma(vec a, vec b, vec c) {
#if VEC_HAS_SCALAR_FMA
  for (unsigned i = 0; i < sizeof a / sizeof a[0]; i++) {
    c[i] = VEC_SCALAR_FMA(a[i], b[i], c[i]);
  }
  return c;
#else
  return a * b + c; /* two roundings: the baseline of x86-64 has no fma */
#endif
}
static inline vec vec_fnma(vec a, vec b, vec c) {
  return vec_fma(-a, b, c);
}
static inline vec vec_min_keeping_nan(vec bound, vec a) {
  return vec_choose(a > bound, bound, a);
}
static inline vec vec_max_keeping_nan(vec bound, vec a) {
  return vec_choose(a < bound, bound, a);
}
static inline vec vec_from_exponent(vec rounded) {
  return (vec)((vec_bits)rounded << VEC_MANTISSA_BITS);
}
static inline vec_bits vec_whole(vec a) {
  /* The least bits of the sum are those of a, rounded. */
  return (vec_bits)(a + VEC_MAGIC);
}
static inline void vec_store_u8(uint8_t *p, vec a) {
  const vec_bits whole = vec_whole(a);
  for (unsigned i = 0; i < sizeof a / sizeof a[0]; i++) {
    p[i] = (uint8_t)whole[i];
  }
}
static inline void vec_store_u16(uint16_t *p, vec a) {
  const vec_bits whole = vec_whole(a);
  for (unsigned i = 0; i < sizeof a / sizeof a[0]; i++) {
    p[i] = (uint16_t)whole[i];
  }
}
static inline unsigned vec_above(vec a, vec b) {
  const vec_bits above = a > b;
  unsigned mask = 0;
  for (unsigned i = 0; i < sizeof a / sizeof a[0]; i++) {
    mask |= (unsigned)(above[i] & 1) << i;
  }
  return mask;
}

#endif
