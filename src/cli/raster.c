/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster.h"

#include "diagnose.h"
#include "number.h"
#include "raster_readers.h"
#include "readers.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t raster_type_bytes(gk_type type) {
  static const size_t bytes[] = {
      [GK_TYPE_U8] = 1, [GK_TYPE_U16] = 2, [GK_TYPE_F32] = 4, [GK_TYPE_F64] = 8};
  return bytes[type];
}

const char *raster_type_name(gk_type type) {
  static const char *const names[] = {
      [GK_TYPE_U8] = "u8", [GK_TYPE_U16] = "u16", [GK_TYPE_F32] = "f32", [GK_TYPE_F64] = "f64"};
  return names[type];
}

bool raster_type_is_whole(gk_type type) {
  return type == GK_TYPE_U8 || type == GK_TYPE_U16;
}

size_t raster_axes(const raster *values) {
  return values->dimensions - (values->channels ? 1 : 0);
}

size_t raster_channels(const raster *values) {
  return values->channels ? values->size[values->dimensions - 1] : 1;
}

size_t raster_count(const raster *values) {
  size_t count = 1;
  for (size_t k = 0; k < values->dimensions; k++) {
    count *= values->size[k];
  }
  return count;
}

/* Extents of 0 aside: what is around them must not overflow either. */
bool raster_fits(const char *what, const raster *values) {
  size_t extent = 1;
  bool fits = true;
  for (size_t k = 0; k < values->dimensions; k++) {
    size_t size = values->size[k] != 0 ? values->size[k] : 1;
    fits = fits && number_product(extent, size, &extent);
  }
  if (fits && extent <= PTRDIFF_MAX / raster_type_bytes(values->type)) {
    return true;
  }
  char words[RASTER_WORDS];
  raster_words(values, words);
  return complain("%s: %s numbers do not fit into any memory", what, words);
}

static void set_strides(raster *values) {
  size_t axes = raster_axes(values);
  size_t step = raster_channels(values);
  for (size_t k = 0; k < axes; k++) {
    values->stride[k] = (ptrdiff_t)step;
    step *= values->size[k];
  }
  if (values->channels) {
    values->stride[axes] = 1;
  }
}

bool raster_allocate(const char *what, raster *values) {
  if (!raster_fits(what, values)) {
    return false;
  }
  set_strides(values);
  values->owned = table_allocate(what, 1, raster_count(values), raster_type_bytes(values->type));
  values->data = values->owned;
  return values->owned != NULL;
}

void raster_free(raster *values) {
  source_close(&values->source);
  free(values->owned);
  free(values->colors);
  memset(values, 0, sizeof *values);
}

gk_array raster_array(const raster *values) {
  gk_array whole = {.struct_size = sizeof whole,
                    .type = values->type,
                    .dimensions = values->dimensions,
                    .data = values->data};
  for (size_t k = 0; k < values->dimensions; k++) {
    whole.size[k] = values->size[k];
    whole.stride[k] = values->stride[k];
  }
  return whole;
}

gk_array raster_slice(const raster *values, size_t first, size_t count) {
  gk_array slice = raster_array(values);
  size_t last = values->dimensions - 1;
  ptrdiff_t offset = (ptrdiff_t)first * values->stride[last];
  slice.data = (char *)values->data + offset * (ptrdiff_t)raster_type_bytes(values->type);
  slice.size[last] = count;
  return slice;
}

void raster_words(const raster *values, char *words) {
  size_t used = 0;
  for (size_t k = 0; k < values->dimensions; k++) {
    used += (size_t)snprintf(words + used, RASTER_WORDS - used, "%s%zu", k > 0 ? " x " : "",
                             values->size[k]);
  }
}

double raster_load(gk_type type, const void *at) {
  switch (type) {
  case GK_TYPE_U8:
    return *(const uint8_t *)at;
  case GK_TYPE_U16:
    return *(const uint16_t *)at;
  case GK_TYPE_F32:
    return *(const float *)at;
  default:
    return *(const double *)at;
  }
}

static double saturated(double value, double most) {
  return value > 0 ? fmin(nearbyint(value), most) : 0; /* NaN is not above 0 */
}

void raster_store(gk_type type, void *at, double value) {
  switch (type) {
  case GK_TYPE_U8:
    *(uint8_t *)at = (uint8_t)saturated(value, UINT8_MAX);
    return;
  case GK_TYPE_U16:
    *(uint16_t *)at = (uint16_t)saturated(value, UINT16_MAX);
    return;
  case GK_TYPE_F32:
    *(float *)at = (float)value;
    return;
  default:
    *(double *)at = value;
  }
}

const void *raster_at(const raster *values, size_t i) {
  ptrdiff_t at = 0;
  size_t axes = raster_axes(values);
  if (values->channels) {
    at = (ptrdiff_t)(i % values->size[axes]) * values->stride[axes];
    i /= values->size[axes];
  }
  for (size_t k = 0; k < axes; k++) {
    at += (ptrdiff_t)(i % values->size[k]) * values->stride[k];
    i /= values->size[k];
  }
  return (const char *)values->data + at * (ptrdiff_t)raster_type_bytes(values->type);
}

void raster_hand_colors_on(raster *from, raster *to) {
  to->colors = from->colors;
  to->colors_bytes = from->colors_bytes;
  from->colors = NULL;
  from->colors_bytes = 0;
}
