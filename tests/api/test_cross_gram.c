/* The cross-Gram matrix against a plain loop in long double. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "checks.h"
#include "families.h"

static const size_t features[] = {1, 2, 3, 8, 16, 17, 48, 49, 64, 100, 200, 784};
static const size_t points[] = {1, 2, 15, 16, 17, 63, 65, 255, 256, 257, 300};
enum { FEATURES = sizeof features / sizeof features[0], POINTS = sizeof points / sizeof points[0] };

/* Features read by the reference for one matrix. */
enum { BUDGET = 400000 };

#include "f64.h"

#include "cross_gram_impl.h"

#include "f32.h"

#include "cross_gram_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(families_f64),      cmocka_unit_test(families_f32),
      cmocka_unit_test(shapes_f64),        cmocka_unit_test(shapes_f32),
      cmocka_unit_test(far_apart_f64),     cmocka_unit_test(far_apart_f32),
      cmocka_unit_test(with_itself_f64),   cmocka_unit_test(with_itself_f32),
      cmocka_unit_test(same_bits_f64),     cmocka_unit_test(same_bits_f32),
      cmocka_unit_test(large_f64),         cmocka_unit_test(large_f32),
      cmocka_unit_test(many_features_f64), cmocka_unit_test(many_features_f32),
  };
  return gk_test_main("cross_gram", tests);
}
