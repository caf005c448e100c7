/*
 * The area mean. All weights are ratios of integers: in units where a cell of the picture is n
 * long, n the number of entries in that direction, an entry is as long as there are cells.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "reduce.h"

#include "diagnose.h"
#include "number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The cells that an entry falls into, at most two, and its share of each cell's length. */
typedef struct share {
  size_t cell;
  double here, next; /* next is the share of cell + 1 */
} share;

static share share_of(size_t entry, size_t entries, size_t cells) {
  size_t begin = entry * cells;
  size_t cell = begin / entries;
  size_t left = (cell + 1) * entries - begin;
  size_t here = left < cells ? left : cells;
  return (share){cell, (double)here / (double)entries, (double)(cells - here) / (double)entries};
}

static void row_as_doubles(const table *matrix, size_t row, double *values) {
  size_t cols = matrix->cols;
  if (matrix->dtype == TABLE_F64) {
    memcpy(values, (const double *)matrix->data + row * cols, cols * sizeof *values);
    return;
  }
  const float *source = (const float *)matrix->data + row * cols;
  for (size_t j = 0; j < cols; j++) {
    values[j] = source[j];
  }
}

static void note_entry(double value, size_t row, size_t col, reduced *result) {
  if (isnan(value)) {
    if (result->nans++ == 0) {
      result->nan_row = row;
      result->nan_col = col;
    }
  } else if (isinf(value)) {
    result->infinities++;
  } else {
    result->low = value < result->low ? value : result->low;
    result->high = value > result->high ? value : result->high;
  }
}

/* Takes a row into account for low, high and the counts. */
static void note_row(const double *values, size_t cols, size_t row, reduced *result) {
  double low = result->low, high = result->high, zero = 0;
  for (size_t j = 0; j < cols; j++) {
    low = values[j] < low ? values[j] : low;
    high = values[j] > high ? values[j] : high;
    zero += values[j] - values[j]; /* becomes NaN where a value is not finite */
  }
  if (zero == 0) {
    result->low = low;
    result->high = high;
    return;
  }
  for (size_t j = 0; j < cols; j++) {
    note_entry(values[j], row, j, result);
  }
}

/* means[c] becomes the mean over the entries of the row that cell c covers. */
static void reduce_row(const double *values, const share *shares, size_t cols, double *means,
                       size_t cells) {
  memset(means, 0, cells * sizeof *means);
  for (size_t j = 0; j < cols; j++) {
    means[shares[j].cell] += shares[j].here * values[j];
    if (shares[j].next > 0) {
      means[shares[j].cell + 1] += shares[j].next * values[j];
    }
  }
}

static void add_scaled(double *sum, const double *values, double factor, size_t n) {
  for (size_t i = 0; i < n; i++) {
    sum[i] += factor * values[i];
  }
}

/* How many entries are read between two looks at the clock and at signals. */
enum { ENTRIES_PER_REPORT = 1 << 20 };

static bool reduce_rows(const table *matrix, const share *shares, double *values, double *means,
                        progress *meter, reduced *result) {
  size_t unreported = 0;
  for (size_t i = 0; i < matrix->rows; i++) {
    row_as_doubles(matrix, i, values);
    note_row(values, matrix->cols, i, result);
    reduce_row(values, shares, matrix->cols, means, result->cols);
    share in = share_of(i, matrix->rows, result->rows);
    double *sum = result->values + in.cell * result->cols;
    add_scaled(sum, means, in.here, result->cols);
    if (in.next > 0) {
      add_scaled(sum + result->cols, means, in.next, result->cols);
    }
    unreported += matrix->cols;
    if (unreported >= ENTRIES_PER_REPORT) {
      unreported = 0;
      if (progress_report((double)i / (double)matrix->rows, meter) != 0) {
        return false;
      }
    }
  }
  return true;
}

bool reduce(const table *matrix, size_t rows, size_t cols, progress *meter, reduced *result) {
  *result = (reduced){.rows = rows, .cols = cols, .low = INFINITY, .high = -INFINITY};
  share *shares = calloc(matrix->cols, sizeof *shares);
  double *values = calloc(matrix->cols, sizeof *values);
  double *means = calloc(cols, sizeof *means);
  size_t cells = 0;
  result->values =
      number_product(rows, cols, &cells) ? calloc(cells, sizeof *result->values) : NULL;
  bool ok = shares != NULL && values != NULL && means != NULL && result->values != NULL;
  if (ok) {
    for (size_t j = 0; j < matrix->cols; j++) {
      shares[j] = share_of(j, matrix->cols, cols);
    }
    ok = reduce_rows(matrix, shares, values, means, meter, result);
  } else {
    complain("no memory for a picture of %zu x %zu cells", rows, cols);
  }
  free(shares);
  free(values);
  free(means);
  if (!ok) {
    reduced_free(result);
  }
  return ok;
}

void reduced_free(reduced *result) {
  free(result->values);
  *result = (reduced){0};
}
