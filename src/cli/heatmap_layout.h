/* Where the parts of a heat map lie in the picture. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_LAYOUT_H
#define GAUSSKERN_CLI_HEATMAP_LAYOUT_H

#include "heatmap.h"
#include "heatmap_axis.h"
#include "heatmap_cells.h"
#include "heatmap_text.h"
#include "ticks.h"

#include <cairo.h>
#include <stddef.h>

typedef struct layout {
  double font;       /* size of all text but the title; the unit of most distances */
  double title_font; /* its size */
  double line;       /* width of lines, a whole number */
  double tick;       /* length of ticks */
  double tick_gap;   /* from tick to label */
  text_block title, xlabel, ylabel;
  axis_marks x, y;           /* the ticks */
  double row_label_width;    /* of the widest label of y */
  double left, right;        /* beside the cells, with no colour bar */
  double top, bottom;        /* above and below them */
  double title_gap;          /* from the cells to the title */
  double bar_gap, bar_width; /* the colour bar's distance from the cells and width; 0: none */
  box cells, bar;
} layout;

/* As heatmap_choose_size; cr, which measures the text, has the font. */
void layout_choose_size(cairo_t *cr, heatmap_style *style, size_t rows, size_t cols);

/*
 * Sizes, which do not depend on the values in the matrix: so the matrix can be read once, and
 * reduced to exactly the pixels that there are. The positions follow.
 */
void layout_measure(cairo_t *cr, const heatmap_style *style, size_t rows, size_t cols,
                    layout *result);

/* Positions: all that is drawn stands in the middle of the picture. The colour bar's ticks are
 * known now. */
void layout_place(cairo_t *cr, const heatmap_style *style, const ticks *bar_ticks, layout *result);

/* Room for the colour bar's labels, tick included. */
double layout_bar_label_room(const heatmap_style *style, const layout *at);

/* How many steps between ticks the colour bar has room for. */
size_t layout_bar_intervals(const layout *at);

#endif
