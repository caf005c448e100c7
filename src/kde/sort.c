/*
 * A radix sort of doubles: their bits, turned so that they order as unsigned integers do, by six
 * digits of 11 bits from the lowest on. A digit that all keys share is passed over.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/engines.h"

#include <stdint.h>
#include <string.h>

enum { DIGITS = 6, BITS = 11, VALUES = 1 << BITS };

/* Ascending as unsigned numbers: negative doubles have all bits turned over, others the sign. */
static uint64_t ordered(double key) {
  uint64_t bits;
  memcpy(&bits, &key, sizeof bits);
  const uint64_t turned = bits >> 63 ? UINT64_MAX : (uint64_t)1 << 63;
  return bits ^ turned;
}

static size_t digit_of(double key, int digit) {
  return (size_t)(ordered(key) >> (digit * BITS)) & (VALUES - 1);
}

/* How often each value of a digit occurs, and from that where it begins; false: one value only. */
static bool find_places(size_t n, const double *keys, int digit, size_t *places) {
  memset(places, 0, VALUES * sizeof *places);
  for (size_t i = 0; i < n; i++) {
    places[digit_of(keys[i], digit)]++;
  }
  size_t before = 0;
  for (size_t value = 0; value < VALUES; value++) {
    const size_t count = places[value];
    if (count == n) {
      return false;
    }
    places[value] = before;
    before += count;
  }
  return true;
}

void gki_kde_sort(size_t n, double *keys, double *companions, double *scratch) {
  size_t places[VALUES];
  double *from = keys, *to = scratch;
  double *with = companions, *with_to = companions ? scratch + n : NULL;
  for (int digit = 0; n > 1 && digit < DIGITS; digit++) {
    if (!find_places(n, from, digit, places)) {
      continue;
    }
    for (size_t i = 0; i < n; i++) {
      const size_t place = places[digit_of(from[i], digit)]++;
      to[place] = from[i];
      if (with) {
        with_to[place] = with[i];
      }
    }
    double *const other = from, *const other_with = with;
    from = to;
    to = other;
    with = with_to;
    with_to = other_with;
  }
  if (from != keys) {
    memcpy(keys, from, n * sizeof *keys);
    if (companions) {
      memcpy(companions, with, n * sizeof *companions);
    }
  }
}
