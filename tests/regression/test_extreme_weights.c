/*
 * One power of two scaled the weights of all features: beside a very short lengthscale a very long
 * one lost its bits or became 0, and 0 times an infinite difference is NaN. The nearest numbers that
 * show it, against the formula in long double, whose range holds every step.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

static void assert_bounded(double computed, long double exact, double bound) {
  const long double error = fabsl(exact - (long double)computed);
  if (!(error <= (long double)bound)) { /* also where it is NaN */
    fail_msg("K = %g, expected %Lg: off by %Lg, the bound is %g", computed, exact, error, bound);
  }
}

static long double kernel_of(size_t d, const double *x, const double *y, const gk_rbf *rbf) {
  long double sum = 0;
  for (size_t k = 0; k < d; k++) {
    const long double scale = rbf->lengthscale ? rbf->lengthscale[k] : 1;
    const long double difference = ((long double)x[k] - (long double)y[k]) / scale;
    sum += difference * difference;
  }
  return expl(-(long double)rbf->gamma * sum);
}

static void check_pair_f32(const double lengthscale[2], double x0, double x1) {
  const double points[] = {x0, x1, 0, 0};
  const float x[] = {(float)x0, (float)x1, 0, 0};
  const double rounded[] = {x[0], x[1]};
  float k[4];
  double bound;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.lengthscale = lengthscale;
  assert_success(gk_gram_f32(2, 2, x, 2, &rbf, k, 2, NULL));
  assert_success(gk_gram_error_bound_f32(2, &rbf, &bound));
  assert_bounded(k[1], kernel_of(2, rounded, points + 2, &rbf), bound);
}

static void check_pair_f64(const double lengthscale[2], double x0, double x1, double y1) {
  const double x[] = {x0, x1, 0, y1};
  double k[4], bound;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.lengthscale = lengthscale;
  assert_success(gk_gram_f64(2, 2, x, 2, &rbf, k, 2, NULL));
  assert_success(gk_gram_error_bound_f64(2, &rbf, &bound));
  assert_bounded(k[1], kernel_of(2, x, x + 2, &rbf), bound);
}

static void a_long_lengthscale_beside_a_short_one(void **state) {
  (void)state;
  check_pair_f32((const double[]){1e-19, 3e38}, 0, 3e38);
  check_pair_f32((const double[]){1e-19, 6e38}, 0, 3e38);
  check_pair_f32((const double[]){1e-19, 1e30}, 1e-19, 1e30);
  check_pair_f64((const double[]){1e-100, 1e308}, 0, 1e308, 0);
  check_pair_f64((const double[]){1e-100, 1.7e308}, 0, 1e308, -1e308);
  check_pair_f64((const double[]){1e-100, 1e300}, 1e-100, 1e300, 0);
}

/* Above 48 features and 256 points, where the tiles turn from products to differences. */
static void among_many_features(void **state) {
  (void)state;
  enum { N = 260, D = 60 };
  float *x = gk_test_array((size_t)N * D, sizeof *x);
  float *k = gk_test_array((size_t)N * N, sizeof *k);
  double lengthscale[D], bound, a[D], b[D];
  for (size_t f = 0; f < D; f++) {
    lengthscale[f] = 1;
  }
  lengthscale[0] = 0x1p-85;
  lengthscale[1] = 0x1p100;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0x1p-40;
  rbf.lengthscale = lengthscale;
  for (size_t i = 0; i < (size_t)N * D; i++) {
    x[i] = 0;
  }
  for (size_t i = 0; i < N; i++) {
    x[i * D + 1] = 0x1p119f * ((float)i * 0.1f);
  }
  assert_success(gk_gram_f32(N, D, x, D, &rbf, k, N, NULL));
  assert_success(gk_gram_error_bound_f32(D, &rbf, &bound));
  for (size_t i = 0; i < N; i++) {
    for (size_t j = 0; j < N; j++) {
      for (size_t f = 0; f < D; f++) {
        a[f] = x[i * D + f];
        b[f] = x[j * D + f];
      }
      assert_bounded(k[i * N + j], kernel_of(D, a, b, &rbf), bound);
    }
  }
  free(x);
  free(k);
}

static void an_infinite_point_under_a_vanishing_weight(void **state) {
  (void)state;
  const float x[] = {INFINITY, 0};
  const double y[] = {INFINITY, 0}, lengthscale = 1e300;
  float f32[4];
  double f64[4];
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 1e-120;
  assert_success(gk_gram_f32(2, 1, x, 1, &rbf, f32, 2, NULL));
  assert_true(f32[1] == 0 && f32[2] == 0 && f32[3] == 1 && isnan(f32[0]));
  rbf.gamma = 1e-100;
  rbf.lengthscale = &lengthscale;
  assert_success(gk_gram_f64(2, 1, y, 1, &rbf, f64, 2, NULL));
  assert_true(f64[1] == 0 && f64[2] == 0 && f64[3] == 1 && isnan(f64[0]));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_long_lengthscale_beside_a_short_one),
      cmocka_unit_test(among_many_features),
      cmocka_unit_test(an_infinite_point_under_a_vanishing_weight),
  };
  return gk_test_main("extreme_weights", tests);
}
