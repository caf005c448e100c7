/*
 * The densities of the files that make_golden_density.py wrote, in both precisions: within the
 * tolerances that stand there.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

enum { MOST = 8 }; /* dimensions and components */

typedef struct golden {
  char path[512], kind[16];
  FILE *file;
  size_t components, d;
  gk_mixture *mixture;
} golden;

static double number(golden *g) {
  char word[64] = "";
  char *end = word;
  if (fscanf(g->file, "%63s", word) == 1) {
    const double value = strtod(word, &end);
    if (end > word && *end == '\0') {
      return value;
    }
  }
  fail_msg("%s: \"%s\" is not a number", g->path, word);
  return 0.0;
}

static double *numbers(golden *g, size_t count) {
  double *values = gk_test_array(count, sizeof *values);
  for (size_t i = 0; i < count; i++) {
    values[i] = number(g);
  }
  return values;
}

/* Opens the file and reads the mixture. */
static golden golden_open(const char *name) {
  golden g = {0};
  snprintf(g.path, sizeof g.path, "%s/%s.txt", GOLDEN_DIRECTORY, name);
  g.file = fopen(g.path, "r");
  char title[64] = "";
  if (!g.file || fscanf(g.file, "%15s %63s", g.kind, title) != 2 || strcmp(title, name) != 0) {
    fail_msg("%s: no golden file of that name", g.path);
  }
  g.components = (size_t)number(&g);
  g.d = (size_t)number(&g);
  assert_true(g.components >= 1 && g.components <= MOST && g.d >= 1 && g.d <= MOST);
  const gk_covariance_form form = (gk_covariance_form)number(&g);
  const size_t rows = form == GK_COVARIANCE_FULL ? g.d : 1;
  const size_t columns = form == GK_COVARIANCE_SPHERICAL ? 1 : g.d;
  double *weights = numbers(&g, g.components), *means = numbers(&g, g.components * g.d);
  double *matrices = numbers(&g, g.components * rows * columns);
  assert_success(gk_mixture_create(g.components, g.d, weights, means, g.d, form, matrices, columns,
                                   &g.mixture));
  free(weights);
  free(means);
  free(matrices);
  return g;
}

static void golden_close(golden *g) {
  gk_mixture_free(g->mixture);
  fclose(g->file);
}

static void close_to(const golden *g, const char *what, size_t index, double value, double expected,
                     double tolerance) {
  if (!(fabs(value - expected) <= tolerance)) {
    fail_msg("%s: %s %zu is %.17g, the file has %.17g: off by %.3g, allowed is %.3g", g->path, what,
             index, value, expected, fabs(value - expected), tolerance);
  }
}

/* expected was rounded to double. Densities below 2^-1021 may be 0. */
static void compare(const golden *g, size_t i, double log_density, double density, double expected,
                    double tolerance) {
  const double log_tolerance = tolerance + fabs(expected) * 0x1p-53;
  const double relative = expm1(log_tolerance) + 0x1p-53 * (double)(g->components + 8);
  close_to(g, "log density", i, log_density, expected, log_tolerance);
  if (!(density == 0 && exp(expected) < 0x1p-1021)) {
    close_to(g, "density", i, density, exp(expected), relative * exp(expected) + 0x1p-1074);
  }
}

static void shares(const golden *g, size_t i, const double *r, const double *expected,
                   double tolerance) {
  const double least = 0x1p-53 * (double)(g->components + 8);
  double sum = 0;
  for (size_t k = 0; k < g->components; k++) {
    close_to(g, "responsibility", i * g->components + k, r[k], expected[k],
             2 * expected[k] * tolerance + least);
    sum += r[k];
  }
  close_to(g, "responsibilities' sum", i, sum, 1, 0x1p-53 * (double)(g->components + 2));
}

static void check_f64(const golden *g, size_t n, const double *x, const double *logs,
                      const double *tolerances, const double *largest, const double *r) {
  double *log_density = gk_test_array(n, sizeof(double)),
         *density = gk_test_array(n, sizeof(double));
  double *share = gk_test_array(n * g->components, sizeof(double));
  assert_success(gk_mixture_log_density_f64(g->mixture, n, x, g->d, log_density, NULL));
  assert_success(gk_mixture_density_f64(g->mixture, n, x, g->d, density, NULL));
  assert_success(
      gk_mixture_responsibilities_f64(g->mixture, n, x, g->d, share, g->components, NULL));
  for (size_t i = 0; i < n; i++) {
    compare(g, i, log_density[i], density[i], logs[i], tolerances[i]);
    shares(g, i, share + i * g->components, r + i * g->components, largest[i]);
  }
  free(log_density);
  free(density);
  free(share);
}

/* A float cannot hold the points: f32 is compared with f64 at what they become. */
static void check_f32(const golden *g, size_t n, const double *x) {
  for (size_t i = 0; i < n; i++) {
    float point[MOST], log_density, density, share[MOST];
    double same[MOST], log_f64, density_f64;
    for (size_t k = 0; k < g->d; k++) {
      point[k] = (float)x[i * g->d + k];
      same[k] = (double)point[k];
      if (!isfinite(point[k])) {
        return; /* beyond the largest float */
      }
    }
    assert_success(gk_mixture_log_density_f64(g->mixture, 1, same, g->d, &log_f64, NULL));
    assert_success(gk_mixture_density_f64(g->mixture, 1, same, g->d, &density_f64, NULL));
    assert_success(gk_mixture_log_density_f32(g->mixture, 1, point, g->d, &log_density, NULL));
    assert_success(gk_mixture_density_f32(g->mixture, 1, point, g->d, &density, NULL));
    assert_success(gk_mixture_responsibilities_f32(g->mixture, 1, point, g->d, share, MOST, NULL));
    close_to(g, "f32 log density", i, (double)log_density, log_f64, 0x1p-24 * fabs(log_f64));
    if (density_f64 < (double)FLT_MAX) {
      close_to(g, "f32 density", i, (double)density, density_f64, 0x1p-24 * density_f64 + 0x1p-150);
    } else {
      assert_true(density >= FLT_MAX);
    }
    double sum = 0;
    for (size_t k = 0; k < g->components; k++) {
      sum += (double)share[k];
    }
    close_to(g, "f32 responsibilities' sum", i, sum, 1, 0x1p-24 * (double)(g->components + 2));
  }
}

static void check_density(const char *name) {
  golden g = golden_open(name);
  assert_string_equal(g.kind, "density");
  const size_t n = (size_t)number(&g);
  double *x = numbers(&g, n * g.d), *logs = numbers(&g, n), *tolerances = numbers(&g, n);
  double *largest = numbers(&g, n), *r = numbers(&g, n * g.components);
  check_f64(&g, n, x, logs, tolerances, largest, r);
  check_f32(&g, n, x);
  free(x);
  free(logs);
  free(tolerances);
  free(largest);
  free(r);
  golden_close(&g);
}

static void scipy(void **state) {
  (void)state;
  check_density("scipy_full");
  check_density("scipy_diagonal");
  check_density("scipy_spherical");
}

static void r_mnormt(void **state) {
  (void)state;
  check_density("mnormt");
}

static void hard(void **state) {
  (void)state;
  check_density("condition_1e8");
  check_density("equal_correlations");
  check_density("far_tails");
  check_density("ill_scaled");
}

static void mixtures(void **state) {
  (void)state;
  check_density("mixture");
  check_density("mixture_weights");
  check_density("mixture_spherical");
}

/* scipy's sum of two densities, 100 x 100, in both precisions; the file has every 9th pixel. */
static void heatmap(void **state) {
  (void)state;
  golden g = golden_open("heatmap");
  assert_string_equal(g.kind, "grid");
  gk_axis axes[2];
  for (size_t k = 0; k < 2; k++) {
    axes[k].first = number(&g);
    axes[k].last = number(&g);
    axes[k].count = (size_t)number(&g);
  }
  const size_t step = (size_t)number(&g), nx = axes[0].count, ny = axes[1].count;
  const size_t columns = (nx - 1) / step + 1, rows = (ny - 1) / step + 1;
  double *values = numbers(&g, rows * columns), *tolerances = numbers(&g, rows * columns);
  double *f64 = gk_test_array(nx * ny, sizeof *f64);
  float *f32 = gk_test_array(nx * ny, sizeof *f32);
  assert_success(gk_mixture_density_grid_f64(g.mixture, axes, f64, nx, NULL));
  assert_success(gk_mixture_density_grid_f32(g.mixture, axes, f32, nx, NULL));
  for (size_t i = 0; i < rows * columns; i++) {
    const size_t at = i / columns * step * nx + i % columns * step;
    close_to(&g, "value", i, f64[at], values[i], tolerances[i]);
    /* the file's tolerance holds the bound in units of 2^-53, and scipy's own */
    close_to(&g, "f32 value", i, (double)f32[at], values[i], 0x1p29 * tolerances[i]);
  }
  free(values);
  free(tolerances);
  free(f64);
  free(f32);
  golden_close(&g);
}

static void check_parts(const golden *g, gk_mixture *part, size_t d, const double *weights,
                        const double *means, const double *covariances, const double *errors) {
  assert_int_equal(gk_mixture_dimensions(part), d);
  assert_int_equal(gk_mixture_components(part), g->components);
  for (size_t k = 0; k < g->components; k++) {
    double weight, mean[MOST], covariance[MOST * MOST];
    const double *s = covariances + k * d * d;
    assert_success(gk_mixture_component(part, k, &weight, mean, covariance, d));
    close_to(g, "weight", k, weight, weights[k], 1e-9 * weights[k] + 1e-300);
    for (size_t i = 0; i < d; i++) {
      const double scale = sqrt(s[i * d + i]);
      close_to(g, "mean", k * d + i, mean[i], means[k * d + i],
               errors[0] * scale + 0x1p-52 * fabs(means[k * d + i]));
      for (size_t j = 0; j < d; j++) {
        close_to(g, "covariance", i * d + j, covariance[i * d + j], s[i * d + j],
                 errors[1] * scale * sqrt(s[j * d + j]));
      }
    }
  }
  gk_mixture_free(part);
}

static void check_part(const char *name) {
  golden g = golden_open(name);
  const int conditional = strcmp(g.kind, "conditional") == 0;
  const size_t count = (size_t)number(&g), d = conditional ? g.d - count : count;
  size_t features[MOST];
  assert_true(count <= g.d);
  for (size_t i = 0; i < count; i++) {
    features[i] = (size_t)number(&g);
  }
  double *values = numbers(&g, conditional ? count : 0), *weights = numbers(&g, g.components);
  double *means = numbers(&g, g.components * d), *s = numbers(&g, g.components * d * d);
  double *errors = numbers(&g, 2);
  gk_mixture *part = NULL;
  assert_success(conditional ? gk_mixture_conditional(g.mixture, count, features, values, &part)
                             : gk_mixture_marginal(g.mixture, count, features, &part));
  check_parts(&g, part, d, weights, means, s, errors);
  free(values);
  free(weights);
  free(means);
  free(s);
  free(errors);
  golden_close(&g);
}

static void parts(void **state) {
  (void)state;
  check_part("marginal");
  check_part("conditional");
  check_part("conditional_far");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scipy),    cmocka_unit_test(r_mnormt), cmocka_unit_test(hard),
      cmocka_unit_test(mixtures), cmocka_unit_test(heatmap),  cmocka_unit_test(parts),
  };
  return gk_test_main("golden_density", tests);
}
