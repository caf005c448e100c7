/* rbf.h: the rules that choose gamma, in both precisions. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "golden_gamma.h"

#define UNIT 0x1p-53 /* all rules compute in double, also for float points */
#define TINY (8 * UNIT)

/*
 * scale: deviation, its square and their compensated sum round three times, what follows five
 * times. The error of the mean falls out.
 */
#define SCALE_TOLERANCE (16 * UNIT)

/*
 * median: difference, square, a chain of d / 8 sums and three more, relative to the squared
 * distance; root, mean, square and division after it.
 */
static double median_tolerance(size_t d) {
  return ((double)d / 8 + 16) * UNIT;
}

#include "f64.h"
#define REAL_EPSILON DBL_EPSILON
#include "rbf_impl.h"
#undef REAL_EPSILON

#include "f32.h"
#define REAL_EPSILON FLT_EPSILON
#include "rbf_impl.h"
#undef REAL_EPSILON

typedef gk_status (*width_rule)(double width, double *gamma);

static void check_width(width_rule rule, double width, double expected) {
  double gamma = NAN;
  assert_success(rule(width, &gamma));
  assert_close(gamma, expected, 4 * UNIT * expected);
}

static void check_bad_width(width_rule rule, double width, const char *text) {
  double gamma = 42.0;
  assert_status(rule(width, &gamma), GK_ERROR_ARGUMENT);
  assert_message(text);
  assert_same_f64(gamma, 42.0);
}

static void widths_give_half_their_inverse_square(void **state) {
  (void)state;
  const width_rule rules[] = {gk_gamma_from_sigma, gk_gamma_from_lengthscale};
  const char *names[] = {"gk_gamma_from_sigma: sigma", "gk_gamma_from_lengthscale: lengthscale"};
  for (size_t r = 0; r < 2; r++) {
    check_width(rules[r], 0.5, 2.0);
    check_width(rules[r], 1.0, 0.5);
    check_width(rules[r], 3.0, 1.0 / 18.0);
    check_width(rules[r], 1e-150, 5e299);
    check_width(rules[r], 1e150, 5e-301);
    check_width(rules[r], 0x1p510, 0x1p-1021);
    check_width(rules[r], 0x1p-512, 0x1p1023);
    /* gamma would be 2^1025, 2^-1023 */
    const double bad[] = {0.0,      -1.0,    -0.0,    NAN,     INFINITY, -INFINITY,
                          0x1p-513, 0x1p511, DBL_MIN, DBL_MAX, 5e-324,   -1e-300};
    for (size_t b = 0; b < sizeof bad / sizeof bad[0]; b++) {
      check_bad_width(rules[r], bad[b], names[r]);
    }
    assert_status(rules[r](1.0, NULL), GK_ERROR_ARGUMENT);
    assert_message("gamma is NULL");
  }
}

static void auto_is_one_over_the_features(void **state) {
  (void)state;
  double gamma = 42.0;
  assert_status(gk_gamma_auto(0, &gamma), GK_ERROR_ARGUMENT);
  assert_message("gk_gamma_auto: d is 0");
  assert_same_f64(gamma, 42.0);
  assert_status(gk_gamma_auto(1, NULL), GK_ERROR_ARGUMENT);
  assert_message("gk_gamma_auto: gamma is NULL");
  const size_t features[] = {1, 3, 64, SIZE_MAX};
  for (size_t f = 0; f < 4; f++) {
    assert_success(gk_gamma_auto(features[f], &gamma));
    assert_same_f64(gamma, 1.0 / (double)features[f]);
  }
}

/* Points so large or small that plain squares of double overflow or underflow. */
static void scale_of_extreme_numbers(void **state) {
  (void)state;
  double large[16]; /* the sum of their squares is 2^1024 */
  for (size_t i = 0; i < 16; i++) {
    large[i] = i % 2 ? -0x1p510 : 0x1p510;
  }
  assert_close(scale_of_f64(16, 1, large, 1), 0x1p-1020, SCALE_TOLERANCE * 0x1p-1020);
  const double small[] = {0x1p-511, -0x1p-511};
  assert_close(scale_of_f64(2, 1, small, 1), 0x1p1022, SCALE_TOLERANCE * 0x1p1022);
  /* Far away from the origin, and near each other. */
  const double far[] = {0x1p560, 0x1p560 + 0x1p508};
  assert_close(scale_of_f64(2, 1, far, 1), 0x1p-1014, SCALE_TOLERANCE * 0x1p-1014);
  const double too_large[] = {DBL_MAX, -DBL_MAX};
  scale_fails_f64(GK_ERROR_DATA, "underflows", 2, 1, too_large, 1);
  const double too_small[] = {0.0, 5e-324};
  scale_fails_f64(GK_ERROR_DATA, "overflows", 2, 1, too_small, 1);
  const float floats[] = {FLT_MAX, -FLT_MAX}, tiny[] = {0x1p-149f, -0x1p-149f};
  const double square = (double)FLT_MAX * (double)FLT_MAX;
  assert_close(scale_of_f32(2, 1, floats, 1), 1 / square, SCALE_TOLERANCE / square);
  assert_close(scale_of_f32(2, 1, tiny, 1), 0x1p298, SCALE_TOLERANCE * 0x1p298);
}

static void median_of_extreme_numbers(void **state) {
  (void)state;
  /* Distances 1, 2, 3 units. */
  const double small[] = {0, 0x1p-512, 3 * 0x1p-512}, large[] = {0, 0x1p509, 3 * 0x1p509};
  assert_close(median_of_f64(3, 1, small, 1, 0, 0), 0x1p1021, TINY * 0x1p1021);
  assert_close(median_of_f64(3, 1, large, 1, 0, 0), 0x1p-1021, TINY * 0x1p-1021);
  /* The squares are 0 in double, the distances are not: this is no case for leaving out zeros. */
  const double tiny[] = {0, 1e-170, 2e-170, 3e-170, 1};
  median_fails_f64(GK_ERROR_DATA, "overflows", 5, 1, tiny, 1);
  const double least[] = {0, 5e-324};
  median_fails_f64(GK_ERROR_DATA, "overflows", 2, 1, least, 1);
  const double some_zeros[] = {0, 0, 0, 0, 5e-324};
  median_fails_f64(GK_ERROR_DATA, "overflows", 5, 1, some_zeros, 1);
  /* Distances that overflow count as large ones. */
  const double greatest[] = {DBL_MAX, -DBL_MAX};
  median_fails_f64(GK_ERROR_DATA, "underflows", 2, 1, greatest, 1);
  median_fails_f64(GK_ERROR_DATA, "underflows", 2, 1, (const double[]){0, 1e300}, 1);
  const double few_large[] = {0, 1, 2, 3, 4, 5, DBL_MAX, -DBL_MAX};
  /* 28 distances: five 1, four 2, three 3, two 4, one 5, and 13 large: numbers 14 and 15 are 4, 5
   */
  assert_close(median_of_f64(8, 1, few_large, 1, 0, 0), 1 / 40.5, TINY);
  const float floats[] = {FLT_MAX, -FLT_MAX}, subnormal[] = {0x1p-149f, -0x1p-149f};
  const double square = 4 * (double)FLT_MAX * (double)FLT_MAX;
  assert_close(median_of_f32(2, 1, floats, 1, 0, 0), 0.5 / square, TINY / square);
  assert_close(median_of_f32(2, 1, subnormal, 1, 0, 0), 0x1p295, TINY * 0x1p295);
}

/* An order of magnitude more pairs than the default draws, and a max_pairs that no memory holds. */
static void median_samples_a_million_by_default(void **state) {
  (void)state;
  enum { N = 2000, PAIRS = 1000000 };
  gk_test_rng rng = gk_test_seed(3);
  double *x = gk_test_array(N, sizeof *x);
  gk_test_normals_f64(&rng, N, 0.0, 1.0, x);
  const double all = median_of_f64(N, 1, x, 1, SIZE_MAX, 7);
  const double sampled = median_of_f64(N, 1, x, 1, 0, 7);
  assert_same_f64(sampled, median_of_f64(N, 1, x, 1, PAIRS, 7));
  assert_true(sampled != median_of_f64(N, 1, x, 1, PAIRS, 8));
  assert_true(sampled != all);
  assert_same_f64(median_of_f64(N, 1, x, 1, SIZE_MAX, 8), all);
  /*
   * x - y is normal with variance 2: its absolute value has median m = 0.6745 sqrt(2) and density
   * 0.4494 there, so the sampled median is within 0.5 / (sqrt(pairs) 0.4494) = 0.0011, five times.
   */
  assert_close(sqrt(0.5 / sampled), sqrt(0.5 / all), 5 * 0.5 / sqrt(PAIRS) / 0.4494);
  free(x);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(widths_give_half_their_inverse_square),
      cmocka_unit_test(auto_is_one_over_the_features),
      cmocka_unit_test(rules_give_the_golden_values_f64),
      cmocka_unit_test(rules_give_the_golden_values_f32),
      cmocka_unit_test(rules_refuse_what_is_not_a_number_f64),
      cmocka_unit_test(rules_refuse_what_is_not_a_number_f32),
      cmocka_unit_test(scale_of_equal_numbers_is_one_f64),
      cmocka_unit_test(scale_of_equal_numbers_is_one_f32),
      cmocka_unit_test(scale_takes_out_the_mean_f64),
      cmocka_unit_test(scale_takes_out_the_mean_f32),
      cmocka_unit_test(scale_sums_many_numbers_f64),
      cmocka_unit_test(scale_sums_many_numbers_f32),
      cmocka_unit_test(scale_refuses_bad_arguments_f64),
      cmocka_unit_test(scale_refuses_bad_arguments_f32),
      cmocka_unit_test(scale_of_extreme_numbers),
      cmocka_unit_test(median_of_few_points_by_hand_f64),
      cmocka_unit_test(median_of_few_points_by_hand_f32),
      cmocka_unit_test(median_leaves_out_coinciding_points_when_they_are_most_f64),
      cmocka_unit_test(median_leaves_out_coinciding_points_when_they_are_most_f32),
      cmocka_unit_test(median_refuses_bad_arguments_f64),
      cmocka_unit_test(median_refuses_bad_arguments_f32),
      cmocka_unit_test(median_of_extreme_numbers),
      cmocka_unit_test(sampled_median_is_near_the_median_f64),
      cmocka_unit_test(sampled_median_is_near_the_median_f32),
      cmocka_unit_test(all_pairs_are_drawn_f64),
      cmocka_unit_test(all_pairs_are_drawn_f32),
      cmocka_unit_test(median_samples_a_million_by_default),
  };
  return gk_test_main("rbf", tests);
}
