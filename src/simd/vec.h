/*
 * A small vocabulary of vectors in which the hot loops are written once. GKI_F64 defined or not
 * chooses the element, the compiler's flags choose the instruction set.
 *
 *   vec                      VEC_BYTES of elements
 *   vec_load, vec_store      at any address of an element
 *   vec_stream               a store past the caches, to an address aligned to VEC_BYTES
 *   vec_fence                ends a run of vec_stream
 *   vec_fma(a, b, c)         a b + c; one rounding where the processor has fma
 *   vec_min_keeping_nan(b,a) min(b, a), and a where a is NaN
 *   vec_fraction(t, lowest, &n)
 *                            n = t rounded to nearest, returns t - n, which is exact; a t below
 *                            `lowest`, an integer, counts as `lowest`
 *   vec_scale(p, n, shift)   p 2^(n - shift), and 0 where n - shift is below the normal exponents
 *   vec_above(a, b)          a bit for each lane where a > b
 *   vec_transpose(a)         as many vectors as one has lanes, as the rows of a square
 *
 * MICRO_ROWS x MICRO_VECS accumulators are what the registers hold beside the operands.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_VEC_H
#define GKI_SIMD_VEC_H

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#include "simd/vec_avx512.h"
#elif defined(__AVX2__) && defined(__FMA__)
#include "simd/vec_avx2.h"
#else
#include "simd/vec_base.h"
#endif

#endif
