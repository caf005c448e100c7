/*
 * Parts of a Gram matrix: row blocks and triangles have the bits of gk_gram, and nothing else is
 * written.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "checks.h"
#include "families.h"

static const size_t features[] = {1, 3, 17, 48, 49, 64, 130};
static const size_t points[] = {1, 17, 64, 255, 256, 257, 513, 700};
enum {
  FEATURES = sizeof features / sizeof features[0],
  POINTS = sizeof points / sizeof points[0],
  MOST_FEATURES = 130,
  MOST_POINTS = 700
};

/* Aligned and misaligned outputs come by turns with the gaps between rows. */
static size_t offset_for(size_t gap) {
  return gap % 4 == 3 ? 0 : gap;
}

#include "f64.h"

#include "gram_rows_impl.h"

#include "f32.h"

#include "gram_rows_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(partitions_f64),
      cmocka_unit_test(partitions_f32),
      cmocka_unit_test(random_blocks_f64),
      cmocka_unit_test(random_blocks_f32),
      cmocka_unit_test(difficult_blocks_f64),
      cmocka_unit_test(difficult_blocks_f32),
      cmocka_unit_test(every_row_f64),
      cmocka_unit_test(every_row_f32),
      cmocka_unit_test(special_rows_f64),
      cmocka_unit_test(special_rows_f32),
      cmocka_unit_test(triangles_f64),
      cmocka_unit_test(triangles_f32),
      cmocka_unit_test(large_f64),
      cmocka_unit_test(large_f32),
      cmocka_unit_test(full_triangle_f64),
      cmocka_unit_test(full_triangle_f32),
  };
  return gk_test_main("gram_rows", tests);
}
