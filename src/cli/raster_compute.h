/* What `gausskern filter` and `pool` have in common between reading and writing. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RASTER_COMPUTE_H
#define GAUSSKERN_CLI_RASTER_COMPUTE_H

#include "raster.h"
#include "raster_options.h"
#include "raster_round.h"

#include <stdbool.h>

/* Computes `to`, whose memory is there, of `from`; in light, both are, and their white is 1. */
typedef bool raster_compute_fn(const void *run, bool light, const raster *from, raster *to);

typedef enum raster_way {
  RASTER_DIRECTLY, /* the library writes the result as it is to stand in the file */
  RASTER_ROUNDED,  /* in doubles in between, whose loss is counted */
  RASTER_LIGHT     /* in f32 in between, decoded from sRGB, and encoded again */
} raster_way;

/* Makes `out`, whose type and sizes are set, of `in`. False after it has told why. */
bool raster_compute(raster_way way, const raster_options *files, raster_compute_fn *compute,
                    const void *run, const raster *in, raster *out, raster_loss *loss);

#endif
