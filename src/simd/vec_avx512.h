/* The vector vocabulary on AVX-512 (F, DQ). What each word means stands in vec.h. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_VEC_AVX512_H
#define GKI_SIMD_VEC_AVX512_H

#include <immintrin.h>
#include <stdint.h>

enum { VEC_BYTES = 64, EXP2_ABREAST = 1 };
#define VEC_EXP2_STEPS 16

static inline void vec_fence(void) {
  _mm_sfence();
}

#ifdef GKI_F64

enum { MICRO_ROWS = 8, MICRO_VECS = 2 };
typedef __m512d vec;
#define VEC_MAGIC 0x1.8p48

static inline vec vec_set1(double x) {
  return _mm512_set1_pd(x);
}
static inline vec vec_load(const double *p) {
  return _mm512_loadu_pd(p);
}
static inline void vec_store(double *p, vec a) {
  _mm512_storeu_pd(p, a);
}
static inline vec vec_load_u8(const uint8_t *p) {
  return _mm512_cvtepi32_pd(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)p)));
}
static inline vec vec_load_u16(const uint16_t *p) {
  return _mm512_cvtepi32_pd(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)p)));
}
static inline vec vec_load_f32(const float *p) {
  return _mm512_cvtps_pd(_mm256_loadu_ps(p));
}
static inline void vec_store_lanes(double *p, vec a, int first, int end) {
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << end) - (1u << (first < end ? first : end))), a);
}
static inline vec vec_load_lanes(const double *p, int end) {
  return _mm512_maskz_loadu_pd((__mmask8)((1u << end) - 1), p);
}
static inline void vec_stream(double *p, vec a) {
  _mm512_stream_pd(p, a);
}
static inline vec vec_add(vec a, vec b) {
  return _mm512_add_pd(a, b);
}
static inline vec vec_sub(vec a, vec b) {
  return _mm512_sub_pd(a, b);
}
static inline vec vec_mul(vec a, vec b) {
  return _mm512_mul_pd(a, b);
}
static inline vec vec_fma(vec a, vec b, vec c) {
  return _mm512_fmadd_pd(a, b, c);
}
static inline vec vec_fnma(vec a, vec b, vec c) {
  return _mm512_fnmadd_pd(a, b, c);
}
static inline vec vec_min_keeping_nan(vec bound, vec a) {
  return _mm512_min_pd(bound, a);
}
static inline vec vec_max_keeping_nan(vec bound, vec a) {
  return _mm512_max_pd(bound, a); /* the second operand where one is NaN */
}
static inline void vec_store_u8(uint8_t *p, vec a) {
  const __m128i bytes = _mm256_cvtusepi32_epi8(_mm512_cvtpd_epi32(a));
  _mm_storel_epi64((__m128i *)(void *)p, bytes);
}
static inline void vec_store_u16(uint16_t *p, vec a) {
  _mm_storeu_si128((__m128i *)(void *)p, _mm256_cvtusepi32_epi16(_mm512_cvtpd_epi32(a)));
}
static inline vec vec_power(const double table[VEC_EXP2_STEPS], vec rounded) {
  const __m512i bits = _mm512_castpd_si512(rounded);
  const vec step =
      _mm512_permutex2var_pd(vec_load(table), bits, vec_load(table + 8)); /* low 4 bits */
  const __m512i exponent = _mm512_slli_epi64(bits, 48);
  return _mm512_castsi512_pd(_mm512_add_epi64(_mm512_castpd_si512(step), exponent));
}
static inline vec vec_fma_above(vec n, vec lowest, vec a, vec b, vec c) {
  return _mm512_maskz_fmadd_pd(_mm512_cmp_pd_mask(n, lowest, _CMP_NLE_UQ), a, b, c);
}
static inline unsigned vec_above(vec a, vec b) {
  return _mm512_cmp_pd_mask(a, b, _CMP_GT_OQ);
}
static inline void vec_transpose(vec a[8]) {
  vec b[8], c[8];
  for (int i = 0; i < 8; i += 2) {
    b[i] = _mm512_unpacklo_pd(a[i], a[i + 1]);
    b[i + 1] = _mm512_unpackhi_pd(a[i], a[i + 1]);
  }
  for (int i = 0; i < 2; i++) {
    c[i] = _mm512_shuffle_f64x2(b[i], b[i + 2], 0x88);
    c[i + 2] = _mm512_shuffle_f64x2(b[i], b[i + 2], 0xdd);
    c[i + 4] = _mm512_shuffle_f64x2(b[i + 4], b[i + 6], 0x88);
    c[i + 6] = _mm512_shuffle_f64x2(b[i + 4], b[i + 6], 0xdd);
  }
  for (int i = 0; i < 4; i++) {
    a[i] = _mm512_shuffle_f64x2(c[i], c[i + 4], 0x88);
    a[i + 4] = _mm512_shuffle_f64x2(c[i], c[i + 4], 0xdd);
  }
}

#else

enum { MICRO_ROWS = 16, MICRO_VECS = 1 };
typedef __m512 vec;
#define VEC_MAGIC 0x1.8p19f

static inline vec vec_set1(float x) {
  return _mm512_set1_ps(x);
}
static inline vec vec_load(const float *p) {
  return _mm512_loadu_ps(p);
}
static inline void vec_store(float *p, vec a) {
  _mm512_storeu_ps(p, a);
}
static inline void vec_store_lanes(float *p, vec a, int first, int end) {
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << end) - (1u << (first < end ? first : end))), a);
}
static inline vec vec_load_lanes(const float *p, int end) {
  return _mm512_maskz_loadu_ps((__mmask16)((1u << end) - 1), p);
}
static inline void vec_stream(float *p, vec a) {
  _mm512_stream_ps(p, a);
}
static inline vec vec_add(vec a, vec b) {
  return _mm512_add_ps(a, b);
}
static inline vec vec_sub(vec a, vec b) {
  return _mm512_sub_ps(a, b);
}
static inline vec vec_mul(vec a, vec b) {
  return _mm512_mul_ps(a, b);
}
static inline vec vec_fma(vec a, vec b, vec c) {
  return _mm512_fmadd_ps(a, b, c);
}
static inline vec vec_fnma(vec a, vec b, vec c) {
  return _mm512_fnmadd_ps(a, b, c);
}
static inline vec vec_min_keeping_nan(vec bound, vec a) {
  return _mm512_min_ps(bound, a);
}
static inline vec vec_max_keeping_nan(vec bound, vec a) {
  return _mm512_max_ps(bound, a); /* the second operand where one is NaN */
}
static inline void vec_store_u8(uint8_t *p, vec a) {
  _mm_storeu_si128((__m128i *)(void *)p, _mm512_cvtusepi32_epi8(_mm512_cvtps_epi32(a)));
}
static inline void vec_store_u16(uint16_t *p, vec a) {
  _mm256_storeu_si256((__m256i *)(void *)p, _mm512_cvtusepi32_epi16(_mm512_cvtps_epi32(a)));
}
static inline vec vec_power(const float table[VEC_EXP2_STEPS], vec rounded) {
  const __m512i bits = _mm512_castps_si512(rounded);
  const vec step = _mm512_permutexvar_ps(bits, vec_load(table)); /* by the low 4 bits */
  const __m512i exponent = _mm512_slli_epi32(bits, 19);
  return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(step), exponent));
}
static inline vec vec_fma_above(vec n, vec lowest, vec a, vec b, vec c) {
  return _mm512_maskz_fmadd_ps(_mm512_cmp_ps_mask(n, lowest, _CMP_NLE_UQ), a, b, c);
}
static inline unsigned vec_above(vec a, vec b) {
  return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ);
}
static inline void vec_transpose(vec a[16]) {
  vec b[16], c[16];
  for (int i = 0; i < 16; i += 2) {
    b[i] = _mm512_unpacklo_ps(a[i], a[i + 1]);
    b[i + 1] = _mm512_unpackhi_ps(a[i], a[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    c[i] = _mm512_shuffle_ps(b[i], b[i + 2], 0x44);
    c[i + 1] = _mm512_shuffle_ps(b[i], b[i + 2], 0xee);
    c[i + 2] = _mm512_shuffle_ps(b[i + 1], b[i + 3], 0x44);
    c[i + 3] = _mm512_shuffle_ps(b[i + 1], b[i + 3], 0xee);
  }
  for (int i = 0; i < 4; i++) {
    b[i] = _mm512_shuffle_f32x4(c[i], c[i + 4], 0x88);
    b[i + 4] = _mm512_shuffle_f32x4(c[i], c[i + 4], 0xdd);
    b[i + 8] = _mm512_shuffle_f32x4(c[i + 8], c[i + 12], 0x88);
    b[i + 12] = _mm512_shuffle_f32x4(c[i + 8], c[i + 12], 0xdd);
  }
  for (int i = 0; i < 8; i++) {
    a[i] = _mm512_shuffle_f32x4(b[i], b[i + 8], 0x88);
    a[i + 8] = _mm512_shuffle_f32x4(b[i], b[i + 8], 0xdd);
  }
}

#endif
#endif
