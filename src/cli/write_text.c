/* SPDX-License-Identifier: BSD-3-Clause */
#include "diagnose.h"
#include "number.h"
#include "writers.h"

#include <float.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* "18446744073709551615:-2.2250738585072014e-308 " and something to spare. */
enum { ENTRY_BYTES = 64 };

/* Formats row i, whose numbers are at k, at text; gives its end. */
typedef char *(*row_writer)(const kernel_job *kernel, size_t i, const void *k, char *text);

static char *put_entry(const kernel_job *kernel, const void *k, size_t j, char *text) {
  if (kernel->x->dtype == TABLE_F32) {
    double value = ((const float *)k)[j];
    return text + snprintf(text, ENTRY_BYTES, "%.*g", FLT_DECIMAL_DIG, value);
  }
  return text + snprintf(text, ENTRY_BYTES, "%.*g", DBL_DECIMAL_DIG, ((const double *)k)[j]);
}

static char *csv_row(const kernel_job *kernel, size_t i, const void *k, char *text) {
  (void)i;
  size_t n = kernel_cols(kernel);
  for (size_t j = 0; j < n; j++) {
    text = put_entry(kernel, k, j, text);
    *text++ = j + 1 < n ? ',' : '\n';
  }
  if (n == 0) {
    *text++ = '\n';
  }
  return text;
}

static char *libsvm_row(const kernel_job *kernel, size_t i, const void *k, char *text) {
  const double *labels = kernel->x->labels;
  text += number_format(labels != NULL ? labels[i] : 0, text);
  text += snprintf(text, ENTRY_BYTES, " 0:%zu", i + 1);
  for (size_t j = 0; j < kernel_cols(kernel); j++) {
    text += snprintf(text, ENTRY_BYTES, " %zu:", j + 1);
    text = put_entry(kernel, k, j, text);
  }
  *text++ = '\n';
  return text;
}

static bool write_block(const kernel_job *kernel, output *out, row_writer write_row, char *text,
                        size_t first, const char *block) {
  size_t n = kernel_rows(kernel);
  size_t row_bytes = kernel_cols(kernel) * table_element_bytes(kernel->x->dtype);
  for (size_t i = first; i < n && i - first < KERNEL_BLOCK_ROWS; i++) {
    const char *end = write_row(kernel, i, block + (i - first) * row_bytes, text);
    if (!output_write(out, text, (size_t)(end - text))) {
      return false;
    }
    progress_part(kernel->progress, (double)(i + 1) / (double)n, 0);
    if (progress_report(0, kernel->progress) != 0) {
      return false;
    }
  }
  return true;
}

static bool write_text(const kernel_job *kernel, output *out, row_writer write_row) {
  size_t n = kernel_rows(kernel);
  size_t text_bytes = 0;
  char *text = NULL;
  if (kernel_cols(kernel) < SIZE_MAX - 2 &&
      number_product(kernel_cols(kernel) + 2, ENTRY_BYTES, &text_bytes)) {
    text = malloc(text_bytes);
  }
  if (text == NULL) {
    return complain("no memory for a line of %zu numbers", kernel_cols(kernel));
  }
  void *block = kernel_block(kernel);
  bool ok = block != NULL;
  for (size_t first = 0; ok && first < n; first += KERNEL_BLOCK_ROWS) {
    size_t rows = n - first < KERNEL_BLOCK_ROWS ? n - first : KERNEL_BLOCK_ROWS;
    progress_part(kernel->progress, (double)first / (double)n, 0);
    ok = kernel_compute_rows(kernel, first, rows, block) &&
         write_block(kernel, out, write_row, text, first, block);
  }
  gk_free(block);
  free(text);
  return ok;
}

bool write_csv(const kernel_job *kernel, output *out) {
  return write_text(kernel, out, csv_row);
}

bool write_libsvm(const kernel_job *kernel, output *out) {
  return write_text(kernel, out, libsvm_row);
}
