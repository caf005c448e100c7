/*
 * Tiles of the instruction set that the first argument names, of every shape that cuts a block:
 * each entry against long double, the mirror image and the diagonal bit for bit, and nothing
 * written beside the tile; and products of panels.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "isa_argument.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 70, LD = 96, MOST_FEATURES = 21, GUARD = -7 };

static const size_t sizes[] = {1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 65, MOST};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

#define REAL       double
#define TWIN(name) name##_f64
#define table_f64  f64
#include "loops_impl.h"
#undef REAL
#undef TWIN

#define REAL       float
#define TWIN(name) name##_f32
#define table_f32  f32
#include "loops_impl.h"

int main(int argc, char **argv) {
  const int status = choose_tables(argc, argv);
  if (status) {
    return status;
  }
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(panels_hold_every_point_f64), cmocka_unit_test(panels_hold_every_point_f32),
      cmocka_unit_test(tiles_of_any_shape_f64),      cmocka_unit_test(tiles_of_any_shape_f32),
      cmocka_unit_test(diagonal_tiles_f64),          cmocka_unit_test(diagonal_tiles_f32),
      cmocka_unit_test(streamed_tiles_f64),          cmocka_unit_test(streamed_tiles_f32),
      cmocka_unit_test(squares_of_one_panel_f64),    cmocka_unit_test(squares_of_one_panel_f32),
      cmocka_unit_test(products_of_panels_f64),      cmocka_unit_test(products_of_panels_f32),
  };
  return gk_test_main("loops", tests);
}
