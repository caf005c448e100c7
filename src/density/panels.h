/*
 * W in panels (simd/loops_types.h), for many dimensions: blocks of GKI_BLOCK_DIMENSIONS rows and
 * features, those on and below the diagonal, row of blocks by row of blocks.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_PANELS_H
#define GKI_DENSITY_PANELS_H

#include <stdbool.h>
#include <stddef.h>

enum { GKI_BLOCK_DIMENSIONS = 64 };

/* A block's place in the panels, the rows it has, and its features. */
typedef struct gki_panel_block {
  size_t offset, rows, features;
} gki_panel_block;

gki_panel_block gki_block_at(size_t d, size_t block_row, size_t block_col);

/* The elements of all blocks; false where they overflow. */
bool gki_panel_elements(size_t d, size_t *elements);

/* W is lower triangular (d x d, zeros above its diagonal). */
void gki_pack_whitener(size_t d, const double *w, double *panels);

#endif
