/* SPDX-License-Identifier: BSD-3-Clause */
#include "weights_check.h"

#include "diagnose.h"
#include "number.h"
#include "option_values.h"

#include <math.h>

bool weights_check(const table *weights, const char *name, size_t column) {
  const size_t rows = weights->cols > 0 ? weights->rows : 0; /* a hostile file may claim 10^18 */
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < weights->cols; j++) {
      double weight = table_at(weights, i, j);
      if (!(isfinite(weight) && weight >= 0)) {
        return complain("%s: the weight %g (row %zu, column %zu) is not a finite number >= 0", name,
                        number_shown(weight), i + 1, column + j);
      }
    }
  }
  return true;
}

bool weights_read(const char *name, const table_options *reading, size_t n, const char *points,
                  table *weights) {
  if (!table_read(name, reading, weights)) {
    return false;
  }
  if (weights->cols != 1 && weights->rows != 1) {
    return complain("%s has %zu columns; weights are one column", name, weights->cols);
  }
  size_t count = weights->rows * weights->cols;
  return count == n || complain("%s has %zu number%s, but %s has %zu point%s", name, count,
                                option_plural(count), points, n, option_plural(n));
}
