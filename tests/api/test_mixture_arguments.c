/* Bad input to the functions that make mixtures: the status, the message, NULL as the result. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "normals.h"

static gk_mixture *made;
#define UNTOUCHED ((gk_mixture *)(void *)&made) /* what stands there before a call */

/* The last call failed so, said so, and gave NULL. */
static void check_refused(gk_status status, gk_status expected, const char *function,
                          const char *word, const char *file, int line) {
  gk_test_status(status, expected, function, file, line);
  if (strncmp(gk_error_message(), function, strlen(function)) != 0) {
    print_error("the message \"%s\" does not begin with %s\n", gk_error_message(), function);
    _fail(file, line);
  }
  gk_test_message(word, file, line);
  if (made != NULL) {
    print_error("%s gave a mixture where it failed\n", function);
    _fail(file, line);
  }
  made = UNTOUCHED;
}

#define refused(call, expected, function, word)                                                    \
  (made = UNTOUCHED, check_refused(call, expected, function, word, __FILE__, __LINE__))
#define normal_refused(expected, word, ...)                                                        \
  refused(gk_normal_create(__VA_ARGS__, &made), expected, "gk_normal_create: ", word)
#define mixture_refused(expected, word, ...)                                                       \
  refused(gk_mixture_create(__VA_ARGS__, &made), expected, "gk_mixture_create: ", word)

static const double unit[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};

static void arguments_of_normals(void **state) {
  (void)state;
  const gk_status argument = GK_ERROR_ARGUMENT;
  const double mean[3] = {0, NAN, 0}, infinite[3] = {0, 0, -INFINITY};
  assert_status(gk_normal_create(3, NULL, GK_COVARIANCE_FULL, unit, 3, NULL), argument);
  assert_message("gk_normal_create: normal");
  normal_refused(argument, "d = 0", 0, NULL, GK_COVARIANCE_FULL, unit, 3);
  normal_refused(argument, "matrix is NULL", 3, NULL, GK_COVARIANCE_FULL, NULL, 3);
  normal_refused(argument, "ldm = 2", 3, NULL, GK_COVARIANCE_FULL, unit, 2);
  normal_refused(argument, "ldm = 2", 3, NULL, GK_COVARIANCE_DIAGONAL, unit, 2);
  normal_refused(argument, "ldm = 2", 3, NULL, GK_COVARIANCE_PRECISION, unit, 2);
  normal_refused(argument, "ldm = 2", 3, NULL, GK_COVARIANCE_CHOLESKY, unit, 2);
  normal_refused(argument, "ldm = 0", 3, NULL, GK_COVARIANCE_SPHERICAL, unit, 0);
  normal_refused(argument, "form = 5", 3, NULL, (gk_covariance_form)5, unit, 3);
  normal_refused(argument, "form = -1", 3, NULL, (gk_covariance_form)-1, unit, 3);
  normal_refused(argument, "mean", 3, mean, GK_COVARIANCE_FULL, unit, 3);
  normal_refused(argument, "mean", 3, infinite, GK_COVARIANCE_FULL, unit, 3);
  normal_refused(GK_ERROR_OVERFLOW, "", SIZE_MAX / 2, NULL, GK_COVARIANCE_FULL, unit, SIZE_MAX / 2);
  normal_refused(GK_ERROR_OVERFLOW, "", SIZE_MAX / 4, NULL, GK_COVARIANCE_SPHERICAL, unit, 1);
}

/* NaN and infinity at every place of every form, and what lies above a Cholesky factor's diagonal.
 */
static void not_finite(void **state) {
  (void)state;
  const double bad[] = {NAN, INFINITY, -INFINITY};
  for (size_t i = 0; i < 27; i++) {
    double matrix[9];
    memcpy(matrix, unit, sizeof matrix);
    matrix[i / 3] = bad[i % 3];
    normal_refused(GK_ERROR_ARGUMENT, "matrix", 3, NULL, GK_COVARIANCE_FULL, matrix, 3);
    normal_refused(GK_ERROR_ARGUMENT, "matrix", 3, NULL, GK_COVARIANCE_PRECISION, matrix, 3);
    if (i / 3 % 3 > i / 9) {
      assert_success(gk_normal_create(3, NULL, GK_COVARIANCE_CHOLESKY, matrix, 3, &made));
      gk_mixture_free(made);
    } else {
      normal_refused(GK_ERROR_ARGUMENT, "matrix", 3, NULL, GK_COVARIANCE_CHOLESKY, matrix, 3);
    }
    if (i < 9) {
      normal_refused(GK_ERROR_ARGUMENT, "matrix", 3, NULL, GK_COVARIANCE_DIAGONAL, matrix, 3);
    }
    if (i < 3) {
      normal_refused(GK_ERROR_ARGUMENT, "matrix", 3, NULL, GK_COVARIANCE_SPHERICAL, matrix, 1);
    }
  }
}

/* Symmetric within 2^-40 of the deviations' product, whatever the features' scales. */
static void not_symmetric(void **state) {
  (void)state;
  static const double scales[] = {1, 1e-150, 1e150};
  for (size_t s = 0; s < 3; s++) {
    const double v = scales[s] * scales[s], c = 0.5 * scales[s];
    const double good[4] = {v, c, c + 0x1p-41 * scales[s], 1};
    const double bad[4] = {v, c, c + 0x1p-39 * scales[s], 1};
    assert_success(gk_normal_create(2, NULL, GK_COVARIANCE_FULL, good, 2, &made));
    gk_mixture_free(made);
    normal_refused(GK_ERROR_ARGUMENT, "matrix is not symmetric", 2, NULL, GK_COVARIANCE_FULL, bad,
                   2);
    normal_refused(GK_ERROR_ARGUMENT, "symmetric", 2, NULL, GK_COVARIANCE_PRECISION, bad, 2);
    size_t rank = 77, negative = 77;
    assert_status(gk_covariance_rank(2, bad, 2, &rank, &negative), GK_ERROR_ARGUMENT);
    assert_int_equal(rank, 77);
    assert_int_equal(negative, 77);
  }
}

/* Vectors of integers that are independent: the p-th begins with p zeros. */
static double leading(size_t p, size_t i) {
  return i < p ? 0 : i == p ? 8 : (double)((7 * i + 3 * p) % 5) - 2;
}

/* The message says the rank: sums of r outer products. */
static void singular(void **state) {
  (void)state;
  for (size_t d = 2; d <= 7; d++) {
    for (size_t r = 0; r < d; r++) {
      double s[49] = {0};
      char word[32];
      for (size_t i = 0; i < d * d; i++) {
        for (size_t p = 0; p < r; p++) {
          s[i] += leading(p, i / d) * leading(p, i % d);
        }
      }
      snprintf(word, sizeof word, "rank %zu", r);
      normal_refused(GK_ERROR_SINGULAR, word, d, NULL, GK_COVARIANCE_FULL, s, d);
      normal_refused(GK_ERROR_SINGULAR, word, d, NULL, GK_COVARIANCE_PRECISION, s, d);
    }
  }
}

static void indefinite(void **state) {
  (void)state;
  const double indefinite[4] = {1, 2, 2, 1}, negative[4] = {1, 0, 0, -1};
  const double regular[9] = {1, 0, 0, 0, 1, 2, 0, 2, 1}, twice[9] = {1, 1, 2, 1, 1, 2, 2, 2, 1};
  normal_refused(GK_ERROR_SINGULAR, "negative", 2, NULL, GK_COVARIANCE_FULL, indefinite, 2);
  assert_null(strstr(gk_error_message(), "rank")); /* it is full, which would be no reason */
  normal_refused(GK_ERROR_SINGULAR, "negative", 3, NULL, GK_COVARIANCE_FULL, regular, 3);
  assert_null(strstr(gk_error_message(), "rank"));
  normal_refused(GK_ERROR_SINGULAR, "1 negative", 3, NULL, GK_COVARIANCE_FULL, twice, 3);
  assert_message("rank is 2, not 3");
  normal_refused(GK_ERROR_SINGULAR, "negative", 2, NULL, GK_COVARIANCE_FULL, negative, 2);
  normal_refused(GK_ERROR_SINGULAR, "negative", 2, NULL, GK_COVARIANCE_PRECISION, indefinite, 2);
  const double variances[3] = {1, 0, 2}, below[3] = {1, 2, -3}, lower[4] = {1, 0, 5, 0};
  normal_refused(GK_ERROR_SINGULAR, "", 3, NULL, GK_COVARIANCE_DIAGONAL, variances, 3);
  normal_refused(GK_ERROR_SINGULAR, "", 3, NULL, GK_COVARIANCE_DIAGONAL, below, 3);
  normal_refused(GK_ERROR_SINGULAR, "", 3, NULL, GK_COVARIANCE_SPHERICAL, variances + 1, 1);
  normal_refused(GK_ERROR_SINGULAR, "", 3, NULL, GK_COVARIANCE_SPHERICAL, below + 2, 1);
  normal_refused(GK_ERROR_SINGULAR, "", 2, NULL, GK_COVARIANCE_CHOLESKY, lower, 2);
}

/* Nearly singular ones count while their pivots are above 16 d 2^-53. */
static void nearly_singular(void **state) {
  (void)state;
  for (int exponent = 30; exponent <= 52; exponent += 2) {
    const double c = 1 - ldexp(1, -exponent), s[4] = {1, c, c, 1}; /* pivot 2^(1-exponent) */
    if (exponent <= 44) {
      assert_success(gk_normal_create(2, NULL, GK_COVARIANCE_FULL, s, 2, &made));
      gk_mixture_free(made);
    } else if (exponent >= 50) {
      normal_refused(GK_ERROR_SINGULAR, "rank 1", 2, NULL, GK_COVARIANCE_FULL, s, 2);
    }
  }
}

static void arguments_of_mixtures(void **state) {
  (void)state;
  const gk_status argument = GK_ERROR_ARGUMENT;
  const gk_covariance_form full = GK_COVARIANCE_FULL;
  double matrices[18], means[6] = {0}, weights[2] = {1, 1};
  memcpy(matrices, unit, sizeof unit);
  memcpy(matrices + 9, unit, sizeof unit);
  assert_status(gk_mixture_create(2, 3, weights, means, 3, full, matrices, 3, NULL), argument);
  mixture_refused(argument, "components = 0", 0, 3, weights, means, 3, full, matrices, 3);
  mixture_refused(argument, "means is NULL", 2, 3, weights, NULL, 3, full, matrices, 3);
  mixture_refused(argument, "ldmeans = 2", 2, 3, weights, means, 2, full, matrices, 3);
  mixture_refused(argument, "d = 0", 2, 0, weights, means, 3, full, matrices, 3);
  mixture_refused(argument, "is NULL", 2, 3, weights, means, 3, full, NULL, 3);
  mixture_refused(argument, "ldm = 2", 2, 3, weights, means, 3, full, matrices, 2);
  mixture_refused(GK_ERROR_OVERFLOW, "", SIZE_MAX / 8, 3, NULL, means, 3, full, matrices, 3);
  const double bad[] = {-1, -1e-300, NAN, INFINITY, -INFINITY};
  for (size_t i = 0; i < 5; i++) {
    weights[1] = bad[i];
    mixture_refused(argument, "weights[1]", 2, 3, weights, means, 3, full, matrices, 3);
  }
  weights[0] = weights[1] = 0;
  mixture_refused(argument, "weights", 2, 3, weights, means, 3, full, matrices, 3);
  means[4] = NAN;
  mixture_refused(argument, "means", 2, 3, NULL, means, 3, full, matrices, 3);
  means[4] = 0;
  matrices[17] = 0;
  mixture_refused(GK_ERROR_SINGULAR, "component 1", 2, 3, NULL, means, 3, full, matrices, 3);
  matrices[17] = NAN;
  mixture_refused(argument, ": matrix of component 1 is nan", 2, 3, NULL, means, 3, full, matrices,
                  3);
}

#define marginal_refused(mixture, count, features, word)                                           \
  refused(gk_mixture_marginal(mixture, count, features, &made), GK_ERROR_ARGUMENT,                 \
          "gk_mixture_marginal: ", word)
#define conditional_refused(mixture, count, features, values, word)                                \
  refused(gk_mixture_conditional(mixture, count, features, values, &made), GK_ERROR_ARGUMENT,      \
          "gk_mixture_conditional: ", word)

static void arguments_of_parts(void **state) {
  (void)state;
  gk_mixture *m = NULL;
  assert_success(gk_normal_create(3, NULL, GK_COVARIANCE_FULL, unit, 3, &m));
  const size_t good[3] = {2, 0, 1}, outside[2] = {0, 3}, twice[3] = {1, 0, 1};
  const double values[3] = {1, 2, 3}, bad[2] = {1, NAN}, infinite[2] = {INFINITY, 1};
  assert_status(gk_mixture_marginal(m, 1, good, NULL), GK_ERROR_ARGUMENT);
  assert_status(gk_mixture_conditional(m, 1, good, values, NULL), GK_ERROR_ARGUMENT);
  marginal_refused(NULL, 2, good, "mixture");
  marginal_refused(m, 2, NULL, "features");
  marginal_refused(m, 0, good, "count");
  marginal_refused(m, 4, good, "count");
  marginal_refused(m, 2, outside, "features[1] = 3");
  marginal_refused(m, 3, twice, "features[2] = 1");
  conditional_refused(NULL, 2, good, values, "mixture");
  conditional_refused(m, 2, NULL, values, "features");
  conditional_refused(m, 2, good, NULL, "values");
  conditional_refused(m, 3, good, values, "count");
  conditional_refused(m, 2, outside, values, "features[1] = 3");
  conditional_refused(m, 2, twice + 1, bad, "values[1]");
  conditional_refused(m, 2, good, infinite, "values[0]");
  gk_mixture_free(m);
}

static void arguments_of_rank(void **state) {
  (void)state;
  size_t rank = 77, negative = 77;
  const double bad[4] = {1, 0, 0, INFINITY};
  assert_status(gk_covariance_rank(0, unit, 3, &rank, &negative), GK_ERROR_ARGUMENT);
  assert_status(gk_covariance_rank(3, NULL, 3, &rank, &negative), GK_ERROR_ARGUMENT);
  assert_status(gk_covariance_rank(3, unit, 2, &rank, &negative), GK_ERROR_ARGUMENT);
  assert_status(gk_covariance_rank(3, unit, 3, NULL, &negative), GK_ERROR_ARGUMENT);
  assert_status(gk_covariance_rank(2, bad, 2, &rank, &negative), GK_ERROR_ARGUMENT);
  assert_message("gk_covariance_rank: ");
  assert_status(gk_covariance_rank(SIZE_MAX / 2, unit, SIZE_MAX / 2, &rank, &negative),
                GK_ERROR_OVERFLOW);
  assert_int_equal(rank, 77);
  assert_int_equal(negative, 77);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(arguments_of_normals),
      cmocka_unit_test(not_finite),
      cmocka_unit_test(not_symmetric),
      cmocka_unit_test(singular),
      cmocka_unit_test(indefinite),
      cmocka_unit_test(nearly_singular),
      cmocka_unit_test(arguments_of_mixtures),
      cmocka_unit_test(arguments_of_parts),
      cmocka_unit_test(arguments_of_rank),
  };
  return gk_test_main("mixture_arguments", tests);
}
