/*
 * The memory that tiles are made from and in, and the beginning of a call, for one precision; see
 * gram_f32.c.
 */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The wider a tile, the less BLAS copies; from differences nothing is gained. */
enum { WIDE_EDGE = 512 };

static size_t edge_for(const gki_path *path, bool direct, size_t points) {
  if (!direct && points >= path->wide_tile_points) {
    return WIDE_EDGE;
  }
  if (points >= 1024) {
    return 256;
  }
  if (points >= 256) {
    return 128;
  }
  return points < 64 ? padded_points(points) : 64;
}

/* Where K has more rows, what it saves to keep their norms is little beside the memory. */
enum { KEPT_NORMS = 1 << 17 };

/* A problem of checked matrices; y is x where K is symmetric. In place: a copy of it would be felt
 * where K is tiny. */
static void begin_problem(struct problem *problem, const gki_matrix *x, const gki_matrix *y,
                          bool symmetric, const gk_rbf *rbf) {
  const gki_path *path = gki_path_in_use();
  const size_t points = x->rows > y->rows ? x->rows : y->rows;
  const bool direct = is_direct(path, rbf, x->cols, points);
  *problem =
      (struct problem){.m = x->rows,
                       .n = y->rows,
                       .d = x->cols,
                       .symmetric = symmetric,
                       .x = x->data,
                       .ldx = x->ld,
                       .y = y->data,
                       .ldy = y->ld,
                       .edge = edge_for(path, direct, points),
                       .loops = gki_isa_in_use()->PRECISION,
                       .keeps_norms = !direct && !path->norms_by_tile && points <= KEPT_NORMS,
                       .packs = path->pack,
                       .calls_blas = !direct && gki_blas_is_reentrant() && !path->own_products,
                       .least_bound = path->repair ? TOLERANCE : 0};
  problem->kernel.direct = direct;
}

/* Lays out what a worker needs for exponents from `base` on; returns its bytes. */
static size_t lay_sources(const struct problem *problem, struct worker *worker, char *base) {
  const size_t edge = problem->edge, d = problem->d;
  size_t used = 0;
  worker->row_panel = gki_carve(base, &used, edge * row_panel_features(d) * sizeof(T));
  worker->col_panel = gki_carve(base, &used, edge * col_panel_features(problem) * sizeof(T));
  worker->packed_row = (size_t)NOTHING_PACKED;
  if (d <= GKI_CHAIN_FEATURES && problem->kernel.direct) {
    return used;
  }
  worker->sums = gki_carve(base, &used, edge * scratch_ld(edge) * sizeof(T));
  if (d > GKI_LEVEL_FEATURES) {
    worker->totals = gki_carve(base, &used, edge * scratch_ld(edge) * sizeof(T));
  }
  if (problem->kernel.direct) {
    return used;
  }
  if (!problem->calls_blas) {
    worker->centred = gki_carve(base, &used, CENTRED_POINTS * panel_features(d) * sizeof(T));
  }
  worker->row_norms = gki_carve(base, &used, edge * sizeof(T));
  worker->col_norms = gki_carve(base, &used, edge * sizeof(T));
  worker->norm_sums = gki_carve(base, &used, edge * sizeof(double));
  worker->flags.capacity = edge * edge / FLAGGED_PART;
  worker->flags.at = gki_carve(base, &used, worker->flags.capacity * sizeof *worker->flags.at);
  return used;
}

/* The norms of one side. */
static size_t lay_norms(const struct problem *problem, struct norms *norms, size_t points,
                        char *base) {
  size_t used = 0;
  norms->of = gki_carve(base, &used, padded_points(points) * sizeof(T));
  norms->largest = gki_carve(base, &used, norm_tiles(problem, points) * sizeof(double));
  return used;
}

/* What all threads read, from `base` on: vectors of length d, and the norms that are kept. */
static size_t lay_shared(struct problem *problem, char *base, double **sum) {
  struct kernel *kernel = &problem->kernel;
  const size_t bytes = problem->d * sizeof(T);
  size_t used = 0;
  kernel->weights = gki_carve(base, &used, bytes);
  kernel->shrink = gki_carve(base, &used, bytes);
  kernel->scale = gki_carve(base, &used, bytes);
  kernel->centre = gki_carve(base, &used, bytes);
  *sum = gki_carve(base, &used, problem->d * sizeof(double));
  if (problem->keeps_norms) {
    used += lay_norms(problem, &problem->row_norms, problem->m, base ? base + used : NULL);
    problem->col_norms = problem->row_norms;
    if (!problem->symmetric) {
      used += lay_norms(problem, &problem->col_norms, problem->n, base ? base + used : NULL);
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

/* The bytes of the vectors of length d, which lay_shared then may add up. */
static gk_status check_features(const char *function, size_t d) {
  size_t vectors;
  if (!gki_multiply_size(d, 4 * sizeof(T) + sizeof(double), &vectors) ||
      vectors > PTRDIFF_MAX / 2) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "d = %zu is too large", d);
  }
  return GK_SUCCESS;
}

/* The kernel and the centre, in the memory that lay_shared has laid out. */
static void set_problem(struct problem *problem, const gk_rbf *rbf, double *sum) {
  set_kernel(&problem->kernel, rbf, problem->d, problem->kernel.direct);
  const size_t lds = problem->ldx > problem->ldy ? problem->ldx : problem->ldy;
  if (!problem->kernel.direct) {
    const bool is_centred = set_centre(&problem->kernel, sum, problem->d, problem->m, problem->x,
                                       problem->ldx, problem->n, problem->y, problem->ldy);
    problem->is_centred = is_centred && !problem->packs && !problem->kernel.scale &&
                          (!problem->calls_blas || lds <= INT_MAX);
  }
  problem->error_factor = error_factor(problem->d);
}
