/* Light: the numbers of an image in sRGB decoded, and back. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_LINEAR_H
#define GAUSSKERN_CLI_LINEAR_H

#include "raster.h"
#include "raster_round.h"

#include <gausskern/filter.h>
#include <stdbool.h>

/* The largest number of a type of whole numbers. */
double linear_white(gk_type type);

/* From 0 to 1 and back, by IEC 61966-2-1. */
double linear_from_srgb(double value);
double linear_to_srgb(double light);

/* An image of u8 or u16 as light in f32, its largest number 1; alpha too is from 0 to 1. */
bool linear_decode(const raster *image, raster *light);

/* The light as an image of that type. */
bool linear_encode(const raster *light, gk_type type, raster *image, raster_loss *loss);

#endif
