/*
 * Which way a Gram matrix is computed. The defaults are what measurements favour; the tests force each
 * way in turn by GAUSSKERN_PATH, a list of the words below with commas between, which is read once. It
 * is no part of the interface.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_GRAM_PATH_H
#define GKI_GRAM_PATH_H

#include <stdbool.h>
#include <stddef.h>

typedef struct gki_path {
  /* Up to so many features, or points, all comes from differences: "differences", "products". */
  size_t direct_features, direct_points;
  bool repair;       /* "repair": looks at each entry of products, however good the bound */
  bool pack;         /* "pack": centres points even where they lie around the origin */
  bool own_products; /* "own": the loops' products, not those of BLAS, wherever there are any */
  bool own_tiles; /* the loops' products of points where K is not stored; "blas": those of BLAS */
  bool norms_by_tile;    /* "tilewise": norms are not kept for the whole call */
  size_t streamed_bytes; /* K of so many is stored past the caches: "cached", "uncached" */
  /* Where tiles are from products, they are wide from so many points on; in sums along K's rows
   * alone from so many on both sides: "wide". */
  size_t wide_tile_points, wide_row_points;
} gki_path;

/* What an unknown word asks for is nothing. */
gki_path gki_path_from(const char *words);

const gki_path *gki_path_in_use(void);

/* How many threads, of those wanted, take part in so much work in multiply-adds. */
size_t gki_threads_for(double work, size_t tasks, size_t wanted);

#endif
