/*
 * The hot loops of Gram matrices, grids and heat maps: one table of functions for each instruction
 * set and precision.
 *
 * A tile is a piece of K with at most as many rows and columns as the caller likes. Exponents are
 * in base 2 throughout: K = variance * 2^t, with t <= 0 and log2(e) folded into what t is made of.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_LOOPS_H
#define GKI_SIMD_LOOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Tiles, panels and norms in the workspace are padded to a multiple of this many points. */
enum { GKI_TILE_PAD = 16 };

/*
 * Long sums of squares are blocked, which bounds their rounding error: so many features in a chain,
 * so many in the chains that are added up in a chain of their own, and those in a last one.
 */
enum { GKI_CHAIN_FEATURES = 128, GKI_LEVEL_FEATURES = 64 * GKI_CHAIN_FEATURES };

/* The entries of a tile that were not trusted, and how many fit. */
typedef struct gki_flags {
  size_t count, capacity;
  struct {
    uint32_t row, col;
  } * at;
} gki_flags;

#define GKI_TABLE_NAME(isa, suffix)  GKI_TABLE_NAME_(isa, suffix)
#define GKI_TABLE_NAME_(isa, suffix) gki_loops_##isa##_##suffix

#define T       double
#define NAME(x) x##_f64
#include "simd/loops_types.h"
#undef NAME
#undef T

#define T       float
#define NAME(x) x##_f32
#include "simd/loops_types.h"
#undef NAME
#undef T

#endif
