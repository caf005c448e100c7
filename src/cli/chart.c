/* SPDX-License-Identifier: BSD-3-Clause */
#include "chart.h"

#include "chart_behind.h"
#include "heatmap_frame.h"
#include "heatmap_text.h"
#include "value_range.h"
#include "value_text.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

/* Width by height of what the axes enclose. */
static const double ASPECT = 1.6;

/* Free above the highest and, if it is negative, below the lowest number: a part of the height, and
   with values there a line of text. */
static const double MARGIN = 0.06, LINE_OF_TEXT = 1.4;

/* Narrower bars, in pixels, are drawn as a curve. */
static const double THINNEST_BAR = 2;

/* Curves of at most so many numbers show their points, of this radius in widths of a line. */
enum { MOST_POINTS = 20 };
static const double POINT_RADIUS = 3.5;

typedef struct chart {
  frame frame;
  value_range values;
  const double *numbers;
  size_t count;
} chart;

void chart_prepare(heatmap_style *style) {
  style->aspect = ASPECT;
  style->colorbar = false;
  style->origin_lower = true;
}

static value_range range_of(const double *numbers, size_t count) {
  value_range found = {INFINITY, -INFINITY};
  for (size_t i = 0; i < count; i++) {
    if (isfinite(numbers[i])) {
      found.low = fmin(found.low, numbers[i]);
      found.high = fmax(found.high, numbers[i]);
    }
  }
  return found;
}

static bool choose_values(const heatmap_style *style, chart_kind kind, double part,
                          chart *picture) {
  reduced about = {0};
  value_range found = range_of(picture->numbers, picture->count);
  if (style->behind != NULL && style->behind->bars != NULL) {
    found.high = fmax(found.high, histogram_highest(style->behind->bars));
  }
  if (found.low <= found.high && (kind == CHART_BARS || found.low >= 0)) {
    found.low = fmin(found.low, 0);
    found.high = fmax(found.high, 0);
  }
  if (found.low < found.high) {
    double margin = part * found.high - part * found.low;
    found.high = found.high == 0 ? 0 : fmin(found.high + margin, DBL_MAX);
    found.low = found.low == 0 ? 0 : fmax(found.low - margin, -DBL_MAX);
  }
  about.low = found.low;
  about.high = found.high;
  return value_range_choose(style, &about, &picture->values);
}

static double height_of(const chart *picture, double value) {
  const box *where = &picture->frame.layout.cells;
  double up = colormap_position(value, picture->values.low, picture->values.high);
  return where->y + where->height * (1 - fmin(fmax(up, -1), 2)); /* what is outside is clipped */
}

static void set_color(cairo_t *cr) {
  cairo_set_source_rgb(cr, 0x31 / 255.0, 0x68 / 255.0, 0x8e / 255.0); /* a third up viridis */
}

static void draw_bars(const chart *picture) {
  cairo_t *cr = picture->frame.cr;
  const box *where = &picture->frame.layout.cells;
  double pitch = where->width / (double)picture->count, base = height_of(picture, 0);
  set_color(cr);
  for (size_t i = 0; i < picture->count; i++) {
    double value = picture->numbers[i];
    if (!isnan(value)) {
      double end = height_of(picture, value);
      cairo_rectangle(cr, where->x + ((double)i + 0.1) * pitch, fmin(base, end), 0.8 * pitch,
                      fabs(end - base));
      cairo_fill(cr);
    }
  }
  cairo_set_source_rgb(cr, 0, 0, 0);
  cairo_set_line_width(cr, picture->frame.layout.line);
  double line = frame_line_position(&picture->frame, base);
  cairo_move_to(cr, where->x, line);
  cairo_line_to(cr, where->x + where->width, line);
  cairo_stroke(cr);
}

/* How the values are written above bars, if there is room. */
static bool choose_text(const chart *picture, value_text *how) {
  const layout *at = &picture->frame.layout;
  double pitch = at->cells.width / (double)picture->count;
  return pitch >= at->font &&
         value_text_choose(picture->frame.cr, at->font, pitch, at->cells.height,
                           picture->frame.style->decimals, picture->numbers, picture->count, how);
}

/* Above bars that go up, below those that go down, as long as that is within the axes. */
static void draw_values(const chart *picture, const value_text *how) {
  const box *where = &picture->frame.layout.cells;
  cairo_t *cr = picture->frame.cr;
  double pitch = where->width / (double)picture->count;
  cairo_set_source_rgb(cr, 0, 0, 0);
  for (size_t i = 0; i < picture->count; i++) {
    double value = picture->numbers[i], end = height_of(picture, value);
    char text[VALUE_TEXT];
    value_text_print(how, value, text);
    double y = value < 0 ? end + (TEXT_ASCENT + 0.3) * how->font : end - 0.3 * how->font;
    text_draw(cr, how->font, text, where->x + ((double)i + 0.5) * pitch, y, 0.5);
  }
}

/* The line of the curve's points from `first` to before `end`, of which many share a pixel: there
   the lowest and the highest say it all. */
static void add_extremes(const chart *picture, size_t first, size_t end, double x, bool *open) {
  value_range found = range_of(picture->numbers + first, end - first);
  if (found.low > found.high) {
    *open = false;
    return;
  }
  cairo_t *cr = picture->frame.cr;
  bool rises = picture->numbers[first] <= picture->numbers[end - 1];
  double from = height_of(picture, rises ? found.low : found.high);
  if (*open) {
    cairo_line_to(cr, x, from);
  } else {
    cairo_move_to(cr, x, from);
  }
  cairo_line_to(cr, x, height_of(picture, rises ? found.high : found.low));
  *open = true;
}

static void draw_curve(const chart *picture, double margin) {
  cairo_t *cr = picture->frame.cr;
  const box *where = &picture->frame.layout.cells;
  size_t most = 2 * (size_t)where->width;
  size_t points = picture->count < most ? picture->count : most;
  double length = where->width - 2 * margin;
  bool open = false;
  for (size_t i = 0; i < points; i++) {
    size_t first = i * picture->count / points, end = (i + 1) * picture->count / points;
    double along = points > 1 ? (double)i / (double)(points - 1) : 0.5;
    add_extremes(picture, first, end, where->x + margin + along * length, &open);
  }
  set_color(cr);
  cairo_set_line_width(cr, 2 * picture->frame.layout.line);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke(cr);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
}

/* The points of a short curve: one alone is no line. */
static void draw_points(const chart *picture) {
  cairo_t *cr = picture->frame.cr;
  const box *where = &picture->frame.layout.cells;
  double radius = POINT_RADIUS * picture->frame.layout.line;
  set_color(cr);
  for (size_t i = 0; i < picture->count; i++) {
    if (!isfinite(picture->numbers[i])) {
      continue;
    }
    double along = picture->count > 1 ? (double)i / (double)(picture->count - 1) : 0.5;
    double x = where->x + along * where->width, y = height_of(picture, picture->numbers[i]);
    if (y >= where->y && y <= where->y + where->height) {
      cairo_arc(cr, x, y, radius, 0, 6.283185307179586);
      cairo_fill(cr);
    }
  }
}

static void draw_inside(const chart *picture, chart_kind kind, const value_text *how) {
  cairo_t *cr = picture->frame.cr;
  const box *where = &picture->frame.layout.cells;
  double pitch = where->width / (double)picture->count;
  bool bars = kind == CHART_BARS && pitch >= THINNEST_BAR;
  cairo_save(cr);
  cairo_rectangle(cr, where->x, where->y, where->width, where->height);
  cairo_clip(cr);
  if (picture->frame.style->behind != NULL) {
    chart_behind_draw(&picture->frame, picture->frame.style->behind, picture->values);
  }
  if (bars) {
    draw_bars(picture);
  } else {
    /* A curve of bars goes through their middles, another from end to end. */
    draw_curve(picture, kind == CHART_BARS ? pitch / 2 : 0);
  }
  if (bars && how != NULL) {
    draw_values(picture, how);
  }
  cairo_restore(cr);
  if (kind == CHART_CURVE && picture->count <= MOST_POINTS) {
    draw_points(picture);
  }
}

/* The range of values and the place of all, which depend on each other. */
static bool lay_out(cairo_t *cr, const heatmap_style *style, chart_kind kind, heatmap_style *own,
                    chart *picture) {
  layout *at = &picture->frame.layout;
  double part = MARGIN;
  for (int round = 0; round < 2; round++) {
    if (!choose_values(style, kind, part, picture)) {
      return false;
    }
    own->y = (heatmap_axis){true, picture->values.low, picture->values.high};
    layout_measure(cr, own, 1, picture->count, at);
    double needed = style->values ? LINE_OF_TEXT * at->font / at->cells.height : 0;
    part = fmin(fmax(MARGIN, needed / fmax(1 - 2 * needed, 0.5)), 1);
  }
  static const ticks no_bar = {0};
  layout_place(cr, own, &no_bar, at);
  return true;
}

/* With the values' unit in the title: a line more leaves the bars as wide as they are. */
static bool add_unit(const heatmap_style *style, chart_kind kind, const value_text *how,
                     heatmap_style *own, char **title, chart *picture) {
  heatmap_style titled = *style;
  *title = value_text_title(how, style->title);
  if (*title == NULL) {
    return false;
  }
  titled.title = *title;
  own->title = *title;
  return lay_out(picture->frame.cr, &titled, kind, own, picture);
}

bool chart_draw(cairo_t *cr, const heatmap_style *style, heatmap_medium medium, chart_kind kind,
                const double *values, size_t count) {
  heatmap_style own = *style;
  chart picture = {
      .frame = {.cr = cr, .style = &own, .medium = medium}, .numbers = values, .count = count};
  text_set_font(cr);
  if (!lay_out(cr, style, kind, &own, &picture)) {
    return false;
  }
  value_text how;
  bool text = kind == CHART_BARS && style->values && choose_text(&picture, &how);
  char *title = NULL;
  bool ok = !text || how.unit == 0 || add_unit(style, kind, &how, &own, &title, &picture);
  if (ok) {
    draw_inside(&picture, kind, text ? &how : NULL);
    ok = frame_draw(&picture.frame);
  }
  free(title);
  return ok;
}
