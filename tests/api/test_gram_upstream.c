/*
 * What scikit-learn's tests ask of rbf_kernel and euclidean_distances, asked of this library:
 * test_rbf_kernel, test_kernel_symmetry, test_euclidean_distances_known_result, _upcast_sym and
 * _extreme_values, the case of f64 with eps = 1e-8 included, which scikit-learn marks as failing. A
 * distance is got back from K as sqrt(-log(K) / gamma); gamma is chosen so that gamma distance^2 is
 * near 1, where K tells it best.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#include "f64.h"

#include "gram_upstream_impl.h"

#include "f32.h"

#include "gram_upstream_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rbf_kernel_f64),      cmocka_unit_test(rbf_kernel_f32),
      cmocka_unit_test(kernel_symmetry_f64), cmocka_unit_test(kernel_symmetry_f32),
      cmocka_unit_test(known_result_f64),    cmocka_unit_test(known_result_f32),
      cmocka_unit_test(upcast_sym_f64),      cmocka_unit_test(upcast_sym_f32),
      cmocka_unit_test(extreme_values_f64),  cmocka_unit_test(extreme_values_f32),
  };
  return gk_test_main("gram_upstream", tests);
}
