/* Which instruction set the loops use: chosen once, for the life of the process. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_DISPATCH_H
#define GKI_SIMD_DISPATCH_H

#include "simd/fir_loops.h"
#include "simd/kde_loops.h"
#include "simd/loops.h"
#include "simd/map_loops.h"
#include "simd/panel_loops.h"
#include "simd/point_loops.h"
#include "simd/pool_loops.h"
#include "simd/product_loops.h"
#include "simd/recursion_loops.h"

typedef struct gki_isa {
  const char *name;
  const gki_loops_f32 *f32;
  const gki_loops_f64 *f64;
  const gki_point_loops *points;
  const gki_pool_loops *pool;
  const gki_fir_loops_f32 *fir_f32;
  const gki_fir_loops_f64 *fir_f64;
  const gki_recursion_loops *recursion;
  const gki_panel_loops *panels;
  const gki_map_loops *maps;
  const gki_product_loops_f32 *product_f32;
  const gki_product_loops_f64 *product_f64;
  const gki_kde_loops *kde;
} gki_isa;

/* The set in use: the widest the processor has, or what GAUSSKERN_ISA names. */
const gki_isa *gki_isa_in_use(void);

/* The set of that name if this processor runs it, else NULL. */
const gki_isa *gki_isa_named(const char *name);

/*
 * Whether differences keep pace with multiply-adds: where additions have vector units of their own,
 * as in AMD's processors, a difference and its square take one slot, elsewhere two. AVX-512 only:
 * with half the registers, differences wait for their operands.
 */
bool gki_adds_beside_fma(void);

/*
 * The plan of variance * 2^t, for a variance between 2^-124 and 2^125 (f32), 2^-1020 and 2^1021
 * (f64).
 */
void gki_exp2_prepare_f32(float variance, gki_exp2_f32 *plan);
void gki_exp2_prepare_f64(double variance, gki_exp2_f64 *plan);

#endif
