/* The data of `gausskern kde`: some columns of a file, and weights. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_DATA_H
#define GAUSSKERN_CLI_KDE_DATA_H

#include "kde_options.h"
#include "table.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct kde_data {
  table file;    /* all columns of the input */
  size_t *taken; /* those that are the data, from 0 */
  table points;  /* n x d */
  table weights; /* n numbers, or its data NULL */
} kde_data;

/* In the dtype of the result. *data is zeros before; to be freed whatever comes out. */
bool kde_data_read(const kde_options *options, kde_data *data);
void kde_data_free(kde_data *data);

/* The name of column k of the data, or "". */
const char *kde_data_name(const kde_data *data, size_t k);

#endif
