/*
 * Integrals of estimates: boxes by products of normal distribution functions, by rotation, and by
 * what they must add up to; with a Gaussian and with another estimate by the formula in long double.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kde_case.h"

static long double normal_between(long double low, long double high) {
  const long double root = 1.41421356237309504880168872420969808L;
  return low > 0 ? (erfcl(low / root) - erfcl(high / root)) / 2
                 : (erfcl(-high / root) - erfcl(-low / root)) / 2;
}

static long double weight(const kde_case *c, size_t i) {
  return c->weights ? (long double)c->weights[i] / c->sum : 1 / (long double)c->n;
}

/* The largest coordinate of a point from the centre, in deviations of H: whitened by its factor, so no
 * more than the distance. */
static double most_reach(const kde_case *c) {
  double most = 0;
  for (size_t i = 0; i < c->n * c->d; i++) {
    most = fmax(most, fabs(c->x[i] - (double)c->centre[i % c->d]) / c->h[i % c->d]);
  }
  return 3 * most; /* a mean by weights is another */
}

/* Diagonal H: a product for each point. */
static void diagonal_boxes(void **state) {
  (void)state;
  for (size_t c = 0; c < 40; c++) {
    const size_t d = 1 + c % 5;
    kde_case k = kde_case_new(c, 1 + 7 * c, d, 0, 2, c % 3 ? 0 : 50, c % 2);
    double low[5], high[5], value = NAN, error = NAN;
    for (size_t a = 0; a < d; a++) {
      low[a] = (c + a) % 4 == 0 ? -INFINITY : k.x[a] - 2.5 * k.h[a];
      high[a] = (c + a) % 4 == 1 ? INFINITY : k.x[a] + (c % 7 == 0 ? -2.5 : 1) * k.h[a];
    }
    long double exact = 0;
    for (size_t i = 0; i < k.n; i++) {
      long double product = weight(&k, i);
      for (size_t a = 0; a < d; a++) {
        product *= normal_between(
            ((long double)low[a] - (long double)k.x[i * d + a]) / (long double)k.h[a],
            ((long double)high[a] - (long double)k.x[i * d + a]) / (long double)k.h[a]);
      }
      exact += product;
    }
    assert_success(gk_kde_integral(k.kde, low, high, &value, &error, NULL));
    assert_true(error > 0 && error <= 0x1p-52 * (double)d * (4 + most_reach(&k)));
    assert_close(value, exact, error);
    double alone = NAN;
    assert_success(gk_kde_integral(k.kde, low, high, &alone, NULL, NULL));
    assert_same_f64(alone, value);
    kde_case_free(&k);
  }
}

/* Full H: everything is 1; a half space is that of one feature alone; halves add up; each within the
 * error that is told, which is small. */
static void full_boxes(void **state) {
  (void)state;
  for (size_t c = 0; c < 6; c++) {
    const size_t d = 2 + c % 4;
    kde_case k = kde_case_new(c, d > 3 ? 3 : 25 + c, d, 0.3 + 0.1 * (double)(c % 4), 2, 0, c % 2);
    double low[5], high[5], whole, left, right, half, errors[4];
    for (size_t a = 0; a < d; a++) {
      low[a] = -INFINITY;
      high[a] = INFINITY;
    }
    assert_success(gk_kde_integral(k.kde, low, high, &whole, &errors[0], NULL));
    assert_close(whole, 1, errors[0] + 1e-14);
    high[d - 1] = k.x[d - 1];
    long double exact = 0;
    for (size_t i = 0; i < k.n; i++) {
      exact +=
          weight(&k, i) *
          normal_between(-INFINITY, ((long double)high[d - 1] - (long double)k.x[i * d + d - 1]) /
                                        (long double)k.h[d - 1]);
    }
    assert_success(gk_kde_integral(k.kde, low, high, &half, &errors[0], NULL));
    assert_close(half, exact, errors[0] + 1e-14);
    for (size_t a = 0; a < d; a++) {
      low[a] = k.x[a] - 3 * k.h[a];
      high[a] = k.x[a] + 2 * k.h[a];
    }
    assert_success(gk_kde_integral(k.kde, low, high, &whole, &errors[0], NULL));
    const double end = high[0], middle = k.x[0] - 0.4 * k.h[0];
    high[0] = middle;
    assert_success(gk_kde_integral(k.kde, low, high, &left, &errors[1], NULL));
    high[0] = end;
    low[0] = middle;
    assert_success(gk_kde_integral(k.kde, low, high, &right, &errors[2], NULL));
    assert_true(whole > 0 && whole < 1 && left > 0 && right > 0);
    assert_close(left + right, whole, errors[0] + errors[1] + errors[2] + 1e-14);
    for (size_t e = 0; e < 3; e++) {
      assert_true(errors[e] >= 0 && errors[e] <= (d <= 3 ? 1.01e-10 : 1e-2));
    }
    kde_case_free(&k);
  }
}

/* An equicorrelated normal's orthant has the probability 1 / (d + 1) where the correlation is 1/2:
 * one point in the corner. */
static void orthants(void **state) {
  (void)state;
  for (size_t d = 2; d <= 6; d++) {
    kde_case k = kde_case_new(d, 1, d, 0.5, 1, 0, false);
    double low[8], high[8], value, error;
    for (size_t a = 0; a < d; a++) {
      low[a] = k.x[a];
      high[a] = INFINITY;
    }
    assert_success(gk_kde_integral(k.kde, low, high, &value, &error, NULL));
    assert_close(value, 1 / (double)(d + 1), error + 1e-14);
    assert_true(error <= (d <= 3 ? 1.01e-10 : 3e-3));
    kde_case_free(&k);
  }
}

/* N(a - b; 0, H + S) in long double, by a plain Cholesky factor. */
static long double normal_at(size_t d, const double *step, const double *h, const double *s) {
  long double root[25], z[5], log_value = -0.91893853320467274178032973640561764L * (long double)d;
  for (size_t i = 0; i < d; i++) {
    z[i] = (long double)step[i];
    for (size_t j = 0; j <= i; j++) {
      long double sum = (long double)h[i * d + j] + (long double)s[i * d + j];
      for (size_t k = 0; k < j; k++) {
        sum -= root[i * d + k] * root[j * d + k];
      }
      root[i * d + j] = i == j ? sqrtl(sum) : sum / root[j * d + j];
    }
    for (size_t k = 0; k < i; k++) {
      z[i] -= root[i * d + k] * z[k];
    }
    z[i] /= root[i * d + i];
    log_value -= z[i] * z[i] / 2 + logl(root[i * d + i]);
  }
  return expl(log_value);
}

static void with_gaussians(void **state) {
  (void)state;
  for (size_t c = 0; c < 20; c++) {
    const size_t d = 1 + c % 5;
    kde_case k =
        kde_case_new(c, 1 + 20 * c, d, d > 1 && c % 2 ? 0.6 : 0, 2, c % 3 ? 0 : 100, c % 4 > 1);
    double covariance[5 * 7], packed[25], mean[5], value;
    for (size_t i = 0; i < d * d; i++) {
      packed[i] = (i / d == i % d ? 2 : 0.5) * k.h[i / d] * k.h[i % d];
      covariance[i / d * (d + 2) + i % d] = packed[i];
    }
    for (size_t a = 0; a < d; a++) {
      mean[a] = k.x[a] + k.h[a];
    }
    long double exact = 0;
    for (size_t i = 0; i < k.n; i++) {
      double step[5];
      for (size_t a = 0; a < d; a++) {
        step[a] = k.x[i * d + a] - mean[a];
      }
      exact += weight(&k, i) * normal_at(d, step, k.matrix, packed);
    }
    assert_success(gk_kde_integral_gaussian(k.kde, mean, covariance, d + 2, &value, NULL));
    assert_close(value, exact, 1e-11 * (double)exact);
    kde_case_free(&k);
  }
}

/* Of different H, sizes and weights; in either order; with itself. */
static void with_estimates(void **state) {
  (void)state;
  for (size_t c = 0; c < 16; c++) {
    const size_t d = 1 + c % 4;
    kde_case a = kde_case_new(c, 30 + 5 * c, d, d > 1 && c % 3 ? 0.5 : 0, 2, 0, c % 2),
             b = kde_case_new(c + 100, 300 - 17 * c, d, d > 1 && c % 2 ? 0.7 : 0, 1, 0.5,
                              c % 4 > 1);
    long double exact = 0, itself = 0;
    for (size_t i = 0; i < a.n; i++) {
      double step[5];
      for (size_t j = 0; j < b.n; j++) {
        for (size_t k = 0; k < d; k++) {
          step[k] = a.x[i * d + k] - b.x[j * d + k];
        }
        exact += weight(&a, i) * weight(&b, j) * normal_at(d, step, a.matrix, b.matrix);
      }
      for (size_t j = 0; j < a.n; j++) {
        for (size_t k = 0; k < d; k++) {
          step[k] = a.x[i * d + k] - a.x[j * d + k];
        }
        itself += weight(&a, i) * weight(&a, j) * normal_at(d, step, a.matrix, a.matrix);
      }
    }
    double one, other, same;
    assert_success(gk_kde_integral_kde(a.kde, b.kde, &one, NULL));
    assert_success(gk_kde_integral_kde(b.kde, a.kde, &other, NULL));
    assert_success(gk_kde_integral_kde(a.kde, a.kde, &same, NULL));
    assert_close(one, exact, 1e-11 * (double)exact);
    assert_close(other, exact, 1e-11 * (double)exact);
    assert_close(same, itself, 1e-11 * (double)itself);
    kde_case_free(&a);
    kde_case_free(&b);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(diagonal_boxes), cmocka_unit_test(full_boxes),
      cmocka_unit_test(orthants),       cmocka_unit_test(with_gaussians),
      cmocka_unit_test(with_estimates),
  };
  return gk_test_main("kde_integrals", tests);
}
