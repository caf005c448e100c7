/* The weights of an FIR filter along one axis, and how far they reach. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_TAPS_H
#define GKI_FILTER_TAPS_H

#include "filter/pass.h"

typedef struct gki_taps_wish {
  const char *function; /* for messages */
  gk_weights_method method;
  double sigma;
  unsigned order;
  bool cut; /* at this radius; else where the error allows */
  size_t radius;
  double error; /* the sum of |differences| to the uncut weights, over the sum of their |w| */
} gki_taps_wish;

/*
 * Makes taps, in memory that the caller frees with gki_free and whose bytes are added to *used. *error is what cutting off contributes,
 * 0 where the radius is the caller's. GK_ERROR_MEMORY.
 */
gk_status gki_make_taps(const gki_taps_wish *wish, gki_taps *taps, double *error, void **memory,
                        size_t *used);

#endif
