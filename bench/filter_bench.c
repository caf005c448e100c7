/*
 * The library's side of filter.py: the Gaussian filter and pooling, as any program calls them that
 * has the public headers.
 *
 * Numbers of a filter: sigma, truncate, radius, engine, boundary, channels, dimensions, tolerance.
 * Those of pooling: the side of a block, and its weights, if it is not the mean.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "image_harness.h"

#include <stdio.h>
#include <stdlib.h>

enum { SIGMA, TRUNCATE, RADIUS, ENGINE, BOUNDARY, CHANNELS, DIMENSIONS, TOLERANCE };

typedef struct filter_call {
  gk_array in, out, mask;
  gk_filter_spec spec;
  gk_pool_spec pool;
} filter_call;

static gk_array array(const image_request *r, void *data) {
  const size_t size = r->size, channels = (size_t)r->numbers[CHANNELS];
  if (channels > 1)
    return (gk_array)GK_IMAGE(r->type, data, size, size, channels);
  if (r->numbers[DIMENSIONS] == 3)
    return (gk_array)GK_ARRAY_3D(r->type, data, size, size, size);
  return (gk_array)GK_ARRAY_2D(r->type, data, size, size);
}

/* Outputs have their address only when the task runs. */
static gk_status make_filter(image_scene *s) {
  const image_request *r = s->r;
  filter_call *call = s->prepared = calloc(1, sizeof *call);
  if (!call)
    return GK_ERROR_MEMORY;
  call->in = array(r, s->input);
  call->mask = array(r, s->mask);
  const double sigma = r->numbers[SIGMA];
  call->spec = r->numbers[DIMENSIONS] == 3 ? (gk_filter_spec)GK_FILTER_3D(sigma)
                                           : (gk_filter_spec)GK_FILTER_2D(sigma);
  gk_filter_spec *spec = &call->spec;
  spec->truncate = r->numbers[TRUNCATE];
  spec->engine = (gk_engine)r->numbers[ENGINE];
  spec->tolerance = r->numbers[TOLERANCE];
  for (int k = 0; k < 4; k++) {
    spec->radius[k] = spec->sigma[k] > 0 ? (size_t)r->numbers[RADIUS] : 0;
    spec->boundary[k] = (gk_boundary)r->numbers[BOUNDARY];
  }
  if (s->mask)
    spec->mask = &call->mask;
  return GK_SUCCESS;
}

static gk_array output(const image_scene *s) {
  return array(s->r, s->out);
}

static gk_status filter(const image_scene *s) {
  const filter_call *call = s->prepared;
  const gk_array out = output(s);
  return gk_filter(&call->in, &call->spec, &out, &s->r->options);
}

static gk_status skip(const image_scene *s) {
  const filter_call *call = s->prepared;
  const gk_array out = output(s);
  gk_filter_spec spec = call->spec;
  spec.missing = GK_MISSING_SKIP;
  return gk_filter(&call->in, &spec, &out, &s->r->options);
}

static gk_status gradient(const image_scene *s) {
  const filter_call *call = s->prepared;
  const gk_array out = output(s);
  return gk_filter_gradient_magnitude(&call->in, &call->spec, &out, &s->r->options);
}

static gk_status laplacian(const image_scene *s) {
  const filter_call *call = s->prepared;
  const gk_array out = output(s);
  return gk_filter_laplacian(&call->in, &call->spec, &out, &s->r->options);
}

static size_t block(const image_request *r) {
  return (size_t)r->numbers[0];
}

static gk_status make_pool(image_scene *s) {
  const image_request *r = s->r;
  filter_call *call = s->prepared = calloc(1, sizeof *call);
  if (!call)
    return GK_ERROR_MEMORY;
  call->in = (gk_array)GK_ARRAY_2D(r->type, s->input, r->size, r->size);
  call->pool = (gk_pool_spec)GK_POOL_2D(block(r), r->count > 1 ? r->numbers + 1 : NULL);
  return GK_SUCCESS;
}

static gk_status pool(const image_scene *s) {
  const filter_call *call = s->prepared;
  const size_t side = s->r->size / block(s->r);
  const gk_array out = GK_ARRAY_2D(s->r->type, s->out, side, side);
  return gk_pool(&call->in, &call->pool, &out, &s->r->options);
}

static bool is_pool(const image_request *r) {
  return r->task[0] == 'p';
}

static size_t outputs(const image_request *r) {
  const size_t size = r->size;
  if (is_pool(r))
    return (size / block(r)) * (size / block(r));
  return size * size * (r->numbers[DIMENSIONS] == 3 ? size : (size_t)r->numbers[CHANNELS]);
}

/* What the library makes of the spec along x. */
static void tell(const image_scene *s) {
  const filter_call *call = s->prepared;
  const gk_array out = output(s);
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  if (is_pool(s->r) || gk_filter_explain(&call->in, &call->spec, &out, 0, &choice) != GK_SUCCESS)
    return;
  printf(", \"engine\": \"%s\", \"radius\": %zu, \"poles\": %zu, \"method error\": %.3g",
         choice.engine == GK_ENGINE_FIR ? "FIR" : "recursive", choice.radius, choice.poles,
         choice.error);
}

int main(void) {
  static const image_task tasks[] = {
      {"filter", filter, make_filter, true},     {"skip", skip, make_filter, true},
      {"gradient", gradient, make_filter, true}, {"laplacian", laplacian, make_filter, true},
      {"pool", pool, make_pool, true},           {NULL, NULL, NULL, false}};
  static const image_program program = {tasks, outputs, tell, free};
  return image_serve(&program);
}
