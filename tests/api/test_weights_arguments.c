/*
 * Every wrong argument that weights.h names: the status, a message with the function and the
 * argument, and nothing written.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "gk_test.h"

enum { WIDTH = 5, HEIGHT = 3 };

/* A struct of a later version of the library: the one we know, and more behind it. */
typedef struct later_spec {
  gk_weights_spec known;
  double more[4];
} later_spec;

typedef struct call {
  later_spec spec;
  const gk_weights_spec *given;
  double covariance[9], center[3];
  int output_null;
} call;

typedef struct mistake {
  const char *name;
  void (*make)(call *c);
  gk_status status;
  const char *words[2];
} mistake;

#include "weights_mistakes.h"

#define ARGUMENT GK_ERROR_ARGUMENT
#define SINGULAR GK_ERROR_SINGULAR
#define OVERFLOW GK_ERROR_OVERFLOW

static const mistake mistakes[] = {
    {"spec NULL", spec_null, ARGUMENT, {"spec", "NULL"}},
    {"w NULL", w_null, ARGUMENT, {"w", "NULL"}},
    {"struct_size 0", size_struct_0, ARGUMENT, {"spec->struct_size = 0", "initialiser"}},
    {"struct_size small", size_struct_small, ARGUMENT, {"struct_size", NULL}},
    {"tail", tail, ARGUMENT, {"spec", NULL}},
    {"last byte", last_byte, ARGUMENT, {"spec", NULL}},
    {"dimensions 0", dimensions_0, ARGUMENT, {"dimensions", "0"}},
    {"dimensions 4", dimensions_4, ARGUMENT, {"dimensions", "4"}},
    {"dimensions SIZE_MAX", dimensions_many, ARGUMENT, {"dimensions", NULL}},
    {"sigma 0", sigma_0, ARGUMENT, {"sigma", "0"}},
    {"sigma < 0", sigma_negative, ARGUMENT, {"sigma", "-2.5"}},
    {"sigma NaN", sigma_nan, ARGUMENT, {"sigma", "nan"}},
    {"sigma inf", sigma_infinite, ARGUMENT, {"sigma", "inf"}},
    {"theta NaN", theta_nan, ARGUMENT, {"theta", "nan"}},
    {"theta inf", theta_infinite, ARGUMENT, {"theta", "inf"}},
    {"theta in 1-D", theta_1d, ARGUMENT, {"theta", NULL}},
    {"theta in 3-D", theta_3d, ARGUMENT, {"theta", NULL}},
    {"covariance and sigma", covariance_and_sigma, ARGUMENT, {"sigma", "covariance"}},
    {"covariance and theta", covariance_and_theta, ARGUMENT, {"theta", "covariance"}},
    {"covariance NaN", covariance_nan, ARGUMENT, {"covariance", "nan"}},
    {"covariance inf", covariance_infinite, ARGUMENT, {"covariance", "inf"}},
    {"covariance lopsided", covariance_lopsided, ARGUMENT, {"covariance", NULL}},
    {"covariance singular", covariance_singular, SINGULAR, {"covariance", "rank 1, not 2"}},
    {"covariance indefinite",
     covariance_indefinite,
     SINGULAR,
     {"covariance", "1 negative eigenvalue, the lowest -2"}},
    {"covariance negative",
     covariance_negative,
     SINGULAR,
     {"covariance", "1 negative eigenvalue, the lowest -1"}},
    {"covariance 0", covariance_of_zeros, SINGULAR, {"covariance", "rank 0, not 2"}},
    {"covariance huge", covariance_huge, SINGULAR, {"covariance", "1 negative eigenvalue,"}},
    {"covariance of a plane", covariance_of_plane, SINGULAR, {"covariance", "rank 2, not 3"}},
    {"covariance of a line", covariance_of_line, SINGULAR, {"covariance", "rank 1, not 3"}},
    {"covariance saddle",
     covariance_saddle,
     SINGULAR,
     {"1 negative eigenvalue,", "rank is 2, not 3"}},
    {"covariance negative twice",
     covariance_negative_twice,
     SINGULAR,
     {"2 negative eigenvalues,", "the lowest -2"}},
    {"center NaN", center_nan, ARGUMENT, {"center", "nan"}},
    {"center inf", center_infinite, ARGUMENT, {"center", "inf"}},
    {"center far", center_far, ARGUMENT, {"center", NULL}},
    {"center far, peak", center_far_peak, ARGUMENT, {"center", NULL}},
    {"center 1.1e9", center_out_of_range, ARGUMENT, {"center", "1.1e+09"}},
    {"sigma 1e-101", sigma_small, ARGUMENT, {"sigma", "1e-101"}},
    {"sigma 1e101", sigma_large, ARGUMENT, {"sigma", "1e+101"}},
    {"theta 1.1e6", theta_large, ARGUMENT, {"theta", "1.1e+06"}},
    {"discrete outside", discrete_outside, ARGUMENT, {"center", NULL}},
    {"discrete large", discrete_large, ARGUMENT, {"sigma", NULL}},
    {"integrated, turned, derived", integrated_turned_derivative, ARGUMENT, {"order", NULL}},
    {"integrated, turned, narrow", integrated_turned_narrow, ARGUMENT, {"covariance", NULL}},
    {"amplitude 2^-1017", amplitude_small, ARGUMENT, {"amplitude", NULL}},
    {"order 9", order_9, ARGUMENT, {"order", "9"}},
    {"order UINT_MAX", order_huge, ARGUMENT, {"order", NULL}},
    {"method 6", method_6, ARGUMENT, {"method", "6"}},
    {"method -1", method_negative, ARGUMENT, {"method", NULL}},
    {"normalize 4", normalize_4, ARGUMENT, {"normalize", "4"}},
    {"normalize -1", normalize_negative, ARGUMENT, {"normalize", NULL}},
    {"oversample 0", oversample_0, ARGUMENT, {"oversample", "0"}},
    {"oversample 101, turned", oversample_101_turned, ARGUMENT, {"oversample = 101", "1e+06"}},
    {"oversample 1001", oversample_1001, ARGUMENT, {"oversample", "1001"}},
    {"cutoff < 0", cutoff_negative, ARGUMENT, {"cutoff", "-0.25"}},
    {"cutoff > 1", cutoff_above_1, ARGUMENT, {"cutoff", "1.5"}},
    {"cutoff NaN", cutoff_nan, ARGUMENT, {"cutoff", "nan"}},
    {"amplitude NaN", amplitude_nan, ARGUMENT, {"amplitude = nan is not finite", NULL}},
    {"amplitude inf", amplitude_infinite, ARGUMENT, {"amplitude", "inf"}},
    {"discrete turned", discrete_turned, ARGUMENT, {"theta", NULL}},
    {"discrete between pixels", discrete_between_pixels, ARGUMENT, {"center", NULL}},
    {"discrete even", discrete_even, ARGUMENT, {"center", NULL}},
    {"opencv density", opencv_density, ARGUMENT, {"normalize", NULL}},
    {"opencv peak", opencv_peak, ARGUMENT, {"normalize", NULL}},
    {"opencv order", opencv_order, ARGUMENT, {"order", NULL}},
    {"opencv turned", opencv_turned, ARGUMENT, {"theta", NULL}},
    {"opencv shifted", opencv_shifted, ARGUMENT, {"center", NULL}},
    {"opencv sigma < 0", opencv_negative, ARGUMENT, {"sigma", "-1"}},
    {"binomial sigma", binomial_sigma, ARGUMENT, {"sigma[1] = 1", "sigma follows from the size"}},
    {"binomial order", binomial_order, ARGUMENT, {"order", NULL}},
    {"binomial covariance", binomial_covariance, ARGUMENT, {"covariance", NULL}},
    {"binomial shifted", binomial_shifted, ARGUMENT, {"center", NULL}},
    {"size wraps", size_wraps, OVERFLOW, {"address space", NULL}},
    {"size of bytes", size_of_bytes, OVERFLOW, {"address space", NULL}},
    {"size of halves", size_of_halves, OVERFLOW, {"address space", NULL}},
    {"size of memory", size_of_memory, GK_ERROR_MEMORY, {"memory", NULL}},
    {"size of three", size_of_three, OVERFLOW, {"address space", NULL}},
};
enum { MISTAKES = sizeof mistakes / sizeof mistakes[0] };

static void check_message(const char *name, const char *function, const char *const *words) {
  const char *message = gk_error_message();
  char start[64];
  snprintf(start, sizeof start, "%s: ", function);
  if (strncmp(message, start, strlen(start)) != 0) {
    fail_msg("%s: the message \"%s\" does not start with \"%s\"", name, message, start);
  }
  for (size_t w = 0; w < 2 && words[w]; w++) {
    if (!strstr(message + strlen(start), words[w])) {
      fail_msg("%s, %s: no \"%s\" in the message \"%s\"", function, name, words[w], message);
    }
  }
}

#include "f64.h"

#include "weights_arguments_impl.h"

#include "f32.h"

#include "weights_arguments_impl.h"

static void the_numbers_are_pinned(void **state) {
  (void)state;
  assert_int_equal(GK_WEIGHTS_SAMPLED, 0);
  assert_int_equal(GK_WEIGHTS_INTEGRATED, 1);
  assert_int_equal(GK_WEIGHTS_DISCRETE, 2);
  assert_int_equal(GK_WEIGHTS_OVERSAMPLED, 3);
  assert_int_equal(GK_WEIGHTS_OPENCV, 4);
  assert_int_equal(GK_WEIGHTS_BINOMIAL, 5);
  assert_int_equal(GK_NORMALIZE_SUM, 0);
  assert_int_equal(GK_NORMALIZE_PEAK, 1);
  assert_int_equal(GK_NORMALIZE_DENSITY, 2);
  assert_int_equal(GK_NORMALIZE_NONE, 3);
  assert_int_equal(GK_SIZE_SCIPY, 0);
  assert_int_equal(GK_SIZE_OPENCV, 1);
  assert_int_equal(GK_SIZE_OPENCV_8BIT, 2);
  assert_int_equal(GK_SIZE_MATLAB, 3);
  assert_int_equal(GK_SIZE_ASTROPY, 4);
  assert_int_equal(offsetof(gk_weights_spec, struct_size), 0);
  if (sizeof(size_t) == 8 && sizeof(void *) == 8) {
    assert_int_equal(offsetof(gk_weights_spec, theta), 64);
    assert_int_equal(offsetof(gk_weights_spec, order), 88);
    assert_int_equal(sizeof(gk_weights_spec), 136);
  }
}

static void the_largest_float(void **state) {
  (void)state;
  gk_weights_spec spec = GK_WEIGHTS_1D(1, 1.0);
  double w = 0.0;
  float f = 0.25F;
  spec.amplitude = 1e39;
  assert_success(gk_weights_f64(&spec, &w));
  assert_close(w, 1e39, 0.0);
  assert_int_equal(gk_weights_f32(&spec, &f), GK_ERROR_ARGUMENT);
  check_message("1e39", "gk_weights_f32", (const char *[]){"amplitude = 1e+39", "largest float"});
  assert_close((double)f, 0.25, 0.0);
}

static void the_init_macros(void **state) {
  (void)state;
  const gk_weights_spec line = GK_WEIGHTS_1D(7, 1.5), square = GK_WEIGHTS_2D(7, 1.5);
  const gk_weights_spec cube = GK_WEIGHTS_3D(7, 1.5);
  const gk_weights_spec *all[] = {&line, &square, &cube};
  for (size_t n = 1; n <= 3; n++) {
    const gk_weights_spec *spec = all[n - 1];
    assert_int_equal(spec->struct_size, sizeof *spec);
    assert_int_equal(spec->dimensions, n);
    for (size_t k = 0; k < 3; k++) {
      assert_int_equal(spec->size[k], k < n ? 7 : 1);
      assert_close(spec->sigma[k], k < n ? 1.5 : 0.0, 0.0);
      assert_int_equal(spec->order[k], 0);
    }
    assert_close(spec->theta, 0.0, 0.0);
    assert_null(spec->covariance);
    assert_null(spec->center);
    assert_int_equal(spec->method, GK_WEIGHTS_SAMPLED);
    assert_int_equal(spec->normalize, GK_NORMALIZE_SUM);
    assert_int_equal(spec->oversample, 10);
    assert_close(spec->cutoff, 0.0, 0.0);
    assert_close(spec->amplitude, 1.0, 0.0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_numbers_are_pinned),
      cmocka_unit_test(the_init_macros),
      cmocka_unit_test(the_largest_float),
      cmocka_unit_test(good_calls_f64),
      cmocka_unit_test(good_calls_f32),
      cmocka_unit_test(every_mistake_f64),
      cmocka_unit_test(every_mistake_f32),
      cmocka_unit_test(later_specs_f64),
      cmocka_unit_test(later_specs_f32),
      cmocka_unit_test(unused_f64),
      cmocka_unit_test(unused_f32),
      cmocka_unit_test(overlaps_f64),
      cmocka_unit_test(overlaps_f32),
      cmocka_unit_test(far_centers_f64),
      cmocka_unit_test(far_centers_f32),
  };
  return gk_test_main("weights_arguments", tests);
}
