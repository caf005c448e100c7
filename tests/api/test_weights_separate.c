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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gaussians_f64),      cmocka_unit_test(gaussians_f32),
      cmocka_unit_test(outer_products_f64), cmocka_unit_test(outer_products_f32),
      cmocka_unit_test(derivatives_f64),    cmocka_unit_test(derivatives_f32),
      cmocka_unit_test(turned_f64),         cmocka_unit_test(turned_f32),
      cmocka_unit_test(tables_f64),         cmocka_unit_test(tables_f32),
      cmocka_unit_test(scales_f64),         cmocka_unit_test(scales_f32),
      cmocka_unit_test(no_numbers_f64),     cmocka_unit_test(no_numbers_f32),
      cmocka_unit_test(mistakes_f64),       cmocka_unit_test(mistakes_f32),
  };
  return gk_test_main("weights_separate", tests);
}
