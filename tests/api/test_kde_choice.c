/*
 * Which engine computes a density, which can and which cannot, and what is hard for each: long runs of
 * points with tiny gaps, huge gaps, outliers, grids whose tiles end anywhere, coarse and fine bins.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "kde_case.h"

static const gk_kde_engine engines[] = {GK_KDE_AUTO, GK_KDE_EXACT, GK_KDE_EXPONENTIALS,
                                        GK_KDE_CUTOFF, GK_KDE_BINNED};

static gk_kde_method by(gk_kde_engine engine, double tolerance) {
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = engine;
  method.tolerance = tolerance;
  return method;
}

/* Of points that are given, in one dimension, with the bandwidth h. */
static gk_kde *estimate_of(size_t n, const double *x, const double *weights, double h) {
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = GK_BANDWIDTH_SCALAR;
  spec.bandwidth = &h;
  gk_kde *kde = NULL;
  assert_success(gk_kde_create_f64(n, 1, x, 1, weights, &spec, &kde, NULL));
  return kde;
}

static const long double root_two_pi = 2.50662827463100050241576528481104525L;

static long double density_at(size_t n, const double *x, const double *weights, long double h,
                              double q) {
  long double sum = 0, all = 0;
  for (size_t i = 0; i < n; i++) {
    const long double way = ((long double)q - (long double)x[i]) / h;
    const long double weight = weights ? (long double)weights[i] : 1;
    sum += way * way < 1500 ? weight * expl(-way * way / 2) : 0;
    all += weight;
  }
  return sum / all / (root_two_pi * h);
}

static void refuses(const gk_kde *kde, const gk_axis *axes, const gk_kde_method *method,
                    const char *message) {
  const size_t d = gk_kde_dimensions(kde), m = 4;
  canvas out = canvas_new(sizeof(double), m, m, m, 0);
  double *values = (double *)(void *)out.data, *q = gk_test_array(m * d, sizeof *q), error = -1;
  gk_kde_engine engine = GK_KDE_AUTO;
  assert_status(gk_kde_error(kde, m, axes, method, &engine, &error), GK_ERROR_ARGUMENT);
  assert_message(message);
  assert_true(error == -1 && engine == GK_KDE_AUTO);
  for (size_t i = 0; i < m * d; i++) {
    q[i] = (double)i;
  }
  assert_status(axes ? gk_kde_density_grid_f64(kde, axes, method, values, m, NULL)
                     : gk_kde_density_f64(kde, m, q, d, method, values, NULL),
                GK_ERROR_ARGUMENT);
  assert_message(message);
  assert_canvas_intact(out);
  canvas_free(&out);
  free(q);
}

static void methods_that_cannot_be(void **state) {
  (void)state;
  double *x[3];
  gk_kde *one = kde_of_normals(50, 1, 0.5, x), *two = kde_of_normals(50, 2, 0.5, x + 1);
  gk_kde *four = kde_of_normals(50, 4, 0.5, x + 2);
  gk_axis axes[2] = {{-1, 1, 4}, {-1, 1, 4}};
  gk_kde_method method = by((gk_kde_engine)5, 1e-10);
  refuses(one, NULL, &method, "engine");
  method = by((gk_kde_engine)-1, 1e-10);
  refuses(one, NULL, &method, "engine");
  static const double tolerances[] = {-1e-10, 1.5, INFINITY};
  for (size_t i = 0; i < 3; i++) {
    method = by(GK_KDE_CUTOFF, tolerances[i]);
    refuses(one, NULL, &method, "tolerance");
  }
  method = by(GK_KDE_AUTO, NAN);
  refuses(one, NULL, &method, "tolerance");
  method = by(GK_KDE_AUTO, 1e-10);
  method.struct_size = 3;
  refuses(one, NULL, &method, "struct_size");
  method = by(GK_KDE_EXPONENTIALS, 1e-10);
  refuses(two, NULL, &method, "d = 1");
  method = by(GK_KDE_CUTOFF, 1e-10);
  refuses(four, NULL, &method, "d <= 3");
  method = by(GK_KDE_BINNED, 1e-10);
  refuses(two, NULL, &method, "grids");
  axes[1] = (gk_axis){-2, 2, 4}; /* steps of 4/3, more than 2 h */
  refuses(two, axes, &method, "axes[1]");
  axes[1] = (gk_axis){0, 1e-6, 4};
  refuses(two, axes, &method, "axes[1]");
  assert_status(gk_kde_error(NULL, 1, NULL, NULL, NULL, NULL), GK_ERROR_ARGUMENT);
  assert_success(gk_kde_error(one, 1, NULL, NULL, NULL, NULL));
  gk_kde *all[] = {one, two, four};
  for (size_t i = 0; i < 3; i++) {
    gk_kde_free(all[i]);
    free(x[i]);
  }
}

/* Full H has no bins. */
static void full_bandwidths_have_no_bins(void **state) {
  (void)state;
  kde_case c = kde_case_new(3, 40, 2, 0.5, 2, 0, false);
  const gk_axis axes[2] = {{0, 0.1, 4}, {0, 0.1, 4}};
  const gk_kde_method method = by(GK_KDE_BINNED, 1e-10);
  refuses(c.kde, axes, &method, "diagonal");
  kde_case_free(&c);
}

static gk_kde_engine chosen(const gk_kde *kde, size_t m, const gk_axis *axes, double tolerance) {
  const gk_kde_method method = by(GK_KDE_AUTO, tolerance);
  gk_kde_engine engine = GK_KDE_AUTO;
  double error = -1;
  assert_success(gk_kde_error(kde, m, axes, &method, &engine, &error));
  double h;
  assert_success(gk_kde_covariance(kde, NULL, 0, &h));
  assert_true(error >= 0);
  return engine;
}

/* What nobody would doubt. */
static void choice(void **state) {
  (void)state;
  double *x[3];
  gk_kde *one = kde_of_normals(100000, 1, 0.1, x), *three = kde_of_normals(50000, 3, 0.1, x + 1);
  gk_kde *wide = kde_of_normals(2000, 5, 0.5, x + 2);
  assert_int_equal(chosen(one, 100000, NULL, 1e-10), GK_KDE_EXPONENTIALS);
  assert_int_equal(chosen(one, 100000, NULL, 0), GK_KDE_EXACT);
  assert_int_equal(chosen(one, 1, NULL, 1e-10), GK_KDE_EXACT);
  assert_int_equal(chosen(one, 0, NULL, 1e-10), GK_KDE_EXACT);
  assert_true(chosen(one, 100000, NULL, 1e-13) != GK_KDE_EXPONENTIALS);
  assert_int_equal(chosen(three, 50000, NULL, 1e-6), GK_KDE_CUTOFF);
  assert_int_equal(chosen(three, 50000, NULL, 0), GK_KDE_EXACT);
  assert_int_equal(chosen(wide, 100000, NULL, 0.5), GK_KDE_EXACT);
  const gk_axis fine[3] = {{-1, 1, 100}, {-1, 1, 100}, {-1, 1, 100}};
  const gk_axis coarse[3] = {{-1, 1, 2}, {-1, 1, 2}, {-1, 1, 2}};
  assert_int_equal(chosen(three, 0, fine, 0.1), GK_KDE_BINNED);
  assert_true(chosen(three, 0, fine, 1e-6) != GK_KDE_BINNED);
  assert_true(chosen(three, 0, coarse, 0.1) != GK_KDE_BINNED);
  gk_kde *all[] = {one, three, wide};
  for (size_t i = 0; i < 3; i++) {
    gk_kde_free(all[i]);
    free(x[i]);
  }
}

/* Points so near each other that a state goes over 100 000 of them in a bandwidth. */
static void long_runs(void **state) {
  (void)state;
  enum { N = 100000, M = 9 };
  const gk_kde_method method = by(GK_KDE_EXPONENTIALS, 0);
  const double h = 0.5, bound = 6e-12 + 1e-13;
  double *x = gk_test_array(N, sizeof *x), *weights = gk_test_array(N, sizeof *weights);
  double q[M], f[M];
  for (size_t c = 0; c < 4; c++) { /* alike or not, in any order, ties or not */
    const double extent = c % 2 ? 0.6 : 6;
    for (size_t i = 0; i < N; i++) {
      x[i] = extent * (double)(i * 7919 % N / (c == 3 ? 1000 : 1)) / N;
      weights[i] = 1 + (double)(i % 5);
    }
    for (size_t i = 0; i < M; i++) {
      q[i] = i < 6 ? x[i * (N / 6)] : extent * (double)i;
    }
    gk_kde *kde = estimate_of(N, x, c > 1 ? weights : NULL, h);
    assert_success(gk_kde_density_f64(kde, M, q, 1, &method, f, NULL));
    const double height = (double)(1 / (root_two_pi * (long double)h));
    for (size_t i = 0; i < M; i++) {
      assert_close(f[i], density_at(N, x, c > 1 ? weights : NULL, (long double)h, q[i]),
                   bound * height);
    }
    gk_kde_free(kde);
  }
  free(x);
  free(weights);
}

/* Gaps that nothing gets over, and queries in them. */
static void huge_gaps(void **state) {
  (void)state;
  enum { M = 8 };
  double x[99], q[M] = {0, 0.5, 1e3, 1e3 + 1, 5e4, 1e5 + 3, -1e5, 1e300}, f[M];
  for (size_t i = 0; i < 99; i++) { /* clusters of 33, about blocks' size */
    x[i] = (i % 3 == 0 ? 0 : i % 3 == 1 ? 1e3 : 1e5) + (double)(i / 3) / 8;
  }
  for (size_t n = 1; n <= 99; n += 7) {
    gk_kde *kde = estimate_of(n, x, NULL, 1);
    for (size_t e = 1; e < 4; e++) {
      const gk_kde_method method = by(engines[e], 1e-12);
      assert_success(gk_kde_density_f64(kde, M, q, 1, &method, f, NULL));
      for (size_t i = 0; i < M; i++) {
        assert_close(f[i], density_at(n, x, NULL, 1, q[i]), 4e-12);
      }
      assert_true(f[7] == 0);
    }
    gk_kde_free(kde);
  }
}

/* One point: within the radius it counts, beyond it does not. */
static void cut_at_the_radius(void **state) {
  (void)state;
  static const double tolerances[] = {0.5, 1e-3, 1e-10, 1e-200};
  for (size_t d = 1; d <= 3; d++) {
    for (size_t t = 0; t < 4; t++) {
      const double x[3] = {0, 0, 0}, h = 1, radius = sqrt(-2 * log(tolerances[t]));
      double q[6] = {0}, f[2] = {-1, -1};
      gk_kde_spec spec = GK_KDE_INIT;
      spec.rule = GK_BANDWIDTH_SCALAR;
      spec.bandwidth = &h;
      gk_kde *kde = NULL;
      assert_success(gk_kde_create_f64(1, d, x, d, NULL, &spec, &kde, NULL));
      for (size_t k = 0; k < d; k++) {
        q[k] = radius * (1 - 1e-9) / sqrt((double)d);
        q[d + k] = radius * (1 + 1e-9) / sqrt((double)d);
      }
      const gk_kde_method method = by(GK_KDE_CUTOFF, tolerances[t]);
      assert_success(gk_kde_density_f64(kde, 2, q, d, &method, f, NULL));
      const double expected = tolerances[t] / pow((double)root_two_pi, (double)d);
      assert_close(f[0] / expected, 1, 1e-5);
      assert_true(f[1] == 0);
      gk_kde_free(kde);
    }
  }
}

/* Points 10^9 bandwidths away do not make the cut-off leave out others, nor count. */
static void outliers(void **state) {
  (void)state;
  enum { N = 3000, M = 100, D = 3 };
  const double h = 0.2;
  double *x, *other = gk_test_array(2 * M, sizeof *other);
  gk_kde *without = kde_of_normals(N, D, h, &x);
  for (size_t i = 0; i < N; i += 100) {
    for (size_t k = 0; k < D; k++) {
      x[i * D + k] *= 1e9;
    }
  }
  gk_kde_free(without);
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = GK_BANDWIDTH_SCALAR;
  spec.bandwidth = &h;
  gk_kde *kde = NULL;
  assert_success(gk_kde_create_f64(N, D, x, D, NULL, &spec, &kde, NULL));
  static const double tolerances[] = {1e-14, 1e-6, 1e-3};
  const double height = 1 / (pow((double)root_two_pi * h, D));
  for (size_t t = 0; t < 3; t++) {
    const gk_kde_method exact = by(GK_KDE_EXACT, 0), cut = by(GK_KDE_CUTOFF, tolerances[t]);
    assert_success(gk_kde_density_f64(kde, M, x, D, &exact, other, NULL));
    assert_success(gk_kde_density_f64(kde, M, x, D, &cut, other + M, NULL));
    for (size_t i = 0; i < M; i++) { /* what exact counts and the cut-off does not is positive */
      assert_true(other[M + i] <= other[i] + 1e-13 * height);
      assert_true(other[M + i] >= other[i] - (tolerances[t] + 1e-13) * height);
    }
  }
  gk_kde_free(kde);
  free(x);
  free(other);
}

/* Grids whose rows and columns end anywhere in a tile, more points than a run. */
static void exact_grids(void **state) {
  (void)state;
  static const size_t counts[][3] = {{8, 9, 1},   {300, 20, 1}, {11, 260, 1}, {10, 200, 3},
                                     {9, 50, 7},  {17, 128, 2}, {8, 1, 40},   {260, 8, 2},
                                     {9, 127, 3}, {3, 70, 2}};
  const gk_kde_method method = by(GK_KDE_EXACT, 0);
  for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
    const size_t d = counts[c][2] > 1 ? 3 : 2, nx = counts[c][0], ny = counts[c][1];
    const size_t nodes = nx * ny * counts[c][2];
    kde_case k = kde_case_new(c, c % 2 ? 300 : 40, d, 0, 3, c % 3 ? 0 : 100, c % 4 < 2);
    double *f = gk_test_array(nodes, sizeof *f);
    gk_axis axes[3];
    for (size_t a = 0; a < d; a++) {
      const double middle = k.x[a], half = (a == 1 ? -5 : 5) * k.h[a];
      axes[a] = (gk_axis){middle - half, middle + half, counts[c][a]};
    }
    assert_success(gk_kde_density_grid_f64(k.kde, axes, &method, f, nx, NULL));
    for (size_t i = 0; i < nodes; i += 1 + nodes / 97) {
      const size_t at[3] = {i % nx, i / nx % ny, i / nx / ny};
      double q[3];
      for (size_t a = 0; a < d; a++) {
        const double part = axes[a].count > 1 ? (double)at[a] / (double)(axes[a].count - 1) : 0;
        q[a] = axes[a].first + part * (axes[a].last - axes[a].first);
      }
      const kde_truth truth = kde_case_at(&k, q);
      const double node = 1e-13 * (double)expl(k.log_height); /* of q's own rounding */
      assert_close(f[i], truth.density, truth.error + node);
    }
    free(f);
    kde_case_free(&k);
  }
}

/* Points on the nodes, where sharing them out makes no error: what is left is the filter's. Fine steps,
 * whose states live long, and coarse ones. */
static void bins_of_any_width(void **state) {
  (void)state;
  enum { N = 40, NODES = 20001 };
  static const double steps[] = {2, 1, 0.5, 0.125, 0.015625, 0.001953125, 0x1p-13};
  const gk_kde_method method = by(GK_KDE_BINNED, 0);
  double x[N], *f = gk_test_array(NODES, sizeof *f);
  for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
    for (size_t i = 0; i < N; i++) {
      x[i] = steps[s] * (double)(i * i % 37 * (NODES / 40) + i);
    }
    gk_kde *kde = estimate_of(N, x, NULL, 1);
    const double height = (double)(1 / root_two_pi), bound = 2e-11 + 4e-14 / steps[s];
    for (size_t first = 0; first < NODES; first += NODES / 3) { /* others than the first: points */
      const size_t count = NODES - first;                       /* before the grid count within */
      const gk_axis axis = {steps[s] * (double)first, steps[s] * (NODES - 1), count};
      assert_success(gk_kde_density_grid_f64(kde, &axis, &method, f, count, NULL));
      for (size_t i = 0; i < count; i += i < 4 ? 1 : 1000) {
        const double q = steps[s] * (double)(first + i);
        assert_close(f[i], density_at(N, x, NULL, 1, q), bound * height);
      }
    }
    gk_kde_free(kde);
  }
  free(f);
}

/* Each engine, a grid and points: the same bits by any number of threads. */
static void threads(void **state) {
  (void)state;
  enum { M = 5000, SIDE = 70 };
  double *x[2];
  gk_kde *one = kde_of_normals(20000, 1, 0.1, x), *two = kde_of_normals(5000, 2, 0.1, x + 1);
  const gk_axis axes[2] = {{-2, 2, SIDE}, {2, -2, SIDE}};
  double *f[2];
  f[0] = gk_test_array(M, sizeof *f[0]);
  f[1] = gk_test_array(M, sizeof *f[1]);
  for (size_t e = 1; e < 5; e++) {
    const gk_kde_method method = by(engines[e], 1e-5);
    const gk_kde *kde = engines[e] == GK_KDE_EXPONENTIALS ? one : two;
    for (size_t t = 0; t < 3; t++) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = t == 0 ? 1 : 2 * t + 1;
      double *to = f[t > 0];
      assert_success(engines[e] == GK_KDE_EXPONENTIALS || engines[e] == GK_KDE_CUTOFF
                         ? gk_kde_density_f64(kde, M / gk_kde_dimensions(kde), x[kde == two],
                                              gk_kde_dimensions(kde), &method, to, &options)
                         : gk_kde_density_grid_f64(kde, axes, &method, to, SIDE, &options));
      const size_t count = engines[e] == GK_KDE_EXPONENTIALS ? M
                           : engines[e] == GK_KDE_CUTOFF     ? M / 2
                                                             : SIDE * SIDE;
      assert_true(t == 0 || memcmp(f[0], f[1], count * sizeof *f[0]) == 0);
    }
  }
  gk_kde_free(one);
  gk_kde_free(two);
  for (size_t i = 0; i < 2; i++) {
    free(x[i]);
    free(f[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(methods_that_cannot_be),
      cmocka_unit_test(full_bandwidths_have_no_bins),
      cmocka_unit_test(choice),
      cmocka_unit_test(long_runs),
      cmocka_unit_test(huge_gaps),
      cmocka_unit_test(cut_at_the_radius),
      cmocka_unit_test(outliers),
      cmocka_unit_test(exact_grids),
      cmocka_unit_test(bins_of_any_width),
      cmocka_unit_test(threads),
  };
  return gk_test_main("kde_choice", tests);
}
