/*
 * Panels: groups of lines as columns of doubles. Number n of line l is panel[n * width + l], whatever
 * the array's type and strides.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_PANEL_H
#define GKI_FILTER_PANEL_H

#include "filter/lines.h"

/* Columns of a panel without a line become 0. */
void gki_load_panel(const gki_lines *lines, const gki_group *group, const gk_array *in,
                    size_t width, double *panel);

/* Stores the rows that are kept, rounded to out's type. */
void gki_store_panel(const gki_lines *lines, const gki_group *group, const double *panel,
                     size_t width, const gk_array *out);

#endif
