/* A histogram of data, scaled as a density. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_HISTOGRAM_H
#define GAUSSKERN_CLI_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct histogram {
  size_t bins;
  double begin, end; /* of all bins, which are of one width */
  double *heights;   /* share of the weight / width of a bin: the areas sum to 1 */
} histogram;

/*
 * Of n >= 1 finite values with weights (NULL: all alike), in Freedman and Diaconis' bins, 2 IQR
 * n^(-1/3) wide ("On the histogram as a density estimator", Z. Wahrscheinlichkeitstheorie 57 (1981)),
 * from the smallest to the largest value; quartiles as numpy's. Where the quartiles coincide Scott's
 * bins, 3.49 s n^(-1/3) wide; never more than 1000. False after telling that there is no memory.
 */
bool histogram_make(size_t n, const double *values, const double *weights, histogram *result);
void histogram_free(histogram *result);

double histogram_highest(const histogram *bars);

#endif
