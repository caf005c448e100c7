/* A matrix reduced to the cells of a picture: each takes the mean of the entries that it covers. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_REDUCE_H
#define GAUSSKERN_CLI_REDUCE_H

#include "progress.h"
#include "table.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct reduced {
  size_t rows, cols;
  double *values; /* row-major; a cell that covers a NaN is NaN, so that no NaN goes unseen */
  /* about the whole matrix, not its means: */
  double low, high; /* the smallest and the largest finite entry; low > high if there is none */
  size_t nans, infinities;
  size_t nan_row, nan_col; /* the first NaN */
} reduced;

/*
 * Reduces the matrix to rows x cols cells, 1 <= rows <= matrix->rows and likewise cols, in one pass
 * from top to bottom. An entry on the border of two cells counts for both by its share of the area.
 * False after telling why, if there is no memory, or without a word, if a signal came. Release with
 * reduced_free.
 */
bool reduce(const table *matrix, size_t rows, size_t cols, progress *meter, reduced *result);

void reduced_free(reduced *result);

#endif
