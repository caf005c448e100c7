/* The norms of the points, for one precision; see gram_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The norms of a tile's points on one side. */
struct tile_norms {
  const T *of; /* padded with zeros to a multiple of GKI_TILE_PAD */
  double largest;
};

/* The largest, NaN or infinite where a point is not finite or its norm too large. */
static double scale_norms(T alpha, size_t points, const double *sums, T *norms) {
  const size_t padded = padded_points(points);
  double largest = 0;
  for (size_t i = 0; i < points; i++) {
    norms[i] = (T)(0.5 * (double)alpha * sums[i]);
    /* A NaN compares false and is taken; then it stays. */
    largest = norms[i] <= largest || largest != largest ? largest : (double)norms[i];
  }
  for (size_t i = points; i < padded; i++) {
    norms[i] = 0;
  }
  return largest;
}

/* The norms of at most `edge` points; `sums` is as many doubles of scratch. */
static double make_norms(const struct problem *problem, size_t points, const T *x, size_t ldx,
                         double *sums, T *norms) {
  const struct kernel *kernel = &problem->kernel;
  const T *centre = problem->is_centred ? NULL : kernel->centre;
  for (size_t i = 0; i < points; i++) {
    sums[i] = 0;
  }
  for (size_t k = 0; k < problem->d; k += PANEL_FEATURES) {
    const size_t rest = problem->d - k;
    problem->loops->norms(points, rest < PANEL_FEATURES ? rest : PANEL_FEATURES, x + k, ldx,
                          centre ? centre + k : NULL, kernel->scale ? kernel->scale + k : NULL,
                          sums);
  }
  return scale_norms(kernel->alpha, points, sums, norms);
}

/* The norms of tile number `tile` of one side, if they are kept. */
static void keep_norms(const struct problem *problem, const struct norms *kept, size_t tile,
                       size_t points, const T *x, size_t ldx, double *sums) {
  const size_t first = tile * problem->edge;
  const size_t count = points - first < problem->edge ? points - first : problem->edge;
  kept->largest[tile] = make_norms(problem, count, x + first * ldx, ldx, sums, kept->of + first);
}

/* The norms of `points` points from `first` on: those kept, or else made into `buffer`. */
static struct tile_norms norms_from(const struct problem *problem, const struct norms *kept,
                                    size_t first, size_t points, const T *x, size_t ldx,
                                    double *sums, T *buffer) {
  if (kept->of) {
    return (struct tile_norms){kept->of + first, kept->largest[first / problem->edge]};
  }
  const double largest = make_norms(problem, points, x + first * ldx, ldx, sums, buffer);
  return (struct tile_norms){buffer, largest};
}

static struct tile_norms row_norms(const struct problem *problem, struct worker *worker,
                                   const struct tile *tile) {
  return norms_from(problem, &problem->row_norms, tile->i, tile->rows, problem->x, problem->ldx,
                    worker->norm_sums, worker->row_norms);
}

static struct tile_norms col_norms(const struct problem *problem, struct worker *worker,
                                   const struct tile *tile) {
  return norms_from(problem, &problem->col_norms, tile->j, tile->cols, problem->y, problem->ldy,
                    worker->norm_sums, worker->col_norms);
}

static size_t norm_tiles(const struct problem *problem, size_t points) {
  return points / problem->edge + (points % problem->edge != 0);
}

struct norms_job {
  const struct problem *problem;
  struct worker *workers;
};

/* Tile t of the rows' norms, or, after them, of the columns'. */
static void norms_task(void *context, size_t task, size_t worker) {
  const struct norms_job *job = context;
  const struct problem *problem = job->problem;
  double *sums = job->workers[worker].norm_sums;
  const size_t row_tiles = norm_tiles(problem, problem->m);
  if (task < row_tiles) {
    keep_norms(problem, &problem->row_norms, task, problem->m, problem->x, problem->ldx, sums);
  } else {
    keep_norms(problem, &problem->col_norms, task - row_tiles, problem->n, problem->y, problem->ldy,
               sums);
  }
}

static void keep_all_norms(const struct problem *problem, struct worker *workers, size_t threads) {
  struct norms_job job = {problem, workers};
  const size_t col_tiles = problem->symmetric ? 0 : norm_tiles(problem, problem->n);
  const gki_loop loop = {.tasks = norm_tiles(problem, problem->m) + col_tiles,
                         .threads = threads,
                         .run = norms_task,
                         .context = &job};
  if (problem->keeps_norms) {
    gki_run(&loop);
  }
}
