/*
 * PNG through libpng, from bytes in memory. libpng reports an error by a long jump: `guarded` holds
 * the only setjmp, and what runs under it keeps nothing of its own that would be lost.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "number.h"
#include "raster_readers.h"

#include <png.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIGNATURE_BYTES = 8, MESSAGE_BYTES = 128 };

/* No byte of a deflated stream stands for more bytes than this. */
enum { MOST_INFLATION = 1032 };

typedef struct png_reader {
  const source_file *source;
  size_t at; /* the next byte */
  png_structp png;
  png_infop info;
  raster *values;
  char message[MESSAGE_BYTES];
} png_reader;

bool png_recognised(const source_file *source) {
  return source->size >= SIGNATURE_BYTES && png_sig_cmp(source->bytes, 0, SIGNATURE_BYTES) == 0;
}

static void on_error(png_structp png, png_const_charp message) {
  png_reader *reader = png_get_error_ptr(png);
  snprintf(reader->message, sizeof reader->message, "%s", message);
  png_longjmp(png, 1);
}

/* Of chunks that say nothing of the pixels. */
static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void read_bytes(png_structp png, png_bytep to, size_t count) {
  png_reader *reader = png_get_io_ptr(png);
  if (count > reader->source->size - reader->at) {
    png_error(png, "the file ends too early");
  }
  memcpy(to, reader->source->bytes + reader->at, count);
  reader->at += count;
}

/* Runs a step; false, with libpng's word on it, where it fails. */
static bool guarded(png_reader *reader, void (*step)(png_reader *)) {
  if (setjmp(png_jmpbuf(reader->png)) != 0) {
    return complain("%s: the PNG cannot be read: %s", reader->source->name, reader->message);
  }
  step(reader);
  return true;
}

static void read_front(png_reader *reader) {
  png_structp png = reader->png;
  png_set_read_fn(png, reader, read_bytes);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_read_info(png, reader->info);
}

/* Whole bytes a sample, and palettes and transparent colours as what they stand for. */
static void choose_expansion(png_reader *reader) {
  png_structp png = reader->png;
  png_infop info = reader->info;
  int depth = png_get_bit_depth(png, info), color = png_get_color_type(png, info);
  if (color == PNG_COLOR_TYPE_PALETTE) {
    png_set_palette_to_rgb(png);
  }
  if (color == PNG_COLOR_TYPE_GRAY && depth < 8) {
    png_set_expand_gray_1_2_4_to_8(png);
  }
  if (png_get_valid(png, info, PNG_INFO_tRNS) != 0) {
    png_set_tRNS_to_alpha(png);
  }
  if (depth == 16 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
    png_set_swap(png);
  }
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
}

/* A row is read where it will lie; an interlaced image comes in passes over the same rows. */
static void read_pixels(png_reader *reader) {
  png_structp png = reader->png;
  size_t row_bytes = png_get_rowbytes(png, reader->info);
  png_uint_32 height = png_get_image_height(png, reader->info);
  int passes = png_get_interlace_type(png, reader->info) == PNG_INTERLACE_NONE
                   ? 1
                   : PNG_INTERLACE_ADAM7_PASSES;
  for (int pass = 0; pass < passes; pass++) {
    png_bytep row = reader->values->data;
    for (png_uint_32 y = 0; y < height; y++, row += row_bytes) {
      png_read_row(png, row, NULL);
    }
  }
  png_read_end(png, NULL);
}

/* Before there is memory for pixels that a few hostile bytes claim to be. */
static bool check_size(const png_reader *reader) {
  png_uint_32 width = png_get_image_width(reader->png, reader->info);
  png_uint_32 height = png_get_image_height(reader->png, reader->info);
  size_t bytes = 0;
  if (number_product(png_get_rowbytes(reader->png, reader->info), height, &bytes) &&
      bytes / MOST_INFLATION <= reader->source->size) {
    return true;
  }
  return complain("%s: the PNG claims to have %lu x %lu pixels, for which it is too short",
                  reader->source->name, (unsigned long)width, (unsigned long)height);
}

static void describe(const png_reader *reader, raster *values) {
  png_structp png = reader->png;
  png_infop info = reader->info;
  size_t channels = png_get_channels(png, info);
  values->type = png_get_bit_depth(png, info) == 16 ? GK_TYPE_U16 : GK_TYPE_U8;
  values->dimensions = channels > 1 ? 3 : 2;
  values->size[0] = png_get_image_width(png, info);
  values->size[1] = png_get_image_height(png, info);
  values->size[2] = channels;
  values->channels = channels > 1;
  values->alpha = channels == 2 || channels == 4;
  values->png = true;
}

/* The length of the chunk's data at this place. Of a PNG that libpng has read: all is there. */
static size_t chunk_length(const unsigned char *chunk) {
  return (size_t)chunk[0] << 24 | (size_t)chunk[1] << 16 | (size_t)chunk[2] << 8 | chunk[3];
}

static bool is_of_colors(const unsigned char *chunk) {
  static const char names[][5] = {"gAMA", "cHRM", "sRGB", "iCCP"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (memcmp(chunk + 4, names[i], 4) == 0) {
      return true;
    }
  }
  return false;
}

/* What says how numbers become light goes on to the output as it is. */
static bool keep_colors(const source_file *source, raster *values) {
  enum { AROUND = 12 }; /* length, name and checksum */
  const unsigned char *chunk = source->bytes + SIGNATURE_BYTES;
  const unsigned char *end = source->bytes + source->size;
  while (end - chunk >= AROUND && memcmp(chunk + 4, "IDAT", 4) != 0) {
    size_t bytes = chunk_length(chunk) + AROUND;
    if (bytes > (size_t)(end - chunk)) {
      break;
    }
    if (is_of_colors(chunk)) {
      unsigned char *longer = realloc(values->colors, values->colors_bytes + bytes);
      if (longer == NULL) {
        return complain("%s: no memory for its colour profile", source->name);
      }
      memcpy(longer + values->colors_bytes, chunk, bytes);
      values->colors = longer;
      values->colors_bytes += bytes;
    }
    chunk += bytes;
  }
  return true;
}

static bool read_all(png_reader *reader) {
  raster *values = reader->values;
  if (!guarded(reader, read_front) || !check_size(reader) || !guarded(reader, choose_expansion)) {
    return false;
  }
  describe(reader, values);
  return raster_allocate(reader->source->name, values) && guarded(reader, read_pixels) &&
         keep_colors(reader->source, values);
}

bool read_raster_png(const source_file *source, raster *values) {
  if (!png_recognised(source)) {
    return complain("%s: not a PNG (it does not start as one)", source->name);
  }
  png_reader reader = {.source = source, .values = values};
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  reader.info = reader.png != NULL ? png_create_info_struct(reader.png) : NULL;
  bool ok = reader.info != NULL ? read_all(&reader)
                                : complain("%s: no memory to read a PNG", source->name);
  png_destroy_read_struct(&reader.png, &reader.info, NULL);
  return ok;
}
