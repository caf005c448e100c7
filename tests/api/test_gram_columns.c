/*
 * gk_gram_columns: some columns of some rows against the formula, in any order and twice, the same
 * bits for any number of threads, and bad input.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "checks.h"
#include "families.h"

static const size_t features[] = {0, 1, 3, 16, 48, 49, 130, 784};
enum { FEATURES = sizeof features / sizeof features[0], N = 700, MOST = 900 };

/* Some indices: the last first, every third, the same one again and again. */
static void choose(size_t *columns, size_t count, size_t c) {
  for (size_t i = 0; i < count; i++) {
    columns[i] = c % 3 == 0 ? (N - 1 - i % N) : c % 3 == 1 ? i * 3 % N : (i % 4 ? i * 17 % N : 350);
  }
}

#include "f64.h"

#include "gram_columns_impl.h"

#include "f32.h"

#include "gram_columns_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_f64),    cmocka_unit_test(values_f32),
      cmocka_unit_test(specials_f64),  cmocka_unit_test(specials_f32),
      cmocka_unit_test(same_bits_f64), cmocka_unit_test(same_bits_f32),
      cmocka_unit_test(arguments_f64), cmocka_unit_test(arguments_f32),
  };
  return gk_test_main("gram_columns", tests);
}
