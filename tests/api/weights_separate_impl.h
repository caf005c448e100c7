/* Included twice by test_weights_separate.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

#undef DEFAULT_TOLERANCE
#define DEFAULT_TOLERANCE (sizeof(REAL) == sizeof(double) ? 1e-12 : 1e-6)

/* What a call writes. */
typedef struct TWIN(factors) {
  REAL column[MOST], row[MOST];
  double scale, residual;
} TWIN(factors);

static TWIN(factors) TWIN(untouched)(void) {
  TWIN(factors) f;
  memset(&f, 0xa5, sizeof f);
  return f;
}

static gk_status TWIN(separate)(size_t rows, size_t cols, const REAL *w, size_t ldw,
                                double tolerance, TWIN(factors) * f) {
  *f = TWIN(untouched)();
  return TWIN(gk_weights_separate)(rows, cols, w, ldw, tolerance, f->column, f->row, &f->scale,
                                   &f->residual);
}

static void TWIN(assert_untouched)(const TWIN(factors) * f, int residual_too) {
  TWIN(factors) before = TWIN(untouched)();
  before.residual = residual_too ? before.residual : f->residual;
  assert_memory_equal(f, &before, sizeof before);
}

/* The residual that the factors have, computed here. */
static double TWIN(residual_of)(size_t rows, size_t cols, const REAL *w, size_t ldw,
                                const TWIN(factors) * f) {
  long double worst = 0.0L, largest = 0.0L;
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < cols; j++) {
      const long double product = (long double)f->scale * f->column[i] * f->row[j];
      worst = fmaxl(worst, fabsl((long double)w[i * ldw + j] - product));
      largest = fmaxl(largest, fabsl((long double)w[i * ldw + j]));
    }
  }
  return (double)(worst / largest);
}

static void TWIN(assert_sums_to_1)(const REAL *factor, size_t count) {
  exact_sum sum = {{0}};
  for (size_t i = 0; i < count; i++) {
    exact_add(&sum, (double)factor[i]);
  }
  assert_int_equal(exact_compare(&sum, 1.0), 0);
}

/* A kernel that is separable and sums to something: factors of sum 1, the scale is the sum. */
static void TWIN(assert_separates)(size_t rows, size_t cols, const REAL *w, size_t ldw) {
  TWIN(factors) f;
  assert_success(TWIN(separate)(rows, cols, w, ldw, 0.0, &f));
  TWIN(assert_sums_to_1)(f.column, rows);
  TWIN(assert_sums_to_1)(f.row, cols);
  assert_true(f.residual <= DEFAULT_TOLERANCE);
  assert_close(TWIN(residual_of)(rows, cols, w, ldw, &f), f.residual, 4.0 * ROUNDOFF);
  long double sum = 0.0L, size = 0.0L;
  for (size_t i = 0; i < rows * cols; i++) {
    sum += (long double)w[i / cols * ldw + i % cols];
    size += fabsl((long double)w[i / cols * ldw + i % cols]);
  }
  assert_close(f.scale, sum, (double)size * 64.0 * ROUNDOFF);
}

static void TWIN(gaussians)(void **state) {
  (void)state;
  static const double sigmas[][2] = {{1.0, 1.0}, {0.4, 3.0}, {2.5, 0.7}, {9.0, 20.0}};
  for (size_t s = 0; s < 4; s++) {
    for (int method = GK_WEIGHTS_SAMPLED; method <= GK_WEIGHTS_OVERSAMPLED; method++) {
      gk_weights_spec spec = GK_WEIGHTS_2D(1, 1.0);
      spec.size[0] = 7 + 2 * s;
      spec.size[1] = 5;
      memcpy(spec.sigma, sigmas[s], sizeof sigmas[s]);
      spec.method = (gk_weights_method)method;
      spec.normalize = (gk_normalize)(s % 4);
      REAL w[13 * 5];
      assert_success(TWIN(gk_weights)(&spec, w));
      TWIN(assert_separates)(5, spec.size[0], w, spec.size[0]);
    }
  }
}

/* Of all shapes, with gaps behind the rows that hold NaN, and signs of both kinds. */
static void TWIN(outer_products)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(41);
  for (size_t c = 0; c < 300; c++) {
    const size_t rows = 1 + gk_test_bits(&rng) % MOST, cols = 1 + gk_test_bits(&rng) % MOST;
    const size_t ldw = cols + c % 3;
    REAL w[MOST * (MOST + 3)];
    double column[MOST], row[MOST];
    for (size_t i = 0; i < rows; i++) {
      column[i] = gk_test_uniform(&rng) - (c % 2 ? 0.25 : 0.0);
    }
    for (size_t j = 0; j < cols; j++) {
      row[j] = gk_test_uniform(&rng) + 0.125;
    }
    column[0] = 1.0;
    for (size_t i = 0; i < rows * ldw; i++) {
      const int inside = i % ldw < cols;
      w[i] = inside ? (REAL)(-3.0 * column[i / ldw] * row[i % ldw]) : (REAL)NAN;
    }
    TWIN(assert_separates)(rows, cols, w, ldw);
  }
}

/* Factors whose sum cancels have magnitudes of sum 1 and start with a positive number. */
static void TWIN(derivatives)(void **state) {
  (void)state;
  for (unsigned order = 1; order <= 3; order += 2) {
    gk_weights_spec spec = GK_WEIGHTS_2D(9, 1.5);
    spec.order[0] = order;
    REAL w[81];
    assert_success(TWIN(gk_weights)(&spec, w));
    TWIN(factors) f;
    assert_success(TWIN(separate)(9, 9, w, 9, 0.0, &f));
    TWIN(assert_sums_to_1)(f.column, 9);
    double magnitudes = 0.0;
    for (size_t j = 0; j < 9; j++) {
      magnitudes += fabs((double)f.row[j]);
    }
    assert_close(magnitudes, 1.0, 16.0 * ROUNDOFF);
    assert_true(f.row[0] > 0);
    assert_true(TWIN(residual_of)(9, 9, w, 9, &f) <= DEFAULT_TOLERANCE);
    assert_true(f.residual <= DEFAULT_TOLERANCE);
  }
  /* zeros before the first entry that is not 0 */
  const REAL w[] = {0, -2, 0, 2, 0, 0, -4, 0, 4, 0};
  TWIN(factors) f;
  assert_success(TWIN(separate)(2, 5, w, 5, 0.0, &f));
  const REAL row[] = {0, (REAL)0.5, 0, (REAL)-0.5, 0};
  assert_close(f.scale, -12.0, 12.0 * 8.0 * ROUNDOFF);
  for (size_t j = 0; j < 5; j++) {
    assert_close(f.row[j], row[j], 8.0 * ROUNDOFF);
  }
}

/* Not separable: the residual says by how much, and nothing else is written. */
static void TWIN(turned)(void **state) {
  (void)state;
  gk_weights_spec spec = GK_WEIGHTS_2D(7, 3.0);
  spec.sigma[1] = 1.0;
  for (size_t i = 1; i < 12; i++) {
    spec.theta = 0.1309 * (double)i;
    REAL w[49];
    assert_success(TWIN(gk_weights)(&spec, w));
    TWIN(factors) f;
    assert_status(TWIN(separate)(7, 7, w, 7, 0.0, &f), GK_ERROR_DATA);
    assert_true(f.residual > 0.01 && f.residual < 1.0);
    TWIN(assert_untouched)(&f, 0);
    assert_success(TWIN(separate)(7, 7, w, 7, 1.0, &f));
    assert_close(TWIN(residual_of)(7, 7, w, 7, &f), f.residual, 4.0 * ROUNDOFF);
    assert_status(TWIN(gk_weights_separate)(7, 7, w, 7, 0.0, f.column, f.row, &f.scale, NULL),
                  GK_ERROR_DATA);
  }
}

static void TWIN(tables)(void **state) {
  (void)state;
  REAL w[25], other[25];
  for (size_t i = 0; i < 25; i++) {
    w[i] = (REAL)hipr[i];
    other[i] = (REAL)ipp[i];
  }
  TWIN(factors) f;
  assert_status(TWIN(separate)(5, 5, w, 5, 0.0, &f), GK_ERROR_DATA);
  assert_close(f.residual, hipr_residual, 1e-6);
  assert_success(TWIN(separate)(5, 5, w, 5, 0.5 / 41.0, &f));
  assert_close(f.residual, hipr_residual, 1e-6);
  TWIN(assert_sums_to_1)(f.column, 5);
  TWIN(assert_sums_to_1)(f.row, 5);
  assert_close(f.scale, 273.0, 273.0 * 0.5 / 41.0);
  assert_status(TWIN(separate)(5, 5, other, 5, 0.5 / 127.0, &f), GK_ERROR_DATA);
  assert_close(f.residual, ipp_residual, 1e-6);
  assert_true(f.residual > 9.0 * 0.5 / 127.0);
}

/* Products of entries would be no numbers. */
static void TWIN(scales)(void **state) {
  (void)state;
  const double most = sizeof(REAL) == sizeof(double) ? 0x1p1000 : 0x1p120;
  const double least = sizeof(REAL) == sizeof(double) ? 0x1p-960 : 0x1p-90;
  for (size_t c = 0; c < 2; c++) {
    gk_weights_spec spec = GK_WEIGHTS_2D(5, 1.0);
    spec.amplitude = c ? least : most;
    REAL w[25];
    assert_success(TWIN(gk_weights)(&spec, w));
    TWIN(assert_separates)(5, 5, w, 5);
  }
}

static void TWIN(no_numbers)(void **state) {
  (void)state;
  const REAL bad[] = {(REAL)NAN, (REAL)INFINITY, (REAL)-INFINITY};
  for (size_t c = 0; c < 4; c++) {
    for (size_t place = 0; place < 12; place++) {
      REAL w[12];
      for (size_t i = 0; i < 12; i++) {
        w[i] = c < 3 ? (REAL)1 : (REAL)0;
      }
      w[place] = c < 3 ? bad[c] : w[place];
      TWIN(factors) f;
      assert_status(TWIN(separate)(3, 4, w, 4, 1.0, &f), GK_ERROR_DATA);
      TWIN(assert_untouched)(&f, 0);
      assert_message("gk_weights_separate_" PRECISION ": ");
      assert_message("w");
    }
  }
}

#undef SEPARATE
#define SEPARATE(rows, cols, w, ldw, tolerance, column, row, scale)                                \
  TWIN(gk_weights_separate)(rows, cols, w, ldw, tolerance, column, row, scale, &f.residual)

static void TWIN(mistakes)(void **state) {
  (void)state;
  REAL w[12] = {1, 2, 3, 4, 2, 4, 6, 8, 3, 6, 9, 12};
  TWIN(factors) f = TWIN(untouched)();
  REAL *c = f.column, *r = f.row;
  double *s = &f.scale;
#define REFUSED(call, expected, word)                                                              \
  assert_status(call, expected);                                                                   \
  assert_message("gk_weights_separate_" PRECISION ": ");                                           \
  assert_message(word)
  REFUSED(SEPARATE(0, 4, w, 4, 0.0, c, r, s), GK_ERROR_ARGUMENT, "rows");
  REFUSED(SEPARATE(3, 0, w, 4, 0.0, c, r, s), GK_ERROR_ARGUMENT, "cols");
  REFUSED(SEPARATE(3, 4, NULL, 4, 0.0, c, r, s), GK_ERROR_ARGUMENT, "w");
  REFUSED(SEPARATE(3, 4, w, 3, 0.0, c, r, s), GK_ERROR_ARGUMENT, "ldw = 3");
  REFUSED(SEPARATE(3, 4, w, 4, -0.1, c, r, s), GK_ERROR_ARGUMENT, "tolerance");
  REFUSED(SEPARATE(3, 4, w, 4, 1.1, c, r, s), GK_ERROR_ARGUMENT, "tolerance");
  REFUSED(SEPARATE(3, 4, w, 4, (double)NAN, c, r, s), GK_ERROR_ARGUMENT, "tolerance");
  REFUSED(SEPARATE(3, 4, w, 4, 0.0, NULL, r, s), GK_ERROR_ARGUMENT, "column");
  REFUSED(SEPARATE(3, 4, w, 4, 0.0, c, NULL, s), GK_ERROR_ARGUMENT, "row");
  REFUSED(SEPARATE(3, 4, w, 4, 0.0, c, r, NULL), GK_ERROR_ARGUMENT, "scale");
  REFUSED(SEPARATE(3, 4, w, 4, 0.0, w + 11, r, s), GK_ERROR_ARGUMENT, "overlap");
  REFUSED(SEPARATE(3, 4, w, 4, 0.0, c, w, s), GK_ERROR_ARGUMENT, "overlap");
  REFUSED(SEPARATE(SIZE_MAX / 2, 4, w, 4, 0.0, c, r, s), GK_ERROR_OVERFLOW, "w");
  REFUSED(SEPARATE(3, 4, w, SIZE_MAX / 2, 0.0, c, r, s), GK_ERROR_OVERFLOW, "ldw");
#undef REFUSED
  TWIN(assert_untouched)(&f, 1);
  assert_true(w[0] == 1 && w[11] == 12);
}
