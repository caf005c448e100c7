/* SPDX-License-Identifier: BSD-3-Clause */
#include "chart_behind.h"

#include <math.h>

/* The rug's lines, as a part of the height. */
static const double RUG_HEIGHT = 0.03;

/* Narrower bars, in pixels, have no edges: they would hide the bars. */
static const double NARROWEST_EDGED = 4;

static double place_of(const frame *picture, double value) {
  const box *where = &picture->layout.cells;
  const heatmap_axis *axis = &picture->layout.x.axis;
  double along = (value - axis->begin) / (axis->end - axis->begin);
  return where->x + where->width * fmin(fmax(along, -1), 2); /* what is outside is clipped */
}

static double height_of(const frame *picture, value_range values, double value) {
  const box *where = &picture->layout.cells;
  double up = colormap_position(value, values.low, values.high);
  return where->y + where->height * (1 - fmin(fmax(up, -1), 2));
}

static void draw_bars(const frame *picture, const histogram *bars, value_range values) {
  cairo_t *cr = picture->cr;
  double step = (bars->end - bars->begin) / (double)bars->bins;
  double base = height_of(picture, values, 0);
  double pitch = fabs(place_of(picture, bars->begin + step) - place_of(picture, bars->begin));
  for (size_t k = 0; k < bars->bins; k++) {
    double from = place_of(picture, bars->begin + (double)k * step);
    double to = place_of(picture, bars->begin + (double)(k + 1) * step);
    double top = height_of(picture, values, bars->heights[k]);
    if (bars->heights[k] > 0) {
      cairo_rectangle(cr, from, top, to - from, base - top);
    }
  }
  cairo_set_source_rgb(cr, 0.87, 0.87, 0.87);
  cairo_fill_preserve(cr);
  cairo_set_source_rgb(cr, 0.62, 0.62, 0.62);
  cairo_set_line_width(cr, picture->layout.line);
  if (pitch >= NARROWEST_EDGED * picture->layout.line) {
    cairo_stroke(cr);
  }
  cairo_new_path(cr);
}

static void draw_rug(const frame *picture, const double *rug, size_t count) {
  cairo_t *cr = picture->cr;
  const box *where = &picture->layout.cells;
  double bottom = where->y + where->height, top = bottom - RUG_HEIGHT * where->height;
  for (size_t i = 0; i < count; i++) {
    double x = place_of(picture, rug[i]);
    cairo_move_to(cr, x, bottom);
    cairo_line_to(cr, x, top);
  }
  cairo_set_source_rgb(cr, 0, 0, 0);
  cairo_set_line_width(cr, picture->layout.line / 2);
  cairo_stroke(cr);
}

void chart_behind_draw(const frame *picture, const chart_behind *what, value_range values) {
  if (what->bars != NULL) {
    draw_bars(picture, what->bars, values);
  }
  draw_rug(picture, what->rug, what->rug_count);
}
