/*
 * Products with K that never form it, for one precision; see product_f32.c: what a call is made of,
 * and what its threads work in.
 *
 * A sum of row i is sum_j K_ij v_jk; a vector of ones comes first where a function needs the sums of
 * K's rows. Of log sums and means K_ij is a share, 2^(t_ij - level_i), with the level an integer that
 * is not below any exponent so far: where it rises, sums are scaled by a power of two, which is
 * exact.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_product_loops) product_loops;

enum product_kind { MULTIPLY, LOG_SUMS, MEANS };

enum {
  PIECE_COLS = GKI_SUM_COLS, /* so many terms are added in T */
  FUSED_ROWS = GKI_SUM_ROWS,
  STRIP_ROWS = 64,   /* of K's entries in a scratch that stays in the caches */
  GROUP_VECTORS = 48 /* so many at once go through gemm: with the strip few enough multiplications
                        for OpenBLAS's kernels of small matrices, which copy nothing */
};

/* The sums of rows: that of row i and vector k at i row_step + k vector_step. */
struct totals {
  double *high, *low; /* their sum is the total; low is NULL where double is twice T */
  T *levels;          /* of each row; NULL where there are none */
  size_t row_step, vector_step;
};

/* A thread's part of the workspace beside that for exponents. */
struct product_worker {
  struct totals totals;         /* of a row of tiles; NULL where tiles are mirrored */
  T *row_vectors, *col_vectors; /* the tile's: vector by vector; not fused: as rows of V, or NULL */
  size_t vectors_row;           /* which row of tiles row_vectors is of */
  double *row_sums, *col_sums;  /* a piece's, vector by vector; NULL if not fused */
  T *strip;                     /* shares, or K for gemm: STRIP_ROWS of strip_ld */
  T *products;                  /* what gemm makes of it: PIECE_COLS rows of GROUP_VECTORS */
  T *left_panel, *right_panel, *transposed; /* of the loops' own products; NULL with BLAS */
  T *maxima;                                /* STRIP_ROWS */
  T *log_weights;                           /* of a tile's columns, where they are not kept */
};

struct product {
  struct problem problem;
  enum product_kind kind;
  const product_loops *loops;
  exp2_plan exp2;
  T *out;
  size_t ldo;
  double log_variance;
  gki_tile_diagonal diagonal; /* of tiles on the diagonal of a symmetric K */
  T diagonal_value;

  const T *v; /* n x p */
  size_t ldv, p;
  bool has_ones;  /* a vector of ones comes before those of V */
  size_t vectors; /* with it */
  bool is_fused;  /* they are few and meet K in registers; else K is stored in a scratch for gemm */
  bool by_blas;   /* that gemm is BLAS's */
  bool packs_vectors;

  const T *weights; /* NULL: all 1 */
  T *log_weights;   /* base 2, of all columns; NULL: they are made tile by tile */
  bool keeps_weights;

  bool mirrors_tiles; /* K is symmetric: each tile serves its rows and its columns */
  size_t row_tiles, col_tiles;
  size_t row_blocks;    /* of rows of tiles, which tasks pair, where tiles are mirrored */
  size_t col_blocks;    /* of columns of tiles, each a row's task, where they are not */
  struct totals totals; /* of all rows; NULL where a task finishes its rows */
  atomic_size_t *turns; /* of each block, or row of tiles */

  struct worker *workers;
  struct product_worker *own;
};

/* A thread at work on a tile. */
struct tile_job {
  const struct product *product;
  struct worker *worker;
  struct product_worker *own;
  struct tile tile;
  struct totals rows; /* of the tile's rows */
  struct totals cols; /* of the tile's columns; NULL: they are not summed */
};

static size_t strip_ld(void) {
  return PIECE_COLS + GKI_TILE_PAD;
}

/* The sums of a piece's rows, or columns, of one vector after those of another. */
static size_t sums_ld(const struct problem *problem) {
  return problem->edge < FUSED_ROWS ? problem->edge : FUSED_ROWS;
}

static size_t at(const struct totals *totals, size_t i, size_t k) {
  return i * totals->row_step + k * totals->vector_step;
}

static struct totals totals_from(const struct totals *totals, size_t i) {
  struct totals from = *totals;
  from.high += at(totals, i, 0);
  from.low = from.low ? from.low + at(totals, i, 0) : NULL;
  from.levels = from.levels ? from.levels + i : NULL;
  return from;
}
