/* SPDX-License-Identifier: BSD-3-Clause */
#include "value_text.h"

#include "diagnose.h"
#include "heatmap_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Largest values with a decimal exponent outside of these are written in a unit. */
enum { SMALLEST_EXPONENT = -3, LARGEST_EXPONENT = 5 };

/* Significant digits of the largest value, and the decimals that a number may have. */
enum { FEWEST_DIGITS = 2, USUAL_DIGITS = 3, MOST_DIGITS = 6, MOST_DECIMALS = 15 };

/* The smallest font, as a part of the usual one, and the part of the room that text may fill. */
static const double SMALLEST_FONT = 0.7, FILLED = 0.8;

typedef struct magnitudes {
  int largest, smallest; /* decimal exponents of the values that are finite and not 0 */
  bool any, whole;       /* whole: all values are whole numbers, of six digits at most */
} magnitudes;

static magnitudes magnitudes_of(const double *values, size_t count) {
  magnitudes found = {.whole = true};
  for (size_t i = 0; i < count; i++) {
    if (!isfinite(values[i])) {
      continue;
    }
    found.whole = found.whole && values[i] == floor(values[i]) && fabs(values[i]) < 1e6;
    if (values[i] == 0) {
      continue;
    }
    int exponent = (int)floor(log10(fabs(values[i])));
    found.largest = !found.any || exponent > found.largest ? exponent : found.largest;
    found.smallest = !found.any || exponent < found.smallest ? exponent : found.smallest;
    found.any = true;
  }
  return found;
}

void value_text_print(const value_text *how, double value, char *text) {
  /* In two steps: a power of ten may be beyond double where the quotient is not. */
  int half = how->unit / 2;
  double shown = fabs(value) / pow(10, half) / pow(10, how->unit - half);
  bool zero = !how->scientific && shown < pow(10, -how->decimals) / 2; /* no -0.00 */
  snprintf(text, VALUE_TEXT, how->scientific ? "%s%.*e" : "%s%.*f",
           value < 0 && !zero ? TEXT_MINUS : "", how->decimals, zero ? 0 : shown);
}

char *value_text_title(const value_text *how, const char *title) {
  char *result = NULL;
  if (asprintf(&result,
               "%s%svalues\xc2\xa0in\xc2\xa0"
               "1e%d",
               title, title[0] != '\0' ? ", " : "", how->unit) < 0) {
    complain("no memory for a title");
    return NULL;
  }
  return result;
}

/* The width of the widest at a font of size 1. */
static double widest(cairo_t *cr, const value_text *how, const double *values, size_t count) {
  static const double size = 100;
  double most = 0;
  for (size_t i = 0; i < count; i++) {
    char text[VALUE_TEXT];
    value_text_print(how, values[i], text);
    most = fmax(most, text_width(cr, size, text));
  }
  return most / size;
}

static bool fits(cairo_t *cr, double font, double width, double height, const double *values,
                 size_t count, value_text *how) {
  double most = widest(cr, how, values, count);
  how->font = fmin(font, FILLED * width / most);
  return how->font >= SMALLEST_FONT * font && how->font * TEXT_LEADING <= height;
}

bool value_text_choose(cairo_t *cr, double font, double width, double height, int decimals,
                       const double *values, size_t count, value_text *result) {
  magnitudes found = magnitudes_of(values, count);
  *result = (value_text){.decimals = decimals};
  if (decimals < 0 && (!found.any || found.whole)) {
    result->decimals = 0;
    decimals = 0;
  }
  if (decimals >= 0) {
    result->scientific = found.largest > MOST_DECIMALS;
    return fits(cr, font, width, height, values, count, result);
  }
  if (found.largest < SMALLEST_EXPONENT || found.largest > LARGEST_EXPONENT) {
    result->unit = found.largest;
  }
  /* Two digits of the smallest, if that takes no more than six of the largest. */
  int digits = found.largest - found.smallest + 2;
  digits = digits < USUAL_DIGITS ? USUAL_DIGITS : digits > MOST_DIGITS ? MOST_DIGITS : digits;
  for (; digits >= FEWEST_DIGITS; digits--) {
    int last = digits - 1 - (found.largest - result->unit);
    result->decimals = last < 0 ? 0 : last > MOST_DECIMALS ? MOST_DECIMALS : last;
    /* More digits than usual are not worth a smaller font. */
    bool ok = fits(cr, font, width, height, values, count, result);
    if (ok && (digits <= USUAL_DIGITS || result->font >= font)) {
      return true;
    }
  }
  return false;
}
