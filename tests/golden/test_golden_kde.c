/*
 * The estimates of the files that make_golden_kde.py wrote: within the tolerances that stand there, of
 * double data; of float data the numbers are those of the same data in double.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

enum { MOST_ESTIMATES = 64, WORD = 64 };

typedef struct entry {
  char name[WORD];
  size_t n, d;
  double *x, *weights, *bandwidth;
  gk_kde_spec spec;
  gk_kde *kde;
} entry;

typedef struct golden {
  char path[512];
  FILE *file;
  entry entries[MOST_ESTIMATES];
  size_t count;
} golden;

static void word(golden *g, char *to) {
  if (fscanf(g->file, "%63s", to) != 1) {
    fail_msg("%s: ends too early", g->path);
  }
}

static double number(golden *g) {
  char text[WORD] = "", *end = text;
  word(g, text);
  const double value = strtod(text, &end);
  if (end == text || *end != '\0') {
    fail_msg("%s: \"%s\" is not a number", g->path, text);
  }
  return value;
}

static double *numbers(golden *g, size_t count) {
  double *values = gk_test_array(count, sizeof *values);
  for (size_t i = 0; i < count; i++) {
    values[i] = number(g);
  }
  return values;
}

/* All values within relative and absolute tolerances, which stand behind them. */
static void compare(golden *g, const entry *e, const char *what, size_t count, const double *values,
                    const double *expected) {
  const double relative = number(g), absolute = number(g);
  for (size_t i = 0; i < count; i++) {
    const double error = fabs(values[i] - expected[i]);
    if (!(error <= relative * fabs(expected[i]) + absolute)) {
      fail_msg("%s, %s: %s %zu is %.17g, the file has %.17g: off by %.3g", g->path, e->name, what,
               i, values[i], expected[i], error);
    }
  }
}

static void check_refused(golden *g, entry *e, gk_status status) {
  char text[WORD] = "";
  assert_int_equal((int)number(g), (int)status);
  word(g, text);
  for (char *c = text; *c; c++) {
    *c = *c == '_' ? ' ' : *c;
  }
  assert_message("gk_kde_create_f64: ");
  assert_message(text);
  assert_null(e->kde);
  (void)number(g);
  (void)number(g);
}

static void check_densities(golden *g, const entry *e, const char *what) {
  const size_t m = (size_t)number(g);
  double *q = numbers(g, m * e->d), *expected = numbers(g, m),
         *values = gk_test_array(m, sizeof *values);
  if (strcmp(what, "density") == 0) {
    assert_success(gk_kde_density_f64(e->kde, m, q, e->d, NULL, values, NULL));
  } else {
    assert_success(gk_kde_log_density_f64(e->kde, m, q, e->d, values, NULL));
  }
  compare(g, e, what, m, values, expected);
  free(q);
  free(expected);
  free(values);
}

static void check_covariance(golden *g, const entry *e) {
  const size_t d = e->d;
  double *expected = numbers(g, d * d), *h = gk_test_array(d * d, sizeof *h);
  assert_success(gk_kde_covariance(e->kde, h, d, NULL));
  compare(g, e, "covariance", d * d, h, expected);
  free(expected);
  free(h);
}

static void check_integral(golden *g, const entry *e, const char *what) {
  double *low = NULL, *high = NULL, value = NAN, error = 0;
  if (strcmp(what, "box") == 0) {
    low = numbers(g, e->d);
    high = numbers(g, e->d);
    assert_success(gk_kde_integral(e->kde, low, high, &value, &error, NULL));
    assert_true(error >= 0 && error <= (e->d == 1 ? 1e-13 : 1e-9));
  } else if (strcmp(what, "gaussian") == 0) {
    low = numbers(g, e->d);
    high = numbers(g, e->d * e->d);
    assert_success(gk_kde_integral_gaussian(e->kde, low, high, e->d, &value, NULL));
  } else {
    char name[WORD];
    word(g, name);
    for (size_t i = 0; i < g->count; i++) {
      if (strcmp(g->entries[i].name, name) == 0) {
        assert_success(gk_kde_integral_kde(e->kde, g->entries[i].kde, &value, NULL));
      }
    }
  }
  const double expected = number(g);
  compare(g, e, what, 1, &value, &expected);
  free(low);
  free(high);
}

/* One expectation. */
static void check(golden *g, entry *e, const char *what, gk_status status) {
  double value = 0;
  if (strcmp(what, "refused") == 0) {
    check_refused(g, e, status);
    return;
  }
  if (status) {
    fail_msg("%s, %s: %s", g->path, e->name, gk_error_message());
  }
  if (strcmp(what, "covariance") == 0) {
    check_covariance(g, e);
  } else if (strcmp(what, "factor") == 0) {
    const double expected = number(g);
    assert_success(gk_kde_covariance(e->kde, NULL, 0, &value));
    compare(g, e, what, 1, &value, &expected);
  } else if (strcmp(what, "effective_size") == 0) {
    const double expected = number(g);
    value = gk_kde_effective_size(e->kde);
    compare(g, e, what, 1, &value, &expected);
  } else if (strcmp(what, "density") == 0 || strcmp(what, "log_density") == 0) {
    check_densities(g, e, what);
  } else {
    check_integral(g, e, what);
  }
}

static void read_estimate(golden *g, entry *e) {
  char text[WORD];
  word(g, e->name);
  e->n = (size_t)number(g);
  e->d = (size_t)number(g);
  e->spec = (gk_kde_spec)GK_KDE_INIT;
  e->spec.rule = (gk_bandwidth)number(g);
  e->spec.shape = (gk_shape)number(g);
  e->spec.adjust = number(g);
  e->x = numbers(g, e->n * e->d);
  word(g, text);
  e->weights = strcmp(text, "weights") == 0 ? numbers(g, e->n) : NULL;
  word(g, text);
  if (strcmp(text, "bandwidth") == 0) {
    const size_t rows = (size_t)number(g), columns = (size_t)number(g);
    e->bandwidth = numbers(g, rows * columns);
    e->spec.bandwidth = e->bandwidth;
    e->spec.ldb = columns;
  }
}

/* Of float data: H and the density where they were given in double, rounded only at the end. */
static void check_f32(const golden *g, const entry *e) {
  const size_t n = e->n, d = e->d;
  float *x = gk_test_array(n * d, sizeof *x), *w = gk_test_array(n, sizeof *w), density = NAN;
  double *same = gk_test_array(n * d, sizeof *same), *v = gk_test_array(n, sizeof *v),
         expected = NAN;
  for (size_t i = 0; i < n * d; i++) {
    same[i] = (double)(x[i] = (float)e->x[i]);
  }
  for (size_t i = 0; e->weights && i < n; i++) {
    v[i] = (double)(w[i] = (float)e->weights[i]);
  }
  gk_kde *one = NULL, *other = NULL;
  assert_success(gk_kde_create_f32(n, d, x, d, e->weights ? w : NULL, &e->spec, &one, NULL));
  assert_success(gk_kde_create_f64(n, d, same, d, e->weights ? v : NULL, &e->spec, &other, NULL));
  assert_success(gk_kde_density_f32(one, 1, x, d, NULL, &density, NULL));
  assert_success(gk_kde_density_f64(other, 1, same, d, NULL, &expected, NULL));
  if (!(fabs((double)density - expected) <= 0x1p-24 * expected + 0x1p-149)) {
    fail_msg("%s, %s: %.9g of floats, %.17g of doubles", g->path, e->name, (double)density,
             expected);
  }
  gk_kde_free(one);
  gk_kde_free(other);
  free(x);
  free(w);
  free(same);
  free(v);
}

static void check_file(const char *name) {
  golden g = {0};
  char text[WORD];
  snprintf(g.path, sizeof g.path, "%s/%s.txt", GOLDEN_DIRECTORY, name);
  g.file = fopen(g.path, "r");
  assert_non_null(g.file);
  while (fscanf(g.file, "%63s", text) == 1) {
    assert_string_equal(text, "estimate");
    assert_true(g.count < MOST_ESTIMATES);
    entry *e = &g.entries[g.count++];
    read_estimate(&g, e);
    const gk_status status =
        gk_kde_create_f64(e->n, e->d, e->x, e->d, e->weights, &e->spec, &e->kde, NULL);
    for (word(&g, text); strcmp(text, "end") != 0; word(&g, text)) {
      check(&g, e, text, status);
    }
    if (e->kde) {
      assert_int_equal(gk_kde_points(e->kde), e->n);
      assert_int_equal(gk_kde_dimensions(e->kde), e->d);
      check_f32(&g, e);
    }
  }
  assert_true(g.count >= 6);
  for (size_t i = 0; i < g.count; i++) {
    gk_kde_free(g.entries[i].kde);
    free(g.entries[i].x);
    free(g.entries[i].weights);
    free(g.entries[i].bandwidth);
  }
  fclose(g.file);
}

static void scipy(void **state) {
  (void)state;
  check_file("scipy");
}

static void sklearn(void **state) {
  (void)state;
  check_file("sklearn");
}

static void kdeoth(void **state) {
  (void)state;
  check_file("kdeoth");
}

static void rules(void **state) {
  (void)state;
  check_file("rules");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scipy),
      cmocka_unit_test(sklearn),
      cmocka_unit_test(kdeoth),
      cmocka_unit_test(rules),
  };
  return gk_test_main("golden_kde", tests);
}
