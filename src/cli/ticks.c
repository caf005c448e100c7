/* SPDX-License-Identifier: BSD-3-Clause */
#include "ticks.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* More digits than this in a label, and what the labels have in common is taken out of them. */
enum { MOST_DIGITS = 7 };

/* A step of mantissa * 10^exponent, and the power of ten of its last digit. */
typedef struct step {
  double size;
  int last_digit;
} step;

static step step_not_below(double least) {
  static const double mantissas[] = {1, 2, 2.5, 5, 10};
  int exponent = (int)floor(log10(least));
  double power = pow(10, exponent);
  size_t i = 0;
  /* The slack keeps 0.1 from being above 0.1. */
  while (i < 4 && mantissas[i] * power < least * (1 - 1e-9)) {
    i++;
  }
  int last_digit = i == 2 ? exponent - 1 : i == 4 ? exponent + 1 : exponent;
  return (step){mantissas[i] * power, last_digit};
}

size_t ticks_index_step(double least) {
  if (!(least > 1)) {
    return 1;
  }
  step found = step_not_below(least);
  return found.size == 2.5 ? 5 : (size_t)llround(found.size);
}

/* Where doubles are too coarse, or too large, for round steps: the two ends. */
static void choose_ends(double low, double high, ticks *result) {
  result->count = 2;
  result->values[0] = low;
  result->values[1] = high;
  for (int digits = 4; digits <= DBL_DECIMAL_DIG; digits += DBL_DECIMAL_DIG - 4) {
    for (size_t i = 0; i < 2; i++) {
      snprintf(result->labels[i], TICKS_LABEL, "%.*g", digits, result->values[i]);
    }
    if (strcmp(result->labels[0], result->labels[1]) != 0) {
      return;
    }
  }
}

static void choose_multiples(double low, double high, double size, ticks *result) {
  /* In steps, for rounding: an end that is meant to be round is a tick. */
  double slack = 1e-9 + 2 * DBL_EPSILON * fmax(fabs(low), fabs(high)) / size;
  double first = ceil(low / size - slack), last = floor(high / size + slack);
  result->count = 0;
  for (double k = first; k <= last && result->count < TICKS_MOST; k++) {
    result->values[result->count++] = k * size;
  }
}

static int decimal_exponent(double value) {
  return value == 0 ? 0 : (int)floor(log10(fabs(value)) + 1e-12);
}

/* The largest |value - offset|. */
static double reach(const ticks *result, double offset) {
  double first = fabs(result->values[0] - offset);
  double last = fabs(result->values[result->count - 1] - offset);
  return first > last ? first : last;
}

/* Writes the labels of value - offset, of which the last digit to show stands for 10^last_digit. */
static void write_labels(double offset, int last_digit, ticks *result) {
  int exponent = decimal_exponent(reach(result, offset));
  bool plain = exponent >= -4 && exponent <= 5;
  int scale = plain ? 0 : exponent;
  int decimals = scale - last_digit > 0 ? scale - last_digit : 0;
  for (size_t i = 0; i < result->count; i++) {
    double shown = (result->values[i] - offset) / pow(10, scale);
    if (fabs(shown) < pow(10, -decimals) / 2) {
      shown = 0; /* no -0.0 */
    }
    snprintf(result->labels[i], TICKS_LABEL, "%.*f", decimals, shown);
  }
  if (!plain) {
    snprintf(result->common, sizeof result->common, "1e%d", scale);
  }
}

/* Labels relative to a round number near the ticks, which have all the same sign. */
static void write_labels_with_offset(int last_digit, ticks *result) {
  double first = result->values[0], last = result->values[result->count - 1];
  double nearest = fabs(first) < fabs(last) ? first : last;
  double unit = pow(10, last_digit + 2);
  double offset = copysign(floor(fabs(nearest) / unit + 1e-6) * unit, nearest);
  int digits = decimal_exponent(reach(result, 0)) - last_digit - 1;
  write_labels(offset, last_digit, result);
  size_t used = strlen(result->common);
  snprintf(result->common + used, sizeof result->common - used, "%+.*g",
           digits < DBL_DIG ? digits : DBL_DIG, offset);
}

void ticks_choose(double low, double high, size_t intervals, ticks *result) {
  *result = (ticks){0};
  double largest = fmax(fabs(low), fabs(high));
  double least = high / (double)intervals - low / (double)intervals; /* high - low may overflow */
  if (largest > 1e300 || least < 1e-290 || least < largest * 16 * DBL_EPSILON) {
    choose_ends(low, high, result);
    return;
  }
  step chosen = step_not_below(least);
  choose_multiples(low, high, chosen.size, result);
  while (result->count < 2) { /* one tick tells no scale */
    chosen = step_not_below(chosen.size / 2);
    choose_multiples(low, high, chosen.size, result);
  }
  if (decimal_exponent(reach(result, 0)) - chosen.last_digit >= MOST_DIGITS) {
    write_labels_with_offset(chosen.last_digit, result);
  } else {
    write_labels(0, chosen.last_digit, result);
  }
}
