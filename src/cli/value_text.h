/* Numbers in a picture, all with the same digits and font: in a kernel's cells, above its bars. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_VALUE_TEXT_H
#define GAUSSKERN_CLI_VALUE_TEXT_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct value_text {
  double font;
  int decimals;
  int unit; /* what is written is the value divided by 10^unit */
  bool scientific;
} value_text;

enum { VALUE_TEXT = 48 };

/*
 * How to write the values so that each fits into width x height, in a font of that size or somewhat
 * smaller: with `decimals` digits behind the point, or if that is negative with as many as the
 * smallest value needs and as there is room for, at least two digits for the largest. Only then
 * the unit may be other than 0: where the largest is below 0.001 or has more than six digits. False
 * if they do not fit.
 */
bool value_text_choose(cairo_t *cr, double font, double width, double height, int decimals,
                       const double *values, size_t count, value_text *result);

/* The number in `text` (VALUE_TEXT bytes). */
void value_text_print(const value_text *how, double value, char *text);

/* The title that tells the unit as well, for the caller to free; NULL after telling that there is
   no memory. */
char *value_text_title(const value_text *how, const char *title);

#endif
