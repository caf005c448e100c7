/*
 * What gram.h says of products with K beyond the numbers: NaN and infinity stay where they are, far
 * points, weights of 0, empty sizes, identities between the functions, sums that cancel, layouts.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "product_case.h"

/* Both methods, and d = 0 where points play no part. */
static const size_t features[] = {1, 7, 48, 49, 130};
enum { FEATURES = sizeof features / sizeof features[0], N = 530 };

/* Where the special points are: the first, the last, the ends of blocks. */
static const size_t places[] = {0, 255, 256, 300, 511, 512, N - 1};
enum { PLACES = sizeof places / sizeof places[0] };

/* The largest tile's edge: numbers so far apart are never added in the data's precision. */
enum { APART = 512 };

#include "f64.h"

#include "product_contract_impl.h"
#include "product_exact_impl.h"
#include "product_identities_impl.h"

#include "f32.h"

#include "product_contract_impl.h"
#include "product_exact_impl.h"
#include "product_identities_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nan_in_x_f64),
      cmocka_unit_test(nan_in_x_f32),
      cmocka_unit_test(nan_in_y_f64),
      cmocka_unit_test(nan_in_y_f32),
      cmocka_unit_test(nan_symmetric_f64),
      cmocka_unit_test(nan_symmetric_f32),
      cmocka_unit_test(nan_in_v_f64),
      cmocka_unit_test(nan_in_v_f32),
      cmocka_unit_test(infinite_f64),
      cmocka_unit_test(infinite_f32),
      cmocka_unit_test(far_points_f64),
      cmocka_unit_test(far_points_f32),
      cmocka_unit_test(no_weight_f64),
      cmocka_unit_test(no_weight_f32),
      cmocka_unit_test(extreme_weights_f64),
      cmocka_unit_test(extreme_weights_f32),
      cmocka_unit_test(empty_f64),
      cmocka_unit_test(empty_f32),
      cmocka_unit_test(single_f64),
      cmocka_unit_test(single_f32),
      cmocka_unit_test(of_the_gram_f64),
      cmocka_unit_test(of_the_gram_f32),
      cmocka_unit_test(of_each_other_f64),
      cmocka_unit_test(of_each_other_f32),
      cmocka_unit_test(cancelling_sums_f64),
      cmocka_unit_test(cancelling_sums_f32),
      cmocka_unit_test(cancelling_means_f64),
      cmocka_unit_test(cancelling_means_f32),
      cmocka_unit_test(adjoint_f64),
      cmocka_unit_test(adjoint_f32),
      cmocka_unit_test(layouts_f64),
      cmocka_unit_test(layouts_f32),
      cmocka_unit_test(default_kernel_f64),
      cmocka_unit_test(default_kernel_f32),
  };
  return gk_test_main("product_contract", tests);
}
