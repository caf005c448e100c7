/* Looking up a colour. The tables are in colormap_tables.h, written by colormap_tables.py. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "colormap.h"

#include "colormap_tables.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const colormap colormaps[] = {
    {"viridis", viridis_table},
    {"magma", magma_table},
    {"gray", gray_table},
    {"coolwarm", coolwarm_table},
};

const colormap *colormap_find(const char *name) {
  for (size_t i = 0; i < sizeof colormaps / sizeof colormaps[0]; i++) {
    if (strcmp(colormaps[i].name, name) == 0) {
      return &colormaps[i];
    }
  }
  return NULL;
}

double colormap_position(double value, double low, double high) {
  if (isinf(high - low)) {
    return (value / 2 - low / 2) / (high / 2 - low / 2);
  }
  return (value - low) / (high - low);
}

uint32_t colormap_color(const colormap *map, double value, double low, double high) {
  if (isnan(value)) {
    return COLORMAP_NAN;
  }
  if (value <= low) {
    return map->colors[0];
  }
  if (value >= high) {
    return map->colors[COLORMAP_SIZE - 1];
  }
  int index = (int)(colormap_position(value, low, high) * COLORMAP_SIZE);
  return map->colors[index < COLORMAP_SIZE ? index : COLORMAP_SIZE - 1];
}
