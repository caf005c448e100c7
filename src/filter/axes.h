/* How each axis of a call is filtered: which engine, which weights. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_AXES_H
#define GKI_FILTER_AXES_H

#include "filter/arguments.h"
#include "filter/pass.h"

/* The axes of one filter. Their cval is set by gki_add_filter. */
typedef struct gki_axes {
  gki_axis axis[GKI_AXES];
  bool filtered[GKI_AXES];
  bool none[GKI_AXES];    /* nothing is beyond the ends: CONSTANT with cval 0 whatever the call's */
  void *memory[GKI_AXES]; /* of the taps; NULL where they are another axis's */
  size_t bytes;           /* of that */
} gki_axes;

/*
 * Chooses for each axis with a sigma. Where the recursion would be taken without having been asked
 * for, the data are searched, by so many threads and once a call, for what it would spread along
 * whole lines. Frees nothing on failure: gki_free_axes does, also of axes that are all zeros.
 * GK_ERROR_MEMORY, or GK_ERROR_ARGUMENT where an engine cannot do it after all.
 */
gk_status gki_choose_axes(const char *function, gki_filter_args *args, const double *sigma,
                          const unsigned *order, size_t threads, gki_axes *axes);
void gki_free_axes(gki_axes *axes);

/* The sum of an axis's weights: what it makes of a constant 1. */
double gki_axis_sum(const gki_axis *axis);

#endif
