/* SPDX-License-Identifier: BSD-3-Clause */
#include "histogram.h"

#include "diagnose.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Linear between the order statistics: numpy's default, R's type 7. */
static double quantile(size_t n, const double *sorted, double part) {
  double at = part * (double)(n - 1);
  size_t below = (size_t)at;
  size_t above = below + 1 < n ? below + 1 : below;
  return sorted[below] + (at - (double)below) * (sorted[above] - sorted[below]);
}

static size_t choose_bins(size_t n, const double *sorted) {
  double range = sorted[n - 1] - sorted[0];
  double freedman = 2 * (quantile(n, sorted, 0.75) - quantile(n, sorted, 0.25)) / cbrt((double)n);
  double sturges = range / (log2((double)n) + 1);
  double width = freedman > 0 ? fmin(freedman, sturges) : sturges;
  double bins = ceil(range / width);
  return bins >= 1 ? (size_t)fmin(bins, HISTOGRAM_MOST_BINS) : 1; /* NaN: all values are the same */
}

static void count(size_t n, const double *values, const double *weights, histogram *result) {
  double width = (result->end - result->begin) / (double)result->bins, all = 0;
  for (size_t i = 0; i < n; i++) {
    double weight = weights != NULL ? weights[i] : 1;
    size_t bin = (size_t)((values[i] - result->begin) / width);
    result->heights[bin < result->bins ? bin : result->bins - 1] += weight;
    all += weight;
  }
  for (size_t k = 0; k < result->bins; k++) {
    result->heights[k] /= all * width;
  }
}

bool histogram_make(size_t n, const double *values, const double *weights, size_t bins,
                    histogram *result) {
  double *sorted = calloc(n, sizeof *sorted);
  if (sorted == NULL) {
    return complain("no memory for a histogram of %zu numbers", n);
  }
  memcpy(sorted, values, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, compare);
  *result = (histogram){bins > 0 ? bins : choose_bins(n, sorted), sorted[0], sorted[n - 1], NULL};
  if (result->begin == result->end) { /* as numpy: a bin of width 1 */
    result->begin -= 0.5;
    result->end += 0.5;
  }
  free(sorted);
  result->heights = calloc(result->bins, sizeof *result->heights);
  if (result->heights == NULL) {
    return complain("no memory for a histogram of %zu bins", result->bins);
  }
  count(n, values, weights, result);
  return true;
}

void histogram_free(histogram *result) {
  free(result->heights);
  result->heights = NULL;
}

double histogram_highest(const histogram *bars) {
  double highest = 0;
  for (size_t k = 0; k < bars->bins; k++) {
    highest = fmax(highest, bars->heights[k]);
  }
  return highest;
}
