/* Draws a matrix as a heat map with title, axes, ticks and a colour bar, by cairo. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_H
#define GAUSSKERN_CLI_HEATMAP_H

#include "colormap.h"
#include "progress.h"
#include "reduce.h"
#include "table.h"

#include <cairo.h>
#include <stdbool.h>

struct chart_behind;
struct heatmap_over;

typedef enum heatmap_medium {
  HEATMAP_PIXELS, /* an image: what is drawn snaps to its pixels */
  HEATMAP_VECTOR  /* svg, pdf: a unit is one pixel at the usual size, but people zoom */
} heatmap_medium;

enum { HEATMAP_SMALLEST = 200, HEATMAP_LARGEST = 16384 }; /* width and height of a picture */

/* What the ticks along an axis say: the cells' indices, or coordinates. */
typedef struct heatmap_axis {
  bool coordinates;
  double begin, end; /* the coordinates of the outer edges of the first and the last cell */
} heatmap_axis;

typedef struct heatmap_style {
  int width, height;                   /* of the picture, in pixels; 0: as the matrix needs */
  int text_side;                       /* text is as large as in a square picture of this side */
  const char *title, *xlabel, *ylabel; /* UTF-8; "" leaves it out */
  const colormap *cmap;
  double low, high;  /* the values of the first and the last colour; NaN: what the data have */
  bool origin_lower; /* row 0 at the bottom */
  bool colorbar;
  heatmap_axis x, y;
  double aspect; /* the width of all cells together by their height; 0: cells are squares */
  bool values;   /* write each cell's value in it, where there is room */
  int decimals;  /* of these values; negative: as many as there is room for and they need */
  const struct heatmap_over *over;   /* drawn over the cells of a heat map, or NULL */
  const struct chart_behind *behind; /* drawn behind the curve of a chart, or NULL */
} heatmap_style;

/*
 * Gives width, height and text_side their values where they are 0: a picture of 900 x 800 if the
 * matrix is square, and otherwise without the white that it would leave there. Where one of width
 * and height is given the other follows, up to twice as long. False, after telling, where there is
 * no memory to measure the text.
 */
bool heatmap_choose_size(heatmap_style *style, size_t rows, size_t cols);

/*
 * Draws the matrix, at least 1 x 1, to the surface of `cr`, white and style->width x style->height,
 * which are not 0.
 * False after telling why, if there is no memory, if style->low is not below style->high (one of
 * which may come from the data), or if cairo fails; false without a word, if a signal came. Fills
 * *cells, of which the caller may tell the user the counts; release it by reduced_free.
 */
bool heatmap_draw(cairo_t *cr, const heatmap_style *style, heatmap_medium medium,
                  const table *matrix, progress *meter, reduced *cells);

#endif
