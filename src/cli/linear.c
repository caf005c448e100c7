/* SPDX-License-Identifier: BSD-3-Clause */
#include "linear.h"

#include "readers.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

double linear_white(gk_type type) {
  return type == GK_TYPE_U8 ? UINT8_MAX : UINT16_MAX;
}

double linear_from_srgb(double value) {
  return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

double linear_to_srgb(double light) {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

static bool alike(const raster *from, gk_type type, raster *to) {
  *to = (raster){.type = type,
                 .dimensions = from->dimensions,
                 .channels = from->channels,
                 .png = from->png,
                 .alpha = from->alpha};
  for (size_t k = 0; k < from->dimensions; k++) {
    to->size[k] = from->size[k];
  }
  return raster_allocate("light", to);
}

/* Whether the i-th element of an array without gaps is alpha. */
static bool is_alpha(const raster *image, size_t i) {
  return image->alpha && (i + 1) % raster_channels(image) == 0;
}

/* What each number of the type stands for. */
static float *make_table(double white) {
  size_t count = (size_t)white + 1;
  float *light = table_allocate("a table of sRGB", 1, count, sizeof *light);
  for (size_t i = 0; light != NULL && i < count; i++) {
    light[i] = (float)linear_from_srgb((double)i / white);
  }
  return light;
}

bool linear_decode(const raster *image, raster *light) {
  double white = linear_white(image->type);
  float *decoded = make_table(white);
  bool ok = decoded != NULL && alike(image, GK_TYPE_F32, light);
  size_t count = ok ? raster_count(image) : 0;
  float *to = ok ? light->data : NULL;
  for (size_t i = 0; i < count; i++) {
    double value = raster_load(image->type, raster_at(image, i));
    to[i] = is_alpha(image, i) ? (float)(value / white) : decoded[(size_t)value];
  }
  free(decoded);
  return ok;
}

bool linear_encode(const raster *light, gk_type type, raster *image, raster_loss *loss) {
  if (!alike(light, type, image)) {
    return false;
  }
  double white = linear_white(type);
  size_t count = raster_count(light), step = raster_type_bytes(type);
  const float *from = light->data;
  char *to = image->data;
  for (size_t i = 0; i < count; i++) {
    double value = white * (is_alpha(light, i) ? from[i] : linear_to_srgb(from[i]));
    raster_store(type, to + i * step, value);
    if (!isnan(value) || !raster_is_color_with_alpha(light, i)) {
      raster_loss_count(loss, type, value);
    }
  }
  return true;
}
