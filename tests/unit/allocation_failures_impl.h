/* One precision of allocation_failures.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef struct TWIN(problem) {
  size_t d;
  gk_rbf rbf;
  gk_options options;
  double lengthscale[FEATURES];
  REAL x[POINTS * FEATURES];
  REAL k[POINTS * COLUMNS];
  REAL weights[POINTS];
} TWIN(problem);

static gk_status TWIN(call_gram)(void *data) {
  TWIN(problem) *p = data;
  return TWIN(gk_gram)(POINTS, p->d, p->x, FEATURES, &p->rbf, p->k, COLUMNS, &p->options);
}

static gk_status TWIN(call_lower)(void *data) {
  TWIN(problem) *p = data;
  return TWIN(gk_gram_triangle)(GK_LOWER, POINTS, p->d, p->x, FEATURES, &p->rbf, p->k, COLUMNS,
                                &p->options);
}

static gk_status TWIN(call_rows)(void *data) {
  TWIN(problem) *p = data;
  return TWIN(gk_gram_rows)(POINTS, p->d, p->x, FEATURES, 3, 240, &p->rbf, p->k, COLUMNS,
                            &p->options);
}

static gk_status TWIN(call_cross)(void *data) {
  TWIN(problem) *p = data;
  return TWIN(gk_cross_gram)(POINTS / 3, POINTS, p->d, p->x, FEATURES, p->x, FEATURES, &p->rbf,
                             p->k, COLUMNS, &p->options);
}

static gk_status TWIN(call_columns)(void *data) {
  TWIN(problem) *p = data;
  const size_t columns[] = {7, 0, POINTS - 1, 7};
  return TWIN(gk_gram_columns)(POINTS, p->d, p->x, FEATURES, 3, 240, 4, columns, &p->rbf, p->k,
                               COLUMNS, &p->options);
}

static gk_status TWIN(call_product)(void *data) {
  TWIN(problem) *p = data; /* V is of X's own numbers, 1 or FEATURES columns of them */
  return TWIN(gk_gram_multiply)(POINTS, p->d, p->d == 2 ? 1 : FEATURES, p->x, FEATURES, p->x,
                                FEATURES, GK_DIAGONAL_KEPT, &p->rbf, p->k, COLUMNS, &p->options);
}

static gk_status TWIN(call_cross_product)(void *data) {
  TWIN(problem) *p = data;
  return TWIN(gk_cross_gram_multiply)(POINTS / 3, POINTS, p->d, p->d == 2 ? 1 : FEATURES, p->x,
                                      FEATURES, p->x, FEATURES, p->x, FEATURES, &p->rbf, p->k,
                                      COLUMNS, &p->options);
}

static gk_status TWIN(call_log_sums)(void *data) {
  TWIN(problem) *p = data;
  return TWIN(gk_gram_log_sums)(POINTS, p->d, p->x, FEATURES, p->weights, GK_DIAGONAL_LEFT_OUT,
                                &p->rbf, p->k, &p->options);
}

static gk_status TWIN(call_means)(void *data) {
  TWIN(problem) *p = data;
  return TWIN(gk_gram_means)(POINTS, p->d, p->d == 2 ? 1 : FEATURES, p->x, FEATURES, NULL, p->x,
                             FEATURES, GK_DIAGONAL_KEPT, &p->rbf, p->k, COLUMNS, &p->options);
}

static gk_status TWIN(call_scale)(void *data) {
  TWIN(problem) *p = data;
  double gamma;
  return TWIN(gk_gamma_scale)(POINTS, p->d, p->x, FEATURES, &gamma);
}

static gk_status TWIN(call_median)(void *data) {
  TWIN(problem) *p = data;
  double gamma;
  return TWIN(gk_gamma_median)(POINTS, p->d, p->x, FEATURES, 1000, 1, &gamma);
}

static TWIN(problem) * TWIN(new_problem)(void) {
  TWIN(problem) *p = gk_test_array(1, sizeof *p);
  gk_test_rng rng = gk_test_seed(1);
  TWIN(gk_test_normals)(&rng, POINTS * FEATURES, 0, 1, p->x);
  for (size_t k = 0; k < FEATURES; k++) {
    p->lengthscale[k] = 1 + (double)k;
  }
  for (size_t i = 0; i < POINTS; i++) {
    p->weights[i] = (REAL)(i % 3);
  }
  p->d = FEATURES;
  p->rbf = (gk_rbf)GK_RBF_INIT;
  p->options = (gk_options)GK_OPTIONS_INIT;
  return p;
}

static void TWIN(grams)(void **state) {
  (void)state;
  TWIN(problem) *p = TWIN(new_problem)();
  long allocated = 0;
  /* The first call of a process also starts the threads, whose memory is not the library's. */
  assert_success(TWIN(call_gram)(p));
  const size_t features[] = {2, FEATURES};
  for (int i = 0; i < KINDS; i++) {
    const int kind = kinds[i];
    p->d = features[kind & 1];
    p->options.threads = kind & 2 ? 1 : 2;
    p->rbf.lengthscale = kind & 4 ? p->lengthscale : NULL;
    allocated += sweep("gk_gram_" PRECISION, TWIN(call_gram), p);
    allocated += sweep("gk_gram_triangle_" PRECISION, TWIN(call_lower), p);
    allocated += sweep("gk_gram_rows_" PRECISION, TWIN(call_rows), p);
    allocated += sweep("gk_cross_gram_" PRECISION, TWIN(call_cross), p);
    /* Only lengthscales take memory. */
    assert_true((sweep("gk_gram_columns_" PRECISION, TWIN(call_columns), p) > 0) == kind / 4);
  }
  assert_true(allocated > 0); /* otherwise nothing was tested */
  free_uncounted(p);
}

static void TWIN(products)(void **state) {
  (void)state;
  TWIN(problem) *p = TWIN(new_problem)();
  const size_t features[] = {2, FEATURES};
  long allocated = 0;
  assert_success(TWIN(call_product)(p));
  for (int i = 0; i < KINDS; i++) {
    const int kind = kinds[i];
    p->d = features[kind & 1];
    p->options.threads = kind & 2 ? 1 : 2;
    p->rbf.lengthscale = kind & 4 ? p->lengthscale : NULL;
    allocated += sweep("gk_gram_multiply_" PRECISION, TWIN(call_product), p);
    allocated += sweep("gk_cross_gram_multiply_" PRECISION, TWIN(call_cross_product), p);
    allocated += sweep("gk_gram_log_sums_" PRECISION, TWIN(call_log_sums), p);
    allocated += sweep("gk_gram_means_" PRECISION, TWIN(call_means), p);
  }
  assert_true(allocated > 0);
  free_uncounted(p);
}

static void TWIN(rules)(void **state) {
  (void)state;
  TWIN(problem) *p = TWIN(new_problem)();
  sweep("gk_gamma_scale_" PRECISION, TWIN(call_scale), p);
  assert_true(sweep("gk_gamma_median_" PRECISION, TWIN(call_median), p) > 0);
  free_uncounted(p);
}
