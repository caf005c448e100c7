/* The results of the files that make_golden_pool.py wrote, in every type of out. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "gk_test.h"

typedef struct golden {
  FILE *file;
  char path[512], name[96];
  gk_array in;
  gk_pool_spec spec;
  double off; /* what the other program may be */
  size_t count;
  double *weights, *expected;
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

static double *numbers(golden *g, size_t count) {
  double *values = gk_test_array(count, sizeof *values);
  for (size_t i = 0; i < count; i++) {
    values[i] = number(g);
  }
  return values;
}

/* As pixels() in make_golden_pool.py. */
static uint32_t pixel(size_t i, uint32_t seed, uint32_t levels) {
  uint32_t v = (uint32_t)i * 2654435761U + seed * 97531U;
  v ^= v >> 15;
  v *= 2246822519U;
  v ^= v >> 13;
  return v % levels;
}

static void store(gk_type type, void *memory, size_t i, uint32_t value) {
  switch (type) {
  case GK_TYPE_U8:
    ((uint8_t *)memory)[i] = (uint8_t)value;
    break;
  case GK_TYPE_U16:
    ((uint16_t *)memory)[i] = (uint16_t)value;
    break;
  case GK_TYPE_F32:
    ((float *)memory)[i] = (float)value;
    break;
  case GK_TYPE_F64:
    ((double *)memory)[i] = (double)value;
    break;
  }
}

static void read_entry(golden *g) {
  assert_int_equal(fscanf(g->file, "%95s", g->name), 1);
  const gk_type type = (gk_type)whole(g);
  const uint32_t seed = (uint32_t)whole(g), levels = (uint32_t)whole(g);
  g->in = (gk_array)GK_ARRAY_1D(type, NULL, 1);
  g->in.dimensions = whole(g);
  size_t pixels = 1;
  for (size_t k = 0; k < 4; k++) {
    g->in.size[k] = whole(g);
    g->in.stride[k] = (ptrdiff_t)pixels;
    pixels *= g->in.size[k];
  }
  g->in.data = gk_test_array(pixels, sizeof(double));
  for (size_t i = 0; i < pixels; i++) {
    store(type, g->in.data, i, pixel(i, seed, levels));
  }
  g->spec = (gk_pool_spec)GK_POOL_1D(1, NULL);
  for (size_t k = 0; k < 4; k++) {
    g->spec.block[k] = whole(g);
  }
  for (size_t k = 0; k < 4; k++) {
    g->spec.stride[k] = whole(g);
  }
  g->spec.edge = (gk_edge)whole(g);
  for (size_t k = 0; k < 4; k++) {
    g->spec.boundary[k] = (gk_boundary)whole(g);
  }
  g->spec.cval = number(g);
  const size_t weights = whole(g);
  g->weights = weights ? numbers(g, weights) : NULL;
  g->spec.weights = g->weights;
  g->off = number(g);
  g->count = whole(g);
  g->expected = numbers(g, g->count);
}

static double load(gk_type type, const void *memory, size_t i) {
  switch (type) {
  case GK_TYPE_U8:
    return (double)((const uint8_t *)memory)[i];
  case GK_TYPE_U16:
    return (double)((const uint16_t *)memory)[i];
  case GK_TYPE_F32:
    return (double)((const float *)memory)[i];
  case GK_TYPE_F64:
    return ((const double *)memory)[i];
  }
  return 0.0;
}

/* What the other program is off, our own error, which is no more, and the rounding to the type. */
static void compare(const golden *g, gk_type type) {
  static const double rounding[] = {0.5, 0.5, 0x1p-24, 0x1p-53};
  gk_array out = g->in;
  size_t count = 1;
  for (size_t k = 0; k < g->in.dimensions; k++) {
    out.stride[k] = (ptrdiff_t)count;
    assert_success(gk_pool_size(g->in.size[k], g->spec.block[k], g->spec.stride[k], g->spec.edge,
                                &out.size[k]));
    count *= out.size[k];
  }
  assert_int_equal(count, g->count);
  out.type = type;
  out.data = gk_test_array(count, sizeof(double));
  assert_success(gk_pool(&g->in, &g->spec, &out, NULL));
  for (size_t i = 0; i < count; i++) {
    const double value = load(type, out.data, i), expected = g->expected[i];
    const double scale = type <= GK_TYPE_U16 ? 1.0 : fabs(expected);
    if (!(fabs(value - expected) <= 2 * g->off + rounding[type] * scale)) {
      fail_msg("%s: %s, type %d: result %zu is %.17g, the file has %.17g", g->path, g->name,
               (int)type, i, value, expected);
    }
  }
  free(out.data);
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
    assert_string_equal(kind, "pool");
    read_entry(&g);
    for (int type = GK_TYPE_U8; type <= GK_TYPE_F64; type++) {
      compare(&g, (gk_type)type);
    }
    free(g.in.data);
    free(g.weights);
    free(g.expected);
  }
  fclose(g.file);
  assert_true(entries >= least);
}

static void numpy(void **state) {
  (void)state;
  check_file("numpy", 128);
}

static void scipy(void **state) {
  (void)state;
  check_file("scipy", 5);
}

static void skimage(void **state) {
  (void)state;
  check_file("skimage", 24);
}

static void torch(void **state) {
  (void)state;
  check_file("torch", 15);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numpy),
      cmocka_unit_test(scipy),
      cmocka_unit_test(skimage),
      cmocka_unit_test(torch),
  };
  return gk_test_main("golden_pool", tests);
}
