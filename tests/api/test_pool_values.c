/* Pooling in closed forms: what is known without a reference. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>

/* The mean of a plane over a block is the plane at its middle, of small integers exactly. */
static void means_of_a_plane(void **state) {
  (void)state;
  enum { NX = 67, NY = 45, NZ = 10 };
  static uint16_t in[NZ][NY][NX];
  static float out[NZ][NY][NX];
  for (size_t z = 0; z < NZ; z++) {
    for (size_t y = 0; y < NY; y++) {
      for (size_t x = 0; x < NX; x++) {
        in[z][y][x] = (uint16_t)(3 * x + 50 * y + 600 * z);
      }
    }
  }
  for (size_t block = 1; block <= 5; block++) {
    for (size_t stride = 1; stride <= 7; stride++) {
      const gk_array from = GK_ARRAY_3D(GK_TYPE_U16, in, NX, NY, NZ);
      gk_array to = GK_ARRAY_3D(GK_TYPE_F32, out, 0, 0, 0);
      gk_pool_spec spec = GK_POOL_3D(block, NULL);
      for (size_t k = 0; k < 3; k++) {
        spec.stride[k] = stride;
        to.size[k] = (from.size[k] - block) / stride + 1;
        to.stride[k] = from.stride[k];
      }
      assert_success(gk_pool(&from, &spec, &to, NULL));
      for (size_t z = 0; z < to.size[2]; z++) {
        for (size_t y = 0; y < to.size[1]; y++) {
          for (size_t x = 0; x < to.size[0]; x++) {
            const double middle = (double)stride * (double)(3 * x + 50 * y + 600 * z);
            assert_close(out[z][y][x], middle + 653.0 * (double)(block - 1) / 2.0, 0.0);
          }
        }
      }
    }
  }
}

/* Integers add up exactly: the sum of all results is that of the pixels, however they are cut. */
static void sums_are_kept(void **state) {
  (void)state;
  enum { N = 60 };
  static uint8_t in[N][N];
  static double ones[N * N];
  double total = 0.0;
  for (size_t i = 0; i < (size_t)N * N; i++) {
    in[i / N][i % N] = (uint8_t)(i * i % 251);
    total += in[i / N][i % N];
    ones[i] = 1.0;
  }
  for (size_t block = 1; block <= N; block++) {
    if (N % block != 0) {
      continue;
    }
    double out[N * N], sum = 0.0;
    const gk_array from = GK_ARRAY_2D(GK_TYPE_U8, in, N, N);
    const gk_array to = GK_ARRAY_2D(GK_TYPE_F64, out, N / block, N / block);
    const gk_pool_spec spec = GK_POOL_2D(block, ones);
    assert_success(gk_pool(&from, &spec, &to, NULL));
    for (size_t i = 0; i < (N / block) * (N / block); i++) {
      sum += out[i];
    }
    assert_close(sum, total, 0.0);
  }
}

/* A block of one pixel copies, whatever the number. */
static void a_block_of_one_copies(void **state) {
  (void)state;
  static const float in[] = {0.0F, -0.0F,    1.5F,     -2.25F, 0x1p-149F, 0x1.fffffep127F,
                             7.0F, INFINITY, -INFINITY};
  enum { N = sizeof in / sizeof in[0] };
  const double one = 1.0;
  for (size_t stride = 1; stride <= 4; stride++) {
    for (int weighted = 0; weighted < 2; weighted++) {
      float out[N];
      const size_t count = (N - 1) / stride + 1;
      const gk_array from = GK_ARRAY_1D(GK_TYPE_F32, in, N);
      const gk_array to = GK_ARRAY_1D(GK_TYPE_F32, out, count);
      gk_pool_spec spec = GK_POOL_1D(weighted, weighted ? &one : NULL);
      spec.stride[0] = stride;
      assert_success(gk_pool(&from, &spec, &to, NULL));
      for (size_t i = 0; i < count; i++) {
        assert_true(out[i] == in[i * stride]);
      }
    }
  }
}

/* Constants stay what they are, also where blocks are cut off. */
static void ones_stay_ones(void **state) {
  (void)state;
  enum { NX = 101, NY = 37 };
  static float in[NY][NX];
  static double out[NY * NX];
  gk_test_rng rng = gk_test_seed(3);
  for (size_t i = 0; i < (size_t)NX * NY; i++) {
    in[i / NX][i % NX] = 1.0F;
  }
  const gk_array from = GK_ARRAY_2D(GK_TYPE_F32, in, NX, NY);
  for (size_t block = 2; block <= 9; block++) {
    for (size_t stride = 1; stride <= 2 * block; stride++) {
      gk_pool_spec spec = GK_POOL_2D(block, NULL);
      spec.stride[0] = spec.stride[1] = stride;
      spec.edge = GK_EDGE_RENORMALIZE;
      size_t nx = 0, ny = 0;
      assert_success(gk_pool_size(NX, block, stride, spec.edge, &nx));
      assert_success(gk_pool_size(NY, block, stride, spec.edge, &ny));
      const gk_array to = GK_ARRAY_2D(GK_TYPE_F64, out, nx, ny);
      assert_success(gk_pool(&from, &spec, &to, NULL));
      for (size_t i = 0; i < nx * ny; i++) {
        assert_close(out[i], 1.0, 0.0);
      }
      double weights[81], sum = 0.0;
      for (size_t i = 0; i < block * block; i++) {
        sum += weights[i] = gk_test_uniform(&rng);
      }
      spec.weights = weights;
      assert_success(gk_pool(&from, &spec, &to, NULL));
      for (size_t i = 0; i < nx * ny; i++) {
        assert_close(out[i], sum, (double)(2 * block * block + 4) * 0x1p-53 * sum);
      }
    }
  }
}

/* Of the last pixels the weights 1, 1 - 1 = 0 or 1 - 1 + rest exist; a rest of 2^-20 of their
 * magnitudes, 2, and less is as good as 0. */
static void nothing_to_scale(void **state) {
  (void)state;
  const double in[3] = {4.0, 5.0, 6.0}, rests[2] = {0x0.fp-19, 0x1.1p-19};
  for (size_t n = 0; n < 6; n++) {
    const size_t size = 1 + n % 3;
    const double rest = rests[n / 3], weights[4] = {1.0, -1.0, rest, 3.0}, all = 3.0 + rest;
    double out = 7.0;
    uint8_t integer = 7;
    const gk_array from = GK_ARRAY_1D(GK_TYPE_F64, in, size);
    const gk_array to = GK_ARRAY_1D(GK_TYPE_F64, &out, 1);
    const gk_array to_integer = GK_ARRAY_1D(GK_TYPE_U8, &integer, 1);
    gk_pool_spec spec = GK_POOL_1D(4, weights);
    spec.edge = GK_EDGE_RENORMALIZE;
    assert_success(gk_pool(&from, &spec, &to, NULL));
    assert_success(gk_pool(&from, &spec, &to_integer, NULL));
    if (size == 1) {
      assert_close(out, 4.0 * all, 0x1p-49);
      assert_int_equal(integer, 12);
    } else if (size == 3 && rest > 0x1p-19) {
      const double factor = all / rest;
      assert_close(out, (-1.0 + 6.0 * rest) * factor, 9 * 0x1p-53 * 10.0 * factor);
      assert_int_equal(integer, 0);
    } else {
      assert_is_nan(out);
      assert_int_equal(integer, 0);
    }
  }
}

/* Weights that sum to 0 are as given where the whole block exists. */
static void differences(void **state) {
  (void)state;
  const double weights[2] = {-1.0, 1.0}, in[5] = {1.0, 2.0, 4.0, 8.0, 16.0};
  double out[3];
  const gk_array from = GK_ARRAY_1D(GK_TYPE_F64, in, 5);
  const gk_array to = GK_ARRAY_1D(GK_TYPE_F64, out, 3);
  gk_pool_spec spec = GK_POOL_1D(2, weights);
  spec.edge = GK_EDGE_RENORMALIZE;
  assert_success(gk_pool(&from, &spec, &to, NULL));
  assert_close(out[0], 1.0, 0.0);
  assert_close(out[1], 4.0, 0.0);
  assert_close(out[2], 0.0, 0.0); /* what all weights sum to, over -1, times -16 */
}

/* To nearest, ties to even, within the type; NaN is 0. */
static void integers_saturate(void **state) {
  (void)state;
  const double u8[][2] = {
      {0.5, 0},     {1.5, 2},     {2.5, 2},     {254.5, 254},           {255.5, 255},
      {-0.75, 0},   {-1e300, 0},  {1e300, 255}, {(double)NAN, 0},       {0.49, 0},
      {127.5, 128}, {128.5, 128}, {-0.0, 0},    {(double)INFINITY, 255}};
  const double u16[][2] = {{0.5, 0},         {65534.5, 65534},         {65535.5, 65535},
                           {32767.5, 32768}, {70000.0, 65535},         {(double)NAN, 0},
                           {-3.0, 0},        {(double)-INFINITY, 0.0}, {1e-300, 0}};
  const gk_pool_spec spec = GK_POOL_1D(1, NULL);
  for (size_t i = 0; i < sizeof u8 / sizeof u8[0]; i++) {
    uint8_t out = 99;
    const gk_array from = GK_ARRAY_1D(GK_TYPE_F64, &u8[i][0], 1);
    const gk_array to = GK_ARRAY_1D(GK_TYPE_U8, &out, 1);
    assert_success(gk_pool(&from, &spec, &to, NULL));
    assert_close(out, u8[i][1], 0.0);
  }
  for (size_t i = 0; i < sizeof u16 / sizeof u16[0]; i++) {
    double in[40]; /* a vector or more */
    uint16_t out[40];
    for (size_t j = 0; j < 40; j++) {
      in[j] = u16[i][0];
    }
    const gk_array from = GK_ARRAY_1D(GK_TYPE_F64, in, 40);
    const gk_array to = GK_ARRAY_1D(GK_TYPE_U16, out, 40);
    assert_success(gk_pool(&from, &spec, &to, NULL));
    for (size_t j = 0; j < 40; j++) {
      assert_close(out[j], u16[i][1], 0.0);
    }
  }
}

/* NaN and infinity reach the blocks that hold them, where their weight is 0 as well, and no others.
 */
static void nan_spreads_no_further(void **state) {
  (void)state;
  enum { NX = 80, NY = 12 };
  static float in[NY][NX], out[NY * NX];
  const double weights[12] = {2.0, 0.0, 1.0};
  const gk_array from = GK_ARRAY_2D(GK_TYPE_F32, in, NX, NY);
  for (size_t at = 0; at < (size_t)NX * NY; at += 7) {
    for (unsigned kind = 0; kind < 8; kind++) {
      gk_pool_spec spec = GK_POOL_2D(4, weights);
      spec.block[1] = 3;
      spec.stride[0] = kind & 1 ? 3 : 4;
      spec.edge = kind & 2 ? GK_EDGE_RENORMALIZE : GK_EDGE_CROP;
      spec.weights = kind & 4 ? NULL : weights;
      size_t nx = 0, ny = 0;
      assert_success(gk_pool_size(NX, 4, spec.stride[0], spec.edge, &nx));
      assert_success(gk_pool_size(NY, 3, 0, spec.edge, &ny));
      const gk_array to = GK_ARRAY_2D(GK_TYPE_F32, out, nx, ny);
      in[at / NX][at % NX] = at % 2 ? NAN : INFINITY;
      assert_success(gk_pool(&from, &spec, &to, NULL));
      in[at / NX][at % NX] = 0.0F;
      for (size_t i = 0; i < nx * ny; i++) {
        const size_t x = i % nx * spec.stride[0], y = i / nx * 3;
        const int holds = at / NX / 3 * 3 == y && at % NX >= x && at % NX < x + 4;
        assert_int_equal(!isfinite(out[i]), holds);
      }
    }
  }
}

/* Sums are made in double and rounded once: in float the small terms would be lost. */
static void rounded_once(void **state) {
  (void)state;
  enum { N = 64 };
  float in[N], out = 0.0F;
  double ones[N];
  for (size_t i = 0; i < N; i++) {
    in[i] = i == 0 ? 0x1p24F : i == 1 ? -0x1p24F : 0.25F;
    ones[i] = 1.0;
  }
  const gk_array from = GK_ARRAY_1D(GK_TYPE_F32, in, N), to = GK_ARRAY_1D(GK_TYPE_F32, &out, 1);
  const gk_pool_spec spec = GK_POOL_1D(N, ones);
  assert_success(gk_pool(&from, &spec, &to, NULL));
  assert_close(out, 0.25 * (N - 2), 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(means_of_a_plane),      cmocka_unit_test(sums_are_kept),
      cmocka_unit_test(a_block_of_one_copies), cmocka_unit_test(ones_stay_ones),
      cmocka_unit_test(nothing_to_scale),      cmocka_unit_test(differences),
      cmocka_unit_test(integers_saturate),     cmocka_unit_test(nan_spreads_no_further),
      cmocka_unit_test(rounded_once),
  };
  return gk_test_main("pool_values", tests);
}
