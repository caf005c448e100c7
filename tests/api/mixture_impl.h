/* Included twice by test_mixture.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static REAL *TWIN(points_around)(gk_test_rng *rng, const normals *m, size_t n, size_t ldx,
                                 double far) {
  REAL *x = gk_test_array(n * ldx, sizeof *x);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < m->d; j++) {
      x[i * ldx + j] = (REAL)(far * gk_test_normal(rng));
    }
  }
  return x;
}

static void TWIN(check_row)(const normals *m, const REAL *x, const REAL *r) {
  long double point[NORMALS_MOST_D], truth[NORMALS_MOST_COMPONENTS], sum = 0;
  for (size_t k = 0; k < m->d; k++) {
    point[k] = (long double)x[k];
  }
  const normals_truth t = normals_at(m, point, truth);
  const double m_units = (double)m->components, least = 0x1p-53 * (m_units + 8);
  double mean = 0;
  for (size_t k = 0; k < m->components; k++) {
    mean += (double)truth[k] * t.error[k];
  }
  for (size_t k = 0; k < m->components; k++) {
    const double relative = t.error[k] + mean + ROUNDING;
    assert_close(r[k], truth[k], truth[k] > 0 ? (double)truth[k] * relative + least : least);
    assert_true(r[k] >= 0 && r[k] <= 1);
    sum += (long double)r[k];
  }
  assert_close(sum, 1, ROUNDOFF * (m_units + 2));
}

/* Responsibilities near the means, and so far away that every density underflows. */
static void TWIN(responsibilities)(void **state) {
  (void)state;
  static const double fars[] = {2, 30, 1e3, 1e5};
  gk_test_rng rng = gk_test_seed(51);
  for (size_t c = 0; c < 64; c++) {
    const size_t d = 1 + c % 6, components = 1 + c % 9, n = 57, ldx = d + c % 2;
    normals m = normals_random(&rng, components, d, 1, 2);
    gk_mixture *mixture = normals_mixture(&m);
    REAL *x = TWIN(points_around)(&rng, &m, n, ldx, fars[c % 4]);
    canvas out = canvas_new(sizeof(REAL), n, components, components + c % 3, c % 4);
    REAL *r = (REAL *)(void *)out.data;
    assert_success(TWIN(gk_mixture_responsibilities)(mixture, n, x, ldx, r, out.ld, NULL));
    assert_gaps_intact(out);
    for (size_t i = 0; i < n; i++) {
      TWIN(check_row)(&m, x + i * ldx, r + i * out.ld);
    }
    canvas_free(&out);
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Components alike share a point equally; a component of weight 0 has no part in it. */
static void TWIN(shares)(void **state) {
  (void)state;
  const double weights[4] = {1, 0, 1, 2}, variance[4] = {3, 3, 3, 3};
  double means[8] = {0};
  gk_mixture *mixture = NULL;
  assert_success(
      gk_mixture_create(4, 2, weights, means, 2, GK_COVARIANCE_SPHERICAL, variance, 1, &mixture));
  const REAL x[8] = {0, 0, 100, -100, (REAL)1e4, 1, (REAL)1e6, 1};
  REAL r[16];
  assert_success(TWIN(gk_mixture_responsibilities)(mixture, 4, x, 2, r, 4, NULL));
  for (size_t i = 0; i < 4; i++) {
    const double q = (double)(x[2 * i] * x[2 * i] + x[2 * i + 1] * x[2 * i + 1]) / 3;
    const double error =
        expm1(2 * 0x1p-53 * (16 * (q + 1) + 4 * (q / 2 + 3))) + 12 * 0x1p-53 + ROUNDING;
    assert_same(r[4 * i], r[4 * i + 2]);
    assert_same(r[4 * i + 1], (REAL)0);
    assert_close(r[4 * i], 0.25, 0.25 * error);
    assert_close(r[4 * i + 3], 0.5, 0.5 * error);
    assert_close((double)r[4 * i] + (double)r[4 * i + 2] + (double)r[4 * i + 3], 1, 6 * ROUNDOFF);
  }
  gk_mixture_free(mixture);
}

/* A point with a NaN or an infinity has no responsibilities, and the others keep theirs. */
static void TWIN(nowhere)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(52);
  normals m = normals_random(&rng, 3, 2, 1, 1);
  gk_mixture *mixture = normals_mixture(&m);
  REAL x[10], clean[15], r[15];
  TWIN(gk_test_normals)(&rng, 10, 0, 2, x);
  assert_success(TWIN(gk_mixture_responsibilities)(mixture, 5, x, 2, clean, 3, NULL));
  x[2] = (REAL)NAN;
  x[5] = (REAL)INFINITY;
  assert_success(TWIN(gk_mixture_responsibilities)(mixture, 5, x, 2, r, 3, NULL));
  for (size_t i = 0; i < 15; i++) {
    if (i / 3 == 1 || i / 3 == 2) {
      assert_is_nan(r[i]);
      assert_false(signbit(r[i])); /* which printf would show */
    } else {
      assert_same(r[i], clean[i]);
    }
  }
  gk_mixture_free(mixture);
  normals_free(&m);
}
