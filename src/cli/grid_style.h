/* The axes of a picture of values on a grid. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_GRID_STYLE_H
#define GAUSSKERN_CLI_GRID_STYLE_H

#include "heatmap.h"

#include <gausskern/gausskern.h>
#include <stddef.h>

/*
 * The style's axes and aspect for a grid of that many axes, of which a picture shows one or two.
 * Units of x and y are as long as each other where neither side is more than 8 times the other.
 */
void grid_style_place(const gk_axis *axes, size_t count, heatmap_style *style);

#endif
