/* What may lie over the cells of a heat map: contours, and points of data. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_OVER_H
#define GAUSSKERN_CLI_HEATMAP_OVER_H

#include "contours.h"
#include "heatmap_frame.h"

#include <stddef.h>

typedef struct heatmap_over {
  contours lines;       /* of the matrix that is drawn, */
  size_t rows, cols;    /* which has this size */
  const double *points; /* point_count pairs of coordinates x, y */
  size_t point_count;
} heatmap_over;

/* Into the frame's box, whose axes have coordinates. */
void heatmap_over_draw(const frame *map, const heatmap_over *what);

#endif
