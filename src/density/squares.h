/* Squared distances of points to a component: q = |W (x - mu)|^2, for a tile of points. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_SQUARES_H
#define GKI_DENSITY_SQUARES_H

#include "density/mixture.h"

/* A tile of points, and what is needed to find their squares. */
typedef struct gki_point_tile {
  size_t points;
  double *panel;    /* the points: GKI_BLOCK_DIMENSIONS features at a time where there are more than
                      GKI_ROW_DIMENSIONS and the covariances are full */
  double *centred;  /* the same, less a mean; NULL where it is not needed, as is: */
  double *whitened; /* a block of W (x - mu) */
  double *squares;  /* the result */
} gki_point_tile;

/* Points in a tile: as many as keep it in a cache, and its time below some tens of ms. */
size_t gki_tile_points(const gk_mixture *mixture, size_t n);

/* Lays a tile out from `base` on; NULL only counts. The bytes. */
size_t gki_lay_tile(const gk_mixture *mixture, size_t points, char *base, gki_point_tile *tile);

/* Whether the panel is in blocks of features. */
static inline bool gki_is_in_blocks(const gk_mixture *mixture) {
  return mixture->panels != NULL;
}

void gki_find_squares(const gk_mixture *mixture, size_t component, const gki_point_tile *tile);

#endif
