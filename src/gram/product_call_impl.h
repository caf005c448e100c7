/*
 * Products with K as functions of gram.h, for one precision; see product_f32.c: from their arguments
 * to the loop over tasks.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* What a caller gives. y, v and weights are {0}, without a name, where a function has none. */
struct request {
  const char *function;
  enum product_kind kind;
  gki_matrix x, y, v, weights, result;
  T *out;               /* where the result is */
  gk_diagonal diagonal; /* of K, where there is no y */
  const gk_rbf *rbf;
  const gk_options *options;
};

/* And beside the arrays, with the defaults filled in. */
struct product_parameters {
  gk_rbf rbf;
  gk_options options;
};

/* The points of K's columns: x where K is symmetric. */
static const gki_matrix *column_points(const struct request *request) {
  return request->y.name ? &request->y : &request->x;
}

static gk_status check_weights(const struct request *request) {
  const T *weights = request->weights.data;
  for (size_t j = 0; j < request->weights.rows; j++) {
    if (!(weights[j] >= 0 && weights[j] - weights[j] == 0)) {
      return gki_fail(GK_ERROR_DATA, request->function,
                      "weights[%zu] = %g is not a finite number >= 0", j, (double)weights[j]);
    }
  }
  return GK_SUCCESS;
}

static gk_status check_matrices(struct request *request, const gk_rbf *rbf) {
  const gki_matrix lengthscale = gki_lengthscale_matrix(rbf, request->x.cols);
  gki_matrix *const all[] = {&request->x, &request->result, &request->y, &request->v,
                             &request->weights};
  const gki_matrix *const inputs[] = {&request->x, &lengthscale, &request->y, &request->v,
                                      &request->weights};
  gk_status status = GK_SUCCESS;
  for (size_t i = 0; i < sizeof all / sizeof all[0] && !status; i++) {
    status = gki_check_matrix(request->function, &PRECISION_LIMITS, all[i]);
  }
  for (size_t i = 0; i < sizeof inputs / sizeof inputs[0] && !status; i++) {
    status = gki_check_disjoint(request->function, &request->result, inputs[i]);
  }
  return status;
}

/* Everything that can be wrong with a call. */
static gk_status check_request(struct request *request, struct product_parameters *parameters) {
  const gk_diagonal diagonal = request->diagonal;
  gk_status status = gki_read_rbf(request->function, &PRECISION_LIMITS, request->rbf,
                                  request->x.cols, &parameters->rbf);
  status =
      status ? status : gki_read_options(request->function, request->options, &parameters->options);
  if (!status && diagonal != GK_DIAGONAL_KEPT && diagonal != GK_DIAGONAL_LEFT_OUT) {
    return gki_fail(GK_ERROR_ARGUMENT, request->function, "diagonal = %d is not a gk_diagonal",
                    (int)diagonal);
  }
  status = status ? status : check_matrices(request, &parameters->rbf);
  return status ? status : check_weights(request);
}

/* Sums over no columns at all. */
static void fill_empty(const struct request *request) {
  const gki_matrix *result = &request->result;
  const T value = request->kind == MULTIPLY ? 0 : request->kind == MEANS ? (T)NAN : -(T)INFINITY;
  for (size_t i = 0; i < result->rows; i++) {
    for (size_t k = 0; k < result->cols; k++) {
      request->out[i * result->ld + k] = value;
    }
  }
}

/* K_ii, or of shares the exponent of K_ii / variance. */
static void set_diagonal(struct product *product, const struct request *request,
                         const gk_rbf *rbf) {
  const double log2e = 0x1.71547652b82fep0, ratio = rbf->noise / rbf->variance;
  const bool left_out = request->diagonal == GK_DIAGONAL_LEFT_OUT;
  product->diagonal = left_out ? GKI_DIAGONAL_DROPPED : GKI_DIAGONAL_REPLACED;
  if (product->kind == MULTIPLY) {
    product->diagonal_value = (T)(rbf->variance + rbf->noise);
  } else {
    product->diagonal_value =
        (T)(ratio < 1 ? log1p(ratio) * log2e
                      : log2(rbf->variance + rbf->noise) - log2(rbf->variance));
  }
}

static void set_vectors(struct product *product, const struct request *request) {
  product->v = request->v.data;
  product->ldv = request->v.ld;
  product->p = request->v.cols;
  product->has_ones = product->kind != MULTIPLY || !request->v.name;
  product->vectors = product->p + product->has_ones;
  product->is_fused = product->vectors <= GKI_FUSED_VECTORS;
  product->by_blas =
      !product->is_fused && gki_blas_is_reentrant() && !gki_path_in_use()->own_products;
  product->packs_vectors = !product->is_fused && (product->has_ones || product->ldv > INT_MAX);
}

static void set_cut(struct product *product) {
  struct problem *problem = &product->problem;
  const size_t least = problem->m < problem->n ? problem->m : problem->n;
  product->mirrors_tiles = problem->symmetric && product->kind == MULTIPLY;
  if (!product->mirrors_tiles && !problem->kernel.direct &&
      least >= gki_path_in_use()->wide_row_points) {
    problem->edge = WIDE_EDGE;
  }
  product->row_tiles = norm_tiles(problem, problem->m);
  product->col_tiles = norm_tiles(problem, problem->n);
  product->row_blocks = row_blocks(product);
  product->col_blocks = col_blocks(product);
}

/* Where a row of tiles needs them more than once, and there is room. */
static bool is_worth_keeping_weights(const struct product *product) {
  return product->row_tiles > 1 && product->problem.n <= KEPT_NORMS;
}

static void begin_product(struct product *product, const struct request *request,
                          const gk_rbf *rbf) {
  const gki_matrix *x = &request->x, *y = column_points(request);
  *product = (struct product){.kind = request->kind,
                              .loops = PRODUCT_LOOPS,
                              .out = request->out,
                              .ldo = request->result.ld,
                              .log_variance = log(rbf->variance),
                              .weights = request->weights.data};
  begin_problem(&product->problem, x, y, y == x, rbf);
  product->problem.calls_blas = product->problem.calls_blas && !gki_path_in_use()->own_tiles;
  set_vectors(product, request);
  set_diagonal(product, request, rbf);
  set_cut(product);
  product->keeps_weights = is_worth_keeping_weights(product);
}

static gk_status run_product_in(const struct request *request, struct product *product,
                                const gki_workspace *workspace, char *memory,
                                const struct product_parameters *parameters) {
  const gk_options *options = &parameters->options;
  if (options->progress && options->progress(0, options->progress_data)) {
    return gki_fail_cancelled(request->function);
  }
  lay_out_product(product, workspace, memory, &parameters->rbf);
  NAME(gki_exp2_prepare)
  (product->kind == MULTIPLY ? (T)parameters->rbf.variance : 1, &product->exp2);
  keep_all_norms(&product->problem, product->workers, workspace->threads);
  keep_log_weights(product, workspace->threads);
  const gki_loop loop = {.tasks = product_tasks(product),
                         .threads = workspace->threads,
                         .run = product->mirrors_tiles ? pair_task : row_task,
                         .context = product,
                         .calls_blas = product->problem.calls_blas || product->by_blas,
                         .begun = true,
                         .progress = options->progress,
                         .progress_data = options->progress_data};
  return gki_run(&loop) ? GK_SUCCESS : gki_fail_cancelled(request->function);
}

static gk_status run_product(const struct request *request, struct product *product,
                             const struct product_parameters *parameters) {
  gki_workspace workspace = {0};
  gk_status status = plan_product(request->function, product, &parameters->options, &workspace);
  if (status) {
    return status;
  }
  _Alignas(GKI_CACHE_LINE) char small[16384]; /* the allocator would cost more than a tiny K */
  if (workspace.total <= sizeof small) {
    return run_product_in(request, product, &workspace, small, parameters);
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(request->function, workspace.total);
  }
  status = run_product_in(request, product, &workspace, memory, parameters);
  gki_free(memory);
  return status;
}

static gk_status run_request(struct request *request) {
  struct product_parameters parameters;
  gk_status status = check_request(request, &parameters);
  if (status || request->result.bytes == 0) {
    return status;
  }
  if (column_points(request)->rows == 0) {
    fill_empty(request);
    return GK_SUCCESS;
  }
  struct product product;
  begin_product(&product, request, &parameters.rbf);
  return run_product(request, &product, &parameters);
}

#include "gram/product_functions_impl.h"
