/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap_values.h"

#include "colormap.h"
#include "heatmap_text.h"

#include <math.h>

/* A part of an sRGB colour as light (IEC 61966-2-1). */
static double linear(uint32_t part) {
  double c = (double)(part & 255) / 255;
  return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* Black or white, whichever has more contrast as WCAG measures it: (L + 0.05) / (l + 0.05). */
static void set_color_over(cairo_t *cr, uint32_t color) {
  double luminance =
      0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color);
  double ink = (luminance + 0.05) * (luminance + 0.05) > 1.05 * 0.05 ? 0 : 1;
  cairo_set_source_rgb(cr, ink, ink, ink);
}

bool values_choose(const frame *picture, const reduced *cells, value_text *how) {
  const layout *at = &picture->layout;
  if (cells->rows != at->y.cells || cells->cols != at->x.cells) {
    return false; /* a cell shows the mean of several entries */
  }
  double width = at->cells.width / (double)cells->cols;
  double height = at->cells.height / (double)cells->rows;
  return width >= at->font &&
         value_text_choose(picture->cr, at->font, width, height, picture->style->decimals,
                           cells->values, cells->rows * cells->cols, how);
}

void values_draw(const frame *picture, const reduced *cells, value_range values,
                 const value_text *how) {
  const layout *at = &picture->layout;
  const heatmap_style *style = picture->style;
  double width = at->cells.width / (double)cells->cols;
  double height = at->cells.height / (double)cells->rows;
  for (size_t i = 0; i < cells->rows; i++) {
    size_t line = style->origin_lower ? cells->rows - 1 - i : i;
    double base = at->cells.y + ((double)line + 0.5) * height + TEXT_ASCENT * how->font / 2;
    for (size_t j = 0; j < cells->cols; j++) {
      double value = cells->values[i * cells->cols + j];
      char text[VALUE_TEXT];
      value_text_print(how, value, text);
      set_color_over(picture->cr, colormap_color(style->cmap, value, values.low, values.high));
      text_draw(picture->cr, how->font, text, at->cells.x + ((double)j + 0.5) * width, base, 0.5);
    }
  }
}
