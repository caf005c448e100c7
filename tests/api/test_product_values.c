/*
 * Products with K, row sums, log sums and means of many families of points against the formulas in
 * long double, within the bounds of gram.h: numbers of features where the method changes, numbers of
 * points where tiles end, numbers of vectors where the engine changes.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "product_case.h"

static const size_t features[] = {1, 3, 16, 49, 130, 300};
static const size_t points[] = {1, 2, 17, 65, 255, 257, 300};
static const size_t vectors[] = {1, 3, 8, 9, 17, 64};
enum {
  FEATURES = sizeof features / sizeof features[0],
  POINTS = sizeof points / sizeof points[0],
  VECTORS = sizeof vectors / sizeof vectors[0],
  MOST_FEATURES = 300
};

/* Features read by the reference for one result: keeps a run within seconds. */
enum { BUDGET = 24000 };

#include "f64.h"

#include "product_values_impl.h"

#include "f32.h"

#include "product_values_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_families_f64), cmocka_unit_test(all_families_f32),
      cmocka_unit_test(every_size_f64),   cmocka_unit_test(every_size_f32),
      cmocka_unit_test(kernels_f64),      cmocka_unit_test(kernels_f32),
      cmocka_unit_test(noises_f64),       cmocka_unit_test(noises_f32),
      cmocka_unit_test(lengthscales_f64), cmocka_unit_test(lengthscales_f32),
      cmocka_unit_test(many_tiles_f64),   cmocka_unit_test(many_tiles_f32),
      cmocka_unit_test(many_columns_f64), cmocka_unit_test(many_columns_f32),
      cmocka_unit_test(one_row_f64),      cmocka_unit_test(one_row_f32),
  };
  return gk_test_main("product_values", tests);
}
