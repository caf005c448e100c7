/* The memory of products, for one precision; see product_f32.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The sums of so many rows. */
static size_t lay_totals(const struct product *product, size_t rows, struct totals *totals,
                         char *base) {
  const size_t bytes = rows * product->vectors * sizeof(double);
  size_t used = 0;
  totals->high = gki_carve(base, &used, bytes);
  totals->low = sizeof(T) == sizeof(double) ? gki_carve(base, &used, bytes) : NULL;
  totals->levels = product->kind == MULTIPLY ? NULL : gki_carve(base, &used, rows * sizeof(T));
  totals->row_step = product->is_fused ? 1 : product->vectors;
  totals->vector_step = product->is_fused ? rows : 1;
  return used;
}

static size_t lay_fused(const struct product *product, struct product_worker *own, char *base) {
  const size_t bytes = product->vectors * sums_ld(&product->problem) * sizeof(double);
  size_t used = 0;
  own->row_sums = gki_carve(base, &used, bytes);
  if (product->mirrors_tiles) {
    own->col_sums = gki_carve(base, &used, bytes);
  }
  return used;
}

static size_t lay_stored(const struct product *product, struct product_worker *own, char *base) {
  const size_t bytes = STRIP_ROWS * PIECE_COLS * sizeof(T);
  size_t used = 0;
  own->products = gki_carve(base, &used, PIECE_COLS * GROUP_VECTORS * sizeof(T));
  if (!product->by_blas) {
    own->left_panel = gki_carve(base, &used, bytes);
    own->right_panel = gki_carve(base, &used, bytes);
    own->transposed = gki_carve(base, &used, bytes);
  }
  return used;
}

static size_t lay_own(const struct product *product, struct product_worker *own, char *base) {
  const size_t edge = product->problem.edge;
  const size_t vectors = edge * product->vectors * sizeof(T);
  const size_t strip_rows = edge < STRIP_ROWS ? edge : STRIP_ROWS;
  size_t used = product->is_fused ? lay_fused(product, own, base) : lay_stored(product, own, base);
  own->vectors_row = (size_t)NOTHING_PACKED;
  if (product->is_fused || product->packs_vectors) {
    own->col_vectors = gki_carve(base, &used, vectors);
    own->row_vectors = product->mirrors_tiles ? gki_carve(base, &used, vectors) : NULL;
  }
  if (!product->mirrors_tiles) {
    used += lay_totals(product, edge, &own->totals, base ? base + used : NULL);
  }
  if (!product->is_fused || product->kind != MULTIPLY) {
    own->strip = gki_carve(base, &used, strip_rows * strip_ld() * sizeof(T));
    own->maxima = gki_carve(base, &used, strip_rows * sizeof(T));
  }
  if (product->weights && !product->keeps_weights) {
    own->log_weights = gki_carve(base, &used, edge * sizeof(T));
  }
  return used;
}

/* What all threads share, from `base` on. */
static size_t lay_common(struct product *product, char *base, double **sum) {
  const size_t m = product->problem.m, n = product->problem.n;
  const bool shares_rows = product->mirrors_tiles || product->col_blocks > 1;
  size_t used = lay_shared(&product->problem, base, sum);
  if (shares_rows) {
    used += lay_totals(product, m, &product->totals, base ? base + used : NULL);
    const size_t turns = product->mirrors_tiles ? product->row_blocks : product->row_tiles;
    product->turns = gki_carve(base, &used, turns * sizeof(atomic_size_t));
    for (size_t t = 0; base && t < turns; t++) {
      atomic_init(&product->turns[t], 0);
    }
  }
  if (product->weights && product->keeps_weights) {
    product->log_weights = gki_carve(base, &used, padded_points(n) * sizeof(T));
  }
  return used;
}

/* The bytes of one thread, its entries in the tables of workers among them. */
static size_t thread_bytes(const struct product *product) {
  struct worker worker = {0};
  struct product_worker own = {0};
  const size_t entries = sizeof worker + sizeof own + 2 * (size_t)GKI_CACHE_LINE;
  return lay_sources(&product->problem, &worker, NULL) + lay_own(product, &own, NULL) +
         entries / GKI_CACHE_LINE * GKI_CACHE_LINE;
}

/* Sizes that are far from an address space's end, so that their sums are, too. */
static bool sizes_fit(const struct product *product) {
  const double rows = (double)product->problem.m + 2.0 * (double)product->problem.edge;
  return rows * (double)product->vectors * 64 < 0x1p61;
}

static size_t useful_product_threads(const struct product *product, size_t threads) {
  const struct problem *problem = &product->problem;
  const double entries = (double)problem->m * (double)problem->n / (product->mirrors_tiles ? 2 : 1);
  const size_t tasks =
      product->mirrors_tiles ? product->row_blocks / 2 + 1 : product_tasks(product);
  return gki_threads_for(entries * entry_work(product), tasks, threads);
}

static gk_status plan_product(const char *function, struct product *product,
                              const gk_options *options, gki_workspace *workspace) {
  struct problem *problem = &product->problem;
  double *sum;
  gk_status status = check_features(function, problem->d);
  if (status) {
    return status;
  }
  if (!sizes_fit(product)) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "%zu rows of %zu sums are too many", problem->m,
                    product->vectors);
  }
  workspace->shared_bytes = lay_common(product, NULL, &sum);
  workspace->thread_bytes = thread_bytes(product);
  const size_t least = workspace->shared_bytes + workspace->thread_bytes;
  if (options->workspace_bytes && options->workspace_bytes < least) {
    problem->keeps_norms = product->keeps_weights = false;
    workspace->shared_bytes = lay_common(product, NULL, &sum);
    workspace->thread_bytes = thread_bytes(product);
  }
  return gki_plan_workspace(function, options, useful_product_threads(product, options->threads),
                            workspace);
}

static void lay_out_product(struct product *product, const gki_workspace *workspace, char *memory,
                            const gk_rbf *rbf) {
  const size_t threads = workspace->threads;
  double *sum;
  size_t used = lay_common(product, memory, &sum);
  product->workers = gki_carve(memory, &used, threads * sizeof(struct worker));
  product->own = gki_carve(memory, &used, threads * sizeof(struct product_worker));
  for (size_t w = 0; w < threads; w++) {
    product->workers[w] = (struct worker){0};
    product->own[w] = (struct product_worker){0};
    used += lay_sources(&product->problem, &product->workers[w], memory + used);
    used += lay_own(product, &product->own[w], memory + used);
  }
  set_problem(&product->problem, rbf, sum);
}
