/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/squares.h"

#include "core/workspace.h"
#include "density/panels.h"
#include "simd/dispatch.h"

#include <string.h>

enum { BLOCK = GKI_BLOCK_DIMENSIONS };

static size_t padded(size_t points) {
  return (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
}

/* A little more than the points, so that rows do not share the sets of a cache. */
static size_t whitened_ld(size_t points) {
  return padded(points) + GKI_TILE_PAD;
}

size_t gki_tile_points(const gk_mixture *mixture, size_t n) {
  const double d = (double)mixture->d, components = (double)mixture->components;
  size_t points = mixture->d <= 16 ? 256 : 64;
  while (points > GKI_TILE_PAD && (double)points * components * d * d > 0x1p29) {
    points /= 2;
  }
  return n < points ? padded(n) : points;
}

size_t gki_lay_tile(const gk_mixture *mixture, size_t points, char *base, gki_point_tile *tile) {
  const size_t room = padded(points);
  size_t used = 0;
  *tile = (gki_point_tile){.panel = gki_carve(base, &used, room * mixture->d * sizeof(double))};
  if (gki_is_in_blocks(mixture)) {
    tile->centred = gki_carve(base, &used, room * mixture->d * sizeof(double));
    tile->whitened = gki_carve(base, &used, BLOCK * whitened_ld(points) * sizeof(double));
  }
  tile->squares = gki_carve(base, &used, room * sizeof(double));
  return used;
}

/* Block by block of W: each is used for all points of the tile while it is in the cache. */
static void find_in_blocks(const gk_mixture *mixture, size_t component,
                           const gki_point_tile *tile) {
  const gki_isa *isa = gki_isa_in_use();
  const size_t d = mixture->d, room = padded(tile->points), ld = whitened_ld(tile->points);
  const double *w = mixture->panels + component * mixture->panel_elements;
  const double *mean = gki_mean(mixture, component);
  for (size_t k = 0; k < d; k += BLOCK) {
    const size_t features = d - k < BLOCK ? d - k : BLOCK;
    isa->points->centre(tile->points, features, tile->panel + room * k, mean + k,
                        tile->centred + room * k);
  }
  memset(tile->squares, 0, room * sizeof *tile->squares);
  for (size_t i = 0; i * BLOCK < d; i++) {
    gki_panel_block block = {0};
    for (size_t k = 0; k <= i; k++) {
      block = gki_block_at(d, i, k);
      isa->f64->products(block.rows, tile->points, block.features, w + block.offset,
                         tile->centred + room * k * BLOCK, 1, k == 0, tile->whitened, ld);
    }
    isa->points->add_squares(block.rows, tile->points, tile->whitened, ld, tile->squares);
  }
}

void gki_find_squares(const gk_mixture *mixture, size_t component, const gki_point_tile *tile) {
  if (gki_is_in_blocks(mixture)) {
    find_in_blocks(mixture, component, tile);
    return;
  }
  const gki_point_loops *loops = gki_isa_in_use()->points;
  const double *mean = gki_mean(mixture, component), *w = gki_whitener(mixture, component);
  if (mixture->shape == GKI_FULL) {
    loops->whitened_squares(tile->points, mixture->d, tile->panel, mean, w, tile->squares);
  } else {
    loops->weighted_squares(tile->points, mixture->d, tile->panel, mean, w, tile->squares);
  }
}
