/*
 * gk_gram_columns for one precision; see columns_f32.c. Each row is made of exponents where its
 * entries will be, and these of the points where they lie: nothing is copied, and a single row, which
 * is what solvers ask for, costs no more than its share of a block of them.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* A call. A task is so many rows of so many columns. */
struct columns_call {
  size_t d, first, rows, count;
  const T *x;
  size_t ldx;
  const size_t *columns;
  T *k;
  size_t ldk;
  struct kernel kernel;
  const NAME(gki_loops) * loops;
  const NAME(gki_product_loops) * products;
  size_t band; /* columns whose points stay in the cache from row to row */
};

enum { TASK_ROWS = 64, TASK_COLUMNS = 1024, BAND_BYTES = 24576 };

/* K of one row and some columns; a point's distance from itself has a value of its own. */
static void make_columns(const struct columns_call *call, size_t row, size_t begin, size_t count) {
  const struct kernel *kernel = &call->kernel;
  const size_t i = call->first + row, *columns = call->columns + begin;
  T *k = call->k + row * call->ldk + begin;
  call->products->distances(count, call->d, call->x + i * call->ldx, call->x, call->ldx, columns,
                            kernel->weights, kernel->shrink, kernel->factor, k);
  call->loops->exp2(count, k, &kernel->exp2, k);
  for (size_t c = 0; c < count; c++) {
    if (columns[c] == i && k[c] == k[c]) {
      k[c] = kernel->diagonal_value;
    }
  }
}

static void columns_task(void *context, size_t task, size_t worker) {
  (void)worker;
  const struct columns_call *call = context;
  const size_t across = (call->count - 1) / TASK_COLUMNS + 1;
  const size_t top = task / across * TASK_ROWS, left = task % across * TASK_COLUMNS;
  const size_t bottom = call->rows - top < TASK_ROWS ? call->rows : top + TASK_ROWS;
  const size_t right = call->count - left < TASK_COLUMNS ? call->count : left + TASK_COLUMNS;
  for (size_t c = left; c < right; c += call->band) {
    const size_t count = right - c < call->band ? right - c : call->band;
    for (size_t r = top; r < bottom; r++) {
      make_columns(call, r, c, count);
    }
  }
}

/* A single row has nothing to keep. */
static size_t band_for(size_t rows, size_t d) {
  const size_t points = BAND_BYTES / sizeof(T) / (d ? d : 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  return rows == 1 || points > TASK_COLUMNS ? TASK_COLUMNS : points ? points : GKI_TILE_PAD;
}

/* The indices as an array of bytes, and each of them below n. */
static gk_status check_columns(const char *function, const size_t *columns, size_t count, size_t n,
                               gki_matrix *array) {
  if (count > 0 && !columns) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "columns is NULL, with count = %zu", count);
  }
  if (!gki_matrix_bytes(count > 0, count, count, sizeof *columns, &array->bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "columns with count = %zu is larger than an address space", count);
  }
  if ((uintptr_t)columns % sizeof *columns != 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "columns is not aligned to its elements of %zu bytes", sizeof *columns);
  }
  for (size_t c = 0; c < count; c++) {
    if (columns[c] >= n) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "columns[%zu] = %zu is not below n = %zu", c,
                      columns[c], n);
    }
  }
  return GK_SUCCESS;
}

/* Everything that can be wrong with a call but for the rows it asks for. */
static gk_status check_arguments(const char *function, gki_matrix *x, gki_matrix *k,
                                 const size_t *columns, const gk_rbf *given, gk_rbf *rbf,
                                 const gk_options *given_options, gk_options *options) {
  gk_status status = gki_read_rbf(function, &PRECISION_LIMITS, given, x->cols, rbf);
  status = status ? status : gki_read_options(function, given_options, options);
  status = status ? status : gki_check_matrix(function, &PRECISION_LIMITS, x);
  status = status ? status : gki_check_matrix(function, &PRECISION_LIMITS, k);
  gki_matrix indices = {.name = "columns", .data = columns};
  status = status ? status : check_columns(function, columns, k->cols, x->rows, &indices);
  const gki_matrix lengthscale = gki_lengthscale_matrix(rbf, x->cols);
  const gki_matrix *const inputs[] = {x, &lengthscale, &indices};
  for (size_t i = 0; i < 3 && !status; i++) {
    status = gki_check_disjoint(function, k, inputs[i]);
  }
  return status;
}

/* Weights and shrinks of the features, if there are any to be; NULL where there is no memory. */
static gk_status run_columns(const char *function, struct columns_call *call, const gk_rbf *rbf,
                             const gk_options *options) {
  const bool weighted = rbf->lengthscale || !is_plain(gki_rate(rbf->gamma));
  size_t bytes = 0;
  if (weighted && !gki_multiply_size(call->d, 2 * sizeof(T), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "d = %zu is too large", call->d);
  }
  if (options->workspace_bytes && options->workspace_bytes < bytes) {
    return gki_fail(GK_ERROR_MEMORY, function,
                    "options->workspace_bytes = %zu is less than the %zu that the call needs",
                    options->workspace_bytes, bytes);
  }
  T *weights = bytes ? gki_alloc(1, bytes) : NULL;
  if (bytes && !weights) {
    return gki_fail_memory(function, bytes);
  }
  call->kernel.weights = weights;
  call->kernel.shrink = weights ? weights + call->d : NULL;
  set_kernel(&call->kernel, rbf, call->d, true);
  const size_t across = (call->count - 1) / TASK_COLUMNS + 1;
  const size_t tasks = across * ((call->rows - 1) / TASK_ROWS + 1);
  const double work = (double)call->rows * (double)call->count * (double)(call->d + 16);
  const gk_status status = gki_run_tasks(
      function, tasks, gki_threads_for(work, tasks, options->threads), columns_task, call, options);
  gki_free(weights);
  return status;
}

gk_status NAME(gk_gram_columns)(size_t n, size_t d, const T *x, size_t ldx, size_t first,
                                size_t rows, size_t count, const size_t *columns, const gk_rbf *rbf,
                                T *k, size_t ldk, const gk_options *options) {
  const char *function = FUNCTION("gk_gram_columns");
  gki_matrix points = gki_points("x", x, n, d, ldx);
  gki_matrix result = {
      .name = "k", .cols_name = "count", .data = k, .rows = rows, .cols = count, .ld = ldk};
  gk_rbf kernel;
  gk_options read;
  gk_status status = gki_check_rows(function, first, rows, n);
  if (!status) {
    status = check_arguments(function, &points, &result, columns, rbf, &kernel, options, &read);
  }
  if (status || result.bytes == 0) {
    return status;
  }
  struct columns_call call = {.d = d,
                              .first = first,
                              .rows = rows,
                              .count = count,
                              .x = x,
                              .ldx = ldx,
                              .columns = columns,
                              .k = k,
                              .ldk = ldk,
                              .loops = gki_isa_in_use()->PRECISION,
                              .products = gki_isa_in_use()->PRODUCT_TABLE,
                              .band = band_for(rows, d)};
  return run_columns(function, &call, &kernel, &read);
}
