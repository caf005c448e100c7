/* gk_filter_explain says what gk_filter does: radii, engines, errors; and threads change nothing. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "filter_sheet.h"

static gk_filter_choice explained(const gk_filter_spec *spec, gk_type type, size_t axis) {
  const gk_array a = GK_ARRAY_2D(type, NULL, 0, 0);
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  assert_success(gk_filter_explain(&a, spec, &a, axis, &choice));
  return choice;
}

/* The sum of |weights cut off at the radius - exact weights| over the sum of |exact weights|. */
static double true_error(const gk_filter_spec *spec, size_t axis, size_t radius) {
  line_weights exact =
      line_weights_of(spec->method, spec->sigma[axis], spec->order[axis], SIZE_MAX);
  line_weights cut = line_weights_of(spec->method, spec->sigma[axis], spec->order[axis], radius);
  wide sum = 0;
  for (size_t i = 0; i <= 2 * exact.radius; i++) {
    const ptrdiff_t at = (ptrdiff_t)i - (ptrdiff_t)exact.radius + (ptrdiff_t)radius;
    const bool inside = at >= 0 && at <= 2 * (ptrdiff_t)radius;
    sum += fabsl(exact.w[i] - (inside ? cut.w[at] : 0));
  }
  const double error = (double)(sum / exact.magnitude);
  line_weights_free(&exact);
  line_weights_free(&cut);
  return error;
}

/* The radius is as wide as the tolerance needs, and not much wider. */
static void radii(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(121);
  for (size_t i = 0; i < 300; i++) {
    gk_filter_spec spec = GK_FILTER_1D(between(&rng, 0.05, 40.0));
    spec.engine = GK_ENGINE_FIR;
    spec.tolerance = between(&rng, 1e-15, 0.1);
    spec.method = (gk_weights_method)(i % 3);
    spec.order[0] = (unsigned)(i / 3 % 5);
    const gk_filter_choice choice = explained(&spec, GK_TYPE_F64, 0);
    assert_int_equal(choice.engine, GK_ENGINE_FIR);
    assert_true(choice.error <= spec.tolerance);
    const double error = true_error(&spec, 0, choice.radius);
    if (!(error <= choice.error * (1.0 + 1e-9) + 1e-18)) {
      fail_msg("sigma %g tolerance %g method %d order %u: radius %zu is off by %.4g, not %.4g",
               spec.sigma[0], spec.tolerance, (int)spec.method, spec.order[0], choice.radius, error,
               choice.error);
    }
    if (choice.radius > 2 + (size_t)(0.15 * spec.sigma[0])) {
      const size_t less = choice.radius - 2 - (size_t)(0.15 * spec.sigma[0]);
      if (!(true_error(&spec, 0, less) > 0.4 * spec.tolerance)) {
        fail_msg("sigma %g tolerance %g method %d order %u: radius %zu would do instead of %zu",
                 spec.sigma[0], spec.tolerance, (int)spec.method, spec.order[0], less,
                 choice.radius);
      }
    }
  }
}

/* All axes together make the tolerance. */
static void shares(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(122);
  for (size_t i = 0; i < 200; i++) {
    gk_filter_spec spec = GK_FILTER_INIT(0, 0, 0, 0);
    const gk_array a = GK_ARRAY_4D(GK_TYPE_F64, NULL, 0, 3, 4, 5);
    for (size_t k = 0; k < 4; k++) {
      spec.sigma[k] = pick(&rng, 3) ? between(&rng, 0.5, 50.0) : 0.0;
    }
    spec.engine = (gk_engine)(i % 3);
    spec.tolerance = between(&rng, 1e-11, 0.1);
    double sum = 0.0;
    for (size_t k = 0; k < 4; k++) {
      gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
      assert_success(gk_filter_explain(&a, &spec, &a, k, &choice));
      sum += choice.error;
      if (spec.sigma[k] == 0.0) {
        assert_int_equal(choice.engine, GK_ENGINE_AUTO);
        assert_int_equal(choice.radius, 0);
        assert_same_f64(choice.error, 0.0);
      } else {
        assert_true(choice.engine == GK_ENGINE_FIR || choice.engine == GK_ENGINE_RECURSIVE);
        assert_true(spec.engine == GK_ENGINE_AUTO || choice.engine == spec.engine);
        assert_true((choice.poles > 0) == (choice.engine == GK_ENGINE_RECURSIVE));
      }
    }
    assert_true(sum <= spec.tolerance * (1.0 + 1e-12));
  }
}

/* A radius or truncate given is the radius taken, as scipy counts it. */
static void given(void **state) {
  (void)state;
  for (size_t i = 1; i < 400; i++) {
    gk_filter_spec spec = GK_FILTER_2D(0.037 * (double)i);
    spec.truncate = i % 2 ? 4.0 : 2.5;
    const gk_filter_choice choice = explained(&spec, GK_TYPE_U8, 1);
    assert_int_equal(choice.engine, GK_ENGINE_FIR);
    assert_int_equal(choice.radius, (size_t)(spec.truncate * spec.sigma[1] + 0.5));
    spec.truncate = 0.0;
    spec.radius[0] = i;
    assert_int_equal(explained(&spec, GK_TYPE_U8, 0).radius, i);
  }
}

/* The impulse response of each axis ends where the choice says. */
static void reach(void **state) {
  (void)state;
  enum { N = 201 };
  double in[N] = {0.0}, out[N];
  in[N / 2] = 1.0;
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, in, N), b = GK_ARRAY_1D(GK_TYPE_F64, out, N);
  for (size_t i = 0; i < 60; i++) {
    gk_filter_spec spec = GK_FILTER_1D(0.5 + 0.2 * (double)i);
    spec.engine = GK_ENGINE_FIR;
    spec.tolerance = pow(10.0, -1.0 - (double)(i % 13));
    gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
    assert_success(gk_filter_explain(&a, &spec, &b, 0, &choice));
    assert_success(gk_filter(&a, &spec, &b, NULL));
    size_t positive = 0;
    for (size_t k = 0; k < N; k++) {
      positive += out[k] > 0.0;
    }
    assert_int_equal(positive, 2 * choice.radius + 1);
  }
}

/* Automatic: multiplications for narrow Gaussians, the recursion for wide ones and where only it
 * can; never for what it cannot. */
static void automatic(void **state) {
  (void)state;
  gk_filter_spec spec = GK_FILTER_1D(1.0);
  assert_int_equal(explained(&spec, GK_TYPE_F32, 0).engine, GK_ENGINE_FIR);
  spec.sigma[0] = 100.0;
  assert_int_equal(explained(&spec, GK_TYPE_F32, 0).engine, GK_ENGINE_RECURSIVE);
  assert_int_equal(explained(&spec, GK_TYPE_F64, 0).engine, GK_ENGINE_RECURSIVE);
  spec.tolerance = 1e-14;
  assert_int_equal(explained(&spec, GK_TYPE_F64, 0).engine, GK_ENGINE_FIR);
  spec.tolerance = 0.0;
  spec.order[0] = 3;
  assert_int_equal(explained(&spec, GK_TYPE_F64, 0).engine, GK_ENGINE_FIR);
  spec.order[0] = 0;
  spec.method = GK_WEIGHTS_DISCRETE;
  assert_int_equal(explained(&spec, GK_TYPE_F64, 0).engine, GK_ENGINE_FIR);
  spec.method = GK_WEIGHTS_SAMPLED;
  spec.truncate = 4.0;
  assert_int_equal(explained(&spec, GK_TYPE_F64, 0).engine, GK_ENGINE_FIR);
}

/* Where the header says that the recursion begins, for two axes. */
static void change_over(void **state) {
  (void)state;
  static const struct {
    gk_type type;
    double sigma;
    gk_engine engine;
  } cases[] = {{GK_TYPE_U8, 7.3, GK_ENGINE_FIR},        {GK_TYPE_F32, 7.3, GK_ENGINE_FIR},
               {GK_TYPE_F32, 7.4, GK_ENGINE_RECURSIVE}, {GK_TYPE_F64, 3.5, GK_ENGINE_FIR},
               {GK_TYPE_F64, 3.6, GK_ENGINE_RECURSIVE}, {GK_TYPE_U16, 3.6, GK_ENGINE_RECURSIVE}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const gk_filter_spec spec = GK_FILTER_2D(cases[i].sigma);
    assert_int_equal(explained(&spec, cases[i].type, 0).engine, cases[i].engine);
  }
}

/* The same bits for any number of threads. */
static void threads(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(123);
  for (size_t i = 0; i < 24; i++) {
    asked_filter a = {.kind = (reference_kind)(i % 4), .wider = {8.0, 8.0, 0.0, 0.0}};
    const size_t size[] = {190 + pick(&rng, 80), 150 + pick(&rng, 60), 1 + pick(&rng, 3)};
    a.spec = (gk_filter_spec)GK_FILTER_2D(between(&rng, 2.0, 7.0));
    a.spec.engine = (gk_engine)(i / 4 % 3);
    a.in = sheet_new(&rng, (gk_type)(i % 5 % 4), 3, size, i % 2 ? SHEET_ANY : SHEET_PLAIN);
    sheet_fill(&a.in, &rng, 1.0);
    a.mask = sheet_new(&rng, GK_TYPE_U8, 3, size, SHEET_PLAIN);
    sheet_fill(&a.mask, &rng, 1.0);
    if (i % 4 == REFERENCE_FILTER && i % 3 == 0) {
      a.spec.mask = &a.mask.array;
    }
    a.out = sheet_new(&rng, a.in.array.type, 3, size, SHEET_ANY);
    asked_describe(&a);
    sheet first = sheet_copy(&a.out);
    for (size_t count = 1; count <= 5; count++) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = count;
      sheet out = sheet_copy(&a.out);
      assert_success(reference_call(a.kind, &a.in.array, &a.spec, a.wider,
                                    count == 1 ? &first.array : &out.array, &options));
      if (count > 1) {
        sheet_check_same(&out, &first, a.what);
      }
      sheet_free(&out);
    }
    sheet_free(&first);
    a.spec.mask = &a.mask.array;
    asked_free(&a);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(radii),   cmocka_unit_test(shares),    cmocka_unit_test(given),
      cmocka_unit_test(reach),   cmocka_unit_test(automatic), cmocka_unit_test(change_over),
      cmocka_unit_test(threads),
  };
  return gk_test_main("filter_choice", tests);
}
