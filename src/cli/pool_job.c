/* SPDX-License-Identifier: BSD-3-Clause */
#include "pool_job.h"

#include "diagnose.h"
#include "library_error.h"

#include <gausskern/gausskern.h>

static bool apply(const pool_job *job, const gk_array *in, const gk_pool_spec *spec,
                  const gk_array *out) {
  gk_options call = GK_OPTIONS_INIT;
  call.threads = job->threads;
  call.progress = progress_report;
  call.progress_data = job->meter;
  gk_status status = gk_pool(in, spec, out, &call);
  return status == GK_SUCCESS || (status != GK_ERROR_CANCELLED && complain("%s", library_error()));
}

/* An image of doubles without gaps, of the other's size. */
static bool make_doubles(const raster *like, raster *values) {
  *values = (raster){.type = GK_TYPE_F64, .dimensions = like->dimensions, .channels = true};
  for (size_t k = 0; k < like->dimensions; k++) {
    values->size[k] = like->size[k];
  }
  return raster_allocate("pixels times alpha", values);
}

/* Colours times alpha, and alpha. */
static void premultiply(const raster *image, raster *product) {
  size_t channels = raster_channels(image), pixels = raster_count(image) / channels;
  double *to = product->data;
  for (size_t i = 0; i < pixels; i++, to += channels) {
    double alpha = raster_load(image->type, raster_at(image, (i + 1) * channels - 1));
    for (size_t c = 0; c + 1 < channels; c++) {
      to[c] = alpha * raster_load(image->type, raster_at(image, i * channels + c));
    }
    to[channels - 1] = alpha;
  }
}

/* What shines through wholly has no colour. */
static void divide(const pool_job *job, const raster *product, const raster *image) {
  size_t channels = raster_channels(image), pixels = raster_count(image) / channels;
  size_t step = raster_type_bytes(image->type);
  const double *from = product->data;
  char *to = image->data;
  for (size_t i = 0; i < pixels; i++, from += channels) {
    double alpha = from[channels - 1];
    for (size_t c = 0; c + 1 < channels; c++, to += step) {
      raster_store(image->type, to, alpha > 0 ? from[c] / alpha : 0);
    }
    raster_store(image->type, to, alpha / job->weights_sum);
    to += step;
  }
}

/* Beyond a constant boundary an image is transparent where cval is 0, else opaque. */
static bool pool_products(const pool_job *job, const raster *in, const raster *out, double white) {
  size_t colors = raster_channels(in) - 1;
  double total = (double)colors + 1, part = (double)colors / total;
  gk_pool_spec spec = job->spec;
  gk_array from = raster_slice(in, 0, colors), to = raster_slice(out, 0, colors);
  gk_array alpha_from = raster_slice(in, colors, 1), alpha_to = raster_slice(out, colors, 1);
  spec.cval = job->spec.cval * white;
  progress_part(job->meter, 0, part);
  if (!apply(job, &from, &spec, &to)) {
    return false;
  }
  spec.cval = job->spec.cval == 0 ? 0 : white;
  progress_part(job->meter, part, 1 - part);
  return apply(job, &alpha_from, &spec, &alpha_to);
}

static bool compute_transparent(const pool_job *job, const raster *in, const raster *out) {
  if (!(job->weights_sum > 0)) {
    return complain("weights whose sum is not positive do not go with an alpha channel");
  }
  raster from = {0}, to = {0};
  bool ok = make_doubles(in, &from) && make_doubles(out, &to);
  if (ok) {
    premultiply(in, &from);
    ok = pool_products(job, &from, &to, job->white);
  }
  if (ok) {
    divide(job, &to, out);
  }
  raster_free(&from);
  raster_free(&to);
  return ok;
}

bool pool_job_compute(const pool_job *job, const raster *in, const raster *out) {
  if (in->alpha) {
    return compute_transparent(job, in, out);
  }
  gk_array from = raster_array(in), to = raster_array(out);
  return apply(job, &from, &job->spec, &to);
}
