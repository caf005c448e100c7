/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap_over.h"

#include <math.h>

/* Diameters of points in widths of a line: where there are few, and where there are many. */
static const double LARGE_POINT = 3.5, SMALL_POINT = 1.8;
enum { FEW_POINTS = 300 };

static double y_of(const frame *map, double along) {
  const box *where = &map->layout.cells;
  return where->y + where->height * (map->style->origin_lower ? 1 - along : along);
}

static void add_lines(const frame *map, const heatmap_over *what) {
  cairo_t *cr = map->cr;
  const box *where = &map->layout.cells;
  for (size_t i = 0; i < what->lines.count; i++) {
    const contour_point *at = &what->lines.points[i];
    double x = where->x + where->width * (at->col + 0.5) / (double)what->cols;
    double y = y_of(map, (at->row + 0.5) / (double)what->rows);
    if (at->begins) {
      cairo_move_to(cr, x, y);
    } else {
      cairo_line_to(cr, x, y);
    }
    if (at->closes) {
      cairo_close_path(cr);
    }
  }
}

/* Those inside the axes; a line of no length with round ends is a dot. */
static void add_points(const frame *map, const heatmap_over *what) {
  const box *where = &map->layout.cells;
  const heatmap_axis *x = &map->layout.x.axis, *y = &map->layout.y.axis;
  for (size_t i = 0; i < what->point_count; i++) {
    double along = (what->points[2 * i] - x->begin) / (x->end - x->begin);
    double up = (what->points[2 * i + 1] - y->begin) / (y->end - y->begin);
    if (along >= 0 && along <= 1 && up >= 0 && up <= 1) {
      cairo_move_to(map->cr, where->x + where->width * along, y_of(map, up));
      cairo_close_path(map->cr);
    }
  }
}

/* In white on a dark rim, so that it is seen on any colour. */
static void stroke(const frame *map, double width, double rim) {
  cairo_t *cr = map->cr;
  cairo_set_line_width(cr, width + rim);
  cairo_set_source_rgba(cr, 0, 0, 0, 0.55);
  cairo_stroke_preserve(cr);
  cairo_set_line_width(cr, width);
  cairo_set_source_rgb(cr, 1, 1, 1);
  cairo_stroke(cr);
}

void heatmap_over_draw(const frame *map, const heatmap_over *what) {
  cairo_t *cr = map->cr;
  const box *where = &map->layout.cells;
  double line = map->layout.line;
  cairo_save(cr);
  cairo_rectangle(cr, where->x, where->y, where->width, where->height);
  cairo_clip(cr);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  add_points(map, what);
  stroke(map, (what->point_count <= FEW_POINTS ? LARGE_POINT : SMALL_POINT) * line, line);
  add_lines(map, what);
  stroke(map, 1.2 * line, line);
  cairo_restore(cr);
}
