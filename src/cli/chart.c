/* SPDX-License-Identifier: BSD-3-Clause */
#include "chart.h"

#include "heatmap_frame.h"
#include "heatmap_text.h"
#include "value_range.h"
#include "value_text.h"

#include <float.h>
#include <math.h>

/* Width by height of what the axes enclose. */
static const double ASPECT = 1.6;

/* Free above the highest and, if it is negative, below the lowest number: a part of the height, and
   with values there a line of text. */
static const double MARGIN = 0.06, LINE_OF_TEXT = 1.4;

/* Narrower bars, in pixels, are drawn as a curve. */
static const double THINNEST_BAR = 2;

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

/* Above bars that go up, below those that go down, as long as that is within the axes. */
static void draw_values(const chart *picture) {
  const layout *at = &picture->frame.layout;
  const box *where = &at->cells;
  cairo_t *cr = picture->frame.cr;
  double pitch = where->width / (double)picture->count;
  value_text how;
  if (pitch < at->font ||
      !value_text_choose(cr, at->font, pitch, where->height, picture->frame.style->decimals,
                         picture->numbers, picture->count, &how)) {
    return;
  }
  cairo_set_source_rgb(cr, 0, 0, 0);
  for (size_t i = 0; i < picture->count; i++) {
    double value = picture->numbers[i], end = height_of(picture, value);
    char text[VALUE_TEXT];
    value_text_print(&how, value, text);
    double y = value < 0 ? end + (TEXT_ASCENT + 0.3) * how.font : end - 0.3 * how.font;
    text_draw(cr, how.font, text, where->x + ((double)i + 0.5) * pitch, y, 0.5);
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

static void draw_inside(const chart *picture, chart_kind kind) {
  cairo_t *cr = picture->frame.cr;
  const box *where = &picture->frame.layout.cells;
  double pitch = where->width / (double)picture->count;
  bool bars = kind == CHART_BARS && pitch >= THINNEST_BAR;
  cairo_save(cr);
  cairo_rectangle(cr, where->x, where->y, where->width, where->height);
  cairo_clip(cr);
  if (bars) {
    draw_bars(picture);
  } else {
    /* A curve of bars goes through their middles, another from end to end. */
    draw_curve(picture, kind == CHART_BARS ? pitch / 2 : 0);
  }
  if (bars && picture->frame.style->values) {
    draw_values(picture);
  }
  cairo_restore(cr);
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

bool chart_draw(cairo_t *cr, const heatmap_style *style, heatmap_medium medium, chart_kind kind,
                const double *values, size_t count) {
  heatmap_style own = *style;
  chart picture = {
      .frame = {.cr = cr, .style = &own, .medium = medium}, .numbers = values, .count = count};
  text_set_font(cr);
  if (!lay_out(cr, style, kind, &own, &picture)) {
    return false;
  }
  draw_inside(&picture, kind);
  return frame_draw(&picture.frame);
}
