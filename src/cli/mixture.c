/* SPDX-License-Identifier: BSD-3-Clause */
#include "mixture.h"

#include "diagnose.h"
#include "library_error.h"
#include "table.h"

#include <stdlib.h>
#include <string.h>

static bool make_normal(const density_options *options, gk_mixture **mixture) {
  static const double one = 1;
  size_t d = options->mean_count, count = options->covariance_count;
  const double *matrix = count > 0 ? options->covariance : &one;
  gk_covariance_form form = count <= 1   ? GK_COVARIANCE_SPHERICAL
                            : count == d ? GK_COVARIANCE_DIAGONAL
                                         : GK_COVARIANCE_FULL;
  return gk_normal_create(d, options->mean, form, matrix, count <= 1 ? 1 : d, mixture) ==
             GK_SUCCESS ||
         complain("%s", library_error());
}

/* The d for which a row has 1 + d + d * d numbers; 0 if there is none. */
static size_t dimensions_of(size_t cols) {
  size_t d = 1;
  while (d < cols && 1 + d + d * d < cols) {
    d++;
  }
  return 1 + d + d * d == cols ? d : 0;
}

/* The parts of the rows, each by itself. */
static void take_apart(const table *rows, size_t d, double *weights, double *means,
                       double *matrices) {
  const double *row = rows->data;
  for (size_t k = 0; k < rows->rows; k++, row += rows->cols) {
    weights[k] = row[0];
    memcpy(means + k * d, row + 1, d * sizeof *means);
    memcpy(matrices + k * d * d, row + 1 + d, d * d * sizeof *matrices);
  }
}

static bool make_of_rows(const char *name, const table *rows, gk_mixture **mixture) {
  size_t m = rows->rows, d = dimensions_of(rows->cols);
  if (m == 0 || d == 0) {
    return complain(
        "%s has %zu row%s of %zu number%s; a mixture in d dimensions has 1 + d + d*d in "
        "a row: 3, 7, 13 ...",
        name, m, m == 1 ? "" : "s", rows->cols, rows->cols == 1 ? "" : "s");
  }
  /* The parts take as much room as the rows. */
  double *weights = calloc(m * rows->cols, sizeof *weights);
  if (weights == NULL) {
    return complain("%s: no memory for a mixture of %zu components", name, m);
  }
  double *means = weights + m, *matrices = means + m * d;
  take_apart(rows, d, weights, means, matrices);
  gk_status status =
      gk_mixture_create(m, d, weights, means, d, GK_COVARIANCE_FULL, matrices, d, mixture);
  free(weights);
  return status == GK_SUCCESS || complain("%s: %s", name, library_error());
}

bool mixture_make(const density_options *options, gk_mixture **mixture) {
  if (options->mixture == NULL) {
    return make_normal(options, mixture);
  }
  table rows;
  if (!table_read(options->mixture, &options->reading, &rows)) {
    return false;
  }
  bool ok = table_convert(&rows, TABLE_F64, options->mixture) &&
            make_of_rows(options->mixture, &rows, mixture);
  table_free(&rows);
  return ok;
}
