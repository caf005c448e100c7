/*
 * Parameters and data at the ends of their ranges: the contract is for all finite data and any
 * gamma, so products that leave the range on the way must not show.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "checks.h"

/* Both methods, one feature and many. */
static const size_t features[] = {1, 3, 48, 49, 130};
enum { FEATURES = sizeof features / sizeof features[0], N = 37, MOST_FEATURES = 130 };

static const double gammas[] = {0x1p-1074, DBL_MIN, 1e-300, 1e-150, 1e-76, 1e-40, 1e-20, 1e-3,
                                1e3,       1e20,    1e30,   1e40,   1e76,  1e150, 1e300, DBL_MAX};
enum { GAMMAS = sizeof gammas / sizeof gammas[0] };

#include "f64.h"

#include "gram_extremes_impl.h"

#include "f32.h"

#include "gram_extremes_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(variances_f64),
      cmocka_unit_test(variances_f32),
      cmocka_unit_test(noises_f64),
      cmocka_unit_test(noises_f32),
      cmocka_unit_test(gammas_f64),
      cmocka_unit_test(gammas_f32),
      cmocka_unit_test(scales_f64),
      cmocka_unit_test(scales_f32),
      cmocka_unit_test(gamma_undoes_f64),
      cmocka_unit_test(gamma_undoes_f32),
      cmocka_unit_test(opposite_ends_f64),
      cmocka_unit_test(opposite_ends_f32),
      cmocka_unit_test(lengthscales_f64),
      cmocka_unit_test(lengthscales_f32),
      cmocka_unit_test(lengthscale_undo_f64),
      cmocka_unit_test(lengthscale_undo_f32),
      cmocka_unit_test(lengthscale_range_f64),
      cmocka_unit_test(lengthscale_range_f32),
      cmocka_unit_test(underflow_f64),
      cmocka_unit_test(underflow_f32),
  };
  return gk_test_main("gram_extremes", tests);
}
