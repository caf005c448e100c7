/*
 * A Gram matrix is positive semidefinite; the computed one is so within its error bound. Weyl: an
 * error of at most b in each entry moves an eigenvalue by at most n b. Cholesky succeeds where the
 * least eigenvalue is above n (n + 1) u times the diagonal (Higham, Accuracy and Stability of
 * Numerical Algorithms, 2002, theorem 10.7).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lapacke.h>

#include "checks.h"
#include "families.h"

static const size_t features[] = {1, 2, 10, 48, 49};
enum { FEATURES = sizeof features / sizeof features[0], N = 80 };

static double least_eigenvalue(size_t n, const double *k) {
  double *copy = gk_test_array(n * n, sizeof *copy);
  double *eigenvalues = gk_test_array(n, sizeof *eigenvalues);
  memcpy(copy, k, n * n * sizeof *copy);
  const int size = (int)n;
  assert_int_equal(LAPACKE_dsyev(LAPACK_COL_MAJOR, 'N', 'L', size, copy, size, eigenvalues), 0);
  const double least = eigenvalues[0];
  free(copy);
  free(eigenvalues);
  return least;
}

static int cholesky_f64(size_t n, double *k) {
  return (int)LAPACKE_dpotrf(LAPACK_COL_MAJOR, 'L', (int)n, k, (int)n);
}

static int cholesky_f32(size_t n, float *k) {
  return (int)LAPACKE_spotrf(LAPACK_COL_MAJOR, 'L', (int)n, k, (int)n);
}

#include "f64.h"

#include "gram_definite_impl.h"

#include "f32.h"

#include "gram_definite_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(eigenvalues_f64),
      cmocka_unit_test(eigenvalues_f32),
      cmocka_unit_test(cholesky_with_noise_f64),
      cmocka_unit_test(cholesky_with_noise_f32),
  };
  return gk_test_main("gram_definite", tests);
}
