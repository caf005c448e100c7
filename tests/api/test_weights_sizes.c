/* How many taps the libraries of the field take for a sigma, and OpenCV's sigma for a size. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdint.h>

#include "gk_test.h"

static size_t taps(gk_size_rule rule, double sigma, double truncate) {
  size_t size = SIZE_MAX;
  assert_success(gk_weights_size(rule, sigma, truncate, &size));
  return size;
}

/* By the formulas of the header. */
static void formulas(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(51);
  for (size_t i = 0; i < 2000; i++) {
    const double sigma = 20.0 * gk_test_uniform(&rng), truncate = 8.0 * gk_test_uniform(&rng);
    assert_int_equal(taps(GK_SIZE_SCIPY, sigma, truncate),
                     2 * (size_t)(truncate * sigma + 0.5) + 1);
    assert_int_equal(taps(GK_SIZE_SCIPY, sigma, 0.0), 2 * (size_t)(4.0 * sigma + 0.5) + 1);
    assert_int_equal(taps(GK_SIZE_OPENCV, sigma, 0.0), (size_t)round(8.0 * sigma + 1.0) | 1);
    assert_int_equal(taps(GK_SIZE_OPENCV_8BIT, sigma, 7.0), (size_t)round(6.0 * sigma + 1.0) | 1);
    assert_int_equal(taps(GK_SIZE_MATLAB, sigma, 0.0), 2 * (size_t)ceil(2.0 * sigma) + 1);
    assert_int_equal(taps(GK_SIZE_ASTROPY, sigma, 0.0), (size_t)ceil(8.0 * sigma) | 1);
  }
}

/* Odd at any sigma, 1 at none or nearly none, and what halves are rounded to. */
static void edges(void **state) {
  (void)state;
  for (int rule = GK_SIZE_SCIPY; rule <= GK_SIZE_ASTROPY; rule++) {
    assert_int_equal(taps((gk_size_rule)rule, 0.0, 0.0), 1);
    assert_int_equal(taps((gk_size_rule)rule, 1e-300, 0.0), rule == GK_SIZE_MATLAB ? 3 : 1);
    size_t before = 0;
    for (int i = 0; i < 400; i++) {
      const size_t size = taps((gk_size_rule)rule, i / 16.0, 0.0);
      assert_true(size % 2 == 1 && size >= before);
      before = size;
    }
  }
  assert_int_equal(taps(GK_SIZE_SCIPY, 0.125, 4.0), 3);   /* 4 sigma + 1/2 is 1 */
  assert_int_equal(taps(GK_SIZE_OPENCV, 0.1875, 0.0), 3); /* 2.5 */
  assert_int_equal(taps(GK_SIZE_MATLAB, 0.5, 0.0), 3);
  assert_int_equal(taps(GK_SIZE_ASTROPY, 0.25, 0.0), 3);
  assert_int_equal(taps(GK_SIZE_SCIPY, 1e9, 4.0), 8000000001);
}

#define REFUSED(call, status, word)                                                                \
  assert_status(call, status);                                                                     \
  assert_message(word)

static void mistakes(void **state) {
  (void)state;
  size_t size = 77;
  const double bad[] = {-1.0, (double)NAN, (double)INFINITY};
  for (size_t i = 0; i < 3; i++) {
    REFUSED(gk_weights_size(GK_SIZE_SCIPY, bad[i], 0.0, &size), GK_ERROR_ARGUMENT, "sigma");
    REFUSED(gk_weights_size(GK_SIZE_SCIPY, 1.0, bad[i], &size), GK_ERROR_ARGUMENT, "truncate");
    assert_message("gk_weights_size: ");
  }
  REFUSED(gk_weights_size((gk_size_rule)5, 1.0, 0.0, &size), GK_ERROR_ARGUMENT, "rule");
  REFUSED(gk_weights_size((gk_size_rule)-1, 1.0, 0.0, &size), GK_ERROR_ARGUMENT, "rule");
  REFUSED(gk_weights_size(GK_SIZE_SCIPY, 1.0, 0.0, NULL), GK_ERROR_ARGUMENT, "size");
  for (int rule = GK_SIZE_SCIPY; rule <= GK_SIZE_ASTROPY; rule++) {
    REFUSED(gk_weights_size((gk_size_rule)rule, 1e300, 0.0, &size), GK_ERROR_OVERFLOW, "sigma");
    REFUSED(gk_weights_size((gk_size_rule)rule, 1e19, 0.0, &size), GK_ERROR_OVERFLOW, "sigma");
  }
  REFUSED(gk_weights_size(GK_SIZE_SCIPY, 1.0, 1e300, &size), GK_ERROR_OVERFLOW, "taps");
  assert_int_equal(size, 77);
  double sigma = 77.0;
  REFUSED(gk_weights_sigma_opencv(0, &sigma), GK_ERROR_ARGUMENT, "size");
  REFUSED(gk_weights_sigma_opencv(3, NULL), GK_ERROR_ARGUMENT, "sigma");
  assert_message("gk_weights_sigma_opencv: ");
  assert_close(sigma, 77.0, 0.0);
}

static void sigma_of_a_size(void **state) {
  (void)state;
  for (size_t size = 1; size < 200; size++) {
    double sigma = 0.0;
    assert_success(gk_weights_sigma_opencv(size, &sigma));
    assert_close(sigma, 0.3 * (((double)size - 1.0) * 0.5 - 1.0) + 0.8, 2e-15 * sigma);
    assert_close(sigma, 0.15 * (double)size + 0.35, 2e-15 * sigma);
  }
  double sigma = 0.0;
  assert_success(gk_weights_sigma_opencv(3, &sigma));
  assert_close(sigma, 0.8, 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(formulas),
      cmocka_unit_test(edges),
      cmocka_unit_test(mistakes),
      cmocka_unit_test(sigma_of_a_size),
  };
  return gk_test_main("weights_sizes", tests);
}
