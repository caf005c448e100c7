/*
 * One tile of K, for one precision; see gram_f32.c. A tile's numbers depend on nothing but its
 * points and its place in the grid of tiles: not on the thread, nor on which part of K was asked
 * for.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef NAME(gki_loops) loop_table;
typedef NAME(gki_target) target_tile;

/* The points of a tile: rows of the two matrices from i and j on. */
struct tile {
  size_t i, rows, j, cols;
};

struct problem {
  size_t d;
  const T *x;
  size_t ldx;
  const T *y;
  size_t ldy;
  size_t edge; /* of the tiles, a multiple of GKI_TILE_PAD */
  const loop_table *loops;
  struct kernel kernel;
  bool calls_blas;
  bool is_centred;     /* gemm reads the points where they are */
  double error_factor; /* B = error_factor * (row norm + column norm), norms as gamma r^2 log2(e) */
};

/* A thread's part of the workspace. */
struct worker {
  T *row_panel;              /* edge * row_panel_features, block of features by block */
  T *col_panel;              /* edge * panel_features */
  T *sums;                   /* edge rows of scratch_ld */
  T *totals;                 /* likewise, of sums; NULL up to GKI_LEVEL_FEATURES features */
  T *centred;                /* as col_panel; NULL where gemm is that of BLAS */
  T *row_norms, *col_norms;  /* edge each */
  T *window, *mirror_window; /* edge rows of scratch_ld each, for tiles that cannot be stored where
                                they belong at once; NULL where there are none */
  double *norm_sums;         /* edge */
  gki_flags flags;
  size_t packed_row; /* which tile row the row panel holds */
};

enum {
  PANEL_FEATURES = GKI_GEMM_FEATURES,
  ROW_PANEL_FEATURES = 4 * PANEL_FEATURES, /* so many are kept from tile to tile of a tile row */
  DIAGONAL_STRIP = 4 * GKI_TILE_PAD,
  NOTHING_PACKED = -1
};

static size_t panel_features(size_t d) {
  return d < PANEL_FEATURES ? d : PANEL_FEATURES;
}

static size_t row_panel_features(size_t d) {
  return d <= ROW_PANEL_FEATURES ? d : PANEL_FEATURES;
}

/* A little more than the edge, so that the rows of the scratch do not share the sets of a cache. */
static size_t scratch_ld(size_t edge) {
  return edge + GKI_TILE_PAD;
}

/* The panel of points for differences, of `features` features from k on. */
static void make_panel(const struct problem *problem, size_t points, const T *x, size_t ldx,
                       size_t k, size_t features, T *panel) {
  const T *shrink = problem->kernel.shrink;
  problem->loops->interleave(points, features, x + k, ldx, shrink ? shrink + k : NULL, panel);
}

/* totals += sums, so that the chains of `sums` begin anew; or, first, totals = sums. */
static void add_level(const struct tile *tile, size_t lds, bool first, const T *sums, T *totals) {
  for (size_t i = 0; i < tile->rows; i++) {
    for (size_t j = 0; j < tile->cols; j++) {
      const size_t at = i * lds + j;
      totals[at] = first ? sums[at] : totals[at] + sums[at];
    }
  }
}

/* The sums of squares of a tile of many features; returns where they are. */
static const T *long_sums(const struct problem *problem, struct worker *worker,
                          const struct tile *tile) {
  const T *weights = problem->kernel.weights;
  const T *x = problem->x + tile->i * problem->ldx, *y = problem->y + tile->j * problem->ldy;
  const size_t d = problem->d, lds = scratch_ld(problem->edge);
  for (size_t k = 0; k < d; k += GKI_CHAIN_FEATURES) {
    const size_t features = d - k < GKI_CHAIN_FEATURES ? d - k : GKI_CHAIN_FEATURES;
    make_panel(problem, tile->rows, x, problem->ldx, k, features, worker->row_panel);
    make_panel(problem, tile->cols, y, problem->ldy, k, features, worker->col_panel);
    problem->loops->squares(tile->rows, tile->cols, features, worker->row_panel, worker->col_panel,
                            weights ? weights + k : NULL, k % GKI_LEVEL_FEATURES == 0, worker->sums,
                            lds);
    const size_t next = k + features;
    if (worker->totals && (next % GKI_LEVEL_FEATURES == 0 || next == d)) {
      add_level(tile, lds, next <= GKI_LEVEL_FEATURES, worker->sums, worker->totals);
    }
  }
  return worker->totals ? worker->totals : worker->sums;
}

static void tile_from_differences(const struct problem *problem, struct worker *worker,
                                  const struct tile *tile, const target_tile *target) {
  const loop_table *loops = problem->loops;
  const struct kernel *kernel = &problem->kernel;
  const size_t d = problem->d;
  worker->packed_row = (size_t)NOTHING_PACKED;
  if (d > GKI_CHAIN_FEATURES) {
    loops->finish_squares(long_sums(problem, worker, tile), scratch_ld(problem->edge),
                          kernel->factor, &kernel->exp2, target);
    return;
  }
  make_panel(problem, tile->rows, problem->x + tile->i * problem->ldx, problem->ldx, 0, d,
             worker->row_panel);
  make_panel(problem, tile->cols, problem->y + tile->j * problem->ldy, problem->ldy, 0, d,
             worker->col_panel);
  loops->differences(d, worker->row_panel, worker->col_panel, kernel->weights, kernel->factor,
                     &kernel->exp2, target);
}

/*
 * The points of one side, centred and scaled, for `features` features from k on: row by row for
 * gemm, as a panel for the loops' own products; of points that are centred already, only the norms.
 */
static void pack(const struct problem *problem, struct worker *worker, size_t points, const T *x,
                 size_t ldx, size_t k, size_t features, T *panel, double *norm_sums) {
  const struct kernel *kernel = &problem->kernel;
  if (problem->is_centred) {
    problem->loops->norms(points, features, x + k, ldx, norm_sums);
    return;
  }
  problem->loops->centre(points, features, x + k, ldx, kernel->centre + k,
                         kernel->scale ? kernel->scale + k : NULL,
                         problem->calls_blas ? panel : worker->centred, norm_sums);
  if (!problem->calls_blas) {
    problem->loops->interleave(points, features, worker->centred, features, NULL, panel);
  }
}

/* gamma r^2 log2(e) of each point, padded with zeros; returns the largest, or NaN if one is not
 * finite. */
static double finish_norms(T alpha, size_t points, size_t padded, const double *norm_sums,
                           T *norms) {
  double most = 0;
  for (size_t i = 0; i < points; i++) {
    const double norm = 0.5 * (double)alpha * norm_sums[i];
    norms[i] = (T)norm;
    most = norm <= most ? most : norm;
    most = norms[i] - norms[i] == 0 ? most : (double)NAN;
    if (most != most) {
      break;
    }
  }
  for (size_t i = points; i < padded; i++) {
    norms[i] = 0;
  }
  return most;
}

static void clear(double *sums, size_t count) {
  for (size_t i = 0; i < count; i++) {
    sums[i] = 0;
  }
}

/* One side of a product: points, row by row, or a panel, where `ld` is the number of features. */
struct side {
  const T *points;
  size_t ld;
};

/* sums = alpha rows cols^T, or += beyond the first block; of a diagonal tile only what is at or
 * below it. */
static void multiply(const struct problem *problem, struct worker *worker, const struct tile *tile,
                     struct side row, struct side col, size_t features, bool first, bool diagonal) {
  const size_t lds = scratch_ld(problem->edge);
  const size_t strip = diagonal ? DIAGONAL_STRIP : problem->edge;
  for (size_t i = 0; i < tile->rows; i += strip) {
    const size_t rows = tile->rows - i < strip ? tile->rows - i : strip;
    const size_t cols = diagonal ? i + rows : tile->cols;
    T *sums = worker->sums + i * lds;
    if (problem->calls_blas) {
      GEMM_NT(rows, cols, features, problem->kernel.alpha, row.points + i * row.ld, row.ld,
              col.points, col.ld, first ? 0 : 1, sums, lds);
    } else {
      problem->loops->products(rows, cols, features, row.points + i * row.ld, col.points,
                               problem->kernel.alpha, first, sums, lds);
    }
  }
}

/* The largest, or infinity where one is not finite. */
static double largest(const double *sums, size_t count) {
  double most = 0;
  for (size_t i = 0; i < count; i++) {
    if (!(sums[i] <= DBL_MAX)) {
      return INFINITY;
    }
    most = sums[i] > most ? sums[i] : most;
  }
  return most;
}

/* The bound B of a tile by the norms so far, which only grow with further features. */
static double bound_so_far(const struct problem *problem, const struct tile *tile,
                           const double *row_sums, const double *col_sums) {
  return problem->error_factor * 0.5 * (double)problem->kernel.alpha *
         (largest(row_sums, tile->rows) + largest(col_sums, tile->cols));
}

/*
 * alpha <x~_i, x~_j> into worker->sums, and the norms; returns the bound B of the tile, NaN where a
 * point is not finite or too far out. Stops where B is beyond use.
 */
static double tile_products(const struct problem *problem, struct worker *worker,
                            const struct tile *tile, bool diagonal) {
  const size_t d = problem->d, edge = problem->edge;
  const T *x = problem->x + tile->i * problem->ldx, *y = problem->y + tile->j * problem->ldy;
  const T alpha = problem->kernel.alpha;
  const bool keep_rows = d <= ROW_PANEL_FEATURES;
  const bool rows_packed = keep_rows && worker->packed_row == tile->i;
  double *row_sums = worker->norm_sums, *col_sums = worker->norm_sums + edge;
  clear(col_sums, tile->cols);
  if (!rows_packed) {
    clear(row_sums, tile->rows);
  }
  for (size_t k = 0; k < d; k += PANEL_FEATURES) {
    const size_t features = d - k < PANEL_FEATURES ? d - k : PANEL_FEATURES;
    T *row_panel = worker->row_panel + (keep_rows ? k * edge : 0);
    if (!rows_packed) {
      pack(problem, worker, tile->rows, x, problem->ldx, k, features, row_panel, row_sums);
    }
    pack(problem, worker, tile->cols, y, problem->ldy, k, features, worker->col_panel, col_sums);
    if (!(bound_so_far(problem, tile, row_sums, col_sums) <= USABLE_BOUND)) {
      return INFINITY;
    }
    const struct side row = {row_panel, features}, col = {worker->col_panel, features};
    const struct side raw_row = {x + k, problem->ldx}, raw_col = {y + k, problem->ldy};
    multiply(problem, worker, tile, problem->is_centred ? raw_row : row,
             problem->is_centred ? raw_col : col, features, k == 0, diagonal);
  }
  worker->packed_row = tile->i;
  return problem->error_factor *
         (finish_norms(alpha, tile->rows, edge, row_sums, worker->row_norms) +
          finish_norms(alpha, tile->cols, edge, col_sums, worker->col_norms));
}

/*
 * The entries of a tile of bound B <= USABLE_BOUND whose error could pass the tolerance are those with
 * K (e^B - 1) <= 1.3 B K > tolerance * variance, that is with t above a limit. They are replaced by
 * what the differences say. False, with the products spoilt, where they are so many that the whole
 * tile is cheaper from differences.
 */
static bool settle(const struct problem *problem, struct worker *worker, const struct tile *tile,
                   double bound, bool diagonal) {
  const loop_table *loops = problem->loops;
  const struct kernel *kernel = &problem->kernel;
  const size_t lds = scratch_ld(problem->edge);
  const T limit = (T)log2(TOLERANCE / (1.3 * bound));
  worker->flags.count = 0;
  loops->settle_products(tile->rows, tile->cols, worker->sums, lds, worker->row_norms,
                         worker->col_norms, limit, diagonal, &worker->flags);
  if (worker->flags.count > worker->flags.capacity) {
    return false;
  }
  for (size_t f = 0; f < worker->flags.count; f++) {
    const size_t i = worker->flags.at[f].row, j = worker->flags.at[f].col;
    const T *x = problem->x + (tile->i + i) * problem->ldx;
    const T *y = problem->y + (tile->j + j) * problem->ldy;
    worker->sums[i * lds + j] =
        kernel->factor * loops->square_distance(problem->d, x, y, kernel->weights, kernel->shrink);
  }
  return true;
}

static void compute_tile(const struct problem *problem, struct worker *worker,
                         const struct tile *tile, const target_tile *target) {
  const loop_table *loops = problem->loops;
  const struct kernel *kernel = &problem->kernel;
  const size_t lds = scratch_ld(problem->edge);
  if (!kernel->direct) {
    const double bound = tile_products(problem, worker, tile, target->diagonal);
    if (bound <= 0.999 * TOLERANCE) {
      loops->finish_products(worker->sums, lds, worker->row_norms, worker->col_norms, &kernel->exp2,
                             target);
      return;
    }
    if (bound <= USABLE_BOUND && settle(problem, worker, tile, bound, target->diagonal)) {
      loops->finish_squares(worker->sums, lds, 1, &kernel->exp2, target);
      return;
    }
  }
  tile_from_differences(problem, worker, tile, target);
}

/*
 * A tile for a K whose rows do not begin on cache lines: made in the cache, in windows, and
 * streamed from there row by row. Storing its blocks at once would first read every line of K.
 */
static void compute_staged(const struct problem *problem, struct worker *worker,
                           const struct tile *tile, const target_tile *target) {
  target_tile staged = *target;
  staged.k = target->k ? worker->window : NULL;
  staged.mirror = target->mirror ? worker->mirror_window : NULL;
  staged.ldk = staged.ldm = scratch_ld(problem->edge);
  compute_tile(problem, worker, tile, &staged);
  if (target->k) {
    problem->loops->stream_rows(tile->rows, tile->cols, staged.k, staged.ldk, target->k,
                                target->ldk);
  }
  if (target->mirror) {
    problem->loops->stream_rows(tile->cols, tile->rows, staged.mirror, staged.ldm, target->mirror,
                                target->ldm);
  }
}
