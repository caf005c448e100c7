/*
 * Samples of estimates: their moments and distribution, what the seed fixes, points without weight;
 * the accessors.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "kde_case.h"

static double *draw(const gk_kde *kde, size_t n, unsigned long long seed, size_t threads) {
  const size_t d = gk_kde_dimensions(kde);
  double *x = gk_test_array(n * d + 1, sizeof *x);
  gk_options options = GK_OPTIONS_INIT;
  options.threads = threads;
  assert_success(gk_kde_sample_f64(kde, n, seed, x, d, &options));
  return x;
}

/* The same seed: the same bits for any number of threads, and for any n the same beginning; floats
 * are those doubles, rounded; another seed gives others. */
static void same_seed(void **state) {
  (void)state;
  enum { N = 9001 };
  static const size_t fewer[] = {0, 1, 2, 7, 64, 1000, 4097};
  for (size_t d = 1; d <= 5; d += 2) {
    kde_case c = kde_case_new(d, 70, d, d > 1 ? 0.5 : 0, 2, 0, d == 3);
    double *all = draw(c.kde, N, 12345, 1);
    for (size_t threads = 0; threads <= 4; threads++) {
      double *again = draw(c.kde, N, 12345, threads);
      assert_memory_equal(again, all, N * d * sizeof *all);
      free(again);
    }
    for (size_t i = 0; i < sizeof fewer / sizeof fewer[0]; i++) {
      double *few = draw(c.kde, fewer[i], 12345, 2);
      assert_memory_equal(few, all, fewer[i] * d * sizeof *all);
      free(few);
    }
    double *other = draw(c.kde, N, 12346, 1);
    size_t same = 0;
    for (size_t i = 0; i < N * d; i++) {
      same += other[i] == all[i];
    }
    assert_int_equal(same, 0);
    canvas s = canvas_new(sizeof(float), N, d, d + 2, 1);
    const float *single = (const float *)(void *)s.data;
    assert_success(gk_kde_sample_f32(c.kde, N, 12345, (float *)(void *)s.data, d + 2, NULL));
    assert_gaps_intact(s);
    for (size_t i = 0; i < N * d; i++) {
      assert_same_f32(single[i / d * (d + 2) + i % d], (float)all[i]);
    }
    canvas_free(&s);
    free(other);
    free(all);
    kde_case_free(&c);
  }
}

/* The mean is the points' and the covariance theirs plus H, within five deviations. */
static void moments(void **state) {
  (void)state;
  enum { N = 40000 };
  for (size_t c = 0; c < 6; c++) {
    const size_t d = 1 + c % 3;
    kde_case k = kde_case_new(c, 30, d, d > 1 ? 0.6 : 0, 1, 20, c > 2);
    double *x = draw(k.kde, N, c, 0), mean[3], variance[3];
    for (size_t a = 0; a < d; a++) {
      for (size_t b = 0; b <= a; b++) {
        double m = 0, m_b = 0, product = 0, sum = 0, second = 0;
        for (size_t i = 0; i < k.n; i++) {
          const double w = k.weights ? k.weights[i] / (double)k.sum : 1.0 / (double)k.n;
          m += w * k.x[i * d + a];
          m_b += w * k.x[i * d + b];
        }
        for (size_t i = 0; i < k.n; i++) {
          const double w = k.weights ? k.weights[i] / (double)k.sum : 1.0 / (double)k.n;
          product += w * (k.x[i * d + a] - m) * (k.x[i * d + b] - m_b);
        }
        product += k.matrix[a * d + b];
        for (size_t i = 0; i < N; i++) {
          sum += x[i * d + a];
          second += (x[i * d + a] - m) * (x[i * d + b] - m_b);
        }
        mean[a] = m;
        variance[a] = b == a ? product : variance[a];
        assert_close(sum / N, mean[a], b == a ? 5 * sqrt(product / N) : INFINITY);
        if (b == a) {
          assert_close(second / N, product, 5 * product * sqrt(3.0 / N));
        }
      }
    }
    for (size_t a = 1; a < d; a++) { /* covariances, when the variances are known */
      double second = 0, product = k.matrix[a * d];
      for (size_t i = 0; i < k.n; i++) {
        const double w = k.weights ? k.weights[i] / (double)k.sum : 1.0 / (double)k.n;
        product += w * (k.x[i * d + a] - mean[a]) * (k.x[i * d] - mean[0]);
      }
      for (size_t i = 0; i < N; i++) {
        second += (x[i * d + a] - mean[a]) * (x[i * d] - mean[0]);
      }
      assert_close(second / N, product, 5 * sqrt(3 * variance[a] * variance[0] / N));
    }
    free(x);
    kde_case_free(&k);
  }
}

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov, which passes 2.3 / sqrt(n) once in 20 000 times: of two far clusters with
 * weights, and a point without one. */
static void distribution(void **state) {
  (void)state;
  enum { N = 60000 };
  const double points[] = {0, 3, 500, 40, 41}, weights[] = {1, 2, 0, 4, 0.5}, h = 0.7;
  gk_kde_spec spec = GK_KDE_INIT;
  gk_kde *kde = NULL;
  spec.rule = GK_BANDWIDTH_SCALAR;
  spec.bandwidth = &h;
  assert_success(gk_kde_create_f64(5, 1, points, 1, weights, &spec, &kde, NULL));
  for (unsigned long long seed = 0; seed < 3; seed++) {
    double *x = draw(kde, N, seed * 0x9e3779b97f4a7c15ULL, 0), worst = 0;
    qsort(x, N, sizeof *x, compare);
    for (size_t i = 0; i < N; i++) {
      double p = 0;
      for (size_t j = 0; j < 5; j++) {
        p += weights[j] / 7.5 * erfc((points[j] - x[i]) / h / sqrt(2.0)) / 2;
      }
      worst = fmax(worst, fmax(fabs(p - (double)i / N), fabs(p - (double)(i + 1) / N)));
    }
    assert_true(worst * sqrt(N) < 2.3);
    assert_true(x[N - 1] < 60);
    free(x);
  }
  gk_kde_free(kde);
}

static void accessors(void **state) {
  (void)state;
  assert_int_equal(gk_kde_points(NULL), 0);
  assert_int_equal(gk_kde_dimensions(NULL), 0);
  assert_same_f64(gk_kde_effective_size(NULL), 0);
  gk_kde_free(NULL);
  kde_case c = kde_case_new(1, 33, 4, 0.5, 1, 0, true);
  assert_int_equal(gk_kde_points(c.kde), 33);
  assert_int_equal(gk_kde_dimensions(c.kde), 4);
  double squares = 0, factor = 0;
  for (size_t i = 0; i < 33; i++) {
    squares += c.weights[i] * c.weights[i];
  }
  assert_close(gk_kde_effective_size(c.kde), (double)(c.sum * c.sum) / squares, 1e-12 * 33);
  canvas h = canvas_new(sizeof(double), 4, 4, 7, 0);
  assert_success(gk_kde_covariance(c.kde, (double *)(void *)h.data, 7, &factor));
  assert_gaps_intact(h);
  for (size_t i = 0; i < 16; i++) {
    assert_close(((double *)(void *)h.data)[i / 4 * 7 + i % 4], c.matrix[i],
                 1e-15 * c.h[i / 4] * c.h[i % 4]);
  }
  assert_close(factor, 1, 0);
  assert_success(gk_kde_covariance(c.kde, NULL, 0, NULL));
  canvas_free(&h);
  kde_case_free(&c);
}

/* The h that it was made with, be H full or diagonal; in one dimension. */
static void bandwidths(void **state) {
  (void)state;
  for (size_t d = 1; d <= 5; d++) {
    kde_case c = kde_case_new(d, 20, d, d % 2 ? 0 : 0.4, 1, 0, false);
    double h[6] = {0, 0, 0, 0, 0, 0};
    h[d] = -1;
    assert_success(gk_kde_bandwidth(c.kde, h));
    for (size_t k = 0; k < d; k++) {
      assert_close(h[k], c.h[k], 0x1p-52 * c.h[k]);
    }
    assert_same_f64(h[d], -1);
    kde_case_free(&c);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_seed), cmocka_unit_test(moments),    cmocka_unit_test(distribution),
      cmocka_unit_test(accessors), cmocka_unit_test(bandwidths),
  };
  return gk_test_main("kde_sample", tests);
}
