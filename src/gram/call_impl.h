/*
 * The functions of gram.h for one precision, from their arguments to the loop over tasks; see
 * gram_f32.c.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Storing past the caches pays where K does not stay in them. */
static bool is_large(const gki_path *path, const gki_matrix *k) {
  return k->bytes >= path->streamed_bytes;
}

/* Of each row of k, the elements before its first cache line; -1 where the rows differ in that. */
static ptrdiff_t lead_of(const gki_matrix *k) {
  const size_t before_line = (size_t)(-(uintptr_t)k->data % GKI_CACHE_LINE);
  const bool alike = k->ld * sizeof(T) % GKI_CACHE_LINE == 0 && before_line % sizeof(T) == 0;
  return alike ? (ptrdiff_t)(before_line / sizeof(T)) : -1;
}

/* How a large K is stored. The tiles of differences can begin where its cache lines do. */
static void set_stores(struct call *call, const gki_matrix *k) {
  const ptrdiff_t lead = lead_of(k);
  const bool fits = lead > 0 && (size_t)lead < call->problem.n && call->problem.kernel.direct;
  call->stream = lead == 0 || fits;
  call->stage = !call->stream;
  call->col_lead = fits ? (size_t)lead : 0;
}

/* A call on checked matrices; y is NULL where K is symmetric. */
static void begin_call(struct call *call, const gki_matrix *x, const gki_matrix *y,
                       const gki_matrix *k, const gk_rbf *rbf) {
  *call = (struct call){.rows = x->rows, .k = (T *)(uintptr_t)k->data, .ldk = k->ld};
  begin_problem(&call->problem, x, y ? y : x, !y, rbf);
  if (is_large(gki_path_in_use(), k)) {
    set_stores(call, k);
  }
}

/* What a caller gives beside the arrays, with the defaults filled in. */
struct parameters {
  gk_rbf rbf;
  gk_options options;
};

/* Runs the tasks in the memory laid out for them. */
static gk_status run_in(const char *function, struct call *call, const struct layout *layout,
                        char *memory, const struct parameters *parameters) {
  const gk_options *options = &parameters->options;
  if (options->progress && options->progress(0, options->progress_data)) {
    return gki_fail_cancelled(function);
  }
  lay_out(call, layout, memory, &parameters->rbf);
  keep_all_norms(&call->problem, call->workers, layout->threads);
  call->run_shift = run_shift_for(&call->problem);
  call->shared_rows = layout->threads == 1                ? 0
                      : layout->threads < call->grid_rows ? layout->threads
                                                          : call->grid_rows;
  const gki_loop loop = {.tasks = tasks_of(call),
                         .threads = layout->threads,
                         .run = run_task,
                         .context = call,
                         .calls_blas = call->problem.calls_blas,
                         .begun = true,
                         .progress = options->progress,
                         .progress_data = options->progress_data};
  return gki_run(&loop) ? GK_SUCCESS : gki_fail_cancelled(function);
}

static gk_status run_call(const char *function, struct call *call,
                          const struct parameters *parameters) {
  struct layout layout = {0};
  gk_status status = plan_memory(function, call, &parameters->options, &layout);
  if (status) {
    return status;
  }
  _Alignas(GKI_CACHE_LINE) char small[16384]; /* the allocator would cost more than a tiny K */
  if (layout.total <= sizeof small) {
    return run_in(function, call, &layout, small, parameters);
  }
  char *memory = gki_alloc(1, layout.total);
  if (!memory) {
    return gki_fail_memory(function, layout.total);
  }
  status = run_in(function, call, &layout, memory, parameters);
  gki_free(memory);
  return status;
}

/* Everything that can be wrong with a call. y is NULL where K is symmetric. */
static gk_status check_call(const char *function, gki_matrix *x, gki_matrix *y, gki_matrix *k,
                            const gk_rbf *given, const gk_options *options,
                            struct parameters *parameters) {
  gk_rbf *rbf = &parameters->rbf;
  gk_status status = gki_read_rbf(function, &PRECISION_LIMITS, given, x->cols, rbf);
  status = status ? status : gki_read_options(function, options, &parameters->options);
  const gki_matrix lengthscale = gki_lengthscale_matrix(rbf, x->cols);
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
  struct call call;
  begin_call(&call, x, NULL, k, &parameters.rbf);
  call.triangle = triangle;
  call.make_tile = triangle_tile;
  call.row_lead = call.col_lead;
  call.grid_rows = tile_count(&call, call.row_lead, x->rows);
  return run_call(function, &call, &parameters);
}

static gki_matrix gram_matrix(const T *k, size_t rows, size_t n, size_t ldk) {
  return (gki_matrix){.name = "k", .cols_name = "n", .data = k, .rows = rows, .cols = n, .ld = ldk};
}

gk_status NAME(gk_gram)(size_t n, size_t d, const T *x, size_t ldx, const gk_rbf *rbf, T *k,
                        size_t ldk, const gk_options *options) {
  gki_matrix points = gki_points("x", x, n, d, ldx), result = gram_matrix(k, n, n, ldk);
  return gram_triangle(FUNCTION("gk_gram"), GK_FULL, &points, rbf, &result, options);
}

gk_status NAME(gk_gram_triangle)(gk_triangle triangle, size_t n, size_t d, const T *x, size_t ldx,
                                 const gk_rbf *rbf, T *k, size_t ldk, const gk_options *options) {
  const char *function = FUNCTION("gk_gram_triangle");
  gki_matrix points = gki_points("x", x, n, d, ldx), result = gram_matrix(k, n, n, ldk);
  if (triangle != GK_FULL && triangle != GK_LOWER && triangle != GK_UPPER) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "triangle = %d is not a gk_triangle",
                    (int)triangle);
  }
  return gram_triangle(function, triangle, &points, rbf, &result, options);
}

gk_status NAME(gk_gram_rows)(size_t n, size_t d, const T *x, size_t ldx, size_t first, size_t rows,
                             const gk_rbf *rbf, T *k, size_t ldk, const gk_options *options) {
  const char *function = FUNCTION("gk_gram_rows");
  gki_matrix points = gki_points("x", x, n, d, ldx), result = gram_matrix(k, rows, n, ldk);
  struct parameters parameters;
  gk_status status = gki_check_rows(function, first, rows, n);
  if (!status) {
    status = check_call(function, &points, NULL, &result, rbf, options, &parameters);
  }
  if (status || result.bytes == 0) {
    return status;
  }
  struct call call;
  begin_call(&call, &points, NULL, &result, &parameters.rbf);
  call.first = first;
  call.rows = rows;
  call.grid_cols = tile_count(&call, call.col_lead, n);
  if (call.problem.kernel.direct) {
    call.problem.x = x + first * ldx;
    call.problem.m = rows;
    call.problem.symmetric = false;
    call.make_tile = direct_rows_tile;
    call.grid_rows = tile_count(&call, 0, rows);
  } else {
    const size_t edge = call.problem.edge;
    call.make_tile = rows_tile;
    call.grid_rows = (first + rows - 1) / edge - first / edge + 1;
  }
  return run_call(function, &call, &parameters);
}

gk_status NAME(gk_cross_gram)(size_t m, size_t n, size_t d, const T *x, size_t ldx, const T *y,
                              size_t ldy, const gk_rbf *rbf, T *k, size_t ldk,
                              const gk_options *options) {
  const char *function = FUNCTION("gk_cross_gram");
  gki_matrix left = gki_points("x", x, m, d, ldx), right = gki_points("y", y, n, d, ldy);
  gki_matrix result = gram_matrix(k, m, n, ldk);
  struct parameters parameters;
  gk_status status = check_call(function, &left, &right, &result, rbf, options, &parameters);
  if (status || result.bytes == 0) {
    return status;
  }
  struct call call;
  begin_call(&call, &left, &right, &result, &parameters.rbf);
  call.make_tile = cross_tile;
  call.grid_rows = tile_count(&call, 0, m);
  call.grid_cols = tile_count(&call, call.col_lead, n);
  return run_call(function, &call, &parameters);
}
