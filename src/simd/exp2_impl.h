/*
 * variance * 2^t on vectors, for loops_impl.h: what gki_exp2_prepare made, applied.
 *
 * Several vectors may go abreast: they hide each other's latency and share the coefficients that
 * are loaded. Horner's rule is written out, so that every compiler unrolls it.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_exp2) exp2_plan;

enum { MOST_ABREAST = 8 };

/* p_i = p_i r_i + c */
INLINE void horner(vec *p, const vec *r, int count, T c) {
  for (int i = 0; i < count; i++) {
    p[i] = vec_fma(p[i], r[i], vec_set1(c));
  }
}

/*
 * Adding the rounder rounds t to ones, or to steps, and leaves that less `shift` in the low bits.
 * With steps what follows is power + power (2^r - 1): two roundings, that of the table and the last
 * one, and what the short polynomial adds, which is 32 times smaller.
 */
#ifdef VEC_EXP2_STEPS

INLINE void exp2_vecs(vec *t, int count, const exp2_plan *plan) {
  const T *c = plan->step_coefficient;
  const vec rounder = vec_sub(vec_set1(VEC_MAGIC), vec_set1(plan->shift));
  vec rounded[MOST_ABREAST], n[MOST_ABREAST], r[MOST_ABREAST], p[MOST_ABREAST];
  for (int i = 0; i < count; i++) {
    rounded[i] = vec_add(t[i], rounder);
    n[i] = vec_sub(rounded[i], rounder);
    r[i] = vec_sub(t[i], n[i]);
    p[i] = vec_set1(c[sizeof(T) == 8 ? 5 : 2]);
  }
#ifdef GKI_F64
  horner(p, r, count, c[4]);
  horner(p, r, count, c[3]);
  horner(p, r, count, c[2]);
#endif
  horner(p, r, count, c[1]);
  horner(p, r, count, c[0]);
  for (int i = 0; i < count; i++) {
    const vec power = vec_power(plan->step, rounded[i]);
    t[i] = vec_fma_above(n[i], vec_set1(plan->lowest), power, vec_mul(p[i], r[i]), power);
  }
}

#else

/*
 * Where vectors go abreast, each coefficient is loaded as one number for all of them. A compiler
 * that knew the plan to be the same for the next ones would keep the coefficients as vectors, for
 * which there are not registers enough, and load one for each multiplication.
 */
INLINE void exp2_vecs(vec *t, int count, const exp2_plan *plan) {
  if (count > 1) {
    __asm__("" : "+r"(plan));
  }
  const T *c = plan->coefficient;
  const vec rounder = vec_sub(vec_set1(VEC_MAGIC + VEC_EXPONENT_BIAS), vec_set1(plan->shift));
  vec rounded[MOST_ABREAST], r[MOST_ABREAST], p[MOST_ABREAST];
  for (int i = 0; i < count; i++) {
    const vec clamped = vec_max_keeping_nan(vec_set1(plan->lowest), t[i]);
    rounded[i] = vec_add(clamped, rounder);
    r[i] = vec_sub(clamped, vec_sub(rounded[i], rounder));
    p[i] = vec_set1(c[sizeof(T) == 8 ? 11 : 6]);
  }
#ifdef GKI_F64
  horner(p, r, count, c[10]);
  horner(p, r, count, c[9]);
  horner(p, r, count, c[8]);
  horner(p, r, count, c[7]);
  horner(p, r, count, c[6]);
#endif
  horner(p, r, count, c[5]);
  horner(p, r, count, c[4]);
  horner(p, r, count, c[3]);
  horner(p, r, count, c[2]);
  horner(p, r, count, c[1]);
  horner(p, r, count, c[0]);
  for (int i = 0; i < count; i++) {
    t[i] = vec_mul(p[i], vec_from_exponent(rounded[i]));
  }
}

#endif

INLINE vec exp2_vec(vec t, const exp2_plan *plan) {
  exp2_vecs(&t, 1, plan);
  return t;
}
