/* Calls of the functions of grids: arguments, memory, the loop over tasks; see grid_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* How the work is cut, and how it is done: by the sizes alone. */
static void plan_grid(struct grid_call *call, const gk_mixture *mixture, size_t bytes) {
  const size_t *count = call->grid.count;
  for (size_t k = 0; k < mixture->components; k++) {
    call->components += mixture->weights[k] != 0;
  }
  call->is_separable = !call->is_log && mixture->shape != GKI_FULL && count[1] >= SEPARABLE_ROWS;
  call->run = call->is_log ? log_task : call->is_separable ? separable_task : density_task;
  const size_t rows = BLOCK / (call->components + 1);
  call->band = call->is_separable ? BAND : rows < 1 ? 1 : smaller(rows, ROTATED_BAND);
  call->blocks = (count[0] - 1) / BLOCK + 1;
  call->bands = (count[1] - 1) / call->band + 1;
  call->stream = bytes >= STREAMED_BYTES && !(call->is_separable && call->components > CHUNK);
  const size_t longest = smaller(count[0], BLOCK);
  /* A line more, lest the tables share the sets of a cache. */
  call->row_bytes = up_to_line((longest < BAND ? BAND : longest) * sizeof(double)) + GKI_CACHE_LINE;
  const size_t terms = smaller(call->components, CHUNK);
  call->worker_bytes = TABLES * call->row_bytes;
  if (call->is_separable) {
    call->worker_bytes += up_to_line(terms * BAND * sizeof(T)) + terms * call->row_bytes;
  }
}

/* What is known of the components, laid out at base; NULL: only its bytes, which cannot overflow, as a
 * mixture of that many is in memory already, and not much smaller. */
static size_t lay_shared(struct grid_call *call, char *base) {
  const size_t m = call->components;
  size_t used = 0;
  call->placed = gki_carve(base, &used, m * sizeof *call->placed);
  call->plans = gki_carve(base, &used, m * sizeof *call->plans);
  if (call->is_separable) {
    call->wide_plans = gki_carve(base, &used, m * sizeof *call->wide_plans);
  }
  return used;
}

/* As many threads as have something to do that is worth waking them. */
static size_t threads_for(const struct grid_call *call, size_t tasks, size_t wanted) {
  const size_t *count = call->grid.count;
  const double work = (double)count[0] * (double)count[1] * (double)count[2] *
                      (double)call->components / WORK_OF_A_THREAD;
  const size_t threads = smaller(wanted, tasks);
  return work < (double)(threads - 1) ? 1 + (size_t)work : threads;
}

static gk_status run_grid(const char *function, struct grid_call *call, const gk_mixture *mixture,
                          const gk_options *options) {
  const size_t tasks = call->blocks * call->bands * call->grid.count[2];
  gki_workspace workspace = {.shared_bytes = lay_shared(call, NULL),
                             .thread_bytes = call->worker_bytes};
  gk_status status =
      gki_plan_workspace(function, options, threads_for(call, tasks, options->threads), &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(function, workspace.total);
  }
  call->workers = memory + lay_shared(call, memory);
  place_all(call, mixture);
  call->stream = call->stream && !(call->is_separable && call->has_far);
  status = gki_run_tasks(function, tasks, workspace.threads, run_grid_task, call, options);
  gki_free(memory);
  return status;
}

static gk_status grid(const char *function, bool is_log, const gk_mixture *mixture,
                      const gk_axis *axes, T *out, size_t ldo, const gk_options *given) {
  gk_options options;
  size_t bytes;
  gk_status status = gki_check_grid(function, mixture, axes, out, ldo, sizeof(T), &bytes);
  if (!status) {
    status = gki_read_options(function, given, &options);
  }
  if (status || bytes == 0) {
    return status;
  }
  struct grid_call call = {.loops = gki_isa_in_use()->PRECISION,
                           .wide = gki_isa_in_use()->f64,
                           .out = out,
                           .ldo = ldo,
                           .is_log = is_log};
  gki_grid_set(axes, mixture->d, &call.grid);
  plan_grid(&call, mixture, bytes);
  return run_grid(function, &call, mixture, &options);
}

gk_status NAME(gk_mixture_density_grid)(const gk_mixture *mixture, const gk_axis *axes, T *out,
                                        size_t ldo, const gk_options *options) {
  return grid(FUNCTION("gk_mixture_density_grid"), false, mixture, axes, out, ldo, options);
}

gk_status NAME(gk_mixture_log_density_grid)(const gk_mixture *mixture, const gk_axis *axes, T *out,
                                            size_t ldo, const gk_options *options) {
  return grid(FUNCTION("gk_mixture_log_density_grid"), true, mixture, axes, out, ldo, options);
}
