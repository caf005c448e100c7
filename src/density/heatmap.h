/*
 * What the heat maps of either precision share: the checks, where spots lie, and which of them a
 * band of rows needs.
 *
 * The map is cut into bands of rows, each the work of one thread. The spots of a band must be added
 * in their order, and there may be many more than bands, and some as large as the map. So each spot
 * goes into one list, whatever its size: on the level where two neighbouring ranges of 2^level
 * bands hold it, in the list of the first of the two. A band then merges two lists a level.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_DENSITY_HEATMAP_H
#define GKI_DENSITY_HEATMAP_H

#include "simd/loops.h"

#include <gausskern/density.h>
#include <stdbool.h>

/* An array that a heat map is made from or in. */
typedef struct gki_plane {
  const char *name, *ld_name;
  const void *data;
  size_t rows, cols, ld;
  size_t bytes; /* set by gki_check_plane */
} gki_plane;

gk_status gki_check_plane(const char *function, size_t element, gki_plane *plane);

/* Refuses a map that shares bytes with an input. */
gk_status gki_check_apart(const char *function, const gki_plane *map, const gki_plane *input);

/* The spots with the defaults filled in, checked. */
gk_status gki_read_spots(const char *function, const gk_spots *given, gk_spots *spots);

typedef struct gki_spot {
  double x, y, sigma, amplitude;
} gki_spot;

/* How far spots reach along each axis. */
typedef struct gki_reach {
  double truncate; /* in sigmas; 0: everywhere */
  double sigmas;   /* so many from the nearest pixel a precision's numbers end, and all is 0 */
} gki_reach;

typedef struct gki_range {
  size_t begin, end;
} gki_range;

/* The pixels of an axis that count, of `length`. */
gki_range gki_pixels(double centre, double sigma, const gki_reach *reach, size_t length);

/* The values along an axis, relative to the centre or to the nearest pixel, which is then 1;
 * `one` is the plan of 2^t. */
void gki_spot_along(double centre, double sigma, gki_range pixels, bool from_nearest,
                    const gki_exp2_f64 *one, double *out);

/* Lists of the spots by the bands of rows that they touch. */
typedef struct gki_lists {
  size_t bands, band_rows, levels;
  size_t first_list[64]; /* of each level */
  size_t lists;
  size_t *begin; /* lists + 1: where each begins in `order` */
  size_t *order; /* the spots, list by list, in rising order in each */
} gki_lists;

enum { GKI_NO_LIST = -1 };

/* Sets everything but the arrays. */
void gki_lists_plan(size_t height, size_t band_rows, gki_lists *lists);

/* The list for a spot on these rows, which are not none. */
size_t gki_list_of(const gki_lists *lists, gki_range rows);

/* The lists of one band, merged: gki_next_spot gives spot after spot in rising order. */
typedef struct gki_merge {
  size_t open;
  struct {
    const size_t *next, *end;
  } list[128];
} gki_merge;

void gki_merge_begin(const gki_lists *lists, size_t band, gki_merge *merge);

/* False where there are no more. */
bool gki_merge_next(gki_merge *merge, size_t *spot);

#endif
