/* The cells' values, written in them. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_VALUES_H
#define GAUSSKERN_CLI_HEATMAP_VALUES_H

#include "heatmap_frame.h"
#include "reduce.h"
#include "value_range.h"

/* Nothing where there is no room, nor where a cell is the mean of several entries. */
void values_draw(const frame *picture, const reduced *cells, value_range values);

#endif
