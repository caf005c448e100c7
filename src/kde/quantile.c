/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/create.h"

/*
 * Each point of positive weight stands in the middle of its share of the cumulated weights; these
 * places are stretched so that the first is at 0 and the last at 1, and joined by straight lines.
 * Of equal weights that is R's type 7.
 */
double gki_kde_quantile(size_t n, const double *sorted, const double *weights, double p) {
  if (!weights) {
    const double place = p * (double)(n - 1);
    const size_t below = (size_t)place;
    const size_t above = below + 1 < n ? below + 1 : below;
    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
  }
  size_t first = 0, last = n - 1;
  while (weights[first] == 0) {
    first++;
  }
  while (weights[last] == 0) {
    last--;
  }
  double length = 0;
  for (size_t i = first; i < last; i++) {
    length += (weights[i] + weights[i + 1]) / 2; /* those of 0 in between add up as well */
  }
  double place = 0;
  size_t before = first;
  for (size_t i = first + 1; i <= last; i++) {
    if (weights[i] == 0) {
      continue;
    }
    const double step = (weights[before] + weights[i]) / 2;
    if (place + step >= p * length) {
      const double part = (p * length - place) / step;
      return sorted[before] + part * (sorted[i] - sorted[before]);
    }
    place += step;
    before = i;
  }
  return sorted[last];
}
