/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_data.h"

#include "columns.h"
#include "diagnose.h"
#include "number.h"
#include "weights_check.h"

#include <math.h>
#include <stdlib.h>

/* A point that is not finite has no density around it. */
static bool check_points(const kde_options *options, const kde_data *data) {
  const table *points = &data->points;
  for (size_t i = 0; i < points->rows; i++) {
    for (size_t k = 0; k < points->cols; k++) {
      double x = table_at(points, i, k);
      if (!isfinite(x)) {
        return complain("%s: %g (row %zu, column %zu) is not a finite number", options->input,
                        number_shown(x), i + 1, data->taken[k] + 1);
      }
    }
  }
  return true;
}

/* A file of weights, or a column of the input; some of them has to count. */
static bool check_weights(const kde_options *options, const kde_data *data, const size_t *column) {
  const table *weights = &data->weights;
  const char *name = column != NULL ? options->input : options->weights;
  if (!weights_check(weights, name, column != NULL ? *column + 1 : 1)) {
    return false;
  }
  for (size_t i = 0; i < weights->rows; i++) {
    for (size_t j = 0; j < weights->cols; j++) {
      if (table_at(weights, i, j) > 0) {
        return true;
      }
    }
  }
  return complain("%s: all weights%s are 0", name, column != NULL ? ", --weight-column," : "");
}

static bool take_all(const kde_options *options, kde_data *data) {
  size_t column = 0, count = 0;
  const char *input = options->input;
  const table *file = &data->file;
  const size_t *weights = options->weight_column != NULL ? &column : NULL;
  if (weights != NULL &&
      !columns_find(file, input, "--weight-column", options->weight_column, &column)) {
    return false;
  }
  return columns_choose(file, input, options->columns, weights, &data->taken, &count) &&
         columns_take(file, input, data->taken, count, &data->points) &&
         check_points(options, data) &&
         (weights == NULL || columns_take(file, input, weights, 1, &data->weights)) &&
         (options->weights == NULL ||
          weights_read(options->weights, &options->reading, file->rows, input, &data->weights)) &&
         (data->weights.data == NULL || check_weights(options, data, weights));
}

/* Columns that are left out may be words. */
static bool read_file(const kde_options *options, kde_data *data) {
  table_options reading = options->reading;
  reading.words = options->columns != NULL;
  return table_read(options->input, &reading, &data->file);
}

bool kde_data_read(const kde_options *options, kde_data *data) {
  table_dtype dtype = options->result.dtype;
  const char *weights = options->weights != NULL ? options->weights : options->input;
  return read_file(options, data) && take_all(options, data) &&
         table_convert(&data->points, dtype, options->input) &&
         (data->weights.data == NULL || table_convert(&data->weights, dtype, weights));
}

void kde_data_free(kde_data *data) {
  table_free(&data->file);
  table_free(&data->points);
  table_free(&data->weights);
  free(data->taken);
  data->taken = NULL;
}

const char *kde_data_name(const kde_data *data, size_t k) {
  return table_column_name(&data->file, data->taken[k]);
}
