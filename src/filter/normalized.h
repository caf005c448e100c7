/* Filters whose results are divided by the weights of the pixels that count. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_NORMALIZED_H
#define GKI_FILTER_NORMALIZED_H

#include "filter/program.h"

/* What all of a call's filters share. */
typedef struct gki_mask_scale {
  double scale; /* a power of two that brings the largest weight to between 1/2 and 1 */
  double largest;
} gki_mask_scale;

/* Reads the mask. GK_ERROR_DATA where a weight is negative or not finite. */
gk_status gki_scale_mask(const char *function, const gki_filter_args *args, gki_mask_scale *scale);

/* From the call's `in` to `out`, whatever the call is: normalised where that is asked for. */
void gki_add_any_filter(gki_program *program, const gki_filter_args *args, const gki_axes *axes,
                        const gki_mask_scale *scale, const gk_array *out);

#endif
