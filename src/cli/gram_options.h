/* What the command line of `gausskern gram` says, checked as far as that goes without the data. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_GRAM_OPTIONS_H
#define GAUSSKERN_CLI_GRAM_OPTIONS_H

#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum gamma_choice {
  GAMMA_UNSAID, /* as GAMMA_AUTO */
  GAMMA_AUTO,
  GAMMA_SCALE,
  GAMMA_MEDIAN,
  GAMMA_VALUE,
  GAMMA_SIGMA,
  GAMMA_LENGTHSCALE
} gamma_choice;

typedef enum dtype_choice { DTYPE_OF_INPUT, DTYPE_F32, DTYPE_F64 } dtype_choice;

typedef enum output_format { OUTPUT_BY_NAME, OUTPUT_NPY, OUTPUT_CSV, OUTPUT_LIBSVM } output_format;

typedef struct gram_options {
  const char *input, *other, *output; /* other: NULL without --y */
  table_options reading;
  output_format format;
  gamma_choice gamma_choice;
  double gamma_value;   /* gamma or sigma */
  double *lengthscales; /* lengthscale_count values */
  size_t lengthscale_count;
  double variance, noise;
  dtype_choice dtype;
  gk_triangle triangle;
  size_t threads;
  bool quiet;
} gram_options;

/* Ends the process with a message where the command line is wrong, or asks for help. */
void gram_options_parse(int argc, char **argv, gram_options *options);

void gram_options_free(gram_options *options);

#endif
