/*
 * Panels: groups of lines as columns of doubles. Number n of line l is panel[n * width + l], whatever
 * the array's type and strides.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_PANEL_H
#define GKI_FILTER_PANEL_H

#include "filter/lines.h"

/*
 * Loads `count` groups into as many panels; columns without a line become 0. Of groups whose lines
 * lie side by side a piece of each is loaded in turn: what one needs of a page, others need too.
 */
void gki_load_panels(const gki_lines *lines, const gki_group *groups, size_t count,
                     const gk_array *in, size_t width, double *const *panels);

/* Stores the rows that are kept, rounded to out's type. */
void gki_store_panels(const gki_lines *lines, const gki_group *groups, size_t count,
                      double *const *panels, size_t width, const gk_array *out);

#endif
