/*
 * Derivatives of the Gaussian: against the Hermite polynomials in numbers of 113 digits, and the
 * sums and moments that filters rely on.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "weights_asked.h"
#include "weights_reference.h"

enum { ORDERS = 9 };

/* The documented bound, in units of 2^-53 of the sum of the terms' magnitudes. */
static double units_of(const gaussian *g, const size_t *index) {
  const unsigned *order = g->spec->order;
  const double orders = order[0] + order[1] + order[2];
  return g->turned ? turned_bound(g, index) * 0x1p53 + 16.0 * orders
                   : (double)g->n * (4.0 + 2.0 * orders);
}

static void compare(const asked *a) {
  const size_t count = asked_count(a), nx = a->spec.size[0], ny = a->spec.size[1];
  double *w = gk_test_array(count, sizeof *w);
  assert_success(gk_weights_f64(&a->spec, w));
  const gaussian g = gaussian_of(&a->spec);
  for (size_t i = 0; i < count; i++) {
    const size_t index[] = {i % nx, i / nx % ny, i / nx / ny};
    const quad exact = reference_weight(&g, index);
    const double allowed =
        units_of(&g, index) * 0x1p-53 * (double)reference_terms(&g, index) + DBL_MIN;
    if (!((double)quad_abs((quad)w[i] - exact) <= allowed)) {
      asked_fail(a, "weight %zu is %.17g, the formula gives %.17g: off by %.3g, allowed is %.3g", i,
                 w[i], (double)exact, (double)quad_abs((quad)w[i] - exact), allowed);
    }
  }
  free(w);
}

static void random_orders(asked *a, gk_test_rng *rng) {
  for (size_t k = 0; k < a->spec.dimensions; k++) {
    a->spec.order[k] = (unsigned)(gk_test_bits(rng) % ORDERS);
  }
  a->spec.order[0] += a->spec.order[0] + a->spec.order[1] + a->spec.order[2] == 0;
  a->spec.normalize = gk_test_bits(rng) % 2 ? GK_NORMALIZE_DENSITY : GK_NORMALIZE_NONE;
}

static void axis_parallel(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(31);
  static const gk_weights_method methods[] = {GK_WEIGHTS_SAMPLED, GK_WEIGHTS_INTEGRATED,
                                              GK_WEIGHTS_OVERSAMPLED, GK_WEIGHTS_DISCRETE};
  static const size_t most[] = {16, 4, 3};
  for (size_t i = 0; i < 160; i++) {
    asked a;
    const size_t n = 1 + i % 3;
    ask(&a, &rng, n, most[n - 1], 0.3, 20.0);
    random_orders(&a, &rng);
    a.spec.method = methods[i / 3 % 4];
    if (a.spec.method == GK_WEIGHTS_DISCRETE) {
      for (size_t k = 0; k < n; k++) {
        a.spec.size[k] |= 1;
        a.spec.sigma[k] = fmin(a.spec.sigma[k], 3.0);
      }
    } else if (i % 2) {
      ask_center(&a, &rng, 3.0);
    }
    a.spec.oversample = 1 + i % 4;
    compare(&a);
  }
}

static void turned(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(32);
  for (size_t i = 0; i < 100; i++) {
    asked a;
    ask(&a, &rng, 2 + i % 2, i % 2 ? 3 : 5, 0.5, 5.0);
    ask_turned(&a, &rng);
    if (i % 3) {
      ask_center(&a, &rng, 2.0);
    }
    random_orders(&a, &rng);
    a.spec.order[0] %= 4;
    a.spec.order[1] %= 4;
    a.spec.order[2] %= 3;
    compare(&a);
  }
}

/* Over a pixel that is wide beside sigma: all of the Gaussian lies in it, and nearly nothing of a
 * derivative. */
static void integrals_that_cancel(void **state) {
  (void)state;
  for (unsigned order = 1; order < ORDERS; order++) {
    for (double sigma = 0.02; sigma < 0.1; sigma *= 1.07) {
      gk_weights_spec spec = GK_WEIGHTS_1D(3, sigma), faces = GK_WEIGHTS_1D(4, sigma);
      spec.order[0] = order;
      spec.method = GK_WEIGHTS_INTEGRATED;
      faces.order[0] = order - 1;
      spec.normalize = faces.normalize = GK_NORMALIZE_NONE;
      double w[3];
      assert_success(gk_weights_f64(&spec, w));
      quad *at = reference_weights(&faces); /* at -3/2, -1/2, 1/2 and 3/2 */
      for (size_t i = 0; i < 3; i++) {
        const quad exact = at[i + 1] - at[i], size = quad_abs(at[i]) + quad_abs(at[i + 1]);
        if (!(quad_abs((quad)w[i] - exact) <= size * 4.0 * 0x1p-53 + DBL_MIN)) {
          fail_msg("order %u, sigma %g: weight %zu is %.17g, not %.17g", order, sigma, i, w[i],
                   (double)exact);
        }
      }
      free(at);
    }
  }
  gk_weights_spec spec = GK_WEIGHTS_1D(1, 0.001);
  double w = 1.0;
  spec.method = GK_WEIGHTS_INTEGRATED;
  spec.normalize = GK_NORMALIZE_DENSITY;
  spec.order[0] = 8;
  spec.amplitude = 1e308;
  assert_success(gk_weights_f64(&spec, &w));
  assert_true(w == 0.0);
}

/* Derivatives that a double cannot hold are infinite, with their sign, and never NaN. */
static void extreme_deviations(void **state) {
  (void)state;
  gk_weights_spec square = GK_WEIGHTS_2D(2, 1e100);
  square.sigma[1] = 1e-100;
  for (int method = GK_WEIGHTS_SAMPLED; method <= GK_WEIGHTS_INTEGRATED; method++) {
    double w[4];
    square.method = (gk_weights_method)method;
    square.order[1] =
        method == GK_WEIGHTS_SAMPLED ? 8 : 7; /* integrated: 15 / sigma^6 at the centre */
    assert_success(gk_weights_f64(&square, w));
    for (size_t i = 0; i < 4; i++) {
      assert_true(isinf(w[i]) && (w[i] > 0.0) == (i >= 2 || method == GK_WEIGHTS_SAMPLED));
    }
  }
}

/* With all lengths s times as large, a derivative of order 8 is s^-8 times as large. */
static void scaled_lengths(void **state) {
  (void)state;
  for (int power = -330; power <= 330; power += 30) {
    double w[2];
    for (size_t scaled = 0; scaled < 2; scaled++) {
      const double s = scaled ? ldexp(1.0, power) : 1.0;
      const double covariance[] = {2.0 * s * s, 0.5 * s * s, 0.5 * s * s, s * s};
      const double center[] = {power < 0 ? 0.75 * s : 0.0, power < 0 ? -0.5 * s : 0.0};
      gk_weights_spec spec = GK_WEIGHTS_2D(1, 0.0);
      spec.covariance = covariance;
      spec.center = center;
      spec.order[0] = 5;
      spec.order[1] = 3;
      spec.normalize = GK_NORMALIZE_NONE;
      assert_success(gk_weights_f64(&spec, &w[scaled]));
    }
    const double expected = ldexp(w[0], -8 * power);
    assert_true(w[0] != 0.0);
    if (isinf(expected)) {
      assert_true(w[1] == expected);
    } else {
      assert_close(w[1], (long double)expected, 0x1p-48 * fabs(expected));
    }
  }
}

/* Odd orders are odd to the last bit, so that they sum to 0 and the middle is 0. */
static void parity(void **state) {
  (void)state;
  for (unsigned order = 1; order < ORDERS; order++) {
    for (size_t size = 1; size <= 24; size++) {
      for (int normalize = GK_NORMALIZE_SUM; normalize <= GK_NORMALIZE_NONE; normalize++) {
        gk_weights_spec spec = GK_WEIGHTS_1D(size, 1.75);
        spec.order[0] = order;
        spec.normalize = (gk_normalize)normalize;
        spec.method = (gk_weights_method)(size % 2);
        double w[24];
        assert_success(gk_weights_f64(&spec, w));
        exact_sum sum = {{0}};
        for (size_t i = 0; i < size; i++) {
          const double other = w[size - 1 - i];
          assert_true(w[i] == (order % 2 ? -other : other));
          exact_add(&sum, w[i]);
        }
        assert_true(order % 2 == 0 || exact_compare(&sum, 0.0) == 0);
      }
    }
  }
}

/* Also of means over points, whose roundings differ, and of what is turned. */
static void parity_of_means(void **state) {
  (void)state;
  for (unsigned order = 1; order < ORDERS; order++) {
    for (size_t size = 1; size <= 5; size++) {
      for (size_t points = 1; points <= 10; points++) {
        gk_weights_spec line = GK_WEIGHTS_1D(size, 0.1), square = GK_WEIGHTS_2D(size, 0.2);
        line.method = square.method = GK_WEIGHTS_OVERSAMPLED;
        line.oversample = square.oversample = points;
        line.order[0] = square.order[0] = order;
        square.order[1] = 2;
        square.sigma[1] = 0.7;
        square.theta = 0.3;
        double w[5], v[25];
        assert_success(gk_weights_f64(&line, w));
        assert_success(gk_weights_f64(&square, v));
        for (size_t i = 0; i < size; i++) {
          assert_true(w[i] == (order % 2 ? -w[size - 1 - i] : w[size - 1 - i]));
        }
        for (size_t i = 0; i < size * size; i++) {
          const double other = v[size * size - 1 - i];
          assert_true(v[i] == (order % 2 ? -other : other));
        }
      }
    }
  }
}

/*
 * The k-th derivative of a density has the k-th moment (-1)^k k! and none below: so the filter is
 * that derivative of a polynomial. Exactly up to waves of exp(-2 pi^2 sigma^2), here below 1e-18.
 */
static void moments(void **state) {
  (void)state;
  enum { N = 121 };
  const double sigma = 2.0;
  for (int method = GK_WEIGHTS_SAMPLED; method <= GK_WEIGHTS_DISCRETE; method++) {
    double factorial = 1.0;
    for (unsigned order = 1; order < ORDERS; order++) {
      gk_weights_spec spec = GK_WEIGHTS_1D(N, sigma);
      spec.order[0] = order;
      spec.method = (gk_weights_method)method;
      double w[N];
      assert_success(gk_weights_f64(&spec, w));
      factorial *= -(double)order;
      for (unsigned k = 0; k <= order; k++) {
        long double sum = 0.0L, size = 0.0L;
        for (size_t i = 0; i < N; i++) {
          const long double term = powl((long double)i - N / 2, (int)k) * (long double)w[i];
          sum += term;
          size += fabsl(term);
        }
        assert_close(sum, k == order ? factorial : 0.0, 1e-13 * (double)size);
      }
    }
  }
}

/* The derivative is divided by what the Gaussian itself would have been divided by. */
static void normalised_as_order_0(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(33);
  for (size_t i = 0; i < 60; i++) {
    asked a;
    ask(&a, &rng, 1 + i % 2, 9, 0.5, 4.0);
    a.spec.method = i % 3 ? GK_WEIGHTS_SAMPLED : GK_WEIGHTS_INTEGRATED;
    a.spec.normalize = i % 4 < 2 ? GK_NORMALIZE_SUM : GK_NORMALIZE_PEAK;
    quad *plain = reference_weights(&a.spec), divisor = 0;
    const size_t count = asked_count(&a);
    for (size_t k = 0; k < count; k++) {
      const int sums = a.spec.normalize == GK_NORMALIZE_SUM;
      divisor = sums ? divisor + plain[k] : plain[k] > divisor ? plain[k] : divisor;
    }
    a.spec.order[i % 2 ? 1 - (i % 4) / 3 : 0] = 1 + (unsigned)i % 3;
    a.spec.order[1] = a.spec.dimensions > 1 ? a.spec.order[1] : 0;
    quad *exact = reference_weights(&a.spec);
    double *w = gk_test_array(count, sizeof *w);
    assert_success(gk_weights_f64(&a.spec, w));
    const gaussian g = gaussian_of(&a.spec);
    for (size_t k = 0; k < count; k++) {
      const size_t index[] = {k % a.spec.size[0], k / a.spec.size[0], 0};
      const double terms = (double)(reference_terms(&g, index) / divisor);
      assert_close(w[k], (long double)(exact[k] / divisor), 20.0 * 0x1p-53 * terms + DBL_MIN);
    }
    free(plain);
    free(exact);
    free(w);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(axis_parallel),         cmocka_unit_test(turned),
      cmocka_unit_test(integrals_that_cancel), cmocka_unit_test(extreme_deviations),
      cmocka_unit_test(scaled_lengths),        cmocka_unit_test(parity),
      cmocka_unit_test(parity_of_means),       cmocka_unit_test(moments),
      cmocka_unit_test(normalised_as_order_0),
  };
  return gk_test_main("weights_derivatives", tests);
}
