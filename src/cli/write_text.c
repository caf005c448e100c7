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
typedef char *(*row_writer)(const gram_job *job, size_t i, const void *k, char *text);

static char *put_entry(const gram_job *job, const void *k, size_t j, char *text) {
  if (job->x->dtype == TABLE_F32) {
    double value = ((const float *)k)[j];
    return text + snprintf(text, ENTRY_BYTES, "%.*g", FLT_DECIMAL_DIG, number_shown(value));
  }
  return text +
         snprintf(text, ENTRY_BYTES, "%.*g", DBL_DECIMAL_DIG, number_shown(((const double *)k)[j]));
}

static char *csv_row(const gram_job *job, size_t i, const void *k, char *text) {
  (void)i;
  size_t n = gram_job_cols(job);
  for (size_t j = 0; j < n; j++) {
    text = put_entry(job, k, j, text);
    *text++ = j + 1 < n ? ',' : '\n';
  }
  if (n == 0) {
    *text++ = '\n';
  }
  return text;
}

static char *libsvm_row(const gram_job *job, size_t i, const void *k, char *text) {
  const double *labels = job->x->labels;
  text += number_format(labels != NULL ? labels[i] : 0, text);
  text += snprintf(text, ENTRY_BYTES, " 0:%zu", i + 1);
  for (size_t j = 0; j < gram_job_cols(job); j++) {
    text += snprintf(text, ENTRY_BYTES, " %zu:", j + 1);
    text = put_entry(job, k, j, text);
  }
  *text++ = '\n';
  return text;
}

static bool write_block(const gram_job *job, output *out, row_writer write_row, char *text,
                        size_t first, const char *block) {
  size_t n = gram_job_rows(job);
  size_t row_bytes = gram_job_cols(job) * table_element_bytes(job->x->dtype);
  for (size_t i = first; i < n && i - first < GRAM_BLOCK_ROWS; i++) {
    const char *end = write_row(job, i, block + (i - first) * row_bytes, text);
    if (!output_write(out, text, (size_t)(end - text))) {
      return false;
    }
    progress_part(job->progress, (double)(i + 1) / (double)n, 0);
    if (progress_report(0, job->progress) != 0) {
      return false;
    }
  }
  return true;
}

static bool write_text(const gram_job *job, output *out, row_writer write_row) {
  size_t n = gram_job_rows(job);
  size_t text_bytes = 0;
  char *text = NULL;
  if (gram_job_cols(job) < SIZE_MAX - 2 &&
      number_product(gram_job_cols(job) + 2, ENTRY_BYTES, &text_bytes)) {
    text = malloc(text_bytes);
  }
  if (text == NULL) {
    return complain("no memory for a line of %zu numbers", gram_job_cols(job));
  }
  void *block = gram_job_block(job);
  bool ok = block != NULL;
  for (size_t first = 0; ok && first < n; first += GRAM_BLOCK_ROWS) {
    size_t rows = n - first < GRAM_BLOCK_ROWS ? n - first : GRAM_BLOCK_ROWS;
    progress_part(job->progress, (double)first / (double)n, 0);
    ok = gram_job_compute_rows(job, first, rows, block) &&
         write_block(job, out, write_row, text, first, block);
  }
  gk_free(block);
  free(text);
  return ok;
}

bool write_csv(const gram_job *job, output *out) {
  return write_text(job, out, csv_row);
}

bool write_libsvm(const gram_job *job, output *out) {
  return write_text(job, out, libsvm_row);
}
