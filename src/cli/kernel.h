/* The matrix that `gausskern gram` computes: its points, its parameters, and its rows on demand. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KERNEL_H
#define GAUSSKERN_CLI_KERNEL_H

#include "progress.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct kernel_job {
  const table *x;
  const table *y; /* NULL: the symmetric Gram matrix of x. Of the same dtype and cols as x */
  gk_rbf rbf;
  gk_triangle triangle; /* the rest of the matrix is 0 */
  size_t threads;
  progress *progress;
} kernel_job;

/* Blocks of this many rows are computed cheapest. */
enum { KERNEL_BLOCK_ROWS = 512 };

size_t kernel_rows(const kernel_job *kernel);
size_t kernel_cols(const kernel_job *kernel);

/* All of it into k, which holds zeros before. False without a message where a signal cancelled it.
 */
bool kernel_compute(const kernel_job *kernel, void *k);

/* The rows from first on into k (rows x kernel_cols), whatever it held. */
bool kernel_compute_rows(const kernel_job *kernel, size_t first, size_t rows, void *k);

/* Memory for a block of rows, to be released with gk_free; complains and gives NULL if none. */
void *kernel_block(const kernel_job *kernel);

#endif
