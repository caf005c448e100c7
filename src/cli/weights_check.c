/* SPDX-License-Identifier: BSD-3-Clause */
#include "weights_check.h"

#include "diagnose.h"
#include "number.h"

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
