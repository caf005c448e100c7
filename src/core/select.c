/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/select.h"

/* SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
static uint64_t next_random(uint64_t *state) {
  *state += UINT64_C(0x9e3779b97f4a7c15);
  uint64_t bits = *state;
  bits = (bits ^ (bits >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  bits = (bits ^ (bits >> 27)) * UINT64_C(0x94d049bb133111eb);
  return bits ^ (bits >> 31);
}

/* The draws of an incomplete last round are drawn again. */
size_t gki_random_index(uint64_t *state, size_t count) {
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

/* Quickselect in three parts: equal values cost nothing, and the random pivot leaves no order of the
 * data that is slow. */
void gki_select(double *values, size_t count, size_t k) {
  uint64_t state = 0;
  size_t first = 0, end = count;
  while (end - first > 1) {
    const double pivot = values[first + gki_random_index(&state, end - first)];
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
