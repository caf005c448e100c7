/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/dispatch.h"

#include "simd/exp2_coefficients.h"

#include <gausskern/common.h>
#include <math.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern const gki_loops_f32 gki_loops_base_f32;
extern const gki_loops_f64 gki_loops_base_f64;
extern const gki_point_loops gki_point_loops_base_f64;
extern const gki_pool_loops gki_pool_loops_base_f64;
extern const gki_product_loops_f32 gki_product_loops_base_f32;
extern const gki_product_loops_f64 gki_product_loops_base_f64;
extern const gki_fir_loops_f32 gki_fir_loops_base_f32;
extern const gki_fir_loops_f64 gki_fir_loops_base_f64;
extern const gki_recursion_loops gki_recursion_loops_base_f64;
extern const gki_panel_loops gki_panel_loops_base_f64;
extern const gki_map_loops gki_map_loops_base_f64;
extern const gki_kde_loops gki_kde_loops_base_f64;

static int always(void) {
  return 1;
}

#ifdef GKI_HAVE_X86_ISAS
extern const gki_loops_f32 gki_loops_avx2_f32, gki_loops_avx512_f32;
extern const gki_loops_f64 gki_loops_avx2_f64, gki_loops_avx512_f64;
extern const gki_point_loops gki_point_loops_avx2_f64, gki_point_loops_avx512_f64;
extern const gki_pool_loops gki_pool_loops_avx2_f64, gki_pool_loops_avx512_f64;
extern const gki_product_loops_f32 gki_product_loops_avx2_f32, gki_product_loops_avx512_f32;
extern const gki_product_loops_f64 gki_product_loops_avx2_f64, gki_product_loops_avx512_f64;
extern const gki_fir_loops_f32 gki_fir_loops_avx2_f32, gki_fir_loops_avx512_f32;
extern const gki_fir_loops_f64 gki_fir_loops_avx2_f64, gki_fir_loops_avx512_f64;
extern const gki_recursion_loops gki_recursion_loops_avx2_f64, gki_recursion_loops_avx512_f64;
extern const gki_panel_loops gki_panel_loops_avx2_f64, gki_panel_loops_avx512_f64;
extern const gki_map_loops gki_map_loops_avx2_f64, gki_map_loops_avx512_f64;
extern const gki_kde_loops gki_kde_loops_avx2_f64, gki_kde_loops_avx512_f64;

static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static int has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
}
#endif

/* Widest first. */
static const struct {
  gki_isa isa;
  int (*runs_here)(void);
} isas[] = {
#ifdef GKI_HAVE_X86_ISAS
    {{"avx512", &gki_loops_avx512_f32, &gki_loops_avx512_f64, &gki_point_loops_avx512_f64,
      &gki_pool_loops_avx512_f64, &gki_fir_loops_avx512_f32, &gki_fir_loops_avx512_f64,
      &gki_recursion_loops_avx512_f64, &gki_panel_loops_avx512_f64, &gki_map_loops_avx512_f64,
      &gki_product_loops_avx512_f32, &gki_product_loops_avx512_f64, &gki_kde_loops_avx512_f64},
     has_avx512},
    {{"avx2", &gki_loops_avx2_f32, &gki_loops_avx2_f64, &gki_point_loops_avx2_f64,
      &gki_pool_loops_avx2_f64, &gki_fir_loops_avx2_f32, &gki_fir_loops_avx2_f64,
      &gki_recursion_loops_avx2_f64, &gki_panel_loops_avx2_f64, &gki_map_loops_avx2_f64,
      &gki_product_loops_avx2_f32, &gki_product_loops_avx2_f64, &gki_kde_loops_avx2_f64},
     has_avx2},
#endif
    {{"base", &gki_loops_base_f32, &gki_loops_base_f64, &gki_point_loops_base_f64,
      &gki_pool_loops_base_f64, &gki_fir_loops_base_f32, &gki_fir_loops_base_f64,
      &gki_recursion_loops_base_f64, &gki_panel_loops_base_f64, &gki_map_loops_base_f64,
      &gki_product_loops_base_f32, &gki_product_loops_base_f64, &gki_kde_loops_base_f64},
     always},
};

enum { ISA_COUNT = sizeof isas / sizeof isas[0] };

const gki_isa *gki_isa_named(const char *name) {
  for (size_t i = 0; i < ISA_COUNT; i++) {
    if (strcmp(name, isas[i].isa.name) == 0) {
      return isas[i].runs_here() ? &isas[i].isa : NULL;
    }
  }
  return NULL;
}

static const gki_isa *choose(void) {
  const char *wanted = getenv("GAUSSKERN_ISA");
  const gki_isa *named = wanted ? gki_isa_named(wanted) : NULL;
  if (named) {
    return named;
  }
  size_t i = 0;
  while (!isas[i].runs_here()) {
    i++;
  }
  return &isas[i].isa;
}

const gki_isa *gki_isa_in_use(void) {
  /* Two threads that come first at once choose the same. */
  static _Atomic(const gki_isa *) in_use;
  const gki_isa *isa = atomic_load_explicit(&in_use, memory_order_acquire);
  if (!isa) {
    isa = choose();
    atomic_store_explicit(&in_use, isa, memory_order_release);
  }
  return isa;
}

const char *gk_isa_name(void) {
  return gki_isa_in_use()->name;
}

enum { STEPS = 16 };
/* Each in a type wider than the numbers it is for. */
#define POWERS                                                                                     \
  {                                                                                                \
    GKI_EXP2_POWER_0, GKI_EXP2_POWER_1, GKI_EXP2_POWER_2, GKI_EXP2_POWER_3, GKI_EXP2_POWER_4,      \
        GKI_EXP2_POWER_5, GKI_EXP2_POWER_6, GKI_EXP2_POWER_7, GKI_EXP2_POWER_8, GKI_EXP2_POWER_9,  \
        GKI_EXP2_POWER_10, GKI_EXP2_POWER_11, GKI_EXP2_POWER_12, GKI_EXP2_POWER_13,                \
        GKI_EXP2_POWER_14, GKI_EXP2_POWER_15                                                       \
  }
static const long double powers_for_f64[STEPS] = POWERS;
static const double powers_for_f32[STEPS] = POWERS;

bool gki_adds_beside_fma(void) {
#ifdef GKI_HAVE_X86_ISAS
  return __builtin_cpu_is("amd") && strcmp(gki_isa_in_use()->name, "avx512") == 0;
#else
  return false;
#endif
}

/*
 * With shift = 1 - exponent(variance) the scaled constant term lies in [2, 4), so the polynomial in
 * [1.4, 5.7) and the steps in [2, 8): whatever is not flushed to 0 is a normal number, and no
 * intermediate overflows. Zero is what has t, rounded, at or below `lowest`: an exponent of -1023.
 *
 * Step i gets its exponent by adding bits that have i just below it, so i is taken off there.
 */
void gki_exp2_prepare_f64(double variance, gki_exp2_f64 *plan) {
  static const double c[] = {1,
                             GKI_EXP2_F64_C1,
                             GKI_EXP2_F64_C2,
                             GKI_EXP2_F64_C3,
                             GKI_EXP2_F64_C4,
                             GKI_EXP2_F64_C5,
                             GKI_EXP2_F64_C6,
                             GKI_EXP2_F64_C7,
                             GKI_EXP2_F64_C8,
                             GKI_EXP2_F64_C9,
                             GKI_EXP2_F64_C10,
                             GKI_EXP2_F64_C11};
  const int shift = 1 - ilogb(variance);
  const double scaled = ldexp(variance, shift);
  *plan = (gki_exp2_f64){.step_coefficient = {GKI_EXP2_F64_STEP_C1, GKI_EXP2_F64_STEP_C2,
                                              GKI_EXP2_F64_STEP_C3, GKI_EXP2_F64_STEP_C4,
                                              GKI_EXP2_F64_STEP_C5, GKI_EXP2_F64_STEP_C6},
                         .shift = shift,
                         .lowest = shift - 1023};
  for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
    plan->coefficient[i] = c[i] * scaled;
  }
  for (uint64_t i = 0; i < STEPS; i++) {
    const double power = (double)(powers_for_f64[i] * scaled);
    uint64_t bits;
    memcpy(&bits, &power, sizeof bits);
    bits -= i << 48;
    memcpy(&plan->step[i], &bits, sizeof bits);
  }
}

void gki_exp2_prepare_f32(float variance, gki_exp2_f32 *plan) {
  static const float c[] = {1,
                            GKI_EXP2_F32_C1,
                            GKI_EXP2_F32_C2,
                            GKI_EXP2_F32_C3,
                            GKI_EXP2_F32_C4,
                            GKI_EXP2_F32_C5,
                            GKI_EXP2_F32_C6};
  const int shift = 1 - ilogbf(variance);
  const float scaled = ldexpf(variance, shift);
  *plan = (gki_exp2_f32){
      .step_coefficient = {GKI_EXP2_F32_STEP_C1, GKI_EXP2_F32_STEP_C2, GKI_EXP2_F32_STEP_C3},
      .shift = (float)shift,
      .lowest = (float)(shift - 127)};
  for (size_t i = 0; i < sizeof c / sizeof c[0]; i++) {
    plan->coefficient[i] = c[i] * scaled;
  }
  for (uint32_t i = 0; i < STEPS; i++) {
    const float power = (float)(powers_for_f32[i] * (double)scaled);
    uint32_t bits;
    memcpy(&bits, &power, sizeof bits);
    bits -= i << 19;
    memcpy(&plan->step[i], &bits, sizeof bits);
  }
}
