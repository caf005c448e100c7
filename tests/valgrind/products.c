/*
 * Products with K, sums along its rows and columns of it, and density estimates by every engine, on
 * arrays that are not a byte longer than they must be.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct shape {
  size_t m, n, d, p, gap;
} shape;

static const shape shapes[] = {
    {0, 0, 3, 1, 0},    {1, 1, 0, 1, 0},     {1, 1, 1, 3, 0},   {3, 5, 2, 0, 1},
    {17, 33, 7, 8, 3},  {5, 70, 48, 9, 0},   {70, 5, 49, 2, 2}, {31, 65, 64, 17, 5},
    {20, 259, 3, 1, 0}, {3, 300, 60, 65, 1},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

static size_t elements(size_t rows, size_t columns, size_t gap) {
  return rows && columns ? (rows - 1) * (columns + gap) + columns : 0;
}

#define REAL       double
#define TWIN(name) name##_f64
#include "products_impl.h"
#undef REAL
#undef TWIN

#define REAL       float
#define TWIN(name) name##_f32
#include "products_impl.h"

static void integrals(void **state) {
  (void)state;
  const double covariance[9] = {1, 0.2, 0, 0.2, 1, 0.1, 0, 0.1, 2};
  for (size_t d = 1; d <= 3; d++) {
    for (int rule = GK_BANDWIDTH_SCOTT; rule <= GK_BANDWIDTH_MATRIX; rule++) {
      gk_kde *kde = estimate_f64(40, d, (gk_bandwidth)rule);
      double value = -1, error = -1, h[9], factor = 0;
      if (!kde) {
        continue;
      }
      const double low[3] = {-1, -INFINITY, 0}, high[3] = {2, 1, 1}, mean[3] = {0, 1, 2};
      assert_success(gk_kde_covariance(kde, h, d, &factor));
      assert_true(h[d * d - 1] > 0 && factor > 0);
      assert_success(gk_kde_integral(kde, low, high, &value, &error, NULL));
      assert_true(value >= 0 && value <= 1 && error > 0);
      assert_success(gk_kde_integral_gaussian(kde, mean, covariance, 3, &value, NULL));
      assert_true(value > 0);
      assert_success(gk_kde_integral_kde(kde, kde, &value, NULL));
      assert_true(value > 0);
      gk_kde_free(kde);
    }
  }
}

static void failures(void **state) {
  (void)state;
  const double x[6] = {1, 2, 2, 4, 3, 6}, nan[2] = {1, NAN};
  gk_kde *kde = NULL;
  assert_status(gk_kde_create_f64(3, 2, x, 2, NULL, NULL, &kde, NULL), GK_ERROR_SINGULAR);
  assert_message("rank 1");
  assert_status(gk_kde_create_f64(2, 1, nan, 1, NULL, NULL, &kde, NULL), GK_ERROR_DATA);
  assert_null(kde);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(products_f64),  cmocka_unit_test(products_f32),
      cmocka_unit_test(estimates_f64), cmocka_unit_test(estimates_f32),
      cmocka_unit_test(integrals),     cmocka_unit_test(failures),
  };
  return gk_test_main("valgrind_products", tests);
}
