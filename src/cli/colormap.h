/* Colour maps: a number from 0 to 1 becomes a colour. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_COLORMAP_H
#define GAUSSKERN_CLI_COLORMAP_H

#include <stdint.h>

enum { COLORMAP_SIZE = 256 };

typedef struct colormap {
  const char *name;
  const uint32_t *colors; /* COLORMAP_SIZE of them, 0xRRGGBB, from low to high */
} colormap;

/* What is drawn where there is no number: light gray, which no map holds but gray itself. */
#define COLORMAP_NAN 0xd3d3d3u

/* The map of that name, "viridis", "magma", "gray" or "coolwarm"; else NULL. */
const colormap *colormap_find(const char *name);

/* Where value is between low (0) and high (1), all of them finite, low < high. */
double colormap_position(double value, double low, double high);

/*
 * The colour of value where low has the first colour and high the last; low < high. What lies
 * outside, infinities too, takes the colour of that end; a NaN takes COLORMAP_NAN.
 */
uint32_t colormap_color(const colormap *map, double value, double low, double high);

#endif
