/*
 * The exponentials of recursive filters: their weights against the exact ones. filter.h's bound is
 * the error that they claim, and the rounding of their poles.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include "exact_weights.h"

#include <math.h>
#include <stdlib.h>

#include "filter/pass.h"

static const double sigmas[] = {0.5, 0.5625, 0.63, 0.7,  0.81, 0.9,  1.0,   1.17, 1.3, 1.5,
                                1.8, 2.0,    2.1,  2.37, 2.9,  3.7,  3.999, 4.0,  5.5, 8.0,
                                11,  16,     29,   64,   200,  1000, 3000,  2e4};
enum { SIGMAS = sizeof sigmas / sizeof sigmas[0] };

/* sum |w - exact| / sum |exact|, and of w: the sum, that of -j w, and that of j^2 w / 2. */
typedef struct comparison {
  long double error, sum, first, second;
} comparison;

static comparison compare(const gki_exponentials *e, const long double *exact, size_t last) {
  long double re[GKI_MOST_TERMS], im[GKI_MOST_TERMS], magnitudes = fabsl(exact[0]);
  comparison c = {.error = fabsl((long double)e->centre - exact[0]), .sum = (long double)e->centre};
  for (size_t t = 0; t < e->terms; t++) {
    re[t] = (long double)e->c_re[t];
    im[t] = (long double)e->c_im[t];
  }
  for (size_t j = 1; j <= last; j++) {
    long double w = 0.0L;
    for (size_t t = 0; t < e->terms; t++) {
      const long double z_re = (long double)e->z_re[t], z_im = (long double)e->z_im[t];
      const long double next = re[t] * z_re - im[t] * z_im;
      im[t] = re[t] * z_im + im[t] * z_re;
      re[t] = next;
      w += next;
    }
    const long double at = (long double)j;
    c.error += 2.0L * fabsl(w - exact[j]);
    magnitudes += 2.0L * fabsl(exact[j]);
    c.sum += e->odd ? 0.0L : 2.0L * w;
    c.first += e->odd ? -2.0L * at * w : 0.0L;
    c.second += e->odd ? 0.0L : at * at * w;
  }
  c.error /= magnitudes;
  return c;
}

/* All fits for a sigma, from the coarsest on: each is asked for by a bit less than the one before. */
static size_t check_fits(double sigma, unsigned order, gk_weights_method method) {
  /* The exponentials go on for longer than the Gaussian. */
  const size_t last = (size_t)(26.0 * sigma) + 2;
  long double *exact = gk_test_array(last + 1, sizeof *exact);
  exact_weights(sigma, order, method, last, exact);
  size_t found = 0;
  double error = 1.0;
  gki_axis axis;
  while (gki_find_exponentials(sigma, order, method, error, &axis)) {
    const gki_exponentials *e = &axis.exponentials;
    assert_true(axis.error <= error);
    assert_true(e->odd == (order == 1) && e->terms == (e->poles + 1) / 2);
    const comparison c = compare(e, exact, last);
    const double rounding = 0x1p7 * (sigma + 1.0) * 0x1p-53;
    assert_true((double)c.error <= axis.error + rounding);
    /* The sums here have roundings of long double; they are those of the poles as rounded. */
    const double scale = pow(sigma, -(double)order);
    assert_close(c.sum, order == 0, ((order ? 0x1p-48 : 0x1p-52) + 0x1p-64 * sigma) * scale);
    if (order == 1) {
      assert_close(c.first, 1.0, 0x1p-45 * sqrt(sigma + 1.0));
    } else if (order == 2) {
      assert_close(c.second, 1.0, 0x1p-42 * sqrt(sigma + 1.0));
    }
    error = axis.error * (1.0 - 0x1p-50);
    found++;
  }
  free(exact);
  return found;
}

static void weights_have_the_error_they_claim(void **state) {
  (void)state;
  for (unsigned order = 0; order <= 2; order++) {
    for (size_t i = 0; i < SIGMAS; i++) {
      if (order > 0 && sigmas[i] < 2.0) {
        continue;
      }
      assert_int_equal(check_fits(sigmas[i], order, GK_WEIGHTS_SAMPLED), 13);
      assert_int_equal(check_fits(sigmas[i], order, GK_WEIGHTS_INTEGRATED), 13);
    }
  }
}

static size_t poles_for(unsigned order, double error) {
  gki_axis axis;
  assert_true(gki_find_exponentials(5.0, order, GK_WEIGHTS_SAMPLED, error, &axis));
  return axis.exponentials.poles;
}

/* What filter.h's default tolerances cost, and that its least ones are met with four axes. */
static void few_poles_do(void **state) {
  (void)state;
  assert_true(poles_for(0, 1e-5 / 2) <= 7);
  assert_true(poles_for(0, 1e-9 / 2) <= 11);
  assert_true(poles_for(0, 5e-11) <= 12);
  assert_true(poles_for(0, 1e-12 / 4) <= 16);
  assert_true(poles_for(1, 1e-9 / 4) <= 16);
  assert_true(poles_for(2, 1e-9 / 4) <= 16);
}

static void others_have_none(void **state) {
  (void)state;
  gki_axis axis;
  assert_false(gki_find_exponentials(0.499, 0, GK_WEIGHTS_SAMPLED, 1e-3, &axis));
  assert_false(gki_find_exponentials(1.99, 1, GK_WEIGHTS_SAMPLED, 1e-3, &axis));
  assert_false(gki_find_exponentials(1.99, 2, GK_WEIGHTS_INTEGRATED, 1e-3, &axis));
  assert_false(gki_find_exponentials(5.0, 3, GK_WEIGHTS_SAMPLED, 1e-3, &axis));
  assert_false(gki_find_exponentials(5.0, 0, GK_WEIGHTS_DISCRETE, 1e-3, &axis));
  assert_false(gki_find_exponentials(5.0, 0, GK_WEIGHTS_SAMPLED, 1e-15, &axis));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(weights_have_the_error_they_claim),
      cmocka_unit_test(few_poles_do),
      cmocka_unit_test(others_have_none),
  };
  return gk_test_main("exponentials", tests);
}
