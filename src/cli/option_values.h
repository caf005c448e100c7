/*
 * Values of options, checked as argp hands them over. A value that is wrong ends the process, with
 * status 2 and a message that names the option and the value.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_OPTION_VALUES_H
#define GAUSSKERN_CLI_OPTION_VALUES_H

#include "table.h"

#include <argp.h>
#include <stddef.h>

typedef struct option_word {
  const char *word;
  int value;
} option_word;

/* "npy, csv or libsvm"; the table ends with a NULL. */
void option_list_words(const option_word *known, char *list, size_t bytes);

int option_word_of(struct argp_state *state, const char *option, const char *text,
                   const option_word *known);

/* Of --input-format. */
table_format option_input_format(struct argp_state *state, const char *text);

/* Of --delimiter: a character, "tab" or "blank". */
char option_delimiter(struct argp_state *state, const char *text);

/* The value of the word that the name ends with, whatever its case, such as ".npy"; else `none`. */
int option_by_extension(const char *name, const option_word *extensions, int none);

double option_positive(struct argp_state *state, const char *option, const char *text);
double option_not_negative(struct argp_state *state, const char *option, const char *text);
double option_finite(struct argp_state *state, const char *option, const char *text);
size_t option_count(struct argp_state *state, const char *option, const char *text);

/* Of --seed: from 0 up. */
size_t option_seed(struct argp_state *state, const char *text);

/* Between least and most, both included. */
size_t option_count_within(struct argp_state *state, const char *option, const char *text,
                           size_t least, size_t most);

/* What a noun has behind that number: "" or "s". */
const char *option_plural(size_t count);

/* How one value of a list becomes a number. */
typedef double (*option_reader)(struct argp_state *state, const char *option, const char *text);

/* The next item of a list with commas, which is taken apart, without the blanks around commas. */
char *option_next(char **list, bool first);

/* A list with commas, and blanks around them, which is taken apart, of at most `most` numbers; how
   many there are. */
size_t option_numbers(struct argp_state *state, const char *option, char *list,
                      option_reader read_one, double *values, size_t most);

/* The same of any length, into memory that the caller frees. */
double *option_all_numbers(struct argp_state *state, const char *option, char *list,
                           option_reader read_one, size_t *count);

#endif
