/*
 * What is done to arrays element by element between and after the passes of a filter. All
 * arithmetic is in double and rounded once to the type of `out`.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_MAP_H
#define GKI_FILTER_MAP_H

#include <gausskern/filter.h>
#include <stdbool.h>

typedef enum gki_map_kind {
  GKI_MAP_COPY,       /* a */
  GKI_MAP_ZERO,       /* 0 */
  GKI_MAP_MAGNITUDE,  /* |a| */
  GKI_MAP_HYPOT,      /* the square root of a^2 + b^2 */
  GKI_MAP_SUM,        /* a + b */
  GKI_MAP_DIFFERENCE, /* a - b */
  GKI_MAP_QUOTIENT,   /* a / b, NaN where b is not above `least` */
  GKI_MAP_WEIGHTED,   /* a b scale, 0 where b is 0 */
  GKI_MAP_WEIGHT      /* b scale */
} gki_map_kind;

/*
 * One map. Arrays have four axes and the same sizes, the inputs perhaps strides of 0; a or b may be
 * `out` itself. With `skip`, weights b are 0 where a is NaN. An operand that the kind does not read
 * is ignored, but for `skip`; a NULL b of the last two kinds is 1 everywhere.
 */
typedef struct gki_map {
  gki_map_kind kind;
  gk_array a, b, out;
  double scale, least;
  bool skip;
} gki_map;

/* The map cut into tasks: rows along the axis in which `out` lies closest. */
typedef struct gki_map_plan {
  size_t size[4];
  ptrdiff_t a[4], b[4], out[4]; /* strides in the order of `out`'s, axes that can be joined are */
  size_t rows, rows_a_task, tasks;
} gki_map_plan;

void gki_plan_map(const gki_map *map, gki_map_plan *plan);
void gki_run_map(const gki_map *map, const gki_map_plan *plan, size_t task);

/* The largest of an array's finite elements that are not negative; false, with the indices and the
 * value of the first other one, where there is one. */
bool gki_largest_weight(const gk_array *array, double *largest, size_t *at, double *value);

/*
 * Whether a holds an infinity or, but with `skip`, a NaN where b, if there is one, is above 0. Of a
 * map only these are read; a is in f32 or f64, and no size is 0.
 */
bool gki_is_spoilt(const gki_map *map, size_t threads);

#endif
