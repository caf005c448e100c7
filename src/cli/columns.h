/* Some columns of a file, as --columns names them. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_COLUMNS_H
#define GAUSSKERN_CLI_COLUMNS_H

#include "table.h"

#include <stdbool.h>
#include <stddef.h>

/* The column, from 0, that `text` names: its number, counted from 1, or the name in the header. */
bool columns_find(const table *file, const char *path, const char *option, const char *text,
                  size_t *column);

/* Those of a list with commas, in its order, into memory that the caller frees, whatever comes out;
   NULL: all but `without`, which may be NULL. */
bool columns_choose(const table *file, const char *path, const char *list, const size_t *without,
                    size_t **columns, size_t *count);

/* A matrix of these columns, of the file's dtype, without labels and names. They have to be numbers
   where the file was read with its words. */
bool columns_take(const table *file, const char *path, const size_t *columns, size_t count,
                  table *result);

/* Leaves those of a list, as of columns_choose, in the table itself; labels of its rows stay. */
bool columns_keep(table *file, const char *path, const char *list);

#endif
