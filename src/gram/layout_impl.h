/* The memory of a call for one precision; see gram_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Lays a worker out from `base` on; returns its bytes. */
static size_t lay_worker(const struct call *call, struct worker *worker, char *base) {
  const size_t edge = call->problem.edge, bytes = edge * scratch_ld(edge) * sizeof(T);
  size_t used = lay_sources(&call->problem, worker, base);
  if (call->stage || call->make_tile == rows_tile) {
    worker->window = gki_carve(base, &used, bytes);
  }
  if (call->stage) {
    worker->mirror_window = gki_carve(base, &used, bytes);
  }
  return used;
}

static size_t useful_threads(const struct call *call, size_t threads) {
  const size_t tiles = runs_before(call, call->grid_rows, 0);
  const double work = (double)call->rows * (double)call->problem.n * (double)(call->problem.d + 16);
  return gki_threads_for(work, tiles, threads);
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
  gk_status status = check_features(function, call->problem.d);
  if (status) {
    return status;
  }
  const size_t budget = options->workspace_bytes ? options->workspace_bytes : PTRDIFF_MAX;
  layout->shared_bytes = lay_shared(&call->problem, NULL, &sum);
  layout->worker_bytes = lay_worker(call, &worker, NULL) + sizeof(struct worker);
  if (budget < least_bytes(layout) && call->problem.keeps_norms) {
    call->problem.keeps_norms = false;
    layout->shared_bytes = lay_shared(&call->problem, NULL, &sum);
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
  size_t used = lay_shared(&call->problem, memory, &sum);
  const size_t table = layout->threads * sizeof(struct worker);
  char *workers = memory + used;
  call->workers = (struct worker *)(memory + layout->total - table);
  for (size_t w = 0; w < layout->threads; w++) {
    call->workers[w] = (struct worker){0};
    workers += lay_worker(call, &call->workers[w], workers);
  }
  set_problem(problem, rbf, sum);
}
