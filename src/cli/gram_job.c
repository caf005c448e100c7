/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram_job.h"

#include "diagnose.h"
#include "library_error.h"
#include "number.h"

#include <string.h>

size_t gram_job_rows(const gram_job *job) {
  return job->x->rows;
}

size_t gram_job_cols(const gram_job *job) {
  return job->y != NULL ? job->y->rows : job->x->rows;
}

static bool succeeded(gk_status status) {
  if (status == GK_SUCCESS || status == GK_ERROR_CANCELLED) {
    return status == GK_SUCCESS;
  }
  return complain("%s", library_error());
}

static gk_options options_of(const gram_job *job) {
  gk_options options = GK_OPTIONS_INIT;
  options.threads = job->threads;
  options.progress = progress_report;
  options.progress_data = job->progress;
  return options;
}

static gk_status cross_rows(const gram_job *job, size_t first, size_t rows, void *k) {
  const table *x = job->x;
  const table *y = job->y;
  size_t d = x->cols;
  gk_options options = options_of(job);
  if (x->dtype == TABLE_F32) {
    return gk_cross_gram_f32(rows, y->rows, d, (const float *)x->data + first * d, d, y->data, d,
                             &job->rbf, k, y->rows, &options);
  }
  return gk_cross_gram_f64(rows, y->rows, d, (const double *)x->data + first * d, d, y->data, d,
                           &job->rbf, k, y->rows, &options);
}

static gk_status gram(const gram_job *job, void *k) {
  const table *x = job->x;
  size_t n = x->rows;
  size_t d = x->cols;
  gk_options options = options_of(job);
  if (x->dtype == TABLE_F32) {
    return gk_gram_triangle_f32(job->triangle, n, d, x->data, d, &job->rbf, k, n, &options);
  }
  return gk_gram_triangle_f64(job->triangle, n, d, x->data, d, &job->rbf, k, n, &options);
}

static gk_status gram_rows(const gram_job *job, size_t first, size_t rows, void *k) {
  const table *x = job->x;
  size_t n = x->rows;
  size_t d = x->cols;
  gk_options options = options_of(job);
  if (x->dtype == TABLE_F32) {
    return gk_gram_rows_f32(n, d, x->data, d, first, rows, &job->rbf, k, n, &options);
  }
  return gk_gram_rows_f64(n, d, x->data, d, first, rows, &job->rbf, k, n, &options);
}

bool gram_job_compute(const gram_job *job, void *k) {
  if (job->y != NULL) {
    return succeeded(cross_rows(job, 0, job->x->rows, k));
  }
  return succeeded(gram(job, k));
}

static void zero_rest(const gram_job *job, size_t first, size_t rows, void *k) {
  size_t n = gram_job_cols(job);
  size_t element = table_element_bytes(job->x->dtype);
  for (size_t i = 0; i < rows; i++) {
    char *row = (char *)k + i * n * element;
    size_t diagonal = first + i;
    if (job->triangle == GK_LOWER) {
      memset(row + (diagonal + 1) * element, 0, (n - diagonal - 1) * element);
    } else if (job->triangle == GK_UPPER) {
      memset(row, 0, diagonal * element);
    }
  }
}

bool gram_job_compute_rows(const gram_job *job, size_t first, size_t rows, void *k) {
  if (job->y != NULL) {
    return succeeded(cross_rows(job, first, rows, k));
  }
  if (!succeeded(gram_rows(job, first, rows, k))) {
    return false;
  }
  zero_rest(job, first, rows, k);
  return true;
}

void *gram_job_block(const gram_job *job) {
  size_t rows = gram_job_rows(job) < GRAM_BLOCK_ROWS ? gram_job_rows(job) : GRAM_BLOCK_ROWS;
  size_t elements = 0;
  size_t bytes = 0;
  void *block = NULL;
  if (number_product(rows, gram_job_cols(job), &elements) &&
      number_product(elements, table_element_bytes(job->x->dtype), &bytes)) {
    block = gk_alloc(bytes != 0 ? bytes : 1);
  }
  if (block == NULL) {
    complain("no memory for %zu rows of %zu numbers", rows, gram_job_cols(job));
  }
  return block;
}
