/*
 * The bandwidth of likelihood cross-validation in one dimension: where the slope of the likelihood,
 * summed pair by pair in long double, is 0, and nowhere near is it higher.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

enum { KINDS = 8 };

typedef struct data {
  size_t n;
  double *x, *weights; /* weights NULL: all alike */
  long double sum;     /* of the weights */
} data;

static double draw(gk_test_rng *rng, size_t kind, size_t i, const double *x) {
  const double z = gk_test_normal(rng), u = gk_test_uniform(rng);
  switch (kind) {
  case 1:
    return tan(3 * (u - 0.5)); /* heavy tails */
  case 2:
    return i % 7 ? 0.01 * z : 3 + z;
  case 3:
    return i % 200 == 0 ? 1e6 * z : z; /* outliers */
  case 4:
    return i % 5 == 0 && i ? x[i - 1] : z; /* some points twice */
  case 5:
    return exp(2 * z);
  case 6:
    return 1e5 + u;
  case 7:
    return 5 * floor(6 * u) + 0.1 * z; /* what is 50 h away and beyond */
  default:
    return z;
  }
}

static data data_new(size_t kind, size_t n, bool weighted, uint64_t seed) {
  gk_test_rng rng = gk_test_seed(seed + kind);
  data d = {n, gk_test_array(n, sizeof *d.x), NULL, 0};
  d.weights = weighted ? gk_test_array(n, sizeof *d.weights) : NULL;
  for (size_t i = 0; i < n; i++) {
    d.x[i] = draw(&rng, kind, i, d.x);
    if (weighted) {
      d.weights[i] = i % 9 == 4 ? 0 : exp(2 * gk_test_normal(&rng));
    }
    d.sum += weighted ? (long double)d.weights[i] : 1;
  }
  return d;
}

static void data_free(data *d) {
  free(d->x);
  free(d->weights);
}

static gk_kde *estimate(const data *d, const gk_options *options) {
  gk_kde_spec spec = GK_KDE_INIT;
  gk_kde *kde = NULL;
  spec.rule = GK_BANDWIDTH_CV;
  assert_success(gk_kde_create_f64(d->n, 1, d->x, 1, d->weights, &spec, &kde, options));
  return kde;
}

static long double bandwidth(const data *d, const gk_options *options) {
  gk_kde *kde = estimate(d, options);
  double h2;
  assert_success(gk_kde_covariance(kde, &h2, 1, NULL));
  gk_kde_free(kde);
  return sqrtl((long double)h2);
}

/* The share of point i in the likelihood at h, and in its derivative by log h. */
static void add_point(const data *d, long double h, size_t i, long double *value,
                      long double *slope) {
  const long double weight = d->weights ? (long double)d->weights[i] : 1;
  long double nearest = INFINITY, sum = 0, moment = 0;
  for (size_t j = 0; j < d->n && weight > 0; j++) {
    const long double way = ((long double)d->x[i] - (long double)d->x[j]) / h;
    const bool counts = j != i && (!d->weights || d->weights[j] > 0);
    nearest = counts ? fminl(nearest, way * way / 2) : nearest;
  }
  for (size_t j = 0; j < d->n && weight > 0; j++) {
    const long double way = ((long double)d->x[i] - (long double)d->x[j]) / h;
    const long double more = way * way / 2 - nearest;
    if (j != i && more < 100) {
      const long double w = d->weights ? (long double)d->weights[j] : 1;
      const long double kernel = w * expl(-more);
      sum += kernel;
      moment += kernel * way * way;
    }
  }
  if (weight > 0) {
    *value += weight / d->sum * (logl(sum) - nearest);
    *slope += weight / d->sum * (moment / sum);
  }
}

static long double likelihood(const data *d, long double h, long double *slope) {
  long double value = -logl(h);
  *slope = -1;
  for (size_t i = 0; i < d->n; i++) {
    add_point(d, h, i, &value, slope);
  }
  return value;
}

/* How far log h is from the nearest maximum: a step of Newton's. */
static void check_maximum(const data *d, const char *name, size_t kind, bool around) {
  const long double h = bandwidth(d, NULL), step = 1e-4L;
  long double here, there;
  const long double value = likelihood(d, h, &here);
  (void)likelihood(d, h * expl(step), &there);
  const long double curvature = (there - here) / step, off = -here / curvature;
  if (!(curvature < 0 && fabsl(off) < 1e-6L)) {
    fail_msg("%s, kind %zu, n = %zu: h = %Lg has the slope %Lg, the curvature %Lg: %Lg off", name,
             kind, d->n, h, here, curvature, off);
  }
  for (int k = -2; around && k <= 2; k++) {
    if (!(likelihood(d, h * powl(2, k / 2.0L), &there) <= value)) {
      fail_msg("%s, kind %zu, n = %zu: h = %Lg is not the best", name, kind, d->n, h);
    }
  }
}

static void maxima(void **state) {
  (void)state;
  for (size_t kind = 0; kind < KINDS; kind++) {
    data d = data_new(kind, 260 + 17 * kind, kind % 3 == 1, 1);
    check_maximum(&d, "some", kind, kind == 0);
    data_free(&d);
    d = data_new(kind, 3 + 11 * kind, kind % 3 == 0, 2); /* by products */
    check_maximum(&d, "few", kind, true);
    data_free(&d);
  }
}

/* One point has nearly all of the weight: what is left without it are digits that a sum with it does
 * not have. */
static void heavy_point(void **state) {
  (void)state;
  data d = data_new(0, 300, true, 4);
  for (size_t i = 0; i < d.n; i++) {
    d.weights[i] = 1 + (double)(i % 3);
  }
  for (size_t e = 0; e < 3; e++) {
    d.weights[77] = e == 0 ? 1e8 : e == 1 ? 1e13 : 1e18;
    d.sum = 0;
    for (size_t i = 0; i < d.n; i++) {
      d.sum += (long double)d.weights[i];
    }
    check_maximum(&d, "heavy", e, false);
  }
  data_free(&d);
}

/* More points than a task has, most of no weight. */
static void long_lines(void **state) {
  (void)state;
  data d = data_new(2, 9001, true, 5);
  d.sum = 0;
  for (size_t i = 0; i < d.n; i++) {
    d.weights[i] = i % 20 ? 0 : 1 + (double)(i % 3);
    d.sum += (long double)d.weights[i];
  }
  check_maximum(&d, "long", 2, false);
  data_free(&d);
}

/* A budget that is too small for linear time leads to products, and to the same. */
static void budgets(void **state) {
  (void)state;
  data d = data_new(4, 1500, true, 8);
  gk_options options = GK_OPTIONS_INIT;
  const long double h = bandwidth(&d, &options);
  options.workspace_bytes = (size_t)3 << 20;
  assert_close(bandwidth(&d, &options) / h, 1, 1e-6);
  data_free(&d);
}

/* The same bits by any number of threads, where there are enough points for a team. */
static void threads(void **state) {
  (void)state;
  data d = data_new(5, 132000, true, 6);
  double h[2];
  for (size_t t = 0; t < 2; t++) {
    gk_options options = GK_OPTIONS_INIT;
    options.threads = 1 + 2 * t;
    h[t] = (double)bandwidth(&d, &options);
  }
  assert_memory_equal(h, h + 1, sizeof *h);
  data_free(&d);
}

static int stop(double fraction, void *left) {
  size_t *calls = left;
  (void)fraction;
  return (*calls)-- == 0;
}

/* A step can be cancelled, each of them. */
static void cancelled(void **state) {
  (void)state;
  data d = data_new(1, 2000, false, 7);
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = GK_BANDWIDTH_CV;
  for (size_t calls = 0; calls < 60; calls += 3) {
    size_t left = calls;
    gk_kde *kde = (gk_kde *)&d;
    gk_options options = GK_OPTIONS_INIT;
    options.progress = stop;
    options.progress_data = &left;
    assert_status(gk_kde_create_f64(d.n, 1, d.x, 1, NULL, &spec, &kde, &options),
                  GK_ERROR_CANCELLED);
    assert_null(kde);
  }
  data_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(maxima),  cmocka_unit_test(heavy_point), cmocka_unit_test(long_lines),
      cmocka_unit_test(budgets), cmocka_unit_test(threads),     cmocka_unit_test(cancelled),
  };
  return gk_test_main("kde_cross_validation", tests);
}
