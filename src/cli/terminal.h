/* A matrix in the colours of a terminal. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_TERMINAL_H
#define GAUSSKERN_CLI_TERMINAL_H

#include "heatmap.h"
#include "table.h"

#include <stdbool.h>

/*
 * Writes the matrix, at least 1 x 1, to the standard output in colours of 24 bits: half a character
 * for each cell, or several where there is room; where the terminal is narrower than the matrix a
 * half shows the mean of what it covers. Below is what the colours stand for, if style->colorbar.
 * Of a standard output that is no terminal the environment's COLUMNS says the width, else it is 80.
 */
bool terminal_show(const heatmap_style *style, const table *matrix, progress *meter);

#endif
