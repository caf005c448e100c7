/*
 * LIBSVM's text format (svmlight's as well): "label index:value index:value ...  # comment",
 * indices from 1 and ascending, what is not named is 0. The text is gone through twice: once to
 * check it and to learn the size, once to fill the dense matrix.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "lines.h"
#include "number.h"
#include "readers.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES = 40 };

typedef struct text_word {
  const char *begin, *end;
} text_word;

typedef struct libsvm_reader {
  const char *file;
  text_lines lines;
  size_t rows, cols;     /* seen so far */
  double *data, *labels; /* NULL in the first pass */
  size_t data_rows, data_cols;
} libsvm_reader;

static bool next_word(const text_lines *lines, const char **at, text_word *word) {
  const char *c = *at;
  while (c < lines->end && is_blank(*c)) {
    c++;
  }
  word->begin = c;
  while (c < lines->end && !is_blank(*c)) {
    c++;
  }
  word->end = c;
  *at = c;
  return word->begin < word->end;
}

static bool complain_of_word(const libsvm_reader *libsvm, const text_word *word, const char *what) {
  size_t length = (size_t)(word->end - word->begin);
  return complain("%s:%zu:%zu: %s: '%.*s'%s", libsvm->file, libsvm->lines.number,
                  lines_column(&libsvm->lines, word->begin), what,
                  (int)(length < SHOWN_BYTES ? length : SHOWN_BYTES), word->begin,
                  length > SHOWN_BYTES ? "..." : "");
}

static bool read_pair(const libsvm_reader *libsvm, const text_word *word, size_t *index,
                      double *value) {
  const char *colon = memchr(word->begin, ':', (size_t)(word->end - word->begin));
  if (colon == NULL) {
    return complain_of_word(libsvm, word, "index:value is expected");
  }
  size_t previous = *index;
  if (!number_parse_count(word->begin, (size_t)(colon - word->begin), index)) {
    return complain_of_word(libsvm, word, "the index is not a whole number");
  }
  if (*index == 0) {
    return complain_of_word(libsvm, word,
                            "indices start at 1 (scikit-learn writes so with zero_based=False)");
  }
  if (*index <= previous) {
    return complain_of_word(libsvm, word, "the indices of a line must ascend");
  }
  if (!number_parse(colon + 1, (size_t)(word->end - colon - 1), value)) {
    return complain_of_word(libsvm, word, "the value is not a number");
  }
  return true;
}

/* The file is mapped: who writes into it while it is read can show the passes different texts. */
static bool complain_of_change(const libsvm_reader *libsvm) {
  return complain("%s: the file changed while it was read", libsvm->file);
}

static bool store_label(const libsvm_reader *libsvm, double label) {
  if (libsvm->labels == NULL) {
    return true;
  }
  if (libsvm->rows >= libsvm->data_rows) {
    return complain_of_change(libsvm);
  }
  libsvm->labels[libsvm->rows] = label;
  return true;
}

static bool store_value(const libsvm_reader *libsvm, size_t index, double value) {
  if (libsvm->data == NULL) {
    return true;
  }
  if (index > libsvm->data_cols) {
    return complain_of_change(libsvm);
  }
  libsvm->data[libsvm->rows * libsvm->data_cols + index - 1] = value;
  return true;
}

static bool read_point(libsvm_reader *libsvm) {
  const char *at = libsvm->lines.begin;
  text_word word;
  double label;
  next_word(&libsvm->lines, &at, &word);
  if (!number_parse(word.begin, (size_t)(word.end - word.begin), &label)) {
    return complain_of_word(libsvm, &word, "the label is not a number");
  }
  if (!store_label(libsvm, label)) {
    return false;
  }
  size_t index = 0;
  while (next_word(&libsvm->lines, &at, &word)) {
    double value;
    if (!read_pair(libsvm, &word, &index, &value) || !store_value(libsvm, index, value)) {
      return false;
    }
  }
  libsvm->cols = index > libsvm->cols ? index : libsvm->cols;
  libsvm->rows++;
  return true;
}

/* Goes over all points, the comments and blank lines between them left out. */
static bool read_points(libsvm_reader *libsvm, const source_file *source) {
  libsvm->lines = lines_of(source);
  libsvm->rows = 0;
  while (lines_next(&libsvm->lines)) {
    text_lines *lines = &libsvm->lines;
    const char *comment = memchr(lines->begin, '#', (size_t)(lines->end - lines->begin));
    lines->end = comment != NULL ? comment : lines->end;
    const char *at = lines->begin;
    text_word word;
    if (next_word(lines, &at, &word) && !read_point(libsvm)) {
      return false;
    }
  }
  return libsvm->rows > 0 || complain("%s: there is no data", libsvm->file);
}

static bool fill(libsvm_reader *libsvm, const source_file *source) {
  libsvm->data_rows = libsvm->rows;
  libsvm->data_cols = libsvm->cols;
  return read_points(libsvm, source) &&
         (libsvm->rows == libsvm->data_rows || complain_of_change(libsvm));
}

bool read_libsvm(const source_file *source, table *matrix) {
  libsvm_reader libsvm = {.file = source->name};
  if (!read_points(&libsvm, source)) {
    return false;
  }
  libsvm.data = table_allocate_zeros(source->name, libsvm.rows, libsvm.cols, sizeof(double));
  matrix->owned_data = libsvm.data;
  if (libsvm.data == NULL) {
    return false;
  }
  libsvm.labels = table_allocate(source->name, libsvm.rows, 1, sizeof(double));
  matrix->owned_labels = libsvm.labels;
  if (libsvm.labels == NULL || !fill(&libsvm, source)) {
    return false;
  }
  matrix->rows = libsvm.data_rows;
  matrix->cols = libsvm.data_cols;
  matrix->dtype = TABLE_F64;
  matrix->data = libsvm.data;
  matrix->labels = libsvm.labels;
  matrix->sparse_cols = true;
  return true;
}
