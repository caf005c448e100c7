/* Which pixel stands for one beyond the ends of a line. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_BOUNDARY_H
#define GKI_FILTER_BOUNDARY_H

#include <gausskern/filter.h>

/*
 * The pixel that stands for index i of a line of n >= 1 pixels, n <= PTRDIFF_MAX, however far
 * outside; n where that is none of them but a constant (GK_BOUNDARY_CONSTANT, and NONE).
 */
size_t gki_fold(gk_boundary boundary, ptrdiff_t i, size_t n);

#endif
