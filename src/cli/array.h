/* An array of up to three dimensions: what `gausskern kernel` and `gausskern density` compute. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_ARRAY_H
#define GAUSSKERN_CLI_ARRAY_H

#include "output.h"
#include "table.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct array {
  table_dtype dtype;
  size_t dimensions;
  size_t shape[3]; /* the extent that varies slowest first, as numpy has it */
  void *data;      /* without gaps */
} array;

/* Zeros for the dtype and the shape; false after telling that there is no memory. */
bool array_allocate(array *values);
void array_free(array *values);

size_t array_count(const array *values);
void array_scale(array *values, double factor);

/* The array as a matrix that lives as long as it; of one dimension: one row. Not of three. */
table array_matrix(const array *values);

typedef enum array_format {
  ARRAY_NPY,
  ARRAY_CSV, /* commas */
  ARRAY_TEXT /* columns of equal width between blanks */
} array_format;

/*
 * Text has a line for each row; an array of one dimension is a column; a blank line stands between
 * the slices of three dimensions. decimals: behind the point; negative: as many digits as bring the
 * number back.
 */
bool array_write(const array *values, array_format format, int decimals, output *out);

#endif
