/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_round.h"

#include "linear.h"

#include <math.h>

double raster_scale(const raster *in, const raster *out, raster_target target) {
  bool pictures = in->png && target == TARGET_PNG;
  return pictures ? linear_white(out->type) / linear_white(in->type) : 1;
}

void raster_loss_count(raster_loss *loss, gk_type type, double value) {
  loss->negative += value < -0.5;
  loss->above += value > linear_white(type) + 0.5;
  loss->missing += isnan(value);
}

bool raster_is_color_with_alpha(const raster *image, size_t i) {
  return image->alpha && (i + 1) % raster_channels(image) != 0;
}

void raster_round(const raster *from, double scale, const raster *to, raster_loss *loss) {
  size_t count = raster_count(from), step = raster_type_bytes(to->type);
  const double *values = from->data;
  char *at = to->data;
  for (size_t i = 0; i < count; i++, at += step) {
    double value = scale * values[i];
    raster_store(to->type, at, value);
    if (!isnan(value) || !raster_is_color_with_alpha(to, i)) {
      raster_loss_count(loss, to->type, value);
    }
  }
}
