/*
 * Gaussians that are narrow beside a pixel: the pixel's centre can be hundreds of standard
 * deviations away where an edge of it, or one of its points, is near. Sums and peaks hold all the same.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "weights_asked.h"
#include "weights_reference.h"

/* Finite, none negative, and the sum or the largest is 1. */
static double *checked_weights(const asked *a) {
  const size_t count = asked_count(a);
  double *w = gk_test_array(count, sizeof *w);
  assert_success(gk_weights_f64(&a->spec, w));
  exact_sum sum = {{0}};
  double largest = 0.0;
  for (size_t i = 0; i < count; i++) {
    if (!(w[i] >= 0.0 && w[i] <= 1.0)) {
      asked_fail(a, "weight %zu is %.17g", i, w[i]);
    }
    exact_add(&sum, w[i]);
    largest = fmax(largest, w[i]);
  }
  if (a->spec.normalize == GK_NORMALIZE_SUM ? exact_compare(&sum, 1.0) != 0 : largest != 1.0) {
    asked_fail(a, "the sum is %.17g, the largest %.17g", (double)exact_value(&sum), largest);
  }
  return w;
}

/* Against the formula, divided by its sum or its largest. A sum moves 4 ulp here. */
static void compare_relative(const asked *a) {
  const size_t count = asked_count(a), nx = a->spec.size[0];
  double *w = checked_weights(a);
  const gaussian g = gaussian_of(&a->spec);
  quad *exact = reference_weights(&a->spec), sum = 0, largest = 0;
  for (size_t i = 0; i < count; i++) {
    sum += exact[i];
    largest = exact[i] > largest ? exact[i] : largest;
  }
  assert_true(largest > 0);
  const quad divisor = a->spec.normalize == GK_NORMALIZE_SUM ? sum : largest;
  for (size_t i = 0; i < count; i++) {
    const double expected = (double)(exact[i] / divisor);
    const double bound = turned_bound(&g, (size_t[]){i % nx, i / nx, 0}) + 6.0 * DBL_EPSILON;
    if (!(fabs(w[i] - expected) <= bound)) {
      asked_fail(a, "weight %zu is %.17g, the formula gives %.17g", i, w[i], expected);
    }
  }
  free(exact);
  free(w);
}

static asked narrow(size_t size, double sigma, double theta, gk_weights_method method) {
  asked a = {.spec = GK_WEIGHTS_2D(size, sigma)};
  a.spec.sigma[1] = 5.0;
  a.spec.theta = theta;
  a.spec.method = method;
  return a;
}

static void oversampled(void **state) {
  (void)state;
  static const double sigmas[] = {1e-2, 3e-3, 1e-3, 1e-4, 3e-5};
  for (size_t s = 0; s < sizeof sigmas / sizeof sigmas[0]; s++) {
    for (size_t size = 1; size <= 5; size++) {
      for (int normalize = GK_NORMALIZE_SUM; normalize <= GK_NORMALIZE_PEAK; normalize++) {
        asked a = narrow(size, sigmas[s], 0.3, GK_WEIGHTS_OVERSAMPLED);
        a.spec.normalize = (gk_normalize)normalize;
        compare_relative(&a);
      }
    }
  }
}

static void oversampled_outside(void **state) {
  (void)state;
  static const double sigmas[] = {1e-1, 3e-2, 1e-2};
  for (size_t s = 0; s < sizeof sigmas / sizeof sigmas[0]; s++) {
    for (int normalize = GK_NORMALIZE_SUM; normalize <= GK_NORMALIZE_PEAK; normalize++) {
      asked a = narrow(5, sigmas[s], 0.3, GK_WEIGHTS_OVERSAMPLED);
      a.spec.normalize = (gk_normalize)normalize;
      a.center[0] = -0.7;
      a.center[1] = 1.0;
      a.spec.center = a.center;
      compare_relative(&a);
    }
  }
}

/* Nearly the density of a line: its integral along the line is what a pixel gets. */
static void integrated(void **state) {
  (void)state;
  const double theta = 0.3, along = 5.0 * cos(theta);
  asked a = narrow(4, 1e-4, theta, GK_WEIGHTS_INTEGRATED);
  for (int normalize = GK_NORMALIZE_SUM; normalize <= GK_NORMALIZE_PEAK; normalize++) {
    a.spec.normalize = (gk_normalize)normalize;
    double *w = checked_weights(&a);
    const double near = erf(1.0 / (along * sqrt(2.0))), both = erf(2.0 / (along * sqrt(2.0)));
    const double divisor = normalize == GK_NORMALIZE_SUM ? 2.0 * both : near;
    assert_close(w[2 * 4 + 1], near / divisor, 5e-4);
    assert_close(w[3 * 4 + 1], (both - near) / divisor, 5e-4);
    assert_close(w[1 * 4 + 2], near / divisor, 5e-4);
    assert_close(w[0 * 4 + 2], (both - near) / divisor, 5e-4);
    free(w);
  }
}

/* All lies in the pixel whose corner or edge is nearest. */
static void integrated_outside(void **state) {
  (void)state;
  for (int normalize = GK_NORMALIZE_SUM; normalize <= GK_NORMALIZE_PEAK; normalize++) {
    asked far = narrow(5, 0.03, 0.3, GK_WEIGHTS_INTEGRATED);
    far.spec.normalize = (gk_normalize)normalize;
    far.center[0] = -2.7;
    far.center[1] = 1.0;
    far.spec.center = far.center;
    double *w = checked_weights(&far);
    assert_close(w[0], 1.0, 1e-15);
    free(w);
    asked two = narrow(1, 1e-3, 0.3, GK_WEIGHTS_INTEGRATED);
    two.spec.size[1] = 2;
    two.spec.normalize = (gk_normalize)normalize;
    two.center[0] = two.center[1] = 0.3;
    two.spec.center = two.center;
    free(checked_weights(&two));
    asked volume = {.spec = GK_WEIGHTS_3D(2, 0.0)};
    const double covariance[] = {1e-3, 5e-4, 0.0, 5e-4, 1e-3, 0.0, 0.0, 0.0, 1.0};
    volume.spec.covariance = covariance;
    volume.spec.method = GK_WEIGHTS_INTEGRATED;
    volume.spec.normalize = (gk_normalize)normalize;
    volume.center[0] = volume.center[1] = -2.5;
    volume.spec.center = volume.center;
    w = checked_weights(&volume);
    assert_true(w[0] > 0.0 && w[1] < 1e-200 && w[2] < 1e-200);
    free(w);
  }
}

/* Parallel to the axis: one pixel has all, or the two in the middle of an even size a half. */
static void parallel(void **state) {
  (void)state;
  static const double sigmas[] = {1e-7, 1e-11, 1e-12, 1e-30, 1e-100};
  static const double centers[] = {-1e9, -0.75, 0.0, 1.0, 2.25, 1e9};
  for (size_t s = 0; s < sizeof sigmas / sizeof sigmas[0]; s++) {
    for (size_t size = 3; size <= 4; size++) {
      for (int m = GK_WEIGHTS_SAMPLED; m <= GK_WEIGHTS_OPENCV; m++) {
        for (size_t c = 0; c < sizeof centers / sizeof centers[0] + 1; c++) {
          asked a = {.spec = GK_WEIGHTS_1D(size, 0.0), .center = {c ? centers[c - 1] : 0.0}};
          a.spec.sigma[0] = sigmas[s];
          a.spec.method = (gk_weights_method)m;
          a.spec.center = c ? a.center : NULL;
          if (m == GK_WEIGHTS_DISCRETE || (m == GK_WEIGHTS_OPENCV && c)) {
            continue;
          }
          double *w = checked_weights(&a);
          const double last = (double)(size - 1), at = c ? rint(a.center[0]) : floor(last / 2.0);
          const double all = !c && size % 2 == 0 ? 0.5 : 1.0;
          assert_close(w[(size_t)fmin(fmax(at, 0.0), last)], all, 0.0);
          free(w);
        }
      }
    }
  }
}

/* A line without width, for doubles: it passes between the pixels, or through one of them. */
static void turned_extremely(void **state) {
  (void)state;
  for (int on_pixel = 0; on_pixel < 2; on_pixel++) {
    for (int exchanged = 0; exchanged < 2; exchanged++) {
      asked a = {.spec = GK_WEIGHTS_2D(2, 1e-95), .center = {1.0, on_pixel ? 1.0 : 0.75}};
      a.spec.sigma[1 - exchanged] = 1e90;
      a.spec.theta = 0.3;
      a.spec.center = a.center;
      a.spec.normalize = GK_NORMALIZE_NONE;
      double w[4];
      assert_success(gk_weights_f64(&a.spec, w));
      for (size_t i = 0; i < 4; i++) {
        assert_close(w[i], i == 3 && on_pixel ? 1.0 : 0.0, 0.0);
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(oversampled), cmocka_unit_test(oversampled_outside),
      cmocka_unit_test(integrated),  cmocka_unit_test(integrated_outside),
      cmocka_unit_test(parallel),    cmocka_unit_test(turned_extremely),
  };
  return gk_test_main("weights_narrow", tests);
}
