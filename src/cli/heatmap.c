/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap.h"

#include "diagnose.h"
#include "heatmap_cells.h"
#include "heatmap_frame.h"
#include "heatmap_layout.h"
#include "heatmap_over.h"
#include "heatmap_text.h"
#include "heatmap_values.h"
#include "ticks.h"
#include "value_range.h"

#include <math.h>
#include <stdlib.h>

static void draw_bar_labels(const frame *map, const ticks *marks, value_range values) {
  const layout *at = &map->layout;
  double right = at->bar.x + at->bar.width + at->line;
  double room = layout_bar_label_room(map->style, at);
  for (size_t i = 0; i < marks->count; i++) {
    double up = colormap_position(marks->values[i], values.low, values.high);
    double y = at->bar.y + at->bar.height * (1 - fmin(fmax(up, 0), 1));
    double width = text_number_width(map->cr, at->font, marks->labels[i]);
    double font = width > room ? at->font * room / width : at->font;
    frame_tick(map, right, frame_line_position(map, y), at->tick, 0);
    text_draw_number(map->cr, font, marks->labels[i], right + at->tick + at->tick_gap,
                     y + TEXT_ASCENT * font / 2, 0);
  }
  double width = text_width(map->cr, at->font, marks->common);
  double x = frame_within(at->bar.x + width / 2, width, 0, map->style->width - 0.3 * at->font);
  text_draw(map->cr, at->font, marks->common, x, at->bar.y - at->line - 0.3 * at->font, 0.5);
}

/* What the colour of no number means, below the bar. */
static void draw_nan_key(const frame *map) {
  const layout *at = &map->layout;
  double height = round(TEXT_ASCENT * at->font);
  box key = {at->bar.x, at->bar.y + at->bar.height + round(0.8 * at->font), at->bar.width, height};
  uint32_t color = COLORMAP_NAN;
  cells_draw(map->cr, map->medium, key, &color, 1, 1);
  cairo_set_source_rgb(map->cr, 0, 0, 0);
  frame_box(map, key);
  text_draw(map->cr, at->font, "NaN", key.x + key.width + at->tick + at->tick_gap, key.y + height,
            0);
}

static void draw_bar(const frame *map, const ticks *marks, value_range values, bool nan_key) {
  uint32_t colors[COLORMAP_SIZE];
  for (size_t i = 0; i < COLORMAP_SIZE; i++) {
    colors[i] = map->style->cmap->colors[COLORMAP_SIZE - 1 - i];
  }
  cells_draw(map->cr, map->medium, map->layout.bar, colors, COLORMAP_SIZE, 1);
  cairo_set_source_rgb(map->cr, 0, 0, 0);
  frame_box(map, map->layout.bar);
  draw_bar_labels(map, marks, values);
  if (nan_key) {
    draw_nan_key(map);
  }
}

static bool draw_cells(const frame *map, const reduced *cells, value_range values) {
  uint32_t *colors = value_range_colors(map->style, cells, values);
  if (colors == NULL) {
    return false;
  }
  cells_draw(map->cr, map->medium, map->layout.cells, colors, cells->rows, cells->cols);
  free(colors);
  return true;
}

static bool draw_all(frame *map, const reduced *cells, const value_text *how) {
  value_range values;
  if (!value_range_choose(map->style, cells, &values)) {
    return false;
  }
  cairo_t *cr = map->cr;
  layout *at = &map->layout;
  ticks bar_ticks;
  ticks_choose(values.low, values.high, layout_bar_intervals(at), &bar_ticks);
  layout_place(cr, map->style, &bar_ticks, at);
  if (!draw_cells(map, cells, values)) {
    return false;
  }
  if (how != NULL) {
    values_draw(map, cells, values, how);
  }
  if (map->style->over != NULL) {
    heatmap_over_draw(map, map->style->over);
  }
  if (!frame_draw(map)) {
    return false;
  }
  if (map->style->colorbar) {
    draw_bar(map, &bar_ticks, values, cells->nans > 0);
  }
  return true;
}

/* With the values' unit in the title, which may take a line more. */
static bool draw_with_unit(frame *map, const reduced *cells, value_text *how) {
  const heatmap_style *style = map->style;
  heatmap_style own = *style;
  char *title = value_text_title(how, style->title);
  if (title == NULL) {
    return false;
  }
  own.title = title;
  map->style = &own;
  layout_measure(map->cr, &own, cells->rows, cells->cols, &map->layout);
  bool fit = values_choose(map, cells, how);
  if (!fit) { /* that line was too much */
    map->style = style;
    layout_measure(map->cr, style, cells->rows, cells->cols, &map->layout);
  }
  bool ok = draw_all(map, cells, fit ? how : NULL);
  free(title);
  return ok;
}

static bool draw_map(frame *map, const reduced *cells) {
  value_text how;
  if (!map->style->values || !values_choose(map, cells, &how)) {
    return draw_all(map, cells, NULL);
  }
  return how.unit != 0 ? draw_with_unit(map, cells, &how) : draw_all(map, cells, &how);
}

bool heatmap_choose_size(heatmap_style *style, size_t rows, size_t cols) {
  cairo_surface_t *nothing = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
  cairo_t *cr = cairo_create(nothing);
  text_set_font(cr);
  layout_choose_size(cr, style, rows, cols);
  cairo_status_t status = cairo_status(cr);
  cairo_destroy(cr);
  cairo_surface_destroy(nothing);
  return status == CAIRO_STATUS_SUCCESS ||
         complain("cannot measure the picture: %s", cairo_status_to_string(status));
}

static size_t at_most(size_t entries, double length, heatmap_medium medium) {
  double pixels = medium == HEATMAP_VECTOR ? CELLS_VECTOR_DENSITY * length : length;
  return entries < pixels ? entries : (size_t)pixels;
}

bool heatmap_draw(cairo_t *cr, const heatmap_style *style, heatmap_medium medium,
                  const table *matrix, progress *meter, reduced *cells) {
  frame map = {.cr = cr, .style = style, .medium = medium};
  text_set_font(cr);
  layout_measure(cr, style, matrix->rows, matrix->cols, &map.layout);
  box where = map.layout.cells;
  if (!reduce(matrix, at_most(matrix->rows, where.height, medium),
              at_most(matrix->cols, where.width, medium), meter, cells)) {
    return false;
  }
  if (!draw_map(&map, cells)) {
    reduced_free(cells);
    return false;
  }
  return true;
}
