/* Pooling by its definition for all types, strides, blocks and edges. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "pool_reference.h"

#include <stdio.h>
#include <stdlib.h>

static size_t pick(gk_test_rng *rng, const size_t *from, size_t count) {
  return from[gk_test_bits(rng) % count];
}

static double *random_weights(gk_test_rng *rng, const gk_pool_spec *spec, size_t dimensions) {
  size_t pixels = 1;
  for (size_t k = 0; k < dimensions; k++) {
    pixels *= spec->block[k] ? spec->block[k] : 1;
  }
  double *weights = gk_test_array(pixels, sizeof *weights);
  gk_test_normals_f64(rng, pixels, 0.5, 1.0, weights);
  return weights;
}

/* A block, stride, edge, boundary and size for each axis, often those of the fast paths. */
static void choose(gk_test_rng *rng, size_t dimensions, size_t *size, gk_pool_spec *spec) {
  static const size_t most[] = {300, 50, 16, 8}, few[] = {1, 2, 3, 4};
  static const size_t blocks[] = {0, 1, 1, 2, 3, 4, 4, 5, 8}, strides[] = {0, 0, 0, 1, 2, 3, 7};
  *spec = (gk_pool_spec)GK_POOL_1D(1, NULL);
  spec->edge = (gk_edge)(gk_test_bits(rng) % 3);
  spec->cval = (double)(gk_test_bits(rng) % 3) - 1.0;
  for (size_t k = 0; k < dimensions; k++) {
    size[k] = 1 + gk_test_bits(rng) % most[dimensions - 1];
    spec->block[k] = pick(rng, blocks, 9);
    spec->stride[k] = pick(rng, strides, 7);
    spec->boundary[k] = (gk_boundary)(gk_test_bits(rng) % GK_BOUNDARY_NONE);
  }
  if (gk_test_bits(rng) % 3 == 0) { /* channels side by side */
    size[0] = pick(rng, few, 4);
    spec->block[0] = spec->stride[0] = 1;
  }
}

static void by_definition(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(1);
  for (unsigned n = 0; n < 1000; n++) {
    char what[96];
    const size_t dimensions = 1 + n % 4;
    size_t size[4];
    gk_pool_spec spec;
    choose(&rng, dimensions, size, &spec);
    double *weights = gk_test_bits(&rng) % 3 ? random_weights(&rng, &spec, dimensions) : NULL;
    spec.weights = weights;
    const gk_type from = (gk_type)(gk_test_bits(&rng) % 4), to = (gk_type)(gk_test_bits(&rng) % 4);
    pool_array in = pool_array_of(&rng, from, dimensions, size);
    pool_fill(&rng, &in.array);
    pool_array out = pool_output(&rng, to, &in.array, &spec);
    snprintf(what, sizeof what, "problem %u (%zu axes, type %d to %d, edge %d)", n, dimensions,
             (int)from, (int)to, (int)spec.edge);
    assert_success(gk_pool(&in.array, &spec, &out.array, NULL));
    pool_check(what, &in.array, &spec, &out.array);
    pool_check_gaps(what, &out);
    pool_array_free(&in);
    pool_array_free(&out);
    free(weights);
  }
}

/* Blocks that take other paths: of many rows, long rows, many weights; one for the whole array. */
static void large_blocks(void **state) {
  (void)state;
  static const size_t cases[][4] = {/* size and block of x, of y */
                                    {3000, 1500, 3, 1},   {3000, 2999, 2, 2},   {40, 1, 500, 100},
                                    {70, 70, 90, 90},     {230, 190, 210, 180}, {9, 33, 7, 40},
                                    {40000, 40000, 1, 1}, {100, 33, 100, 17},   {5000, 2, 3, 3}};
  gk_test_rng rng = gk_test_seed(2);
  for (size_t n = 0; n < 2 * sizeof cases / sizeof cases[0]; n++) {
    const size_t *of = cases[n / 2], size[] = {of[0], of[2]};
    gk_pool_spec spec = GK_POOL_2D(1, NULL);
    spec.block[0] = of[1];
    spec.block[1] = of[3];
    spec.edge = (gk_edge)(n % 3);
    double *weights = n % 2 ? random_weights(&rng, &spec, 2) : NULL;
    spec.weights = weights;
    pool_array in = pool_dense_array(GK_TYPE_F32, 2, size);
    pool_fill(&rng, &in.array);
    pool_array out = pool_output(NULL, GK_TYPE_F64, &in.array, &spec);
    char what[64];
    snprintf(what, sizeof what, "large block %zu", n);
    assert_success(gk_pool(&in.array, &spec, &out.array, NULL));
    pool_check(what, &in.array, &spec, &out.array);
    pool_array_free(&in);
    pool_array_free(&out);
    free(weights);
  }
}

/* Channels side by side are what planes are. */
static void channels(void **state) {
  (void)state;
  enum { NX = 61, NY = 23, MOST = 20 };
  static uint8_t pixels[NY * NX * MOST], plane[NY * NX], out[NY * NX * MOST], expected[NY * NX];
  gk_test_rng rng = gk_test_seed(4);
  for (size_t i = 0; i < sizeof pixels; i++) {
    pixels[i] = (uint8_t)gk_test_bits(&rng);
  }
  for (size_t count = 1; count <= MOST; count += count > 4 ? 5 : 1) {
    for (size_t block = 1; block <= 6; block++) {
      gk_pool_spec spec = GK_POOL_2D(block, NULL);
      spec.edge = (gk_edge)(block % 3);
      size_t nx = 0, ny = 0;
      assert_success(gk_pool_size(NX, block, 0, spec.edge, &nx));
      assert_success(gk_pool_size(NY, block, 0, spec.edge, &ny));
      const gk_array from = GK_IMAGE(GK_TYPE_U8, pixels, NX, NY, count);
      const gk_array to = GK_IMAGE(GK_TYPE_U8, out, nx, ny, count);
      assert_success(gk_pool(&from, &spec, &to, NULL));
      for (size_t c = 0; c < count; c++) {
        for (size_t i = 0; i < (size_t)NX * NY; i++) {
          plane[i] = pixels[i * count + c];
        }
        const gk_array of_plane = GK_ARRAY_2D(GK_TYPE_U8, plane, NX, NY);
        const gk_array to_plane = GK_ARRAY_2D(GK_TYPE_U8, expected, nx, ny);
        assert_success(gk_pool(&of_plane, &spec, &to_plane, NULL));
        for (size_t i = 0; i < nx * ny; i++) {
          assert_int_equal(out[i * count + c], expected[i]);
        }
      }
    }
  }
}

/* The same element again, and arrays without any. */
static void strides_of_zero(void **state) {
  (void)state;
  const double in = 2.5;
  double out[12];
  gk_array from = GK_ARRAY_2D(GK_TYPE_F64, &in, 9, 16);
  from.stride[0] = from.stride[1] = 0;
  const gk_array to = GK_ARRAY_2D(GK_TYPE_F64, out, 3, 4);
  gk_pool_spec spec = GK_POOL_2D(3, NULL);
  spec.block[1] = 4;
  assert_success(gk_pool(&from, &spec, &to, NULL));
  for (size_t i = 0; i < 12; i++) {
    assert_close(out[i], 2.5, 0.0);
  }
}

static void empty_arrays(void **state) {
  (void)state;
  float in[6] = {1, 2, 3, 4, 5, 6}, out[6] = {9, 9, 9, 9, 9, 9};
  const gk_array six = GK_ARRAY_2D(GK_TYPE_F32, in, 2, 3);
  const gk_array nothing = GK_ARRAY_2D(GK_TYPE_F32, NULL, 0, 3);
  gk_array to = GK_ARRAY_2D(GK_TYPE_F32, out, 0, 0);
  gk_pool_spec spec = GK_POOL_2D(4, NULL);
  assert_success(gk_pool(&six, &spec, &to, NULL)); /* no block fits */
  spec.edge = GK_EDGE_PAD;
  to.size[1] = 1;
  assert_success(gk_pool(&nothing, &spec, &to, NULL));
  for (size_t i = 0; i < 6; i++) {
    assert_close(out[i], 9.0, 0.0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(by_definition),   cmocka_unit_test(large_blocks), cmocka_unit_test(channels),
      cmocka_unit_test(strides_of_zero), cmocka_unit_test(empty_arrays),
  };
  return gk_test_main("pool", tests);
}
