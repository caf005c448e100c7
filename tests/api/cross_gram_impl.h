/* Included twice by test_cross_gram.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef struct TWIN(pair) {
  size_t m, n, d;
  canvas x, y, k;
} TWIN(pair);

static TWIN(pair) TWIN(pair_new)(const family *of_x, const family *of_y, size_t m, size_t n,
                                 size_t d, size_t gap) {
  TWIN(pair)
  p = {m,
       n,
       d,
       canvas_new(sizeof(REAL), m, d, d + gap, gap),
       canvas_new(sizeof(REAL), n, d, d + 2 * gap, 2 * gap),
       canvas_new(sizeof(REAL), m, n, n + gap, 3 * gap)};
  TWIN(family_points)(of_x, m, d, 1, (REAL *)p.x.data, p.x.ld);
  TWIN(family_points)(of_y, n, d, 2, (REAL *)p.y.data, p.y.ld);
  return p;
}

static void TWIN(pair_free)(TWIN(pair) * p) {
  canvas_free(&p->x);
  canvas_free(&p->y);
  canvas_free(&p->k);
}

static void TWIN(check_entry)(const TWIN(pair) * p, const char *what, const gk_rbf *rbf,
                              double tolerance, size_t i, size_t j) {
  const double value = (double)((const REAL *)p->k.data)[i * p->k.ld + j];
  const long double truth = TWIN(gk_test_kernel)(p->d, (const REAL *)p->x.data + i * p->x.ld,
                                                 (const REAL *)p->y.data + j * p->y.ld, rbf);
  const double error = (double)fabsl((long double)value - truth);
  if (!(error <= tolerance && value >= 0.0 && value <= (double)(REAL)rbf->variance)) {
    fail_msg(PRECISION ", %s, m = %zu, n = %zu, d = %zu, gamma = %g: K[%zu,%zu] = %.17g, expected "
                       "%.17Lg: off by %.3g, the bound is %.3g",
             what, p->m, p->n, p->d, rbf->gamma, i, j, value, truth, error, tolerance);
  }
}

/* Computes and checks; all entries if they are few, else the first row and column and random ones.
 */
static void TWIN(run)(TWIN(pair) * p, const char *what, const gk_rbf *rbf) {
  const gk_status status =
      TWIN(gk_cross_gram)(p->m, p->n, p->d, (const REAL *)p->x.data, p->x.ld,
                          (const REAL *)p->y.data, p->y.ld, rbf, (REAL *)p->k.data, p->k.ld, NULL);
  if (status != GK_SUCCESS) {
    fail_msg("%s: %s", what, gk_error_message());
  }
  assert_gaps_intact(p->k);
  const double tolerance = TWIN(tolerance)(p->d, rbf);
  const size_t entries = p->m * p->n;
  const size_t most = BUDGET / (p->d + 16);
  gk_test_rng rng = gk_test_seed(entries);
  for (size_t c = 0; c < (entries < most ? entries : most); c++) {
    const size_t at = entries < most ? c : gk_test_bits(&rng) % entries;
    TWIN(check_entry)(p, what, rbf, tolerance, at / p->n, at % p->n);
  }
  for (size_t c = 0; c < p->m && c < p->n; c++) {
    TWIN(check_entry)(p, what, rbf, tolerance, c, c);
    TWIN(check_entry)(p, what, rbf, tolerance, p->m - 1 - c, p->n - 1 - c);
  }
}

static void TWIN(families)(void **state) {
  (void)state;
  for (size_t c = 0; c < families_count * FEATURES; c++) {
    const family *f = &families[c / FEATURES];
    const size_t d = features[c % FEATURES];
    TWIN(pair) p = TWIN(pair_new)(f, f, points[c % POINTS], points[(c * 7 + 3) % POINTS], d, c % 3);
    for (size_t s = 0; s < FAMILY_SCALES && f->scales[s] > 0.0; s++) {
      gk_rbf rbf = GK_RBF_INIT;
      rbf.gamma = f->scales[s] / (2.0 * (double)d);
      rbf.noise = 100.0; /* does not enter */
      TWIN(run)(&p, f->name, &rbf);
    }
    TWIN(pair_free)(&p);
  }
}

/* One row, one column, wide, tall. */
static void TWIN(shapes)(void **state) {
  (void)state;
  for (size_t c = 0; c < POINTS * 8; c++) {
    const size_t d = c % 2 ? 4 : 52, n = points[c / 8];
    const size_t other = c % 8 < 2 ? 1 : c % 8 < 4 ? 3 : c % 8 < 6 ? 1100 : n;
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    rbf.variance = 0.7;
    TWIN(pair) wide = TWIN(pair_new)(&families[0], &families[4], other, n, d, 1);
    TWIN(pair) tall = TWIN(pair_new)(&families[0], &families[4], n, other, d, 0);
    TWIN(run)(&wide, "wide", &rbf);
    TWIN(run)(&tall, "tall", &rbf);
    TWIN(pair_free)(&wide);
    TWIN(pair_free)(&tall);
  }
}

/* A K that is larger than the caches, its rows at multiples of 64 bytes and not. */
static void TWIN(large)(void **state) {
  (void)state;
  for (size_t c = 0; c < 4; c++) {
    const size_t d = c / 2 ? 50 : 4;
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    TWIN(pair) p = TWIN(pair_new)(&families[1], &families[1], 1701, 1312, d, c % 2 ? 0 : 1);
    TWIN(run)(&p, "large", &rbf);
    TWIN(pair_free)(&p);
  }
}

/* X here and Y there: the mean of both is near none of them. Also with a lengthscale. */
static void TWIN(far_apart)(void **state) {
  (void)state;
  double scales[784];
  for (size_t c = 0; c < 784; c++) {
    scales[c] = 3.0 / (double)(1 + c % 4);
  }
  for (size_t c = 0; c < FEATURES * families_count; c++) {
    const size_t d = features[c % FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = (c % 3 ? 1.0 : 1e-8) / (2.0 * (double)d);
    rbf.lengthscale = c % 2 ? scales : NULL;
    TWIN(pair)
    p = TWIN(pair_new)(&families[c / FEATURES], &families[(c * 5) % families_count], 40, 33, d, 1);
    TWIN(run)(&p, "far apart", &rbf);
    TWIN(pair_free)(&p);
  }
}

/* X with itself, and with a permutation of itself: near the variance where the points coincide. */
static void TWIN(with_itself)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES * families_count; c++) {
    const size_t d = features[c % FEATURES];
    const family *f = &families[c / FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = f->scales[0] / (2.0 * (double)d);
    rbf.variance = 5.0;
    rbf.noise = 1.0;
    TWIN(pair) p = TWIN(pair_new)(f, f, 35, 35, d, 0);
    for (size_t i = 0; i < 35; i++) {
      memcpy((REAL *)p.y.data + (34 - i) * d, (REAL *)p.x.data + i * d, d * sizeof(REAL));
    }
    TWIN(run)(&p, "with itself", &rbf);
    for (size_t i = 0; i < 35; i++) {
      const REAL value = ((REAL *)p.k.data)[i * p.k.ld + 34 - i];
      assert_close(value, rbf.variance, TWIN(tolerance)(d, &rbf));
    }
    TWIN(pair_free)(&p);
  }
}

/* The same bits for any number of threads and any budget. */
static void TWIN(same_bits)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t d = features[c];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    TWIN(pair) p = TWIN(pair_new)(&families[7], &families[7], 300, 530, d, 1);
    REAL *first = gk_test_array(p.m * p.k.ld, sizeof *first);
    for (size_t turn = 0; turn < 6; turn++) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = turn;
      options.workspace_bytes = turn == 5 ? workspace_of_a_thread() + ((size_t)1 << 20) : 0;
      assert_success(TWIN(gk_cross_gram)(p.m, p.n, d, (REAL *)p.x.data, p.x.ld, (REAL *)p.y.data,
                                         p.y.ld, &rbf, (REAL *)p.k.data, p.k.ld, &options));
      if (turn == 0) {
        memcpy(first, p.k.data, p.m * p.k.ld * sizeof *first);
      }
      assert_memory_equal(first, p.k.data, p.m * p.k.ld * sizeof *first);
    }
    free(first);
    TWIN(pair_free)(&p);
  }
}

static void TWIN(many_features)(void **state) {
  (void)state;
  for (size_t c = 0; c < families_count; c++) {
    const size_t d = 20011;
    const family *f = &families[c];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = f->scales[0] / (2.0 * (double)d);
    TWIN(pair) p = TWIN(pair_new)(f, f, 5, 4, d, 0);
    TWIN(run)(&p, f->name, &rbf);
    TWIN(pair_free)(&p);
  }
}
