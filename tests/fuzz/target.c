/* SPDX-License-Identifier: BSD-3-Clause */
#include "target.h"

#include <stdlib.h>

/* Some bytes of text may rightly claim a large matrix of zeros; there is no memory for it here. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
  return "max_allocation_size_mb=256:allocator_may_return_null=1";
}

enum { MOST_ENTRIES = 100000 };

static volatile double seen; /* keeps the compiler from leaving out what is not used */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  fuzz_read(bytes, size);
  return 0;
}

source_file fuzz_source(const uint8_t *bytes, size_t size) {
  return (source_file){.name = "input", .bytes = bytes, .size = size};
}

void fuzz_use_table(table *matrix) {
  size_t entries = 0;
  double sum = 0;
  for (size_t i = 0; i < matrix->rows && matrix->cols > 0 && entries < MOST_ENTRIES; i++) {
    for (size_t j = 0; j < matrix->cols && entries < MOST_ENTRIES; j++, entries++) {
      sum += table_at(matrix, i, j);
    }
    sum += matrix->labels != NULL ? matrix->labels[i] : 0;
  }
  seen = sum;
  table_free(matrix);
}

void fuzz_use_raster(raster *values) {
  const size_t count = raster_count(values);
  double sum = 0;
  for (size_t i = 0; i < count && i < MOST_ENTRIES; i++) {
    sum += raster_load(values->type, raster_at(values, i));
  }
  seen = count > 0 ? sum + raster_load(values->type, raster_at(values, count - 1)) : sum;
  raster_free(values);
}
