/* An image or another array of one to four axes: what `gausskern filter` and `pool` work on. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RASTER_H
#define GAUSSKERN_CLI_RASTER_H

#include "source.h"

#include <gausskern/filter.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * The axes are in the order x, y, z, w, as in filter.h, and behind them, where there are any, the
 * channels of a pixel. numpy's order is the reverse of the first, channels last.
 */
typedef struct raster {
  gk_type type;
  size_t dimensions; /* the channels' axis counted */
  size_t size[4];
  ptrdiff_t stride[4]; /* in elements */
  void *data;    /* may be a read-only map of a file: only what raster_allocate gave is written */
  bool channels; /* the last axis is that of the channels */
  bool png;      /* it comes from a PNG */
  bool alpha;    /* the last channel is alpha */
  /* What a PNG says of the meaning of its numbers: its chunks gAMA, cHRM, sRGB, iCCP, whole. */
  unsigned char *colors;
  size_t colors_bytes;
  /* what raster_free releases */
  source_file source;
  void *owned;
} raster;

typedef enum raster_format { RASTER_BY_NAME, RASTER_PNG, RASTER_NPY, RASTER_TEXT } raster_format;

/*
 * Reads an array. "-" is the standard input. channels: the last axis of an npy file is that of the
 * channels (a PNG says it by itself). False after it has told why; *found is empty then.
 */
bool raster_read(const char *path, raster_format format, bool channels, raster *found);

/* Memory without gaps for the type, dimensions and size that are set; `what` is for messages. */
bool raster_allocate(const char *what, raster *values);

void raster_free(raster *values);

/* The axes that are not channels, and the number of channels, 1 where there is no such axis. */
size_t raster_axes(const raster *values);
size_t raster_channels(const raster *values);

size_t raster_count(const raster *values);

/* As the library wants it: all of it, or of the channels `count` from `first` on. */
gk_array raster_array(const raster *values);
gk_array raster_slice(const raster *values, size_t first, size_t count);

/* "451 x 300 x 3". At least RASTER_WORDS bytes. */
enum { RASTER_WORDS = 96 };
void raster_words(const raster *values, char *words);

/* What the numbers of a PNG mean stays so in what becomes of it. */
void raster_hand_colors_on(raster *from, raster *to);

size_t raster_type_bytes(gk_type type);
const char *raster_type_name(gk_type type);
bool raster_type_is_whole(gk_type type);

/* The i-th element in the order in which an array without gaps lies: channels first, then x. */
const void *raster_at(const raster *values, size_t i);

/* One element as a double; whatever the type. */
double raster_load(gk_type type, const void *at);

/* Writes the number rounded to nearest, ties to even, and saturated where the type is whole; NaN is
   0 then. */
void raster_store(gk_type type, void *at, double value);

#endif
