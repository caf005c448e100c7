/* Arrays into files. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_WRITE_RASTER_H
#define GAUSSKERN_CLI_WRITE_RASTER_H

#include "output.h"
#include "raster.h"

#include <stdbool.h>

typedef enum raster_target {
  TARGET_BY_NAME,
  TARGET_PNG,
  TARGET_NPY,
  TARGET_CSV,
  TARGET_TXT
} raster_target;

/* Whether the array can stand in such a file; complains if not. `path` is for messages. */
bool raster_suits(const raster *values, raster_target target, const char *path);

/* The whole file, or nothing and false. The array has no gaps, and suits the target. */
bool raster_write(const raster *values, raster_target target, const char *path);

/* The bytes of a PNG of an array of u8 or u16; those of its colours that it has are kept. */
bool write_raster_png(const raster *values, output *out);

#endif
