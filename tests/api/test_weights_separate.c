/* Kernels that are a column times a row, kernels that are not, and what is neither. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights_reference.h"

enum { MOST = 24 };

/* HIPR2's table for sigma = 1 and one of Intel's: as printed, and the distance of each from the best
 * approximation of rank one, divided by the largest entry (numpy.linalg.svd). */
static const double hipr[] = {1,  4, 7, 4,  1,  4,  16, 26, 16, 4, 7, 26, 41,
                              26, 7, 4, 16, 26, 16, 4,  1,  4,  7, 4, 1};
static const double ipp[] = {2,  7,  12, 7,  2,  7,  31, 52, 31, 7,  12, 52, 127,
                             52, 12, 7,  31, 52, 31, 7,  2,  7,  12, 7,  2};
static const double hipr_residual = 0.008197614578150353, ipp_residual = 0.03779970142836765;

#include "f64.h"

#include "weights_separate_impl.h"

#include "f32.h"

#include "weights_separate_impl.h"

/* Finite weights, whose sum is not; and nearly so. */
static void scales_too_large(void **state) {
  (void)state;
  double w[9], column[3] = {7.0, 7.0, 7.0}, row[3] = {7.0, 7.0, 7.0}, scale = 7.0, residual = 7.0;
  for (size_t i = 0; i < 9; i++) {
    w[i] = 1.7e308;
  }
  assert_status(gk_weights_separate_f64(3, 3, w, 3, 0.0, column, row, &scale, &residual),
                GK_ERROR_DATA);
  assert_message("scale");
  for (size_t i = 0; i < 3; i++) {
    assert_true(column[i] == 7.0 && row[i] == 7.0 && scale == 7.0 && residual == 7.0);
  }
  for (size_t i = 0; i < 9; i++) {
    w[i] = 1.7e307;
  }
  assert_success(gk_weights_separate_f64(3, 3, w, 3, 0.0, column, row, &scale, &residual));
  assert_close(scale, 1.53e308L, 1e294);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gaussians_f64),      cmocka_unit_test(gaussians_f32),
      cmocka_unit_test(outer_products_f64), cmocka_unit_test(outer_products_f32),
      cmocka_unit_test(derivatives_f64),    cmocka_unit_test(derivatives_f32),
      cmocka_unit_test(turned_f64),         cmocka_unit_test(turned_f32),
      cmocka_unit_test(tables_f64),         cmocka_unit_test(tables_f32),
      cmocka_unit_test(scales_f64),         cmocka_unit_test(scales_f32),
      cmocka_unit_test(no_numbers_f64),     cmocka_unit_test(no_numbers_f32),
      cmocka_unit_test(scales_too_large),   cmocka_unit_test(mistakes_f64),
      cmocka_unit_test(mistakes_f32),
  };
  return gk_test_main("weights_separate", tests);
}
