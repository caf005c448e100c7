/* Included twice by test_gram_rows.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef struct TWIN(whole) {
  size_t n, d;
  REAL *x;
  gk_rbf rbf;
  double lengthscale[MOST_FEATURES];
  REAL *k; /* what gk_gram says */
} TWIN(whole);

static void TWIN(whole_new)(TWIN(whole) * w, const family *f, size_t n, size_t d, double g,
                            int scaled) {
  w->n = n;
  w->d = d;
  w->x = gk_test_array(n * d, sizeof(REAL));
  w->k = gk_test_array(n * n, sizeof(REAL));
  w->rbf = (gk_rbf)GK_RBF_INIT;
  w->rbf.gamma = g / (2.0 * (double)d);
  w->rbf.variance = 1.25;
  w->rbf.noise = 0.5;
  w->rbf.lengthscale = scaled ? w->lengthscale : NULL;
  for (size_t i = 0; i < d; i++) {
    w->lengthscale[i] = 0.25 + (double)(i % 9) / 3.0;
  }
  TWIN(family_points)(f, n, d, n + d, w->x, d);
  assert_success(TWIN(gk_gram)(n, d, w->x, d, &w->rbf, w->k, n, NULL));
}

static void TWIN(whole_free)(TWIN(whole) * w) {
  free(w->x);
  free(w->k);
}

/* Rows first ... first + rows - 1 have the bits of the whole, and nothing else is written. */
static void TWIN(check_block)(const TWIN(whole) * w, size_t first, size_t rows, size_t gap) {
  canvas k = canvas_new(sizeof(REAL), rows, w->n, w->n + gap, offset_for(gap));
  assert_success(
      TWIN(gk_gram_rows)(w->n, w->d, w->x, w->d, first, rows, &w->rbf, (REAL *)k.data, k.ld, NULL));
  assert_gaps_intact(k);
  for (size_t i = 0; i < rows; i++) {
    const REAL *row = (const REAL *)k.data + i * k.ld;
    const REAL *expected = w->k + (first + i) * w->n;
    for (size_t j = 0; j < w->n; j++) {
      if (memcmp(row + j, expected + j, sizeof *row) != 0) {
        fail_msg(PRECISION ", n = %zu, d = %zu, rows %zu + %zu: K[%zu,%zu] = %a, the whole has %a",
                 w->n, w->d, first, rows, first + i, j, (double)row[j], (double)expected[j]);
      }
    }
  }
  canvas_free(&k);
}

/* K in blocks of each size from one row to all. */
static void TWIN(partitions)(void **state) {
  (void)state;
  static const size_t sizes[] = {5, 64, 100, 128, 256, 300, MOST_POINTS};
  for (size_t c = 0; c < FEATURES; c++) {
    TWIN(whole) w;
    TWIN(whole_new)(&w, &families[0], points[7 - c], features[c], 1.0, c % 2);
    for (size_t s = c % 2; s < sizeof sizes / sizeof sizes[0]; s += 2) {
      for (size_t first = 0; first < w.n; first += sizes[s]) {
        const size_t rows = w.n - first < sizes[s] ? w.n - first : sizes[s];
        TWIN(check_block)(&w, first, rows, s % 3);
      }
    }
    TWIN(whole_free)(&w);
  }
}

static void TWIN(random_blocks)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(5);
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    TWIN(whole) w;
    TWIN(whole_new)(&w, &families[0], points[c % POINTS], features[c % FEATURES], 1.0, c % 3 == 0);
    for (size_t turn = 0; turn < 12; turn++) {
      const size_t first = gk_test_bits(&rng) % (w.n + 1);
      const size_t rows = gk_test_bits(&rng) % (w.n - first + 1);
      TWIN(check_block)(&w, first, rows, turn % 4);
    }
    TWIN(check_block)(&w, w.n - 1, 1, 1);
    TWIN(check_block)(&w, w.n, 0, 1);
    TWIN(whole_free)(&w);
  }
}

/* Points where entries or tiles are computed again: a block must choose as the whole does. */
static void TWIN(difficult_blocks)(void **state) {
  (void)state;
  for (size_t c = 0; c < families_count * 2; c++) {
    const family *f = &families[c / 2];
    TWIN(whole) w;
    TWIN(whole_new)
    (&w, f, 523, c % 2 ? 50 : 101, f->scales[c % 2] > 0 ? f->scales[c % 2] : 50.0, c % 5 == 0);
    TWIN(check_block)(&w, 0, 1, 0);
    TWIN(check_block)(&w, 255, 2, 1);
    TWIN(check_block)(&w, 256, 256, 0);
    TWIN(check_block)(&w, 100, 300, 2);
    TWIN(check_block)(&w, 511, 12, 0);
    TWIN(whole_free)(&w);
  }
}

static void TWIN(every_row)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2; c++) {
    TWIN(whole) w;
    TWIN(whole_new)(&w, &families[4], 258, c ? 49 : 3, 1e5, 0);
    for (size_t i = 0; i < w.n; i++) {
      TWIN(check_block)(&w, i, 1, 1);
    }
    TWIN(whole_free)(&w);
  }
}

/* NaN and infinity: the same bits too. */
static void TWIN(special_rows)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t n = 520, d = features[c];
    TWIN(whole) w;
    TWIN(whole_new)(&w, &families[0], n, d, 1.0, 0);
    w.x[3 * d] = (REAL)NAN;
    w.x[300 * d + d - 1] = (REAL)INFINITY;
    w.x[519 * d] = (REAL)-INFINITY;
    assert_success(TWIN(gk_gram)(n, d, w.x, d, &w.rbf, w.k, n, NULL));
    TWIN(check_block)(&w, 0, 10, 0);
    TWIN(check_block)(&w, 200, 320, 0);
    TWIN(check_block)(&w, 519, 1, 0);
    TWIN(whole_free)(&w);
  }
}

static void TWIN(check_triangle)(const TWIN(whole) * w, gk_triangle triangle, size_t gap) {
  canvas k = canvas_new(sizeof(REAL), w->n, w->n, w->n + gap, offset_for(gap));
  assert_success(TWIN(gk_gram_triangle)(triangle, w->n, w->d, w->x, w->d, &w->rbf, (REAL *)k.data,
                                        k.ld, NULL));
  assert_gaps_intact(k);
  for (size_t i = 0; i < w->n; i++) {
    const size_t from = triangle == GK_UPPER ? i : 0;
    const size_t to = triangle == GK_LOWER ? i + 1 : w->n;
    assert_row_intact(k, i, 0, from);
    assert_row_intact(k, i, to, w->n);
    assert_memory_equal((REAL *)k.data + i * k.ld + from, w->k + i * w->n + from,
                        (to - from) * sizeof(REAL));
  }
  canvas_free(&k);
}

static void TWIN(triangles)(void **state) {
  (void)state;
  for (size_t c = 0; c < POINTS * FEATURES; c++) {
    TWIN(whole) w;
    const family *f = &families[c % families_count];
    TWIN(whole_new)(&w, f, points[c / FEATURES], features[c % FEATURES], f->scales[0], c % 4 == 0);
    TWIN(check_triangle)(&w, GK_LOWER, c % 3);
    TWIN(check_triangle)(&w, GK_UPPER, c % 3);
    TWIN(whole_free)(&w);
  }
}

/* A K that is larger than the caches, its rows at multiples of 64 bytes and not. */
static void TWIN(large)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2; c++) {
    TWIN(whole) w;
    TWIN(whole_new)(&w, &families[0], 2101, c ? 50 : 4, 1.0, 0);
    TWIN(check_block)(&w, 3, 2000, 11);
    TWIN(check_block)(&w, 0, 2048, 0);
    TWIN(check_triangle)(&w, GK_LOWER, 11);
    TWIN(check_triangle)(&w, GK_UPPER, 11);
    TWIN(check_triangle)(&w, GK_UPPER, 1);
    TWIN(whole_free)(&w);
  }
}

static void TWIN(full_triangle)(void **state) {
  (void)state;
  TWIN(whole) w;
  TWIN(whole_new)(&w, &families[0], 257, 50, 1.0, 1);
  TWIN(check_triangle)(&w, GK_FULL, 3);
  TWIN(whole_free)(&w);
}
