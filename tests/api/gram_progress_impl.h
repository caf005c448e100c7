/* Included twice by test_gram_progress.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef struct TWIN(work) {
  size_t n, d;
  REAL *x, *k;
  size_t *columns; /* all of them */
} TWIN(work);

static TWIN(work) TWIN(work_new)(size_t n, size_t d) {
  TWIN(work)
  w = {n, d, gk_test_array(n * d, sizeof(REAL)), gk_test_array(n * n, sizeof(REAL)),
       gk_test_array(n, sizeof(size_t))};
  for (size_t i = 0; i < n; i++) {
    w.columns[i] = i;
  }
  gk_test_rng rng = gk_test_seed(n);
  TWIN(gk_test_normals)(&rng, n * d, 0.0, 1.0, w.x);
  memset(w.k, 0, n * n * sizeof(REAL));
  return w;
}

static void TWIN(work_free)(TWIN(work) * w) {
  free(w->x);
  free(w->k);
  free(w->columns);
}

static gk_status TWIN(call)(int function, const TWIN(work) * w, const gk_options *options) {
  const size_t n = w->n, d = w->d;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.5 / (double)d;
  switch (function) {
  case GRAM:
    return TWIN(gk_gram)(n, d, w->x, d, &rbf, w->k, n, options);
  case LOWER:
    return TWIN(gk_gram_triangle)(GK_LOWER, n, d, w->x, d, &rbf, w->k, n, options);
  case UPPER:
    return TWIN(gk_gram_triangle)(GK_UPPER, n, d, w->x, d, &rbf, w->k, n, options);
  case ROWS:
    return TWIN(gk_gram_rows)(n, d, w->x, d, 0, n, &rbf, w->k, n, options);
  case COLUMNS:
    return TWIN(gk_gram_columns)(n, d, w->x, d, 0, n, n, w->columns, &rbf, w->k, n, options);
  default:
    return TWIN(gk_cross_gram)(n, n, d, w->x, d, w->x, d, &rbf, w->k, n, options);
  }
}

/* From 0 to 1, on the calling thread, often enough for a bar; the bits are those of a quiet call.
 */
static void TWIN(to_the_end)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2 * FUNCTIONS * 2; c++) {
    TWIN(work) w = TWIN(work_new)(1600, features[c % 2]);
    TWIN(work) quiet = TWIN(work_new)(1600, features[c % 2]);
    const int function = (int)(c / 2 % FUNCTIONS);
    watch seen;
    const gk_options options = watched(&seen, 0, c / 2 / FUNCTIONS + 1);
    assert_success(TWIN(call)(function, &w, &options));
    assert_success(TWIN(call)(function, &quiet, NULL));
    assert_well_behaved(&seen);
    if (seen.calls < (options.threads == 1 ? 5 : 2)) {
      fail_msg("called %zu times for 1600 x 1600", seen.calls);
    }
    assert_close(seen.last, 1.0, 0.0);
    assert_memory_equal(w.k, quiet.k, w.n * w.n * sizeof(REAL));
    TWIN(work_free)(&w);
    TWIN(work_free)(&quiet);
  }
}

/* Cancelled at the first call and later; the next call is as if nothing had been. */
static void TWIN(cancelled)(void **state) {
  (void)state;
  static const char *const names[] = {"gk_gram_" PRECISION,          "gk_gram_triangle_" PRECISION,
                                      "gk_gram_triangle_" PRECISION, "gk_gram_rows_" PRECISION,
                                      "gk_gram_columns_" PRECISION,  "gk_cross_gram_" PRECISION};
  for (size_t c = 0; c < 2 * FUNCTIONS * 3; c++) {
    TWIN(work) w = TWIN(work_new)(900, features[c % 2]);
    const int function = (int)(c / 2 % FUNCTIONS);
    const size_t cancel_at = c / 2 / FUNCTIONS + 1;
    watch seen; /* with several threads the caller may only tell the start and the end */
    const gk_options options = watched(&seen, cancel_at, cancel_at > 2 ? 1 : c % 3);
    assert_status(TWIN(call)(function, &w, &options), GK_ERROR_CANCELLED);
    assert_message(names[function]);
    assert_well_behaved(&seen);
    assert_int_equal(seen.calls, cancel_at);
    assert_success(TWIN(call)(function, &w, NULL));
    const gk_rbf rbf = {.struct_size = sizeof rbf, .gamma = 0.5 / (double)w.d, .variance = 1.0};
    if (function == GRAM || function == ROWS) {
      TWIN(check_exact)("after a cancelled call", w.n, w.k, w.n, &rbf);
    }
    TWIN(work_free)(&w);
  }
}

static int TWIN(compute_inside)(double fraction, void *data) {
  (void)fraction;
  TWIN(work) *inner = data;
  return TWIN(call)(GRAM, inner, NULL) != GK_SUCCESS;
}

/* The callback may itself call the library. */
static void TWIN(nested)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2; c++) {
    TWIN(work) w = TWIN(work_new)(700, features[c]);
    TWIN(work) quiet = TWIN(work_new)(700, features[c]);
    TWIN(work) inner = TWIN(work_new)(100, features[1 - c]);
    TWIN(work) inner_quiet = TWIN(work_new)(100, features[1 - c]);
    gk_options options = GK_OPTIONS_INIT;
    options.progress = TWIN(compute_inside);
    options.progress_data = &inner;
    assert_success(TWIN(call)(GRAM, &w, &options));
    assert_success(TWIN(call)(GRAM, &quiet, NULL));
    assert_success(TWIN(call)(GRAM, &inner_quiet, NULL));
    assert_memory_equal(w.k, quiet.k, w.n * w.n * sizeof(REAL));
    assert_memory_equal(inner.k, inner_quiet.k, inner.n * inner.n * sizeof(REAL));
    TWIN(work_free)(&w);
    TWIN(work_free)(&quiet);
    TWIN(work_free)(&inner);
    TWIN(work_free)(&inner_quiet);
  }
}

/* Nothing to do, nothing wrong: the callback hears what is allowed, if anything. */
static void TWIN(empty)(void **state) {
  (void)state;
  watch seen;
  const gk_options options = watched(&seen, 0, 1);
  assert_success(TWIN(gk_gram)(0, 3, NULL, 3, NULL, NULL, 0, &options));
  assert_well_behaved(&seen);
  REAL x = 1, k = -1;
  assert_success(TWIN(gk_gram)(1, 1, &x, 1, NULL, &k, 1, &options));
  assert_well_behaved(&seen);
  assert_same(k, (REAL)1);
}
