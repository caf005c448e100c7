/*
 * The loops of products with a Gram matrix: a tile of K is made block by block in registers, takes
 * part in sums along its rows and columns, and is gone. One table for each instruction set and
 * precision; panels, exponents in base 2 and plans are those of loops.h.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_PRODUCT_LOOPS_H
#define GKI_SIMD_PRODUCT_LOOPS_H

#include "simd/loops.h"

/*
 * The largest tile that is summed, and the most vectors at once. Sums in T over so many columns have
 * an error below (256 + 8) u, those over so many rows less, as they are chains of chains.
 */
enum { GKI_SUM_ROWS = 512, GKI_SUM_COLS = 256, GKI_FUSED_VECTORS = 8 };

/* What the exponents t of a tile are made of. */
typedef enum gki_exponent_kind {
  GKI_FROM_DIFFERENCES, /* t = factor sum_k (w_k (x_k - y_k))^2 */
  GKI_FROM_SQUARES,     /* t = factor tile_ij */
  GKI_FROM_PRODUCTS,    /* t = min(tile_ij - (row_norm + col_norm), 0) */
  GKI_FROM_LEVELS       /* t = tile_ij - row_level; -infinity where that is -infinity */
} gki_exponent_kind;

/* What becomes of i = j. */
typedef enum gki_tile_diagonal {
  GKI_NO_DIAGONAL,       /* nothing: the tile is not on the diagonal of a symmetric K */
  GKI_DIAGONAL_REPLACED, /* it has the value that is given, unless it is NaN */
  GKI_DIAGONAL_DROPPED   /* K_ii = 0, t_ii = -infinity, be it NaN or not */
} gki_tile_diagonal;

#define GKI_PRODUCT_NAME(isa, suffix)  GKI_PRODUCT_NAME_(isa, suffix)
#define GKI_PRODUCT_NAME_(isa, suffix) gki_product_loops_##isa##_##suffix

#define T       double
#define NAME(x) x##_f64
#include "simd/product_types.h"
#undef NAME
#undef T

#define T       float
#define NAME(x) x##_f32
#include "simd/product_types.h"
#undef NAME
#undef T

#endif
