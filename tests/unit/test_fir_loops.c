/*
 * The loops of the FIR filter, of the instruction set that the first argument names: conversions of
 * all values, weights across rows and along them against long double, nothing written beside a row,
 * and the same bits wherever a row is cut.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "isa_argument.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
  MOST = 150,
  LD = 260,
  MOST_RADIUS = 9,
  LINES = 10,
  ROWS = 2 * MOST_RADIUS + LINES,
  GUARD = -7
};

#define REAL       double
#define TWIN(name) name##_f64
#define ROUNDOFF   0x1p-53L
#define table_f64  fir_f64
#include "fir_loops_impl.h"
#undef REAL
#undef TWIN
#undef ROUNDOFF

#define REAL       float
#define TWIN(name) name##_f32
#define ROUNDOFF   0x1p-24L
#define table_f32  fir_f32
#include "fir_loops_impl.h"

int main(int argc, char **argv) {
  const int status = choose_tables(argc, argv);
  if (status) {
    return status;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(loads_f64),         cmocka_unit_test(loads_f32),
      cmocka_unit_test(whole_numbers_f64), cmocka_unit_test(whole_numbers_f32),
      cmocka_unit_test(ties_f64),          cmocka_unit_test(ties_f32),
      cmocka_unit_test(beyond_range_f64),  cmocka_unit_test(beyond_range_f32),
      cmocka_unit_test(reals_f64),         cmocka_unit_test(reals_f32),
      cmocka_unit_test(strides_f64),       cmocka_unit_test(strides_f32),
      cmocka_unit_test(sums_f64),          cmocka_unit_test(sums_f32),
      cmocka_unit_test(constants_f64),     cmocka_unit_test(constants_f32),
      cmocka_unit_test(cut_anywhere_f64),  cmocka_unit_test(cut_anywhere_f32),
      cmocka_unit_test(other_ways_f64),    cmocka_unit_test(other_ways_f32),
      cmocka_unit_test(spreading_f64),     cmocka_unit_test(spreading_f32),
  };
  return gk_test_main("fir_loops", tests);
}
