/*
 * What the exponents of one tile of K are made of, for one precision; see gram_f32.c. They depend on
 * nothing but the tile's points and its place in the grid of tiles: not on the thread, nor on which
 * part of K was asked for.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Whether both sides of a tile are the same points. */
static bool is_on_diagonal(const struct problem *problem, const struct tile *tile) {
  return problem->x == problem->y && problem->ldx == problem->ldy && tile->i == tile->j &&
         tile->rows == tile->cols;
}

/*
 * BLAS leaves the rest of a tile's last blocks as it was, and the loops compute with whole blocks. What
 * comes of that is not stored, but a signaling NaN among it would raise a floating-point exception.
 */
static void clear_scratch(const struct problem *problem, struct worker *worker) {
  const size_t bytes = problem->edge * scratch_ld(problem->edge) * sizeof(T);
  if (!worker->is_clear) {
    memset(worker->sums, 0, bytes);
    if (worker->totals) {
      memset(worker->totals, 0, bytes);
    }
    worker->is_clear = true;
  }
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
  clear_scratch(problem, worker);
  for (size_t k = 0; k < d; k += GKI_CHAIN_FEATURES) {
    const size_t features = d - k < GKI_CHAIN_FEATURES ? d - k : GKI_CHAIN_FEATURES;
    make_panel(problem, tile->rows, x, problem->ldx, k, features, worker->row_panel);
    const T *cols = worker->row_panel;
    if (!is_on_diagonal(problem, tile)) {
      make_panel(problem, tile->cols, y, problem->ldy, k, features, worker->col_panel);
      cols = worker->col_panel;
    }
    problem->loops->squares(tile->rows, tile->cols, features, worker->row_panel, cols,
                            weights ? weights + k : NULL, k % GKI_LEVEL_FEATURES == 0, worker->sums,
                            lds);
    const size_t next = k + features;
    if (worker->totals && (next % GKI_LEVEL_FEATURES == 0 || next == d)) {
      add_level(tile, lds, next <= GKI_LEVEL_FEATURES, worker->sums, worker->totals);
    }
  }
  return worker->totals ? worker->totals : worker->sums;
}

/* The exponents of a tile from differences. */
static exponents exponents_from_differences(const struct problem *problem, struct worker *worker,
                                            const struct tile *tile) {
  const struct kernel *kernel = &problem->kernel;
  const size_t d = problem->d;
  if (d > GKI_CHAIN_FEATURES) {
    worker->packed_row = (size_t)NOTHING_PACKED;
    return (exponents){.kind = GKI_FROM_SQUARES,
                       .tile = long_sums(problem, worker, tile),
                       .ld = scratch_ld(problem->edge),
                       .factor = kernel->factor};
  }
  if (!kernel->direct || worker->packed_row != tile->i) {
    make_panel(problem, tile->rows, problem->x + tile->i * problem->ldx, problem->ldx, 0, d,
               worker->row_panel);
    worker->packed_row = kernel->direct ? tile->i : (size_t)NOTHING_PACKED;
  }
  const T *cols = worker->row_panel;
  if (!is_on_diagonal(problem, tile)) {
    make_panel(problem, tile->cols, problem->y + tile->j * problem->ldy, problem->ldy, 0, d,
               worker->col_panel);
    cols = worker->col_panel;
  }
  return (exponents){.kind = GKI_FROM_DIFFERENCES,
                     .features = d,
                     .rows = worker->row_panel,
                     .cols = cols,
                     .w = kernel->weights,
                     .factor = kernel->factor};
}

/*
 * The points of one side, centred and scaled, for `features` features from k on: row by row for
 * BLAS, as a panel for the loops' own products.
 */
static void pack(const struct problem *problem, struct worker *worker, size_t points, const T *x,
                 size_t ldx, size_t k, size_t features, T *panel) {
  const struct kernel *kernel = &problem->kernel;
  const loop_table *loops = problem->loops;
  const T *scale = kernel->scale ? kernel->scale + k : NULL;
  if (problem->calls_blas) {
    loops->centre(points, features, x + k, ldx, kernel->centre + k, scale, panel);
    return;
  }
  if (problem->is_centred) {
    loops->interleave(points, features, x + k, ldx, NULL, panel);
    return;
  }
  for (size_t i = 0; i < points; i += CENTRED_POINTS) {
    const size_t count = points - i < CENTRED_POINTS ? points - i : CENTRED_POINTS;
    loops->centre(count, features, x + i * ldx + k, ldx, kernel->centre + k, scale,
                  worker->centred);
    loops->interleave(count, features, worker->centred, features, NULL, panel + i * features);
  }
}

/* One side of a product: points, row by row, or a panel, where `ld` is the number of features. */
struct side {
  const T *points;
  size_t ld;
};

/* The loops' own: of a diagonal tile what is at or below the diagonal, and a little more. */
static void multiply_panels(const struct problem *problem, struct worker *worker,
                            const struct tile *tile, struct side row, struct side col,
                            size_t features, bool first, bool diagonal) {
  const size_t lds = scratch_ld(problem->edge);
  const size_t strip = diagonal ? DIAGONAL_STRIP : problem->edge;
  for (size_t i = 0; i < tile->rows; i += strip) {
    const size_t rows = tile->rows - i < strip ? tile->rows - i : strip;
    problem->loops->products(rows, diagonal ? i + rows : tile->cols, features,
                             row.points + i * row.ld, col.points, problem->kernel.alpha, first,
                             worker->sums + i * lds, lds);
  }
}

/* sums = alpha rows cols^T, or += beyond the first block of features. */
static void multiply(const struct problem *problem, struct worker *worker, const struct tile *tile,
                     struct side row, struct side col, size_t features, bool first, bool diagonal) {
  const size_t lds = scratch_ld(problem->edge);
  const T alpha = problem->kernel.alpha, beta = first ? 0 : 1;
  if (!problem->calls_blas) {
    multiply_panels(problem, worker, tile, row, col, features, first, diagonal);
  } else if (diagonal) {
    SYRK_LOWER(tile->rows, features, alpha, row.points, row.ld, beta, worker->sums, lds);
  } else {
    GEMM_NT(tile->rows, tile->cols, features, alpha, row.points, row.ld, col.points, col.ld, beta,
            worker->sums, lds);
  }
}

/* alpha <x~_i, x~_j> into worker->sums; of a diagonal tile at least what is at or below it. */
static void tile_products(const struct problem *problem, struct worker *worker,
                          const struct tile *tile, bool diagonal) {
  const size_t d = problem->d;
  const T *x = problem->x + tile->i * problem->ldx, *y = problem->y + tile->j * problem->ldy;
  const bool whole = packs_whole(problem), keep_rows = d <= ROW_PANEL_FEATURES;
  const bool rows_packed = keep_rows && worker->packed_row == tile->i;
  const bool in_place = problem->is_centred && problem->calls_blas;
  clear_scratch(problem, worker);
  for (size_t k = 0; k < d; k += PANEL_FEATURES) {
    const size_t features = d - k < PANEL_FEATURES ? d - k : PANEL_FEATURES;
    T *row_panel = worker->row_panel + (keep_rows ? k * problem->edge : 0);
    struct side row = {row_panel, features}, col = {worker->col_panel, features};
    if (in_place) {
      row = (struct side){x + k, problem->ldx};
      col = (struct side){y + k, problem->ldy};
    } else if (whole) {
      row = (struct side){worker->row_panel + k, d};
      col = (struct side){worker->col_panel + k, d};
    }
    if (!in_place && (!whole || k == 0)) {
      const size_t packed = whole ? d : features;
      if (!rows_packed) {
        pack(problem, worker, tile->rows, x, problem->ldx, k, packed, row_panel);
      }
      if (!problem->calls_blas || !diagonal) {
        pack(problem, worker, tile->cols, y, problem->ldy, k, packed, worker->col_panel);
      }
    }
    multiply(problem, worker, tile, row, col, features, k == 0, diagonal);
  }
  worker->packed_row = tile->i;
}

/*
 * The entries of a tile of bound B <= USABLE_BOUND whose error could pass the tolerance are those with
 * K (e^B - 1) <= 1.3 B K > tolerance * variance, that is with t above a limit. They are replaced by
 * what the differences say. False, with the products spoilt, where they are so many that the whole
 * tile is cheaper from differences.
 */
static bool settle(const struct problem *problem, struct worker *worker, const struct tile *tile,
                   const T *row_norms, const T *col_norms, double bound, bool diagonal) {
  const loop_table *loops = problem->loops;
  const struct kernel *kernel = &problem->kernel;
  const size_t lds = scratch_ld(problem->edge);
  const T limit = (T)log2(TOLERANCE / (1.3 * bound));
  worker->flags.count = 0;
  loops->settle_products(tile->rows, tile->cols, worker->sums, lds, row_norms, col_norms, limit,
                         diagonal, &worker->flags);
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

/*
 * The exponents of a tile from products; of a half tile, which is on the diagonal, at and below that.
 * False where products are not accurate enough: by the norms for any of the tile, or by how many
 * entries would have to be replaced, which with `absolute` is none: t itself is then to be accurate,
 * however small K.
 */
static bool exponents_from_products(const struct problem *problem, struct worker *worker,
                                    const struct tile *tile, bool half, bool absolute,
                                    exponents *from) {
  const size_t lds = scratch_ld(problem->edge);
  const struct tile_norms rows = row_norms(problem, worker, tile);
  const struct tile_norms cols = col_norms(problem, worker, tile);
  const double trusted = 0.999 * TOLERANCE;
  double bound = problem->error_factor * (rows.largest + cols.largest);
  if (!(bound <= (absolute ? trusted : USABLE_BOUND))) {
    return false;
  }
  bound = bound < problem->least_bound ? problem->least_bound : bound;
  tile_products(problem, worker, tile, half);
  if (absolute || bound <= trusted) {
    *from = (exponents){.kind = GKI_FROM_PRODUCTS,
                        .tile = worker->sums,
                        .ld = lds,
                        .row_norms = rows.of,
                        .col_norms = cols.of};
    return true;
  }
  *from = (exponents){.kind = GKI_FROM_SQUARES, .tile = worker->sums, .ld = lds, .factor = 1};
  return settle(problem, worker, tile, rows.of, cols.of, bound, half);
}

/* Likewise, the way that is fastest and accurate enough. */
static exponents tile_exponents(const struct problem *problem, struct worker *worker,
                                const struct tile *tile, bool half, bool absolute) {
  exponents from;
  if (!problem->kernel.direct &&
      exponents_from_products(problem, worker, tile, half, absolute, &from)) {
    return from;
  }
  return exponents_from_differences(problem, worker, tile);
}
