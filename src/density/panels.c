/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/panels.h"

#include "core/memory.h"
#include "simd/dispatch.h"

enum { BLOCK = GKI_BLOCK_DIMENSIONS };

static size_t length_at(size_t d, size_t block) {
  const size_t rest = d - block * BLOCK;
  return rest < BLOCK ? rest : BLOCK;
}

static size_t padded(size_t rows) {
  return (rows + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
}

/* Only the last row of blocks is not full: those before it have BLOCK * BLOCK elements each. */
gki_panel_block gki_block_at(size_t d, size_t block_row, size_t block_col) {
  const size_t rows = length_at(d, block_row);
  const size_t before = block_row * (block_row + 1) / 2 * BLOCK * BLOCK;
  return (gki_panel_block){.offset = before + block_col * padded(rows) * BLOCK,
                           .rows = rows,
                           .features = length_at(d, block_col)};
}

bool gki_panel_elements(size_t d, size_t *elements) {
  size_t whole;
  if (!gki_add_size(d, BLOCK, &whole) || !gki_multiply_size(whole, whole, &whole)) {
    return false;
  }
  const size_t last = (d - 1) / BLOCK;
  const gki_panel_block block = gki_block_at(d, last, last);
  *elements = block.offset + padded(block.rows) * block.features;
  return true;
}

void gki_pack_whitener(size_t d, const double *w, double *panels) {
  const gki_loops_f64 *loops = gki_isa_in_use()->f64;
  for (size_t i = 0; i * BLOCK < d; i++) {
    for (size_t k = 0; k <= i; k++) {
      const gki_panel_block block = gki_block_at(d, i, k);
      loops->interleave(block.rows, block.features, w + i * BLOCK * d + k * BLOCK, d, NULL,
                        panels + block.offset);
    }
  }
}
