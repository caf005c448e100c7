/* Each allocation of each function of kde.h fails in turn; see sweep.h. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "sweep.h"

#include <math.h>

enum { POINTS = 300, D = 70, QUERIES = 20, NODES = 40, SAMPLES = 100 };

typedef struct problem {
  double x[POINTS * D], weights[POINTS], queries[QUERIES * D], out[NODES * NODES],
      samples[SAMPLES * D];
  float x32[POINTS * D], weights32[POINTS], queries32[QUERIES * D], out32[NODES * NODES];
  float samples32[SAMPLES * D];
  size_t n, d; /* n: of the estimates that are created */
  gk_kde_spec spec;
  gk_kde_method method;
  gk_kde *kde, *other;
  gk_options options;
} problem;

static gk_status call_create_f64(void *data) {
  problem *p = data;
  gk_kde *made = (gk_kde *)p;
  const gk_status status =
      gk_kde_create_f64(p->n, p->d, p->x, D, p->weights, &p->spec, &made, &p->options);
  assert_true(status == GK_SUCCESS || !made);
  gk_kde_free(made);
  return status;
}

static gk_status call_create_f32(void *data) {
  problem *p = data;
  gk_kde *made = (gk_kde *)p;
  const gk_status status =
      gk_kde_create_f32(p->n, p->d, p->x32, D, NULL, &p->spec, &made, &p->options);
  assert_true(status == GK_SUCCESS || !made);
  gk_kde_free(made);
  return status;
}

static gk_status call_density_f64(void *data) {
  problem *p = data;
  return gk_kde_density_f64(p->kde, QUERIES, p->queries, D, &p->method, p->out, &p->options);
}

static gk_status call_density_f32(void *data) {
  problem *p = data;
  return gk_kde_density_f32(p->kde, QUERIES, p->queries32, D, &p->method, p->out32, &p->options);
}

static gk_status call_log_density_f64(void *data) {
  problem *p = data;
  return gk_kde_log_density_f64(p->kde, QUERIES, p->queries, D, p->out, &p->options);
}

static gk_status call_log_density_f32(void *data) {
  problem *p = data;
  return gk_kde_log_density_f32(p->kde, QUERIES, p->queries32, D, p->out32, &p->options);
}

static const gk_axis axes[] = {{-2, 2, NODES}, {-1, 3, NODES}};

static gk_status call_grid_f64(void *data) {
  problem *p = data;
  return gk_kde_density_grid_f64(p->kde, axes, &p->method, p->out, NODES, &p->options);
}

static gk_status call_grid_f32(void *data) {
  problem *p = data;
  return gk_kde_density_grid_f32(p->kde, axes, &p->method, p->out32, NODES, &p->options);
}

static gk_status call_log_grid_f64(void *data) {
  problem *p = data;
  return gk_kde_log_density_grid_f64(p->kde, axes, p->out, NODES, &p->options);
}

static gk_status call_log_grid_f32(void *data) {
  problem *p = data;
  return gk_kde_log_density_grid_f32(p->kde, axes, p->out32, NODES, &p->options);
}

static gk_status call_sample_f64(void *data) {
  problem *p = data;
  return gk_kde_sample_f64(p->kde, SAMPLES, 1, p->samples, D, &p->options);
}

static gk_status call_sample_f32(void *data) {
  problem *p = data;
  return gk_kde_sample_f32(p->kde, SAMPLES, 1, p->samples32, D, &p->options);
}

static gk_status call_integral(void *data) {
  problem *p = data;
  double low[D], high[D], integral, error;
  for (size_t k = 0; k < D; k++) {
    low[k] = -INFINITY;
    high[k] = k < 5 ? 1 : INFINITY;
  }
  return gk_kde_integral(p->kde, low, high, &integral, &error, &p->options);
}

static gk_status call_integral_gaussian(void *data) {
  problem *p = data;
  double covariance[D * D] = {0}, integral;
  for (size_t k = 0; k < p->d; k++) {
    covariance[k * p->d + k] = 1;
  }
  return gk_kde_integral_gaussian(p->kde, p->queries, covariance, p->d, &integral, &p->options);
}

static gk_status call_integral_kde(void *data) {
  problem *p = data;
  double integral;
  return gk_kde_integral_kde(p->kde, p->other, &integral, &p->options);
}

static problem *new_problem(void) {
  problem *p = gk_test_array(1, sizeof *p);
  gk_test_rng rng = gk_test_seed(1);
  gk_test_normals_f64(&rng, POINTS * D, 0, 1, p->x);
  gk_test_normals_f64(&rng, QUERIES * D, 0, 1, p->queries);
  gk_test_normals_f32(&rng, POINTS * D, 0, 1, p->x32);
  gk_test_normals_f32(&rng, QUERIES * D, 0, 1, p->queries32);
  for (size_t i = 0; i < POINTS; i++) {
    p->weights[i] = gk_test_uniform(&rng) + 0.1;
    p->weights32[i] = (float)p->weights[i];
  }
  p->n = POINTS;
  p->spec = (gk_kde_spec)GK_KDE_INIT;
  p->method = (gk_kde_method)GK_KDE_METHOD_INIT;
  p->options = (gk_options)GK_OPTIONS_INIT;
  p->options.threads = 2;
  hold_allocations();
  return p;
}

static void creations(void **state) {
  (void)state;
  const struct {
    size_t d;
    gk_bandwidth rule;
  } cases[] = {{1, GK_BANDWIDTH_SCOTT}, {1, GK_BANDWIDTH_NRD0}, {1, GK_BANDWIDTH_ISJ},
               {1, GK_BANDWIDTH_CV},    {2, GK_BANDWIDTH_CV},   {D, GK_BANDWIDTH_SILVERMAN}};
  problem *p = new_problem();
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    p->d = cases[i].d;
    p->spec.rule = cases[i].rule;
    /* Each step of the search allocates, and each failure begins it again. */
    p->n = p->spec.rule == GK_BANDWIDTH_CV ? 40 : POINTS;
    assert_true(sweep("gk_kde_create_f64", call_create_f64, p) >= 4);
    assert_true(sweep("gk_kde_create_f32", call_create_f32, p) >= 4);
  }
  free_uncounted(p);
}

/* A covariance without full rank: its rank takes memory, too. */
static void singular_covariances(void **state) {
  (void)state;
  problem *p = new_problem();
  p->d = 2;
  for (size_t i = 0; i < POINTS; i++) {
    p->x[i * D + 1] = p->x[i * D];
  }
  assert_true(sweep_to("gk_kde_create_f64", call_create_f64, p, GK_ERROR_SINGULAR) >= 5);
  free_uncounted(p);
}

/* Estimates that stay hold memory while a sweep counts: they are made and freed around it. */
static void with_estimates(size_t d, const char *function, call_fn *call, problem *p, long least) {
  p->d = d;
  assert_success(gk_kde_create_f64(POINTS, d, p->x, D, p->weights, NULL, &p->kde, NULL));
  assert_success(gk_kde_create_f64(POINTS / 2, d, p->x, D, NULL, NULL, &p->other, NULL));
  hold_allocations();
  assert_true(sweep(function, call, p) >= least);
  gk_kde_free(p->kde);
  gk_kde_free(p->other);
}

static void densities(void **state) {
  (void)state;
  const size_t dimensions[] = {1, 2, 3, D};
  const gk_kde_engine engines[] = {GK_KDE_EXACT, GK_KDE_EXPONENTIALS, GK_KDE_CUTOFF};
  problem *p = new_problem();
  for (size_t i = 0; i < 4; i++) {
    const size_t d = dimensions[i];
    for (size_t e = 0; e < 3; e++) {
      if ((e == 1 && d > 1) || (e == 2 && d > 3)) {
        continue;
      }
      p->method.engine = engines[e];
      with_estimates(d, "gk_kde_density_f64", call_density_f64, p, 1);
      with_estimates(d, "gk_kde_density_f32", call_density_f32, p, 1);
    }
    with_estimates(d, "gk_kde_log_density_f64", call_log_density_f64, p, 2);
    with_estimates(d, "gk_kde_log_density_f32", call_log_density_f32, p, 2);
  }
  free_uncounted(p);
}

static void grids(void **state) {
  (void)state;
  const gk_kde_engine engines[] = {GK_KDE_EXACT, GK_KDE_CUTOFF, GK_KDE_EXPONENTIALS, GK_KDE_BINNED};
  problem *p = new_problem();
  for (size_t e = 0; e < 4; e++) {
    p->method.engine = engines[e];
    with_estimates(1, "gk_kde_density_grid_f64", call_grid_f64, p, 1);
    with_estimates(1, "gk_kde_density_grid_f32", call_grid_f32, p, 1);
    if (e < 2) {
      with_estimates(2, "gk_kde_density_grid_f64", call_grid_f64, p, 1);
      with_estimates(2, "gk_kde_density_grid_f32", call_grid_f32, p, 1);
    }
  }
  with_estimates(2, "gk_kde_log_density_grid_f64", call_log_grid_f64, p, 2);
  with_estimates(1, "gk_kde_log_density_grid_f32", call_log_grid_f32, p, 2);
  free_uncounted(p);
}

static void samples_and_integrals(void **state) {
  (void)state;
  const size_t dimensions[] = {1, 3, D};
  problem *p = new_problem();
  for (size_t i = 0; i < 3; i++) {
    const size_t d = dimensions[i];
    with_estimates(d, "gk_kde_sample_f64", call_sample_f64, p, 1);
    with_estimates(d, "gk_kde_sample_f32", call_sample_f32, p, 1);
    with_estimates(d, "gk_kde_integral", call_integral, p, 1);
    with_estimates(d, "gk_kde_integral_gaussian", call_integral_gaussian, p, 5);
    with_estimates(d, "gk_kde_integral_kde", call_integral_kde, p, 5);
  }
  free_uncounted(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(creations),
      cmocka_unit_test(singular_covariances),
      cmocka_unit_test(densities),
      cmocka_unit_test(grids),
      cmocka_unit_test(samples_and_integrals),
  };
  return gk_test_main("allocation_failures_kde", tests);
}
