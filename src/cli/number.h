/* Numbers in text, read strictly: the whole of it, decimal, whatever the locale. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_NUMBER_H
#define GAUSSKERN_CLI_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The length bytes at text (no '\0' needed) as a number: "1", "-.5e-3", "nan", "inf". Not: blanks,
 * hexadecimal, trailing junk, a number too large for a double.
 */
bool number_parse(const char *text, size_t length, double *value);

/* Whether it is a number, but one too large for a double. */
bool number_too_large(const char *text, size_t length);

/* number_parse of a whole string, for options. */
bool number_of(const char *text, double *value);

/* Decimal digits alone, as a size_t. */
bool number_parse_count(const char *text, size_t length, size_t *value);

/* The value as it is to be printed: a NaN has no sign, which would say nothing. */
double number_shown(double value);

enum { NUMBER_BYTES = 32 };

/* The shortest of 15 to 17 digits that reads back as value, into NUMBER_BYTES; gives the length. */
size_t number_format(double value, char *text);

/* a * b, or false where it does not fit. */
bool number_product(size_t a, size_t b, size_t *product);

#endif
