/* The vector vocabulary on AVX2 with FMA. What each word means stands in vec.h. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_VEC_AVX2_H
#define GKI_SIMD_VEC_AVX2_H

#include <immintrin.h>
#include <stdint.h>

enum { VEC_BYTES = 32, MICRO_ROWS = 4, MICRO_VECS = 2 };

static inline void vec_fence(void) {
  _mm_sfence();
}

#ifdef GKI_F64

enum { EXP2_ABREAST = 8 };
typedef __m256d vec;
#define VEC_MAGIC         0x1.8p52
#define VEC_EXPONENT_BIAS 1023

static inline vec vec_set1(double x) {
  return _mm256_set1_pd(x);
}
static inline vec vec_load(const double *p) {
  return _mm256_loadu_pd(p);
}
static inline void vec_store(double *p, vec a) {
  _mm256_storeu_pd(p, a);
}
static inline vec vec_load_u8(const uint8_t *p) {
  int32_t four;
  __builtin_memcpy(&four, p, sizeof four);
  return _mm256_cvtepi32_pd(_mm_cvtepu8_epi32(_mm_cvtsi32_si128(four)));
}
static inline vec vec_load_u16(const uint16_t *p) {
  return _mm256_cvtepi32_pd(_mm_cvtepu16_epi32(_mm_loadl_epi64((const __m128i *)p)));
}
static inline vec vec_load_f32(const float *p) {
  return _mm256_cvtps_pd(_mm_loadu_ps(p));
}
static inline void vec_store_lanes(double *p, vec a, int first, int end) {
  double lanes[sizeof a / sizeof *p];
  vec_store(lanes, a);
  for (int l = first; l < end; l++) {
    p[l] = lanes[l];
  }
}
static inline vec vec_load_lanes(const double *p, int end) {
  const __m256i lane = _mm256_setr_epi64x(0, 1, 2, 3);
  return _mm256_maskload_pd(p, _mm256_cmpgt_epi64(_mm256_set1_epi64x(end), lane));
}
static inline void vec_stream(double *p, vec a) {
  _mm256_stream_pd(p, a);
}
static inline vec vec_add(vec a, vec b) {
  return _mm256_add_pd(a, b);
}
static inline vec vec_sub(vec a, vec b) {
  return _mm256_sub_pd(a, b);
}
static inline vec vec_mul(vec a, vec b) {
  return _mm256_mul_pd(a, b);
}
static inline vec vec_fma(vec a, vec b, vec c) {
  return _mm256_fmadd_pd(a, b, c);
}
static inline vec vec_fnma(vec a, vec b, vec c) {
  return _mm256_fnmadd_pd(a, b, c);
}
static inline vec vec_min_keeping_nan(vec bound, vec a) {
  return _mm256_min_pd(bound, a);
}
static inline vec vec_max_keeping_nan(vec bound, vec a) {
  return _mm256_max_pd(bound, a); /* the second operand where one is NaN */
}
static inline void vec_store_u8(uint8_t *p, vec a) {
  const __m128i words = _mm_packus_epi32(_mm256_cvtpd_epi32(a), _mm_setzero_si128());
  _mm_storeu_si32(p, _mm_packus_epi16(words, words));
}
static inline void vec_store_u16(uint16_t *p, vec a) {
  const __m128i words = _mm_packus_epi32(_mm256_cvtpd_epi32(a), _mm_setzero_si128());
  _mm_storel_epi64((__m128i *)(void *)p, words);
}
static inline vec vec_from_exponent(vec rounded) {
  return _mm256_castsi256_pd(_mm256_slli_epi64(_mm256_castpd_si256(rounded), 52));
}
static inline unsigned vec_above(vec a, vec b) {
  return (unsigned)_mm256_movemask_pd(_mm256_cmp_pd(a, b, _CMP_GT_OQ));
}
static inline void vec_transpose(vec a[4]) {
  const vec b0 = _mm256_unpacklo_pd(a[0], a[1]), b1 = _mm256_unpackhi_pd(a[0], a[1]);
  const vec b2 = _mm256_unpacklo_pd(a[2], a[3]), b3 = _mm256_unpackhi_pd(a[2], a[3]);
  a[0] = _mm256_permute2f128_pd(b0, b2, 0x20);
  a[1] = _mm256_permute2f128_pd(b1, b3, 0x20);
  a[2] = _mm256_permute2f128_pd(b0, b2, 0x31);
  a[3] = _mm256_permute2f128_pd(b1, b3, 0x31);
}

#else

enum { EXP2_ABREAST = 1 };
typedef __m256 vec;
#define VEC_MAGIC         0x1.8p23f
#define VEC_EXPONENT_BIAS 127

static inline vec vec_set1(float x) {
  return _mm256_set1_ps(x);
}
static inline vec vec_load(const float *p) {
  return _mm256_loadu_ps(p);
}
static inline void vec_store(float *p, vec a) {
  _mm256_storeu_ps(p, a);
}
static inline void vec_store_lanes(float *p, vec a, int first, int end) {
  float lanes[sizeof a / sizeof *p];
  vec_store(lanes, a);
  for (int l = first; l < end; l++) {
    p[l] = lanes[l];
  }
}
static inline vec vec_load_lanes(const float *p, int end) {
  const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_maskload_ps(p, _mm256_cmpgt_epi32(_mm256_set1_epi32(end), lane));
}
static inline void vec_stream(float *p, vec a) {
  _mm256_stream_ps(p, a);
}
static inline vec vec_add(vec a, vec b) {
  return _mm256_add_ps(a, b);
}
static inline vec vec_sub(vec a, vec b) {
  return _mm256_sub_ps(a, b);
}
static inline vec vec_mul(vec a, vec b) {
  return _mm256_mul_ps(a, b);
}
static inline vec vec_fma(vec a, vec b, vec c) {
  return _mm256_fmadd_ps(a, b, c);
}
static inline vec vec_fnma(vec a, vec b, vec c) {
  return _mm256_fnmadd_ps(a, b, c);
}
static inline vec vec_min_keeping_nan(vec bound, vec a) {
  return _mm256_min_ps(bound, a);
}
static inline vec vec_max_keeping_nan(vec bound, vec a) {
  return _mm256_max_ps(bound, a); /* the second operand where one is NaN */
}
static inline __m128i vec_words(vec a) {
  const __m256i whole = _mm256_cvtps_epi32(a);
  return _mm_packus_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
}
static inline void vec_store_u8(uint8_t *p, vec a) {
  const __m128i words = vec_words(a);
  _mm_storel_epi64((__m128i *)(void *)p, _mm_packus_epi16(words, words));
}
static inline void vec_store_u16(uint16_t *p, vec a) {
  _mm_storeu_si128((__m128i *)(void *)p, vec_words(a));
}
static inline vec vec_from_exponent(vec rounded) {
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(rounded), 23));
}
static inline unsigned vec_above(vec a, vec b) {
  return (unsigned)_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_GT_OQ));
}
static inline void vec_transpose(vec a[8]) {
  vec b[8], c[8];
  for (int i = 0; i < 8; i += 2) {
    b[i] = _mm256_unpacklo_ps(a[i], a[i + 1]);
    b[i + 1] = _mm256_unpackhi_ps(a[i], a[i + 1]);
  }
  for (int i = 0; i < 8; i += 4) {
    c[i] = _mm256_shuffle_ps(b[i], b[i + 2], 0x44);
    c[i + 1] = _mm256_shuffle_ps(b[i], b[i + 2], 0xee);
    c[i + 2] = _mm256_shuffle_ps(b[i + 1], b[i + 3], 0x44);
    c[i + 3] = _mm256_shuffle_ps(b[i + 1], b[i + 3], 0xee);
  }
  for (int i = 0; i < 4; i++) {
    a[i] = _mm256_permute2f128_ps(c[i], c[i + 4], 0x20);
    a[i + 4] = _mm256_permute2f128_ps(c[i], c[i + 4], 0x31);
  }
}

#endif
#endif
