/* The library's side of density.py: densities on grids and at points, image weights and heat maps,
 * as any program calls them that has the public headers. The output is size x size. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "image_harness.h"

static bool is_f32(const image_scene *s) {
  return s->r->type == GK_TYPE_F32;
}

/* Numbers: form, components, the axes' ends, weights, means, matrices; of two dimensions. */
static gk_status make_mixture(image_scene *s) {
  const image_request *r = s->r;
  const gk_covariance_form form = (gk_covariance_form)r->numbers[0];
  const size_t components = (size_t)r->numbers[1];
  const double *weights = r->numbers + 4, *means = weights + components;
  gk_mixture *mixture = NULL;
  const gk_status status =
      gk_mixture_create(components, 2, weights, means, 2, form, means + 2 * components,
                        form == GK_COVARIANCE_SPHERICAL ? 1 : 2, &mixture);
  s->prepared = mixture;
  return status;
}

static void free_mixture(void *mixture) {
  gk_mixture_free(mixture);
}

static gk_status grid(const image_scene *s) {
  const image_request *r = s->r;
  const gk_axis axis = {r->numbers[2], r->numbers[3], r->size}, axes[2] = {axis, axis};
  return is_f32(s) ? gk_mixture_density_grid_f32(s->prepared, axes, s->out, r->size, &r->options)
                   : gk_mixture_density_grid_f64(s->prepared, axes, s->out, r->size, &r->options);
}

static gk_status log_grid(const image_scene *s) {
  const image_request *r = s->r;
  const gk_axis axis = {r->numbers[2], r->numbers[3], r->size}, axes[2] = {axis, axis};
  return is_f32(s)
             ? gk_mixture_log_density_grid_f32(s->prepared, axes, s->out, r->size, &r->options)
             : gk_mixture_log_density_grid_f64(s->prepared, axes, s->out, r->size, &r->options);
}

static gk_status points(const image_scene *s) {
  const size_t n = s->inputs / 2;
  const gk_options *options = &s->r->options;
  return is_f32(s) ? gk_mixture_density_f32(s->prepared, n, s->input, 2, s->out, options)
                   : gk_mixture_density_f64(s->prepared, n, s->input, 2, s->out, options);
}

static gk_status log_points(const image_scene *s) {
  const size_t n = s->inputs / 2;
  const gk_options *options = &s->r->options;
  return is_f32(s) ? gk_mixture_log_density_f32(s->prepared, n, s->input, 2, s->out, options)
                   : gk_mixture_log_density_f64(s->prepared, n, s->input, 2, s->out, options);
}

/* Numbers: sigma x and y, theta, the centre's x and y. */
static gk_status weights(const image_scene *s) {
  const double *numbers = s->r->numbers;
  gk_weights_spec spec = GK_WEIGHTS_2D(s->r->size, 1.0);
  spec.sigma[0] = numbers[0];
  spec.sigma[1] = numbers[1];
  spec.theta = numbers[2];
  spec.center = numbers + 3;
  spec.normalize = GK_NORMALIZE_NONE;
  return is_f32(s) ? gk_weights_f32(&spec, s->out) : gk_weights_f64(&spec, s->out);
}

/* Numbers: sigma, truncate. */
static gk_status heatmap(const image_scene *s) {
  const image_request *r = s->r;
  const size_t n = s->inputs / 2, size = r->size;
  gk_spots spots = GK_SPOTS_INIT;
  spots.sigma = r->numbers[0];
  spots.truncate = r->numbers[1];
  return is_f32(s) ? gk_heatmap_f32(n, size, size, s->input, 2, NULL, NULL, &spots, s->out, size,
                                    &r->options)
                   : gk_heatmap_f64(n, size, size, s->input, 2, NULL, NULL, &spots, s->out, size,
                                    &r->options);
}

static size_t outputs(const image_request *r) {
  return r->size * r->size;
}

int main(void) {
  static const image_task tasks[] = {{"grid", grid, make_mixture, false},
                                     {"log-grid", log_grid, make_mixture, false},
                                     {"points", points, make_mixture, true},
                                     {"log-points", log_points, make_mixture, true},
                                     {"weights", weights, NULL, false},
                                     {"heatmap", heatmap, NULL, true},
                                     {NULL, NULL, NULL, false}};
  static const image_program program = {tasks, outputs, NULL, free_mixture};
  return image_serve(&program);
}
