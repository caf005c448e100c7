/* What the automatic engine makes of NaN and infinities: they stay in FIR's windows. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>

#include "filter_sheet.h"

/* What is NaN or infinite in `out` is what lies at most so many pixels from one of two places. */
static void check_window(const gk_array *out, size_t one, size_t other, size_t radius,
                         const char *what) {
  for (size_t i = 0; i < out->size[0]; i++) {
    const size_t index[4] = {i};
    const size_t from_one = i > one ? i - one : one - i;
    const size_t from_other = i > other ? i - other : other - i;
    const bool inside = from_one <= radius || from_other <= radius;
    if (isfinite(view_get(out, index)) == inside) {
      fail_msg("%s: pixel %zu with a radius of %zu is %Lg", what, i, radius, view_get(out, index));
    }
  }
}

/*
 * NaN and infinities stay in the windows of FIR, whatever type and sigma are; with the recursion
 * asked for they take the line.
 */
static void automatic_windows(void **state) {
  (void)state;
  enum { LINE = 1201, ONE = 350, OTHER = 1150 };
  static double in_f64[LINE], out_f64[LINE];
  static float in_f32[LINE], out_f32[LINE];
  gk_test_rng rng = gk_test_seed(116);
  for (size_t i = 0; i < LINE; i++) {
    in_f64[i] = gk_test_uniform(&rng);
    in_f32[i] = (float)in_f64[i];
  }
  in_f64[ONE] = in_f32[ONE] = NAN;
  in_f64[OTHER] = in_f32[OTHER] = INFINITY;
  const gk_array in[] = {GK_ARRAY_1D(GK_TYPE_F32, in_f32, LINE),
                         GK_ARRAY_1D(GK_TYPE_F64, in_f64, LINE)};
  const gk_array out[] = {GK_ARRAY_1D(GK_TYPE_F32, out_f32, LINE),
                          GK_ARRAY_1D(GK_TYPE_F64, out_f64, LINE)};
  for (size_t i = 0; i < 2 * 50; i++) {
    char what[99];
    gk_filter_spec spec = GK_FILTER_1D(1 + i / 2);
    gk_filter_choice fir = GK_FILTER_CHOICE_INIT, automatic = GK_FILTER_CHOICE_INIT;
    snprintf(what, sizeof what, "type %d sigma %g", (int)in[i % 2].type, spec.sigma[0]);
    assert_success(gk_filter_explain(&in[i % 2], &spec, &out[i % 2], 0, &automatic));
    assert_success(gk_filter(&in[i % 2], &spec, &out[i % 2], NULL));
    spec.engine = GK_ENGINE_FIR;
    assert_success(gk_filter_explain(&in[i % 2], &spec, &out[i % 2], 0, &fir));
    check_window(&out[i % 2], ONE, OTHER, fir.radius, what);
    assert_int_equal(automatic.engine, GK_ENGINE_FIR);
    assert_int_equal(automatic.radius, fir.radius);
    spec.engine = GK_ENGINE_RECURSIVE;
    assert_success(gk_filter(&in[i % 2], &spec, &out[i % 2], NULL));
    check_window(&out[i % 2], ONE, OTHER, LINE, what);
  }
}

/* One place in a volume of any strides; also of functions that filter more than once. */
static void automatic_boxes(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(117);
  for (size_t i = 0; i < 4 * 8; i++) {
    const size_t size[] = {60 + pick(&rng, 30), 56 + pick(&rng, 10), 1 + pick(&rng, 3)};
    asked_filter a = {.kind = (reference_kind)(i % 4), .wider = {10.0, 11.0, 0.0, 0.0}};
    a.spec = (gk_filter_spec)GK_FILTER_2D(i % 3 ? 8.0 : 4.0);
    if (a.kind == REFERENCE_FILTER) {
      a.spec.boundary[i / 4 % 2] = i / 16 % 2 ? GK_BOUNDARY_NONE : GK_BOUNDARY_WRAP;
      a.spec.stride[2] = 1 + i / 4 % 2;
    }
    a.in = sheet_new(&rng, i / 4 % 2 ? GK_TYPE_F32 : GK_TYPE_F64, 3, size,
                     i % 5 ? SHEET_ANY : SHEET_BROADCAST);
    sheet_fill(&a.in, &rng, 1.0);
    size_t index[4], out_size[4];
    view_index(&a.in.array, pick(&rng, view_count(&a.in.array)), index);
    view_set(&a.in.array, index, i / 8 % 2 ? NAN : -INFINITY);
    size_of_out(&a.in.array, &a.spec, out_size);
    a.out = sheet_new(&rng, a.in.array.type, 3, out_size, SHEET_ANY);
    asked_check(&a, NULL);
    gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
    assert_success(gk_filter_explain(&a.in.array, &a.spec, &a.out.array, 0, &choice));
    assert_true(choice.engine == GK_ENGINE_FIR || a.spec.stride[2] > 1);
    asked_free(&a);
  }
}

enum { N = 60 };

/* What does not count does not matter for the engine, either. */
static void automatic_without(void **state) {
  (void)state;
  double x[N], weights[N], out[N];
  for (size_t i = 0; i < N; i++) {
    x[i] = 1.0;
    weights[i] = 0.25;
  }
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, x, N), b = GK_ARRAY_1D(GK_TYPE_F64, out, N);
  const gk_array mask = GK_ARRAY_1D(GK_TYPE_F64, weights, N);
  for (size_t i = 0; i < 2 * 2 * 2 * 2; i++) {
    const bool infinite = i % 2, skip = i / 2 % 2, masked = i / 4 % 2, weight = i / 8;
    gk_filter_spec spec = GK_FILTER_1D(4.0);
    gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
    x[N / 2] = infinite ? INFINITY : NAN;
    weights[N / 2] = weight ? 0.25 : 0.0;
    spec.missing = skip ? GK_MISSING_SKIP : GK_MISSING_SPREAD;
    spec.mask = masked ? &mask : NULL;
    assert_success(gk_filter_explain(&a, &spec, &b, 0, &choice));
    const bool counts = (infinite || !skip) && (weight || !masked);
    assert_int_equal(choice.engine, counts ? GK_ENGINE_FIR : GK_ENGINE_RECURSIVE);
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t k = 0; k < N; k++) {
      const size_t from = k > N / 2 ? k - N / 2 : N / 2 - k;
      assert_int_equal(isfinite(out[k]), !(counts && from <= choice.radius));
    }
  }
}

/* A window that is longer than the line takes all of it in any case, and FIR takes its time. */
static void automatic_wide(void **state) {
  (void)state;
  double x[N] = {NAN}, out[N];
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, x, N), b = GK_ARRAY_1D(GK_TYPE_F64, out, N);
  for (size_t i = 0; i < 7; i++) {
    gk_filter_spec spec = GK_FILTER_1D(9.0 * pow(10.0, (double)i) / 1.5);
    gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
    spec.sigma[0] = fmin(spec.sigma[0], 1e6);
    assert_success(gk_filter_explain(&a, &spec, &b, 0, &choice));
    assert_int_equal(choice.engine, i > 0 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR);
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t k = 0; k < N; k++) {
      assert_int_equal(isnan(out[k]), i > 0 || k <= choice.radius);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(automatic_windows),
      cmocka_unit_test(automatic_boxes),
      cmocka_unit_test(automatic_without),
      cmocka_unit_test(automatic_wide),
  };
  return gk_test_main("filter_automatic", tests);
}
