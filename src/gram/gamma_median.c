/* The median heuristic for gamma: distances of all pairs or of a sample, and their median. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/gamma.h"

#include <math.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/select.h"
#include "core/status.h"

enum { DEFAULT_PAIRS = 1000000 };

/* The median; of an even number the mean of the two in the middle. Reorders the values. */
static double median(double *values, size_t count) {
  const size_t middle = count / 2;
  gki_select(values, count, middle);
  if (count % 2 == 1) {
    return values[middle];
  }
  double before = values[0];
  for (size_t i = 1; i < middle; i++) {
    before = values[i] > before ? values[i] : before;
  }
  return 0.5 * before + 0.5 * values[middle];
}

static size_t keep_positive(double *values, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (values[i] > 0.0) {
      values[kept++] = values[i];
    }
  }
  return kept;
}

static gk_status gamma_of_distances(const char *function, double *distances, size_t count,
                                    double *gamma) {
  double width = median(distances, count);
  if (width == 0.0) {
    const size_t positive = keep_positive(distances, count);
    if (positive == 0) {
      *gamma = 1.0;
      return GK_SUCCESS;
    }
    width = median(distances, positive);
  }
  return gki_gamma_of_width(GK_ERROR_DATA, function, "the median distance", width, gamma);
}

/* n (n - 1) / 2, or SIZE_MAX where that is more. n >= 2. */
static size_t count_pairs(size_t n) {
  const size_t even = n % 2 == 0 ? n : n - 1;
  const size_t odd = n % 2 == 0 ? n - 1 : n;
  size_t pairs;
  return gki_multiply_size(even / 2, odd, &pairs) ? pairs : SIZE_MAX;
}

#define T       double
#define NAME(x) x##_f64
#include "gram/gamma_median_impl.h"
#undef NAME
#undef T

#define T       float
#define NAME(x) x##_f32
#include "gram/gamma_median_impl.h"
#undef NAME
#undef T
