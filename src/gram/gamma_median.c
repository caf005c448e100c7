/* The median heuristic for gamma: distances of all pairs or of a sample, and their median. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/gamma.h"

#include <math.h>
#include <stdint.h>

#include "core/memory.h"
#include "core/status.h"

enum { DEFAULT_PAIRS = 1000000 };

/* SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
static uint64_t next_random(uint64_t *state) {
  *state += UINT64_C(0x9e3779b97f4a7c15);
  uint64_t bits = *state;
  bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
  return bits ^ (bits >> 31);
}

/* One of 0 ... count - 1, each as likely: the draws of an incomplete last round are drawn again. */
static size_t random_index(uint64_t *state, size_t count) {
  const uint64_t incomplete = (UINT64_C(0) - count) % count;
  uint64_t bits;
  do {
    bits = next_random(state);
  } while (bits < incomplete);
  return (size_t)(bits % count);
}

static void swap(double *a, double *b) {
  const double kept = *a;
  *a = *b;
  *b = kept;
}

/*
 * Reorders values so that values[k] is the one that sorting would put there, none before it is
 * greater, none after it smaller. Quickselect in three parts: equal values cost nothing, and the
 * random pivot leaves no order of the data that is slow.
 */
static void select_kth(double *values, size_t count, size_t k) {
  uint64_t state = 0;
  size_t first = 0, end = count;
  while (end - first > 1) {
    const double pivot = values[first + random_index(&state, end - first)];
    size_t below = first, at = first, above = end; /* smaller | equal | not seen yet | greater */
    while (at < above) {
      if (values[at] < pivot) {
        swap(&values[below++], &values[at++]);
      } else if (values[at] > pivot) {
        swap(&values[--above], &values[at]);
      } else {
        at++;
      }
    }
    if (k < below) {
      end = below;
    } else if (k >= above) {
      first = above;
    } else {
      return;
    }
  }
}

/* The median; of an even number the mean of the two in the middle. Reorders the values. */
static double median(double *values, size_t count) {
  const size_t middle = count / 2;
  select_kth(values, count, middle);
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
