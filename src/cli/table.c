/* SPDX-License-Identifier: BSD-3-Clause */
#include "table.h"

#include "diagnose.h"
#include "number.h"
#include "readers.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

size_t table_element_bytes(table_dtype dtype) {
  return dtype == TABLE_F32 ? sizeof(float) : sizeof(double);
}

static table_format format_by_extension(const char *path) {
  static const struct {
    const char *extension;
    table_format format;
  } known[] = {{".npy", TABLE_NPY},    {".csv", TABLE_CSV},        {".tsv", TABLE_CSV},
               {".txt", TABLE_CSV},    {".dat", TABLE_CSV},        {".libsvm", TABLE_LIBSVM},
               {".svm", TABLE_LIBSVM}, {".svmlight", TABLE_LIBSVM}};
  const char *dot = strrchr(path, '.');
  for (size_t i = 0; dot != NULL && i < sizeof known / sizeof known[0]; i++) {
    if (strcasecmp(dot, known[i].extension) == 0) {
      return known[i].format;
    }
  }
  return TABLE_BY_NAME;
}

static bool read_as(table_format format, const source_file *source, const table_options *options,
                    table *matrix) {
  switch (format) {
  case TABLE_NPY:
    return read_npy(source, matrix);
  case TABLE_CSV:
    return read_csv(source, options, matrix);
  case TABLE_LIBSVM:
    return read_libsvm(source, matrix);
  case TABLE_BY_NAME:
    break;
  }
  return complain("%s: cannot tell the format from the name; name it with --input-format",
                  source->name);
}

/* Data that point into the source need it for as long as the table lives. */
static void keep_source(source_file *source, table *matrix) {
  if (matrix->owned_data == NULL) {
    matrix->map = source->map;
    matrix->map_bytes = source->map != NULL ? source->size : 0;
    matrix->owned_data = source->owned;
    source->map = NULL;
    source->owned = NULL;
  }
}

bool table_read(const char *path, const table_options *options, table *matrix) {
  static const table_options by_name = {TABLE_BY_NAME, '\0', false};
  options = options != NULL ? options : &by_name;
  memset(matrix, 0, sizeof *matrix);
  source_file source;
  if (!source_open(path, &source)) {
    return false;
  }
  table_format format = options->format;
  if (format == TABLE_BY_NAME) {
    format = format_by_extension(path);
  }
  if (format == TABLE_BY_NAME && npy_recognised(&source)) {
    format = TABLE_NPY;
  }
  bool ok = read_as(format, &source, options, matrix);
  if (ok) {
    keep_source(&source, matrix);
  } else {
    table_free(matrix);
  }
  source_close(&source);
  return ok;
}

static void release_data(table *matrix) {
  if (matrix->map != NULL) {
    munmap(matrix->map, matrix->map_bytes);
  }
  free(matrix->owned_data);
  matrix->map = NULL;
  matrix->map_bytes = 0;
  matrix->owned_data = NULL;
  matrix->data = NULL;
}

void table_free(table *matrix) {
  release_data(matrix);
  free(matrix->owned_labels);
  free(matrix->owned_names);
  free(matrix->words);
  memset(matrix, 0, sizeof *matrix);
}

double table_at(const table *matrix, size_t row, size_t col) {
  size_t at = row * matrix->cols + col;
  if (matrix->dtype == TABLE_F32) {
    return ((const float *)matrix->data)[at];
  }
  return ((const double *)matrix->data)[at];
}

const char *table_column_name(const table *matrix, size_t col) {
  const char *name = matrix->names != NULL ? matrix->names : "";
  for (size_t i = 0; i < col && matrix->names != NULL; i++) {
    name += strlen(name) + 1;
  }
  return name;
}

bool table_word_complain(const table_word *word, size_t field, const char *path) {
  if (word->length == 0) {
    return complain("%s:%zu:%zu: field %zu is missing", path, word->line, word->at, field);
  }
  bool whole = word->length <= TABLE_WORD_BYTES;
  return complain("%s:%zu:%zu: field %zu is not a number: '%.*s'%s", path, word->line, word->at,
                  field, whole ? (int)word->length : TABLE_WORD_BYTES, word->text,
                  whole ? "" : "...");
}

static bool checked_bytes(const char *name, size_t rows, size_t cols, size_t element_bytes,
                          size_t *bytes) {
  size_t elements = 0;
  if (!number_product(rows, cols, &elements) || !number_product(elements, element_bytes, bytes) ||
      *bytes > PTRDIFF_MAX) {
    return complain("%s: %zu x %zu numbers do not fit into any memory", name, rows, cols);
  }
  return true;
}

void *table_allocate(const char *name, size_t rows, size_t cols, size_t element_bytes) {
  size_t bytes = 0;
  if (!checked_bytes(name, rows, cols, element_bytes, &bytes)) {
    return NULL;
  }
  void *data = malloc(bytes != 0 ? bytes : 1);
  if (data == NULL) {
    complain("%s: no memory for %zu x %zu numbers (%zu bytes)", name, rows, cols, bytes);
  }
  return data;
}

void *table_allocate_zeros(const char *name, size_t rows, size_t cols, size_t element_bytes) {
  size_t bytes = 0;
  if (!checked_bytes(name, rows, cols, element_bytes, &bytes)) {
    return NULL;
  }
  /* An overcommitting system would promise what it cannot give. */
  double present = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
  void *data = (double)bytes <= present ? calloc(bytes != 0 ? bytes : 1, 1) : NULL;
  if (data == NULL) {
    complain("%s: no memory for %zu x %zu numbers (%zu bytes)", name, rows, cols, bytes);
  }
  return data;
}

static void replace_data(table *matrix, void *data, table_dtype dtype) {
  release_data(matrix);
  matrix->data = data;
  matrix->owned_data = data;
  matrix->dtype = dtype;
}

static bool narrow(const table *matrix, float *to, const char *path) {
  const double *from = matrix->data;
  const size_t rows = matrix->cols > 0 ? matrix->rows : 0; /* a hostile file may claim 10^18 */
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < matrix->cols; j++, from++, to++) {
      *to = (float)*from;
      if (isinf(*to) && !isinf(*from)) {
        return complain("%s: %g (row %zu, column %zu) is too large for f32", path, *from, i + 1,
                        j + 1);
      }
    }
  }
  return true;
}

bool table_convert(table *matrix, table_dtype dtype, const char *path) {
  if (matrix->dtype == dtype) {
    return true;
  }
  void *data = table_allocate(path, matrix->rows, matrix->cols, table_element_bytes(dtype));
  if (data == NULL) {
    return false;
  }
  if (dtype == TABLE_F32) {
    if (!narrow(matrix, data, path)) {
      free(data);
      return false;
    }
  } else {
    const float *from = matrix->data;
    double *to = data;
    for (size_t i = 0; i < matrix->rows * matrix->cols; i++) {
      to[i] = from[i];
    }
  }
  replace_data(matrix, data, dtype);
  return true;
}

bool table_widen(table *matrix, size_t cols, const char *path) {
  if (cols <= matrix->cols) {
    return true;
  }
  size_t element = table_element_bytes(matrix->dtype);
  char *data = table_allocate_zeros(path, matrix->rows, cols, element);
  if (data == NULL) {
    return false;
  }
  for (size_t i = 0; i < matrix->rows && matrix->cols > 0; i++) {
    memcpy(data + i * cols * element, (const char *)matrix->data + i * matrix->cols * element,
           matrix->cols * element);
  }
  replace_data(matrix, data, matrix->dtype);
  matrix->cols = cols;
  return true;
}
