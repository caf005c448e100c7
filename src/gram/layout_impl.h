/* The memory of a call for one precision; see gram_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Takes `bytes` off a block of memory, in whole cache lines; with a NULL base it only counts. */
static void *carve(char *base, size_t *used, size_t bytes) {
  void *part = base ? base + *used : NULL;
  *used += (bytes + GKI_CACHE_LINE - 1) / GKI_CACHE_LINE * GKI_CACHE_LINE;
  return part;
}

/* Lays a worker out from `base` on; returns its bytes. */
static size_t lay_worker(const struct call *call, struct worker *worker, char *base) {
  const size_t edge = call->problem.edge, d = call->problem.d;
  size_t used = 0;
  worker->row_panel = carve(base, &used, edge * row_panel_features(d) * sizeof(T));
  worker->col_panel = carve(base, &used, edge * panel_features(d) * sizeof(T));
  worker->packed_row = (size_t)NOTHING_PACKED;
  if (call->stage || call->make_tile == rows_tile) {
    worker->window = carve(base, &used, edge * scratch_ld(edge) * sizeof(T));
  }
  if (call->stage) {
    worker->mirror_window = carve(base, &used, edge * scratch_ld(edge) * sizeof(T));
  }
  if (d <= GKI_CHAIN_FEATURES && call->problem.kernel.direct) {
    return used;
  }
  worker->sums = carve(base, &used, edge * scratch_ld(edge) * sizeof(T));
  if (d > GKI_LEVEL_FEATURES) {
    worker->totals = carve(base, &used, edge * scratch_ld(edge) * sizeof(T));
  }
  if (call->problem.kernel.direct) {
    return used;
  }
  if (!call->problem.calls_blas) {
    worker->centred = carve(base, &used, edge * panel_features(d) * sizeof(T));
  }
  worker->row_norms = carve(base, &used, edge * sizeof(T));
  worker->col_norms = carve(base, &used, edge * sizeof(T));
  worker->norm_sums = carve(base, &used, edge * sizeof(double));
  worker->flags.capacity = edge * edge / FLAGGED_PART;
  worker->flags.at = carve(base, &used, worker->flags.capacity * sizeof *worker->flags.at);
  return used;
}

static size_t useful_threads(const struct call *call, size_t threads) {
  const size_t tiles = runs_before(call, call->grid_rows, 0);
  const double work = (double)call->rows * (double)call->n * (double)(call->problem.d + 16);
  const double worth_a_team = 8e6; /* some 200 us; a late thread can cost as much */
  if (work < worth_a_team) {
    return 1;
  }
  return threads < tiles ? threads : tiles;
}

/* The norms of one side. */
static size_t lay_norms(const struct call *call, struct norms *norms, size_t points, char *base) {
  size_t used = 0;
  norms->of = carve(base, &used, padded_points(points) * sizeof(T));
  norms->largest = carve(base, &used, tile_count(call, 0, points) * sizeof(double));
  return used;
}

/* What all threads read, from `base` on: vectors of length d, and the norms that are kept. */
static size_t lay_shared(struct call *call, char *base, double **sum) {
  struct kernel *kernel = &call->problem.kernel;
  const size_t bytes = call->problem.d * sizeof(T);
  size_t used = 0;
  kernel->weights = carve(base, &used, bytes);
  kernel->shrink = carve(base, &used, bytes);
  kernel->scale = carve(base, &used, bytes);
  kernel->centre = carve(base, &used, bytes);
  *sum = carve(base, &used, call->problem.d * sizeof(double));
  if (call->keeps_norms) {
    used += lay_norms(call, &call->problem.row_norms, call->m, base ? base + used : NULL);
    call->problem.col_norms = call->problem.row_norms;
    if (!call->symmetric) {
      used += lay_norms(call, &call->problem.col_norms, call->n, base ? base + used : NULL);
    }
  }
  return used;
}

static double error_factor(size_t d) {
  const size_t block = d < GKI_GEMM_FEATURES ? d : GKI_GEMM_FEATURES;
  const double blocks = ceil((double)d / GKI_GEMM_FEATURES);
  const double c = (double)block + 2 * blocks + 64;
  const double ln2 = 0.6931471805599453;
  return UNIT_ROUNDOFF * c * ln2;
}

/* How the memory of a call is shared out. */
struct layout {
  size_t threads;
  size_t shared_bytes, worker_bytes, total;
};

static size_t least_bytes(const struct layout *layout) {
  return layout->shared_bytes + layout->worker_bytes + GKI_CACHE_LINE;
}

static gk_status plan_memory(const char *function, struct call *call, const gk_options *options,
                             struct layout *layout) {
  struct worker worker = {0};
  double *sum;
  size_t vectors;
  if (!gki_multiply_size(call->problem.d, 4 * sizeof(T) + sizeof(double), &vectors) ||
      vectors > PTRDIFF_MAX / 2) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "d = %zu is too large", call->problem.d);
  }
  const size_t budget = options->workspace_bytes ? options->workspace_bytes : PTRDIFF_MAX;
  layout->shared_bytes = lay_shared(call, NULL, &sum);
  layout->worker_bytes = lay_worker(call, &worker, NULL) + sizeof(struct worker);
  if (budget < least_bytes(layout) && call->keeps_norms) {
    call->keeps_norms = false;
    layout->shared_bytes = lay_shared(call, NULL, &sum);
  }
  if (budget < least_bytes(layout)) {
    return gki_fail(GK_ERROR_MEMORY, function,
                    "options->workspace_bytes = %zu is less than the %zu that one thread needs",
                    budget, least_bytes(layout));
  }
  const size_t affordable = (budget - layout->shared_bytes - GKI_CACHE_LINE) / layout->worker_bytes;
  const size_t useful = useful_threads(call, options->threads);
  layout->threads = useful < affordable ? useful : affordable;
  layout->total = layout->shared_bytes + layout->threads * layout->worker_bytes;
  return GK_SUCCESS;
}

static void lay_out(struct call *call, const struct layout *layout, char *memory,
                    const gk_rbf *rbf) {
  struct problem *problem = &call->problem;
  double *sum;
  size_t used = lay_shared(call, memory, &sum);
  const size_t table = layout->threads * sizeof(struct worker);
  char *workers = memory + used;
  call->workers = (struct worker *)(memory + layout->total - table);
  for (size_t w = 0; w < layout->threads; w++) {
    call->workers[w] = (struct worker){0};
    workers += lay_worker(call, &call->workers[w], workers);
  }
  set_kernel(&problem->kernel, rbf, problem->d, problem->kernel.direct);
  if (!problem->kernel.direct) {
    const bool is_centred = set_centre(&problem->kernel, sum, problem->d, call->m, problem->x,
                                       problem->ldx, call->n, problem->y, problem->ldy);
    problem->is_centred = is_centred && !call->packs && !problem->kernel.scale &&
                          problem->calls_blas && problem->ldx <= INT_MAX && problem->ldy <= INT_MAX;
  }
  problem->error_factor = error_factor(problem->d);
}
