/*
 * A finite query that whitening takes beyond double became NaN in one coordinate, where infinities of
 * both signs met; a later coordinate that was ordinary made the query pass as ordinary, and its density
 * NaN instead of 0.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { WIDE = 70, NODES = 3 };

static const double far = 8e307;

/* Of two points, with variances of 1 but for two features whose variances are tiny and correlated: a
 * query far away in both is infinity less infinity there. */
static gk_kde *new_estimate(size_t d, size_t one, size_t other) {
  double *h = gk_test_array(d * d, sizeof *h), *x = gk_test_array(2 * d, sizeof *x);
  for (size_t i = 0; i < d * d; i++) {
    h[i] = i % (d + 1) == 0 ? 1 : 0;
  }
  for (size_t k = 0; k < d; k++) {
    x[k] = 0;
    x[d + k] = 0.1 * (double)(k % 7);
  }
  h[one * (d + 1)] = h[other * (d + 1)] = 1e-20;
  h[one * d + other] = h[other * d + one] = 5e-21;
  x[d + one] = 1e-10;
  x[d + other] = 2e-10;
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = GK_BANDWIDTH_MATRIX;
  spec.bandwidth = h;
  spec.ldb = d;
  gk_kde *kde = NULL;
  assert_success(gk_kde_create_f64(2, d, x, d, NULL, &spec, &kde, NULL));
  free(h);
  free(x);
  return kde;
}

/* A query far away and one at the first point. */
static void queries_are_answered(size_t d, size_t one, size_t other) {
  gk_kde *kde = new_estimate(d, one, other);
  double *q = gk_test_array(2 * d, sizeof *q), f[2];
  for (size_t k = 0; k < 2 * d; k++) {
    q[k] = 0;
  }
  q[one] = q[other] = far;
  for (gk_kde_engine e = GK_KDE_EXACT; e <= (d > 3 ? GK_KDE_EXACT : GK_KDE_CUTOFF); e += 2) {
    const gk_kde_method method = {sizeof method, e, 1e-10};
    assert_success(gk_kde_density_f64(kde, 2, q, d, &method, f, NULL));
    assert_same_f64(f[0], 0);
    assert_true(f[1] > 0);
  }
  assert_success(gk_kde_log_density_f64(kde, 2, q, d, f, NULL));
  assert_same_f64(f[0], -INFINITY);
  assert_true(isfinite(f[1]) != 0);
  free(q);
  gk_kde_free(kde);
}

static void queries(void **state) {
  (void)state;
  queries_are_answered(3, 0, 1);
  queries_are_answered(WIDE, 0, 65);
}

static void nodes(void **state) {
  (void)state;
  const gk_axis axes[3] = {{-far, far, NODES}, {-far, far, NODES}, {0, 1, NODES}};
  gk_kde *kde = new_estimate(3, 0, 1);
  double f[NODES * NODES * NODES];
  for (gk_kde_engine e = GK_KDE_EXACT; e <= GK_KDE_CUTOFF; e += 2) {
    const gk_kde_method method = {sizeof method, e, 1e-10};
    assert_success(gk_kde_density_grid_f64(kde, axes, &method, f, NODES, NULL));
    for (size_t i = 0; i < NODES * NODES * NODES; i++) {
      const bool is_near = i % (NODES * NODES) == NODES * NODES / 2;
      assert_true(is_near ? f[i] > 0 : f[i] == 0);
    }
  }
  gk_kde_free(kde);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(queries), cmocka_unit_test(nodes)};
  return gk_test_main("kde_far_queries", tests);
}
