/*
 * Points of more features than a row's panel holds at once were packed with all of them, past its
 * end: data that do not lie around the origin, of 1025 features on, gave wrong entries.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

enum { N = 300, MOST = 1601, ENTRIES = 500 };

static long double square_distance(size_t d, const float *x, const float *y) {
  long double sum = 0;
  for (size_t k = 0; k < d; k++) {
    const long double difference = (long double)x[k] - (long double)y[k];
    sum += difference * difference;
  }
  return sum;
}

static void entries_are_within_the_bound(size_t d) {
  gk_test_rng rng = gk_test_seed(d);
  float *x = gk_test_array(N * d, sizeof *x), *k = gk_test_array((size_t)N * N, sizeof *k);
  double *y = gk_test_array(N * d, sizeof *y), *l = gk_test_array((size_t)N * N, sizeof *l);
  for (size_t i = 0; i < N * d; i++) {
    x[i] = (float)(3 + gk_test_normal(&rng));
    y[i] = (double)x[i];
  }
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.5 / (double)d;
  double bound_f32, bound_f64;
  assert_success(gk_gram_error_bound_f32(d, &rbf, &bound_f32));
  assert_success(gk_gram_error_bound_f64(d, &rbf, &bound_f64));
  assert_success(gk_gram_f32(N, d, x, d, &rbf, k, N, NULL));
  assert_success(gk_gram_f64(N, d, y, d, &rbf, l, N, NULL));
  for (size_t e = 0; e < ENTRIES; e++) {
    const size_t i = gk_test_bits(&rng) % N, j = gk_test_bits(&rng) % N;
    const long double exact =
        expl(-(long double)rbf.gamma * square_distance(d, x + i * d, x + j * d));
    assert_close(k[i * N + j], exact, bound_f32);
    assert_close(l[i * N + j], exact, bound_f64);
  }
  free(x);
  free(k);
  free(y);
  free(l);
}

static void many_features(void **state) {
  (void)state;
  static const size_t some[] = {700, 1024, 1025, 1100, 1600, MOST};
  for (size_t s = 0; s < sizeof some / sizeof some[0]; s++) {
    entries_are_within_the_bound(some[s]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(many_features)};
  return gk_test_main("many_features", tests);
}
