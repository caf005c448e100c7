/*
 * variance * 2^t on vectors, for loops_impl.h: what gki_exp2_prepare made, applied.
 *
 * Horner's rule is written out, so that every compiler vectorises it, and vector by vector: the
 * processor overlaps those of a block itself, and interleaving them here only costs registers.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_exp2) exp2_plan;

/*
 * Adding the rounder rounds t to ones, or to steps, and leaves that less `shift` in the low bits.
 * With steps what follows is power + power (2^r - 1): two roundings, that of the table and the last
 * one, and what the short polynomial adds, which is 32 times smaller.
 */
#ifdef VEC_EXP2_STEPS

INLINE vec exp2_vec(vec t, const exp2_plan *plan) {
  const T *c = plan->step_coefficient;
  const vec rounder = vec_sub(vec_set1(VEC_MAGIC), vec_set1(plan->shift));
  const vec rounded = vec_add(t, rounder), n = vec_sub(rounded, rounder), r = vec_sub(t, n);
#ifdef GKI_F64
  vec p = vec_fma(vec_set1(c[5]), r, vec_set1(c[4]));
  p = vec_fma(p, r, vec_set1(c[3]));
  p = vec_fma(p, r, vec_set1(c[2]));
#else
  vec p = vec_set1(c[2]);
#endif
  p = vec_fma(p, r, vec_set1(c[1]));
  p = vec_mul(vec_fma(p, r, vec_set1(c[0])), r);
  const vec power = vec_power(plan->step, rounded);
  return vec_fma_above(n, vec_set1(plan->lowest), power, p, power);
}

#else

INLINE vec exp2_vec(vec t, const exp2_plan *plan) {
  const T *c = plan->coefficient;
  const vec rounder = vec_sub(vec_set1(VEC_MAGIC + VEC_EXPONENT_BIAS), vec_set1(plan->shift));
  t = vec_max_keeping_nan(vec_set1(plan->lowest), t);
  const vec rounded = vec_add(t, rounder), r = vec_sub(t, vec_sub(rounded, rounder));
#ifdef GKI_F64
  vec p = vec_fma(vec_set1(c[11]), r, vec_set1(c[10]));
  p = vec_fma(p, r, vec_set1(c[9]));
  p = vec_fma(p, r, vec_set1(c[8]));
  p = vec_fma(p, r, vec_set1(c[7]));
  p = vec_fma(p, r, vec_set1(c[6]));
#else
  vec p = vec_set1(c[6]);
#endif
  p = vec_fma(p, r, vec_set1(c[5]));
  p = vec_fma(p, r, vec_set1(c[4]));
  p = vec_fma(p, r, vec_set1(c[3]));
  p = vec_fma(p, r, vec_set1(c[2]));
  p = vec_fma(p, r, vec_set1(c[1]));
  p = vec_fma(p, r, vec_set1(c[0]));
  return vec_mul(p, vec_from_exponent(rounded));
}

#endif
