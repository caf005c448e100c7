/* Draws numbers in a row as bars or as a curve, with title, axes and ticks, by cairo. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_CHART_H
#define GAUSSKERN_CLI_CHART_H

#include "heatmap.h"

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum chart_kind {
  CHART_BARS, /* a bar for each number, with its value where there is room and style->values */
  CHART_CURVE /* through all numbers; gaps where one is not finite */
} chart_kind;

/*
 * What a chart's style needs: its shape, no colour bar, the axis upwards. Then the size is chosen,
 * by heatmap_choose_size with one row.
 */
void chart_prepare(heatmap_style *style);

/*
 * As heatmap_draw, of count >= 1 numbers; style is chart_prepare's. Of the ends of the value axis,
 * those that style->low and style->high leave open are chosen such that all numbers are seen, and
 * so is 0 with bars and where the smallest number is not negative.
 */
bool chart_draw(cairo_t *cr, const heatmap_style *style, heatmap_medium medium, chart_kind kind,
                const double *values, size_t count);

#endif
