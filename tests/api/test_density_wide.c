/*
 * Many dimensions: autoregressive covariances S_ij = s_i s_j 2^-|i - j|, whose determinant and
 * inverse are known, with deviations s_i that are powers of two: every number is exact.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "gk_test.h"

enum { WIDE = 1500, POINTS = 75 };
static const long double log_two_pi = 1.837877066409345483560659472811235279723L;
static const double condition = 9; /* ((1 + 1/2) / (1 - 1/2))^2, from below */

static const size_t sizes[] = {2, 31, 64, 257, WIDE};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

/* The exponent of s_i: from -60 to 60. */
static int exponent_of(size_t i) {
  return (int)(i * 37 % 121) - 60;
}

static double *covariance_of(size_t d) {
  double *s = gk_test_array(d * d, sizeof *s);
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < d; j++) {
      const int apart = (int)(i > j ? i - j : j - i);
      s[i * d + j] = ldexp(1, exponent_of(i) + exponent_of(j) - apart);
    }
  }
  return s;
}

/* S^-1 times 3/4, tridiagonal in the scaled features. */
static double *precision_of(size_t d) {
  double *p = gk_test_array(d * d, sizeof *p);
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < d; j++) {
      const double entry = i == j ? (i == 0 || i == d - 1 ? 1 : 1.25) : -0.5;
      const int near = i == j || i + 1 == j || j + 1 == i;
      p[i * d + j] = near ? ldexp(entry, -exponent_of(i) - exponent_of(j)) : 0;
    }
  }
  return p;
}

static long double log_scales(size_t d) {
  long double sum = 0;
  for (size_t i = 0; i < d; i++) {
    sum += exponent_of(i);
  }
  return sum * 0.693147180559945309417232121458176568L;
}

/* q of S: the first feature, and how the others differ from what precedes them. */
static long double distance(size_t d, const double *x) {
  long double before = 0, q = 0;
  for (size_t i = 0; i < d; i++) {
    const long double z = ldexpl((long double)x[i], -exponent_of(i)), step = z - before / 2;
    q += i == 0 ? z * z : step * step * 4 / 3;
    before = z;
  }
  return q;
}

static double *points_of(size_t d, double far) {
  gk_test_rng rng = gk_test_seed(d);
  double *x = gk_test_array(POINTS * d, sizeof *x);
  gk_test_normals_f64(&rng, POINTS * d, 0, far, x);
  for (size_t i = 0; i < POINTS * d; i++) {
    x[i] = ldexp(x[i], exponent_of(i % d));
  }
  return x;
}

/* log |S| and q are those of S times `factor`. */
static void check(const char *what, const gk_mixture *normal, size_t d, double far,
                  long double factor) {
  double *x = points_of(d, far), logs[POINTS], densities[POINTS];
  assert_success(gk_mixture_log_density_f64(normal, POINTS, x, d, logs, NULL));
  assert_success(gk_mixture_density_f64(normal, POINTS, x, d, densities, NULL));
  for (size_t i = 0; i < POINTS; i++) {
    const long double q = distance(d, x + i * d) / factor, size = (long double)d;
    const long double log_determinant =
        2 * log_scales(d) + (size - 1) * logl(0.75L) + size * logl(factor);
    const long double truth = -(size * log_two_pi + log_determinant + q) / 2;
    /* the tighter of the two that density.h names, which it says of what was tested */
    const long double error =
        0x1p-53L * (2 * condition * (q + size) + 8 * condition + 4 * fabsl(truth));
    if (!(fabsl((long double)logs[i] - truth) <= error)) {
      fail_msg("%s, d = %zu: log density %.17g, expected %.17Lg: off by %.3Lg, the bound is %.3Lg",
               what, d, logs[i], truth, fabsl((long double)logs[i] - truth), error);
    }
    const long double density = expl(truth);
    if (density > DBL_MAX) {
      assert_true(densities[i] > DBL_MAX);
    } else if (density < 0x1p-1021L) {
      assert_true(densities[i] <= 0x1p-1020);
    } else {
      assert_close(densities[i], density, density * (expm1l(error) + 9 * 0x1p-53L));
    }
  }
  free(x);
}

static void full(void **state) {
  (void)state;
  for (size_t c = 0; c < SIZES; c++) {
    const size_t d = sizes[c];
    double *s = covariance_of(d);
    gk_mixture *normal = NULL;
    assert_success(gk_normal_create(d, NULL, GK_COVARIANCE_FULL, s, d, &normal));
    check("full", normal, d, 1, 1);
    check("full, far", normal, d, 100, 1);
    gk_mixture_free(normal);
    free(s);
  }
}

static void precision(void **state) {
  (void)state;
  for (size_t c = 0; c < SIZES; c++) {
    const size_t d = sizes[c];
    double *p = precision_of(d);
    gk_mixture *normal = NULL;
    assert_success(gk_normal_create(d, NULL, GK_COVARIANCE_PRECISION, p, d, &normal));
    check("precision", normal, d, 1, 4 / 3.0L);
    gk_mixture_free(normal);
    free(p);
  }
}

/* L of the same S: the first column is s_i 2^-i, the others of an innovation of variance 3/4. */
static void cholesky(void **state) {
  (void)state;
  for (size_t c = 0; c < SIZES; c++) {
    const size_t d = sizes[c];
    double *l = gk_test_array(d * d, sizeof *l);
    for (size_t i = 0; i < d * d; i++) {
      const size_t row = i / d, column = i % d;
      const int exponent = exponent_of(row) - (int)row + (int)column;
      /* 7/8 instead of the root of 3/4, to be exact: S has another diagonal then */
      l[i] = column > row ? NAN : ldexp(column ? 0.875 : 1, exponent);
    }
    gk_mixture *normal = NULL;
    assert_success(gk_normal_create(d, NULL, GK_COVARIANCE_CHOLESKY, l, d, &normal));
    double *x = points_of(d, 1), logs[POINTS];
    assert_success(gk_mixture_log_density_f64(normal, POINTS, x, d, logs, NULL));
    for (size_t i = 0; i < POINTS; i++) {
      long double before = 0, q = 0;
      for (size_t k = 0; k < d; k++) {
        const long double z = ldexpl((long double)x[i * d + k], -exponent_of(k));
        const long double step = (z - before / 2) / (k ? 0.875L : 1);
        q += step * step;
        before = z;
      }
      const long double size = (long double)d;
      const long double truth =
          -(size * log_two_pi + q) / 2 - log_scales(d) - (size - 1) * logl(0.875L);
      assert_close(logs[i], truth, 0x1p-53 * (8 * (double)d * 10 * ((double)q + 1)));
    }
    gk_mixture_free(normal);
    free(l);
    free(x);
  }
}

/* Diagonal ones, of up to 1500 features, in a mixture of which one component decides. */
static void diagonal(void **state) {
  (void)state;
  for (size_t c = 0; c < SIZES; c++) {
    const size_t d = sizes[c];
    double *variances = gk_test_array(2 * d, sizeof(double)), *means = gk_test_array(2 * d, 8);
    for (size_t i = 0; i < 2 * d; i++) {
      variances[i] = ldexp(1, 2 * exponent_of(i % d));
      means[i] = i < d ? 0 : ldexp(1000, exponent_of(i % d));
    }
    gk_mixture *mixture = NULL;
    assert_success(
        gk_mixture_create(2, d, NULL, means, d, GK_COVARIANCE_DIAGONAL, variances, d, &mixture));
    double *x = points_of(d, 1), logs[POINTS], r[2 * POINTS];
    assert_success(gk_mixture_log_density_f64(mixture, POINTS, x, d, logs, NULL));
    assert_success(gk_mixture_responsibilities_f64(mixture, POINTS, x, d, r, 2, NULL));
    for (size_t i = 0; i < POINTS; i++) {
      long double q = 0;
      for (size_t k = 0; k < d; k++) {
        const long double z = ldexpl((long double)x[i * d + k], -exponent_of(k));
        q += z * z;
      }
      const long double truth = -((long double)d * log_two_pi + q) / 2 - log_scales(d) - logl(2.0L);
      assert_close(logs[i], truth,
                   0x1p-53 * (8 * (double)d * ((double)q + 1) + 5 * fabs((double)truth) + 14));
      assert_close(r[2 * i], 1, 4 * 0x1p-53);
      assert_true(r[2 * i + 1] <= 0x1p-50);
    }
    gk_mixture_free(mixture);
    free(variances);
    free(means);
    free(x);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(full),
      cmocka_unit_test(precision),
      cmocka_unit_test(cholesky),
      cmocka_unit_test(diagonal),
  };
  return gk_test_main("density_wide", tests);
}
