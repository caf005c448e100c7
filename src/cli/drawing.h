/* From numbers to a picture file or a picture on the terminal. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_DRAWING_H
#define GAUSSKERN_CLI_DRAWING_H

#include "chart.h"
#include "heatmap.h"
#include "picture.h"
#include "table.h"

#include <stdbool.h>

typedef enum drawing_kind { DRAWING_HEATMAP, DRAWING_BARS, DRAWING_CURVE } drawing_kind;

typedef struct drawing {
  drawing_kind kind;
  heatmap_style style; /* with a title, labels and a colour map */
  const table *matrix; /* of one row, unless it is a heat map */
  const char *name;    /* of the matrix, in warnings */
  bool quiet;          /* no progress and no warnings */
} drawing;

/* Whole or not at all. */
bool drawing_write(const drawing *what, picture_format format, const char *path);

/* A heat map, also where a file would hold a chart. */
bool drawing_show(const drawing *what);

#endif
