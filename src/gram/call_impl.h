/*
 * The functions of gram.h for one precision, from their arguments to the loop over tasks; see
 * gram_f32.c.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

static size_t edge_for(size_t points) {
  if (points >= 1024) {
    return 256;
  }
  if (points >= 256) {
    return 128;
  }
  const size_t padded = (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  return padded < 64 ? padded : 64;
}

/* Storing past the caches pays where K does not stay in them. */
static bool is_large(const gki_matrix *k) {
  return k->bytes >= (size_t)8 << 20;
}

static bool is_aligned(const gki_matrix *k) {
  return (uintptr_t)k->data % GKI_CACHE_LINE == 0 && k->ld * sizeof(T) % GKI_CACHE_LINE == 0;
}

/* A call on checked matrices; y is x where K is symmetric. */
static struct call call_of(const gki_matrix *x, const gki_matrix *y, const gki_matrix *k,
                           const gk_rbf *rbf) {
  struct call call = {.problem = {.d = x->cols,
                                  .x = x->data,
                                  .ldx = x->ld,
                                  .y = y->data,
                                  .ldy = y->ld,
                                  .loops = gki_isa_in_use()->PRECISION},
                      .m = x->rows,
                      .n = y->rows,
                      .rows = x->rows,
                      .k = (T *)(uintptr_t)k->data,
                      .ldk = k->ld,
                      .stream = is_large(k) && is_aligned(k),
                      .stage = is_large(k) && !is_aligned(k)};
  const size_t points = call.m > call.n ? call.m : call.n;
  call.problem.edge = edge_for(points);
  call.problem.kernel.direct = is_direct(rbf, call.problem.d, points);
  call.problem.calls_blas = !call.problem.kernel.direct && gki_blas_is_reentrant();
  return call;
}

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
  if (call->stage || !call->problem.kernel.direct) {
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
  worker->norm_sums = carve(base, &used, 2 * edge * sizeof(double));
  worker->flags.capacity = edge * edge / FLAGGED_PART;
  worker->flags.at = carve(base, &used, worker->flags.capacity * sizeof *worker->flags.at);
  return used;
}

static size_t useful_threads(const struct call *call, size_t threads, size_t tasks) {
  const double work = (double)call->rows * (double)call->n * (double)(call->problem.d + 16);
  const double worth_a_team = 1e6;
  if (work < worth_a_team) {
    return 1;
  }
  return threads < tasks ? threads : tasks;
}

/* The vectors of length d that all threads read, from `base` on. */
static size_t lay_kernel(struct call *call, char *base, double **sum) {
  struct kernel *kernel = &call->problem.kernel;
  const size_t bytes = call->problem.d * sizeof(T);
  size_t used = 0;
  kernel->weights = carve(base, &used, bytes);
  kernel->shrink = carve(base, &used, bytes);
  kernel->scale = carve(base, &used, bytes);
  kernel->centre = carve(base, &used, bytes);
  *sum = carve(base, &used, call->problem.d * sizeof(double));
  return used;
}

static double error_factor(size_t d) {
  const size_t block = d < GKI_GEMM_FEATURES ? d : GKI_GEMM_FEATURES;
  const double blocks = ceil((double)d / GKI_GEMM_FEATURES);
  const double c = (double)block + 2 * blocks + 56;
  const double ln2 = 0.6931471805599453;
  return UNIT_ROUNDOFF * c * ln2;
}

/* How the memory of a call is shared out. */
struct layout {
  size_t threads;
  size_t kernel_bytes, worker_bytes, total;
};

static gk_status plan_memory(const char *function, struct call *call, const gk_options *options,
                             size_t tasks, struct layout *layout) {
  struct worker worker = {0};
  double *sum;
  size_t vectors;
  if (!gki_multiply_size(call->problem.d, 4 * sizeof(T) + sizeof(double), &vectors) ||
      vectors > PTRDIFF_MAX / 2) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "d = %zu is too large", call->problem.d);
  }
  layout->kernel_bytes = lay_kernel(call, NULL, &sum);
  layout->worker_bytes = lay_worker(call, &worker, NULL) + sizeof(struct worker);
  layout->threads = useful_threads(call, options->threads, tasks);
  const size_t budget = options->workspace_bytes ? options->workspace_bytes : PTRDIFF_MAX;
  const size_t least = layout->kernel_bytes + layout->worker_bytes + GKI_CACHE_LINE;
  if (budget < least) {
    return gki_fail(GK_ERROR_MEMORY, function,
                    "options->workspace_bytes = %zu is less than the %zu that one thread needs",
                    budget, least);
  }
  const size_t affordable = (budget - layout->kernel_bytes) / layout->worker_bytes;
  layout->threads = layout->threads < affordable ? layout->threads : affordable;
  layout->total = layout->kernel_bytes + layout->threads * layout->worker_bytes;
  return GK_SUCCESS;
}

static void lay_out(struct call *call, const struct layout *layout, char *memory,
                    const gk_rbf *rbf) {
  struct problem *problem = &call->problem;
  double *sum;
  size_t used = lay_kernel(call, memory, &sum);
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
    problem->is_centred = is_centred && !problem->kernel.scale && problem->calls_blas &&
                          problem->ldx <= INT_MAX && problem->ldy <= INT_MAX;
  }
  problem->error_factor = error_factor(problem->d);
}

/* What a caller gives beside the arrays, with the defaults filled in. */
struct parameters {
  gk_rbf rbf;
  gk_options options;
};

/* Runs the tasks in the memory laid out for them. */
static gk_status run_in(const char *function, struct call *call, const struct layout *layout,
                        char *memory, const gk_rbf *rbf, const gk_options *options,
                        gki_task_fn task, size_t tasks) {
  lay_out(call, layout, memory, rbf);
  const gki_loop loop = {.tasks = tasks,
                         .threads = layout->threads,
                         .run = task,
                         .context = call,
                         .calls_blas = call->problem.calls_blas,
                         .progress = options->progress,
                         .progress_data = options->progress_data};
  return gki_run(&loop) ? GK_SUCCESS
                        : gki_fail(GK_ERROR_CANCELLED, function, "cancelled by progress");
}

static gk_status run_call(const char *function, struct call *call,
                          const struct parameters *parameters, gki_task_fn task, size_t tasks) {
  const gk_rbf *rbf = &parameters->rbf;
  const gk_options *options = &parameters->options;
  struct layout layout = {0};
  gk_status status = plan_memory(function, call, options, tasks, &layout);
  if (status) {
    return status;
  }
  _Alignas(GKI_CACHE_LINE) char small[16384]; /* the allocator would cost more than a tiny K */
  if (layout.total <= sizeof small) {
    return run_in(function, call, &layout, small, rbf, options, task, tasks);
  }
  char *memory = gki_alloc(1, layout.total);
  if (!memory) {
    return gki_fail_memory(function, layout.total);
  }
  status = run_in(function, call, &layout, memory, rbf, options, task, tasks);
  gki_free(memory);
  return status;
}

/* Everything that can be wrong with a call. y is NULL where K is symmetric. */
static gk_status check_call(const char *function, gki_matrix *x, gki_matrix *y, gki_matrix *k,
                            const gk_rbf *given, const gk_options *options,
                            struct parameters *parameters) {
  gk_rbf *rbf = &parameters->rbf;
  gk_status status = gki_read_rbf(function, &PRECISION_LIMITS, given, x->cols, rbf);
  if (!status) {
    status = gki_read_options(function, options, &parameters->options);
  }
  gki_matrix lengthscale = {.name = "rbf->lengthscale",
                            .data = rbf->lengthscale,
                            .bytes = rbf->lengthscale ? x->cols * sizeof(double) : 0};
  gki_matrix *const all[] = {x, k, y};
  const gki_matrix *const inputs[] = {x, &lengthscale, y};
  const size_t count = y ? 3 : 2;
  for (size_t i = 0; i < count && !status; i++) {
    status = gki_check_matrix(function, &PRECISION_LIMITS, all[i]);
  }
  for (size_t i = 0; i < count && !status; i++) {
    status = gki_check_disjoint(function, k, inputs[i]);
  }
  return status;
}

static gk_status gram_triangle(const char *function, gk_triangle triangle, gki_matrix *x,
                               const gk_rbf *given, gki_matrix *k, const gk_options *options) {
  struct parameters parameters;
  gk_status status = check_call(function, x, NULL, k, given, options, &parameters);
  if (status || k->bytes == 0) {
    return status;
  }
  struct call call = call_of(x, x, k, &parameters.rbf);
  call.symmetric = true;
  call.triangle = triangle;
  const size_t tiles = tile_count(&call, call.n);
  return run_call(function, &call, &parameters, triangle_task, tiles * (tiles + 1) / 2);
}

#define X_MATRIX                                                                                   \
  { .name = "x", .cols_name = "d", .data = x, .rows = n, .cols = d, .ld = ldx }
#define K_MATRIX(row_count)                                                                        \
  { .name = "k", .cols_name = "n", .data = k, .rows = row_count, .cols = n, .ld = ldk }

gk_status NAME(gk_gram)(size_t n, size_t d, const T *x, size_t ldx, const gk_rbf *rbf, T *k,
                        size_t ldk, const gk_options *options) {
  gki_matrix points = X_MATRIX, result = K_MATRIX(n);
  return gram_triangle(FUNCTION("gk_gram"), GK_FULL, &points, rbf, &result, options);
}

gk_status NAME(gk_gram_triangle)(gk_triangle triangle, size_t n, size_t d, const T *x, size_t ldx,
                                 const gk_rbf *rbf, T *k, size_t ldk, const gk_options *options) {
  const char *function = FUNCTION("gk_gram_triangle");
  gki_matrix points = X_MATRIX, result = K_MATRIX(n);
  if (triangle != GK_FULL && triangle != GK_LOWER && triangle != GK_UPPER) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "triangle = %d is not a gk_triangle",
                    (int)triangle);
  }
  return gram_triangle(function, triangle, &points, rbf, &result, options);
}

gk_status NAME(gk_gram_rows)(size_t n, size_t d, const T *x, size_t ldx, size_t first, size_t rows,
                             const gk_rbf *rbf, T *k, size_t ldk, const gk_options *options) {
  const char *function = FUNCTION("gk_gram_rows");
  gki_matrix points = X_MATRIX, result = K_MATRIX(rows);
  struct parameters parameters;
  if (first > n || rows > n - first) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "rows %zu + %zu end after n = %zu", first, rows,
                    n);
  }
  gk_status status = check_call(function, &points, NULL, &result, rbf, options, &parameters);
  if (status || result.bytes == 0) {
    return status;
  }
  struct call call = call_of(&points, &points, &result, &parameters.rbf);
  call.first = first;
  call.rows = rows;
  const size_t across = tile_count(&call, n);
  if (call.problem.kernel.direct) {
    call.problem.x = x + first * ldx;
    call.m = rows;
    return run_call(function, &call, &parameters, direct_rows_task,
                    tile_count(&call, rows) * across);
  }
  call.symmetric = true;
  const size_t edge = call.problem.edge;
  const size_t tile_rows = (first + rows - 1) / edge - first / edge + 1;
  return run_call(function, &call, &parameters, rows_task, tile_rows * across);
}

gk_status NAME(gk_cross_gram)(size_t m, size_t n, size_t d, const T *x, size_t ldx, const T *y,
                              size_t ldy, const gk_rbf *rbf, T *k, size_t ldk,
                              const gk_options *options) {
  const char *function = FUNCTION("gk_cross_gram");
  gki_matrix left = {.name = "x", .cols_name = "d", .data = x, .rows = m, .cols = d, .ld = ldx};
  gki_matrix right = {.name = "y", .cols_name = "d", .data = y, .rows = n, .cols = d, .ld = ldy};
  gki_matrix result = K_MATRIX(m);
  struct parameters parameters;
  gk_status status = check_call(function, &left, &right, &result, rbf, options, &parameters);
  if (status || result.bytes == 0) {
    return status;
  }
  struct call call = call_of(&left, &right, &result, &parameters.rbf);
  return run_call(function, &call, &parameters, cross_task,
                  tile_count(&call, m) * tile_count(&call, n));
}
