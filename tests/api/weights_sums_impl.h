/* Included twice by test_weights_sums.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static REAL *TWIN(weights)(const asked *a) {
  REAL *w = gk_test_array(asked_count(a), sizeof *w);
  const gk_status status = TWIN(gk_weights)(&a->spec, w);
  if (status) {
    asked_fail(a, "%s: %s", gk_status_name(status), gk_error_message());
  }
  return w;
}

static void TWIN(check_sum)(const asked *a) {
  const size_t count = asked_count(a);
  REAL *w = TWIN(weights)(a);
  exact_sum sum = {{0}};
  for (size_t i = 0; i < count; i++) {
    exact_add(&sum, (double)w[i]);
  }
  const double expected = (double)(REAL)a->spec.amplitude;
  if (exact_compare(&sum, expected) != 0) {
    asked_fail(a, PRECISION ": the sum is off by %.3g", (double)(exact_value(&sum) - expected));
  }
  free(w);
}

/* Amplitudes of few and of many digits, also negative and far from 1. */
static void TWIN(sums_are_exact)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(21);
  static const double amplitudes[] = {1.0, 1.0, 273.0, 0.1, -1.0 / 3.0, 1e20, 1e-20};
  for (size_t i = 0; i < 3000; i++) {
    asked a;
    random_sum(&a, &rng, i);
    a.spec.amplitude = amplitudes[i % 7];
    if (i % 11 == 0) {
      a.spec.cutoff = 0.3 * gk_test_uniform(&rng);
    }
    TWIN(check_sum)(&a);
  }
}

static void TWIN(large_sums)(void **state) {
  (void)state;
  static const size_t sizes[] = {20000, 200, 24};
  for (size_t n = 1; n <= 3; n++) {
    for (size_t even = 0; even < 2; even++) {
      asked a = {.spec = GK_WEIGHTS_3D(1, 30.0)};
      a.spec.dimensions = n;
      for (size_t k = 0; k < n; k++) {
        a.spec.size[k] = sizes[n - 1] + even;
      }
      TWIN(check_sum)(&a);
    }
  }
}

static void TWIN(peaks_are_exact)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(23);
  for (size_t i = 0; i < 500; i++) {
    asked a;
    random_sum(&a, &rng, i);
    a.spec.normalize = GK_NORMALIZE_PEAK;
    a.spec.amplitude = i % 3 ? 1.0 : 100.0 * gk_test_uniform(&rng) - 50.0;
    REAL *w = TWIN(weights)(&a);
    REAL largest = 0;
    for (size_t k = 0; k < asked_count(&a); k++) {
      largest = fabs((double)w[k]) > fabs((double)largest) ? w[k] : largest;
    }
    assert_same(largest, (REAL)a.spec.amplitude);
    free(w);
  }
}

static void TWIN(assert_equal)(const asked *a, const REAL *w, size_t i, size_t other) {
  if (memcmp(&w[i], &w[other], sizeof *w) != 0) {
    asked_fail(a, PRECISION ": weight %zu is %.17g, weight %zu is %.17g", i, (double)w[i], other,
               (double)w[other]);
  }
}

/* With the centre in the middle: mirrors where the axes are the Gaussian's, else the middle. */
static void TWIN(symmetric)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(24);
  for (size_t i = 0; i < 800; i++) {
    asked a;
    random_sum(&a, &rng, 2 * i); /* the even ones are in the middle */
    a.spec.normalize = (gk_normalize)(i % 4);
    const int turned = a.spec.theta != 0.0 || a.spec.covariance;
    const size_t count = asked_count(&a);
    REAL *w = TWIN(weights)(&a);
    for (size_t k = 0; k < count; k++) {
      TWIN(assert_equal)(&a, w, k, count - 1 - k);
      for (size_t axis = 0; !turned && axis < a.spec.dimensions; axis++) {
        TWIN(assert_equal)(&a, w, k, mirrored(&a, k, axis));
      }
    }
    free(w);
  }
}

/* What is the same along x and y, the centre also, does not change when they are exchanged. */
static void TWIN(square_symmetric)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(25);
  for (size_t i = 0; i < 400; i++) {
    asked a;
    ask(&a, &rng, 2 + i / 4 % 2, 12, 0.2, 6.0);
    a.spec.size[1] = a.spec.size[0];
    a.spec.sigma[1] = a.spec.sigma[0];
    if (i % 3 == 0) {
      ask_center(&a, &rng, 1.0);
      a.center[1] = a.center[0];
    }
    ask_method(&a, &rng);
    a.spec.normalize = (gk_normalize)(i % 4);
    REAL *w = TWIN(weights)(&a);
    const size_t n = a.spec.size[0];
    for (size_t k = 0; k < asked_count(&a); k++) {
      TWIN(assert_equal)(&a, w, k, k / n / n * n * n + k % n * n + k / n % n);
    }
    free(w);
  }
}
