/* The density of mixtures at points: values within the documented bounds, special points. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "normals.h"

#include "f64.h"
#define ROUNDING 0.0L /* of the result, beyond what the bound counts */
#define SMALLEST 0x1p-1074
#include "density_impl.h"
#undef ROUNDING
#undef SMALLEST

#include "f32.h"
#define ROUNDING 0x1p-24L
#define SMALLEST 0x1p-149
#include "density_impl.h"

/* One feature of 1e-150, one of 1e150: correlations alone decide whether a covariance is one. */
static void ill_scaled(void **state) {
  (void)state;
  for (int turn = 0; turn < 4; turn++) {
    const double small = 1e-150, large = turn < 2 ? 1e150 : 1e-10;
    normals m = normals_new(1, 3);
    const double correlation = turn % 2 ? 0.999 : 0.5;
    const double scale[3] = {small, large, 1};
    for (size_t i = 0; i < 9; i++) {
      m.covariances[i] = (i % 4 ? correlation : 1) * (scale[i / 3] * scale[i % 3]);
    }
    normals_prepare(&m);
    gk_mixture *mixture = normals_mixture(&m);
    gk_test_rng rng = gk_test_seed(11);
    double *x = points_around_f64(&rng, &m, 40, 3, 1.5);
    check_points_f64("ill-scaled", &m, mixture, 40, x, 3);
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Tiny variances give densities beyond the largest number, whose logarithms are fine. */
static void beyond_the_largest_number(void **state) {
  (void)state;
  const double variances[6] = {1e-300, 1e-300, 1e-300, 1e300, 1e300, 1e300};
  const double x[3] = {0, 0, 0}, log_two_pi = 1.8378770664093454836;
  for (int turn = 0; turn < 2; turn++) {
    gk_mixture *normal = NULL;
    double density = -1, log_density = NAN;
    assert_success(
        gk_normal_create(3, NULL, GK_COVARIANCE_DIAGONAL, variances + 3 * turn, 3, &normal));
    assert_success(gk_mixture_density_f64(normal, 1, x, 3, &density, NULL));
    assert_success(gk_mixture_log_density_f64(normal, 1, x, 3, &log_density, NULL));
    const double expected = -1.5 * (log_two_pi + (turn ? 1 : -1) * 690.77552789821370521);
    assert_close(log_density, expected, 0x1p-53 * (24 + 8 * 1100));
    assert_same_f64(density, turn ? 0.0 : (double)INFINITY);
    gk_mixture_free(normal);
  }
}

/* Weights are taken as they are, down to those that almost vanish; 0 is allowed. */
static void weights(void **state) {
  (void)state;
  const double sets[][3] = {{1, 1, 1}, {1e-300, 1e-300, 1e-300}, {0, 1, 0}, {1e300, 1, 1e-300}};
  gk_test_rng rng = gk_test_seed(12);
  for (size_t s = 0; s < 4; s++) {
    normals m = normals_random(&rng, 3, 2, 1, 1);
    memcpy(m.weights, sets[s], sizeof sets[s]);
    gk_mixture *mixture = normals_mixture(&m);
    double *x = points_around_f64(&rng, &m, 60, 2, 1.0 + (double)s);
    check_points_f64("weights", &m, mixture, 60, x, 2);
    free(x);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_mixtures_f64),
      cmocka_unit_test(random_mixtures_f32),
      cmocka_unit_test(far_from_the_origin_f64),
      cmocka_unit_test(far_from_the_origin_f32),
      cmocka_unit_test(many_points_f64),
      cmocka_unit_test(many_points_f32),
      cmocka_unit_test(standard_normal_f64),
      cmocka_unit_test(standard_normal_f32),
      cmocka_unit_test(forms_f64),
      cmocka_unit_test(forms_f32),
      cmocka_unit_test(precision_f64),
      cmocka_unit_test(precision_f32),
      cmocka_unit_test(separable_f64),
      cmocka_unit_test(separable_f32),
      cmocka_unit_test(not_finite_f64),
      cmocka_unit_test(not_finite_f32),
      cmocka_unit_test(enormous_points_f64),
      cmocka_unit_test(enormous_points_f32),
      cmocka_unit_test(ill_scaled),
      cmocka_unit_test(beyond_the_largest_number),
      cmocka_unit_test(weights),
  };
  return gk_test_main("density", tests);
}
