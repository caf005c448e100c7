/*
 * Each weight against the formula in numbers of 113 digits, within the documented bound: 4 ulp a
 * dimension where the Gaussian is parallel to the axes, 2^-53 (16 + 6 q) where it is turned, or (64 + 8 q) where that is integrated.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "weights_asked.h"
#include "weights_reference.h"

/* ---- Axis-parallel. */

static void compare_ulps(const asked *a, double most) {
  const size_t count = asked_count(a);
  double *w = gk_test_array(count, sizeof *w);
  assert_success(gk_weights_f64(&a->spec, w));
  quad *exact = reference_weights(&a->spec);
  for (size_t i = 0; i < count; i++) {
    const double error = quad_ulps(w[i], exact[i]);
    if (!(error <= most) && quad_abs(exact[i]) >= (quad)DBL_MIN) {
      asked_fail(a, "weight %zu is %.17g, the formula gives %.17g: %.2f ulp, allowed are %g", i,
                 w[i], (double)exact[i], error, most);
    }
    if (!(fabs(w[i]) <= DBL_MIN) && quad_abs(exact[i]) < (quad)(DBL_MIN * (1.0 - 0x1p-49))) {
      asked_fail(a, "weight %zu is %.17g, the formula gives %.17g", i, w[i], (double)exact[i]);
    }
  }
  free(exact);
  free(w);
}

static void density_or_none(asked *a, gk_test_rng *rng) {
  a->spec.normalize = gk_test_bits(rng) % 2 ? GK_NORMALIZE_DENSITY : GK_NORMALIZE_NONE;
}

static void axis_parallel(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(11);
  static const size_t most[] = {40, 7, 4};
  for (size_t i = 0; i < 600; i++) {
    asked a;
    const size_t n = 1 + i % 3;
    ask(&a, &rng, n, most[n - 1], 0.05, 60.0);
    if (i % 2) {
      ask_center(&a, &rng, 6.0);
    }
    ask_method(&a, &rng);
    density_or_none(&a, &rng);
    a.spec.amplitude = i % 5 ? 1.0 : -7.3 * gk_test_uniform(&rng);
    compare_ulps(&a, 4.0 * (double)n);
  }
}

/* Down to the smallest normal number, 37 sigmas and more from the centre. */
static void tails(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(12);
  for (size_t i = 0; i < 160; i++) {
    asked a;
    ask(&a, &rng, 1, 1, 0.02, 2000.0);
    ask_method(&a, &rng);
    a.spec.size[0] = 8;
    density_or_none(&a, &rng);
    if (a.spec.method == GK_WEIGHTS_DISCRETE) { /* from the centre on */
      a.spec.sigma[0] = fmin(a.spec.sigma[0], 20.0);
      a.spec.size[0] = 300;
      a.center[0] = 0.0;
    } else {
      a.center[0] = -38.6 * a.spec.sigma[0] * gk_test_uniform(&rng);
    }
    a.spec.center = a.center;
    compare_ulps(&a, 4.0);
  }
}

/* What the Gaussian alone would be is no normal number, the amplitude brings it back. */
static void tails_with_an_amplitude(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(13);
  for (size_t i = 0; i < 90; i++) {
    asked a;
    const size_t n = 1 + i % 3;
    ask(&a, &rng, n, 4, 0.5, 9.0);
    a.spec.method = i % 2 ? GK_WEIGHTS_INTEGRATED : GK_WEIGHTS_SAMPLED;
    density_or_none(&a, &rng);
    for (size_t k = 0; k < n; k++) {
      a.center[k] = -a.spec.sigma[k] * (38.0 + 5.0 * gk_test_uniform(&rng)) / sqrt((double)n);
    }
    a.spec.center = a.center;
    a.spec.amplitude = 0x1.8p1000;
    compare_ulps(&a, 4.0 * (double)n);
  }
}

/* The smallest and the largest sigmas, centres far away and within a rounding of an edge. */
static void extremes(void **state) {
  (void)state;
  static const double sigmas[] = {1e-100, 1e-20, 1e-3, 1e9, 1e20, 1e100};
  static const double centers[] = {0.0, 2.0, 0.5, 2.4999999999999996, 1.9999999999999998, -1e9};
  for (size_t s = 0; s < sizeof sigmas / sizeof sigmas[0]; s++) {
    for (size_t c = 0; c < sizeof centers / sizeof centers[0]; c++) {
      for (int method = GK_WEIGHTS_SAMPLED; method <= GK_WEIGHTS_INTEGRATED; method++) {
        asked a = {.spec = GK_WEIGHTS_1D(5, 0.0), .center = {centers[c]}};
        a.spec.sigma[0] = sigmas[s];
        a.spec.center = a.center;
        a.spec.method = (gk_weights_method)method;
        a.spec.normalize = GK_NORMALIZE_NONE;
        compare_ulps(&a, 4.0);
      }
    }
  }
}

/* ---- Turned. */

static void compare_turned(const asked *a) {
  const size_t count = asked_count(a), nx = a->spec.size[0], ny = a->spec.size[1];
  double *w = gk_test_array(count, sizeof *w);
  assert_success(gk_weights_f64(&a->spec, w));
  const gaussian g = gaussian_of(&a->spec);
  for (size_t i = 0; i < count; i++) {
    const size_t index[] = {i % nx, i / nx % ny, i / nx / ny};
    const quad exact = reference_weight(&g, index);
    const double error = (double)(quad_abs((quad)w[i] - exact) / quad_abs(exact));
    const double allowed = turned_bound(&g, index);
    if (!(error <= allowed) && quad_abs(exact) >= (quad)DBL_MIN) {
      asked_fail(a, "weight %zu is %.17g, the formula gives %.17g: off by %.3g, allowed is %.3g", i,
                 w[i], (double)exact, error, allowed);
    }
  }
  free(w);
}

static void turned(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(14);
  for (size_t i = 0; i < 300; i++) {
    asked a;
    const size_t n = 2 + i % 2;
    ask(&a, &rng, n, n == 2 ? 9 : 4, 0.3, 12.0);
    ask_turned(&a, &rng);
    if (i % 3) {
      ask_center(&a, &rng, 4.0);
    }
    density_or_none(&a, &rng);
    compare_turned(&a);
  }
}

/* Up to a hundred thousand times as long as wide, so that a small error of the angle would be a
 * large one. */
static void turned_and_long(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(15);
  for (size_t i = 0; i < 200; i++) {
    asked a;
    ask(&a, &rng, 2, 12, 0.2, 0.5);
    a.spec.sigma[i % 2] *= log_uniform(&rng, 100.0, 1e5);
    ask_turned(&a, &rng);
    ask_center(&a, &rng, 20.0);
    density_or_none(&a, &rng);
    compare_turned(&a);
  }
}

static void turned_over_pixels(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(16);
  for (size_t i = 0; i < 24; i++) {
    asked a;
    ask(&a, &rng, 2, 4, 0.4, 4.0);
    ask_turned(&a, &rng);
    if (i % 2) {
      ask_center(&a, &rng, 3.0);
    }
    density_or_none(&a, &rng);
    a.spec.method = i % 4 ? GK_WEIGHTS_INTEGRATED : GK_WEIGHTS_OVERSAMPLED;
    a.spec.oversample = 3 + i / 4;
    compare_turned(&a);
  }
  for (size_t i = 0; i < 4; i++) {
    asked a;
    ask(&a, &rng, 3, 2, 0.9, 3.0);
    ask_turned(&a, &rng);
    ask_center(&a, &rng, 2.0);
    density_or_none(&a, &rng);
    a.spec.method = i % 2 ? GK_WEIGHTS_INTEGRATED : GK_WEIGHTS_OVERSAMPLED;
    a.spec.oversample = 3;
    compare_turned(&a);
  }
}

/* ---- The other precision. */

static void f32_is_f64_rounded(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(17);
  static const gk_normalize kinds[] = {GK_NORMALIZE_PEAK, GK_NORMALIZE_DENSITY, GK_NORMALIZE_NONE};
  for (size_t i = 0; i < 300; i++) {
    asked a;
    const size_t n = 1 + i % 3;
    ask(&a, &rng, n, 8, 0.2, 5.0);
    if (i % 4 == 0 && n > 1) {
      ask_turned(&a, &rng);
    } else {
      ask_method(&a, &rng);
      a.spec.order[0] = a.spec.method == GK_WEIGHTS_DISCRETE ? 0 : i % 5;
    }
    a.spec.normalize = kinds[i % 7 % 3];
    a.spec.amplitude = i % 2 ? 1.0 : 3.0 * gk_test_uniform(&rng) - 1.0;
    const size_t count = asked_count(&a);
    double *f64 = gk_test_array(count, sizeof *f64);
    float *f32 = gk_test_array(count, sizeof *f32);
    assert_success(gk_weights_f64(&a.spec, f64));
    assert_success(gk_weights_f32(&a.spec, f32));
    for (size_t k = 0; k < count; k++) {
      assert_same_f32(f32[k], (float)f64[k]);
    }
    free(f64);
    free(f32);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(axis_parallel),
      cmocka_unit_test(tails),
      cmocka_unit_test(tails_with_an_amplitude),
      cmocka_unit_test(extremes),
      cmocka_unit_test(turned),
      cmocka_unit_test(turned_and_long),
      cmocka_unit_test(turned_over_pixels),
      cmocka_unit_test(f32_is_f64_rounded),
  };
  return gk_test_main("weights_values", tests);
}
