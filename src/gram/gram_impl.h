/*
 * The tiles of gram.h for one precision; see gram_f32.c. K is cut into a grid of square tiles, which
 * depends on its size alone where a grid could change bits, that is, for products. Of the symmetric
 * K only tiles at and below the diagonal are ever computed: one above is the mirror image of its
 * counterpart.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

struct call;

/* Makes the tile at (row, col) of the grid. */
typedef void (*tile_fn)(const struct call *call, size_t worker, size_t row, size_t col);

/* A call: what is computed, and where it goes. */
struct call {
  struct problem problem;
  struct worker *workers;
  tile_fn make_tile;
  size_t grid_rows, grid_cols; /* of tiles; grid_cols = 0: row r has r + 1 */
  unsigned run_shift;          /* a task has up to 2^run_shift tiles */
  size_t shared_rows;          /* the last ones, whose tiles go to whatever thread is free */
  size_t row_lead, col_lead;   /* so many rows and columns make a first, narrow row and column of
                                  tiles, after which the others begin on cache lines of k */
  size_t first, rows;          /* the rows of K that k holds */
  gk_triangle triangle;
  T *k;
  size_t ldk;
  bool stream; /* K is large, and the rows of its tiles begin on cache lines */
  bool stage;  /* K is large, and they do not */
};

static size_t tile_count(const struct call *call, size_t lead, size_t points) {
  const size_t edge = call->problem.edge, rest = points - lead;
  return (lead != 0) + rest / edge + (rest % edge != 0);
}

/* Where tile number `tile` of an axis begins. */
static size_t tile_start(const struct call *call, size_t lead, size_t tile) {
  return lead == 0 || tile == 0 ? tile * call->problem.edge
                                : lead + (tile - 1) * call->problem.edge;
}

static size_t tile_length(const struct call *call, size_t lead, size_t tile, size_t points) {
  const size_t edge = call->problem.edge, rest = points - tile_start(call, lead, tile);
  const size_t most = lead != 0 && tile == 0 ? lead : edge;
  return rest < most ? rest : most;
}

static struct tile tile_at(const struct call *call, size_t tile_row, size_t tile_col) {
  return (struct tile){.i = tile_start(call, call->row_lead, tile_row),
                       .rows = tile_length(call, call->row_lead, tile_row, call->problem.m),
                       .j = tile_start(call, call->col_lead, tile_col),
                       .cols = tile_length(call, call->col_lead, tile_col, call->problem.n)};
}

static target_tile target_for(const struct call *call, const struct tile *tile) {
  return (target_tile){.rows = tile->rows,
                       .cols = tile->cols,
                       .ldk = call->ldk,
                       .ldm = call->ldk,
                       .stream = call->stream,
                       .diagonal = call->problem.symmetric && tile->i == tile->j,
                       .diagonal_value = call->problem.kernel.diagonal_value};
}

static void place_tile(const struct call *call, size_t worker, const struct tile *tile,
                       const target_tile *target) {
  struct worker *own = &call->workers[worker];
  if (call->stage && !target->diagonal) {
    compute_staged(&call->problem, own, tile, target);
  } else {
    compute_tile(&call->problem, own, tile, target);
  }
}

static void triangle_tile(const struct call *call, size_t worker, size_t row, size_t col) {
  const struct tile tile = tile_at(call, row, col);
  target_tile target = target_for(call, &tile);
  if (call->triangle != GK_UPPER) {
    target.k = call->k + tile.i * call->ldk + tile.j;
  }
  if (call->triangle != GK_LOWER) {
    target.mirror = call->k + tile.j * call->ldk + tile.i;
  }
  place_tile(call, worker, &tile, &target);
}

static void cross_tile(const struct call *call, size_t worker, size_t row, size_t col) {
  const struct tile tile = tile_at(call, row, col);
  target_tile target = target_for(call, &tile);
  target.k = call->k + tile.i * call->ldk + tile.j;
  place_tile(call, worker, &tile, &target);
}

/* Rows of a window, which holds a whole tile row (and is `edge` wide), to their places in k. */
static void copy_rows(const struct call *call, const T *window, size_t first_row, size_t j,
                      size_t rows, size_t cols) {
  for (size_t r = 0; r < rows; r++) {
    const size_t i = first_row + r;
    if (i >= call->first && i - call->first < call->rows) {
      memcpy(call->k + (i - call->first) * call->ldk + j, window + r * call->problem.edge,
             cols * sizeof(T));
    }
  }
}

/*
 * A tile of the rows asked for. The canonical tile is the one at or below the diagonal; it is stored
 * as it is, mirrored, or both on the diagonal, through a window where only part of it was asked for.
 */
static void rows_tile(const struct call *call, size_t worker_index, size_t row_asked, size_t col) {
  struct worker *worker = &call->workers[worker_index];
  const size_t edge = call->problem.edge;
  const size_t row = call->first / edge + row_asked;
  const bool above = col > row;
  const struct tile tile = above ? tile_at(call, col, row) : tile_at(call, row, col);
  const size_t i = row * edge, j = col * edge;
  const size_t rows = above ? tile.cols : tile.rows, cols = above ? tile.rows : tile.cols;
  const bool whole = i >= call->first && i + rows <= call->first + call->rows;
  T *place = whole ? call->k + (i - call->first) * call->ldk + j : worker->window;
  target_tile target = target_for(call, &tile);
  if (!whole) {
    target.ldk = target.ldm = edge;
    target.stream = false;
  }
  target.k = above ? NULL : place;
  target.mirror = above || target.diagonal ? place : NULL;
  compute_tile(&call->problem, worker, &tile, &target);
  if (!whole) {
    copy_rows(call, worker->window, i, j, rows, cols);
  }
}

/*
 * Differences give an entry the same bits wherever it stands, so rows of K need no whole tiles:
 * they are the cross-Gram of those points with all, but for the diagonal.
 */
static void direct_rows_tile(const struct call *call, size_t worker, size_t row, size_t col) {
  const struct tile tile = tile_at(call, row, col);
  target_tile target = target_for(call, &tile);
  T *k = call->k + tile.i * call->ldk + tile.j;
  target.k = k;
  target.diagonal = false; /* tile.i counts from call->first: it is no place in K */
  place_tile(call, worker, &tile, &target);
  for (size_t r = 0; r < tile.rows; r++) {
    const size_t i = call->first + tile.i + r;
    if (i >= tile.j && i - tile.j < tile.cols) {
      T *self = k + r * call->ldk + (i - tile.j);
      *self = *self == *self ? call->problem.kernel.diagonal_value : *self;
    }
  }
}
