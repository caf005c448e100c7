/*
 * Exact densities on grids where H is diagonal: the kernel of a point and a node is a product of one
 * factor for each axis, so that tables of the factors along the axes are all the exponentials that
 * there are, and the sums over the points are products of matrices,
 *
 *     f(i, r) = sum_p (w_p y_r(p)) x_i(p)        r: a row (j, k) of the grid, y = y_j(p) z_k(p)
 *
 * A task is a tile of rows and columns; it goes over the points in runs of RUN, whose sums gemm makes
 * in double, and adds those in twice the precision: the error is that of a sum of RUN terms.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/blas.h"
#include "core/memory.h"
#include "core/status.h"
#include "core/workspace.h"
#include "kde/engines.h"
#include "simd/dispatch.h"

#include <math.h>
#include <string.h>

enum { AXES = 3, ROWS = 128, COLS = 256, RUN = 256 };

typedef struct grid_sums {
  const gki_kde_call *call;
  const gki_kde_loops *loops;
  const gki_product_loops_f64 *sums;
  gki_exp2_f64 one;
  size_t columns_of_tiles;
  double *node[AXES]; /* the whitened coordinates along each axis */
  double *points;     /* the points' coordinates, axis by axis */
  char *workers;
  size_t worker_bytes;
} grid_sums;

/* What a thread works in. */
typedef struct buffers {
  double *columns; /* COLS x RUN: x_i(p) */
  double *axis[2]; /* ROWS x RUN each: y_j(p), with the weights, and z_k(p) */
  double *rows;    /* ROWS x RUN: their products */
  double *terms, *high, *low, *instead;
} buffers;

static buffers carve_buffers(char *base, size_t *bytes) {
  const size_t row_table = (size_t)ROWS * RUN * sizeof(double);
  const size_t tile = (size_t)ROWS * COLS * sizeof(double);
  return (buffers){.columns = gki_carve(base, bytes, (size_t)COLS * RUN * sizeof(double)),
                   .axis = {gki_carve(base, bytes, row_table), gki_carve(base, bytes, row_table)},
                   .rows = gki_carve(base, bytes, row_table),
                   .terms = gki_carve(base, bytes, tile),
                   .high = gki_carve(base, bytes, tile),
                   .low = gki_carve(base, bytes, tile),
                   .instead = gki_carve(base, bytes, COLS * sizeof(double))};
}

static size_t lay_shared(grid_sums *g, char *base) {
  const gki_kde_call *call = g->call;
  size_t used = 0;
  for (size_t k = 0; k < AXES; k++) {
    g->node[k] = gki_carve(base, &used, call->count[k] * sizeof(double));
  }
  g->points = gki_carve(base, &used, call->kde->n * call->kde->d * sizeof(double));
  return used;
}

static void fill_shared(grid_sums *g) {
  const gki_kde_call *call = g->call;
  const gk_kde *kde = call->kde;
  for (size_t k = 0; k < kde->d; k++) {
    for (size_t i = 0; i < call->count[k]; i++) {
      const gki_dd at = gki_dd_add_times(call->start[k], (double)i, call->step[k]);
      g->node[k][i] = gki_dd_value(at) * kde->whitener[k];
    }
    for (size_t i = 0; i < kde->n; i++) {
      g->points[k * kde->n + i] = kde->points[i * kde->d + k];
    }
  }
}

/* y_j(p), with the weights, of `count` nodes from j on, into rows of the table from `slot` on. */
static void tabulate_y(const grid_sums *g, const buffers *b, size_t j, size_t count, size_t slot,
                       size_t first, size_t run) {
  const gk_kde *kde = g->call->kde;
  g->loops->axis_table(count, g->node[1] + j, run, g->points + kde->n + first,
                       kde->weights ? kde->weights + first : NULL, &g->one, b->axis[0] + slot * RUN,
                       RUN);
}

/* The factors of the rows, r = k ny + j, for a run of points. Those of a tile are neighbours: y has a
 * table of all its nodes where they are few, else one of the rows. */
static void fill_rows(const grid_sums *g, const buffers *b, size_t row, size_t rows, size_t first,
                      size_t run) {
  const gk_kde *kde = g->call->kde;
  const size_t ny = g->call->count[1], j0 = row % ny, k0 = row / ny;
  if (ny <= ROWS) {
    tabulate_y(g, b, 0, ny, 0, first, run);
  } else {
    const size_t before = rows < ny - j0 ? rows : ny - j0; /* the others begin at j = 0 */
    tabulate_y(g, b, j0, before, 0, first, run);
    tabulate_y(g, b, 0, rows - before, before, first, run);
  }
  if (kde->d == 3) {
    g->loops->axis_table((row + rows - 1) / ny - k0 + 1, g->node[2] + k0, run,
                         g->points + 2 * kde->n + first, NULL, &g->one, b->axis[1], RUN);
  }
  for (size_t r = 0; r < rows; r++) {
    const size_t slot = ny <= ROWS ? (row + r) % ny : r;
    const double *y = b->axis[0] + slot * RUN, *z = b->axis[1] + ((row + r) / ny - k0) * RUN;
    double *to = b->rows + r * RUN;
    for (size_t p = 0; p < run; p++) {
      to[p] = kde->d == 3 ? y[p] * z[p] : y[p];
    }
  }
}

static void store_tile(const grid_sums *g, const buffers *b, size_t row, size_t rows, size_t col,
                       size_t cols) {
  const gk_kde *kde = g->call->kde;
  const double share = kde->weights ? 1 : 1 / (double)kde->n;
  memset(b->instead, 0, cols * sizeof *b->instead);
  for (size_t r = 0; r < rows; r++) {
    double *values = b->terms + r * cols;
    for (size_t i = 0; i < cols; i++) {
      values[i] = (b->high[r * cols + i] + b->low[r * cols + i]) * share;
    }
    gki_kde_store(g->call, (row + r) * g->call->count[0] + col, cols, values, b->instead);
  }
}

static void tile_task(void *context, size_t task, size_t worker) {
  const grid_sums *g = context;
  const gki_kde_call *call = g->call;
  const size_t all_rows = call->m / call->count[0], n = call->kde->n;
  const size_t row = task / g->columns_of_tiles * ROWS, col = task % g->columns_of_tiles * COLS;
  const size_t rows = all_rows - row < ROWS ? all_rows - row : ROWS;
  const size_t cols = call->count[0] - col < COLS ? call->count[0] - col : COLS;
  size_t bytes = 0;
  const buffers b = carve_buffers(g->workers + worker * g->worker_bytes, &bytes);
  memset(b.high, 0, rows * cols * sizeof *b.high);
  memset(b.low, 0, rows * cols * sizeof *b.low);
  for (size_t first = 0; first < n; first += RUN) {
    const size_t run = n - first < RUN ? n - first : RUN;
    fill_rows(g, &b, row, rows, first, run);
    g->loops->axis_table(cols, g->node[0] + col, run, g->points + first, NULL, &g->one, b.columns,
                         RUN);
    gki_gemm_nt_f64(rows, cols, run, 1, b.rows, RUN, b.columns, RUN, 0, b.terms, cols);
    g->sums->accumulate(rows * cols, b.terms, b.high, b.low);
  }
  store_tile(g, &b, row, rows, col, cols);
}

/* Without a BLAS that several threads may call, and on grids with short rows, or few, each node is as
 * good as a query. */
bool gki_kde_has_exact_grid(const gki_kde_call *call) {
  return call->axes && !call->is_log && call->kde->diagonal && call->kde->d > 1 &&
         call->count[0] >= 8 && call->m / call->count[0] >= 8 && gki_blas_is_reentrant();
}

static gk_status run_tiles(grid_sums *g, const gki_workspace *workspace) {
  const gki_kde_call *call = g->call;
  const size_t rows = call->m / call->count[0];
  const gki_loop loop = {.tasks = ((rows - 1) / ROWS + 1) * g->columns_of_tiles,
                         .threads = workspace->threads,
                         .run = tile_task,
                         .context = g,
                         .calls_blas = true,
                         .progress = call->options->progress,
                         .progress_data = call->options->progress_data};
  return gki_run(&loop) ? GK_SUCCESS : gki_fail_cancelled(call->function);
}

gk_status gki_kde_exact_grid(const gki_kde_call *call) {
  grid_sums g = {.call = call,
                 .loops = gki_isa_in_use()->kde,
                 .sums = gki_isa_in_use()->product_f64,
                 .columns_of_tiles = (call->count[0] - 1) / COLS + 1};
  (void)carve_buffers(NULL, &g.worker_bytes);
  /* No overflow: points and results are in memory. */
  gki_workspace workspace = {.shared_bytes = lay_shared(&g, NULL), .thread_bytes = g.worker_bytes};
  const size_t tasks = ((call->m / call->count[0] - 1) / ROWS + 1) * g.columns_of_tiles;
  const size_t wanted = call->options->threads;
  gk_status status = gki_plan_workspace(call->function, call->options,
                                        wanted < tasks ? wanted : tasks, &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(call->function, workspace.total);
  }
  g.workers = memory + lay_shared(&g, memory);
  gki_exp2_prepare_f64(1, &g.one);
  fill_shared(&g);
  status = run_tiles(&g, &workspace);
  gki_free(memory);
  return status;
}
