/*
 * Progress of densities and integrals that was not told, or too seldom to cancel by: of queries that
 * the cut-off engine had answered at once, of a box without bounds, of boxes whose points all were in
 * one task, of points shared out between bins, of data that were sorted.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_D = 200 };

typedef struct watch {
  size_t calls, cancel_at; /* the call that cancels; 0: none */
  size_t early;            /* calls after 0 and before a tenth */
  double first, last;
} watch;

static int look(double fraction, void *data) {
  watch *w = data;
  assert_true(fraction >= w->last && fraction <= 1);
  w->first = w->calls == 0 ? fraction : w->first;
  w->last = fraction;
  w->early += fraction > 0 && fraction < 0.1;
  w->calls++;
  return w->calls == w->cancel_at;
}

typedef gk_status call_fn(void *data, const gk_options *options);

static gk_status watched(call_fn *call, void *data, watch *w) {
  gk_options options = GK_OPTIONS_INIT;
  options.threads = 1;
  options.progress = look;
  options.progress_data = w;
  return call(data, &options);
}

/* From 0 to 1 in so many calls at least; the first call and the last one cancel. */
static void tells(call_fn *call, void *data, size_t least) {
  watch all = {0};
  assert_success(watched(call, data, &all));
  assert_close(all.first, 0, 0);
  assert_close(all.last, 1, 0);
  assert_in_range(all.calls, least, SIZE_MAX);
  for (size_t at = 1; at <= all.calls; at += all.calls > 1 ? all.calls - 1 : 1) {
    watch some = {.cancel_at = at};
    assert_status(watched(call, data, &some), GK_ERROR_CANCELLED);
    assert_int_equal(some.calls, at);
  }
}

/* Points around 0, with the same correlation between all features, or with none. */
static gk_kde *new_estimate(size_t n, size_t d, double correlation) {
  gk_test_rng rng = gk_test_seed(n + d);
  double *x = gk_test_array(n * d, sizeof *x), *h = gk_test_array(d * d, sizeof *h);
  gk_test_normals_f64(&rng, n * d, 0, 1, x);
  for (size_t i = 0; i < d * d; i++) {
    h[i] = i % (d + 1) == 0 ? 1 : correlation;
  }
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = GK_BANDWIDTH_MATRIX;
  spec.bandwidth = h;
  spec.ldb = d;
  gk_kde *kde = NULL;
  assert_success(gk_kde_create_f64(n, d, x, d, NULL, &spec, &kde, NULL));
  free(x);
  free(h);
  return kde;
}

/* Queries none of which is an ordinary one. */
static gk_status ask(void *data, const gk_options *options) {
  const double q[6] = {NAN, 0, INFINITY, 1, NAN, NAN};
  const gk_kde_method method = {sizeof method, GK_KDE_CUTOFF, 1e-10};
  double f[3];
  return gk_kde_density_f64(data, 3, q, 2, &method, f, options);
}

static void queries_without_numbers(void **state) {
  (void)state;
  gk_kde *kde = new_estimate(50, 2, 0);
  tells(ask, kde, 2);
  gk_kde_free(kde);
}

static gk_status integrate(const gk_kde *kde, double reach, const gk_options *options) {
  double low[MOST_D], high[MOST_D], integral;
  for (size_t k = 0; k < MOST_D; k++) {
    low[k] = -reach;
    high[k] = reach;
  }
  return gk_kde_integral(kde, low, high, &integral, NULL, options);
}

static gk_status integrate_all(void *data, const gk_options *options) {
  return integrate(data, INFINITY, options);
}

static gk_status integrate_near(void *data, const gk_options *options) {
  return integrate(data, 3, options);
}

static void box_without_bounds(void **state) {
  (void)state;
  gk_kde *kde = new_estimate(3, 1, 0);
  tells(integrate_all, kde, 2);
  gk_kde_free(kde);
}

/* 3e6 numbers of the lattices, some 0.3 s, or more, however few points there are. */
static void boxes_of_many_dimensions(void **state) {
  (void)state;
  const size_t cases[][2] = {{1, 10}, {2, MOST_D}, {40, 10}};
  for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
    gk_kde *kde = new_estimate(cases[c][0], cases[c][1], 0.3);
    watch all = {0};
    assert_success(watched(integrate_near, kde, &all));
    assert_in_range(all.calls, 10, SIZE_MAX);
    gk_kde_free(kde);
  }
}

static gk_status bin(void *data, const gk_options *options) {
  const gk_axis axis = {-1, 1, 5};
  const gk_kde_method method = {sizeof method, GK_KDE_BINNED, 1e-10};
  double f[5];
  return gk_kde_density_grid_f64(data, &axis, &method, f, 5, options);
}

/* As many calls as for few points, and one for each 2^18. */
static void many_points_in_bins(void **state) {
  (void)state;
  gk_kde *few = new_estimate(10, 1, 0), *many = new_estimate(600000, 1, 0);
  watch seen = {0};
  assert_success(watched(bin, few, &seen));
  tells(bin, many, seen.calls + 2);
  gk_kde_free(few);
  gk_kde_free(many);
}

static gk_status create(void *data, const gk_options *options) {
  const double h = 1;
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = GK_BANDWIDTH_SCALAR;
  spec.bandwidth = &h;
  gk_kde *kde = NULL;
  const gk_status status = gk_kde_create_f64(100, 1, data, 1, NULL, &spec, &kde, options);
  gk_kde_free(kde);
  return status;
}

/* Between reading and sorting, before the first tenth, which is told when they are sorted. */
static void sorted_data(void **state) {
  (void)state;
  double x[100];
  gk_test_rng rng = gk_test_seed(1);
  gk_test_normals_f64(&rng, 100, 0, 1, x);
  watch seen = {0};
  assert_success(watched(create, x, &seen));
  assert_in_range(seen.early, 1, SIZE_MAX);
  tells(create, x, 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(queries_without_numbers),
      cmocka_unit_test(box_without_bounds),
      cmocka_unit_test(boxes_of_many_dimensions),
      cmocka_unit_test(many_points_in_bins),
      cmocka_unit_test(sorted_data),
  };
  return gk_test_main("kde_progress", tests);
}
