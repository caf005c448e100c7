/* Integers: rounded to nearest, ties to even, saturated; conversions between the types. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "filter_sheet.h"

static void convert(const gk_array *in, const gk_array *out) {
  const gk_filter_spec none = GK_FILTER_1D(0.0);
  assert_success(gk_filter(in, &none, out, NULL));
}

/* Thirds of lines, long enough for vectors, of 0 to 255 with [1 2 1] / 4: sums that float holds, of
 * which every other one is a tie or a quarter. */
static void ties(void **state) {
  (void)state;
  enum { N = 4096 };
  gk_test_rng rng = gk_test_seed(101);
  gk_filter_spec spec = GK_FILTER_1D(1.0);
  spec.method = GK_WEIGHTS_BINOMIAL;
  spec.radius[0] = 1;
  for (size_t type = GK_TYPE_U8; type <= GK_TYPE_U16; type++) {
    sheet in = sheet_new(&rng, (gk_type)type, 2, (const size_t[]){N, 3}, SHEET_PLAIN);
    sheet out = sheet_new(&rng, (gk_type)type, 2, (const size_t[]){N, 3}, SHEET_PLAIN);
    sheet_fill(&in, &rng, 1.0);
    for (size_t axis = 0; axis < 2; axis++) {
      spec.sigma[axis] = 1.0;
      spec.sigma[1 - axis] = 0.0;
      spec.radius[axis] = 1;
      spec.radius[1 - axis] = 0;
      assert_success(gk_filter(&in.array, &spec, &out.array, NULL));
      size_t halves = 0;
      for (size_t i = 0; i < 3 * N; i++) {
        const size_t at[4] = {i % N, i / N, 0, 0}, n = in.array.size[axis];
        size_t before[4] = {at[0], at[1], 0, 0}, after[4] = {at[0], at[1], 0, 0};
        before[axis] -= at[axis] > 0;
        after[axis] += at[axis] + 1 < n;
        const wide four =
            view_get(&in.array, before) + 2 * view_get(&in.array, at) + view_get(&in.array, after);
        const size_t sum = (size_t)four, down = sum / 4, rest = sum % 4;
        const size_t expected = down + (rest > 2 || (rest == 2 && down % 2 == 1));
        assert_int_equal((size_t)view_get(&out.array, at), expected);
        halves += rest == 2;
      }
      assert_true(halves > N / 2);
    }
    sheet_free(&in);
    sheet_free(&out);
  }
}

/* From reals: every half between two integers and what lies next to it, beyond both ends, NaN. */
static void from_reals(void **state) {
  (void)state;
  enum { N = 3 * 520 + 8 };
  gk_test_rng rng = gk_test_seed(102);
  for (size_t i = 0; i < 4; i++) {
    const gk_type from = i % 2 ? GK_TYPE_F32 : GK_TYPE_F64, to = i / 2 ? GK_TYPE_U8 : GK_TYPE_U16;
    sheet in = sheet_new(&rng, from, 1, (const size_t[]){N}, SHEET_PLAIN);
    sheet out = sheet_new(&rng, to, 1, (const size_t[]){N}, SHEET_PLAIN);
    const double ends[] = {NAN, INFINITY, -INFINITY, 1e30, -1e30, 4294967296.5, -0.5, 65535.5};
    const double first = to == GK_TYPE_U8 ? -2.0 : 65400.0;
    for (size_t k = 0; k < N; k++) {
      const double half = first + (double)(k / 3) / 2.0;
      const double near = from == GK_TYPE_F32
                              ? (double)nextafterf((float)half, k % 3 ? INFINITY : -INFINITY)
                              : nextafter(half, k % 3 ? INFINITY : -INFINITY);
      const double value = k < N - 8 ? (k % 3 == 1 ? half : near) : ends[k - (N - 8)];
      view_set(&in.array, (const size_t[4]){k}, value);
    }
    convert(&in.array, &out.array);
    for (size_t k = 0; k < N; k++) {
      const size_t at[4] = {k};
      const double expected = round_to_type(to, view_get(&in.array, at));
      assert_same_f64((double)view_get(&out.array, at), expected);
    }
    sheet_free(&in);
    sheet_free(&out);
  }
}

/* All 16 pairs of types, any strides, sigma 0: the number itself, rounded once. */
static void conversions(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(103);
  for (size_t i = 0; i < 160; i++) {
    const gk_type from = (gk_type)(i % 4), to = (gk_type)(i / 4 % 4);
    const size_t dimensions = 1 + i / 16 % 4;
    const size_t size[] = {1 + pick(&rng, 70), 1 + pick(&rng, 5), 1 + pick(&rng, 4), 2};
    asked_filter a = {.spec = GK_FILTER_1D(0.0)};
    a.spec.stride[0] = 1 + pick(&rng, 3);
    a.in = sheet_new(&rng, from, dimensions, size, i % 3 ? SHEET_ANY : SHEET_BROADCAST);
    sheet_fill(&a.in, &rng, i % 2 ? 1e5 : 1.0);
    size_t out_size[4];
    size_of_out(&a.in.array, &a.spec, out_size);
    a.out = sheet_new(&rng, to, dimensions, out_size, SHEET_ANY);
    asked_describe(&a);
    assert_success(gk_filter(&a.in.array, &a.spec, &a.out.array, NULL));
    for (size_t k = 0; k < view_count(&a.out.array); k++) {
      size_t at[4], source[4];
      view_index(&a.out.array, k, at);
      view_index(&a.out.array, k, source);
      source[0] *= a.spec.stride[0];
      const double x = (double)view_get(&a.in.array, source);
      const double expected = to <= GK_TYPE_U16   ? round_to_type(to, (wide)x)
                              : to == GK_TYPE_F32 ? (double)(float)x
                                                  : x;
      assert_same_f64((double)view_get(&a.out.array, at), expected);
    }
    sheet_check_gaps(&a.out, a.what);
    asked_free(&a);
  }
}

/* Derivatives in integers: what is negative is 0, what is too large the largest. */
static void saturation(void **state) {
  (void)state;
  float in[64];
  uint8_t out[64];
  for (size_t i = 0; i < 64; i++) {
    in[i] = i < 32 ? 4000.0f * (float)i : 4000.0f * (float)(64 - i);
  }
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F32, in, 64), b = GK_ARRAY_1D(GK_TYPE_U8, out, 64);
  for (size_t i = 0; i < 2; i++) {
    gk_filter_spec spec = GK_FILTER_1D(2.0);
    spec.order[0] = 1;
    spec.engine = i ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t k = 0; k < 24; k++) {
      assert_int_equal(out[k], 255);
      assert_int_equal(out[63 - k], 0);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ties),
      cmocka_unit_test(from_reals),
      cmocka_unit_test(conversions),
      cmocka_unit_test(saturation),
  };
  return gk_test_main("filter_rounding", tests);
}
