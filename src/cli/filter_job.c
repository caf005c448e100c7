/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter_job.h"

#include "diagnose.h"
#include "library_error.h"

#include <gausskern/gausskern.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* "[2, 3]", the place of the i-th element as numpy counts. */
static void index_words(const raster *values, size_t i, char *words, size_t bytes) {
  size_t channel = i % raster_channels(values), axes = raster_axes(values), index[4] = {0};
  i /= raster_channels(values);
  for (size_t k = 0; k < axes; k++) {
    index[axes - 1 - k] = i % values->size[k];
    i /= values->size[k];
  }
  if (values->channels) {
    index[axes] = channel;
  }
  size_t used = 0;
  for (size_t k = 0; k < values->dimensions; k++) {
    used += (size_t)snprintf(words + used, bytes - used, "%s%zu", k > 0 ? ", " : "[", index[k]);
  }
  snprintf(words + used, bytes - used, "]");
}

static bool complain_of_mask(const filter_job *job) {
  const raster *mask = job->mask;
  size_t count = mask != NULL ? raster_count(mask) : 0;
  for (size_t i = 0; i < count; i++) {
    double weight = raster_load(mask->type, raster_at(mask, i));
    if (!(weight >= 0 && isfinite(weight))) {
      char words[RASTER_WORDS];
      index_words(mask, i, words, sizeof words);
      return complain("%s: the weights in a mask are finite and not negative; the first that is "
                      "not, %g, is at %s as numpy counts",
                      job->mask_name, weight, words);
    }
  }
  return complain("%s", library_error());
}

static bool succeeded(const filter_job *job, gk_status status) {
  if (status == GK_ERROR_DATA) {
    return complain_of_mask(job);
  }
  return status == GK_SUCCESS || (status != GK_ERROR_CANCELLED && complain("%s", library_error()));
}

static bool apply(const filter_job *job, const gk_array *in, const gk_filter_spec *spec,
                  const gk_array *out) {
  gk_options call = GK_OPTIONS_INIT;
  call.threads = job->threads;
  call.progress = progress_report;
  call.progress_data = job->meter;
  switch (job->kind) {
  case FILTER_GRADIENT:
    return succeeded(job, gk_filter_gradient_magnitude(in, spec, out, &call));
  case FILTER_LAPLACIAN:
    return succeeded(job, gk_filter_laplacian(in, spec, out, &call));
  case FILTER_DIFFERENCE:
    return succeeded(job, gk_filter_difference(in, spec, job->wider, out, &call));
  default:
    return succeeded(job, gk_filter(in, spec, out, &call));
  }
}

/* One weight for all channels of a pixel, where the weights are those of pixels. */
static gk_array weights_for(const raster *weights, const gk_array *values) {
  gk_array spread = raster_array(weights);
  if (weights->dimensions < values->dimensions) {
    size_t last = values->dimensions - 1;
    spread.dimensions = values->dimensions;
    spread.size[last] = values->size[last];
    spread.stride[last] = 0;
  }
  return spread;
}

static bool apply_weighted(const filter_job *job, const gk_array *in, const raster *weights,
                           const gk_filter_spec *spec, const gk_array *out) {
  gk_filter_spec weighted = *spec;
  gk_array spread;
  if (weights != NULL) {
    spread = weights_for(weights, in);
    weighted.mask = &spread;
  }
  return apply(job, in, &weighted, out);
}

/* The element of an image's channel at a pixel. */
static char *pixel(const raster *image, size_t channel, size_t x, size_t y) {
  ptrdiff_t at = (ptrdiff_t)x * image->stride[0] + (ptrdiff_t)y * image->stride[1];
  if (image->channels) {
    at += (ptrdiff_t)channel * image->stride[2];
  }
  return (char *)image->data + at * (ptrdiff_t)raster_type_bytes(image->type);
}

static bool is_opaque(const raster *image, double white) {
  size_t alpha = raster_channels(image) - 1;
  for (size_t y = 0; y < image->size[1]; y++) {
    for (size_t x = 0; x < image->size[0]; x++) {
      if (raster_load(image->type, pixel(image, alpha, x, y)) != white) {
        return false;
      }
    }
  }
  return true;
}

/* Alpha from 0 to 1, times the mask. */
static bool make_weights(const filter_job *job, const raster *image, raster *weights) {
  *weights =
      (raster){.type = GK_TYPE_F64, .dimensions = 2, .size = {image->size[0], image->size[1]}};
  if (!raster_allocate("weights of pixels", weights)) {
    return false;
  }
  size_t alpha = raster_channels(image) - 1;
  for (size_t y = 0; y < image->size[1]; y++) {
    for (size_t x = 0; x < image->size[0]; x++) {
      double weight = raster_load(image->type, pixel(image, alpha, x, y)) / job->white;
      if (job->mask != NULL) {
        weight *= raster_load(job->mask->type, pixel(job->mask, 0, x, y));
      }
      raster_store(GK_TYPE_F64, pixel(weights, 0, x, y), weight);
    }
  }
  return true;
}

static void fill_alpha(const raster *image, double value) {
  size_t alpha = raster_channels(image) - 1;
  for (size_t y = 0; y < image->size[1]; y++) {
    for (size_t x = 0; x < image->size[0]; x++) {
      raster_store(image->type, pixel(image, alpha, x, y), value);
    }
  }
}

/*
 * Beyond a constant boundary an image is transparent, so that no colour comes from there, where
 * cval is 0; else it has that colour and is opaque.
 */
static void set_boundaries(const filter_job *job, gk_filter_spec *colors, gk_filter_spec *alpha) {
  if (job->spec.cval != 0) {
    alpha->cval = job->white;
    return;
  }
  for (size_t k = 0; k < 2; k++) {
    if (colors->boundary[k] == GK_BOUNDARY_CONSTANT) {
      colors->boundary[k] = GK_BOUNDARY_NONE;
    }
  }
}

static bool filter_alpha(const filter_job *job, const raster *in, const gk_filter_spec *spec,
                         const raster *out) {
  filter_job blur = *job;
  blur.kind = FILTER_PLAIN;
  size_t last = raster_channels(in) - 1;
  gk_array from = raster_slice(in, last, 1), to = raster_slice(out, last, 1);
  return apply_weighted(&blur, &from, job->mask, spec, &to);
}

static bool filter_colors(const filter_job *job, const raster *in, bool opaque,
                          const gk_filter_spec *spec, const raster *out) {
  size_t colors = raster_channels(in) - 1;
  gk_array from = raster_slice(in, 0, colors), to = raster_slice(out, 0, colors);
  raster weights = {0};
  if (!opaque && !make_weights(job, in, &weights)) {
    return false;
  }
  bool ok = apply_weighted(job, &from, opaque ? job->mask : &weights, spec, &to);
  raster_free(&weights);
  return ok;
}

static bool compute_transparent(const filter_job *job, const raster *in, const raster *out) {
  bool opaque = is_opaque(in, job->white);
  gk_filter_spec colors = job->spec, alpha = job->spec;
  if (job->derived && !opaque) {
    return complain("the derivative of an image that is transparent somewhere says nothing; "
                    "remove its alpha channel first");
  }
  double total = (double)raster_channels(in), part = (total - 1) / total;
  if (job->derived) {
    fill_alpha(out, job->white);
    return filter_colors(job, in, true, &colors, out);
  }
  set_boundaries(job, &colors, &alpha);
  progress_part(job->meter, 0, part);
  if (!filter_colors(job, in, opaque, &colors, out)) {
    return false;
  }
  progress_part(job->meter, part, 1 - part);
  return filter_alpha(job, in, &alpha, out);
}

bool filter_job_compute(const filter_job *job, const raster *in, const raster *out) {
  if (in->alpha) {
    return compute_transparent(job, in, out);
  }
  gk_array from = raster_array(in), to = raster_array(out);
  return apply_weighted(job, &from, job->mask, &job->spec, &to);
}
