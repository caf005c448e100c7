/* SPDX-License-Identifier: BSD-3-Clause */
#include "write_raster.h"

#include "array.h"
#include "diagnose.h"
#include "npy_front.h"
#include "readers.h"

#include <stdint.h>
#include <stdlib.h>

enum { MOST_PNG_CHANNELS = 4, MOST_TEXT_DIMENSIONS = 3 };

/* A length in a PNG has 31 bits. */
static const size_t MOST_PNG_SIDE = 0x7fffffff;

static bool suits_png(const raster *values, const char *path) {
  if (!raster_type_is_whole(values->type)) {
    return complain("%s: a PNG holds whole numbers: --type u8 or u16 rounds to them", path);
  }
  if (raster_axes(values) != 2) {
    return complain("%s: a PNG has two axes, not %zu%s", path, raster_axes(values),
                    values->dimensions == 3 ? "; or is the last that of --channels?" : "");
  }
  size_t channels = raster_channels(values);
  if (channels < 1 || channels > MOST_PNG_CHANNELS) {
    return complain("%s: a PNG has 1 to 4 channels, not %zu", path, channels);
  }
  for (size_t k = 0; k < 2; k++) {
    if (values->size[k] == 0 || values->size[k] > MOST_PNG_SIDE) {
      return complain("%s: a PNG cannot have %zu x %zu pixels", path, values->size[0],
                      values->size[1]);
    }
  }
  return true;
}

bool raster_suits(const raster *values, raster_target target, const char *path) {
  if (target == TARGET_PNG) {
    return suits_png(values, path);
  }
  if (target != TARGET_NPY && values->dimensions > MOST_TEXT_DIMENSIONS) {
    return complain("%s: text is for up to three dimensions, not for %zu: .npy", path,
                    values->dimensions);
  }
  return true;
}

static void numpy_shape(const raster *values, size_t *shape) {
  size_t axes = raster_axes(values);
  for (size_t k = 0; k < axes; k++) {
    shape[axes - 1 - k] = values->size[k];
  }
  if (values->channels) {
    shape[axes] = values->size[axes];
  }
}

static bool write_npy_raster(const raster *values, output *out) {
  char front[NPY_FRONT_BYTES];
  size_t shape[4];
  size_t bytes = raster_type_bytes(values->type);
  numpy_shape(values, shape);
  npy_front_fill_kind(raster_type_is_whole(values->type) ? 'u' : 'f', bytes, values->dimensions,
                      shape, front);
  return output_write(out, front, sizeof front) &&
         output_write(out, values->data, raster_count(values) * bytes);
}

/* Whole numbers as doubles, which are written without a point. */
static bool widen(const raster *values, array *text) {
  size_t count = raster_count(values), step = raster_type_bytes(values->type);
  double *to = table_allocate("the text", 1, count, sizeof *to);
  const char *from = values->data;
  for (size_t i = 0; to != NULL && i < count; i++) {
    to[i] = raster_load(values->type, from + i * step);
  }
  text->data = to;
  return to != NULL;
}

static bool write_text_raster(const raster *values, array_format format, output *out) {
  array text = {.dtype = values->type == GK_TYPE_F32 ? TABLE_F32 : TABLE_F64,
                .dimensions = values->dimensions,
                .data = values->data};
  numpy_shape(values, text.shape);
  bool whole = raster_type_is_whole(values->type);
  if (whole && !widen(values, &text)) {
    return false;
  }
  bool ok = array_count(&text) == 0 || array_write(&text, format, -1, out);
  if (whole) {
    free(text.data);
  }
  return ok;
}

static bool write_as(const raster *values, raster_target target, output *out) {
  switch (target) {
  case TARGET_PNG:
    return write_raster_png(values, out);
  case TARGET_CSV:
    return write_text_raster(values, ARRAY_CSV, out);
  case TARGET_TXT:
    return write_text_raster(values, ARRAY_TEXT, out);
  default:
    return write_npy_raster(values, out);
  }
}

bool raster_write(const raster *values, raster_target target, const char *path) {
  output out;
  if (!output_open(path, &out)) {
    return false;
  }
  if (!write_as(values, target, &out)) {
    output_discard(&out);
    return false;
  }
  return output_finish(&out);
}
