/* What mixtures are made of: components, their ranks and responsibilities.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "normals.h"

#include "f64.h"

#define ROUNDING 0.0 /* of the result to the type */

#include "mixture_impl.h"

#include "f32.h"

#undef ROUNDING
#define ROUNDING 0x1p-24

#include "mixture_impl.h"

enum { MOST = NORMALS_MOST_D };

/* What was given comes back. */
static void components_of_full(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(61);
  for (size_t d = 1; d <= 9; d++) {
    normals m = normals_random(&rng, 3, d, 1, 5);
    gk_mixture *mixture = normals_mixture(&m);
    assert_int_equal(gk_mixture_components(mixture), 3);
    assert_int_equal(gk_mixture_dimensions(mixture), d);
    for (size_t k = 0; k < 3; k++) {
      double weight = -1, mean[MOST], covariance[MOST * MOST];
      assert_success(gk_mixture_component(mixture, k, &weight, mean, covariance, d));
      assert_same_f64(weight, m.weights[k]);
      assert_memory_equal(mean, m.means + k * d, d * sizeof *mean);
      assert_memory_equal(covariance, m.covariances + k * d * d, d * d * sizeof *covariance);
      assert_success(gk_mixture_component(mixture, k, NULL, NULL, NULL, 0));
    }
    gk_mixture_free(mixture);
    normals_free(&m);
  }
  assert_int_equal(gk_mixture_components(NULL), 0);
  assert_int_equal(gk_mixture_dimensions(NULL), 0);
  gk_mixture_free(NULL);
}

/* Each form's covariance, with gaps in what is written untouched. */
static void components_of_forms(void **state) {
  (void)state;
  const double lower[4] = {2, 777, 1, 3}, precision[4] = {2, -1, -1, 2}, diagonal[2] = {4, 0.25};
  const struct {
    gk_covariance_form form;
    const double *matrix;
    size_t ldm;
    long double expected[4];
  } cases[] = {{GK_COVARIANCE_CHOLESKY, lower, 2, {4, 2, 2, 10}},
               {GK_COVARIANCE_PRECISION, precision, 2, {2 / 3.0L, 1 / 3.0L, 1 / 3.0L, 2 / 3.0L}},
               {GK_COVARIANCE_DIAGONAL, diagonal, 2, {4, 0, 0, 0.25}},
               {GK_COVARIANCE_SPHERICAL, diagonal, 1, {4, 0, 0, 4}}};
  for (size_t c = 0; c < 4; c++) {
    gk_mixture *normal = NULL;
    assert_success(
        gk_normal_create(2, NULL, cases[c].form, cases[c].matrix, cases[c].ldm, &normal));
    const long double zero[2] = {0, 0};
    normals_check_component(normal, 0, 1, zero, cases[c].expected, 2, 0, 0x1p-53 * 48);
    canvas out = canvas_new(sizeof(double), 2, 2, 5, 0);
    assert_success(gk_mixture_component(normal, 0, NULL, NULL, (double *)(void *)out.data, 5));
    assert_gaps_intact(out);
    canvas_free(&out);
    gk_mixture_free(normal);
  }
}

/* Without weights each is one part of the whole. */
static void equal_weights(void **state) {
  (void)state;
  const double means[3] = {1, 2, 3}, variances[3] = {1, 4, 9};
  gk_mixture *mixture = NULL;
  assert_success(
      gk_mixture_create(3, 1, NULL, means, 1, GK_COVARIANCE_SPHERICAL, variances, 1, &mixture));
  for (size_t k = 0; k < 3; k++) {
    double weight, mean, covariance;
    assert_success(gk_mixture_component(mixture, k, &weight, &mean, &covariance, 1));
    assert_close(weight, 1.0L / 3, 0x1p-54);
    assert_same_f64(mean, means[k]);
    assert_close(covariance, variances[k], 0x1p-50);
  }
  gk_mixture_free(mixture);
}

static void no_such_component(void **state) {
  (void)state;
  const double variance = 2;
  gk_mixture *normal = NULL;
  assert_success(gk_normal_create(2, NULL, GK_COVARIANCE_SPHERICAL, &variance, 1, &normal));
  double weight = 7, mean[2] = {7, 7}, s[4] = {7, 7, 7, 7};
  assert_status(gk_mixture_component(NULL, 0, &weight, mean, s, 2), GK_ERROR_ARGUMENT);
  assert_message("gk_mixture_component");
  assert_status(gk_mixture_component(normal, 1, &weight, mean, s, 2), GK_ERROR_ARGUMENT);
  assert_status(gk_mixture_component(normal, 0, &weight, mean, s, 1), GK_ERROR_ARGUMENT);
  assert_message("ldc");
  for (size_t i = 0; i < 4; i++) {
    assert_same_f64(s[i], 7);
    assert_same_f64(i < 2 ? mean[i] : weight, 7);
  }
  gk_mixture_free(normal);
}

/* The rank, and how many eigenvalues are negative. */
static void rank(void **state) {
  (void)state;
  static const struct {
    double s[9];
    size_t rank, negative;
  } cases[] = {
      {{1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 0},   {{1e300, 0, 0, 0, 1e-300, 0, 0, 0, 1}, 3, 0},
      {{1, 1, 1, 1, 1, 1, 1, 1, 1}, 1, 0},   {{4, 2, 0, 2, 1, 0, 0, 0, 1}, 2, 0},
      {{1, 2, 0, 2, 1, 0, 0, 0, 1}, 3, 1},   {{0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 0},
      {{-1, 0, 0, 0, -2, 0, 0, 0, 3}, 3, 2}, {{1, 0, 0, 0, 0, 0, 0, 0, 1}, 2, 0},
  };
  for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
    size_t r = 99, negative = 99;
    assert_success(gk_covariance_rank(3, cases[c].s, 3, &r, &negative));
    assert_int_equal(r, cases[c].rank);
    assert_int_equal(negative, cases[c].negative);
    assert_success(gk_covariance_rank(3, cases[c].s, 3, &r, NULL));
    assert_int_equal(r, cases[c].rank);
  }
}

/* Sums of r outer products of small integers, which are exact, in features of any scale. */
static void rank_of_products(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(65);
  for (size_t c = 0; c < 60; c++) {
    const size_t d = 2 + c % 14, expected = 1 + gk_test_bits(&rng) % d;
    double s[MOST * MOST] = {0};
    int scale[MOST];
    for (size_t i = 0; i < d; i++) {
      scale[i] = (int)(gk_test_bits(&rng) % 200) - 100;
    }
    for (size_t p = 0; p < expected; p++) {
      double v[MOST];
      for (size_t i = 0; i < d; i++) {
        /* an echelon's leading entries make the vectors independent */
        v[i] = i == p ? 16 : i < p ? 0 : (double)(gk_test_bits(&rng) % 7) - 3;
      }
      for (size_t i = 0; i < d * d; i++) {
        s[i] += ldexp(v[i / d] * v[i % d], scale[i / d] + scale[i % d]);
      }
    }
    size_t r = 99, negative = 99;
    assert_success(gk_covariance_rank(d, s, d, &r, &negative));
    if (r != expected || negative != 0) {
      fail_msg("case %zu, d = %zu: rank %zu, %zu negative; expected rank %zu", c, d, r, negative,
               expected);
    }
    gk_mixture *normal = NULL;
    const gk_status status = gk_normal_create(d, NULL, GK_COVARIANCE_FULL, s, d, &normal);
    assert_int_equal(status, expected == d ? GK_SUCCESS : GK_ERROR_SINGULAR);
    gk_mixture_free(normal);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(components_of_full),
      cmocka_unit_test(components_of_forms),
      cmocka_unit_test(equal_weights),
      cmocka_unit_test(no_such_component),
      cmocka_unit_test(rank),
      cmocka_unit_test(rank_of_products),
      cmocka_unit_test(responsibilities_f64),
      cmocka_unit_test(responsibilities_f32),
      cmocka_unit_test(shares_f64),
      cmocka_unit_test(shares_f32),
      cmocka_unit_test(nowhere_f64),
      cmocka_unit_test(nowhere_f32),
  };
  return gk_test_main("mixture", tests);
}
