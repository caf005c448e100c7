/*
 * The Gram matrix of many families of points against a plain loop in long double: every number of
 * features where the method changes, every number of points where a tile ends. Each case also
 * checks symmetry, diagonal, range and that nothing outside of K is written.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "canvas.h"
#include "checks.h"
#include "families.h"

static const size_t features[] = {1,  2,  3,   8,   16,  17,  48,  49,
                                  64, 96, 100, 128, 200, 512, 784, 1030};
static const size_t points[] = {1, 2, 7, 15, 16, 17, 63, 64, 65, 255, 256, 257, 300, 513};
enum { FEATURES = sizeof features / sizeof features[0], POINTS = sizeof points / sizeof points[0] };

/* Features read by the reference for one matrix: keeps a run within seconds. */
enum { BUDGET = 400000 };

#include "f64.h"

#include "gram_accuracy_impl.h"

#include "f32.h"

#include "gram_accuracy_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(families_f64),        cmocka_unit_test(families_f32),
      cmocka_unit_test(every_size_f64),      cmocka_unit_test(every_size_f32),
      cmocka_unit_test(gammas_f64),          cmocka_unit_test(gammas_f32),
      cmocka_unit_test(standardised_f64),    cmocka_unit_test(standardised_f32),
      cmocka_unit_test(lengthscales_f64),    cmocka_unit_test(lengthscales_f32),
      cmocka_unit_test(several_blocks_f64),  cmocka_unit_test(several_blocks_f32),
      cmocka_unit_test(rows_of_a_table_f64), cmocka_unit_test(rows_of_a_table_f32),
  };
  return gk_test_main("gram_accuracy", tests);
}
