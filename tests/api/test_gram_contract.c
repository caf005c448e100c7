/*
 * What gram.h says beyond the numbers: NaN and infinity stay where they are, empty sizes, no
 * features, the default kernel, inputs that share memory, alignment.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "checks.h"

/* Both methods. */
static const size_t features[] = {1, 7, 48, 49, 64, 200};
enum { FEATURES = sizeof features / sizeof features[0], MOST_FEATURES = 200, N = 530 };

/* Where the special points are: the first, the last, the ends of blocks. */
static const size_t places[] = {0, 255, 256, 300, 511, 512, N - 1};
enum { PLACES = sizeof places / sizeof places[0] };

#include "f64.h"

#include "gram_contract_impl.h"

#include "f32.h"

#include "gram_contract_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nans_f64),           cmocka_unit_test(nans_f32),
      cmocka_unit_test(one_nan_f64),        cmocka_unit_test(one_nan_f32),
      cmocka_unit_test(only_nans_f64),      cmocka_unit_test(only_nans_f32),
      cmocka_unit_test(infinities_f64),     cmocka_unit_test(infinities_f32),
      cmocka_unit_test(cross_specials_f64), cmocka_unit_test(cross_specials_f32),
      cmocka_unit_test(empty_f64),          cmocka_unit_test(empty_f32),
      cmocka_unit_test(no_features_f64),    cmocka_unit_test(no_features_f32),
      cmocka_unit_test(default_kernel_f64), cmocka_unit_test(default_kernel_f32),
      cmocka_unit_test(alignment_f64),      cmocka_unit_test(alignment_f32),
      cmocka_unit_test(leads_f64),          cmocka_unit_test(leads_f32),
      cmocka_unit_test(shared_inputs_f64),  cmocka_unit_test(shared_inputs_f32),
      cmocka_unit_test(signed_zeros_f64),   cmocka_unit_test(signed_zeros_f32),
      cmocka_unit_test(used_memory_f64),    cmocka_unit_test(used_memory_f32),
  };
  return gk_test_main("gram_contract", tests);
}
