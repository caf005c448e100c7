/* The truth that results are compared with: the formula, one entry after the other, in long double.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>

static const gk_rbf default_rbf = GK_RBF_INIT;

static long double kernel_of(long double scaled_square_distance, const gk_rbf *rbf) {
  return (long double)rbf->variance * expl(-(long double)rbf->gamma * scaled_square_distance);
}

static long double lengthscale_of(const gk_rbf *rbf, size_t feature) {
  return rbf->lengthscale ? (long double)rbf->lengthscale[feature] : 1.0L;
}

long double gk_test_kernel_f64(size_t d, const double *x, const double *y, const gk_rbf *rbf) {
  const gk_rbf *given = rbf ? rbf : &default_rbf;
  long double sum = 0.0L;
  for (size_t k = 0; k < d; k++) {
    const long double step = ((long double)x[k] - (long double)y[k]) / lengthscale_of(given, k);
    sum += step * step;
  }
  return kernel_of(sum, given);
}

long double gk_test_kernel_f32(size_t d, const float *x, const float *y, const gk_rbf *rbf) {
  const gk_rbf *given = rbf ? rbf : &default_rbf;
  long double sum = 0.0L;
  for (size_t k = 0; k < d; k++) {
    const long double step = ((long double)x[k] - (long double)y[k]) / lengthscale_of(given, k);
    sum += step * step;
  }
  return kernel_of(sum, given);
}

void gk_test_reference_f64(size_t m, size_t n, size_t d, const double *x, size_t ldx,
                           const double *y, size_t ldy, const gk_rbf *rbf, long double *k) {
  for (size_t i = 0; i < m; i++) {
    for (size_t j = 0; j < n; j++) {
      k[i * n + j] = gk_test_kernel_f64(d, x + i * ldx, y + j * ldy, rbf);
    }
  }
}

void gk_test_reference_f32(size_t m, size_t n, size_t d, const float *x, size_t ldx, const float *y,
                           size_t ldy, const gk_rbf *rbf, long double *k) {
  for (size_t i = 0; i < m; i++) {
    for (size_t j = 0; j < n; j++) {
      k[i * n + j] = gk_test_kernel_f32(d, x + i * ldx, y + j * ldy, rbf);
    }
  }
}
