/* The ticks of an axis: at the cells, by their index, or at round coordinates. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_AXIS_H
#define GAUSSKERN_CLI_HEATMAP_AXIS_H

#include "heatmap.h"
#include "ticks.h"

#include <cairo.h>
#include <stddef.h>

typedef struct axis_marks {
  heatmap_axis axis;
  size_t cells;
  size_t step; /* between ticks at cells */
  ticks round; /* the ticks at coordinates */
} axis_marks;

enum { AXIS_LABEL = TICKS_LABEL };

/* Ticks at coordinates for an axis of that length in pixels, along which labels stand beside each
   other (x) or one above the other (y) without touching. Does nothing where ticks are at cells. */
void axis_choose_x(cairo_t *cr, double font, double length, axis_marks *marks);
void axis_choose_y(double font, double length, axis_marks *marks);

size_t axis_count(const axis_marks *marks);

/* Where tick k is, from 0 (the outer edge of the first cell) to 1 (that of the last). */
double axis_place(const axis_marks *marks, size_t k);

/* The label of tick k, in `label` (AXIS_LABEL bytes). */
void axis_label(const axis_marks *marks, size_t k, char *label);

/* What all labels have in common, "1e-5"; mostly "". */
const char *axis_common(const axis_marks *marks);

/* The width of the widest label that there can be. */
double axis_widest(cairo_t *cr, double font, const axis_marks *marks);

#endif
