/* A picture file: a cairo surface whose bytes go to an output. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_PICTURE_H
#define GAUSSKERN_CLI_PICTURE_H

#include "output.h"

#include <cairo.h>
#include <stdbool.h>

typedef enum picture_format { PICTURE_PNG, PICTURE_SVG, PICTURE_PDF } picture_format;

typedef struct picture_file {
  picture_format format;
  output *file;
  bool write_failed; /* output_write has told why */
  cairo_surface_t *surface;
  cairo_t *cr; /* draws in pixels from the top left */
} picture_file;

/* By the extension .png, .svg or .pdf; false, without a message, if it is none of them. */
bool picture_format_of(const char *path, picture_format *format);

/* A white picture; title is for the document's properties. The output must outlive the picture. */
bool picture_start(picture_file *picture, picture_format format, int width, int height,
                   const char *title, output *file);

/* Writes what has been drawn. */
bool picture_finish(picture_file *picture);

/* Releases the picture, finished or not. */
void picture_free(picture_file *picture);

#endif
