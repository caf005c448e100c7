/*
 * A small vocabulary of vectors in which the hot loops are written once. GKI_F64 defined or not
 * chooses the element, the compiler's flags choose the instruction set.
 *
 *   vec                      VEC_BYTES of elements
 *   vec_load, vec_store      at any address of an element
 *   vec_store_lanes(p, a, first, end)
 *                            the lanes from first to before end, each where vec_store puts it
 *   vec_load_lanes(p, end)   the lanes before end, and 0; reads no others
 *   vec_load_u8, _u16, _f32  as many elements of another type as there are lanes (doubles only)
 *   vec_store_u8, _u16       whole numbers from 0 to the type's largest, rounded to them, ties to
 *                            even
 *   vec_stream               a store past the caches, to an address aligned to VEC_BYTES
 *   vec_fence                ends a run of vec_stream
 *   vec_fma(a, b, c)         a b + c; one rounding where the processor has fma
 *   vec_fnma(a, b, c)        c - a b, likewise
 *   vec_min_keeping_nan(b,a) min(b, a), and a where a is NaN
 *   vec_max_keeping_nan(b,a) max(b, a), and a where a is NaN
 *   vec_above(a, b)          a bit for each lane where a > b
 *   vec_transpose(a)         as many vectors as one has lanes, as the rows of a square
 *
 * For the exponential: t + VEC_MAGIC is t rounded to nearest, n, and has n as an integer in its low
 * bits, counted in ones or, where VEC_EXP2_STEPS is defined, in steps of that part of one. These
 * take such a sum:
 *
 *   vec_from_exponent(sum)   2^(n - VEC_EXPONENT_BIAS), and 0 for n = 0
 *   vec_power(table, sum)    table[n mod VEC_EXP2_STEPS] with all of n added to its bits, so that
 *                            the ones come to stand in the exponent and the steps just below
 *   vec_fma_above(t, least, a, b, c)
 *                            a b + c, and 0 where t <= least
 *
 * MICRO_ROWS x MICRO_VECS accumulators are what the registers hold beside the operands.
 * EXP2_ABREAST vectors of a block have their exponentials computed side by side: one where that is
 * no faster, as where all of the block stays in registers.
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
