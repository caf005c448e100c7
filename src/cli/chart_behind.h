/* What may stand behind the curve of a chart: a histogram, and a rug of the single values. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_CHART_BEHIND_H
#define GAUSSKERN_CLI_CHART_BEHIND_H

#include "heatmap_frame.h"
#include "histogram.h"
#include "value_range.h"

#include <stddef.h>

typedef struct chart_behind {
  const histogram *bars; /* NULL: none */
  const double *rug;     /* rug_count values at which a short line stands on the axis */
  size_t rug_count;
} chart_behind;

/* Into the frame's box, whose x axis has coordinates. */
void chart_behind_draw(const frame *picture, const chart_behind *what, value_range values);

#endif
