/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_GRID_ARGUMENTS_H
#define GKI_DENSITY_GRID_ARGUMENTS_H

#include <gausskern/density.h>

/* GK_ERROR_ARGUMENT where d > 3, or an end or a length of an axis is not finite. */
gk_status gki_check_axes(const char *function, const gk_axis *axes, size_t d);

/* Everything that can be wrong with a grid; *bytes are those of the output, 0 where it is empty. */
gk_status gki_check_grid(const char *function, const gk_mixture *mixture, const gk_axis *axes,
                         const void *out, size_t ldo, size_t element, size_t *bytes);

#endif
