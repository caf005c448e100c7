/*
 * The tasks of products, for one precision; see product_f32.c. How K is cut depends on sizes alone,
 * and the sums of a row get their terms in an order that does, too.
 *
 * Where K is symmetric and each tile serves its rows and its columns, a task is what two blocks of
 * points have in common; it writes to the sums of both (gram/pairing.h). Else a task is a row of
 * tiles, or a part of it that is added to the sums of the row when its turn comes.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* What an entry of K costs, in multiply-adds. */
static double entry_work(const struct product *product) {
  return (double)product->problem.d + 16 + (double)product->vectors;
}

/* Tasks of less are not worth handing out; of more, a call could not be cancelled. */
static const double least_task = 4e6, most_task = 0x1p31;

enum { MOST_BLOCKS = 65, LEAST_TASKS = 64 };

static size_t row_blocks(const struct product *product) {
  const double n = (double)product->problem.n, work = entry_work(product);
  const double wide = fmin(fmax(sqrt(least_task / work), n / MOST_BLOCKS), sqrt(most_task / work));
  const double blocks = fmin(n / wide, (double)product->row_tiles);
  const size_t whole = blocks < 1 ? 1 : (size_t)blocks;
  return whole % 2 == 0 ? whole - 1 : whole;
}

static size_t col_blocks(const struct product *product) {
  const struct problem *problem = &product->problem;
  const size_t rows = problem->m < problem->edge ? problem->m : problem->edge;
  const double row = (double)rows * (double)problem->n * entry_work(product);
  const double wanted = fmin((double)LEAST_TASKS / (double)product->row_tiles, row / least_task);
  const double blocks = fmin(fmax(wanted, row / most_task), (double)product->col_tiles);
  return blocks < 1 ? 1 : (size_t)blocks;
}

static size_t product_tasks(const struct product *product) {
  return product->mirrors_tiles ? gki_pair_tasks(product->row_blocks)
                                : product->row_tiles * product->col_blocks;
}

/* The first tile of a block: they are as even as can be. */
static size_t block_start(size_t block, size_t blocks, size_t tiles) {
  return tiles / blocks * block + tiles % blocks * block / blocks;
}

static size_t tile_points(const struct problem *problem, size_t tile, size_t points) {
  const size_t rest = points - tile * problem->edge;
  return rest < problem->edge ? rest : problem->edge;
}

static struct tile tile_of(const struct problem *problem, size_t row, size_t col) {
  return (struct tile){.i = row * problem->edge,
                       .rows = tile_points(problem, row, problem->m),
                       .j = col * problem->edge,
                       .cols = tile_points(problem, col, problem->n)};
}

static void end_block(const struct product *product, size_t first_tile, size_t end_tile) {
  const struct problem *problem = &product->problem;
  const size_t first = first_tile * problem->edge;
  const size_t end = end_tile * problem->edge < problem->m ? end_tile * problem->edge : problem->m;
  const struct totals totals = totals_from(&product->totals, first);
  finish_rows(product, &totals, first, end - first);
}

static void begin_block(const struct product *product, size_t first_tile, size_t end_tile) {
  const struct problem *problem = &product->problem;
  const size_t first = first_tile * problem->edge;
  const size_t end = end_tile * problem->edge < problem->m ? end_tile * problem->edge : problem->m;
  const struct totals totals = totals_from(&product->totals, first);
  clear_totals(product, &totals, end - first);
}

/* All tiles that two blocks have in common; of a block with itself those at and below the diagonal. */
static void add_pair(const struct product *product, size_t worker, size_t row, size_t col) {
  const size_t tiles = product->row_tiles, blocks = product->row_blocks;
  struct tile_job job = {
      .product = product, .worker = &product->workers[worker], .own = &product->own[worker]};
  for (size_t i = block_start(row, blocks, tiles); i < block_start(row + 1, blocks, tiles); i++) {
    for (size_t j = block_start(col, blocks, tiles);
         j < block_start(col + 1, blocks, tiles) && j <= i; j++) {
      job.tile = tile_of(&product->problem, i, j);
      job.rows = totals_from(&product->totals, job.tile.i);
      job.cols = i == j ? (struct totals){0} : totals_from(&product->totals, job.tile.j);
      add_tile(&job);
    }
  }
}

static void pair_task(void *context, size_t task, size_t worker) {
  const struct product *product = context;
  const size_t tiles = product->row_tiles, blocks = product->row_blocks;
  const gki_pair pair = gki_pair_of_task(blocks, task);
  const size_t sides[] = {pair.first, pair.second};
  const size_t count = pair.first == pair.second ? 1 : 2;
  for (size_t s = 0; s < count; s++) {
    gki_wait_for_turn(&product->turns[sides[s]], pair.round);
    if (pair.round == 0) {
      begin_block(product, block_start(sides[s], blocks, tiles),
                  block_start(sides[s] + 1, blocks, tiles));
    }
  }
  add_pair(product, worker, pair.first, pair.second);
  for (size_t s = 0; s < count; s++) {
    if (pair.round == blocks - 1) {
      end_block(product, block_start(sides[s], blocks, tiles),
                block_start(sides[s] + 1, blocks, tiles));
    }
    gki_end_turn(&product->turns[sides[s]], pair.round);
  }
}

/* Adds a task's sums to its rows' in its turn; with the last the rows are done. */
static void add_in_turn(const struct product *product, const struct tile *tile, size_t row,
                        size_t block, const struct totals *sums) {
  atomic_size_t *turn = &product->turns[row];
  const struct totals totals = totals_from(&product->totals, tile->i);
  gki_wait_for_turn(turn, block);
  if (block == 0) {
    clear_totals(product, &totals, tile->rows);
  }
  merge_totals(product, sums, tile->rows, &totals);
  if (block == product->col_blocks - 1) {
    finish_rows(product, &totals, tile->i, tile->rows);
  }
  gki_end_turn(turn, block);
}

static void row_task(void *context, size_t task, size_t worker) {
  const struct product *product = context;
  const size_t row = task / product->col_blocks, block = task % product->col_blocks;
  const size_t first = block_start(block, product->col_blocks, product->col_tiles);
  const size_t end = block_start(block + 1, product->col_blocks, product->col_tiles);
  struct tile_job job = {
      .product = product, .worker = &product->workers[worker], .own = &product->own[worker]};
  job.tile = tile_of(&product->problem, row, first);
  job.rows = job.own->totals;
  clear_totals(product, &job.rows, padded_points(job.tile.rows));
  for (size_t col = first; col < end; col++) {
    job.tile = tile_of(&product->problem, row, col);
    add_tile(&job);
  }
  if (product->col_blocks == 1) {
    finish_rows(product, &job.rows, job.tile.i, job.tile.rows);
  } else {
    add_in_turn(product, &job.tile, row, block, &job.rows);
  }
}

enum { WEIGHTS_TASK = 4096 };

static void weights_task(void *context, size_t task, size_t worker) {
  const struct product *product = context;
  const size_t n = product->problem.n, first = task * WEIGHTS_TASK;
  const size_t end = n - first < WEIGHTS_TASK ? padded_points(n) : first + WEIGHTS_TASK;
  (void)worker;
  for (size_t j = first; j < end; j++) {
    product->log_weights[j] = j < n ? log_weight(product->weights[j]) : -(T)INFINITY;
  }
}

static void keep_log_weights(struct product *product, size_t threads) {
  const gki_loop loop = {.tasks = (product->problem.n + WEIGHTS_TASK - 1) / WEIGHTS_TASK,
                         .threads = threads,
                         .run = weights_task,
                         .context = product};
  if (product->log_weights) {
    gki_run(&loop);
  }
}
