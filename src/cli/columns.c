/* SPDX-License-Identifier: BSD-3-Clause */
#include "columns.h"

#include "diagnose.h"
#include "number.h"
#include "option_values.h"
#include "readers.h"

#include <stdlib.h>
#include <string.h>

bool columns_find(const table *file, const char *path, const char *option, const char *text,
                  size_t *column) {
  if (number_parse_count(text, strlen(text), column)) {
    if (*column < 1 || *column > file->cols) {
      return complain("%s: there is no column %s, %s has %zu, counted from 1", option, text, path,
                      file->cols);
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
             ? complain("%s: no column of %s is named '%s'", option, path, text)
             : complain("%s: '%s' is no number, and the columns of %s have no names", option, text,
                        path);
}

static size_t items_of(const char *list) {
  size_t items = 1;
  for (; *list != '\0'; list++) {
    items += *list == ',';
  }
  return items;
}

static bool no_memory(size_t columns) {
  return complain("no memory for %zu columns", columns);
}

static bool take_all_but(const table *file, const char *path, const size_t *without,
                         size_t **columns, size_t *count) {
  *columns = calloc(file->cols + 1, sizeof **columns);
  if (*columns == NULL) {
    return no_memory(file->cols);
  }
  for (size_t j = 0; j < file->cols; j++) {
    if (without == NULL || j != *without) {
      (*columns)[(*count)++] = j;
    }
  }
  return *count > 0 || complain("%s has no column of data", path);
}

bool columns_choose(const table *file, const char *path, const char *list, const size_t *without,
                    size_t **columns, size_t *count) {
  *columns = NULL;
  *count = 0;
  if (list == NULL) {
    return take_all_but(file, path, without, columns, count);
  }
  size_t most = items_of(list);
  char *copy = strdup(list), *rest = copy;
  *columns = calloc(most, sizeof **columns);
  bool ok = (copy != NULL && *columns != NULL) || no_memory(most);
  for (; ok && rest != NULL; ++*count) {
    char *item = option_next(&rest, *count == 0);
    ok = columns_find(file, path, "--columns", item, &(*columns)[*count]);
  }
  free(copy);
  return ok;
}

bool columns_take(const table *file, const char *path, const size_t *columns, size_t count,
                  table *result) {
  for (size_t k = 0; file->words != NULL && k < count; k++) {
    const table_word *word = &file->words[columns[k]];
    if (word->line != 0) {
      return table_word_complain(word, columns[k] + 1, path);
    }
  }
  size_t bytes = table_element_bytes(file->dtype);
  char *to = table_allocate(path, file->rows, count, bytes);
  if (to == NULL) {
    return false;
  }
  *result = (table){
      .rows = file->rows, .cols = count, .dtype = file->dtype, .data = to, .owned_data = to};
  const char *from = file->data;
  for (size_t i = 0; i < file->rows; i++, from += file->cols * bytes) {
    for (size_t k = 0; k < count; k++, to += bytes) {
      memcpy(to, from + columns[k] * bytes, bytes);
    }
  }
  return true;
}

bool columns_keep(table *file, const char *path, const char *list) {
  size_t *columns = NULL;
  size_t count = 0;
  table taken = {0};
  bool ok = columns_choose(file, path, list, NULL, &columns, &count) &&
            columns_take(file, path, columns, count, &taken);
  free(columns);
  if (ok) {
    taken.labels = file->labels;
    taken.owned_labels = file->owned_labels;
    file->owned_labels = NULL;
    table_free(file);
    *file = taken;
  }
  return ok;
}
