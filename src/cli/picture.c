/* SPDX-License-Identifier: BSD-3-Clause */
#include "picture.h"

#include "diagnose.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <string.h>
#include <strings.h>

/* A pixel of a PDF is that of CSS, 1/96 inch; its unit is the point, 1/72 inch. */
static const double POINTS_PER_PIXEL = 0.75;

bool picture_format_of(const char *path, picture_format *format) {
  static const char *const extensions[] = {
      [PICTURE_PNG] = ".png", [PICTURE_SVG] = ".svg", [PICTURE_PDF] = ".pdf"};
  const char *dot = strrchr(path, '.');
  for (size_t i = 0; dot != NULL && i < sizeof extensions / sizeof extensions[0]; i++) {
    if (strcasecmp(dot, extensions[i]) == 0) {
      *format = (picture_format)i;
      return true;
    }
  }
  return false;
}

static cairo_status_t write_bytes(void *closure, const unsigned char *bytes, unsigned int count) {
  picture_file *picture = closure;
  if (picture->write_failed || !output_write(picture->file, bytes, count)) {
    picture->write_failed = true;
    return CAIRO_STATUS_WRITE_ERROR;
  }
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *pdf_surface(picture_file *picture, double width, double height,
                                    const char *title) {
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
      write_bytes, picture, width * POINTS_PER_PIXEL, height * POINTS_PER_PIXEL);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
  /* No date: the same matrix gives the same file. */
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, NULL);
  return surface;
}

static cairo_surface_t *svg_surface(picture_file *picture, double width, double height) {
  cairo_surface_t *surface =
      cairo_svg_surface_create_for_stream(write_bytes, picture, width, height);
  cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
  return surface;
}

static bool is_success(const picture_file *picture, cairo_status_t status) {
  if (status == CAIRO_STATUS_SUCCESS || picture->write_failed) {
    return !picture->write_failed;
  }
  return complain("cannot draw the picture: %s", cairo_status_to_string(status));
}

static bool cairo_is_well(const picture_file *picture) {
  cairo_status_t status = cairo_surface_status(picture->surface);
  return is_success(picture, status != CAIRO_STATUS_SUCCESS ? status : cairo_status(picture->cr));
}

bool picture_start(picture_file *picture, picture_format format, int width, int height,
                   const char *title, output *file) {
  memset(picture, 0, sizeof *picture);
  picture->format = format;
  picture->file = file;
  switch (format) {
  case PICTURE_PNG:
    picture->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    break;
  case PICTURE_SVG:
    picture->surface = svg_surface(picture, width, height);
    break;
  case PICTURE_PDF:
    picture->surface = pdf_surface(picture, width, height, title);
    break;
  }
  picture->cr = cairo_create(picture->surface);
  if (format == PICTURE_PDF) {
    cairo_scale(picture->cr, POINTS_PER_PIXEL, POINTS_PER_PIXEL);
  }
  cairo_set_source_rgb(picture->cr, 1, 1, 1);
  cairo_paint(picture->cr);
  return cairo_is_well(picture);
}

bool picture_finish(picture_file *picture) {
  if (!cairo_is_well(picture)) {
    return false;
  }
  if (picture->format == PICTURE_PNG) { /* the surface does not hear of what fails here */
    return is_success(picture,
                      cairo_surface_write_to_png_stream(picture->surface, write_bytes, picture));
  }
  cairo_surface_finish(picture->surface);
  return cairo_is_well(picture);
}

void picture_free(picture_file *picture) {
  picture->write_failed = true; /* an unfinished surface must write nothing more */
  cairo_destroy(picture->cr);
  cairo_surface_destroy(picture->surface);
}
