/* One reader for each format of arrays; raster_read chooses. *values is zeros before. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RASTER_READERS_H
#define GAUSSKERN_CLI_RASTER_READERS_H

#include "raster.h"
#include "source.h"

/* Takes the source over where its bytes are the data. */
bool read_raster_npy(source_file *source, bool channels, raster *values);

/* 8 or 16 bits, gray or RGB, with alpha or without; palettes, fewer bits and transparent colours
   are expanded. */
bool read_raster_png(const source_file *source, raster *values);

bool png_recognised(const source_file *source);

/* Whether sizes and type are those of something that a memory holds; complains if not. */
bool raster_fits(const char *what, const raster *values);

#endif
