/*
 * The Gram matrices of the files that make_golden_gram.py wrote, in both precisions: within the
 * library's bound and what the other program may itself be off.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

enum { MOST_LENGTHSCALES = 64 };

typedef struct golden {
  char path[512], kind[16];
  size_t m, n, d;
  gk_rbf rbf;
  double reference_error, lengthscale[MOST_LENGTHSCALES];
  double *x, *y, *k;
} golden;

static double number(FILE *file, const char *path) {
  char word[64] = "";
  char *end = word;
  if (fscanf(file, "%63s", word) == 1) {
    const double value = strtod(word, &end);
    if (end > word && *end == '\0') {
      return value;
    }
  }
  fail_msg("%s: \"%s\" is not a number", path, word);
  return 0.0;
}

static double *numbers(FILE *file, const char *path, size_t count) {
  double *values = gk_test_array(count, sizeof *values);
  for (size_t i = 0; i < count; i++) {
    values[i] = number(file, path);
  }
  return values;
}

static void golden_read(golden *g, const char *name) {
  *g = (golden){.rbf = GK_RBF_INIT};
  snprintf(g->path, sizeof g->path, "%s/%s.txt", GOLDEN_DIRECTORY, name);
  FILE *file = fopen(g->path, "r");
  char title[64] = "";
  if (!file || fscanf(file, "%15s %63s", g->kind, title) != 2 || strcmp(title, name) != 0) {
    fail_msg("%s: no golden file of that name", g->path);
  }
  g->m = (size_t)number(file, g->path);
  g->n = (size_t)number(file, g->path);
  g->d = (size_t)number(file, g->path);
  g->rbf.gamma = number(file, g->path);
  g->rbf.variance = number(file, g->path);
  g->rbf.noise = number(file, g->path);
  g->reference_error = number(file, g->path);
  const size_t lengthscales = (size_t)number(file, g->path);
  assert_true(lengthscales == 0 || (lengthscales == g->d && g->d <= MOST_LENGTHSCALES));
  for (size_t i = 0; i < lengthscales; i++) {
    g->lengthscale[i] = number(file, g->path);
  }
  g->rbf.lengthscale = lengthscales ? g->lengthscale : NULL;
  g->x = numbers(file, g->path, g->m * g->d);
  g->y = strcmp(g->kind, "cross") == 0 ? numbers(file, g->path, g->n * g->d) : NULL;
  g->k = numbers(file, g->path, g->m * g->n);
  fclose(file);
}

static void golden_free(golden *g) {
  free(g->x);
  free(g->y);
  free(g->k);
}

static void compare(const golden *g, size_t entry, double value, double bound) {
  const double error = fabs(value - g->k[entry]);
  const double unit = bound > 1e-9 ? 0x1p-24 : 0x1p-53;
  /* the diagonal may be variance + noise, which the bound does not count, rounded by both */
  const double diagonal = (g->rbf.variance + g->rbf.noise) * unit;
  if (!(error <= bound + g->reference_error + diagonal)) {
    fail_msg("%s: K[%zu,%zu] = %.17g, the file has %.17g: off by %.3g, allowed is %.3g", g->path,
             entry / g->n, entry % g->n, value, g->k[entry], error, bound + g->reference_error);
  }
}

static void check_f64(const golden *g) {
  double *k = gk_test_array(g->m * g->n, sizeof *k);
  double bound = 0.0;
  assert_success(gk_gram_error_bound_f64(g->d, &g->rbf, &bound));
  assert_success(
      g->y ? gk_cross_gram_f64(g->m, g->n, g->d, g->x, g->d, g->y, g->d, &g->rbf, k, g->n, NULL)
           : gk_gram_f64(g->n, g->d, g->x, g->d, &g->rbf, k, g->n, NULL));
  for (size_t i = 0; i < g->m * g->n; i++) {
    compare(g, i, k[i], bound);
  }
  free(k);
}

static float *as_floats(const double *x, size_t count) {
  float *floats = gk_test_array(count, sizeof *floats);
  for (size_t i = 0; i < count; i++) {
    floats[i] = (float)x[i];
    assert_true((double)floats[i] == x[i]);
  }
  return floats;
}

static void check_f32(const golden *g) {
  float *x = as_floats(g->x, g->m * g->d);
  float *y = g->y ? as_floats(g->y, g->n * g->d) : NULL;
  float *k = gk_test_array(g->m * g->n, sizeof *k);
  double bound = 0.0;
  assert_success(gk_gram_error_bound_f32(g->d, &g->rbf, &bound));
  assert_success(y ? gk_cross_gram_f32(g->m, g->n, g->d, x, g->d, y, g->d, &g->rbf, k, g->n, NULL)
                   : gk_gram_f32(g->n, g->d, x, g->d, &g->rbf, k, g->n, NULL));
  for (size_t i = 0; i < g->m * g->n; i++) {
    compare(g, i, (double)k[i], bound);
  }
  free(x);
  free(y);
  free(k);
}

static void check(const char *name) {
  golden g;
  golden_read(&g, name);
  check_f64(&g);
  check_f32(&g);
  golden_free(&g);
}

static void scikit_learn(void **state) {
  (void)state;
  check("iris");
  check("digits");
  check("normal");
}

static void scipy(void **state) {
  (void)state;
  check("digits_cross");
  check("far_cross");
  check("wide_cross");
}

static void gaussian_processes(void **state) {
  (void)state;
  check("process_iris");
  check("process_iris_cross");
  check("process_digits");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scikit_learn),
      cmocka_unit_test(scipy),
      cmocka_unit_test(gaussian_processes),
  };
  return gk_test_main("golden_gram", tests);
}
