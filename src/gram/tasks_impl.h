/*
 * The tasks of a call for one precision; see gram_f32.c. A task is a run of tiles of one tile row:
 * so a thread packs its row of points once, and two threads seldom touch a fresh page of K for the
 * first time together, when both would wait for it to be cleared. The tiles of the last rows, a
 * row for each thread, go one by one, so that the threads end together.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

enum { RUN_TILES = 64 }; /* no task takes so long that it could not be cancelled */

static size_t tiles_in_row(const struct call *call, size_t row) {
  return call->grid_cols ? call->grid_cols : row + 1;
}

/* How many runs of `length` tiles the rows before `row` have. */
static inline size_t runs_before(const struct call *call, size_t row, size_t length) {
  if (call->grid_cols) {
    return row * ((call->grid_cols + length - 1) / length);
  }
  /* Each `length` rows the runs in a row are one more. */
  const size_t steps = row / length;
  return steps * (steps + 1) / 2 * length + row % length * (steps + 1);
}

/* The row of run number `run`: the last one with no more runs before it. */
static inline size_t row_of_run(const struct call *call, size_t run, size_t length) {
  size_t low = 0, high = call->grid_rows;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (runs_before(call, middle, length) <= run) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

static size_t own_rows(const struct call *call) {
  return call->grid_rows - call->shared_rows;
}

static size_t tasks_of(const struct call *call) {
  return runs_before(call, own_rows(call), RUN_TILES) + runs_before(call, call->grid_rows, 1) -
         runs_before(call, own_rows(call), 1);
}

/* Inlined, so that `length` is a constant: the divisions are felt where K is tiny. */
static inline void make_run(const struct call *call, size_t run, size_t length, size_t worker) {
  const size_t row = row_of_run(call, run, length);
  const size_t first = (run - runs_before(call, row, length)) * length;
  for (size_t col = first; col < first + length && col < tiles_in_row(call, row); col++) {
    call->make_tile(call, worker, row, col);
  }
}

static void run_task(void *context, size_t task, size_t worker) {
  const struct call *call = context;
  const size_t whole = runs_before(call, own_rows(call), RUN_TILES);
  if (task < whole) {
    make_run(call, task, RUN_TILES, worker);
  } else {
    make_run(call, task - whole + runs_before(call, own_rows(call), 1), 1, worker);
  }
}

/* Tile t of the rows' norms, or, after them, of the columns'. */
static void norms_task(void *context, size_t task, size_t worker) {
  const struct call *call = context;
  const struct problem *problem = &call->problem;
  double *sums = call->workers[worker].norm_sums;
  const size_t row_tiles = tile_count(call, 0, call->m);
  if (task < row_tiles) {
    keep_norms(problem, &problem->row_norms, task, call->m, problem->x, problem->ldx, sums);
  } else {
    keep_norms(problem, &problem->col_norms, task - row_tiles, call->n, problem->y, problem->ldy,
               sums);
  }
}

static void keep_all_norms(struct call *call, size_t threads) {
  const size_t col_tiles = call->symmetric ? 0 : tile_count(call, 0, call->n);
  const gki_loop loop = {.tasks = tile_count(call, 0, call->m) + col_tiles,
                         .threads = threads,
                         .run = norms_task,
                         .context = call};
  if (call->keeps_norms) {
    gki_run(&loop);
  }
}
