/* Results in doubles as the whole numbers of a file. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RASTER_ROUND_H
#define GAUSSKERN_CLI_RASTER_ROUND_H

#include "raster.h"
#include "write_raster.h"

#include <stdbool.h>

/* A PNG's numbers are fractions of white: what the input's are multiplied by between two of them. */
double raster_scale(const raster *in, const raster *out, raster_target target);

/* How many numbers are not what they were, rounding aside. */
typedef struct raster_loss {
  size_t negative, above, missing; /* missing: NaN */
} raster_loss;

/* Counts what becomes of a number in an element of a type of whole numbers. */
void raster_loss_count(raster_loss *loss, gk_type type, double value);

/* Whether the i-th element of an image without gaps has no number where alpha is 0. */
bool raster_is_color_with_alpha(const raster *image, size_t i);

/*
 * The numbers of `from`, which are doubles without gaps, times scale into `to`, of the same size
 * and of whole numbers. What an image has no colour for, as nothing opaque is there, is no loss.
 */
void raster_round(const raster *from, double scale, const raster *to, raster_loss *loss);

#endif
