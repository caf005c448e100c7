/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap_frame.h"

#include "diagnose.h"
#include "heatmap_axis.h"
#include "heatmap_text.h"

#include <math.h>

/* Pixels have their centres at halves. Lines of vector pictures stay true. */
double frame_line_position(const frame *picture, double position) {
  if (picture->medium == HEATMAP_VECTOR) {
    return position;
  }
  double half = fmod(picture->layout.line, 2) / 2;
  return floor(position - half + 0.5) + half;
}

void frame_tick(const frame *picture, double x, double y, double dx, double dy) {
  cairo_move_to(picture->cr, x, y);
  cairo_rel_line_to(picture->cr, dx, dy);
  cairo_stroke(picture->cr);
}

void frame_box(const frame *picture, box where) {
  double line = picture->layout.line;
  cairo_rectangle(picture->cr, where.x - line / 2, where.y - line / 2, where.width + line,
                  where.height + line);
  cairo_stroke(picture->cr);
}

static void draw_x_ticks(const frame *picture) {
  const layout *at = &picture->layout;
  double bottom = at->cells.y + at->cells.height + at->line;
  for (size_t k = 0; k < axis_count(&at->x); k++) {
    double x = at->cells.x + axis_place(&at->x, k) * at->cells.width;
    char label[AXIS_LABEL];
    axis_label(&at->x, k, label);
    frame_tick(picture, frame_line_position(picture, x), bottom, 0, at->tick);
    text_draw_number(picture->cr, at->font, label, x,
                     bottom + at->tick + at->tick_gap + TEXT_ASCENT * at->font, 0.5);
  }
}

static void draw_y_ticks(const frame *picture) {
  const layout *at = &picture->layout;
  double left = at->cells.x - at->line;
  for (size_t k = 0; k < axis_count(&at->y); k++) {
    double place = axis_place(&at->y, k);
    double y = at->cells.y + (picture->style->origin_lower ? 1 - place : place) * at->cells.height;
    char label[AXIS_LABEL];
    axis_label(&at->y, k, label);
    frame_tick(picture, left, frame_line_position(picture, y), -at->tick, 0);
    text_draw_number(picture->cr, at->font, label, left - at->tick - at->tick_gap,
                     y + TEXT_ASCENT * at->font / 2, 1);
  }
}

/* What the ticks' labels have in common: right below those of x, above those of y. */
static void draw_common(const frame *picture) {
  const layout *at = &picture->layout;
  double below = at->cells.y + at->cells.height + at->line + at->tick + at->tick_gap;
  text_draw(picture->cr, at->font, axis_common(&at->x), at->cells.x + at->cells.width,
            below + (TEXT_LEADING + 0.3 + TEXT_ASCENT) * at->font, 1);
  text_draw(picture->cr, at->font, axis_common(&at->y), at->cells.x,
            at->cells.y - at->line - 0.3 * at->font, 0);
}

double frame_within(double middle, double width, double least, double most) {
  double start = fmin(fmax(middle - width / 2, least), fmax(least, most - width));
  return start + width / 2;
}

static void draw_title(const frame *picture) {
  const layout *at = &picture->layout;
  double edge = at->font / 2, below = at->title_gap + TEXT_DESCENT * at->title_font;
  double middle = at->cells.x + at->cells.width / 2;
  for (size_t i = 0; i < at->title.count; i++) {
    const char *line = at->title.lines[i];
    double lines_below = (double)(at->title.count - 1 - i);
    double width = text_width(picture->cr, at->title_font, line);
    text_draw(picture->cr, at->title_font, line,
              frame_within(middle, width, edge, picture->style->width - edge),
              at->cells.y - below - lines_below * TEXT_LEADING * at->title_font, 0.5);
  }
}

static void draw_axis_labels(const frame *picture) {
  const layout *at = &picture->layout;
  double edge = at->font / 2;
  if (at->xlabel.count > 0) {
    const char *label = at->xlabel.lines[0];
    double width = text_width(picture->cr, at->font, label);
    double x =
        frame_within(at->cells.x + at->cells.width / 2, width, edge, picture->style->width - edge);
    double y = at->cells.y + at->cells.height + at->tick + at->tick_gap;
    text_draw(picture->cr, at->font, label, x, y + (TEXT_LEADING + 0.3 + TEXT_ASCENT) * at->font,
              0.5);
  }
  if (at->ylabel.count > 0) {
    const char *label = at->ylabel.lines[0];
    double width = text_width(picture->cr, at->font, label);
    double y = frame_within(at->cells.y + at->cells.height / 2, width, edge,
                            picture->style->height - edge);
    double x = at->cells.x - at->line - at->tick - at->tick_gap - at->row_label_width;
    text_draw_upwards(picture->cr, at->font, label, x - (0.3 + TEXT_DESCENT) * at->font, y, 0.5);
  }
}

bool frame_draw(const frame *picture) {
  cairo_t *cr = picture->cr;
  cairo_set_source_rgb(cr, 0, 0, 0);
  cairo_set_line_width(cr, picture->layout.line);
  frame_box(picture, picture->layout.cells);
  draw_x_ticks(picture);
  draw_y_ticks(picture);
  draw_common(picture);
  draw_axis_labels(picture);
  draw_title(picture);
  return cairo_status(cr) == CAIRO_STATUS_SUCCESS ||
         complain("cannot draw: %s", cairo_status_to_string(cairo_status(cr)));
}
