/* Included twice by test_density.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The log density within its bound, rounded to the type; the density relative to what it is. */
static void TWIN(check_point)(const char *what, size_t components, normals_truth truth,
                              REAL log_density, REAL density) {
  const long double log_error =
      (long double)truth.log_error + ROUNDING * fabsl(truth.log_density) + normals_unit();
  if (!(fabsl((long double)log_density - truth.log_density) <= log_error)) {
    fail_msg("%s, " PRECISION ": log density %.17g, expected %.17Lg, off by %.3Lg, the bound is "
             "%.3Lg",
             what, (double)log_density, truth.log_density,
             fabsl((long double)log_density - truth.log_density), log_error);
  }
  const long double exact = expl(truth.log_density), m = (long double)components;
  const long double relative =
      expm1l(fminl((long double)truth.log_error, 1)) + 0x1p-53L * (m + 8) + ROUNDING;
  const long double lost = m * 0x1p-1020L; /* what components give below 2^-1020 may be missing */
  const long double error = exact * relative + lost + (long double)SMALLEST;
  if (exact > (long double)REAL_MAX * (1 - 0x1p-20L)) {
    assert_true((double)density >= (double)REAL_MAX * (1 - 0x1p-10));
  } else if (!(fabsl((long double)density - exact) <= error)) {
    fail_msg("%s, " PRECISION ": density %.17g, expected %.17Lg, off by %.3Lg, the bound is %.3Lg",
             what, (double)density, exact, fabsl((long double)density - exact), error);
  }
}

/* Both functions at n points, each compared with the reference. */
static void TWIN(check_points)(const char *what, const normals *m, const gk_mixture *mixture,
                               size_t n, const REAL *x, size_t ldx) {
  canvas logs = canvas_new(sizeof(REAL), 1, n, n, 0), values = canvas_new(sizeof(REAL), 1, n, n, 1);
  REAL *log_density = (REAL *)(void *)logs.data, *density = (REAL *)(void *)values.data;
  assert_success(TWIN(gk_mixture_log_density)(mixture, n, x, ldx, log_density, NULL));
  assert_success(TWIN(gk_mixture_density)(mixture, n, x, ldx, density, NULL));
  assert_gaps_intact(logs);
  assert_gaps_intact(values);
  for (size_t i = 0; i < n; i++) {
    long double point[NORMALS_MOST_D];
    for (size_t k = 0; k < m->d; k++) {
      point[k] = (long double)x[i * ldx + k];
    }
    TWIN(check_point)(what, m->components, normals_at(m, point, NULL), log_density[i], density[i]);
  }
  canvas_free(&logs);
  canvas_free(&values);
}

/* Points around the components' means, `far` deviations wide, as numbers of the type. */
static REAL *TWIN(points_around)(gk_test_rng *rng, const normals *m, size_t n, size_t ldx,
                                 double far) {
  REAL *x = gk_test_array(n * ldx, sizeof *x);
  for (size_t i = 0; i < n; i++) {
    const size_t k = i % m->components;
    for (size_t j = 0; j < m->d; j++) {
      const double scale = (double)m->scales[k * m->d + j];
      x[i * ldx + j] = (REAL)(m->means[k * m->d + j] + far * scale * gk_test_normal(rng));
    }
  }
  return x;
}

/* Random parameters: dimensions, components, scales, condition numbers, and how far the points are.
 */
static void TWIN(random_mixtures)(void **state) {
  (void)state;
  static const double nears[] = {1, 1e-2, 1e-4, 1e-6}, fars[] = {1, 5, 100};
  gk_test_rng rng = gk_test_seed(20261);
  for (size_t c = 0; c < 160; c++) {
    const size_t d = 1 + gk_test_bits(&rng) % (c % 8 == 0 ? NORMALS_MOST_D : 7);
    const size_t components = 1 + (c % 2) * (gk_test_bits(&rng) % (c % 10 == 1 ? 79 : 5));
    const size_t n = gk_test_bits(&rng) % 40, ldx = d + c % 3;
    normals m = normals_random(&rng, components, d, nears[c % 4], c % 5 == 4 ? 20 : 3);
    gk_mixture *mixture = normals_mixture(&m);
    REAL *x = TWIN(points_around)(&rng, &m, n, ldx, fars[c % 3]);
    char what[80];
    snprintf(what, sizeof what, "case %zu, d = %zu, %zu components, condition %.2g", c, d,
             components, m.conditions[0]);
    TWIN(check_points)(what, &m, mixture, n, x, ldx);
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Means far from the origin, where points and means share most of their digits. */
static void TWIN(far_from_the_origin)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(9);
  for (size_t d = 1; d <= 9; d += 2) {
    normals m = normals_random(&rng, 2, d, 1, 2);
    for (size_t i = 0; i < 2 * d; i++) {
      m.means[i] = 1e6 + m.means[i];
    }
    normals_prepare(&m);
    gk_mixture *mixture = normals_mixture(&m);
    REAL *x = TWIN(points_around)(&rng, &m, 200, d, 1);
    TWIN(check_points)("far from the origin", &m, mixture, 200, x, d);
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* More points than any block or task, and the point alone has the same bits as among others. */
static void TWIN(many_points)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(7);
  for (size_t d = 1; d <= 9; d += 4) {
    const size_t n = 5003;
    normals m = normals_random(&rng, 3, d, 1, 1);
    gk_mixture *mixture = normals_mixture(&m);
    REAL *x = TWIN(points_around)(&rng, &m, n, d, 2), *all = gk_test_array(n, sizeof *all), one;
    TWIN(check_points)("many points", &m, mixture, n, x, d);
    assert_success(TWIN(gk_mixture_log_density)(mixture, n, x, d, all, NULL));
    for (size_t i = 0; i < n; i += 97) {
      assert_success(TWIN(gk_mixture_log_density)(mixture, 1, x + i * d, d, &one, NULL));
      assert_same(one, all[i]);
    }
    free(x);
    free(all);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Closed forms of the standard normal: at the mean, at one deviation, where it underflows. */
static void TWIN(standard_normal)(void **state) {
  (void)state;
  gk_mixture *normal = NULL;
  const double variance = 1;
  assert_success(gk_normal_create(1, NULL, GK_COVARIANCE_SPHERICAL, &variance, 1, &normal));
  const REAL x[] = {0, 1, -1, 50, 1000, (REAL)1e18};
  REAL log_density[6], density[6];
  assert_success(TWIN(gk_mixture_log_density)(normal, 6, x, 1, log_density, NULL));
  assert_success(TWIN(gk_mixture_density)(normal, 6, x, 1, density, NULL));
  for (size_t i = 0; i < 6; i++) {
    const long double z = (long double)x[i], exact = -z * z / 2 - 0.918938533204672741780L;
    assert_close(log_density[i], exact, (0x1p-53L * (8 + 12 * z * z) + ROUNDING * fabsl(exact)));
  }
  assert_close(density[0], 0.398942280401432677940L, ROUNDING + 0x1p-48L);
  assert_close(density[1], 0.241970724519143349798L, ROUNDING + 0x1p-48L);
  assert_same(density[1], density[2]);
  assert_same(density[4], (REAL)0);
  assert_same(density[5], (REAL)0);
  gk_mixture_free(normal);
}

/* Each form of the same covariance gives the same density. */
static void TWIN(forms)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(3);
  normals m = normals_new(2, 3);
  /* L, S = L L^T and S^-1 with entries that are exact */
  const double lower[18] = {2, -7, 99, 1, 4, 99, -2, 8, 1, 1, 5, 5, 0.5, 2, 5, 0, 0.25, 4};
  const double full[18] = {4, 2,   -4,  2,   17,   30,  -4, 30,  69,
                           1, 0.5, 0.0, 0.5, 4.25, 0.5, 0,  0.5, 16.0625};
  memcpy(m.covariances, full, sizeof full);
  gk_test_normals_f64(&rng, 6, 0, 1, m.means);
  m.weights[1] = 0.375;
  normals_prepare(&m);
  REAL *x = TWIN(points_around)(&rng, &m, 50, 3, 2);
  const gk_covariance_form given[] = {GK_COVARIANCE_FULL, GK_COVARIANCE_CHOLESKY};
  const double *matrices[] = {full, lower};
  for (size_t f = 0; f < 2; f++) {
    gk_mixture *mixture = NULL;
    assert_success(
        gk_mixture_create(2, 3, m.weights, m.means, 3, given[f], matrices[f], 3, &mixture));
    TWIN(check_points)(f ? "Cholesky" : "full", &m, mixture, 50, x, 3);
    gk_mixture_free(mixture);
  }
  free(x);
  normals_free(&m);
}

/* Precision matrices whose inverse is exact: tridiagonal 2, -1 with determinant d + 1. */
static void TWIN(precision)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(4);
  for (size_t d = 1; d <= 12; d++) {
    normals m = normals_new(1, d);
    double precision[144];
    for (size_t i = 0; i < d; i++) {
      for (size_t j = 0; j < d; j++) {
        const size_t low = i < j ? i : j, high = i < j ? j : i;
        precision[i * d + j] = i == j ? 2 : high - low == 1 ? -1 : 0;
        m.covariances[i * d + j] = (double)((low + 1) * (d - high)) / (double)(d + 1);
      }
    }
    normals_prepare(&m);
    gk_mixture *mixture = NULL;
    assert_success(gk_normal_create(d, NULL, GK_COVARIANCE_PRECISION, precision, d, &mixture));
    REAL *x = gk_test_array(64 * d, sizeof *x);
    TWIN(gk_test_normals)(&rng, 64 * d, 0, 2, x);
    TWIN(check_points)("precision", &m, mixture, 64, x, d);
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Diagonal and spherical covariances, with a leading dimension, several components. */
static void TWIN(separable)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(5);
  for (size_t c = 0; c < 24; c++) {
    const size_t d = 1 + c, components = 1 + c % 4;
    normals m = normals_new(components, d);
    double variances[NORMALS_MOST_COMPONENTS * (NORMALS_MOST_D + 1)];
    const size_t ldm = c % 2 ? d + 1 : 2;
    for (size_t k = 0; k < components; k++) {
      const double common = exp(gk_test_normal(&rng));
      for (size_t i = 0; i < d; i++) {
        const double variance = c % 2 ? exp(4 * gk_test_normal(&rng)) : common;
        variances[k * ldm + (c % 2 ? i : 0)] = variance;
        m.covariances[(k * d + i) * d + i] = variance;
        m.means[k * d + i] = gk_test_normal(&rng);
      }
      m.weights[k] = gk_test_uniform(&rng) + 0.1;
    }
    normals_prepare(&m);
    gk_mixture *mixture = NULL;
    assert_success(gk_mixture_create(components, d, m.weights, m.means, d,
                                     c % 2 ? GK_COVARIANCE_DIAGONAL : GK_COVARIANCE_SPHERICAL,
                                     variances, ldm, &mixture));
    REAL *x = TWIN(points_around)(&rng, &m, 33, d, c % 3 ? 1 : 40);
    TWIN(check_points)(c % 2 ? "diagonal" : "spherical", &m, mixture, 33, x, d);
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* A NaN spoils its point only; an infinity without a NaN is infinitely far. */
static void TWIN(not_finite)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(6);
  for (size_t d = 1; d <= 5; d++) {
    normals m = normals_random(&rng, 1 + d % 3, d, 1, 1);
    gk_mixture *mixture = normals_mixture(&m);
    enum { POINTS = 41 };
    REAL *x = TWIN(points_around)(&rng, &m, POINTS, d, 1);
    REAL clean[POINTS], dirty[POINTS], density[POINTS];
    assert_success(TWIN(gk_mixture_log_density)(mixture, POINTS, x, d, clean, NULL));
    for (size_t i = 0; i < POINTS; i += 5) {
      x[i * d + i % d] = i % 2 ? (REAL)NAN : i % 4 ? (REAL)INFINITY : -(REAL)INFINITY;
    }
    x[20 * d] = (REAL)NAN; /* beside an infinity where d > 1 */
    assert_success(TWIN(gk_mixture_log_density)(mixture, POINTS, x, d, dirty, NULL));
    assert_success(TWIN(gk_mixture_density)(mixture, POINTS, x, d, density, NULL));
    for (size_t i = 0; i < POINTS; i++) {
      if (i % 5) {
        assert_same(dirty[i], clean[i]);
      } else if (i % 2 || i == 20) {
        assert_is_nan(dirty[i]);
        assert_is_nan(density[i]);
      } else {
        assert_same(dirty[i], -(REAL)INFINITY);
        assert_same(density[i], (REAL)0);
      }
    }
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Finite points so far away that q overflows: density 0, log density -infinity or finite, no NaN.
 */
static void TWIN(enormous_points)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(8);
  for (size_t d = 1; d <= 4; d++) {
    normals m = normals_random(&rng, 2, d, 1, 1);
    gk_mixture *mixture = normals_mixture(&m);
    REAL x[4 * 4], log_density[4], density[4];
    for (size_t i = 0; i < 4 * d; i++) {
      x[i] = i / d % 2 ? (i % 2 ? -1 : 1) * (REAL)REAL_MAX : (REAL)REAL_MAX;
    }
    assert_success(TWIN(gk_mixture_log_density)(mixture, 4, x, d, log_density, NULL));
    assert_success(TWIN(gk_mixture_density)(mixture, 4, x, d, density, NULL));
    for (size_t i = 0; i < 4; i++) {
      assert_true(log_density[i] < -1e30);
      assert_same(density[i], (REAL)0);
    }
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}
