/* SPDX-License-Identifier: BSD-3-Clause */
#include "number.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A double of 17 digits needs 24; who writes more than this writes no measurement. */
enum { LONGEST_NUMBER = 511 };

/* strtod takes more than we do: leading blanks, 0x1p3, nan(7). The rest is its work. */
static bool only_decimal_characters(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (strchr("0123456789+-.eEnNaAiIfFtTyY", text[i]) == NULL || text[i] == '\0') {
      return false;
    }
  }
  return length > 0;
}

/* Infinite where the digits are too many. */
static bool parse(const char *text, size_t length, double *value, bool *has_digits) {
  if (length > LONGEST_NUMBER || !only_decimal_characters(text, length)) {
    return false;
  }
  char copy[LONGEST_NUMBER + 1];
  memcpy(copy, text, length);
  copy[length] = '\0';
  /* The tool never calls setlocale: the decimal point is a point. */
  char *end = NULL;
  *value = strtod(copy, &end);
  *has_digits = strpbrk(copy, "0123456789") != NULL;
  return end == copy + length;
}

bool number_parse(const char *text, size_t length, double *value) {
  bool has_digits = false;
  return parse(text, length, value, &has_digits) && !(isinf(*value) && has_digits);
}

bool number_too_large(const char *text, size_t length) {
  double value = 0;
  bool has_digits = false;
  return parse(text, length, &value, &has_digits) && isinf(value) && has_digits;
}

bool number_of(const char *text, double *value) {
  return number_parse(text, strlen(text), value);
}

bool number_parse_count(const char *text, size_t length, size_t *value) {
  size_t sum = 0;
  for (size_t i = 0; i < length; i++) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
    size_t digit = (size_t)(text[i] - '0');
    if (sum > (SIZE_MAX - digit) / 10) {
      return false;
    }
    sum = 10 * sum + digit;
  }
  *value = sum;
  return length > 0;
}

double number_shown(double value) {
  return isnan(value) ? (double)NAN : value;
}

size_t number_format(double value, char *text) {
  int length = 0;
  value = number_shown(value);
  for (int digits = DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
    length = snprintf(text, NUMBER_BYTES, "%.*g", digits, value);
    if (strtod(text, NULL) == value) {
      break;
    }
  }
  return (size_t)length;
}

bool number_product(size_t a, size_t b, size_t *product) {
  if (a != 0 && b > SIZE_MAX / a) {
    return false;
  }
  *product = a * b;
  return true;
}
