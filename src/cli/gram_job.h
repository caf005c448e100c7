/* The matrix that `gausskern gram` computes: its points, its parameters, and its rows on demand. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_GRAM_JOB_H
#define GAUSSKERN_CLI_GRAM_JOB_H

#include "progress.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct gram_job {
  const table *x;
  const table *y; /* NULL: the symmetric Gram matrix of x. Of the same dtype and cols as x */
  gk_rbf rbf;
  gk_triangle triangle; /* the rest of the matrix is 0 */
  size_t threads;
  progress *progress;
} gram_job;

/* Blocks of this many rows are computed cheapest. */
enum { GRAM_BLOCK_ROWS = 512 };

size_t gram_job_rows(const gram_job *job);
size_t gram_job_cols(const gram_job *job);

/* All of it into k, which holds zeros before. False without a message where a signal cancelled it.
 */
bool gram_job_compute(const gram_job *job, void *k);

/* The rows from first on into k (rows x gram_job_cols), whatever it held. */
bool gram_job_compute_rows(const gram_job *job, size_t first, size_t rows, void *k);

/* Memory for a block of rows, to be released with gk_free; complains and gives NULL if none. */
void *gram_job_block(const gram_job *job);

#endif
