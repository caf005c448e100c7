/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_round.h"

#include "linear.h"

double raster_scale(const raster *in, const raster *out, raster_target target) {
  bool pictures = in->png && target == TARGET_PNG;
  return pictures ? linear_white(out->type) / linear_white(in->type) : 1;
}

void raster_round(const raster *from, double scale, const raster *to) {
  size_t count = raster_count(from), step = raster_type_bytes(to->type);
  const double *values = from->data;
  char *at = to->data;
  for (size_t i = 0; i < count; i++, at += step) {
    raster_store(to->type, at, scale * values[i]);
  }
}
