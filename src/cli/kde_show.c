/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_show.h"

#include <math.h>

/* Columns that are enough for any terminal, and the height of the area by its width. */
enum { MOST_COLUMNS = 1024 };
static const double HEIGHT = 0.3;

/* The largest finite value of those that share column j; NaN where none is finite. */
static double highest(const table *curve, size_t j, size_t columns) {
  double found = NAN;
  size_t end = (j + 1) * curve->cols / columns;
  for (size_t i = j * curve->cols / columns; i < end; i++) {
    double value = table_at(curve, 0, i);
    found = isfinite(value) ? fmax(found, value) : found;
  }
  return found;
}

bool kde_show_area(const array *curve, array *area) {
  table values = array_matrix(curve);
  size_t columns = values.cols < MOST_COLUMNS ? values.cols : MOST_COLUMNS;
  size_t rows = (size_t)ceil(HEIGHT * (double)columns);
  *area = (array){.dtype = TABLE_F64, .dimensions = 2, .shape = {rows, columns}};
  if (!array_allocate(area)) {
    return false;
  }
  double *to = area->data, low = INFINITY, high = -INFINITY;
  for (size_t j = 0; j < columns; j++) {
    to[j] = highest(&values, j, columns);
    low = fmin(low, to[j]);
    high = fmax(high, to[j]);
  }
  low = low > 0 ? 0 : low; /* of densities; the logarithms' least is below 0 as a rule */
  for (size_t j = 0; j < columns; j++) {
    double top = (to[j] - low) / (high - low) * (double)rows, value = to[j];
    for (size_t i = 0; i < rows; i++) {
      to[i * columns + j] = (double)i + 0.5 < top ? value : low;
    }
  }
  return true;
}
