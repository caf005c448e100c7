/*
 * The tasks of a call for one precision; see gram_f32.c. A task is a run of tiles of one tile row:
 * so a thread packs its row of points once, and two threads seldom touch a fresh page of K for the
 * first time together, when both would wait for it to be cleared. The tiles of the last rows, a
 * row for each thread, go one by one, so that the threads end together.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Up to 64 tiles, and no more than take some tens of milliseconds, so that a call can be cancelled. */
static unsigned run_shift_for(const struct problem *problem) {
  const double tile = (double)problem->edge * (double)problem->edge * (double)(problem->d + 16);
  unsigned shift = 6;
  while (shift > 0 && tile * (double)(1u << shift) > 0x1p31) {
    shift--;
  }
  return shift;
}

static size_t tiles_in_row(const struct call *call, size_t row) {
  return call->grid_cols ? call->grid_cols : row + 1;
}

/* How many runs of 2^shift tiles the rows before `row` have. */
static size_t runs_before(const struct call *call, size_t row, unsigned shift) {
  const size_t last = ((size_t)1 << shift) - 1;
  if (call->grid_cols) {
    return row * ((call->grid_cols + last) >> shift);
  }
  /* Each 2^shift rows the runs in a row are one more. */
  const size_t steps = row >> shift;
  return (steps * (steps + 1) / 2 << shift) + (row & last) * (steps + 1);
}

/* The row of run number `run`: the last one with no more runs before it. */
static size_t row_of_run(const struct call *call, size_t run, unsigned shift) {
  size_t low = 0, high = call->grid_rows;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (runs_before(call, middle, shift) <= run) {
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
  return runs_before(call, own_rows(call), call->run_shift) +
         runs_before(call, call->grid_rows, 0) - runs_before(call, own_rows(call), 0);
}

static void make_run(const struct call *call, size_t run, unsigned shift, size_t worker) {
  const size_t row = row_of_run(call, run, shift);
  const size_t first = (run - runs_before(call, row, shift)) << shift;
  const size_t end = first + ((size_t)1 << shift), tiles = tiles_in_row(call, row);
  for (size_t col = first; col < end && col < tiles; col++) {
    call->make_tile(call, worker, row, col);
  }
}

static void run_task(void *context, size_t task, size_t worker) {
  const struct call *call = context;
  const size_t whole = runs_before(call, own_rows(call), call->run_shift);
  if (task < whole) {
    make_run(call, task, call->run_shift, worker);
  } else {
    make_run(call, task - whole + runs_before(call, own_rows(call), 0), 0, worker);
  }
}
