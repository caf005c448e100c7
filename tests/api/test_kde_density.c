/*
 * Densities and log densities by the exact engine against the formula in long double, at points and
 * on grids; what kde.h says of the estimate itself: its integral, weights, special numbers.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "kde_case.h"

static gk_kde_method exact(void) {
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = GK_KDE_EXACT;
  return method;
}

/* Both functions at m queries, doubles and floats; each query's bound. */
static void check_points(const kde_case *c, size_t m, const char *name) {
  const size_t d = c->d;
  double *q = kde_case_queries(c, m, 5), *f = gk_test_array(m, sizeof *f),
         *logs = gk_test_array(m, sizeof *logs);
  const gk_kde_method method = exact();
  assert_success(gk_kde_density_f64(c->kde, m, q, d, &method, f, NULL));
  assert_success(gk_kde_log_density_f64(c->kde, m, q, d, logs, NULL));
  for (size_t i = 0; i < m; i++) {
    const kde_truth truth = kde_case_at(c, q + i * d);
    const double error = (double)fabsl((long double)f[i] - truth.density);
    const double log_error = (double)fabsl((long double)logs[i] - truth.log_density);
    if (!(error <= truth.error && log_error <= truth.log_error)) {
      fail_msg(
          "%s, n = %zu, d = %zu, query %zu: %.17g for %.17Lg, off by %.3g of %.3g; log %.17g for "
          "%.17Lg, off by %.3g of %.3g",
          name, c->n, d, i, f[i], truth.density, error, truth.error, logs[i], truth.log_density,
          log_error, truth.log_error);
    }
  }
  float *q32 = gk_test_array(m * d, sizeof *q32), *f32 = gk_test_array(2 * m, sizeof *f32);
  for (size_t i = 0; i < m * d; i++) {
    q[i] = (double)(q32[i] = (float)q[i]);
  }
  assert_success(gk_kde_density_f32(c->kde, m, q32, d, &method, f32, NULL));
  assert_success(gk_kde_log_density_f32(c->kde, m, q32, d, f32 + m, NULL));
  assert_success(gk_kde_density_f64(c->kde, m, q, d, &method, f, NULL));
  assert_success(gk_kde_log_density_f64(c->kde, m, q, d, logs, NULL));
  for (size_t i = 0; i < m; i++) { /* computed in double and rounded */
    assert_close(f32[i], f[i], 0x1p-24 * f[i] + 0x1p-150);
    assert_close(f32[m + i], logs[i], 0x1p-24 * fabs(logs[i]) + 0x1p-150);
  }
  free(q);
  free(f);
  free(logs);
  free(q32);
  free(f32);
}

static void at_points(void **state) {
  (void)state;
  static const size_t sizes[][2] = {{1, 1},  {2, 1},    {300, 1}, {257, 2}, {90, 3},
                                    {5, 10}, {150, 17}, {70, 48}, {40, 49}, {90, 60}};
  static const double correlations[] = {0, 0.5, 0.95};
  for (size_t c = 0; c < sizeof sizes / sizeof sizes[0] * 6; c++) {
    const size_t n = sizes[c / 6][0], d = sizes[c / 6][1];
    kde_case k =
        kde_case_new(c, n, d, d > 1 ? correlations[c % 3] : 0, 2, c % 4 ? 0 : -30, c % 6 > 2);
    check_points(&k, d > 20 ? 9 : 25, "random");
    kde_case_free(&k);
  }
}

/* More queries than a tile, more points than one. */
static void many(void **state) {
  (void)state;
  kde_case c = kde_case_new(3, 1100, 2, 0.5, 4, 10, true);
  check_points(&c, 1200, "many");
  kde_case_free(&c);
}

/* Far from the origin the points have fewer digits, but their differences have them all. */
static void far_and_close(void **state) {
  (void)state;
  for (size_t c = 0; c < 6; c++) {
    kde_case k =
        kde_case_new(c, 120, 1 + c % 3, c % 2 && c % 3 ? 0.5 : 0, 3, c < 3 ? 1e6 : -1e9, c == 4);
    check_points(&k, 25, "far from the origin");
    for (size_t i = 0; i < k.n * k.d; i++) { /* five different points */
      k.x[i] = k.x[i % (5 * k.d)];
    }
    kde_case_make(&k);
    check_points(&k, 25, "duplicates");
    for (size_t i = 0; i < k.n * k.d; i++) { /* two clusters, a thousand bandwidths apart */
      k.x[i] = (i / k.d % 2 ? 1000 : 0) * k.h[i % k.d] + 1e-3 * k.h[i % k.d] * (double)(i % 7);
    }
    kde_case_make(&k);
    check_points(&k, 25, "two tight clusters");
    kde_case_free(&k);
  }
}

/* One point, or some, so far away that the mean is far from all: the others keep their digits. */
static void outliers(void **state) {
  (void)state;
  for (size_t c = 0; c < 12; c++) {
    const size_t d = c < 9 ? 1 + c % 3 : 10;
    kde_case k = kde_case_new(c, 200, d, d > 1 && c % 2 ? 0.5 : 0, 3, 1, c % 4 > 1);
    for (size_t i = 0; i < k.n; i += c % 3 ? 200 : 7) {
      for (size_t j = 0; j < d; j++) {
        k.x[i * d + j] = c % 2 ? 1e15 : -1e17;
      }
    }
    kde_case_make(&k);
    check_points(&k, 25, "outliers");
    kde_case_free(&k);
  }
}

/* Grids are the same function at their nodes: x first. */
static void on_grids(void **state) {
  (void)state;
  for (size_t c = 0; c < 12; c++) {
    const size_t d = 1 + c % 3;
    kde_case k = kde_case_new(c, 60 + c, d, d > 1 && c > 5 ? 0.6 : 0, 2, 1, c % 2);
    gk_axis axes[3] = {{0, 0, 37}, {0, 0, 6}, {0, 0, 3}};
    for (size_t a = 0; a < d; a++) {
      axes[a].first = k.x[a] - 5 * k.h[a];
      axes[a].last = k.x[a] + 9 * k.h[a];
    }
    if (c % 4 == 3) { /* axes may run down */
      axes[0] = (gk_axis){axes[0].last, axes[0].first, axes[0].count};
    }
    const size_t ny = d > 1 ? 6 : 1, nz = d > 2 ? 3 : 1;
    canvas f = canvas_new(sizeof(double), ny * nz, 37, 40, 0),
           l = canvas_new(sizeof(double), ny * nz, 37, 40, 0),
           s = canvas_new(sizeof(float), ny * nz, 37, 40, 0),
           ls = canvas_new(sizeof(float), ny * nz, 37, 40, 0);
    const gk_kde_method method = exact();
    double *out = (double *)(void *)f.data, *logs = (double *)(void *)l.data;
    float *single = (float *)(void *)s.data, *single_logs = (float *)(void *)ls.data;
    assert_success(gk_kde_density_grid_f64(k.kde, axes, &method, out, 40, NULL));
    assert_success(gk_kde_log_density_grid_f64(k.kde, axes, logs, 40, NULL));
    assert_success(gk_kde_density_grid_f32(k.kde, axes, &method, single, 40, NULL));
    assert_success(gk_kde_log_density_grid_f32(k.kde, axes, single_logs, 40, NULL));
    assert_gaps_intact(f);
    assert_gaps_intact(l);
    assert_gaps_intact(s);
    assert_gaps_intact(ls);
    for (size_t i = 0; i < 37 * ny * nz; i++) {
      const size_t index[3] = {i % 37, i / 37 % ny, i / 37 / ny};
      double q[3];
      for (size_t a = 0; a < d; a++) {
        const double at = (double)index[a] / (double)(axes[a].count - 1);
        q[a] = axes[a].first + at * (axes[a].last - axes[a].first);
      }
      const size_t place = i / 37 * 40 + i % 37;
      const kde_truth truth = kde_case_at(&k, q);
      /* the node itself is rounded in this test */
      const double slope = 0x1p-50 * 40 * 40;
      assert_close(out[place], truth.density, truth.error + slope * (double)truth.density);
      assert_close(logs[place], truth.log_density, truth.log_error + slope);
      assert_close(single[place], out[place], 0x1p-24 * out[place] + 0x1p-150);
      assert_close(single_logs[place], logs[place], 0x1p-24 * fabs(logs[place]));
    }
    canvas_free(&f);
    canvas_free(&l);
    canvas_free(&s);
    canvas_free(&ls);
    kde_case_free(&k);
  }
}

/* The trapezoidal rule on a fine grid is exact to rounding for a sum of Gaussians: the integral of f
 * is 1, whatever the weights' sum. */
static void integral_is_one(void **state) {
  (void)state;
  for (size_t c = 0; c < 8; c++) {
    const size_t d = 1 + c % 2, side = 301;
    kde_case k = kde_case_new(c, 40, d, d > 1 && c > 3 ? 0.4 : 0, 1.5, 0, c % 4 > 1);
    gk_axis axes[2] = {{0, 0, side}, {0, 0, side}};
    double step = 1;
    for (size_t a = 0; a < d; a++) {
      axes[a].first = -20 * k.h[a];
      axes[a].last = 25 * k.h[a];
      step *= (axes[a].last - axes[a].first) / (double)(side - 1);
    }
    const size_t nodes = d > 1 ? side * side : side;
    double *f = gk_test_array(nodes, sizeof *f);
    const gk_kde_method method = exact();
    assert_success(gk_kde_density_grid_f64(k.kde, axes, &method, f, side, NULL));
    long double sum = 0;
    for (size_t i = 0; i < nodes; i++) {
      sum += (long double)f[i];
    }
    assert_close(sum * (long double)step, 1, 1e-12);
    free(f);
    kde_case_free(&k);
  }
}

/* Weights are numbers of repeats, of any scale; those of 0 are as if the point were not there. */
static void weights(void **state) {
  (void)state;
  double x[9] = {1, 2, 5, 2, 5, 5, 1e9}, q[5] = {0, 1.5, 3, 5, 40}, scales[] = {1, 1e-300, 3e307};
  gk_kde_spec spec = GK_KDE_INIT;
  const double h = 0.75;
  spec.rule = GK_BANDWIDTH_SCALAR;
  spec.bandwidth = &h;
  gk_kde *repeated = NULL;
  assert_success(gk_kde_create_f64(6, 1, x, 1, NULL, &spec, &repeated, NULL));
  for (size_t s = 0; s < 3; s++) {
    double w[7] = {1, 2, 3, 0, 0, 0, 0}, f[5], g[5];
    for (size_t i = 0; i < 7; i++) {
      w[i] *= scales[s];
    }
    gk_kde *weighted = NULL;
    assert_success(gk_kde_create_f64(7, 1, x, 1, w, &spec, &weighted, NULL));
    assert_close(gk_kde_effective_size(weighted), 36.0 / 14, 1e-14);
    assert_success(gk_kde_log_density_f64(weighted, 5, q, 1, f, NULL));
    assert_success(gk_kde_log_density_f64(repeated, 5, q, 1, g, NULL));
    for (size_t i = 0; i < 5; i++) {
      assert_close(f[i], g[i], 1e-15 * (600 + 10 * fabs(g[i])));
    }
    gk_kde_free(weighted);
  }
  gk_kde_free(repeated);
}

/* NaN gives NaN and spoils no other; an infinity without a NaN gives 0 and -infinity. */
static void not_finite(void **state) {
  (void)state;
  for (size_t d = 1; d <= 60; d += d < 3 ? 1 : 19) {
    kde_case c = kde_case_new(d, 50, d, d > 1 ? 0.5 : 0, 1, 0, true);
    double *q = kde_case_queries(&c, 40, 2), *plain = kde_case_queries(&c, 40, 2), f[40], l[40],
           g[40];
    q[3 * d] = NAN;
    q[17 * d + d - 1] = -INFINITY;
    q[20 * d + d / 2] = INFINITY;
    q[39 * d] = d > 1 ? INFINITY : NAN;
    q[39 * d + d - 1] = NAN;
    const gk_kde_method method = exact();
    assert_success(gk_kde_density_f64(c.kde, 40, q, d, &method, f, NULL));
    assert_success(gk_kde_log_density_f64(c.kde, 40, q, d, l, NULL));
    assert_success(gk_kde_density_f64(c.kde, 40, plain, d, &method, g, NULL));
    for (size_t i = 0; i < 40; i++) {
      if (i == 3 || i == 39) {
        assert_is_nan(f[i]);
        assert_is_nan(l[i]);
      } else if (i == 17 || i == 20) {
        assert_same_f64(f[i], 0);
        assert_true(isinf(l[i]) && l[i] < 0);
      } else {
        assert_same_f64(f[i], g[i]);
      }
    }
    free(q);
    free(plain);
    kde_case_free(&c);
  }
}

/* Heights that double cannot hold; logarithms that it can. scipy's test_logpdf_overflow, of 1500
 * dimensions. */
static void many_dimensions(void **state) {
  (void)state;
  const size_t n = 60, d = 1500;
  double *x = gk_test_array(n * d, sizeof *x), *q = gk_test_array(3 * d, sizeof *q), l[3], f[3];
  for (size_t c = 0; c < 3; c++) {
    const double h = c == 0 ? 0.02 : c == 1 ? 1 : 50;
    gk_test_rng rng = gk_test_seed(c);
    for (size_t i = 0; i < n * d; i++) {
      x[i] = h * gk_test_normal(&rng) + (double)(i % d);
    }
    for (size_t i = 0; i < d; i++) {
      q[i] = x[7 * d + i];
      q[d + i] = (double)i;
      q[2 * d + i] = 1e6;
    }
    gk_kde_spec spec = GK_KDE_INIT;
    gk_kde *kde = NULL;
    spec.rule = GK_BANDWIDTH_SCALAR;
    spec.bandwidth = &h;
    assert_success(gk_kde_create_f64(n, d, x, d, NULL, &spec, &kde, NULL));
    assert_success(gk_kde_log_density_f64(kde, 3, q, d, l, NULL));
    assert_success(gk_kde_density_f64(kde, 3, q, d, NULL, f, NULL));
    for (size_t i = 0; i < 3; i++) {
      long double level = -INFINITY, sum = 0, t[60];
      for (size_t j = 0; j < n; j++) {
        t[j] = 0;
        for (size_t k = 0; k < d; k++) {
          const long double step =
              ((long double)q[i * d + k] - (long double)x[j * d + k]) / (long double)h;
          t[j] -= step * step / 2;
        }
        level = fmaxl(level, t[j]);
      }
      for (size_t j = 0; j < n; j++) {
        sum += expl(t[j] - level);
      }
      const long double two_pi = 6.28318530717958647692528676655900577L;
      const long double truth = level + logl(sum / (long double)n) -
                                (long double)d / 2 * logl(two_pi) -
                                (long double)d * logl((long double)h);
      assert_close(l[i], truth,
                   0x1p-43 + 0x1p-53 * (16.0 * (double)d + 400) * fabs((double)level) * 4 +
                       0x1p-53 * 4 * fabs((double)truth) + 1e-12);
      assert_true(truth > 710 ? isinf(f[i]) : truth < -746 ? f[i] == 0 : true);
    }
    gk_kde_free(kde);
  }
  free(x);
  free(q);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(at_points), cmocka_unit_test(many),       cmocka_unit_test(far_and_close),
      cmocka_unit_test(outliers),  cmocka_unit_test(on_grids),   cmocka_unit_test(integral_is_one),
      cmocka_unit_test(weights),   cmocka_unit_test(not_finite), cmocka_unit_test(many_dimensions),
  };
  return gk_test_main("kde_density", tests);
}
