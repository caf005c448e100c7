/* SPDX-License-Identifier: BSD-3-Clause */
#include "weights_reference.h"

#include <math.h>

enum { DIGITS = 74, LEAST_EXPONENT = -1152 };

/* A double is an integer of 53 bits times a power of two, which falls into three digits. */
void exact_add(exact_sum *sum, double value) {
  assert_true(isfinite(value));
  int exponent = 0;
  const double fraction = frexp(fabs(value), &exponent);
  const uint64_t bits = (uint64_t)ldexp(fraction, 53);
  const unsigned place = (unsigned)(exponent - 53 - LEAST_EXPONENT);
  const unsigned shift = place % 32;
  const uint64_t low = (bits & 0xffffffffu) << shift, high = (bits >> 32) << shift;
  const int64_t sign = value < 0.0 ? -1 : 1;
  int64_t *digit = sum->digit + place / 32;
  digit[0] += sign * (int64_t)(low & 0xffffffffu);
  digit[1] += sign * (int64_t)((low >> 32) + (high & 0xffffffffu));
  digit[2] += sign * (int64_t)(high >> 32);
}

/* Carries upwards, so that all digits but the last lie in [0, 2^32). */
static exact_sum carried(const exact_sum *sum) {
  exact_sum tidy = *sum;
  for (size_t k = 0; k + 1 < DIGITS; k++) {
    const int64_t rest = (int64_t)((uint64_t)tidy.digit[k] & 0xffffffffu);
    tidy.digit[k + 1] += (tidy.digit[k] - rest) / ((int64_t)1 << 32);
    tidy.digit[k] = rest;
  }
  return tidy;
}

int exact_compare(const exact_sum *sum, double value) {
  exact_sum difference = *sum;
  exact_add(&difference, -value);
  difference = carried(&difference);
  if (difference.digit[DIGITS - 1] < 0) {
    return -1;
  }
  for (size_t k = 0; k < DIGITS; k++) {
    if (difference.digit[k] != 0) {
      return 1;
    }
  }
  return 0;
}

quad exact_value(const exact_sum *sum) {
  const exact_sum tidy = carried(sum);
  quad value = 0, unit = 1;
  for (int bit = LEAST_EXPONENT; bit < 0; bit++) {
    unit /= 2;
  }
  for (size_t k = 0; k < DIGITS; k++) {
    value += (quad)tidy.digit[k] * unit;
    unit *= 4294967296;
  }
  return value;
}
