/*
 * Reads every file whose name comes on a line of the standard input, as the tool reads its input,
 * and tells of each "rows cols dtype sum" or "refused". So thousands of mutilated files cost one
 * process.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
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

int main(void) {
  char path[4096];
  while (fgets(path, sizeof path, stdin) != NULL) {
    path[strcspn(path, "\n")] = '\0';
    read_one(path);
  }
  return ferror(stdin) || fflush(stdout) != 0 ? 1 : 0;
}
