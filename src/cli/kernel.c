/* SPDX-License-Identifier: BSD-3-Clause */
#include "kernel.h"

#include "diagnose.h"
#include "number.h"

#include <string.h>

size_t kernel_rows(const kernel_job *kernel) {
  return kernel->x->rows;
}

size_t kernel_cols(const kernel_job *kernel) {
  return kernel->y != NULL ? kernel->y->rows : kernel->x->rows;
}

static bool succeeded(gk_status status) {
  if (status == GK_SUCCESS || status == GK_ERROR_CANCELLED) {
    return status == GK_SUCCESS;
  }
  return complain("%s", gk_error_message());
}

static gk_options options_of(const kernel_job *kernel) {
  gk_options options = GK_OPTIONS_INIT;
  options.threads = kernel->threads;
  options.progress = progress_report;
  options.progress_data = kernel->progress;
  return options;
}

static gk_status cross_rows(const kernel_job *kernel, size_t first, size_t rows, void *k) {
  const table *x = kernel->x;
  const table *y = kernel->y;
  size_t d = x->cols;
  gk_options options = options_of(kernel);
  if (x->dtype == TABLE_F32) {
    return gk_cross_gram_f32(rows, y->rows, d, (const float *)x->data + first * d, d, y->data, d,
                             &kernel->rbf, k, y->rows, &options);
  }
  return gk_cross_gram_f64(rows, y->rows, d, (const double *)x->data + first * d, d, y->data, d,
                           &kernel->rbf, k, y->rows, &options);
}

static gk_status gram(const kernel_job *kernel, void *k) {
  const table *x = kernel->x;
  size_t n = x->rows;
  size_t d = x->cols;
  gk_options options = options_of(kernel);
  if (x->dtype == TABLE_F32) {
    return gk_gram_triangle_f32(kernel->triangle, n, d, x->data, d, &kernel->rbf, k, n, &options);
  }
  return gk_gram_triangle_f64(kernel->triangle, n, d, x->data, d, &kernel->rbf, k, n, &options);
}

static gk_status gram_rows(const kernel_job *kernel, size_t first, size_t rows, void *k) {
  const table *x = kernel->x;
  size_t n = x->rows;
  size_t d = x->cols;
  gk_options options = options_of(kernel);
  if (x->dtype == TABLE_F32) {
    return gk_gram_rows_f32(n, d, x->data, d, first, rows, &kernel->rbf, k, n, &options);
  }
  return gk_gram_rows_f64(n, d, x->data, d, first, rows, &kernel->rbf, k, n, &options);
}

bool kernel_compute(const kernel_job *kernel, void *k) {
  if (kernel->y != NULL) {
    return succeeded(cross_rows(kernel, 0, kernel->x->rows, k));
  }
  return succeeded(gram(kernel, k));
}

static void zero_rest(const kernel_job *kernel, size_t first, size_t rows, void *k) {
  size_t n = kernel_cols(kernel);
  size_t element = table_element_bytes(kernel->x->dtype);
  for (size_t i = 0; i < rows; i++) {
    char *row = (char *)k + i * n * element;
    size_t diagonal = first + i;
    if (kernel->triangle == GK_LOWER) {
      memset(row + (diagonal + 1) * element, 0, (n - diagonal - 1) * element);
    } else if (kernel->triangle == GK_UPPER) {
      memset(row, 0, diagonal * element);
    }
  }
}

bool kernel_compute_rows(const kernel_job *kernel, size_t first, size_t rows, void *k) {
  if (kernel->y != NULL) {
    return succeeded(cross_rows(kernel, first, rows, k));
  }
  if (!succeeded(gram_rows(kernel, first, rows, k))) {
    return false;
  }
  zero_rest(kernel, first, rows, k);
  return true;
}

void *kernel_block(const kernel_job *kernel) {
  size_t rows = kernel_rows(kernel) < KERNEL_BLOCK_ROWS ? kernel_rows(kernel) : KERNEL_BLOCK_ROWS;
  size_t elements = 0;
  size_t bytes = 0;
  void *block = NULL;
  if (number_product(rows, kernel_cols(kernel), &elements) &&
      number_product(elements, table_element_bytes(kernel->x->dtype), &bytes)) {
    block = gk_alloc(bytes != 0 ? bytes : 1);
  }
  if (block == NULL) {
    complain("no memory for %zu rows of %zu numbers", rows, kernel_cols(kernel));
  }
  return block;
}
