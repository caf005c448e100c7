/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap.h"

#include "diagnose.h"
#include "heatmap_cells.h"
#include "heatmap_layout.h"
#include "heatmap_text.h"
#include "ticks.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct range {
  double low, high;
} range;

/* A picture in the making. */
typedef struct heatmap {
  cairo_t *cr;
  const heatmap_style *style;
  heatmap_medium medium;
  size_t rows, cols; /* of the matrix */
  layout layout;
} heatmap;

/* Pixels have their centres at halves: a line there is sharp. Lines of vector pictures stay true.
 */
static double line_position(const heatmap *map, double position) {
  if (map->medium == HEATMAP_VECTOR) {
    return position;
  }
  double half = fmod(map->layout.line, 2) / 2;
  return floor(position - half + 0.5) + half;
}

static void stroke_tick(const heatmap *map, double x, double y, double dx, double dy) {
  cairo_move_to(map->cr, x, y);
  cairo_rel_line_to(map->cr, dx, dy);
  cairo_stroke(map->cr);
}

/* Around the box, not on it: the cells at the border stay as large as the others. */
static void draw_frame(const heatmap *map, box where) {
  double line = map->layout.line;
  cairo_rectangle(map->cr, where.x - line / 2, where.y - line / 2, where.width + line,
                  where.height + line);
  cairo_stroke(map->cr);
}

/* Ticks stand at the middle of their column. */
static void draw_column_ticks(const heatmap *map) {
  const layout *at = &map->layout;
  double bottom = at->cells.y + at->cells.height + at->line;
  for (size_t j = 0; j < map->cols; j += at->col_step) {
    double x = at->cells.x + ((double)j + 0.5) * at->cells.width / (double)map->cols;
    char label[32];
    snprintf(label, sizeof label, "%zu", j);
    stroke_tick(map, line_position(map, x), bottom, 0, at->tick);
    text_draw(map->cr, at->font, label, x,
              bottom + at->tick + at->tick_gap + TEXT_ASCENT * at->font, 0.5);
  }
}

static void draw_row_ticks(const heatmap *map) {
  const layout *at = &map->layout;
  double left = at->cells.x - at->line;
  for (size_t i = 0; i < map->rows; i += at->row_step) {
    double down = ((double)i + 0.5) * at->cells.height / (double)map->rows;
    double y = at->cells.y + (map->style->origin_lower ? at->cells.height - down : down);
    char label[32];
    snprintf(label, sizeof label, "%zu", i);
    stroke_tick(map, left, line_position(map, y), -at->tick, 0);
    text_draw(map->cr, at->font, label, left - at->tick - at->tick_gap,
              y + TEXT_ASCENT * at->font / 2, 1);
  }
}

/* A text of that width, centred at `middle` but within the picture. */
static double within(double middle, double width, double least, double most) {
  double start = fmin(fmax(middle - width / 2, least), fmax(least, most - width));
  return start + width / 2;
}

static void draw_title(const heatmap *map) {
  const layout *at = &map->layout;
  double edge = at->font / 2, below = at->title_gap + TEXT_DESCENT * at->title_font;
  double middle = at->cells.x + at->cells.width / 2;
  for (size_t i = 0; i < at->title.count; i++) {
    const char *line = at->title.lines[i];
    double lines_below = (double)(at->title.count - 1 - i);
    double width = text_width(map->cr, at->title_font, line);
    text_draw(map->cr, at->title_font, line, within(middle, width, edge, map->style->width - edge),
              at->cells.y - below - lines_below * TEXT_LEADING * at->title_font, 0.5);
  }
}

static void draw_axis_labels(const heatmap *map) {
  const layout *at = &map->layout;
  double edge = at->font / 2;
  if (at->xlabel.count > 0) {
    const char *label = at->xlabel.lines[0];
    double width = text_width(map->cr, at->font, label);
    double x = within(at->cells.x + at->cells.width / 2, width, edge, map->style->width - edge);
    double y = at->cells.y + at->cells.height + at->tick + at->tick_gap;
    text_draw(map->cr, at->font, label, x, y + (TEXT_LEADING + 0.3 + TEXT_ASCENT) * at->font, 0.5);
  }
  if (at->ylabel.count > 0) {
    const char *label = at->ylabel.lines[0];
    double width = text_width(map->cr, at->font, label);
    double y = within(at->cells.y + at->cells.height / 2, width, edge, map->style->height - edge);
    double x = at->cells.x - at->line - at->tick - at->tick_gap - at->row_label_width;
    text_draw_upwards(map->cr, at->font, label, x - (0.3 + TEXT_DESCENT) * at->font, y, 0.5);
  }
}

static void draw_bar_labels(const heatmap *map, const ticks *marks, range values) {
  const layout *at = &map->layout;
  double right = at->bar.x + at->bar.width + at->line;
  double room = layout_bar_label_room(map->style, at);
  for (size_t i = 0; i < marks->count; i++) {
    double up = colormap_position(marks->values[i], values.low, values.high);
    double y = at->bar.y + at->bar.height * (1 - fmin(fmax(up, 0), 1));
    double width = text_width(map->cr, at->font, marks->labels[i]);
    double font = width > room ? at->font * room / width : at->font;
    stroke_tick(map, right, line_position(map, y), at->tick, 0);
    text_draw(map->cr, font, marks->labels[i], right + at->tick + at->tick_gap,
              y + TEXT_ASCENT * font / 2, 0);
  }
  double width = text_width(map->cr, at->font, marks->common);
  double x = within(at->bar.x + width / 2, width, 0, map->style->width - 0.3 * at->font);
  text_draw(map->cr, at->font, marks->common, x, at->bar.y - at->line - 0.3 * at->font, 0.5);
}

/* What the colour of no number means, below the bar. */
static void draw_nan_key(const heatmap *map) {
  const layout *at = &map->layout;
  double height = round(TEXT_ASCENT * at->font);
  box key = {at->bar.x, at->bar.y + at->bar.height + round(0.8 * at->font), at->bar.width, height};
  uint32_t color = COLORMAP_NAN;
  cells_draw(map->cr, map->medium, key, &color, 1, 1);
  cairo_set_source_rgb(map->cr, 0, 0, 0);
  draw_frame(map, key);
  text_draw(map->cr, at->font, "NaN", key.x + key.width + at->tick + at->tick_gap, key.y + height,
            0);
}

static void draw_bar(const heatmap *map, const ticks *marks, range values, bool nan_key) {
  uint32_t colors[COLORMAP_SIZE];
  for (size_t i = 0; i < COLORMAP_SIZE; i++) {
    colors[i] = map->style->cmap->colors[COLORMAP_SIZE - 1 - i];
  }
  cells_draw(map->cr, map->medium, map->layout.bar, colors, COLORMAP_SIZE, 1);
  cairo_set_source_rgb(map->cr, 0, 0, 0);
  draw_frame(map, map->layout.bar);
  draw_bar_labels(map, marks, values);
  if (nan_key) {
    draw_nan_key(map);
  }
}

static bool draw_cells(const heatmap *map, const reduced *cells, range values) {
  uint32_t *colors = calloc(cells->rows * cells->cols, sizeof *colors);
  if (colors == NULL) {
    return complain("no memory for a picture of %zu x %zu cells", cells->rows, cells->cols);
  }
  for (size_t i = 0; i < cells->rows; i++) {
    size_t from = map->style->origin_lower ? cells->rows - 1 - i : i;
    for (size_t j = 0; j < cells->cols; j++) {
      colors[i * cells->cols + j] = colormap_color(
          map->style->cmap, cells->values[from * cells->cols + j], values.low, values.high);
    }
  }
  cells_draw(map->cr, map->medium, map->layout.cells, colors, cells->rows, cells->cols);
  free(colors);
  return true;
}

/* Something around the only value, so that the bar has a length. */
static range around(double value) {
  double reach = value == 0 ? 1 : fmax(fabs(value) / 10, DBL_MIN);
  return (range){fmax(value - reach, -DBL_MAX), fmin(value + reach, DBL_MAX)};
}

/* The values of the first and the last colour: as asked for, else from the data; never equal. */
static bool choose_range(const heatmap_style *style, const reduced *cells, range *values) {
  bool asked_low = !isnan(style->low), asked_high = !isnan(style->high);
  *values = (range){cells->low, cells->high};
  if (cells->low > cells->high) { /* no finite entry */
    double only = asked_low ? style->low : asked_high ? style->high : 0;
    *values = around(only);
  } else if (cells->low == cells->high && !asked_low && !asked_high) {
    *values = around(cells->low);
  }
  values->low = asked_low ? style->low : values->low;
  values->high = asked_high ? style->high : values->high;
  if (values->low < values->high) {
    return true;
  }
  return asked_low
             ? complain("--vmin %g is not below the largest value, %g", values->low, values->high)
             : complain("--vmax %g is not above the smallest value, %g", values->high, values->low);
}

static bool draw_all(heatmap *map, const reduced *cells) {
  range values;
  if (!choose_range(map->style, cells, &values)) {
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
  cairo_set_source_rgb(cr, 0, 0, 0);
  cairo_set_line_width(cr, at->line);
  draw_frame(map, at->cells);
  draw_column_ticks(map);
  draw_row_ticks(map);
  draw_axis_labels(map);
  draw_title(map);
  if (map->style->colorbar) {
    draw_bar(map, &bar_ticks, values, cells->nans > 0);
  }
  if (cairo_status(cr) != CAIRO_STATUS_SUCCESS) {
    return complain("cannot draw: %s", cairo_status_to_string(cairo_status(cr)));
  }
  return true;
}

void heatmap_choose_size(heatmap_style *style, size_t rows, size_t cols) {
  cairo_surface_t *nothing = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
  cairo_t *cr = cairo_create(nothing);
  text_set_font(cr);
  layout_choose_size(cr, style, rows, cols);
  cairo_destroy(cr);
  cairo_surface_destroy(nothing);
}

static size_t at_most(size_t entries, double length, heatmap_medium medium) {
  double pixels = medium == HEATMAP_VECTOR ? CELLS_VECTOR_DENSITY * length : length;
  return entries < pixels ? entries : (size_t)pixels;
}

bool heatmap_draw(cairo_t *cr, const heatmap_style *style, heatmap_medium medium,
                  const table *matrix, progress *meter, reduced *cells) {
  heatmap map = {
      .cr = cr, .style = style, .medium = medium, .rows = matrix->rows, .cols = matrix->cols};
  text_set_font(cr);
  layout_measure(cr, style, matrix->rows, matrix->cols, &map.layout);
  box where = map.layout.cells;
  if (!reduce(matrix, at_most(matrix->rows, where.height, medium),
              at_most(matrix->cols, where.width, medium), meter, cells)) {
    return false;
  }
  if (!draw_all(&map, cells)) {
    reduced_free(cells);
    return false;
  }
  return true;
}
