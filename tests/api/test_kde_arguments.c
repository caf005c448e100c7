/*
 * Bad input to the functions of kde.h: the status, a message that names the function and what is
 * wrong, and outputs that are as they were; data that allow no estimate.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "kde_case.h"

static void check_refused(gk_status status, gk_status expected, const char *function,
                          const char *word, const char *file, int line) {
  gk_test_status(status, expected, word, file, line);
  const size_t length = strlen(function);
  if (strncmp(gk_error_message(), function, length) != 0 || gk_error_message()[length] != ':') {
    print_error("the message \"%s\" does not begin with %s\n", gk_error_message(), function);
    _fail(file, line);
  }
  gk_test_message(word, file, line);
}

#define refused(call, expected, word)                                                              \
  check_refused(call, expected, FUNCTION, word, __FILE__, __LINE__)
#define wrong(call, word) refused(call, GK_ERROR_ARGUMENT, word)

/* Options of a version that this one does not know. */
static gk_options unknown(void) {
  gk_options options = GK_OPTIONS_INIT;
  options.struct_size = 3;
  return options;
}

#include "f64.h"

#include "kde_arguments_impl.h"

#include "f32.h"

#include "kde_arguments_impl.h"

/* C is one that double holds, and H is not, through no adjust. */
static void narrow_rules(void **state) {
  (void)state;
  const double x[4] = {0, 2.7e-154, 0, 2.7e-154};
  gk_kde *kde;
  assert_status(gk_kde_create_f64(4, 1, x, 1, NULL, NULL, &kde, NULL), GK_ERROR_DATA);
  assert_message("H[0][0]");
  assert_null(kde);
}

#define FUNCTION "gk_kde_bandwidth"
static void bandwidth(void **state) {
  (void)state;
  kde_case c = kde_case_new(1, 9, 3, 0.5, 1, 0, false);
  double h = -1;
  wrong(gk_kde_bandwidth(NULL, &h), "kde is NULL");
  wrong(gk_kde_bandwidth(c.kde, NULL), "h is NULL");
  assert_same_f64(h, -1);
  kde_case_free(&c);
}
#undef FUNCTION

#define FUNCTION "gk_kde_covariance"
static void covariance(void **state) {
  (void)state;
  kde_case c = kde_case_new(1, 9, 3, 0.5, 1, 0, false);
  double h[9] = {-1}, factor = -1;
  wrong(gk_kde_covariance(NULL, h, 3, &factor), "kde is NULL");
  wrong(gk_kde_covariance(c.kde, h, 2, &factor), "ldc = 2");
  refused(gk_kde_covariance(c.kde, h, SIZE_MAX / 2, &factor), GK_ERROR_OVERFLOW, "ldc");
  assert_same_f64(h[0], -1);
  assert_same_f64(factor, -1);
  kde_case_free(&c);
}
#undef FUNCTION

#define FUNCTION "gk_kde_error"
static void error(void **state) {
  (void)state;
  kde_case line = kde_case_new(1, 9, 1, 0, 1, 0, false),
           full = kde_case_new(2, 9, 2, 0.5, 1, 0, false);
  const gk_axis axes[2] = {{0, 1, 5}, {0, 1, 5}}, endless[2] = {{0, INFINITY, 5}, {0, 1, 5}};
  gk_kde_engine engine = (gk_kde_engine)77;
  double bound = -1;
  gk_kde_method method = GK_KDE_METHOD_INIT;
  wrong(gk_kde_error(NULL, 1, NULL, NULL, &engine, &bound), "kde is NULL");
  wrong(gk_kde_error(full.kde, 1, endless, NULL, &engine, &bound), "axes[0]");
  method.tolerance = NAN;
  wrong(gk_kde_error(full.kde, 1, axes, &method, &engine, &bound), "tolerance");
  method = (gk_kde_method)GK_KDE_METHOD_INIT;
  method.engine = GK_KDE_EXPONENTIALS;
  wrong(gk_kde_error(full.kde, 1, NULL, &method, &engine, &bound), "engine");
  method.engine = GK_KDE_BINNED;
  wrong(gk_kde_error(full.kde, 1, axes, &method, &engine, &bound), "engine");
  wrong(gk_kde_error(line.kde, 1, NULL, &method, &engine, &bound), "engine");
  assert_int_equal(engine, 77);
  assert_same_f64(bound, -1);
  assert_success(gk_kde_error(line.kde, 1, NULL, NULL, NULL, NULL));
  kde_case_free(&line);
  kde_case_free(&full);
}
#undef FUNCTION

#define FUNCTION "gk_kde_integral"
static void integral(void **state) {
  (void)state;
  kde_case c = kde_case_new(2, 9, 2, 0.5, 1, 0, false);
  const double low[] = {0, 0}, high[] = {1, 1}, under[] = {1, -1}, nan[] = {0, NAN};
  double value = -1, bound = -1;
  const gk_options options = unknown();
  wrong(gk_kde_integral(NULL, low, high, &value, &bound, NULL), "kde is NULL");
  wrong(gk_kde_integral(c.kde, NULL, high, &value, &bound, NULL), "low is NULL");
  wrong(gk_kde_integral(c.kde, low, NULL, &value, &bound, NULL), "high is NULL");
  wrong(gk_kde_integral(c.kde, low, high, NULL, &bound, NULL), "integral is NULL");
  wrong(gk_kde_integral(c.kde, low, under, &value, &bound, NULL), "[1]");
  wrong(gk_kde_integral(c.kde, nan, high, &value, &bound, NULL), "are no interval");
  wrong(gk_kde_integral(c.kde, low, nan, &value, &bound, NULL), "high[1]");
  wrong(gk_kde_integral(c.kde, low, high, &value, &bound, &options), "options");
  assert_same_f64(value, -1);
  assert_same_f64(bound, -1);
  kde_case_free(&c);
}
#undef FUNCTION

#define FUNCTION "gk_kde_integral_gaussian"
static void integral_gaussian(void **state) {
  (void)state;
  kde_case c = kde_case_new(2, 9, 2, 0.5, 1, 0, false);
  const double mean[] = {0, 0}, s[] = {1, 0.5, 0.5, 1}, skew[] = {1, 0.5, 0.4, 1}, nan[] = {NAN, 0};
  const double indefinite[] = {1, 2, 2, 1}, endless[] = {1, INFINITY, INFINITY, 1};
  double value = -1;
  const gk_options options = unknown();
  wrong(gk_kde_integral_gaussian(NULL, mean, s, 2, &value, NULL), "kde is NULL");
  wrong(gk_kde_integral_gaussian(c.kde, NULL, s, 2, &value, NULL), "mean is NULL");
  wrong(gk_kde_integral_gaussian(c.kde, mean, NULL, 2, &value, NULL), "covariance is NULL");
  wrong(gk_kde_integral_gaussian(c.kde, mean, s, 1, &value, NULL), "ldc = 1");
  wrong(gk_kde_integral_gaussian(c.kde, mean, s, 2, NULL, NULL), "integral is NULL");
  wrong(gk_kde_integral_gaussian(c.kde, mean, s, 2, &value, &options), "options");
  wrong(gk_kde_integral_gaussian(c.kde, mean, skew, 2, &value, NULL), "symmetric");
  assert_int_equal(gk_kde_integral_gaussian(c.kde, nan, s, 2, &value, NULL) == GK_SUCCESS, 0);
  assert_int_equal(gk_kde_integral_gaussian(c.kde, mean, endless, 2, &value, NULL) == GK_SUCCESS,
                   0);
  refused(gk_kde_integral_gaussian(c.kde, mean, indefinite, 2, &value, NULL), GK_ERROR_SINGULAR,
          "");
  assert_same_f64(value, -1);
  kde_case_free(&c);
}
#undef FUNCTION

#define FUNCTION "gk_kde_integral_kde"
static void integral_kde(void **state) {
  (void)state;
  kde_case a = kde_case_new(2, 9, 2, 0.5, 1, 0, false), b = kde_case_new(2, 9, 3, 0.5, 1, 0, false);
  double value = -1;
  const gk_options options = unknown();
  wrong(gk_kde_integral_kde(NULL, a.kde, &value, NULL), "a is NULL");
  wrong(gk_kde_integral_kde(a.kde, NULL, &value, NULL), "b is NULL");
  wrong(gk_kde_integral_kde(a.kde, a.kde, NULL, NULL), "integral is NULL");
  wrong(gk_kde_integral_kde(a.kde, b.kde, &value, NULL), "dimensions");
  wrong(gk_kde_integral_kde(a.kde, a.kde, &value, &options), "options");
  assert_same_f64(value, -1);
  kde_case_free(&a);
  kde_case_free(&b);
}
#undef FUNCTION

/* Two covariances that double holds, whose sum it does not. */
static void wide_sums(void **state) {
  (void)state;
  const double x[6] = {1, 5, 2, 4, 9, 3}, mean[2] = {0, 0};
  const double wide[4] = {1e308, 5e307, 5e307, 1e308}, flat[4] = {1e308, 0, 0, 1e308};
  for (size_t d = 1; d <= 2; d++) {
    for (int full = 0; full < 2; full++) {
      gk_kde_spec spec = GK_KDE_INIT;
      spec.rule = GK_BANDWIDTH_MATRIX;
      spec.bandwidth = full ? wide : flat;
      spec.ldb = 2;
      gk_kde *kde;
      double value = -1;
      assert_success(gk_kde_create_f64(3, d, x, 2, NULL, &spec, &kde, NULL));
      assert_status(gk_kde_integral_gaussian(kde, mean, spec.bandwidth, 2, &value, NULL),
                    GK_ERROR_DATA);
      assert_message("sum");
      assert_status(gk_kde_integral_kde(kde, kde, &value, NULL), GK_ERROR_DATA);
      assert_message("sum");
      assert_same_f64(value, -1);
      gk_kde_free(kde);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(create_f64),
      cmocka_unit_test(create_f32),
      cmocka_unit_test(data_f64),
      cmocka_unit_test(data_f32),
      cmocka_unit_test(singular_f64),
      cmocka_unit_test(singular_f32),
      cmocka_unit_test(adjusted_f64),
      cmocka_unit_test(adjusted_f32),
      cmocka_unit_test(points_f64),
      cmocka_unit_test(points_f32),
      cmocka_unit_test(logs_f64),
      cmocka_unit_test(logs_f32),
      cmocka_unit_test(grids_f64),
      cmocka_unit_test(grids_f32),
      cmocka_unit_test(samples_f64),
      cmocka_unit_test(samples_f32),
      cmocka_unit_test(bandwidth),
      cmocka_unit_test(covariance),
      cmocka_unit_test(error),
      cmocka_unit_test(integral),
      cmocka_unit_test(integral_gaussian),
      cmocka_unit_test(integral_kde),
      cmocka_unit_test(narrow_rules),
      cmocka_unit_test(wide_sums),
  };
  return gk_test_main("kde_arguments", tests);
}
