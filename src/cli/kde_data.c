/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_data.h"

#include "diagnose.h"
#include "number.h"
#include "option_values.h"
#include "readers.h"
#include "weights_check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* By number, counted from 1, or by name. */
static bool find_column(const kde_options *options, const table *file, const char *option,
                        const char *text, size_t *column) {
  if (number_parse_count(text, strlen(text), column)) {
    if (*column < 1 || *column > file->cols) {
      return complain("%s: there is no column %s, %s has %zu, counted from 1", option, text,
                      options->input, file->cols);
    }
    --*column;
    return true;
  }
  for (*column = 0; file->names != NULL && *column < file->cols; ++*column) {
    if (strcmp(table_column_name(file, *column), text) == 0) {
      return true;
    }
  }
  return file->names != NULL
             ? complain("%s: no column of %s is named '%s'", option, options->input, text)
             : complain("%s: '%s' is no number, and the columns of %s have no names", option, text,
                        options->input);
}

/* All columns but that of the weights. */
static size_t take_others(const table *file, const size_t *weights, size_t *taken) {
  size_t count = 0;
  for (size_t j = 0; j < file->cols; j++) {
    if (weights == NULL || j != *weights) {
      taken[count++] = j;
    }
  }
  return count;
}

static size_t items_of(const char *list) {
  size_t items = 1;
  for (; list != NULL && *list != '\0'; list++) {
    items += *list == ',';
  }
  return items;
}

/* Which columns of the file are the data, in data->taken. */
static bool choose_columns(const kde_options *options, const size_t *weights, kde_data *data,
                           size_t *count) {
  const table *file = &data->file;
  char *list = options->columns;
  size_t most = list != NULL ? items_of(list) : file->cols;
  data->taken = calloc(most + 1, sizeof *data->taken);
  if (data->taken == NULL) {
    return complain("no memory for %zu columns", most);
  }
  if (list == NULL) {
    *count = take_others(file, weights, data->taken);
    return *count > 0 || complain("%s has no column of data", options->input);
  }
  for (*count = 0; list != NULL; ++*count) {
    char *item = option_next(&list, *count == 0);
    if (!find_column(options, file, "--columns", item, &data->taken[*count])) {
      return false;
    }
  }
  return true;
}

/* A matrix of these columns of the file, in double. */
static bool take_columns(const kde_options *options, const table *file, size_t count,
                         const size_t *columns, table *result) {
  double *values = table_allocate(options->input, file->rows, count, sizeof *values);
  if (values == NULL) {
    return false;
  }
  *result = (table){
      .rows = file->rows, .cols = count, .dtype = TABLE_F64, .data = values, .owned_data = values};
  for (size_t i = 0; i < file->rows; i++) {
    for (size_t k = 0; k < count; k++) {
      *values++ = table_at(file, i, columns[k]);
    }
  }
  return true;
}

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

/* One column, or one row, of as many numbers as there are points. */
static bool read_weights(const kde_options *options, kde_data *data) {
  table *weights = &data->weights;
  if (!table_read(options->weights, &options->reading, weights)) {
    return false;
  }
  if (weights->cols != 1 && weights->rows != 1) {
    return complain("%s has %zu columns; weights are one", options->weights, weights->cols);
  }
  size_t count = weights->rows * weights->cols, n = data->file.rows;
  return count == n || complain("%s has %zu number%s, but %s has %zu point%s", options->weights,
                                count, option_plural(count), options->input, n, option_plural(n));
}

static bool take_all(const kde_options *options, kde_data *data) {
  size_t column = 0, count = 0;
  const size_t *weights = options->weight_column != NULL ? &column : NULL;
  if (weights != NULL &&
      !find_column(options, &data->file, "--weight-column", options->weight_column, &column)) {
    return false;
  }
  return choose_columns(options, weights, data, &count) &&
         take_columns(options, &data->file, count, data->taken, &data->points) &&
         check_points(options, data) &&
         (weights == NULL || take_columns(options, &data->file, 1, weights, &data->weights)) &&
         (options->weights == NULL || read_weights(options, data)) &&
         (data->weights.data == NULL || check_weights(options, data, weights));
}

bool kde_data_read(const kde_options *options, kde_data *data) {
  table_dtype dtype = options->result.dtype;
  const char *weights = options->weights != NULL ? options->weights : options->input;
  return table_read(options->input, &options->reading, &data->file) && take_all(options, data) &&
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
