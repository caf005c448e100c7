/* Included twice by test_mixture_sample.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static REAL *TWIN(draw)(const gk_mixture *mixture, size_t n, unsigned long long seed,
                        size_t threads) {
  const size_t d = gk_mixture_dimensions(mixture);
  REAL *x = gk_test_array(n * d, sizeof *x);
  gk_options options = GK_OPTIONS_INIT;
  options.threads = threads;
  assert_success(TWIN(gk_mixture_sample)(mixture, n, seed, x, d, &options));
  return x;
}

/* The same seed: the same bits for any number of threads, and for any n the same beginning. */
static void TWIN(same_seed)(void **state) {
  (void)state;
  static const size_t fewer[] = {0, 1, 2, 3, 7, 64, 1000, 4097};
  gk_test_rng rng = gk_test_seed(71);
  for (size_t d = 1; d <= 7; d += 2) {
    normals m = normals_random(&rng, 3, d, 1, 1);
    gk_mixture *mixture = normals_mixture(&m);
    enum { N = 20011 };
    REAL *all = TWIN(draw)(mixture, N, 12345, 1);
    for (size_t threads = 0; threads <= 4; threads++) {
      REAL *again = TWIN(draw)(mixture, N, 12345, threads);
      assert_memory_equal(again, all, N * d * sizeof *all);
      free(again);
    }
    for (size_t i = 0; i < sizeof fewer / sizeof fewer[0]; i++) {
      REAL *few = TWIN(draw)(mixture, fewer[i], 12345, 2);
      assert_memory_equal(few, all, fewer[i] * d * sizeof *all);
      free(few);
    }
    free(all);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Gaps between the rows stay, and the rows are the same. */
static void TWIN(gaps)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(72);
  normals m = normals_random(&rng, 2, 3, 1, 1);
  gk_mixture *mixture = normals_mixture(&m);
  REAL *packed = TWIN(draw)(mixture, 77, 5, 0);
  canvas c = canvas_new(sizeof(REAL), 77, 3, 5, 1);
  assert_success(TWIN(gk_mixture_sample)(mixture, 77, 5, (REAL *)(void *)c.data, 5, NULL));
  assert_gaps_intact(c);
  for (size_t i = 0; i < 77 * 3; i++) {
    assert_same(((REAL *)(void *)c.data)[i / 3 * 5 + i % 3], packed[i]);
  }
  canvas_free(&c);
  free(packed);
  gk_mixture_free(mixture);
  normals_free(&m);
}

/* Means and covariances of one component within five of their deviations. */
static void TWIN(moments)(void **state) {
  (void)state;
  enum { N = 40000 };
  gk_test_rng rng = gk_test_seed(73);
  for (size_t d = 1; d <= 5; d++) {
    normals m = normals_random(&rng, 1, d, 0.3, 2);
    gk_mixture *mixture = normals_mixture(&m);
    REAL *x = TWIN(draw)(mixture, N, 1000 + d, 0);
    for (size_t i = 0; i < d; i++) {
      double sum = 0;
      for (size_t p = 0; p < N; p++) {
        sum += (double)x[p * d + i];
      }
      assert_close(sum / N, m.means[i], 5 * (double)m.scales[i] / sqrt(N));
      for (size_t j = 0; j <= i; j++) {
        const double s = m.covariances[i * d + j];
        const double t = (double)(m.scales[i] * m.scales[j]);
        double product = 0;
        for (size_t p = 0; p < N; p++) {
          product += ((double)x[p * d + i] - m.means[i]) * ((double)x[p * d + j] - m.means[j]);
        }
        assert_close(product / N, s, 5 * sqrt((t * t + s * s) / N));
      }
    }
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Kolmogorov and Smirnov: the largest distance of the distribution function, which passes
 * 2.3 / sqrt(n) once in 20 000 times; and how many lie beyond 4 deviations. */
static void TWIN(shape)(void **state) {
  (void)state;
  enum { N = 100000 };
  const double variance = 4, mean = -3;
  gk_mixture *normal = NULL;
  assert_success(gk_normal_create(1, &mean, GK_COVARIANCE_SPHERICAL, &variance, 1, &normal));
  for (unsigned long long seed = 0; seed < 3; seed++) {
    REAL *x = TWIN(draw)(normal, N, seed * 0x9e3779b97f4a7c15ULL, 0);
    double worst = 0;
    size_t far = 0;
    qsort(x, N, sizeof *x, TWIN(compare));
    for (size_t i = 0; i < N; i++) {
      const double z = ((double)x[i] - mean) / 2, p = erfc(-z / sqrt(2.0)) / 2;
      worst = fmax(worst, fmax(fabs(p - (double)i / N), fabs(p - (double)(i + 1) / N)));
      far += fabs(z) > 4;
    }
    assert_true(worst * sqrt(N) < 2.3);
    assert_true(far >= 1 && far <= 20); /* 6.3 expected */
    free(x);
  }
  gk_mixture_free(normal);
}

/* Components far apart: how often each is drawn, by chi-square, also of weights whose sum
 * overflows; a component of weight 0 never is. */
static void TWIN(components)(void **state) {
  (void)state;
  enum { N = 60000, K = 5 };
  static const double sets[][K] = {{1, 1, 1, 1, 1},
                                   {5, 0, 0.25, 2, 1},
                                   {1e-300, 3e-300, 0, 0, 1e-300},
                                   {1.5e308, 1e308, 1.7e308, 0, 1e308}};
  const double means[K] = {-200, -100, 0, 100, 200}, variances[K] = {1, 4, 9, 1, 0.25};
  for (size_t s = 0; s < 4; s++) {
    gk_mixture *mixture = NULL;
    assert_success(gk_mixture_create(K, 1, sets[s], means, 1, GK_COVARIANCE_SPHERICAL, variances, 1,
                                     &mixture));
    REAL *x = TWIN(draw)(mixture, N, 99 + s, 0);
    double counts[K] = {0}, sums[K] = {0}, chi = 0, weights = 0, freedom = -1;
    for (size_t i = 0; i < N; i++) {
      const size_t k = (size_t)floor(((double)x[i] + 250) / 100);
      assert_true(k < K);
      counts[k]++;
      sums[k] += ((double)x[i] - means[k]) / sqrt(variances[k]);
    }
    for (size_t k = 0; k < K; k++) {
      weights += sets[s][k] / 8;
    }
    for (size_t k = 0; k < K; k++) {
      const double expected = N * (sets[s][k] / 8 / weights);
      if (expected == 0) {
        assert_true(counts[k] == 0);
      } else {
        chi += (counts[k] - expected) * (counts[k] - expected) / expected;
        assert_close(sums[k] / counts[k], 0, 5 / sqrt(counts[k]));
        freedom++;
      }
    }
    assert_true(chi < freedom + 5 * sqrt(2 * freedom) + 10);
    free(x);
    gk_mixture_free(mixture);
  }
}

/* Weights count by their ratios alone, and so the bits are the same. */
static void TWIN(scale_of_weights)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(74);
  normals m = normals_random(&rng, 4, 2, 1, 1);
  gk_mixture *mixture = normals_mixture(&m);
  REAL *x = TWIN(draw)(mixture, 999, 3, 0);
  for (int exponent = -900; exponent <= 900; exponent += 600) {
    normals scaled = m;
    double weights[4];
    for (size_t k = 0; k < 4; k++) {
      weights[k] = ldexp(m.weights[k], exponent);
    }
    scaled.weights = weights;
    gk_mixture *other = normals_mixture(&scaled);
    REAL *y = TWIN(draw)(other, 999, 3, 0);
    assert_memory_equal(x, y, 999 * 2 * sizeof *x);
    free(y);
    gk_mixture_free(other);
  }
  free(x);
  gk_mixture_free(mixture);
  normals_free(&m);
}

/* Samples depend neither on those before them nor on those of other seeds, how alike these may be.
 */
static void TWIN(independence)(void **state) {
  (void)state;
  enum { N = 30000, D = 3 };
  static const unsigned long long seeds[] = {0, 1, 2, 1ULL << 32, 1ULL << 63, ~0ULL, ~0ULL >> 1};
  const double one = 1;
  gk_mixture *normal = NULL;
  assert_success(gk_normal_create(D, NULL, GK_COVARIANCE_SPHERICAL, &one, 1, &normal));
  REAL *x = TWIN(draw)(normal, N, 0, 0);
  for (size_t lag = 1; lag <= 12; lag++) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i + lag < (size_t)N * D; i++) {
      const double a = (double)x[i], b = (double)x[i + lag];
      sum += a * b;
      squares += (a * a - 1) * (b * b - 1);
    }
    assert_close(sum / (N * D), 0, 5 / sqrt(N * D));
    assert_close(squares / (N * D), 0, 10 / sqrt(N * D));
  }
  for (size_t s = 1; s < sizeof seeds / sizeof seeds[0]; s++) {
    REAL *y = TWIN(draw)(normal, N, seeds[s], 0);
    double sum = 0;
    size_t equal = 0;
    for (size_t i = 0; i < (size_t)N * D; i++) {
      sum += (double)x[i] * (double)y[i];
      equal += x[i] == y[i];
    }
    assert_close(sum / (N * D), 0, 5 / sqrt(N * D));
    assert_true(equal <= 2); /* floats may meet by chance */
    free(y);
  }
  free(x);
  gk_mixture_free(normal);
}
