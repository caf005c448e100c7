/*
 * The numerical pieces of weights: numbers of twice the precision, the taps of an axis and
 * integrals of turned Gaussians against mpmath's, and exact sums against a sum of their own.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include "golden_axis.h"
#include "image/axis.h"
#include "image/exact_sum.h"
#include "image/turned.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 20000 };

/* 2^-53, what a rounding to double may change. */
static const double roundoff = 0x1p-53;

static gki_wide golden(golden_value value) {
  return (gki_wide){{value.high, value.low}, value.exponent};
}

/* |actual - expected| / magnitude, in roundoffs. */
static double error_of(gki_wide actual, golden_value expected, golden_value magnitude) {
  const gki_wide difference = gki_wide_add(actual, gki_wide_negated(golden(expected)));
  if (difference.m.hi == 0.0) {
    return 0.0;
  }
  return fabs(gki_wide_value(gki_wide_divide(difference, golden(magnitude)))) / roundoff;
}

/* The quotient of what twice the precision computes and the same in __float128. */
static void assert_dd(gki_dd actual, __float128 expected, const char *what) {
  const __float128 value = (__float128)actual.hi + actual.lo;
  const __float128 error = (value - expected) / expected;
  if (!(error <= 0x1p-100 && error >= -0x1p-100)) {
    fail_msg("%s: relative error %g", what, (double)error);
  }
  assert_true(fabs(actual.lo) <= 0x1p-52 * fabs(actual.hi));
}

static gki_dd random_dd(gk_test_rng *rng) {
  const double hi = gk_test_normal(rng) * exp2(floor(60.0 * gk_test_uniform(rng)) - 30.0);
  return gki_fast_two_sum(hi, hi * 0x1p-53 * (gk_test_uniform(rng) - 0.5));
}

static void twice_the_precision(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(1);
  for (int draw = 0; draw < DRAWS; draw++) {
    const gki_dd a = random_dd(&rng), b = random_dd(&rng);
    const __float128 x = (__float128)a.hi + a.lo, y = (__float128)b.hi + b.lo;
    const __float128 sum = x + y, larger = fabs(a.hi) > fabs(b.hi) ? x : y;
    if (sum > 0.01 * (larger < 0 ? -larger : larger)) { /* does not cancel */
      assert_dd(gki_dd_add(a, b), sum, "sum");
    }
    assert_dd(gki_dd_multiply(a, b), x * y, "product");
    assert_dd(gki_dd_scale(a, b.hi), x * b.hi, "product with a double");
    assert_dd(gki_dd_divide(a, b), x / y, "quotient");
    const gki_dd root = gki_dd_sqrt(a.hi < 0.0 ? gki_dd_negated(a) : a);
    assert_dd(gki_dd_multiply(root, root), x < 0 ? -x : x, "square of the root");
  }
}

/* sin^2 + cos^2 = 1, and both near libm's. */
static void angles(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(2);
  for (int draw = 0; draw < DRAWS; draw++) {
    const double angle = (gk_test_uniform(&rng) - 0.5) * exp2(gk_test_uniform(&rng) * 21.0);
    gki_dd s, c;
    gki_dd_sincos(angle, &s, &c);
    assert_close(s.hi, sin(angle), 0x1p-52 * fabs(s.hi));
    assert_close(c.hi, cos(angle), 0x1p-52 * fabs(c.hi));
    const gki_dd one = gki_dd_add(gki_dd_multiply(s, s), gki_dd_multiply(c, c));
    assert_close(one.hi - 1.0 + one.lo, 0.0, 0x1p-95);
  }
}

static gki_wide tap_at(gk_weights_method method, const golden_pixel *g) {
  const gki_axis axis = {.method = method,
                         .size = 1,
                         .oversample = 1,
                         .origin = 0.0,
                         .shift = -g->distance,
                         .variance = gki_two_product(g->sigma, g->sigma),
                         .order = g->order};
  gki_wide tap, height;
  assert_success(gki_axis_taps("test", &axis, &tap, &height));
  return gki_wide_multiply(tap, height);
}

/* The bounds of axis.h. */
static void pixels_of_an_axis(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof golden_pixels / sizeof golden_pixels[0]; i++) {
    const golden_pixel *g = &golden_pixels[i];
    const double sampled =
        error_of(tap_at(GK_WEIGHTS_SAMPLED, g), g->sampled, g->sampled_magnitude);
    const double integrated =
        error_of(tap_at(GK_WEIGHTS_INTEGRATED, g), g->integrated, g->integrated_magnitude);
    if (!(sampled <= 1.5)) {
      fail_msg("sigma %g, distance %g, order %u, sampled: %g roundoffs", g->sigma, g->distance,
               g->order, sampled);
    }
    if (!(integrated <= 3.0 + 2.0 * g->order)) {
      fail_msg("sigma %g, distance %g, order %u, integrated: %g roundoffs", g->sigma, g->distance,
               g->order, integrated);
    }
  }
}

static void discrete_gaussian(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof golden_discretes / sizeof golden_discretes[0]; i++) {
    const golden_discrete *g = &golden_discretes[i];
    const gki_axis axis = {.method = GK_WEIGHTS_DISCRETE,
                           .size = (size_t)g->n + 1,
                           .variance = gki_two_product(g->sigma, g->sigma)};
    gki_wide *taps = gk_test_array(axis.size, sizeof *taps);
    assert_success(gki_discrete_taps("test", &axis, taps));
    assert_close(error_of(taps[g->n], g->value, g->value), 0.0, 0x1p-30);
    free(taps);
  }
}

/* The bound of weights.h. */
static void turned_integrals(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof golden_turneds / sizeof golden_turneds[0]; i++) {
    const golden_turned *g = &golden_turneds[i];
    const double covariance[] = {g->xx, g->xy, g->xy, g->yy};
    gki_weights_plan plan = {.spec = GK_WEIGHTS_2D(1, 0.0)};
    plan.spec.method = GK_WEIGHTS_INTEGRATED;
    plan.spec.covariance = covariance;
    assert_success(gki_factor_covariance("test", &plan));
    plan.shift[0] = -g->x;
    plan.shift[1] = -g->y;
    double value;
    gki_turned_integral_row(&plan, 0, 0, 0.0, 1.0, &value);
    const double error = error_of(gki_wide_of(value), g->value, g->value);
    if (!(error <= 64.0 + 8.0 * g->q)) {
      fail_msg("integral %zu: %g roundoffs, q is %g", i, error, g->q);
    }
  }
}

/* Where a march would need more panels than there are numbers, or than anyone waits for. */
static void narrow_integrals(void **state) {
  (void)state;
  double w[27];
  gk_weights_spec spec = GK_WEIGHTS_2D(3, 1.0);
  spec.method = GK_WEIGHTS_INTEGRATED;
  spec.theta = 0.4;
  spec.sigma[1] = 0x1p-19;
  assert_success(gk_weights_f64(&spec, w));
  spec.sigma[1] = 0x1p-21;
  assert_status(gk_weights_f64(&spec, w), GK_ERROR_ARGUMENT);
  assert_message("theta");
  const double thin[] = {1, 0.5, 0, 0.5, 1, 0, 0, 0, 0x1p-13};
  spec = (gk_weights_spec)GK_WEIGHTS_3D(3, 0.0);
  spec.method = GK_WEIGHTS_INTEGRATED;
  spec.covariance = thin;
  assert_status(gk_weights_f64(&spec, w), GK_ERROR_ARGUMENT);
  assert_message("covariance");
}

/* Random numbers of all exponents, their negatives in another order, and one that is left. */
static void exact_sums(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(3);
  enum { TERMS = 500 };
  double terms[TERMS];
  for (int round = 0; round < 200; round++) {
    gki_exact_sum sum;
    memset(&sum, 0, sizeof sum);
    for (int i = 0; i < TERMS; i++) {
      terms[i] = ldexp(gk_test_normal(&rng), (int)(gk_test_uniform(&rng) * 2090.0) - 1070);
      gki_exact_add(&sum, terms[i], 1 + i % 8);
    }
    const double left = ldexp(gk_test_normal(&rng), (int)(gk_test_uniform(&rng) * 2090.0) - 1070);
    gki_exact_add(&sum, left, 1);
    for (int i = TERMS; i-- > 0;) {
      gki_exact_add(&sum, -terms[i], 1 + i % 8);
    }
    assert_same_f64(gki_exact_value(&sum), left);
    gki_exact_add(&sum, -left, 1);
    assert_true(gki_exact_value(&sum) == 0.0);
    gki_exact_add(&sum, -DBL_TRUE_MIN, 3);
    assert_true(gki_exact_value(&sum) == -3.0 * DBL_TRUE_MIN);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(twice_the_precision), cmocka_unit_test(angles),
      cmocka_unit_test(pixels_of_an_axis),   cmocka_unit_test(discrete_gaussian),
      cmocka_unit_test(turned_integrals),    cmocka_unit_test(narrow_integrals),
      cmocka_unit_test(exact_sums),
  };
  return gk_test_main("weights_pieces", tests);
}
