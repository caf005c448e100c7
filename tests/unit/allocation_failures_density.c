/* Each allocation of each function of density.h fails in turn; see sweep.h. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "sweep.h"

/* More dimensions than are read row by row, more workspace than fits on the stack, two threads. */
enum { POINTS = 2000, D = 70, COMPONENTS = 3, WIDTH = 300, HEIGHT = 200, SPOTS = 50 };

typedef struct problem {
  double means[COMPONENTS * D], covariances[COMPONENTS * D * D], x[POINTS * D];
  float x32[POINTS * D];
  double out[POINTS * D], map[WIDTH * HEIGHT];
  float out32[POINTS * D], map32[WIDTH * HEIGHT];
  gk_mixture *mixture, *plane;
  gk_options options;
} problem;

static gk_status call_normal(void *data) {
  problem *p = data;
  gk_mixture *made;
  const gk_status status = gk_normal_create(D, NULL, GK_COVARIANCE_FULL, p->covariances, D, &made);
  gk_mixture_free(made);
  return status;
}

static gk_status call_mixture(void *data) {
  problem *p = data;
  gk_mixture *made;
  const gk_status status = gk_mixture_create(COMPONENTS, D, NULL, p->means, D,
                                             GK_COVARIANCE_PRECISION, p->covariances, D, &made);
  gk_mixture_free(made);
  return status;
}

/* The rank for the message needs memory, too. */
static gk_status call_singular(void *data) {
  (void)data;
  const double ones[] = {1, 1, 1, 1};
  gk_mixture *made;
  return gk_normal_create(2, NULL, GK_COVARIANCE_FULL, ones, 2, &made);
}

static gk_status call_rank(void *data) {
  problem *p = data;
  size_t rank, negative;
  return gk_covariance_rank(D, p->covariances, D, &rank, &negative);
}

static gk_status call_marginal(void *data) {
  problem *p = data;
  const size_t features[] = {5, 60, 0};
  gk_mixture *made;
  const gk_status status = gk_mixture_marginal(p->mixture, 3, features, &made);
  gk_mixture_free(made);
  return status;
}

static gk_status call_conditional(void *data) {
  problem *p = data;
  const size_t features[] = {5, 60, 0};
  const double values[] = {0.5, 0, -0.5};
  gk_mixture *made;
  const gk_status status = gk_mixture_conditional(p->mixture, 3, features, values, &made);
  gk_mixture_free(made);
  return status;
}

static gk_status call_density_f64(void *data) {
  problem *p = data;
  return gk_mixture_density_f64(p->mixture, POINTS, p->x, D, p->out, &p->options);
}

static gk_status call_log_density_f64(void *data) {
  problem *p = data;
  return gk_mixture_log_density_f64(p->mixture, POINTS, p->x, D, p->out, &p->options);
}

static gk_status call_responsibilities_f64(void *data) {
  problem *p = data;
  return gk_mixture_responsibilities_f64(p->mixture, POINTS, p->x, D, p->out, COMPONENTS,
                                         &p->options);
}

static gk_status call_sample_f64(void *data) {
  problem *p = data;
  return gk_mixture_sample_f64(p->mixture, POINTS, 1, p->out, D, &p->options);
}

static gk_status call_density_f32(void *data) {
  problem *p = data;
  return gk_mixture_density_f32(p->mixture, POINTS, p->x32, D, p->out32, &p->options);
}

static gk_status call_log_density_f32(void *data) {
  problem *p = data;
  return gk_mixture_log_density_f32(p->mixture, POINTS, p->x32, D, p->out32, &p->options);
}

static gk_status call_responsibilities_f32(void *data) {
  problem *p = data;
  return gk_mixture_responsibilities_f32(p->mixture, POINTS, p->x32, D, p->out32, COMPONENTS,
                                         &p->options);
}

static gk_status call_sample_f32(void *data) {
  problem *p = data;
  return gk_mixture_sample_f32(p->mixture, POINTS, 1, p->out32, D, &p->options);
}

static const gk_axis axes[] = {{-3, 3, WIDTH}, {-2, 2, HEIGHT}};

static gk_status call_grid_f64(void *data) {
  problem *p = data;
  return gk_mixture_density_grid_f64(p->plane, axes, p->map, WIDTH, &p->options);
}

static gk_status call_log_grid_f64(void *data) {
  problem *p = data;
  return gk_mixture_log_density_grid_f64(p->plane, axes, p->map, WIDTH, &p->options);
}

static gk_status call_heatmap_f64(void *data) {
  problem *p = data;
  return gk_heatmap_f64(SPOTS, WIDTH, HEIGHT, p->x, 2, NULL, NULL, NULL, p->map, WIDTH,
                        &p->options);
}

static gk_status call_grid_f32(void *data) {
  problem *p = data;
  return gk_mixture_density_grid_f32(p->plane, axes, p->map32, WIDTH, &p->options);
}

static gk_status call_log_grid_f32(void *data) {
  problem *p = data;
  return gk_mixture_log_density_grid_f32(p->plane, axes, p->map32, WIDTH, &p->options);
}

static gk_status call_heatmap_f32(void *data) {
  problem *p = data;
  return gk_heatmap_f32(SPOTS, WIDTH, HEIGHT, p->x32, 2, NULL, NULL, NULL, p->map32, WIDTH,
                        &p->options);
}

/* Correlations that fall off with the distance of the features: positive definite. */
static problem *new_problem(void) {
  problem *p = gk_test_array(1, sizeof *p);
  gk_test_rng rng = gk_test_seed(1);
  gk_test_normals_f64(&rng, COMPONENTS * D, 0, 1, p->means);
  gk_test_normals_f64(&rng, POINTS * D, 0, 1, p->x);
  gk_test_normals_f32(&rng, POINTS * D, 0, 1, p->x32);
  for (size_t i = 0; i < COMPONENTS * D; i++) {
    for (size_t j = 0; j < D; j++) {
      const size_t row = i % D, distance = row > j ? row - j : j - row;
      p->covariances[i * D + j] = distance < 60 ? 1 / (double)((size_t)1 << distance) : 0;
    }
  }
  p->options = (gk_options)GK_OPTIONS_INIT;
  p->options.threads = 2;
  hold_allocations();
  return p;
}

static void creations(void **state) {
  (void)state;
  problem *p = new_problem();
  assert_true(sweep("gk_normal_create", call_normal, p) >= 2);
  assert_true(sweep("gk_mixture_create", call_mixture, p) >= 2);
  assert_true(sweep_to("gk_normal_create", call_singular, p, GK_ERROR_SINGULAR) >= 3);
  assert_int_equal(sweep("gk_covariance_rank", call_rank, p), 1);
  free_uncounted(p);
}

/* Mixtures that stay hold memory while a sweep counts: they are made and freed around it. */
static void with_mixtures(const char *function, call_fn *call, problem *p, long least) {
  const double covariance[] = {1, 0.5, 0.5, 1};
  assert_success(gk_mixture_create(COMPONENTS, D, NULL, p->means, D, GK_COVARIANCE_FULL,
                                   p->covariances, D, &p->mixture));
  assert_success(gk_normal_create(2, NULL, GK_COVARIANCE_FULL, covariance, 2, &p->plane));
  hold_allocations();
  assert_true(sweep(function, call, p) >= least);
  gk_mixture_free(p->mixture);
  gk_mixture_free(p->plane);
}

static void derived_mixtures(void **state) {
  (void)state;
  problem *p = new_problem();
  with_mixtures("gk_mixture_marginal", call_marginal, p, 3);
  with_mixtures("gk_mixture_conditional", call_conditional, p, 3);
  free_uncounted(p);
}

static void points(void **state) {
  (void)state;
  problem *p = new_problem();
  with_mixtures("gk_mixture_density_f64", call_density_f64, p, 1);
  with_mixtures("gk_mixture_log_density_f64", call_log_density_f64, p, 1);
  with_mixtures("gk_mixture_responsibilities_f64", call_responsibilities_f64, p, 1);
  with_mixtures("gk_mixture_sample_f64", call_sample_f64, p, 1);
  with_mixtures("gk_mixture_density_f32", call_density_f32, p, 1);
  with_mixtures("gk_mixture_log_density_f32", call_log_density_f32, p, 1);
  with_mixtures("gk_mixture_responsibilities_f32", call_responsibilities_f32, p, 1);
  with_mixtures("gk_mixture_sample_f32", call_sample_f32, p, 1);
  free_uncounted(p);
}

static void grids_and_heat_maps(void **state) {
  (void)state;
  problem *p = new_problem();
  with_mixtures("gk_mixture_density_grid_f64", call_grid_f64, p, 0);
  with_mixtures("gk_mixture_log_density_grid_f64", call_log_grid_f64, p, 0);
  with_mixtures("gk_heatmap_f64", call_heatmap_f64, p, 1);
  with_mixtures("gk_mixture_density_grid_f32", call_grid_f32, p, 0);
  with_mixtures("gk_mixture_log_density_grid_f32", call_log_grid_f32, p, 0);
  with_mixtures("gk_heatmap_f32", call_heatmap_f32, p, 1);
  free_uncounted(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(creations),
      cmocka_unit_test(derived_mixtures),
      cmocka_unit_test(points),
      cmocka_unit_test(grids_and_heat_maps),
  };
  return gk_test_main("allocation_failures_density", tests);
}
