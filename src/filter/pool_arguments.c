/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/pool.h"

#include "core/options.h"
#include "core/status.h"

#include <math.h>

gk_status gk_pool_size(size_t size, size_t block, size_t stride, gk_edge edge, size_t *count) {
  if (!count) {
    return gki_fail(GK_ERROR_ARGUMENT, "gk_pool_size", "count is NULL");
  }
  if ((unsigned)edge > GK_EDGE_RENORMALIZE) {
    return gki_fail(GK_ERROR_ARGUMENT, "gk_pool_size", "edge = %d is no gk_edge", (int)edge);
  }
  block = block ? block : 1;
  stride = stride ? stride : block;
  if (size <= block) {
    *count = size == block || (size > 0 && edge != GK_EDGE_CROP);
    return GK_SUCCESS;
  }
  const size_t whole = (size - block) / stride + 1;
  const size_t beginning = (size - 1) / stride + 1; /* blocks that begin within the axis */
  const bool covered = (size - block) % stride == 0;
  *count = edge == GK_EDGE_CROP || covered || whole == beginning ? whole : whole + 1;
  return GK_SUCCESS;
}

static gk_status check_weights(const char *function, gki_pool_args *args) {
  const gk_pool_spec *spec = &args->spec;
  if (!spec->weights) {
    return GK_SUCCESS;
  }
  if ((uintptr_t)spec->weights % sizeof(double) != 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->weights is not aligned to its numbers");
  }
  for (size_t i = 0; i < args->pixels; i++) {
    if (!isfinite(spec->weights[i])) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "spec->weights[%zu] = %g is not finite", i,
                      spec->weights[i]);
    }
  }
  const gki_array weights = {.name = "spec->weights",
                             .first = (uintptr_t)spec->weights,
                             .bytes = args->pixels * sizeof(double)};
  return gki_check_arrays_apart(function, &args->out, &weights);
}

/* Blocks and strides of all four axes, and the pixels of a block. */
static gk_status complete_blocks(const char *function, gki_pool_args *args) {
  gk_pool_spec *spec = &args->spec;
  args->pixels = 1;
  for (size_t k = 0; k < 4; k++) {
    const bool exists = k < args->in.view.dimensions;
    if (!exists && spec->block[k] > 1) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->block[%zu] = %zu is for an axis that in, of %zu, has not", k,
                      spec->block[k], args->in.view.dimensions);
    }
    spec->block[k] = spec->block[k] ? spec->block[k] : 1;
    spec->stride[k] = exists && spec->stride[k] ? spec->stride[k] : spec->block[k];
    if (!gki_multiply_size(args->pixels, spec->block[k], &args->pixels) ||
        args->pixels > PTRDIFF_MAX / sizeof(double)) {
      return gki_fail(GK_ERROR_OVERFLOW, function,
                      "a block of %zu x %zu x %zu x %zu pixels is larger than an address space",
                      spec->block[0], spec->block[1], spec->block[2], spec->block[3]);
    }
  }
  return GK_SUCCESS;
}

static gk_status check_edge(const char *function, const gki_pool_args *args) {
  const gk_pool_spec *spec = &args->spec;
  if ((unsigned)spec->edge > GK_EDGE_RENORMALIZE) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->edge = %d is no gk_edge", (int)spec->edge);
  }
  if (!isfinite(spec->cval)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->cval = %g is not finite", spec->cval);
  }
  for (size_t k = 0; k < args->in.view.dimensions && spec->edge == GK_EDGE_PAD; k++) {
    if ((unsigned)spec->boundary[k] >= GK_BOUNDARY_NONE) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->boundary[%zu] = %d is none that pooling knows", k,
                      (int)spec->boundary[k]);
    }
  }
  return GK_SUCCESS;
}

static gk_status check_sizes(const char *function, const gki_pool_args *args) {
  const gk_array *in = &args->in.view, *out = &args->out.view;
  if (out->dimensions != in->dimensions) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "out->dimensions = %zu where in has %zu",
                    out->dimensions, in->dimensions);
  }
  for (size_t k = 0; k < in->dimensions; k++) {
    size_t count = 0;
    gk_pool_size(in->size[k], args->spec.block[k], args->spec.stride[k], args->spec.edge, &count);
    if (out->size[k] != count) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "out->size[%zu] = %zu, where %zu pixels in blocks of %zu give %zu", k,
                      out->size[k], in->size[k], args->spec.block[k], count);
    }
  }
  return GK_SUCCESS;
}

static gk_status read_spec(const char *function, const gk_pool_spec *given, gki_pool_args *args) {
  if (!given) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec is NULL");
  }
  gk_pool_spec *spec = &args->spec;
  *spec = (gk_pool_spec)GK_POOL_1D(1, NULL);
  gk_status status =
      gki_read_struct(function, "spec", given, sizeof(gk_pool_spec), spec, sizeof(gk_pool_spec));
  status = status ? status : complete_blocks(function, args);
  return status ? status : check_edge(function, args);
}

gk_status gki_read_pool(const char *function, const gk_array *in, const gk_pool_spec *spec,
                        const gk_array *out, gki_pool_args *args) {
  gk_status status = gki_read_array(function, "in", GKI_ARRAY_INPUT, in, &args->in);
  status = status ? status : read_spec(function, spec, args);
  status = status ? status : gki_read_array(function, "out", GKI_ARRAY_OUTPUT, out, &args->out);
  status = status ? status : check_sizes(function, args);
  status = status ? status : gki_check_arrays_apart(function, &args->out, &args->in);
  status = status ? status : check_weights(function, args);
  args->empty = !status && args->out.empty;
  return status;
}
