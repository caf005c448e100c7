/* Coloured cells in a rectangle of the picture. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_CELLS_H
#define GAUSSKERN_CLI_HEATMAP_CELLS_H

#include "heatmap.h"

#include <cairo.h>
#include <stddef.h>
#include <stdint.h>

typedef struct box {
  double x, y, width, height; /* whole numbers */
} box;

/* Image pixels per unit of a vector picture, where cells are smaller than that. */
enum { CELLS_VECTOR_DENSITY = 2 };

/*
 * Fills the box with rows x cols cells of one size, colors[0] (0xRRGGBB) at the top left, row by
 * row, with sharp edges between them. Failures stay in the status of cr.
 */
void cells_draw(cairo_t *cr, heatmap_medium medium, box where, const uint32_t *colors, size_t rows,
                size_t cols);

#endif
