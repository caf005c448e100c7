/*
 * The filters of the files that make_golden_filter.py wrote: within what the other program may
 * itself be off and the error that filter.h states, also in place, in float, and by the recursion.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

enum { FILTER, GRADIENT, LAPLACIAN, DIFFERENCE, GRADIENT_BY_AXIS, LAPLACIAN_BY_AXIS };

typedef struct golden {
  FILE *file;
  char path[512], name[96];
  int function;
  gk_type type_in, type_out;
  size_t dimensions, size[4];
  double wider[4];
  gk_filter_spec spec;
  double *data, *mask; /* the mask may be NULL */
  size_t nonzeros, span, step, count;
  bool holes, exact;
  double absolute, bound, scale;
  double *results;
} golden;

/* ---- The file. */

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

static size_t pixels(const golden *g) {
  return g->size[0] * g->size[1] * g->size[2] * g->size[3];
}

/* An array as the generator describes it; NULL for "none". */
static double *read_data(golden *g) {
  char kind[16] = "";
  const size_t count = pixels(g);
  assert_int_equal(fscanf(g->file, "%15s", kind), 1);
  if (strcmp(kind, "none") == 0) {
    return NULL;
  }
  double *data = gk_test_array(count, sizeof *data);
  const bool is_noise = strcmp(kind, "noise") == 0, is_impulse = strcmp(kind, "impulse") == 0;
  uint64_t state = is_noise ? (uint64_t)number(g) : 0;
  const size_t levels = is_noise ? whole(g) : 1, place = is_impulse ? whole(g) : 0;
  for (size_t i = 0; i < count; i++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    if (strcmp(kind, "list") == 0) {
      data[i] = number(g);
    } else {
      data[i] = is_noise ? (double)((state >> 33) % levels) : is_impulse ? i == place : (double)i;
    }
  }
  return data;
}

static void read_spec(golden *g) {
  gk_filter_spec *spec = &g->spec;
  *spec = (gk_filter_spec)GK_FILTER_1D(0.0);
  g->dimensions = whole(g);
  for (size_t k = 0; k < 4; k++) {
    g->size[k] = whole(g);
  }
  for (size_t k = 0; k < 4; k++) {
    spec->sigma[k] = number(g);
  }
  for (size_t k = 0; k < 4; k++) {
    g->wider[k] = number(g);
  }
  for (size_t k = 0; k < 4; k++) {
    spec->order[k] = (unsigned)whole(g);
  }
  for (size_t k = 0; k < 4; k++) {
    spec->boundary[k] = (gk_boundary)whole(g);
  }
  for (size_t k = 0; k < 4; k++) {
    spec->stride[k] = whole(g);
  }
  for (size_t k = 0; k < 4; k++) {
    spec->radius[k] = whole(g);
  }
  spec->cval = number(g);
  spec->truncate = number(g);
  spec->method = (gk_weights_method)whole(g);
  spec->missing = (gk_missing)whole(g);
}

static void read_entry(golden *g) {
  assert_int_equal(fscanf(g->file, "%95s", g->name), 1);
  g->function = (int)number(g);
  g->type_in = (gk_type)whole(g);
  g->type_out = (gk_type)whole(g);
  read_spec(g);
  g->data = read_data(g);
  const size_t holes = whole(g);
  g->holes = holes > 0;
  for (size_t i = 0; i < holes; i++) {
    const size_t place = whole(g);
    assert_true(place < pixels(g));
    g->data[place] = NAN;
  }
  g->mask = read_data(g);
  g->nonzeros = whole(g);
  g->span = whole(g);
  g->exact = whole(g) != 0;
  g->step = whole(g);
  g->absolute = number(g);
  g->bound = number(g);
  g->scale = number(g);
  g->count = whole(g);
  g->results = gk_test_array(g->count, sizeof *g->results);
  for (size_t i = 0; i < g->count; i++) {
    g->results[i] = number(g);
  }
}

/* ---- Arrays of any type. */

static const size_t BYTES[] = {1, 2, 4, 8};

static gk_array array_of(const golden *g, gk_type type, bool is_out) {
  size_t size[4], count = 1;
  for (size_t k = 0; k < 4; k++) {
    const size_t keep = is_out ? g->spec.stride[k] : 1;
    size[k] = (g->size[k] + keep - 1) / keep;
    count *= size[k];
  }
  gk_array a = GK_ARRAY_4D(type, NULL, size[0], size[1], size[2], size[3]);
  a.dimensions = g->dimensions;
  a.data = gk_test_array(count, BYTES[type]);
  return a;
}

static double get(const gk_array *a, size_t i) {
  switch (a->type) {
  case GK_TYPE_U8:
    return ((const uint8_t *)a->data)[i];
  case GK_TYPE_U16:
    return ((const uint16_t *)a->data)[i];
  case GK_TYPE_F32:
    return (double)((const float *)a->data)[i];
  default:
    return ((const double *)a->data)[i];
  }
}

static void put(const gk_array *a, size_t i, double value) {
  switch (a->type) {
  case GK_TYPE_U8:
    ((uint8_t *)a->data)[i] = (uint8_t)value;
    break;
  case GK_TYPE_U16:
    ((uint16_t *)a->data)[i] = (uint16_t)value;
    break;
  case GK_TYPE_F32:
    ((float *)a->data)[i] = (float)value;
    break;
  default:
    ((double *)a->data)[i] = value;
  }
}

static gk_array array_with(const golden *g, gk_type type, const double *values) {
  const gk_array a = array_of(g, type, false);
  for (size_t i = 0; i < pixels(g); i++) {
    put(&a, i, values[i]);
  }
  return a;
}

/* ---- Comparing. */

static double rounded(double value, double most) {
  return rint(fmin(fmax(value, 0.0), most));
}

static bool is_right(const gk_array *out, double result, double expected, double allowed) {
  if (out->type <= GK_TYPE_U16) {
    const double most = out->type == GK_TYPE_U8 ? 255.0 : 65535.0;
    return result >= rounded(expected - allowed, most) &&
           result <= rounded(expected + allowed, most);
  }
  const double last = out->type == GK_TYPE_F32 ? 0x1p-24 * (fabs(expected) + allowed) : 0.0;
  return isnan(expected) ? isnan(result) : fabs(result - expected) <= allowed + last;
}

static void compare(const golden *g, const char *how, const gk_array *in, const gk_array *out,
                    double more) {
  const bool is_float = in->type % 2 == 0 && out->type % 2 == 0; /* u8 and f32 */
  const double allowed = g->absolute + g->bound * (is_float ? 0x1p-24 : 0x1p-53) + more;
  for (size_t i = 0; i < g->count; i++) {
    const double result = get(out, i * g->step), expected = g->results[i];
    if (!is_right(out, result, expected, allowed)) {
      fail_msg("%s: %s, %s: pixel %zu is %.17g, the file has %.17g: off by %.3g, allowed is %.3g",
               g->path, g->name, how, i * g->step, result, expected, fabs(result - expected),
               allowed);
    }
  }
}

static void check_extent(const golden *g, const gk_array *out) {
  size_t nonzeros = 0, first = SIZE_MAX, last = 0;
  for (size_t i = 0; i < pixels(g); i++) {
    if (get(out, i) != 0.0) {
      nonzeros++;
      first = first < i ? first : i;
      last = i;
    }
  }
  if ((g->nonzeros && nonzeros != g->nonzeros) || (g->span && last - first + 1 != g->span)) {
    fail_msg("%s: %s: %zu results are not 0, %zu from the first to the last", g->path, g->name,
             nonzeros, last - first + 1);
  }
}

/* As scipy has it: a derivative along each axis, with the boundary of this axis along all of them. */
static void call_by_axis(const golden *g, const gk_array *in, const gk_array *out) {
  const unsigned order = g->function == GRADIENT_BY_AXIS ? 1 : 2;
  const gk_array part = array_of(g, GK_TYPE_F64, true);
  double *sum = gk_test_array(pixels(g), sizeof *sum);
  memset(sum, 0, pixels(g) * sizeof *sum);
  for (size_t axis = 0; axis < g->dimensions; axis++) {
    gk_filter_spec spec = g->spec;
    spec.order[axis] = order;
    for (size_t k = 0; k < 4; k++) {
      spec.boundary[k] = g->spec.boundary[axis];
    }
    assert_success(gk_filter(in, &spec, &part, NULL));
    for (size_t i = 0; i < pixels(g); i++) {
      const double value = get(&part, i);
      sum[i] += order == 1 ? value * value : value;
    }
  }
  for (size_t i = 0; i < pixels(g); i++) {
    put(out, i, order == 1 ? sqrt(sum[i]) : sum[i]);
  }
  free(part.data);
  free(sum);
}

static void call(const golden *g, const gk_filter_spec *spec, const gk_array *in,
                 const gk_array *out) {
  switch (g->function) {
  case GRADIENT:
    assert_success(gk_filter_gradient_magnitude(in, spec, out, NULL));
    break;
  case LAPLACIAN:
    assert_success(gk_filter_laplacian(in, spec, out, NULL));
    break;
  case DIFFERENCE:
    assert_success(gk_filter_difference(in, spec, g->wider, out, NULL));
    break;
  case GRADIENT_BY_AXIS:
  case LAPLACIAN_BY_AXIS:
    call_by_axis(g, in, out);
    break;
  default:
    assert_success(gk_filter(in, spec, out, NULL));
  }
}

/* With these types, out of place and, where it is allowed, in place. */
static void check_types(const golden *g, gk_type type_in, gk_type type_out) {
  gk_array in = array_with(g, type_in, g->data), out = array_of(g, type_out, true);
  call(g, &g->spec, &in, &out);
  compare(g, "out of place", &in, &out, 0.0);
  if (type_out == GK_TYPE_F64 && g->spec.stride[0] == 1) {
    check_extent(g, &out);
  }
  size_t strides = 1;
  for (size_t k = 0; k < 4; k++) {
    strides *= g->spec.stride[k];
  }
  if (type_in == type_out && strides == 1) {
    call(g, &g->spec, &in, &in);
    compare(g, "in place", &in, &in, 0.0);
  }
  free(in.data);
  free(out.data);
}

/* Nothing cut off: by either engine. */
static void check_exact(const golden *g) {
  gk_array in = array_with(g, GK_TYPE_F64, g->data), out = array_of(g, GK_TYPE_F64, true);
  static const char *const names[] = {"automatic", "FIR", "recursive"};
  for (int engine = GK_ENGINE_AUTO; engine <= GK_ENGINE_RECURSIVE; engine++) {
    gk_filter_spec spec = g->spec;
    spec.truncate = 0.0;
    spec.engine = (gk_engine)engine;
    double rounding = 0.0;
    for (size_t k = 0; k < g->dimensions; k++) {
      rounding += (256.0 * (spec.sigma[k] + 16.0) + 2.0) * 0x1p-53;
    }
    call(g, &spec, &in, &out);
    compare(g, names[engine], &in, &out, g->scale * (1e-9 + rounding));
  }
  free(in.data);
  free(out.data);
}

static void check_entry(golden *g) {
  read_entry(g);
  gk_array mask;
  if (g->mask) {
    mask = array_with(g, GK_TYPE_F32, g->mask);
    g->spec.mask = &mask;
  }
  check_types(g, g->type_in, g->type_out);
  if (g->type_in == GK_TYPE_F64 && g->type_out == GK_TYPE_F64) {
    check_types(g, GK_TYPE_F32, GK_TYPE_F32);
    check_types(g, GK_TYPE_F32, GK_TYPE_F64);
  }
  if (g->exact) {
    check_exact(g);
  }
  if (g->mask) {
    free(mask.data);
  }
  free(g->data);
  free(g->mask);
  free(g->results);
}

/* Every entry of a file, which has so many. */
static void check_file(const char *source, size_t entries) {
  golden g = {.name = "the start"};
  snprintf(g.path, sizeof g.path, "%s/%s.txt", GOLDEN_DIRECTORY, source);
  g.file = fopen(g.path, "r");
  if (!g.file) {
    fail_msg("%s: there is no such file", g.path);
  }
  size_t found = 0;
  for (char kind[16]; fscanf(g.file, "%15s", kind) == 1; found++) {
    assert_string_equal(kind, "filter");
    check_entry(&g);
  }
  fclose(g.file);
  assert_int_equal(found, entries);
}

static void scipy_tests(void **state) {
  (void)state;
  check_file("scipy_tests", 31);
}

static void scipy(void **state) {
  (void)state;
  check_file("scipy", 94);
}

static void opencv(void **state) {
  (void)state;
  check_file("opencv", 54);
}

static void skimage(void **state) {
  (void)state;
  check_file("skimage", 12);
}

static void astropy(void **state) {
  (void)state;
  check_file("astropy", 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(scipy_tests), cmocka_unit_test(scipy),   cmocka_unit_test(opencv),
      cmocka_unit_test(skimage),     cmocka_unit_test(astropy),
  };
  return gk_test_main("golden_filter", tests);
}
