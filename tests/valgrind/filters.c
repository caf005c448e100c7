/*
 * The filters on arrays that are not a byte longer than they must be: all types, boundaries and
 * engines, sizes around those of vectors and lines shorter than the radius, strides of any order.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

static const size_t sizes[][3] = {{1, 1, 1},  {3, 1, 1},  {1, 7, 1},  {17, 2, 1},
                                  {33, 9, 1}, {5, 40, 3}, {70, 19, 2}};
enum { SHAPES = sizeof sizes / sizeof sizes[0], LAYOUTS = 3 };

static size_t bytes_of(gk_type type) {
  static const size_t bytes[] = {1, 2, 4, 8};
  return bytes[type];
}

static size_t count_of(const size_t *size) {
  return size[0] * size[1] * size[2];
}

/* Rows one after the other, channels side by side, or backwards from the last element. */
static gk_array array_of(gk_type type, const size_t *size, int layout, void *memory) {
  gk_array rows = GK_ARRAY_3D(type, memory, size[0], size[1], size[2]);
  const gk_array channels = GK_IMAGE(type, memory, size[0], size[1], size[2]);
  if (layout == 2) {
    rows.data = (char *)memory + (count_of(size) - 1) * bytes_of(type);
    for (size_t k = 0; k < 3; k++) {
      rows.stride[k] = -rows.stride[k];
    }
  }
  return layout == 1 ? channels : rows;
}

static void set(void *memory, gk_type type, size_t i, double value) {
  switch (type) {
  case GK_TYPE_U8:
    ((unsigned char *)memory)[i] = (unsigned char)value;
    break;
  case GK_TYPE_U16:
    ((uint16_t *)memory)[i] = (uint16_t)value;
    break;
  case GK_TYPE_F32:
    ((float *)memory)[i] = (float)value;
    break;
  default:
    ((double *)memory)[i] = value;
  }
}

static int is_number(const void *memory, gk_type type, size_t i) {
  switch (type) {
  case GK_TYPE_U8:
    return ((const unsigned char *)memory)[i] <= UINT8_MAX - 1;
  case GK_TYPE_U16:
    return ((const uint16_t *)memory)[i] <= UINT16_MAX - 1;
  case GK_TYPE_F32:
    return !isnan((double)((const float *)memory)[i]);
  default:
    return !isnan(((const double *)memory)[i]);
  }
}

static gk_status call(int kind, const gk_array *in, const gk_filter_spec *spec,
                      const gk_array *out) {
  const double wider[4] = {6, 6, 6, 0};
  switch (kind) {
  case 1:
    return gk_filter_gradient_magnitude(in, spec, out, NULL);
  case 2:
    return gk_filter_laplacian(in, spec, out, NULL);
  case 3:
    return gk_filter_difference(in, spec, wider, out, NULL);
  default:
    return gk_filter(in, spec, out, NULL);
  }
}

/* One case: everything that varies is in the digits of its number. */
static void filter(size_t c, const size_t *size) {
  const size_t count = count_of(size);
  const gk_type from = (gk_type)(c % 4), to = (gk_type)(c / 4 % 4);
  const int kind = (int)(c / 16 % 4), layout = (int)(c % LAYOUTS);
  gk_filter_spec spec = GK_FILTER_3D(2.5);
  size_t kept[3];
  for (size_t k = 0; k < 3; k++) {
    spec.boundary[k] = (gk_boundary)((c + k) % (kind == 0 || kind == 3 ? 6 : 5));
    spec.stride[k] = 1 + (c / 7 + k) % 3;
    kept[k] = (size[k] + spec.stride[k] - 1) / spec.stride[k];
  }
  spec.engine = (gk_engine)(c % 3);
  spec.cval = 3;
  unsigned char *in = malloc(count * bytes_of(from)), *out = malloc(count_of(kept) * bytes_of(to)),
                *weights = malloc(count);
  for (size_t i = 0; i < count; i++) {
    set(in, from, i, (double)(i % 100));
    weights[i] = (unsigned char)(1 + i % 2);
  }
  const gk_array source = array_of(from, size, layout, in), mask = array_of(0, size, 0, weights),
                 target = array_of(to, kept, (layout + 1) % LAYOUTS, out);
  spec.mask = kind % 3 == 0 && c / 64 % 2 ? &mask : NULL;
  assert_success(call(kind, &source, &spec, &target));
  for (size_t i = 0; i < count_of(kept); i++) {
    assert_true(is_number(out, to, i));
  }
  free(in);
  free(out);
  free(weights);
}

static void filters(void **state) {
  (void)state;
  for (size_t c = 0; c < 128; c++) {
    filter(c, sizes[c % SHAPES]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(filters)};
  return gk_test_main("valgrind_filters", tests);
}
