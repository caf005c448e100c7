/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap_cells.h"

#include <math.h>

/* A vector picture of more cells holds an image of them: it would be too large as rectangles. */
enum { MOST_RECTANGLES = 4096 };

/* Sides of an image: so many pixels still fit deflate's window of 32 KiB, without which equal lines
   take room each; and cairo ends at 32767. */
enum { MOST_PIXELS = 8192 };

/* How far a rectangle reaches under its neighbours, in units: one pixel where the picture is shown
   at an eighth of its size. */
static const double OVERLAP = 8;

static void fill_rectangle(cairo_t *cr, uint32_t color, double x0, double y0, double x1,
                           double y1) {
  cairo_set_source_rgb(cr, (color >> 16) / 255.0, (color >> 8 & 255) / 255.0,
                       (color & 255) / 255.0);
  cairo_rectangle(cr, x0, y0, x1 - x0, y1 - y0);
  cairo_fill(cr);
}

/*
 * Each rectangle reaches under its neighbours on the right and below, which are drawn later:
 * viewers blend along edges, and the paper would shine through where what lies below does not fill
 * the whole pixel.
 */
static void draw_rectangles(cairo_t *cr, box where, const uint32_t *colors, size_t rows,
                            size_t cols) {
  double cell_width = where.width / (double)cols, cell_height = where.height / (double)rows;
  for (size_t i = 0; i < rows; i++) {
    double y0 = where.y + (double)i * cell_height;
    double y1 = fmin(y0 + cell_height + OVERLAP, where.y + where.height);
    const uint32_t *row = colors + i * cols;
    for (size_t j = 0, end; j < cols; j = end) {
      for (end = j + 1; end < cols && row[end] == row[j]; end++) {
      }
      double x0 = where.x + (double)j * cell_width;
      double x1 = where.x + fmin((double)end * cell_width + OVERLAP, where.width);
      fill_rectangle(cr, row[j], x0, y0, x1, y1);
    }
  }
}

/* An image of the cells, each pixel having the colour of the cell that its centre lies in. */
static cairo_surface_t *image_of(const uint32_t *colors, size_t rows, size_t cols, int width,
                                 int height) {
  cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  if (cairo_surface_status(image) != CAIRO_STATUS_SUCCESS) {
    return image;
  }
  cairo_surface_flush(image);
  unsigned char *bytes = cairo_image_surface_get_data(image);
  int stride = cairo_image_surface_get_stride(image);
  for (int y = 0; y < height; y++) {
    uint32_t *pixels = (uint32_t *)(void *)(bytes + (size_t)y * (size_t)stride);
    const uint32_t *row = colors + (2 * (size_t)y + 1) * rows / (2 * (size_t)height) * cols;
    for (int x = 0; x < width; x++) {
      pixels[x] = row[(2 * (size_t)x + 1) * cols / (2 * (size_t)width)];
    }
  }
  cairo_surface_mark_dirty(image);
  return image;
}

/* The least multiple of cells that is as fine as a vector picture wants it. */
static size_t fine_pixels(double length, size_t cells) {
  size_t least = (size_t)length * CELLS_VECTOR_DENSITY;
  return (least + cells - 1) / cells * cells;
}

/*
 * Viewers may smooth an image: so that in a vector picture they blur the edges of cells by no more
 * than they blur letters, a cell is several pixels there. Very large pictures do without.
 */
static void choose_pixels(heatmap_medium medium, box where, size_t rows, size_t cols, int *width,
                          int *height) {
  *width = (int)where.width;
  *height = (int)where.height;
  if (medium == HEATMAP_VECTOR) {
    size_t fine_width = fine_pixels(where.width, cols);
    size_t fine_height = fine_pixels(where.height, rows);
    bool fine = fine_width <= MOST_PIXELS && fine_height <= MOST_PIXELS;
    *width = (int)(fine ? fine_width : cols);
    *height = (int)(fine ? fine_height : rows);
  }
}

static void draw_image(cairo_t *cr, heatmap_medium medium, box where, const uint32_t *colors,
                       size_t rows, size_t cols) {
  int width = 0, height = 0;
  choose_pixels(medium, where, rows, cols, &width, &height);
  cairo_surface_t *image = image_of(colors, rows, cols, width, height);
  cairo_save(cr);
  cairo_translate(cr, where.x, where.y);
  cairo_scale(cr, where.width / width, where.height / height);
  cairo_set_source_surface(cr, image, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle(cr, 0, 0, width, height);
  cairo_fill(cr);
  cairo_restore(cr);
  cairo_surface_destroy(image);
}

void cells_draw(cairo_t *cr, heatmap_medium medium, box where, const uint32_t *colors, size_t rows,
                size_t cols) {
  if (medium == HEATMAP_VECTOR && rows <= MOST_RECTANGLES && cols <= MOST_RECTANGLES / rows) {
    draw_rectangles(cr, where, colors, rows, cols);
  } else {
    draw_image(cr, medium, where, colors, rows, cols);
  }
}
