/* What weights have to be, whichever command reads them. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_WEIGHTS_CHECK_H
#define GAUSSKERN_CLI_WEIGHTS_CHECK_H

#include "table.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether they are finite and not negative; where not, says which is at fault of those in the file
   `name`, whose column `column`, from 1, is their first. */
bool weights_check(const table *weights, const char *name, size_t column);

/* Reads them from a file `name`: a column, or a row, with a number for each of the n points of the
   file `points`. They are not checked yet. */
bool weights_read(const char *name, const table_options *reading, size_t n, const char *points,
                  table *weights);

#endif
