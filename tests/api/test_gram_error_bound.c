/* gk_gram_error_bound is the formula that gram.h states, and refuses what the Gram matrix refuses.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>

#include "gk_test.h"

/* Features summed in one chain, as the header counts them. */
static double chain(size_t d) {
  const double n = (double)d;
  return fmin(n, 128.0) + fmin(ceil(n / 128.0), 64.0) + ceil(n / 8192.0);
}

static double stated(size_t d, double variance, double u, double tolerance, double flushed) {
  const double e = 2.718281828459045;
  const double differences = u * (chain(d) + 9.0) / e;
  const double exponent = d > 48 ? fmax(tolerance, differences) : differences;
  return variance * (exponent + 6.0 * u) + flushed;
}

static void the_formula(void **state) {
  (void)state;
  static const size_t features[] = {0,
                                    1,
                                    2,
                                    16,
                                    47,
                                    48,
                                    49,
                                    127,
                                    128,
                                    129,
                                    256,
                                    257,
                                    1000,
                                    10000,
                                    99999,
                                    100000,
                                    1000000,
                                    12345678,
                                    (size_t)1 << 40};
  static const double variances[] = {1.0, 0.7, 1e-30, 1e30};
  for (size_t c = 0; c < sizeof features / sizeof features[0] * 4; c++) {
    const size_t d = features[c / 4];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.variance = variances[c % 4];
    double f32 = 0.0, f64 = 0.0;
    assert_success(gk_gram_error_bound_f32(d, &rbf, &f32));
    assert_success(gk_gram_error_bound_f64(d, &rbf, &f64));
    const double f32_stated = stated(d, rbf.variance, 0x1p-24, 0x1p-14, 0x1p-124);
    const double f64_stated = stated(d, rbf.variance, 0x1p-53, 0x1p-43, 0x1p-1020);
    assert_close(f32 / f32_stated, 1.0, 1e-12);
    assert_close(f64 / f64_stated, 1.0, 1e-12);
  }
}

/* It depends on the number of features and the variance, on nothing else. */
static void what_it_depends_on(void **state) {
  (void)state;
  const double lengthscale[] = {1e-5, 3.0, 1e5};
  gk_rbf rbf = GK_RBF_INIT;
  double plain = 0.0, other = 0.0;
  assert_success(gk_gram_error_bound_f64(3, NULL, &plain));
  assert_success(gk_gram_error_bound_f64(3, &rbf, &other));
  assert_same_f64(other, plain);
  rbf.gamma = 1e7;
  rbf.noise = 2.0;
  rbf.lengthscale = lengthscale;
  assert_success(gk_gram_error_bound_f64(3, &rbf, &other));
  assert_same_f64(other, plain);
  double last = 0.0;
  for (size_t d = 0; d < 48; d++) {
    assert_success(gk_gram_error_bound_f32(d, NULL, &other));
    assert_true(other > last);
    last = other;
  }
}

static void failures_write_nothing(void **state) {
  (void)state;
  gk_rbf rbf = GK_RBF_INIT;
  double bound = 7.0;
  rbf.gamma = -1.0;
  assert_status(gk_gram_error_bound_f64(3, &rbf, &bound), GK_ERROR_ARGUMENT);
  assert_message("gk_gram_error_bound_f64: ");
  assert_status(gk_gram_error_bound_f32(3, &rbf, &bound), GK_ERROR_ARGUMENT);
  assert_message("gk_gram_error_bound_f32: ");
  assert_same_f64(bound, 7.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_formula),
      cmocka_unit_test(what_it_depends_on),
      cmocka_unit_test(failures_write_nothing),
  };
  return gk_test_main("gram_error_bound", tests);
}
