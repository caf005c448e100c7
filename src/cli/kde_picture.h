/* How `gausskern kde` draws what it computes. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_PICTURE_H
#define GAUSSKERN_CLI_KDE_PICTURE_H

#include "array.h"
#include "chart_behind.h"
#include "drawing.h"
#include "heatmap_over.h"
#include "kde_data.h"
#include "kde_options.h"

#include <stdbool.h>

enum { KDE_TITLE = 512, KDE_LABEL = 32 };

/* What a drawing points to. */
typedef struct kde_picture {
  char title[KDE_TITLE], labels[2][KDE_LABEL];
  histogram bars;
  double *points; /* of the data, in double */
  chart_behind behind;
  heatmap_over over;
} kde_picture;

/*
 * Everything of *what but its matrix, for the values of one or two dimensions on the grid `axes`;
 * `bandwidth` says in words what it is. False after telling that there is no memory. *picture is
 * zeros before; to be freed whatever comes out.
 */
bool kde_picture_make(const kde_options *options, const kde_data *data, const gk_axis *axes,
                      const array *values, const char *bandwidth, kde_picture *picture,
                      drawing *what);
void kde_picture_free(kde_picture *picture);

#endif
