/* Arrays from files: npy with its strides, text as a matrix, PNG by read_png.c. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "npy_element.h"
#include "raster_readers.h"
#include "readers.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

static raster_format format_by_extension(const char *path) {
  static const struct {
    const char *extension;
    raster_format format;
  } known[] = {{".png", RASTER_PNG},  {".npy", RASTER_NPY},  {".csv", RASTER_TEXT},
               {".tsv", RASTER_TEXT}, {".txt", RASTER_TEXT}, {".dat", RASTER_TEXT}};
  const char *dot = strrchr(path, '.');
  for (size_t i = 0; dot != NULL && i < sizeof known / sizeof known[0]; i++) {
    if (strcasecmp(dot, known[i].extension) == 0) {
      return known[i].format;
    }
  }
  return RASTER_BY_NAME;
}

/* What the library can read as it is; all else becomes a double. */
static gk_type type_of(const npy_header *header) {
  switch (header->kind * 16 + (int)header->bytes) {
  case 'u' * 16 + 1:
    return GK_TYPE_U8;
  case 'u' * 16 + 2:
    return GK_TYPE_U16;
  case 'f' * 16 + 4:
    return GK_TYPE_F32;
  default:
    return GK_TYPE_F64;
  }
}

/* numpy's axis for each of ours: the last is x, but where it is that of the channels. */
static size_t numpy_axis(const raster *values, size_t axis) {
  size_t axes = raster_axes(values);
  return axis < axes ? axes - 1 - axis : axis;
}

/* Of the elements as they lie in the file. */
static void set_file_strides(const npy_header *header, raster *values) {
  ptrdiff_t steps[NPY_MOST_DIMENSIONS];
  size_t n = header->dimensions;
  ptrdiff_t step = 1;
  for (size_t i = 0; i < n; i++) {
    size_t axis = header->fortran_order ? i : n - 1 - i;
    steps[axis] = step;
    step *= (ptrdiff_t)header->shape[axis];
  }
  for (size_t k = 0; k < n; k++) {
    values->stride[k] = steps[numpy_axis(values, k)];
  }
}

static bool usable_in_place(const source_file *source, const npy_header *header) {
  uintptr_t address = (uintptr_t)source->bytes + header->offset;
  bool known = header->kind == 'f' || (header->kind == 'u' && header->bytes <= 2);
  return known && !npy_foreign_order(header) && address % header->bytes == 0;
}

/* The elements one after the other as they lie in the file, in types of ours. */
static void convert(const source_file *source, const npy_header *header, raster *values) {
  const unsigned char *from = source->bytes + header->offset;
  char *to = values->data;
  size_t step = raster_type_bytes(values->type);
  for (size_t i = 0; i < header->count; i++, from += header->bytes, to += step) {
    raster_store(values->type, to, npy_load(from, header));
  }
}

bool read_raster_npy(source_file *source, bool channels, raster *values) {
  npy_header header;
  if (!npy_header_read_array(source, &header)) {
    return false;
  }
  if (channels && header.dimensions < 2) {
    return complain("%s: --channels: an array of one dimension has none", source->name);
  }
  values->type = type_of(&header);
  values->dimensions = header.dimensions;
  values->channels = channels;
  for (size_t k = 0; k < header.dimensions; k++) {
    values->size[k] = header.shape[numpy_axis(values, k)];
  }
  bool in_place = usable_in_place(source, &header);
  /* Also where the data stay in the file this holds the sizes to what a memory has. */
  if (!raster_fits(source->name, values) || (!in_place && !raster_allocate(source->name, values))) {
    return false;
  }
  set_file_strides(&header, values);
  if (in_place) {
    values->data = (void *)(uintptr_t)(source->bytes + header.offset); /* never written */
    values->source = *source;
    memset(source, 0, sizeof *source);
    return true;
  }
  npy_warn_of_rounding(source, &header);
  convert(source, &header, values);
  return true;
}

/* A matrix; one column is an array of one dimension, as text is written. */
static bool read_text(const source_file *source, raster *values) {
  static const table_options numbers = {.format = TABLE_CSV};
  table matrix = {0};
  if (!read_csv(source, &numbers, &matrix)) {
    return false;
  }
  values->type = GK_TYPE_F64;
  values->dimensions = matrix.cols == 1 ? 1 : 2;
  values->size[0] = matrix.cols == 1 ? matrix.rows : matrix.cols;
  values->size[1] = matrix.rows;
  values->stride[0] = 1;
  values->stride[1] = (ptrdiff_t)matrix.cols;
  values->owned = matrix.owned_data;
  values->data = matrix.owned_data;
  matrix.owned_data = NULL;
  table_free(&matrix);
  return true;
}

static bool read_as(raster_format format, source_file *source, bool channels, raster *values) {
  if (channels && (format == RASTER_PNG || format == RASTER_TEXT)) {
    return complain("%s: --channels is for npy: %s", source->name,
                    format == RASTER_PNG ? "a PNG says itself how many it has" : "text has none");
  }
  switch (format) {
  case RASTER_PNG:
    return read_raster_png(source, values);
  case RASTER_NPY:
    return read_raster_npy(source, channels, values);
  case RASTER_TEXT:
    return read_text(source, values);
  default:
    return complain("%s: cannot tell the format from the name; name it with --input-format",
                    source->name);
  }
}

/* The name decides, but no text begins as npy or PNG do. */
static raster_format format_of(const char *path, const source_file *source) {
  raster_format named = format_by_extension(path);
  if (named == RASTER_PNG || named == RASTER_NPY) {
    return named;
  }
  return npy_recognised(source) ? RASTER_NPY : png_recognised(source) ? RASTER_PNG : named;
}

bool raster_read(const char *path, raster_format format, bool channels, raster *values) {
  memset(values, 0, sizeof *values);
  source_file source;
  if (!source_open(path, &source)) {
    return false;
  }
  if (format == RASTER_BY_NAME) {
    format = format_of(path, &source);
  }
  bool ok = read_as(format, &source, channels, values);
  if (!ok) {
    raster_free(values);
  }
  source_close(&source);
  return ok;
}
