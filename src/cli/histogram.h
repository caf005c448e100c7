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

enum { HISTOGRAM_MOST_BINS = 1000 };

/*
 * Of n >= 1 finite values with weights (NULL: all alike), from the smallest to the largest value in
 * `bins` bins, or, where that is 0, in numpy's bins="auto": Freedman and Diaconis', 2 IQR n^(-1/3) wide ("On the histogram as a density
 * estimator", Z. Wahrscheinlichkeitstheorie 57 (1981)), or Sturges', 1 + log2(n), where those are
 * narrower (as of few points of several modes) or the quartiles coincide; never more than that.
 * False after telling that there is no memory.
 */
bool histogram_make(size_t n, const double *values, const double *weights, size_t bins,
                    histogram *result);
void histogram_free(histogram *result);

double histogram_highest(const histogram *bars);

#endif
