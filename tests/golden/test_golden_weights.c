/*
 * The Gaussian weights of the files that make_golden_weights.py wrote: within what the other
 * program may itself be off, and a few units in the last place.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

typedef struct golden {
  FILE *file;
  char path[512], name[96], precision[8];
  gk_weights_spec spec;
  double covariance[9], center[3];
  double absolute, relative;
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
  fail_msg("%s: %s: \"%s\" is not a number", g->path, g->name, word);
  return 0.0;
}

static size_t whole(golden *g) {
  return (size_t)number(g);
}

static const double *numbers(golden *g, double *values, size_t most) {
  const size_t count = whole(g);
  assert_true(count <= most);
  for (size_t i = 0; i < count; i++) {
    values[i] = number(g);
  }
  return count ? values : NULL;
}

static void read_spec(golden *g) {
  gk_weights_spec *spec = &g->spec;
  *spec = (gk_weights_spec)GK_WEIGHTS_1D(1, 1.0);
  spec->dimensions = whole(g);
  for (size_t k = 0; k < 3; k++) {
    spec->size[k] = whole(g);
  }
  for (size_t k = 0; k < 3; k++) {
    spec->sigma[k] = number(g);
  }
  spec->theta = number(g);
  for (size_t k = 0; k < 3; k++) {
    spec->order[k] = (unsigned)whole(g);
  }
  spec->method = (gk_weights_method)whole(g);
  spec->normalize = (gk_normalize)whole(g);
  spec->oversample = whole(g);
  spec->cutoff = number(g);
  spec->amplitude = number(g);
  spec->covariance = numbers(g, g->covariance, 9);
  spec->center = numbers(g, g->center, 3);
}

static void compare(golden *g, const char *precision, size_t i, double weight, double expected,
                    double unit) {
  const double allowed = g->absolute + (g->relative + 16.0 * unit) * fabs(expected);
  if (!(fabs(weight - expected) <= allowed)) {
    fail_msg("%s: %s, %s: weight %zu is %.17g, the file has %.17g: off by %.3g, allowed is %.3g",
             g->path, g->name, precision, i, weight, expected, fabs(weight - expected), allowed);
  }
}

/* f32 weights that sum exactly have the digits of the largest to carry. */
static void check_weights(golden *g) {
  if (fscanf(g->file, "%95s %7s", g->name, g->precision) != 2) {
    fail_msg("%s: an entry without a name", g->path);
  }
  read_spec(g);
  g->absolute = number(g);
  g->relative = number(g);
  const size_t count = g->spec.size[0] * g->spec.size[1] * g->spec.size[2];
  double *expected = gk_test_array(count, sizeof *expected), largest = 0.0;
  for (size_t i = 0; i < count; i++) {
    expected[i] = number(g);
    largest = fmax(largest, fabs(expected[i]));
  }
  double *f64 = gk_test_array(count, sizeof *f64);
  float *f32 = gk_test_array(count, sizeof *f32);
  assert_success(gk_weights_f64(&g->spec, f64));
  assert_success(gk_weights_f32(&g->spec, f32));
  const int is_f32 = strcmp(g->precision, "f32") == 0;
  for (size_t i = 0; i < count && !is_f32; i++) {
    compare(g, "f64", i, f64[i], expected[i], 0x1p-53);
  }
  g->absolute += is_f32 ? 0.0 : 0x1p-23 * largest;
  for (size_t i = 0; i < count; i++) {
    compare(g, "f32", i, (double)f32[i], expected[i], is_f32 ? 0.0 : 0x1p-24);
  }
  free(expected);
  free(f64);
  free(f32);
}

static void check_size(golden *g) {
  const gk_size_rule rule = (gk_size_rule)whole(g);
  const double sigma = number(g), truncate = number(g);
  const size_t expected = whole(g);
  size_t size = 0;
  assert_success(gk_weights_size(rule, sigma, truncate, &size));
  if (size != expected) {
    fail_msg("%s: rule %d, sigma %g, truncate %g: %zu taps, expected %zu", g->path, (int)rule,
             sigma, truncate, size, expected);
  }
}

/* Every entry of a file; at least as many of them as are known to be there. */
static void check_file(const char *source, size_t least) {
  golden g = {.name = "the start"};
  snprintf(g.path, sizeof g.path, "%s/%s.txt", GOLDEN_DIRECTORY, source);
  g.file = fopen(g.path, "r");
  if (!g.file) {
    fail_msg("%s: there is no such file", g.path);
  }
  size_t entries = 0;
  for (char kind[16]; fscanf(g.file, "%15s", kind) == 1; entries++) {
    if (strcmp(kind, "weights") == 0) {
      check_weights(&g);
    } else if (strcmp(kind, "size") == 0) {
      check_size(&g);
    } else {
      fail_msg("%s: \"%s\" behind %s", g.path, kind, g.name);
    }
  }
  fclose(g.file);
  assert_true(entries >= least);
}

static void scipy(void **state) {
  (void)state;
  check_file("scipy", 89);
}

static void skimage(void **state) {
  (void)state;
  check_file("skimage", 2);
}

static void astropy(void **state) {
  (void)state;
  check_file("astropy", 42);
}

static void opencv(void **state) {
  (void)state;
  check_file("opencv", 321);
}

static void snippets(void **state) {
  (void)state;
  check_file("snippets", 28);
}

static void published(void **state) {
  (void)state;
  check_file("published", 38);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scipy),  cmocka_unit_test(skimage),  cmocka_unit_test(astropy),
      cmocka_unit_test(opencv), cmocka_unit_test(snippets), cmocka_unit_test(published),
  };
  return gk_test_main("golden_weights", tests);
}
