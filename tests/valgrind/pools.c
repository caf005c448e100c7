/*
 * Pooling of all types by all paths, on arrays that are not a byte longer than they must be; all
 * results are defined, and decided upon.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <stdlib.h>

static size_t bytes_of(gk_type type) {
  static const size_t bytes[] = {1, 2, 4, 8};
  return bytes[type];
}

static int is_zero(const unsigned char *memory, size_t bytes) {
  int zero = 1;
  for (size_t i = 0; i < bytes; i++) {
    if (memory[i]) {
      zero = 0;
    }
  }
  return zero;
}

/* nx x ny pixels of `channels`, by channels side by side or in planes. */
static void pool(gk_type from, gk_type to, size_t nx, size_t ny, size_t channels, int planes,
                 const gk_pool_spec *spec) {
  size_t mx = 0, my = 0;
  assert_success(gk_pool_size(nx, spec->block[0], spec->stride[0], spec->edge, &mx));
  assert_success(gk_pool_size(ny, spec->block[1], spec->stride[1], spec->edge, &my));
  void *in = calloc(nx * ny * channels, bytes_of(from));
  const size_t bytes = mx * my * channels * bytes_of(to);
  void *out = malloc(bytes);
  assert_non_null(in);
  const gk_array image = GK_IMAGE(from, in, nx, ny, channels);
  const gk_array image_out = GK_IMAGE(to, out, mx, my, channels);
  const gk_array stack = GK_ARRAY_3D(from, in, nx, ny, channels);
  const gk_array stack_out = GK_ARRAY_3D(to, out, mx, my, channels);
  assert_success(gk_pool(planes ? &stack : &image, spec, planes ? &stack_out : &image_out, NULL));
  assert_true(is_zero(out, bytes));
  free(in);
  free(out);
}

static void all_types(void **state) {
  (void)state;
  double *weights = calloc(12, sizeof *weights);
  weights[0] = 1.0;
  for (unsigned kind = 0; kind < 16 * 3 * 2 * 2; kind++) {
    gk_pool_spec spec = GK_POOL_2D(4, kind / 48 % 2 ? weights : NULL);
    spec.block[1] = 3;
    spec.edge = (gk_edge)(kind / 16 % 3);
    spec.boundary[0] = spec.boundary[1] = (gk_boundary)(kind % 5);
    spec.stride[0] = kind / 96 ? 1 + kind % 5 : 4;
    pool((gk_type)(kind % 4), (gk_type)(kind / 4 % 4), 37 + kind % 7, 11, 1 + kind % 3, kind % 2,
         &spec);
  }
  free(weights);
}

static void failures(void **state) {
  (void)state;
  double in[4] = {0}, out[4] = {0};
  const gk_array from = GK_ARRAY_1D(GK_TYPE_F64, in, 4), to = GK_ARRAY_1D(GK_TYPE_F64, out, 3);
  const gk_pool_spec spec = GK_POOL_1D(2, NULL);
  gk_options options = GK_OPTIONS_INIT;
  options.workspace_bytes = 1;
  assert_status(gk_pool(&from, &spec, &to, NULL), GK_ERROR_ARGUMENT);
  const gk_array two = GK_ARRAY_1D(GK_TYPE_F64, out, 2);
  assert_status(gk_pool(&from, &spec, &two, &options), GK_ERROR_MEMORY);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(all_types), cmocka_unit_test(failures)};
  return gk_test_main("valgrind_pools", tests);
}
