/* SPDX-License-Identifier: BSD-3-Clause */
#include "heatmap_axis.h"

#include "heatmap_text.h"

#include <math.h>
#include <stdio.h>

enum { MOST_INTERVALS = 10 };

/* From base line to base line, and from label to label, in units of the font size. */
static const double LEAST_PITCH = 2.8, LEAST_GAP = 1.2;

static double low_of(const axis_marks *marks) {
  return fmin(marks->axis.begin, marks->axis.end);
}

static double high_of(const axis_marks *marks) {
  return fmax(marks->axis.begin, marks->axis.end);
}

static double widest_tick(cairo_t *cr, double font, const ticks *marks) {
  double most = 0;
  for (size_t i = 0; i < marks->count; i++) {
    most = fmax(most, text_number_width(cr, font, marks->labels[i]));
  }
  return most;
}

void axis_choose_x(cairo_t *cr, double font, double length, axis_marks *marks) {
  if (!marks->axis.coordinates) {
    return;
  }
  double pitch = 0, needed = 0;
  size_t intervals = MOST_INTERVALS;
  do {
    ticks_choose(low_of(marks), high_of(marks), intervals, &marks->round);
    pitch = fabs(axis_place(marks, 1) - axis_place(marks, 0)) * length;
    needed = widest_tick(cr, font, &marks->round) + LEAST_GAP * font;
  } while (pitch < fmax(needed, LEAST_PITCH * font) && --intervals > 0);
}

void axis_choose_y(double font, double length, axis_marks *marks) {
  if (!marks->axis.coordinates) {
    return;
  }
  double intervals = floor(length / (LEAST_PITCH * font));
  intervals = fmin(fmax(intervals, 1), MOST_INTERVALS);
  ticks_choose(low_of(marks), high_of(marks), (size_t)intervals, &marks->round);
}

size_t axis_count(const axis_marks *marks) {
  return marks->axis.coordinates ? marks->round.count : (marks->cells - 1) / marks->step + 1;
}

double axis_place(const axis_marks *marks, size_t k) {
  if (!marks->axis.coordinates) {
    return ((double)(k * marks->step) + 0.5) / (double)marks->cells;
  }
  double place = colormap_position(marks->round.values[k], low_of(marks), high_of(marks));
  place = fmin(fmax(place, 0), 1);
  return marks->axis.begin < marks->axis.end ? place : 1 - place;
}

void axis_label(const axis_marks *marks, size_t k, char *label) {
  if (marks->axis.coordinates) {
    snprintf(label, AXIS_LABEL, "%s", marks->round.labels[k]);
  } else {
    snprintf(label, AXIS_LABEL, "%zu", k * marks->step);
  }
}

const char *axis_common(const axis_marks *marks) {
  return marks->axis.coordinates ? marks->round.common : "";
}

double axis_widest(cairo_t *cr, double font, const axis_marks *marks) {
  if (marks->axis.coordinates) {
    return widest_tick(cr, font, &marks->round);
  }
  char label[AXIS_LABEL];
  snprintf(label, sizeof label, "%zu", marks->cells - 1);
  return text_width(cr, font, label);
}
