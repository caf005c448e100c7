/* Lines of equal value on a matrix: marching squares, chained to lines. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_CONTOURS_H
#define GAUSSKERN_CLI_CONTOURS_H

#include "table.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct contour_point {
  double col, row; /* in indices of the matrix, whose entries stand at whole numbers */
  bool begins;     /* a line; else one goes on */
  bool closes;     /* and goes back to its beginning from here */
} contour_point;

/* All lines, one behind the other. */
typedef struct contours {
  size_t count, capacity;
  contour_point *points;
} contours;

/*
 * Adds the lines that part the entries >= level from those below (NaN is below), linear between
 * entries; in a square with two opposite corners above, the mean of the four decides. False after
 * telling that there is no memory, or without a word if a signal came.
 */
bool contours_add(const table *matrix, double level, contours *lines);
void contours_free(contours *lines);

/*
 * The value such that the entries >= it are together the share `part` (0 to 1) of the sum of all,
 * which are densities, >= 0, or their logarithms; for each of `count` parts. False after telling that
 * there is no memory.
 */
bool contours_levels(const table *matrix, bool logarithms, size_t count, const double *parts,
                     double *levels);

#endif
