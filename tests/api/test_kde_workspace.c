/*
 * Workspaces that are too small for the engine that AUTO would take: another one that keeps the
 * tolerance answers, where there is any that has room.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kde_case.h"

/* One of engines or AUTO, at the points themselves or on a grid of 60 x 50, within a budget. */
static gk_status within(const gk_kde *kde, const double *x, const gk_axis *axes,
                        gk_kde_engine engine, size_t budget, double *out) {
  enum { POINTS = 3000, WIDTH = 60 };
  const gk_kde_method method = {sizeof method, engine, 1e-2};
  gk_options options = GK_OPTIONS_INIT;
  options.workspace_bytes = budget;
  for (size_t i = 0; i < POINTS; i++) {
    out[i] = -1;
  }
  return axes ? gk_kde_density_grid_f64(kde, axes, &method, out, WIDTH, &options)
              : gk_kde_density_f64(kde, POINTS, x, gk_kde_dimensions(kde), &method, out, &options);
}

/* Where any engine that keeps the tolerance has room, AUTO answers; how often not by the first. */
static size_t others_taken(const gk_kde *kde, const double *x, const gk_axis *axes, double height) {
  enum { MOST = 3000 };
  double *exact = gk_test_array(MOST, sizeof *exact), *out = gk_test_array(MOST, sizeof *out);
  const gk_kde_method method = {sizeof method, GK_KDE_AUTO, 1e-2};
  gk_kde_engine first;
  assert_success(gk_kde_error(kde, MOST, axes, &method, &first, NULL));
  const size_t d = gk_kde_dimensions(kde);
  size_t others = 0;
  assert_success(within(kde, x, axes, GK_KDE_EXACT, 0, exact));
  for (size_t budget = 20 << 10; budget <= (size_t)1 << 24; budget *= 2) {
    bool any = false;
    for (gk_kde_engine e = GK_KDE_EXACT; e <= GK_KDE_BINNED; e++) {
      const bool can = e == GK_KDE_EXACT || e == GK_KDE_CUTOFF ||
                       (e == GK_KDE_EXPONENTIALS ? d == 1 : axes != NULL);
      any = any || (can && within(kde, x, axes, e, budget, out) == GK_SUCCESS);
    }
    const bool has_first = within(kde, x, axes, first, budget, out) == GK_SUCCESS;
    const gk_status status = within(kde, x, axes, GK_KDE_AUTO, budget, out);
    assert_true(status == GK_SUCCESS || (status == GK_ERROR_MEMORY && !any));
    others += status == GK_SUCCESS && !has_first;
    for (size_t i = 0; i < MOST; i++) {
      if (status) {
        assert_same_f64(out[i], -1);
      } else {
        assert_close(out[i], exact[i], 1.01e-2 * height);
      }
    }
  }
  free(exact);
  free(out);
  return others;
}

static void small_workspaces(void **state) {
  (void)state;
  const gk_axis axes[2] = {{-1, 1, 60}, {-1, 1, 50}};
  double *x[3];
  const double h = 0.2, height = 1 / (2.5066282746310005 * h);
  gk_kde *line = kde_of_normals(4000, 1, h, x), *plane = kde_of_normals(1500, 2, h, x + 1);
  gk_kde *space = kde_of_normals(6000, 3, h, x + 2);
  (void)others_taken(line, x[0], NULL, height);
  /* A serial BLAS has no exact engine for grids: the first one then needs the least of all. */
  const bool has_other = strstr(gk_blas_name(), "serial") == NULL;
  assert_true((others_taken(plane, x[1], axes, height * height) > 0) == has_other);
  assert_true(others_taken(space, x[2], NULL, height * height * height) > 0);
  gk_kde *all[] = {line, plane, space};
  for (size_t i = 0; i < 3; i++) {
    gk_kde_free(all[i]);
    free(x[i]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(small_workspaces),
  };
  return gk_test_main("kde_workspace", tests);
}
