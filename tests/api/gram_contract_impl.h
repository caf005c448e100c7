/* Included twice by test_gram_contract.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static REAL *TWIN(random_points)(size_t n, size_t d, double mean) {
  gk_test_rng rng = gk_test_seed(n + d);
  REAL *x = gk_test_array(n * d, sizeof *x);
  TWIN(gk_test_normals)(&rng, n * d, mean, 1.0, x);
  return x;
}

/* One entry against the formula, which is NaN and 0 where the contract says so. */
static void TWIN(check_special)(const char *what, size_t d, const REAL *x, const REAL *y,
                                const gk_rbf *rbf, double value) {
  const long double truth = TWIN(gk_test_kernel)(d, x, y, rbf);
  const double error = (double)fabsl((long double)value - truth);
  if (isnan(truth) != isnan(value) || error > TWIN(tolerance)(d, rbf)) {
    fail_msg(PRECISION ", d = %zu, %s: %.17g, expected %.17Lg", d, what, value, truth);
  }
}

/* All rows of the special points, and some of the others, so that a run stays short. */
static void TWIN(check_specials)(size_t d, const REAL *x, const gk_rbf *rbf, const REAL *k) {
  const REAL diagonal = (REAL)(rbf->variance + rbf->noise);
  char what[64];
  for (size_t c = 0; c < PLACES * 2; c++) {
    const size_t i = c < PLACES ? places[c] : (places[c - PLACES] + 17) % N;
    for (size_t j = 0; j < N; j++) {
      snprintf(what, sizeof what, "K[%zu,%zu]", i, j);
      const REAL value = k[i * N + j];
      const REAL mirrored = k[j * N + i];
      assert_memory_equal(&value, &mirrored, sizeof value);
      if (i == j && !isnan(TWIN(gk_test_kernel)(d, x + i * d, x + i * d, rbf))) {
        assert_same(value, diagonal);
      } else {
        TWIN(check_special)(what, d, x + i * d, x + j * d, rbf, (double)value);
      }
    }
  }
}

/* Finite entries are finite everywhere: NaN stays in the rows and columns of the points with one.
 */
static void TWIN(count_nans)(const REAL *k, size_t expected) {
  size_t nans = 0;
  for (size_t i = 0; i < (size_t)N * N; i++) {
    nans += isnan(k[i]) ? 1 : 0;
  }
  assert_int_equal(nans, expected);
}

static void TWIN(nans)(void **state) {
  (void)state;
  REAL *k = gk_test_array((size_t)N * N, sizeof *k);
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    const size_t d = features[c / 2];
    REAL *x = TWIN(random_points)(N, d, c % 2 ? 1e4 : 0.0);
    for (size_t p = 0; p < PLACES; p++) {
      x[places[p] * d + (p * 31) % d] = (REAL)(p % 2 ? NAN : -NAN);
    }
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    rbf.noise = 0.25;
    assert_success(TWIN(gk_gram)(N, d, x, d, &rbf, k, N, NULL));
    TWIN(check_specials)(d, x, &rbf, k);
    TWIN(count_nans)(k, 2 * PLACES * N - PLACES * PLACES);
    free(x);
  }
  free(k);
}

/* One NaN at each feature in turn, with a lengthscale too. */
static void TWIN(one_nan)(void **state) {
  (void)state;
  REAL *k = gk_test_array((size_t)N * N, sizeof *k);
  double lengthscale[MOST_FEATURES];
  for (size_t c = 0; c < MOST_FEATURES; c++) {
    lengthscale[c] = 0.5 + (double)(c % 5);
  }
  for (size_t c = 0; c < 24; c++) {
    const size_t d = c % 2 ? 17 : 61;
    REAL *x = TWIN(random_points)(N, d, 3.0);
    x[places[c % PLACES] * d + (c * 7) % d] = (REAL)NAN;
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 1.0 / (double)d;
    rbf.lengthscale = c % 4 > 1 ? lengthscale : NULL;
    assert_success(TWIN(gk_gram)(N, d, x, d, &rbf, k, N, NULL));
    TWIN(check_specials)(d, x, &rbf, k);
    TWIN(count_nans)(k, 2 * N - 1);
    free(x);
  }
  free(k);
}

static void TWIN(only_nans)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t d = features[c];
    REAL *x = TWIN(random_points)(40, d, 0.0);
    REAL k[40 * 40];
    for (size_t i = 0; i < 40 * d; i++) {
      x[i] = (REAL)NAN;
    }
    assert_success(TWIN(gk_gram)(40, d, x, d, NULL, k, 40, NULL));
    for (size_t i = 0; i < 40 * 40; i++) {
      assert_is_nan(k[i]);
    }
    free(x);
  }
}

/* Infinities of both signs in the same and in different features, beside a NaN. */
static void TWIN(set_infinities)(size_t d, REAL *x) {
  const REAL infinity = (REAL)INFINITY;
  x[places[0] * d] = infinity;
  x[places[1] * d] = infinity;
  x[places[2] * d] = -infinity;
  x[places[3] * d + d - 1] = infinity;
  x[places[4] * d + d / 2] = -infinity;
  x[places[5] * d] = (REAL)NAN;
  x[places[5] * d + d - 1] = d > 1 ? infinity : (REAL)NAN;
  for (size_t i = 0; i < d; i++) {
    x[places[6] * d + i] = i % 2 ? -infinity : infinity;
  }
}

static void TWIN(infinities)(void **state) {
  (void)state;
  REAL *k = gk_test_array((size_t)N * N, sizeof *k);
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t d = features[c];
    REAL *x = TWIN(random_points)(N, d, 1.0);
    TWIN(set_infinities)(d, x);
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    rbf.variance = 5.0;
    rbf.noise = 0.5;
    assert_success(TWIN(gk_gram)(N, d, x, d, &rbf, k, N, NULL));
    TWIN(check_specials)(d, x, &rbf, k);
    assert_true(k[places[0] * N + 1] == 0);
    assert_is_nan(k[places[0] * N + places[1]]);
    assert_true(k[places[0] * N + places[2]] == 0);
    free(x);
  }
  free(k);
}

static void TWIN(cross_specials)(void **state) {
  (void)state;
  REAL *k = gk_test_array((size_t)N * 60, sizeof *k);
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t d = features[c];
    REAL *x = TWIN(random_points)(60, d, 1.0);
    REAL *y = TWIN(random_points)(N, d, 1.0);
    TWIN(set_infinities)(d, y);
    x[7 * d] = (REAL)INFINITY;
    x[59 * d + d - 1] = (REAL)NAN;
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    assert_success(TWIN(gk_cross_gram)(60, N, d, x, d, y, d, &rbf, k, N, NULL));
    for (size_t i = 0; i < 60; i += i < 6 ? 6 : 1) {
      for (size_t j = 0; j < N; j++) {
        TWIN(check_special)("cross", d, x + i * d, y + j * d, &rbf, (double)k[i * N + j]);
      }
    }
    free(x);
    free(y);
  }
  free(k);
}

/* No points: a success that needs no arrays and writes nothing. */
static void TWIN(empty)(void **state) {
  (void)state;
  REAL one = 1;
  REAL k[4] = {-1, -1, -1, -1};
  assert_success(TWIN(gk_gram)(0, 3, NULL, 3, NULL, NULL, 0, NULL));
  assert_success(TWIN(gk_gram)(0, 0, NULL, 0, NULL, NULL, 0, NULL));
  assert_success(TWIN(gk_gram)(0, 1, &one, 1, NULL, k, 2, NULL));
  assert_success(TWIN(gk_gram_triangle)(GK_LOWER, 0, 3, NULL, 3, NULL, NULL, 0, NULL));
  assert_success(TWIN(gk_gram_triangle)(GK_UPPER, 0, 0, NULL, 0, NULL, NULL, 0, NULL));
  assert_success(TWIN(gk_gram_rows)(0, 3, NULL, 3, 0, 0, NULL, NULL, 0, NULL));
  assert_success(TWIN(gk_gram_rows)(1, 1, &one, 1, 0, 0, NULL, NULL, 1, NULL));
  assert_success(TWIN(gk_gram_rows)(1, 1, &one, 1, 1, 0, NULL, k, 1, NULL));
  assert_success(TWIN(gk_cross_gram)(0, 0, 3, NULL, 3, NULL, 3, NULL, NULL, 0, NULL));
  assert_success(TWIN(gk_cross_gram)(0, 1, 1, NULL, 1, &one, 1, NULL, NULL, 1, NULL));
  assert_success(TWIN(gk_cross_gram)(1, 0, 1, &one, 1, NULL, 1, NULL, NULL, 0, NULL));
  assert_success(TWIN(gk_cross_gram)(0, 1, 1, NULL, 1, &one, 1, NULL, k, 2, NULL));
  for (size_t i = 0; i < 4; i++) {
    assert_true(k[i] == -1);
  }
}

/* d = 0: all points are the same point. */
static void TWIN(no_features)(void **state) {
  (void)state;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.variance = 0.7;
  rbf.noise = 0.1;
  canvas k = canvas_new(sizeof(REAL), N, N, N + 2, 1);
  REAL *values = (REAL *)k.data;
  assert_success(TWIN(gk_gram)(N, 0, NULL, 0, &rbf, values, k.ld, NULL));
  assert_gaps_intact(k);
  for (size_t i = 0; i < (size_t)N * N; i++) {
    const REAL expected = (REAL)(i / N == i % N ? rbf.variance + rbf.noise : rbf.variance);
    assert_same(values[i / N * k.ld + i % N], expected);
  }
  assert_success(TWIN(gk_gram_rows)(N, 0, NULL, 5, 3, 2, &rbf, values, k.ld, NULL));
  assert_same(values[3], (REAL)(rbf.variance + rbf.noise));
  assert_same(values[2], (REAL)rbf.variance);
  assert_success(TWIN(gk_cross_gram)(3, N, 0, NULL, 0, NULL, 0, &rbf, values, k.ld, NULL));
  for (size_t i = 0; i < (size_t)3 * N; i++) {
    assert_same(values[i / N * k.ld + i % N], (REAL)rbf.variance);
  }
  assert_gaps_intact(k);
  canvas_free(&k);
}

/* A NULL kernel and NULL options are the _INIT macros. */
static void TWIN(default_kernel)(void **state) {
  (void)state;
  const gk_rbf rbf = GK_RBF_INIT;
  const gk_options options = GK_OPTIONS_INIT;
  REAL *x = TWIN(random_points)(20, 3, 0.0);
  REAL k[400], same[400];
  assert_success(TWIN(gk_gram)(20, 3, x, 3, NULL, k, 20, NULL));
  assert_success(TWIN(gk_gram)(20, 3, x, 3, &rbf, same, 20, &options));
  assert_memory_equal(k, same, sizeof k);
  TWIN(check_exact)("default kernel", 20, k, 20, &rbf);
  TWIN(check_bound)("default kernel", 20, 3, x, 3, &rbf, k, 20, SIZE_MAX);
  free(x);
}

/* "Alignment does not change results", nor do leading dimensions. */
static void TWIN(alignment)(void **state) {
  (void)state;
  for (size_t c = 0; c < 16; c++) {
    const size_t n = 270, d = c % 2 ? 60 : 9;
    REAL *points = TWIN(random_points)(n, d, 2.0);
    REAL *plain = gk_test_array(n * n, sizeof *plain);
    canvas x = canvas_new(sizeof(REAL), n, d, d + c % 5, c / 2);
    canvas k = canvas_new(sizeof(REAL), n, n, n + c % 7, c / 2 + 1);
    for (size_t i = 0; i < n; i++) {
      memcpy((REAL *)x.data + i * x.ld, points + i * d, d * sizeof *points);
    }
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    assert_success(TWIN(gk_gram)(n, d, points, d, &rbf, plain, n, NULL));
    assert_success(TWIN(gk_gram)(n, d, (REAL *)x.data, x.ld, &rbf, (REAL *)k.data, k.ld, NULL));
    assert_gaps_intact(k);
    for (size_t i = 0; i < n; i++) {
      assert_memory_equal((REAL *)k.data + i * k.ld, plain + i * n, n * sizeof *plain);
    }
    canvas_free(&x);
    canvas_free(&k);
    free(plain);
    free(points);
  }
}

/* Rows first ... first + rows - 1 of a canvas are those of `plain` (n columns), between the columns
 * that a triangle has. */
static void TWIN(assert_same_rows)(canvas k, const REAL *plain, size_t n, size_t rows,
                                   gk_triangle triangle) {
  assert_gaps_intact(k);
  for (size_t i = 0; i < rows; i++) {
    const size_t from = triangle == GK_UPPER ? i : 0, to = triangle == GK_LOWER ? i + 1 : n;
    const REAL *row = (REAL *)k.data + i * k.ld;
    assert_memory_equal(row + from, plain + i * n + from, (to - from) * sizeof *plain);
    assert_row_intact(k, i, 0, from);
    assert_row_intact(k, i, to, n);
  }
}

/* Outputs all of whose rows begin at the same place behind a cache line, as malloc's do. */
static void TWIN(leads)(void **state) {
  (void)state;
  enum { SIDE = 290, LD = 304, D = 5, FIRST = 3, ROWS = 270 };
  REAL *x = TWIN(random_points)(SIDE, D, 1.0);
  REAL *plain = gk_test_array((size_t)SIDE * SIDE, sizeof *plain);
  assert_success(TWIN(gk_gram)(SIDE, D, x, D, NULL, plain, SIDE, NULL));
  for (size_t offset = 0; offset < 64 / sizeof(REAL); offset++) {
    for (size_t kind = 0; kind < 5; kind++) {
      canvas k = canvas_new(sizeof(REAL), SIDE, SIDE, LD, offset);
      REAL *out = (REAL *)k.data;
      const gk_triangle triangle = kind == 1 ? GK_LOWER : kind == 2 ? GK_UPPER : GK_FULL;
      if (kind < 3) {
        assert_success(TWIN(gk_gram_triangle)(triangle, SIDE, D, x, D, NULL, out, LD, NULL));
        TWIN(assert_same_rows)(k, plain, SIDE, SIDE, triangle);
      } else if (kind == 3) {
        assert_success(TWIN(gk_gram_rows)(SIDE, D, x, D, FIRST, ROWS, NULL, out, LD, NULL));
        TWIN(assert_same_rows)(k, plain + FIRST * SIDE, SIDE, ROWS, GK_FULL);
      } else {
        assert_success(TWIN(gk_cross_gram)(SIDE, SIDE, D, x, D, x, D, NULL, out, LD, NULL));
        for (size_t i = 0; i < SIDE; i++) {
          assert_close(out[i * LD + i], 1, TWIN(tolerance)(D, &(gk_rbf)GK_RBF_INIT));
        }
      }
      canvas_free(&k);
    }
  }
  free(plain);
  free(x);
}

/* Inputs may overlap each other: X and Y the same, shifted, and interleaved rows of one table. */
static void TWIN(shared_inputs)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t d = features[c], n = 50;
    REAL *x = TWIN(random_points)(2 * n + 1, d, 0.0);
    REAL *k = gk_test_array(n * n, sizeof *k);
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    const REAL *others[] = {x, x + d, x + 1};
    for (size_t o = 0; o < 3; o++) {
      assert_success(TWIN(gk_cross_gram)(n, n, d, x, 2 * d, others[o], d, &rbf, k, n, NULL));
      for (size_t i = 0; i < n * n; i++) {
        TWIN(check_special)
        ("shared", d, x + i / n * 2 * d, others[o] + i % n * d, &rbf, (double)k[i]);
      }
    }
    free(x);
    free(k);
  }
}

/* 0 and -0 are the same number; results are never -0. */
static void TWIN(signed_zeros)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t d = features[c];
    REAL *x = TWIN(random_points)(4, d, 0.0);
    REAL k[16];
    for (size_t i = 0; i < 2 * d; i++) {
      x[i] = (REAL)(i < d ? 0.0 : -0.0);
    }
    for (size_t i = 2 * d; i < 4 * d; i++) {
      x[i] *= 1000;
    }
    assert_success(TWIN(gk_gram)(4, d, x, d, NULL, k, 4, NULL));
    assert_same(k[1], (REAL)1);
    for (size_t i = 0; i < 16; i++) {
      assert_false(signbit(k[i]));
    }
    free(x);
  }
}

/* What K held before does not matter: NaN, infinities, signalling patterns. */
static void TWIN(used_memory)(void **state) {
  (void)state;
  const int bytes[] = {0x00, 0x7f, 0xff};
  for (size_t c = 0; c < FEATURES * 3; c++) {
    const size_t d = features[c / 3], n = 70;
    REAL *x = TWIN(random_points)(n, d, 0.0);
    REAL *k = gk_test_array(n * n, sizeof *k);
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    memset(k, bytes[c % 3], n * n * sizeof *k);
    assert_success(TWIN(gk_gram)(n, d, x, d, &rbf, k, n, NULL));
    TWIN(check_exact)("used memory", n, k, n, &rbf);
    TWIN(check_bound)("used memory", n, d, x, d, &rbf, k, n, SIZE_MAX);
    free(x);
    free(k);
  }
}
