/* What the tiles of K are made from and in, for one precision; see gram_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_loops) loop_table;
typedef NAME(gki_target) target_tile;
typedef NAME(gki_exponents) exponents;

/* The points of a tile: rows of the two matrices from i and j on; for products, multiples of the
 * edge. */
struct tile {
  size_t i, rows, j, cols;
};

/* gamma r^2 log2(e) of the centred points of one side. */
struct norms {
  T *of;           /* each point's; NULL: too many to keep, they are made tile by tile */
  double *largest; /* of each tile's points; NaN or infinite where one is */
};

struct problem {
  size_t m, n, d;
  bool symmetric; /* y is x */
  const T *x;
  size_t ldx;
  const T *y;
  size_t ldy;
  size_t edge; /* of the tiles, a multiple of GKI_TILE_PAD */
  const loop_table *loops;
  struct kernel kernel;
  struct norms row_norms, col_norms;
  bool calls_blas;
  bool keeps_norms;
  bool packs;          /* even points that lie around the origin */
  bool is_centred;     /* points are taken as they are; BLAS reads them where they are */
  double error_factor; /* B = error_factor * (row norm + column norm) */
  double least_bound;  /* what B is taken for at least */
};

/* A thread's part of the workspace. */
struct worker {
  T *row_panel;              /* edge * row_panel_features, block of features by block */
  T *col_panel;              /* edge * col_panel_features */
  T *sums;                   /* edge rows of scratch_ld */
  T *totals;                 /* likewise, of sums; NULL up to GKI_LEVEL_FEATURES features */
  T *centred;                /* CENTRED_POINTS rows; NULL where gemm is that of BLAS */
  T *row_norms, *col_norms;  /* edge each, where norms are not kept */
  T *window, *mirror_window; /* edge rows of scratch_ld each, for tiles that cannot be stored where
                                they belong at once; NULL where there are none */
  double *norm_sums;         /* edge */
  gki_flags flags;
  size_t packed_row; /* which tile row the row panel holds */
  bool is_clear;     /* sums and totals hold numbers throughout, not what lay in the memory */
};

enum {
  PANEL_FEATURES = GKI_GEMM_FEATURES,
  ROW_PANEL_FEATURES = 4 * PANEL_FEATURES, /* so many are kept from tile to tile of a tile row */
  WHOLE_BYTES = 6400,                      /* of a point, see below */
  DIAGONAL_STRIP = 4 * GKI_TILE_PAD,
  CENTRED_POINTS = 4 * GKI_TILE_PAD, /* on their way to a panel; they stay in the caches */
  NOTHING_PACKED = -1
};

static size_t padded_points(size_t points) {
  return (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
}

static size_t panel_features(size_t d) {
  return d < PANEL_FEATURES ? d : PANEL_FEATURES;
}

/*
 * For BLAS points are packed with all their features, as memory is read faster in long runs, where
 * a row's panel holds all of them, two such panels leave room below what gram.h says, and the rows
 * do not share the sets of a cache.
 */
static bool packs_whole(const struct problem *problem) {
  const size_t bytes = problem->d * sizeof(T);
  return problem->calls_blas && problem->d <= ROW_PANEL_FEATURES && bytes <= WHOLE_BYTES &&
         bytes % 512 != 0;
}

static size_t col_panel_features(const struct problem *problem) {
  return packs_whole(problem) ? problem->d : panel_features(problem->d);
}

static size_t row_panel_features(size_t d) {
  return d <= ROW_PANEL_FEATURES ? d : PANEL_FEATURES;
}

/* A little more than the edge, so that the rows of the scratch do not share the sets of a cache. */
static size_t scratch_ld(size_t edge) {
  return edge + GKI_TILE_PAD;
}
