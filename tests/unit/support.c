/* The tests' own tools, against values worked out by hand or published. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <float.h>
#include <math.h>

static void distances_count_the_steps_between_numbers(void **state) {
  (void)state;
  assert_close(gk_test_ulp_distance_f64(1.0, 1.0 + DBL_EPSILON), 1, 0);
  assert_close(gk_test_ulp_distance_f64(1.0, 1.0 - DBL_EPSILON), 2, 0);
  assert_close(gk_test_ulp_distance_f64(-0.0, 0.0), 0, 0);
  assert_close(gk_test_ulp_distance_f64(-0x1p-1074, 0x1p-1074), 2, 0);
  assert_close(gk_test_ulp_distance_f32(1.0f, 1.0f + FLT_EPSILON), 1, 0);
  assert_close(gk_test_ulp_distance_f32(-INFINITY, INFINITY), 2.0 * 0x7f800000, 0);
  assert_true(isinf(gk_test_ulp_distance_f64(NAN, NAN)));
}

static void errors_are_in_units_of_the_exact_number(void **state) {
  (void)state;
  assert_close(gk_test_ulp_error_f64(1.0, 1.0L + 0x1p-53L), 0.5, 0);
  assert_close(gk_test_ulp_error_f64(0x1p-1074, 0.0L), 1, 0);
  assert_close(gk_test_ulp_error_f64(0x1p-1074, 0x1p-1075L), 0.5, 0);
  assert_close(gk_test_ulp_error_f32(1.0f, 1.0L + 0x1p-23L), 1, 0);
  assert_close(gk_test_ulp_error_f32(0.0f, 0x1p-150L), 0.5, 0);
}

/* The first outputs for seed 1234567, as published with the reference implementation. */
static void bits_are_those_of_splitmix64(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(1234567);
  assert_true(gk_test_bits(&rng) == UINT64_C(6457827717110365317));
  assert_true(gk_test_bits(&rng) == UINT64_C(3203168211198807973));
  assert_true(gk_test_bits(&rng) == UINT64_C(9817491932198370423));
}

static void normals_have_the_moments_of_the_normal_distribution(void **state) {
  (void)state;
  enum { COUNT = 100000 };
  gk_test_rng rng = gk_test_seed(1);
  double sum = 0, squares = 0, fourth = 0;
  for (size_t i = 0; i < COUNT; i++) {
    const double z = gk_test_normal(&rng);
    sum += z;
    squares += z * z;
    fourth += z * z * z * z;
  }
  /* Five standard errors: 1, sqrt(2) and sqrt(96) over the root of the count. */
  const double error = 5.0 / sqrt(COUNT);
  assert_close(sum / COUNT, 0, error);
  assert_close(squares / COUNT, 1, sqrt(2.0) * error);
  assert_close(fourth / COUNT, 3, sqrt(96.0) * error);
}

static void the_reference_is_the_formula(void **state) {
  (void)state;
  const double x[] = {0, 0}, y[] = {3, 4}, lengthscale[] = {3, 4};
  const gk_rbf rbf = {sizeof rbf, 0.5, 2.0, 1.0, lengthscale};
  const long double one_over_e = 0.367879441171442321595523770161460867L;
  assert_close(gk_test_kernel_f64(2, x, y, &rbf), 2 * one_over_e, 1e-18);
  const float x32[] = {0, 0}, y32[] = {3, 4};
  assert_close(gk_test_kernel_f32(2, x32, y32, &rbf), 2 * one_over_e, 1e-18);
  const float near[] = {1, 0};
  assert_close(gk_test_kernel_f32(2, x32, near, NULL), one_over_e, 1e-18);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(distances_count_the_steps_between_numbers),
      cmocka_unit_test(errors_are_in_units_of_the_exact_number),
      cmocka_unit_test(bits_are_those_of_splitmix64),
      cmocka_unit_test(normals_have_the_moments_of_the_normal_distribution),
      cmocka_unit_test(the_reference_is_the_formula),
  };
  return gk_test_main("support", tests);
}
