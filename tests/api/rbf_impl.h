/* Included twice by test_rbf.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* A rule that fails says who it is and leaves gamma alone. */
static void TWIN(scale_fails)(gk_status status, const char *text, size_t n, size_t d, const REAL *x,
                              size_t ldx) {
  double untouched = 42.0;
  assert_status(TWIN(gk_gamma_scale)(n, d, x, ldx, &untouched), status);
  assert_message("gk_gamma_scale_" PRECISION ": ");
  assert_message(text);
  assert_same_f64(untouched, 42.0);
}

static void TWIN(median_fails)(gk_status status, const char *text, size_t n, size_t d,
                               const REAL *x, size_t ldx) {
  double untouched = 42.0;
  assert_status(TWIN(gk_gamma_median)(n, d, x, ldx, 0, 0, &untouched), status);
  assert_message("gk_gamma_median_" PRECISION ": ");
  assert_message(text);
  assert_same_f64(untouched, 42.0);
}

/* The points of a golden case, rows `gap` elements apart, with NaN between them. */
static REAL *TWIN(golden_points)(const golden_gamma *golden, size_t gap) {
  gk_test_rng rng = gk_test_seed(golden->seed);
  const size_t ldx = golden->d + gap;
  REAL *x = gk_test_array(golden->n * ldx, sizeof *x);
  for (size_t i = 0; i < golden->n; i++) {
    for (size_t k = 0; k < ldx; k++) {
      x[i * ldx + k] = (REAL)NAN;
    }
    for (size_t k = 0; k < golden->d; k++) {
      const double spread = golden->width * gk_test_uniform(&rng);
      x[i * ldx + k] = (REAL)(golden->offset + spread);
    }
  }
  return x;
}

static double TWIN(scale_of)(size_t n, size_t d, const REAL *x, size_t ldx) {
  double gamma = NAN;
  assert_success(TWIN(gk_gamma_scale)(n, d, x, ldx, &gamma));
  return gamma;
}

static double TWIN(median_of)(size_t n, size_t d, const REAL *x, size_t ldx, size_t max_pairs,
                              uint64_t seed) {
  double gamma = NAN;
  assert_success(TWIN(gk_gamma_median)(n, d, x, ldx, max_pairs, seed, &gamma));
  return gamma;
}

static void TWIN(rules_give_the_golden_values)(void **state) {
  (void)state;
  const size_t count = sizeof TWIN(golden_gamma) / sizeof TWIN(golden_gamma)[0];
  for (size_t c = 0; c < count; c++) {
    const golden_gamma *golden = &TWIN(golden_gamma)[c];
    const size_t n = golden->n, d = golden->d;
    for (size_t gap = 0; gap < 4; gap += 3) {
      REAL *x = TWIN(golden_points)(golden, gap);
      assert_close(TWIN(scale_of)(n, d, x, d + gap), golden->scale,
                   SCALE_TOLERANCE * golden->scale);
      assert_close(TWIN(median_of)(n, d, x, d + gap, 0, 0), golden->median,
                   median_tolerance(d) * golden->median);
      assert_close(TWIN(median_of)(n, d, x, d + gap, golden->max_pairs, golden->sample_seed),
                   golden->sampled, median_tolerance(d) * golden->sampled);
      free(x);
    }
  }
}

static void TWIN(scale_of_equal_numbers_is_one)(void **state) {
  (void)state;
  /* 0.1 in double: the mean of three is not 0.1 when it is summed and divided plainly. */
  const REAL x[] = {(REAL)0.1, (REAL)0.1, (REAL)0.1, (REAL)0.1, (REAL)0.1, (REAL)0.1};
  const REAL zeros[] = {(REAL)-0.0, 0, (REAL)-0.0};
  const REAL one[] = {REAL_MAX};
  assert_same_f64(TWIN(scale_of)(3, 1, x, 2), 1.0);
  assert_same_f64(TWIN(scale_of)(3, 2, x, 2), 1.0);
  assert_same_f64(TWIN(scale_of)(3, 1, zeros, 1), 1.0);
  assert_same_f64(TWIN(scale_of)(1, 1, one, 1), 1.0);
}

/* Far from the origin, where one pass over the squares has no digit left. */
static void TWIN(scale_takes_out_the_mean)(void **state) {
  (void)state;
  const REAL step = REAL_EPSILON;
  const REAL x[] = {1, 1 + step, 1 + 2 * step, 1 + 3 * step};
  /* The variance of 0, 1, 2, 3 is 5/4. */
  const double variance = 1.25 * (double)step * (double)step;
  assert_close(TWIN(scale_of)(4, 1, x, 1), 1 / variance, SCALE_TOLERANCE / variance);
  assert_close(TWIN(scale_of)(1, 4, x, 4), 0.25 / variance, SCALE_TOLERANCE / variance);
}

/* Enough equal squares that the roundings of a plain sum add up. */
static void TWIN(scale_sums_many_numbers)(void **state) {
  (void)state;
  enum { COUNT = 1 << 20 };
  REAL *x = gk_test_array(COUNT, sizeof *x);
  for (size_t i = 0; i < COUNT; i++) {
    x[i] = i % 2 ? (REAL)0.1 : (REAL)0.4;
  }
  const long double half = ((long double)x[0] - (long double)x[1]) / 2;
  const long double expected = 1 / (half * half);
  assert_close(TWIN(scale_of)(COUNT, 1, x, 1), expected, SCALE_TOLERANCE * expected);
  free(x);
}

static void TWIN(scale_refuses_bad_arguments)(void **state) {
  (void)state;
  const REAL x[] = {0, 1, 2, 3};
  TWIN(scale_fails)(GK_ERROR_ARGUMENT, "n = 0", 0, 2, x, 2);
  TWIN(scale_fails)(GK_ERROR_ARGUMENT, "d is 0", 2, 0, x, 2);
  TWIN(scale_fails)(GK_ERROR_ARGUMENT, "ldx = 1", 2, 2, x, 1);
  TWIN(scale_fails)(GK_ERROR_ARGUMENT, "x is NULL", 2, 2, NULL, 2);
  TWIN(scale_fails)(GK_ERROR_OVERFLOW, "x", SIZE_MAX, 2, x, 2);
  TWIN(scale_fails)(GK_ERROR_OVERFLOW, "x", 3, 1, x, SIZE_MAX / 2);
  assert_status(TWIN(gk_gamma_scale)(2, 2, x, 2, NULL), GK_ERROR_ARGUMENT);
  assert_message("gamma is NULL");
}

static void TWIN(median_refuses_bad_arguments)(void **state) {
  (void)state;
  const REAL x[] = {0, 1, 2, 3};
  TWIN(median_fails)(GK_ERROR_ARGUMENT, "n = 0", 0, 2, x, 2);
  TWIN(median_fails)(GK_ERROR_ARGUMENT, "n = 1", 1, 2, x, 2);
  TWIN(median_fails)(GK_ERROR_ARGUMENT, "d is 0", 2, 0, x, 2);
  TWIN(median_fails)(GK_ERROR_ARGUMENT, "ldx = 1", 2, 2, x, 1);
  TWIN(median_fails)(GK_ERROR_ARGUMENT, "x is NULL", 2, 2, NULL, 2);
  TWIN(median_fails)(GK_ERROR_OVERFLOW, "x", SIZE_MAX, 2, x, 2);
  assert_status(TWIN(gk_gamma_median)(2, 2, x, 2, 0, 0, NULL), GK_ERROR_ARGUMENT);
  assert_message("gamma is NULL");
}

static void TWIN(rules_refuse_what_is_not_a_number)(void **state) {
  (void)state;
  const double bad[] = {NAN, INFINITY, -INFINITY};
  const char *names[] = {"not a number", "infinite", "infinite"};
  for (size_t b = 0; b < 3; b++) {
    for (size_t place = 0; place < 6; place++) {
      REAL x[] = {0, 1, 2, 3, 4, 5};
      char text[64];
      x[place] = (REAL)bad[b];
      snprintf(text, sizeof text, "x[%zu][%zu] is %s", place / 2, place % 2, names[b]);
      TWIN(scale_fails)(GK_ERROR_DATA, text, 3, 2, x, 2);
      TWIN(median_fails)(GK_ERROR_DATA, text, 3, 2, x, 2);
    }
  }
}

static void TWIN(median_of_few_points_by_hand)(void **state) {
  (void)state;
  const REAL x[] = {0, 1, 3, 7};
  /* distances 1, 2, 3 */
  assert_close(TWIN(median_of)(3, 1, x, 1, 0, 0), 1.0 / 8, TINY);
  /* 1, 2, 3, 4, 6, 7: the mean of 3 and 4; the mean of their squares would give 1 / 25 */
  assert_close(TWIN(median_of)(4, 1, x, 1, 0, 0), 1 / 24.5, TINY);
  /* one pair of two features: 3, 4 -> 5 */
  const REAL y[] = {1, 1, 4, 5};
  assert_close(TWIN(median_of)(2, 2, y, 2, 0, 0), 1.0 / 50, TINY);
  /* as many pairs as allowed are all of them */
  assert_close(TWIN(median_of)(4, 1, x, 1, 6, 99), 1 / 24.5, TINY);
}

static void TWIN(median_leaves_out_coinciding_points_when_they_are_most)(void **state) {
  (void)state;
  const REAL most[] = {5, 5, 5, 5, 7}; /* six zeros, four times 2 */
  assert_close(TWIN(median_of)(5, 1, most, 1, 0, 0), 1.0 / 8, TINY);
  const REAL half[] = {5, 5, 5, 7}; /* 0, 0, 0, 2, 2, 2: the median is 1 */
  assert_close(TWIN(median_of)(4, 1, half, 1, 0, 0), 0.5, TINY);
  const REAL mixed[] = {5, 5, 5, 5, 5, 5, 6, 9}; /* fifteen zeros, six ones, six fours, 3 */
  assert_close(TWIN(median_of)(8, 1, mixed, 1, 0, 0), 1.0 / 18, TINY);
  const REAL all[] = {-3, -3, -3, -3};
  assert_same_f64(TWIN(median_of)(4, 1, all, 1, 0, 0), 1.0);
  assert_same_f64(TWIN(median_of)(2, 2, all, 2, 0, 0), 1.0);
  const REAL signs[] = {0, (REAL)-0.0, 0};
  assert_same_f64(TWIN(median_of)(3, 1, signs, 1, 0, 0), 1.0);
}

/*
 * The sampled median lies at a rank of all distances near one half: the rank is that of the median
 * of `pairs` uniform numbers, whose standard error is 0.5 / sqrt(pairs). Single samples within five
 * of these, the mean of many as well: a generator or a draw with a bias would show.
 */
static void TWIN(sampled_median_is_near_the_median)(void **state) {
  (void)state;
  enum { N = 150, D = 3, PAIRS = 400, SEEDS = 100, ALL = N * (N - 1) / 2 };
  gk_test_rng rng = gk_test_seed(20);
  REAL *x = gk_test_array(N * D, sizeof *x);
  TWIN(gk_test_normals)(&rng, N * D, 0.0, 1.0, x);
  const double error = 0.5 / sqrt(PAIRS);
  double mean = 0.0;
  for (uint64_t seed = 0; seed < SEEDS; seed++) {
    const double gamma = TWIN(median_of)(N, D, x, D, PAIRS, seed);
    assert_same_f64(TWIN(median_of)(N, D, x, D, PAIRS, seed), gamma);
    const double square = 1 / (2 * gamma);
    size_t below = 0;
    for (size_t i = 1; i < N; i++) {
      for (size_t j = 0; j < i; j++) {
        double sum = 0.0;
        for (size_t k = 0; k < D; k++) {
          const double difference = (double)x[i * D + k] - (double)x[j * D + k];
          sum += difference * difference;
        }
        below += sum < square;
      }
    }
    const double rank = (double)below / ALL;
    assert_close(rank, 0.5, 5 * error);
    mean += rank / SEEDS;
  }
  assert_close(mean, 0.5, 5 * error / sqrt(SEEDS));
  free(x);
}

/* Every pair is drawn, and each as often: with one pair drawn gamma tells which it was. */
static void TWIN(all_pairs_are_drawn)(void **state) {
  (void)state;
  const REAL x[] = {0, 1, 5}; /* distances 1, 4, 5 */
  enum { SEEDS = 3000 };
  const double distances[] = {1, 4, 5};
  size_t drawn[3] = {0, 0, 0};
  for (uint64_t seed = 0; seed < SEEDS; seed++) {
    const double width = sqrt(0.5 / TWIN(median_of)(3, 1, x, 1, 1, seed));
    for (size_t p = 0; p < 3; p++) {
      drawn[p] += fabs(width - distances[p]) < 1e-9;
    }
  }
  assert_int_equal(drawn[0] + drawn[1] + drawn[2], SEEDS);
  for (size_t p = 0; p < 3; p++) { /* binomial, five standard errors */
    assert_close(drawn[p], SEEDS / 3.0, 5 * sqrt(SEEDS * 2.0 / 9.0));
  }
}
