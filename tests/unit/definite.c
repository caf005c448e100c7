/* Where a covariance ceases to be positive definite: by the pivots and eigenvalues of density.h. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>

/* The pivots of two features are 1 and 1 - r^2 = 2 g - g^2 with r = 1 - g; 16 d 2^-53 = 2^-48. */
static const double gap_too_small = 0x1p-50, gap_large_enough = 0x1p-48;

static const double scales[][2] = {{1, 1}, {0x1p-450, 0x1p450}, {0x1p449, 0x1p-451}, {3, 0x1p-7}};
enum { SCALES = sizeof scales / sizeof scales[0] };

static void fill(double gap, const double *scale, double *matrix) {
  matrix[0] = scale[0] * scale[0];
  matrix[1] = matrix[2] = (1 - gap) * (scale[0] * scale[1]);
  matrix[3] = scale[1] * scale[1];
}

static void small_pivots_are_refused(void **state) {
  (void)state;
  const gk_covariance_form forms[] = {GK_COVARIANCE_FULL, GK_COVARIANCE_PRECISION};
  for (size_t s = 0; s < SCALES; s++) {
    for (size_t f = 0; f < 2; f++) {
      double matrix[4];
      gk_mixture *normal;
      fill(gap_large_enough, scales[s], matrix);
      assert_success(gk_normal_create(2, NULL, forms[f], matrix, 2, &normal));
      gk_mixture_free(normal);
      fill(gap_too_small, scales[s], matrix);
      assert_status(gk_normal_create(2, NULL, forms[f], matrix, 2, &normal), GK_ERROR_SINGULAR);
      assert_message("rank 1, not 2");
      assert_null(normal);
    }
  }
}

/* The eigenvalues are 2 - g and g. */
static void small_eigenvalues_do_not_count(void **state) {
  (void)state;
  for (size_t s = 0; s < SCALES; s++) {
    double matrix[4];
    size_t rank, negative;
    fill(0x1p-47, scales[s], matrix);
    assert_success(gk_covariance_rank(2, matrix, 2, &rank, &negative));
    assert_int_equal(rank, 2);
    fill(gap_too_small, scales[s], matrix);
    assert_success(gk_covariance_rank(2, matrix, 2, &rank, &negative));
    assert_int_equal(rank, 1);
    assert_int_equal(negative, 0);
    fill(-0.5, scales[s], matrix);
    assert_success(gk_covariance_rank(2, matrix, 2, &rank, &negative));
    assert_int_equal(rank, 2);
    assert_int_equal(negative, 1);
  }
}

/* The same matrix as a factor, which says the small pivot to all digits; and what comes of it. */
static void factors_are_taken_as_they_are(void **state) {
  (void)state;
  const double pivot = 0x1p-100; /* q and the determinant of L = (1 0; 1 pivot) are known */
  const double factor[] = {1, NAN, 1, pivot}, x[] = {1, 1 + 0x1p-52};
  gk_mixture *normal, *swapped;
  double level, other;
  assert_success(gk_normal_create(2, NULL, GK_COVARIANCE_CHOLESKY, factor, 2, &normal));
  assert_success(gk_mixture_log_density_f64(normal, 1, x, 2, &level, NULL));
  const long double ln_2 = 0.693147180559945309417L, two_pi = 6.283185307179586476925L;
  const long double exact = -0.5L * (1 + 0x1p96L) - logl(two_pi) + 100 * ln_2;
  assert_close(level, exact, 0x1p-51 * (double)fabsl(exact));
  /* In the other order its covariance has no factor that double could find from the entries. */
  const size_t features[] = {1, 0};
  const double y[] = {x[1], x[0]};
  assert_success(gk_mixture_marginal(normal, 2, features, &swapped));
  assert_success(gk_mixture_log_density_f64(swapped, 1, y, 2, &other, NULL));
  assert_close(other, exact, 0x1p-48 * (double)fabsl(exact));
  gk_mixture_free(swapped);
  gk_mixture_free(normal);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(small_pivots_are_refused),
      cmocka_unit_test(small_eigenvalues_do_not_count),
      cmocka_unit_test(factors_are_taken_as_they_are),
  };
  return gk_test_main("definite", tests);
}
