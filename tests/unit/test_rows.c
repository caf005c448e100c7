/*
 * Loops along rows, of the instruction set that the first argument names: every length, each value
 * against long double, nothing written beside the row, and the same bits wherever a row is cut.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "isa_argument.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 70, LD = 80, TERMS = 5, GUARD = -7 };

#define REAL       double
#define TWIN(name) name##_f64
#define ROUNDOFF   0x1p-53L
#define REAL_MIN   DBL_MIN
#define table_f64  f64
#include "rows_impl.h"
#undef REAL
#undef TWIN
#undef ROUNDOFF
#undef REAL_MIN

#define REAL       float
#define TWIN(name) name##_f32
#define ROUNDOFF   0x1p-24L
#define REAL_MIN   FLT_MIN
#define table_f32  f32
#include "rows_impl.h"

int main(int argc, char **argv) {
  const int status = choose_tables(argc, argv);
  if (status) {
    return status;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gaussians_f64),    cmocka_unit_test(gaussians_f32),
      cmocka_unit_test(cut_anywhere_f64), cmocka_unit_test(cut_anywhere_f32),
      cmocka_unit_test(quadratics_f64),   cmocka_unit_test(quadratics_f32),
      cmocka_unit_test(over_levels_f64),  cmocka_unit_test(over_levels_f32),
      cmocka_unit_test(combinations_f64), cmocka_unit_test(combinations_f32),
      cmocka_unit_test(outer_f64),        cmocka_unit_test(outer_f32),
      cmocka_unit_test(narrowed_f64),     cmocka_unit_test(narrowed_f32),
  };
  return gk_test_main("rows", tests);
}
