/* What stands around the cells of a heat map, or around a chart: frame, ticks, labels, title. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_FRAME_H
#define GAUSSKERN_CLI_HEATMAP_FRAME_H

#include "heatmap.h"
#include "heatmap_layout.h"

#include <cairo.h>
#include <stdbool.h>

/* A picture in the making. */
typedef struct frame {
  cairo_t *cr;
  const heatmap_style *style;
  heatmap_medium medium;
  layout layout;
} frame;

/* Where a line through `position` is sharp. */
double frame_line_position(const frame *picture, double position);

void frame_tick(const frame *picture, double x, double y, double dx, double dy);

/* A line around the box, not on it: the cells at the border stay as large as the others. */
void frame_box(const frame *picture, box where);

/* A text of that width, centred at `middle` but between least and most. */
double frame_within(double middle, double width, double least, double most);

/* All of it, in black, with the line's width set; false after telling that cairo failed. */
bool frame_draw(const frame *picture);

#endif
