/* The cells' values, written in them. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HEATMAP_VALUES_H
#define GAUSSKERN_CLI_HEATMAP_VALUES_H

#include "heatmap_frame.h"
#include "reduce.h"
#include "value_range.h"
#include "value_text.h"

#include <stdbool.h>

/* How the cells' values are written; false where there is no room, and where a cell is the mean of
   several entries. */
bool values_choose(const frame *picture, const reduced *cells, value_text *how);

void values_draw(const frame *picture, const reduced *cells, value_range values,
                 const value_text *how);

#endif
