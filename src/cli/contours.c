/*
 * An edge lies between two neighbouring entries. A line enters a square of four entries by one of
 * its edges and leaves it by another, which belongs to the next square too: it is followed until
 * it leaves the matrix or comes back.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "contours.h"

#include "diagnose.h"
#include "interrupt.h"
#include "number.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct edge {
  size_t col, row;
  bool down; /* to the entry in the next row; else to that in the next column */
} edge;

typedef struct tracer {
  const table *matrix;
  double level;
  unsigned char *seen; /* two for each entry: its edges */
  contours *lines;
} tracer;

static bool above(const tracer *trace, size_t row, size_t col) {
  return table_at(trace->matrix, row, col) >= trace->level;
}

static bool crossed(const tracer *trace, edge at) {
  return above(trace, at.row, at.col) !=
         above(trace, at.row + (at.down ? 1 : 0), at.col + (at.down ? 0 : 1));
}

static unsigned char *mark_of(const tracer *trace, edge at) {
  return &trace->seen[2 * (at.row * trace->matrix->cols + at.col) + (at.down ? 1 : 0)];
}

static bool add_point(tracer *trace, edge at, bool begins) {
  contours *lines = trace->lines;
  if (lines->count == lines->capacity) {
    size_t wanted = lines->capacity < 256 ? 256 : 2 * lines->capacity;
    contour_point *larger = realloc(lines->points, wanted * sizeof *larger);
    if (larger == NULL) {
      return complain("no memory for contours of %zu points", wanted);
    }
    lines->points = larger;
    lines->capacity = wanted;
  }
  double from = table_at(trace->matrix, at.row, at.col);
  double to = table_at(trace->matrix, at.row + (at.down ? 1 : 0), at.col + (at.down ? 0 : 1));
  double along = (trace->level - from) / (to - from);
  if (!(along >= 0 && along <= 1)) { /* an end that is infinite or NaN */
    along = 0.5;
  }
  *mark_of(trace, at) = 1;
  lines->points[lines->count++] =
      (contour_point){(double)at.col + (at.down ? 0 : along),
                      (double)at.row + (at.down ? along : 0), begins, false};
  return true;
}

/* The square's four edges in turn: above, right, below, left. */
static void edges_of(size_t col, size_t row, edge edges[4]) {
  edges[0] = (edge){col, row, false};
  edges[1] = (edge){col + 1, row, true};
  edges[2] = (edge){col, row + 1, false};
  edges[3] = (edge){col, row, true};
}

/* By which of its edges the line leaves the square that it enters by edges[in]. */
static size_t way_out(const tracer *trace, size_t col, size_t row, const edge edges[4], size_t in) {
  size_t found = in, crossings = 0;
  for (size_t k = 0; k < 4; k++) {
    if (k != in && crossed(trace, edges[k])) {
      found = k;
      crossings++;
    }
  }
  if (crossings < 3) {
    return found;
  }
  double mean = 0;
  for (size_t k = 0; k < 4; k++) {
    mean += table_at(trace->matrix, row + k / 2, col + k % 2) / 4;
  }
  /* With the middle above, lines cut off the corners below; the first corner is between 3 and 0. */
  bool around_first = above(trace, row, col) != (mean >= trace->level);
  return around_first ? 3 - in : in ^ 1;
}

/* Into the square with that first corner by edges[in], and on. */
static bool follow(tracer *trace, size_t col, size_t row, size_t in) {
  const size_t rows = trace->matrix->rows, cols = trace->matrix->cols;
  for (;;) {
    edge edges[4];
    edges_of(col, row, edges);
    size_t out = way_out(trace, col, row, edges, in);
    if (*mark_of(trace, edges[out]) != 0) {
      trace->lines->points[trace->lines->count - 1].closes = true;
      return true;
    }
    if (!add_point(trace, edges[out], false)) {
      return false;
    }
    bool leaves = (out == 0 && row == 0) || (out == 1 && col + 2 == cols) ||
                  (out == 2 && row + 2 == rows) || (out == 3 && col == 0);
    if (leaves) {
      return true;
    }
    row += out == 2 ? 1 : 0;
    row -= out == 0 ? 1 : 0;
    col += out == 1 ? 1 : 0;
    col -= out == 3 ? 1 : 0;
    in = (out + 2) % 4;
  }
}

static bool start(tracer *trace, edge at, size_t col, size_t row, size_t in) {
  return *mark_of(trace, at) != 0 || !crossed(trace, at) ||
         (add_point(trace, at, true) && follow(trace, col, row, in));
}

/* First the lines that end at the border, from there; then those that are left are closed. */
static bool trace_all(tracer *trace) {
  const size_t rows = trace->matrix->rows, cols = trace->matrix->cols;
  bool ok = true;
  for (size_t j = 0; ok && j + 1 < cols; j++) {
    ok = start(trace, (edge){j, 0, false}, j, 0, 0) &&
         start(trace, (edge){j, rows - 1, false}, j, rows - 2, 2);
  }
  for (size_t i = 0; ok && i + 1 < rows; i++) {
    ok = start(trace, (edge){0, i, true}, 0, i, 3) &&
         start(trace, (edge){cols - 1, i, true}, cols - 2, i, 1);
  }
  for (size_t i = 1; ok && i + 1 < rows; i++) {
    ok = !interrupted();
    for (size_t j = 0; ok && j + 1 < cols; j++) {
      ok = start(trace, (edge){j, i, false}, j, i, 0);
    }
  }
  return ok;
}

bool contours_add(const table *matrix, double level, contours *lines) {
  if (matrix->rows < 2 || matrix->cols < 2) {
    return true;
  }
  tracer trace = {matrix, level, calloc(matrix->rows * matrix->cols, 2), lines};
  if (trace.seen == NULL) {
    return complain("no memory for contours of %zu x %zu numbers", matrix->rows, matrix->cols);
  }
  bool ok = trace_all(&trace);
  free(trace.seen);
  return ok;
}

void contours_free(contours *lines) {
  free(lines->points);
  *lines = (contours){0};
}

static int larger_first(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x < y) - (x > y);
}

/* NaN does not take part. */
static size_t sorted_values(const table *matrix, double *values) {
  size_t count = 0;
  for (size_t i = 0; i < matrix->rows; i++) {
    for (size_t j = 0; j < matrix->cols; j++) {
      double value = table_at(matrix, i, j);
      values[count] = value;
      count += isnan(value) ? 0 : 1;
    }
  }
  qsort(values, count, sizeof *values, larger_first);
  return count;
}

/* Logarithms relative to the largest, so that they are densities but for a factor. */
static double share_of(const double *values, size_t i, bool logarithms) {
  return logarithms ? exp(values[i] - values[0]) : values[i];
}

bool contours_levels(const table *matrix, bool logarithms, size_t count, const double *parts,
                     double *levels) {
  double *values = calloc(matrix->rows * matrix->cols + 1, sizeof *values);
  if (values == NULL) {
    return complain("no memory for contours of %zu x %zu numbers", matrix->rows, matrix->cols);
  }
  size_t found = sorted_values(matrix, values);
  double all = 0;
  for (size_t i = 0; i < found; i++) {
    all += share_of(values, i, logarithms);
  }
  for (size_t k = 0; k < count; k++) {
    double sum = 0;
    levels[k] = INFINITY;
    for (size_t i = 0; i < found && sum < parts[k] * all; i++) {
      sum += share_of(values, i, logarithms);
      levels[k] = values[i];
    }
  }
  free(values);
  return true;
}
