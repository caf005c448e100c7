/* PNG through libpng; as in read_png.c one function holds the setjmp. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "interrupt.h"
#include "write_raster.h"

#include <png.h>
#include <stdio.h>

typedef struct png_writer {
  const raster *values;
  output *out;
  png_structp png;
  png_infop info;
  bool told; /* output_write has said what failed, or a signal has come */
} png_writer;

static void on_error(png_structp png, png_const_charp message) {
  png_writer *writer = png_get_error_ptr(png);
  if (!writer->told) {
    writer->told = true;
    complain("cannot write %s: %s", writer->out->name, message);
  }
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  png_writer *writer = png_get_io_ptr(png);
  if (!output_write(writer->out, bytes, count)) {
    writer->told = true;
    png_error(png, "the output failed");
  }
}

static void flush_nothing(png_structp png) {
  (void)png;
}

/* Chunks as they were in the input, checksums aside, which libpng makes. */
static void write_colors(const png_writer *writer) {
  enum { AROUND = 12 };
  const unsigned char *chunk = writer->values->colors;
  const unsigned char *end = chunk + writer->values->colors_bytes;
  while (chunk < end) {
    size_t bytes =
        (size_t)chunk[0] << 24 | (size_t)chunk[1] << 16 | (size_t)chunk[2] << 8 | chunk[3];
    png_write_chunk(writer->png, chunk + 4, chunk + 8, bytes);
    chunk += bytes + AROUND;
  }
}

static void write_pixels(png_writer *writer, size_t width, size_t height, int depth) {
  size_t row_bytes = width * raster_channels(writer->values) * (size_t)depth / 8;
  const unsigned char *row = writer->values->data;
  for (size_t y = 0; y < height; y++, row += row_bytes) {
    if (interrupted()) {
      writer->told = true;
      png_error(writer->png, "a signal has come");
    }
    png_write_row(writer->png, row);
  }
}

static void write_image(png_writer *writer) {
  static const int colors[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                               PNG_COLOR_TYPE_RGB_ALPHA};
  const raster *values = writer->values;
  png_structp png = writer->png;
  int depth = values->type == GK_TYPE_U16 ? 16 : 8;
  png_set_write_fn(png, writer, write_bytes, flush_nothing);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_IHDR(png, writer->info, (png_uint_32)values->size[0], (png_uint_32)values->size[1], depth,
               colors[raster_channels(values) - 1], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
               PNG_FILTER_TYPE_BASE);
  png_write_info_before_PLTE(png, writer->info);
  write_colors(writer);
  png_write_info(png, writer->info);
  if (depth == 16 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
    png_set_swap(png);
  }
  write_pixels(writer, values->size[0], values->size[1], depth);
  png_write_end(png, writer->info);
}

static bool guarded(png_writer *writer) {
  if (setjmp(png_jmpbuf(writer->png)) != 0) {
    return false; /* on_error has told why */
  }
  write_image(writer);
  return true;
}

bool write_raster_png(const raster *values, output *out) {
  png_writer writer = {.values = values, .out = out};
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, on_error, on_warning);
  writer.info = writer.png != NULL ? png_create_info_struct(writer.png) : NULL;
  bool ok = writer.info != NULL ? guarded(&writer) : complain("no memory to write a PNG");
  png_destroy_write_struct(&writer.png, &writer.info);
  return ok;
}
