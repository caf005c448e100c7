/*
 * Every wrong argument of the products with K: the status, a message with the function, the argument
 * and the value, and nothing written.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "product_case.h"

enum { M = 6, N = 7, D = 5, P = 3 };

#include "f64.h"

#include "product_arguments_impl.h"

#include "f32.h"

#include "product_arguments_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_mistake_f64), cmocka_unit_test(every_mistake_f32),
      cmocka_unit_test(overlaps_f64),      cmocka_unit_test(overlaps_f32),
      cmocka_unit_test(bad_weights_f64),   cmocka_unit_test(bad_weights_f32),
      cmocka_unit_test(sizes_f64),         cmocka_unit_test(sizes_f32),
      cmocka_unit_test(too_many_sums_f64), cmocka_unit_test(too_many_sums_f32),
      cmocka_unit_test(later_f64),         cmocka_unit_test(later_f32),
  };
  return gk_test_main("product_arguments", tests);
}
