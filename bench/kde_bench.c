/*
 * The library's side of kde.py: kernel density estimates, as any program calls them that has the
 * public headers.
 *
 * size is the number of queries, or the side of a grid. Numbers: points, dimensions, bandwidth (0:
 * Scott's rule, with the data's covariance), engine, tolerance, the ends of all axes. The input holds
 * the points and then the queries. The estimate is made outside of the timing, as the peers' is.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "image_harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS, DIMENSIONS, BANDWIDTH, ENGINE, TOLERANCE, LOW, HIGH };

typedef struct estimate {
  gk_kde *kde;
  const double *queries;
  gk_kde_method method;
  gk_axis axes[3];
} estimate;

static bool is_grid(const image_request *r) {
  return strcmp(r->task, "grid") == 0;
}

static size_t outputs(const image_request *r) {
  size_t count = r->size;
  for (int k = 1; is_grid(r) && k < (int)r->numbers[DIMENSIONS]; k++)
    count *= r->size;
  return count;
}

static gk_status make(image_scene *s) {
  const image_request *r = s->r;
  estimate *e = s->prepared = calloc(1, sizeof *e);
  if (!e)
    return GK_ERROR_MEMORY;
  const size_t n = (size_t)r->numbers[POINTS], d = (size_t)r->numbers[DIMENSIONS];
  gk_kde_spec spec = GK_KDE_INIT;
  if (r->numbers[BANDWIDTH] > 0) {
    spec.rule = GK_BANDWIDTH_SCALAR;
    spec.bandwidth = r->numbers + BANDWIDTH;
  }
  e->queries = (const double *)s->input + n * d;
  e->method = (gk_kde_method)GK_KDE_METHOD_INIT;
  e->method.engine = (gk_kde_engine)r->numbers[ENGINE];
  e->method.tolerance = r->numbers[TOLERANCE];
  for (int k = 0; k < 3; k++)
    e->axes[k] = (gk_axis){r->numbers[LOW], r->numbers[HIGH], r->size};
  return gk_kde_create_f64(n, d, s->input, d, NULL, &spec, &e->kde, &r->options);
}

static gk_status density(const image_scene *s) {
  const estimate *e = s->prepared;
  const image_request *r = s->r;
  return gk_kde_density_f64(e->kde, r->size, e->queries, gk_kde_dimensions(e->kde), &e->method,
                            s->out, &r->options);
}

static gk_status log_density(const image_scene *s) {
  const estimate *e = s->prepared;
  const image_request *r = s->r;
  return gk_kde_log_density_f64(e->kde, r->size, e->queries, gk_kde_dimensions(e->kde), s->out,
                                &r->options);
}

static gk_status grid(const image_scene *s) {
  const estimate *e = s->prepared;
  return gk_kde_density_grid_f64(e->kde, e->axes, &e->method, s->out, s->r->size, &s->r->options);
}

/* Which engine it was. */
static void tell(const image_scene *s) {
  static const char *const names[] = {"auto", "exact", "exponentials", "cut-off", "binned"};
  const estimate *e = s->prepared;
  gk_kde_engine engine = GK_KDE_AUTO;
  const gk_axis *axes = is_grid(s->r) ? e->axes : NULL;
  if (strcmp(s->r->task, "log-density") != 0 &&
      gk_kde_error(e->kde, s->r->size, axes, &e->method, &engine, NULL) == GK_SUCCESS)
    printf(", \"engine\": \"%s\"", names[engine]);
}

static void release(void *prepared) {
  estimate *e = prepared;
  if (e)
    gk_kde_free(e->kde);
  free(e);
}

int main(void) {
  static const image_task tasks[] = {{"density", density, make, true},
                                     {"log-density", log_density, make, true},
                                     {"grid", grid, make, true},
                                     {NULL, NULL, NULL, false}};
  static const image_program program = {tasks, outputs, tell, release};
  return image_serve(&program);
}
