/* The pieces of density estimates: the sort, quantiles, the cosine transform, boxes. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kde/box.h"
#include "kde/create.h"
#include "kde/engines.h"

static const long double pi = 3.14159265358979323846264338327950288L;

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Numbers of all signs and sizes; the companion of each is its place before. */
static void sorts_as_qsort_does(void **state) {
  (void)state;
  enum { MOST = 5000 };
  const size_t counts[] = {1, 2, 3, 17, 256, MOST};
  double *keys = gk_test_array(MOST, sizeof *keys), *before = gk_test_array(MOST, sizeof *before);
  double *with = gk_test_array(MOST, sizeof *with), *sorted = gk_test_array(MOST, sizeof *sorted);
  double *scratch = gk_test_array(2 * MOST, sizeof *scratch);
  gk_test_rng rng = gk_test_seed(3);
  for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
    const size_t n = counts[c];
    for (size_t i = 0; i < n; i++) {
      const double size = ldexp(gk_test_normal(&rng), (int)(600 * gk_test_uniform(&rng)) - 300);
      keys[i] = i % 7 == 0 ? 0 : i % 5 == 0 ? floor(8 * gk_test_uniform(&rng)) - 4 : size;
      keys[i] = i % 41 == 0 ? copysign(INFINITY, size) : keys[i];
      before[i] = sorted[i] = keys[i];
      with[i] = (double)i;
    }
    gki_kde_sort(n, keys, with, scratch);
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t i = 0; i < n; i++) {
      assert_true(keys[i] == sorted[i] && keys[i] == before[(size_t)with[i]]);
      assert_true(i == 0 || keys[i] != keys[i - 1] || with[i] > with[i - 1]);
    }
    gki_kde_sort(n, before, NULL, scratch);
    assert_memory_equal(before, keys, n * sizeof *keys);
  }
  double zeros[] = {0.0, -0.0, 0.0};
  gki_kde_sort(3, zeros, NULL, scratch);
  assert_true(signbit(zeros[0]) && !signbit(zeros[1]));
  free(keys);
  free(before);
  free(with);
  free(sorted);
  free(scratch);
}

/* R's quantile(c(1, 2, 4, 8, 16), p), type 7, by its definition. */
static void quantiles_are_of_type_7(void **state) {
  (void)state;
  const double x[] = {1, 2, 4, 8, 16}, equal[] = {0.2, 0.2, 0.2, 0.2, 0.2};
  const double p[] = {0, 0.1, 0.25, 0.5, 0.7, 0.75, 1}, expected[] = {1, 1.4, 2, 4, 7.2, 8, 16};
  for (size_t i = 0; i < sizeof p / sizeof p[0]; i++) {
    assert_close(gki_kde_quantile(5, x, NULL, p[i]), expected[i], 1e-14);
    assert_close(gki_kde_quantile(5, x, equal, p[i]), expected[i], 1e-13);
  }
  assert_close(gki_kde_quantile(1, x, NULL, 0.25), 1, 0);
  assert_close(gki_kde_quantile(1, x, equal, 0.25), 1, 0);
}

/* Points of no weight do not count. Of weights 1, 2, 1 the places are 0, 1/2, 1; of 1, 1, 4: middles
 * 0.5, 1.5, 4, so places 0, 2/7, 1. */
static void quantiles_follow_weights(void **state) {
  (void)state;
  const double x[] = {-9, 1, 3, 5, 7, 99}, none[] = {0, 0.25, 0.5, 0, 0.25, 0};
  assert_close(gki_kde_quantile(6, x, none, 0.25), 2, 1e-14);
  assert_close(gki_kde_quantile(6, x, none, 0.5), 3, 1e-14);
  assert_close(gki_kde_quantile(6, x, none, 0.75), 5, 1e-14);
  const double y[] = {0, 7, 17}, weights[] = {1, 1, 4};
  assert_close(gki_kde_quantile(3, y, weights, 2 / 7.0), 7, 1e-13);
  assert_close(gki_kde_quantile(3, y, weights, 1 / 7.0), 3.5, 1e-13);
  assert_close(gki_kde_quantile(3, y, weights, 4.5 / 7.0), 12, 1e-13);
}

static void cosine_transform_is_its_sum(void **state) {
  (void)state;
  enum { MOST = 256 };
  double x[MOST], given[MOST], scratch[4 * MOST];
  gk_test_rng rng = gk_test_seed(4);
  for (size_t n = 1; n <= MOST; n *= 2) {
    gk_test_normals_f64(&rng, n, 1, 1, x);
    memcpy(given, x, sizeof x);
    gki_kde_cosine_transform(n, x, scratch);
    for (size_t k = 0; k < n; k++) {
      long double sum = 0;
      for (size_t j = 0; j < n; j++) {
        sum += 2 * given[j] * cosl(pi * (long double)(k * (2 * j + 1)) / (long double)(2 * n));
      }
      assert_close(x[k], sum, 1e-14 * (double)n);
    }
  }
}

/* The factor of a correlation matrix of three, long double; rows l + 3 i. */
static void factor(const double r[3], double *l) {
  const long double a = r[0], b = r[1], c = r[2], s = sqrtl((1 - a) * (1 + a)), t = (c - a * b) / s;
  const double rows[] = {
      1, 0, 0, (double)a, (double)s, 0, (double)b, (double)t, (double)sqrtl(1 - b * b - t * t)};
  memcpy(l, rows, sizeof rows);
}

/* Sheppard's probabilities of quadrants and octants. */
static void orthants_have_their_probability(void **state) {
  (void)state;
  const double cases[][3] = {{0, 0, 0},
                             {0.5, 0.3, 0.2},
                             {-0.9, 0.6, -0.7},
                             {0.95, 0.9, 0.9},
                             {0.999, 0.99, 0.991},
                             {0.9999999, 0.5, 0.5001},
                             {-0.4, -0.4, -0.1},
                             {0.7, 0.7, -0.01},
                             {0.5, 0.6, 0.9928203},
                             {0.5, -0.6, -0.99282}};
  const double low[] = {-INFINITY, -INFINITY, -INFINITY}, high[] = {0, 0, 0};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const double *r = cases[i];
    double l[9];
    factor(r, l);
    const long double quadrant = 0.25L + asinl(r[0]) / (2 * pi);
    const long double octant = 0.125L + (asinl(r[0]) + asinl(r[1]) + asinl(r[2])) / (4 * pi);
    assert_close(gki_box_quadrature(2, l, 3, low, high), quadrant, 1e-12);
    assert_close(gki_box_quadrature(3, l, 3, low, high), octant, 1e-10);
  }
}

/* Of independent coordinates, and of one that is almost another. */
static void boxes_are_products(void **state) {
  (void)state;
  const double unit[] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, low[] = {-1, 0.5, -INFINITY},
               high[] = {0.3, 4, 1.1};
  long double product = 1;
  for (size_t k = 0; k < 3; k++) {
    product *= (erfl(high[k] / sqrtl(2)) - erfl(low[k] / sqrtl(2))) / 2;
  }
  assert_close(gki_box_quadrature(3, unit, 3, low, high), product, 1e-12);
  const double gaps[] = {1e-3, 1e-7, 1e-11};
  for (size_t i = 0; i < 3; i++) {
    /* y = x but for the gap: both within means x within the narrower. */
    const double row[] = {1, 0, sqrt(1 - gaps[i] * gaps[i]), gaps[i]};
    const double from[] = {-1, -2}, to[] = {2, 0.7};
    const long double both = (erfl(0.7L / sqrtl(2)) - erfl(-1 / sqrtl(2))) / 2;
    assert_close(gki_box_quadrature(2, row, 2, from, to), both, gaps[i]);
  }
}

static void intervals_keep_digits_in_tails(void **state) {
  (void)state;
  const double bounds[][2] = {{5, 7}, {-37, -36}, {-0.1, 0.2}, {9, INFINITY}, {-INFINITY, -20}};
  for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
    const long double a = bounds[i][0], b = bounds[i][1], s = a + b < 0 ? -1 : 1;
    const long double near = s > 0 ? a : -b, far = s > 0 ? b : -a;
    const long double expected = (erfcl(near / sqrtl(2)) - erfcl(far / sqrtl(2))) / 2;
    assert_close(gki_box_interval((double)a, (double)b), expected, 1e-12 * (double)expected);
  }
}

static void normal_quantiles_invert(void **state) {
  (void)state;
  for (int e = -1; e > -900; e -= e > -10 ? 1 : 7) {
    for (double m = 1; m < 2; m += 0.23) {
      const double p = ldexp(m, e), x = gki_box_normal_quantile(p);
      assert_close(erfcl(-x / sqrtl(2)) / 2, p, 1e-6 * p);
      if (p > 1e-3) {
        assert_close(gki_box_normal_quantile(1 - p), -x, 1e-8);
      }
    }
  }
}

/* Lattices of all shifts agree with what they estimate, in the mean and each by its size. */
static void check_lattices(const double *r, const double *low, const double *high) {
  enum { SHIFTS = 12 };
  double l[9], work[9], mean = 0;
  factor(r, l);
  const double expected = gki_box_quadrature(3, l, 3, low, high);
  for (uint64_t s = 0; s < SHIFTS; s++) {
    const double estimate = gki_box_lattice(3, l, 3, low, high, 2000, s, work);
    assert_close(estimate, expected, 2e-3 * expected);
    mean += estimate / SHIFTS;
  }
  assert_close(mean, expected, 2e-4 * expected);
}

static void lattices_estimate_boxes(void **state) {
  (void)state;
  const double r[] = {0.5, 0.3, 0.2};
  check_lattices(r, (double[]){-1, -INFINITY, -0.5}, (double[]){0.7, 1, INFINITY});
  check_lattices(r, (double[]){1, 1.5, 0.5}, (double[]){2, INFINITY, 3});
  check_lattices(r, (double[]){-INFINITY, -2, -3}, (double[]){-1, -1.5, -0.1});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sorts_as_qsort_does),
      cmocka_unit_test(quantiles_are_of_type_7),
      cmocka_unit_test(quantiles_follow_weights),
      cmocka_unit_test(cosine_transform_is_its_sum),
      cmocka_unit_test(orthants_have_their_probability),
      cmocka_unit_test(boxes_are_products),
      cmocka_unit_test(intervals_keep_digits_in_tails),
      cmocka_unit_test(normal_quantiles_invert),
      cmocka_unit_test(lattices_estimate_boxes),
  };
  return gk_test_main("kde_pieces", tests);
}
