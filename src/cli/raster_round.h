/* Results in doubles as the whole numbers of a file. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RASTER_ROUND_H
#define GAUSSKERN_CLI_RASTER_ROUND_H

#include "raster.h"
#include "write_raster.h"

#include <stdbool.h>

/* A PNG's numbers are fractions of white: what the input's are multiplied by between two of them. */
double raster_scale(const raster *in, const raster *out, raster_target target);

/* The numbers of `from`, which are doubles without gaps, times scale into `to`, of the same size. */
void raster_round(const raster *from, double scale, const raster *to);

#endif
