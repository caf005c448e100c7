/* The values that the first and the last colour, or the ends of an axis, stand for. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_VALUE_RANGE_H
#define GAUSSKERN_CLI_VALUE_RANGE_H

#include "heatmap.h"
#include "reduce.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct value_range {
  double low, high; /* low < high, both finite */
} value_range;

/* Something around the only value, so that a bar or an axis has a length. */
value_range value_range_around(double value);

/* As style asks for, else from the data; false after telling why it would be empty. */
bool value_range_choose(const heatmap_style *style, const reduced *cells, value_range *values);

/* The cells' colours, 0xRRGGBB, as they are drawn: the first is at the top left. NULL after telling
   that there is no memory; release with free. */
uint32_t *value_range_colors(const heatmap_style *style, const reduced *cells, value_range values);

#endif
