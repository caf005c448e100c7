/*
 * Every engine against the formula in long double over random sizes, bandwidths and weights: within
 * the error that gk_kde_error tells, which is no more than kde.h says; and what AUTO may choose.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "kde_case.h"

static gk_kde_method by(gk_kde_engine engine, double tolerance) {
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = engine;
  method.tolerance = tolerance;
  return method;
}

/* What kde.h says an engine adds, in units of the height. */
static double documented(const kde_case *c, gk_kde_engine engine, double tolerance,
                         const gk_axis *axes) {
  double sum = 0;
  switch (engine) {
  case GK_KDE_EXACT:
    return 0;
  case GK_KDE_EXPONENTIALS:
    return 6e-12;
  case GK_KDE_CUTOFF:
    return tolerance;
  default:
    for (size_t k = 0; k < c->d; k++) {
      const double nodes = (double)axes[k].count;
      const double step = fabs(axes[k].last - axes[k].first) / (nodes - 1) / c->h[k];
      sum += nodes > 1 ? step * step / 8 + 2e-11 + 4e-14 / step : 0;
    }
    return sum;
  }
}

/* The error that is told, which is as documented; the engine. */
static double told(const kde_case *c, size_t m, const gk_axis *axes, const gk_kde_method *method,
                   gk_kde_engine *engine) {
  double error = -1;
  assert_success(gk_kde_error(c->kde, m, axes, method, engine, &error));
  assert_true(*engine >= GK_KDE_EXACT && *engine <= GK_KDE_BINNED);
  assert_true(method->engine == GK_KDE_AUTO || *engine == method->engine);
  const double height = (double)expl(c->log_height);
  const double most = documented(c, *engine, method->tolerance, axes) * height;
  assert_true(error >= 0 && error <= most * (1 + 1e-12));
  if (method->engine == GK_KDE_AUTO) {
    assert_true(error <= method->tolerance * height * (1 + 1e-12));
  }
  return error;
}

static void check_value(const kde_case *c, const double *q, double value, double error,
                        gk_kde_engine engine, const char *name) {
  const kde_truth truth = kde_case_at(c, q);
  const double off = (double)fabsl((long double)value - truth.density);
  if (!(off <= truth.error + error && value >= 0)) {
    fail_msg(
        "%s, engine %d, n = %zu, d = %zu: f(%g, ...) = %.17g, expected %.17Lg: off by %.3g, told "
        "is %.3g beside rounding of %.3g",
        name, (int)engine, c->n, c->d, q[0], value, truth.density, off, error, truth.error);
  }
}

static void check_points(const kde_case *c, size_t m, const gk_kde_method *method,
                         const char *name) {
  double *q = kde_case_queries(c, m, 9), *f = gk_test_array(m, sizeof *f);
  float *q32 = gk_test_array(m * c->d, sizeof *q32), *f32 = gk_test_array(m, sizeof *f32);
  gk_kde_engine engine = GK_KDE_AUTO;
  const double error = told(c, m, NULL, method, &engine);
  assert_success(gk_kde_density_f64(c->kde, m, q, c->d, method, f, NULL));
  for (size_t i = 0; i < m; i++) {
    check_value(c, q + i * c->d, f[i], error, engine, name);
  }
  for (size_t i = 0; i < m * c->d; i++) {
    q[i] = (double)(q32[i] = (float)q[i]);
  }
  assert_success(gk_kde_density_f32(c->kde, m, q32, c->d, method, f32, NULL));
  for (size_t i = 0; i < m; i++) {
    check_value(c, q + i * c->d, (double)f32[i], error + 0x1p-24 * (double)f32[i] + 0x1p-150,
                engine, name);
  }
  free(q);
  free(f);
  free(q32);
  free(f32);
}

/* Sums of exponentials: any sizes, points on queries, queries outside of all points, clusters. */
static void exponentials(void **state) {
  (void)state;
  static const size_t sizes[] = {1, 2, 3, 64, 65, 500, 1000};
  const gk_kde_method method = by(GK_KDE_EXPONENTIALS, 1e-10);
  for (size_t c = 0; c < 28; c++) {
    const double spread = c % 4 == 0 ? 0.01 : c % 4 == 1 ? 2 : c % 4 == 2 ? 40 : 3000;
    kde_case k = kde_case_new(c, sizes[c / 4], 1, 0, spread, c % 3 ? 0 : 1e4, c % 2);
    check_points(&k, 60, &method, "exponentials");
    kde_case_free(&k);
  }
}

/* Many points at the same place, and queries at all of them. */
static void exponentials_of_ties(void **state) {
  (void)state;
  const gk_kde_method method = by(GK_KDE_EXPONENTIALS, 1e-10);
  kde_case k = kde_case_new(1, 900, 1, 0, 3, 0, true);
  for (size_t i = 0; i < k.n; i++) {
    k.x[i] = (double)(i * i % 7) * k.h[0];
  }
  kde_case_make(&k);
  check_points(&k, 200, &method, "ties");
  kde_case_free(&k);
}

/* Cut off at any tolerance, of which 0 cuts nothing off. */
static void cut_off(void **state) {
  (void)state;
  static const double tolerances[] = {1e-300, 1e-14, 1e-10, 1e-5, 1e-2, 0.5, 1};
  for (size_t c = 0; c < 42; c++) {
    const size_t d = 1 + c % 3, n = c % 7 ? 40 + 37 * c : 1;
    const double spread = c % 4 == 0 ? 0.5 : c % 4 == 1 ? 5 : 60;
    kde_case k =
        kde_case_new(c, n, d, d > 1 && c % 5 > 2 ? 0.8 : 0, spread, c % 6 ? 3 : -1e5, c % 2);
    const gk_kde_method method = by(GK_KDE_CUTOFF, tolerances[c % 7]);
    check_points(&k, 40, &method, "cut-off");
    kde_case_free(&k);
  }
}

/* As many nodes of a grid as `budget` kernels allow, in both precisions. */
static void check_grid(const kde_case *c, const gk_axis *axes, const gk_kde_method *method,
                       size_t budget, const char *name) {
  const size_t nx = axes[0].count, ny = c->d > 1 ? axes[1].count : 1,
               nz = c->d > 2 ? axes[2].count : 1;
  canvas f = canvas_new(sizeof(double), ny * nz, nx, nx + 3, 0),
         s = canvas_new(sizeof(float), ny * nz, nx, nx + 3, 0);
  const double *values = (const double *)(void *)f.data;
  const float *single = (const float *)(void *)s.data;
  gk_kde_engine engine = GK_KDE_AUTO;
  const double error = told(c, 0, axes, method, &engine);
  assert_success(
      gk_kde_density_grid_f64(c->kde, axes, method, (double *)(void *)f.data, nx + 3, NULL));
  assert_success(
      gk_kde_density_grid_f32(c->kde, axes, method, (float *)(void *)s.data, nx + 3, NULL));
  assert_gaps_intact(f);
  assert_gaps_intact(s);
  const double height = (double)expl(c->log_height);
  const size_t every = 1 + nx * ny * nz * c->n / budget;
  for (size_t i = 0; i < nx * ny * nz; i += every) {
    const size_t index[3] = {i % nx, i / nx % ny, i / nx / ny};
    double q[3];
    for (size_t a = 0; a < c->d; a++) {
      const double at = axes[a].count > 1 ? (double)index[a] / (double)(axes[a].count - 1) : 0;
      q[a] = axes[a].first + at * (axes[a].last - axes[a].first);
    }
    const size_t place = i / nx * (nx + 3) + i % nx;
    const double node = 1e-13 * height; /* the node's own rounding in this test */
    check_value(c, q, values[place], error + node, engine, name);
    check_value(c, q, (double)single[place], error + node + 0x1p-24 * (double)single[place], engine,
                name);
  }
  canvas_free(&f);
  canvas_free(&s);
}

/* Around all points or only some, of steps from fine to half a bandwidth. */
static void axes_for(const kde_case *c, size_t count, double reach, gk_axis *axes) {
  for (size_t a = 0; a < c->d; a++) {
    double low = c->x[a], high = c->x[a];
    for (size_t i = 0; i < c->n; i++) {
      low = fmin(low, c->x[i * c->d + a]);
      high = fmax(high, c->x[i * c->d + a]);
    }
    axes[a] = (gk_axis){low - reach * c->h[a], high + reach * c->h[a], count + 3 * a};
    if (a == 1) {
      axes[a] = (gk_axis){axes[a].last, axes[a].first, axes[a].count};
    }
  }
}

static void binned(void **state) {
  (void)state;
  static const size_t counts[] = {400, 60, 26};
  const gk_kde_method method = by(GK_KDE_BINNED, 1e-10);
  for (size_t c = 0; c < 24; c++) {
    const size_t d = 1 + c % 3;
    kde_case k =
        kde_case_new(c, c % 8 ? 30 * c : 1, d, 0, c % 2 ? 1 : 3, c % 5 ? 0 : 1e4, c / 3 % 2);
    gk_axis axes[3];
    axes_for(&k, counts[d - 1], 6, axes);
    check_grid(&k, axes, &method, 8000, "binned");
    /* points beyond the grid count within it, too */
    axes_for(&k, counts[d - 1], k.n == 1 ? -0.1 : c % 2 ? -2 : -7, axes);
    check_grid(&k, axes, &method, 8000, "binned, points outside");
    kde_case_free(&k);
  }
}

/* The other engines on grids, of one node and of many, and AUTO with each tolerance. */
static void grids(void **state) {
  (void)state;
  static const size_t counts[] = {300, 25, 9};
  static const double tolerances[] = {0, 1e-14, 1e-10, 1e-6, 1e-2};
  for (size_t c = 0; c < 45; c++) {
    const size_t d = 1 + c % 3;
    const bool diagonal = d == 1 || c % 2;
    kde_case k = kde_case_new(c, 1 + 29 * c, d, diagonal ? 0 : 0.7, c % 4 ? 2 : 9, 0, c / 2 % 2);
    gk_axis axes[3];
    axes_for(&k, c % 9 ? counts[d - 1] : 1, 4, axes);
    const gk_kde_engine engines[] = {GK_KDE_AUTO, GK_KDE_EXACT, GK_KDE_CUTOFF, GK_KDE_EXPONENTIALS};
    for (size_t e = 0; e < (d == 1 ? 4 : 3); e++) {
      const gk_kde_method method = by(engines[e], tolerances[c / 9]);
      if (method.tolerance > 0 || engines[e] != GK_KDE_CUTOFF) {
        check_grid(&k, axes, &method, 3000, "grid");
      }
    }
    kde_case_free(&k);
  }
}

/* AUTO keeps any tolerance at points, and is EXACT with 0; one that is worth it is not exact. */
static void automatic(void **state) {
  (void)state;
  static const double tolerances[] = {0, 1e-14, 1e-10, 1e-6, 1e-2, 1};
  for (size_t c = 0; c < 36; c++) {
    const size_t d = c % 6 == 5 ? 7 : 1 + c % 6 % 3;
    kde_case k = kde_case_new(c, 300, d, d > 1 && c % 2 ? 0.3 : 0, 8, 0, c % 4 > 1);
    const gk_kde_method method = by(GK_KDE_AUTO, tolerances[c / 6]);
    check_points(&k, 50, &method, "automatic");
    gk_kde_engine engine;
    if (c < 6) {
      (void)told(&k, 1000000, NULL, &method, &engine);
      assert_int_equal(engine, GK_KDE_EXACT);
    }
    kde_case_free(&k);
  }
  kde_case line = kde_case_new(1, 20000, 1, 0, 100, 0, false);
  gk_kde_engine engine;
  assert_success(gk_kde_error(line.kde, 1000000, NULL, NULL, &engine, NULL));
  assert_int_equal(engine, GK_KDE_EXPONENTIALS);
  kde_case_free(&line);
}

/* Special queries, by every engine. */
static void not_finite(void **state) {
  (void)state;
  for (size_t d = 1; d <= 3; d++) {
    kde_case c = kde_case_new(d, 400, d, 0, 5, 0, false);
    for (gk_kde_engine engine = GK_KDE_EXACT; engine <= GK_KDE_CUTOFF; engine++) {
      if (engine == GK_KDE_EXPONENTIALS && d > 1) {
        continue;
      }
      double *q = kde_case_queries(&c, 30, 2), *plain = kde_case_queries(&c, 30, 2), f[30], g[30];
      q[0] = NAN;
      q[7 * d] = INFINITY;
      q[11 * d + d - 1] = -INFINITY;
      q[29 * d + d - 1] = -NAN;
      const gk_kde_method method = by(engine, 1e-8);
      assert_success(gk_kde_density_f64(c.kde, 30, q, d, &method, f, NULL));
      assert_success(gk_kde_density_f64(c.kde, 30, plain, d, &method, g, NULL));
      for (size_t i = 0; i < 30; i++) {
        if (i == 0 || i == 29) {
          assert_is_nan(f[i]);
        } else if (i == 7 || i == 11) {
          assert_same_f64(f[i], 0);
        } else {
          check_value(&c, q + i * d, f[i],
                      documented(&c, engine, 1e-8, NULL) * (double)expl(c.log_height), engine,
                      "beside special queries");
          assert_close(f[i], g[i], 1e-14 * (double)expl(c.log_height));
        }
      }
      free(q);
      free(plain);
    }
    kde_case_free(&c);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(exponentials), cmocka_unit_test(exponentials_of_ties),
      cmocka_unit_test(cut_off),      cmocka_unit_test(binned),
      cmocka_unit_test(grids),        cmocka_unit_test(automatic),
      cmocka_unit_test(not_finite),
  };
  return gk_test_main("kde_engines", tests);
}
