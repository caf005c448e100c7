/* Heat maps of spots: every pixel within the documented bound of the formula, exact peaks. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "canvas.h"
#include "gk_test.h"

#include "f64.h"
#define SMALLEST 0x1p-1022
#include "heatmap_impl.h"
#undef SMALLEST

#include "f32.h"
#define SMALLEST 0x1p-126
#include "heatmap_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_maps_f64),
      cmocka_unit_test(random_maps_f32),
      cmocka_unit_test(peaks_f64),
      cmocka_unit_test(peaks_f32),
      cmocka_unit_test(symmetric_f64),
      cmocka_unit_test(symmetric_f32),
      cmocka_unit_test(crowded_f64),
      cmocka_unit_test(crowded_f32),
      cmocka_unit_test(extreme_f64),
      cmocka_unit_test(extreme_f32),
      cmocka_unit_test(wide_f64),
      cmocka_unit_test(wide_f32),
      cmocka_unit_test(tall_f64),
      cmocka_unit_test(tall_f32),
      cmocka_unit_test(tiny_f64),
      cmocka_unit_test(tiny_f32),
      cmocka_unit_test(peak_beyond_numbers_f64),
      cmocka_unit_test(peak_beyond_numbers_f32),
      cmocka_unit_test(nothing_positive_f64),
      cmocka_unit_test(nothing_positive_f32),
      cmocka_unit_test(reach_f64),
      cmocka_unit_test(reach_f32),
  };
  return gk_test_main("heatmap", tests);
}
