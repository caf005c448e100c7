/* SPDX-License-Identifier: BSD-3-Clause */
#include "option_values.h"

#include "diagnose.h"
#include "number.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void option_list_words(const option_word *known, char *list, size_t bytes) {
  const char *before = "";
  list[0] = '\0';
  for (; known->word != NULL; known++) {
    size_t used = strlen(list);
    snprintf(list + used, bytes - used, "%s%s", before, known->word);
    before = known[1].word != NULL && known[2].word == NULL ? " or " : ", ";
  }
}

int option_word_of(struct argp_state *state, const char *option, const char *text,
                   const option_word *known) {
  for (const option_word *at = known; at->word != NULL; at++) {
    if (strcmp(text, at->word) == 0) {
      return at->value;
    }
  }
  char list[128];
  option_list_words(known, list, sizeof list);
  argp_error(state, "%s must be %s, not '%s'", option, list, text);
  return 0;
}

table_format option_input_format(struct argp_state *state, const char *text) {
  static const option_word formats[] = {
      {"npy", TABLE_NPY}, {"csv", TABLE_CSV}, {"libsvm", TABLE_LIBSVM}, {NULL, 0}};
  return (table_format)option_word_of(state, "--input-format", text, formats);
}

char option_delimiter(struct argp_state *state, const char *text) {
  if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0) {
    return '\t';
  }
  if (strcmp(text, "blank") == 0) {
    return ' ';
  }
  if (strlen(text) != 1 || isalnum((unsigned char)text[0]) || strchr("\"#+-.\n", text[0]) != NULL) {
    argp_error(state, "--delimiter: '%s' cannot be one", text);
  }
  return text[0];
}

int option_by_extension(const char *name, const option_word *extensions, int none) {
  const char *dot = strrchr(name, '.');
  for (const option_word *known = extensions; dot != NULL && known->word != NULL; known++) {
    if (strcasecmp(dot, known->word) == 0) {
      return known->value;
    }
  }
  return none;
}

double option_positive(struct argp_state *state, const char *option, const char *text) {
  double value = 0;
  if (!number_of(text, &value) || !(value > 0) || !isfinite(value)) {
    argp_error(state, "%s: '%s' is not a positive number", option, text);
  }
  return value;
}

double option_not_negative(struct argp_state *state, const char *option, const char *text) {
  double value = 0;
  if (!number_of(text, &value) || !(value >= 0) || !isfinite(value)) {
    argp_error(state, "%s: '%s' is not a number from 0 up", option, text);
  }
  return value;
}

double option_finite(struct argp_state *state, const char *option, const char *text) {
  double value = 0;
  if (!number_of(text, &value) || !isfinite(value)) {
    argp_error(state, "%s must be a finite number, not '%s'", option, text);
  }
  return value;
}

size_t option_count(struct argp_state *state, const char *option, const char *text) {
  size_t value = 0;
  if (!number_parse_count(text, strlen(text), &value) || value == 0) {
    argp_error(state, "%s: '%s' is not a whole number from 1 up", option, text);
  }
  return value;
}

size_t option_seed(struct argp_state *state, const char *text) {
  size_t seed = 0;
  if (!number_parse_count(text, strlen(text), &seed)) {
    argp_error(state, "--seed: '%s' is not a whole number from 0 up", text);
  }
  return seed;
}

size_t option_count_within(struct argp_state *state, const char *option, const char *text,
                           size_t least, size_t most) {
  size_t value = 0;
  if (!number_parse_count(text, strlen(text), &value) || value < least || value > most) {
    argp_error(state, "%s: '%s' is not a whole number from %zu to %zu", option, text, least, most);
  }
  return value;
}

const char *option_plural(size_t count) {
  return count == 1 ? "" : "s";
}

static size_t count_commas(const char *list) {
  size_t commas = 0;
  for (; *list != '\0'; list++) {
    commas += *list == ',';
  }
  return commas;
}

char *option_next(char **list, bool first) {
  char *item = strsep(list, ",");
  item += first ? 0 : strspn(item, " ");
  size_t length = strlen(item);
  while (*list != NULL && length > 0 && item[length - 1] == ' ') {
    item[--length] = '\0';
  }
  return item;
}

size_t option_numbers(struct argp_state *state, const char *option, char *list,
                      option_reader read_one, double *values, size_t most) {
  size_t count = count_commas(list) + 1;
  if (count > most) {
    argp_error(state, "%s has %zu numbers, the most is %zu", option, count, most);
    return 0;
  }
  for (size_t i = 0; i < count; i++) {
    values[i] = read_one(state, option, option_next(&list, i == 0));
  }
  return count;
}

double *option_all_numbers(struct argp_state *state, const char *option, char *list,
                           option_reader read_one, size_t *count) {
  size_t most = count_commas(list) + 1;
  double *values = calloc(most, sizeof *values);
  if (values == NULL) {
    argp_failure(state, EXIT_FAILED, 0, "%s: no memory for %zu numbers", option, most);
    return NULL;
  }
  *count = option_numbers(state, option, list, read_one, values, most);
  return values;
}
