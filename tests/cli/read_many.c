/*
 * Reads every file whose name comes on a line of the standard input, as the tool reads its input,
 * and tells of each "rows cols dtype sum" or "refused"; with the argument "rasters" as filter and
 * pool read theirs, "size size ... sum". So thousands of mutilated files cost one process.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

/* A sparse file may claim a large matrix of zeros; the first entries say enough. */
enum { MOST_ENTRIES = 100000 };

static double sum_of(const table *matrix) {
  double sum = 0;
  size_t seen = 0;
  for (size_t i = 0; i < matrix->rows && matrix->cols > 0; i++) {
    if (matrix->labels != NULL) {
      sum += 0 * matrix->labels[i];
    }
    for (size_t j = 0; j < matrix->cols && seen < MOST_ENTRIES; j++, seen++) {
      sum += table_at(matrix, i, j);
    }
    if (seen == MOST_ENTRIES) {
      break;
    }
  }
  return sum;
}

static void read_one(const char *path) {
  table matrix;
  if (!table_read(path, NULL, &matrix)) {
    printf("refused\n");
    return;
  }
  printf("%zu %zu %s %.17g\n", matrix.rows, matrix.cols, matrix.dtype == TABLE_F32 ? "f32" : "f64",
         sum_of(&matrix));
  table_free(&matrix);
}

static void read_raster(const char *path) {
  raster values;
  if (!raster_read(path, RASTER_BY_NAME, false, &values)) {
    printf("refused\n");
    return;
  }
  size_t count = raster_count(&values);
  double sum = 0;
  for (size_t i = 0; i < count && i < MOST_ENTRIES; i++) {
    sum += raster_load(values.type, raster_at(&values, i));
  }
  for (size_t k = 0; k < values.dimensions; k++) {
    printf("%zu ", values.size[k]);
  }
  printf("%.17g\n", sum);
  raster_free(&values);
}

int main(int argc, char **argv) {
  bool rasters = argc > 1 && strcmp(argv[1], "rasters") == 0;
  char path[4096];
  while (fgets(path, sizeof path, stdin) != NULL) {
    path[strcspn(path, "\n")] = '\0';
    if (rasters) {
      read_raster(path);
    } else {
      read_one(path);
    }
  }
  return ferror(stdin) || fflush(stdout) != 0 ? 1 : 0;
}
