/* A matrix read from a file: what `gausskern gram` computes with and `gausskern plot` draws. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_TABLE_H
#define GAUSSKERN_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum table_dtype { TABLE_F64, TABLE_F32 } table_dtype;

typedef enum table_format {
  TABLE_BY_NAME, /* .npy; .csv .tsv .txt .dat; .libsvm .svm .svmlight; else npy by its magic */
  TABLE_NPY,
  TABLE_CSV,
  TABLE_LIBSVM
} table_format;

typedef struct table_options {
  table_format format;
  char delimiter; /* of a CSV; '\0': detect, ' ': any run of blanks */
  bool words;     /* of a CSV: what is no number becomes NaN, and is told where it is needed */
} table_options;

enum { TABLE_WORD_BYTES = 40 };

/* A field that is no number: where it stands, both from 1, and its first bytes. */
typedef struct table_word {
  size_t line, at, length;
  char text[TABLE_WORD_BYTES];
} table_word;

/*
 * Row-major without gaps: the element in row i and column j is data[i * cols + j], a double or a
 * float as dtype says. rows or cols may be 0; then data may be NULL. The data may be a read-only
 * map of the file: do not write to it.
 */
typedef struct table {
  size_t rows, cols;
  table_dtype dtype;
  const void *data;
  const double *labels; /* rows values where the format has labels (LIBSVM), else NULL */
  const char *names;    /* of the columns, one behind the other, or NULL (CSV) */
  table_word *words;    /* the first of each column, line 0: none; NULL: nowhere one (CSV) */
  bool sparse_cols;     /* cols is only the largest index that occurs (LIBSVM): more may be added */
  /* what table_free releases */
  void *map;
  size_t map_bytes;
  void *owned_data;
  double *owned_labels;
  char *owned_names;
} table;

/*
 * Reads the file into *matrix. options may be NULL: all by name. "-" is the standard input.
 * Like every function of the tool that can fail, it returns false after it has told why in one line
 * on stderr through complain() of diagnose.h; the caller only passes the failure on (exit status
 * 1). After a failure *matrix is empty, and table_free is allowed but not needed.
 */
bool table_read(const char *path, const table_options *options, table *matrix);

void table_free(table *matrix);

/* The element as a double, whatever the dtype. */
double table_at(const table *matrix, size_t row, size_t col);

/* "" where the column has no name. */
const char *table_column_name(const table *matrix, size_t col);

/* False, after telling that this field of a line, from 1, is no number. */
bool table_word_complain(const table_word *word, size_t field, const char *path);

/* Makes the data of this dtype; false where a finite double is too large for a float. */
bool table_convert(table *matrix, table_dtype dtype, const char *path);

/* Appends columns of zeros up to cols, for a LIBSVM file whose last features do not occur. */
bool table_widen(table *matrix, size_t cols, const char *path);

size_t table_element_bytes(table_dtype dtype);

#endif
