/* What the command lines of `gausskern gram` and `gausskern apply` have in common: the points, the
 * kernel, and how a run goes. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RBF_OPTIONS_H
#define GAUSSKERN_CLI_RBF_OPTIONS_H

#include "table.h"

#include <argp.h>
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

typedef struct rbf_options {
  const char *input, *other, *output; /* other: NULL without --y */
  table_options reading;
  const char *columns; /* those of the files that are the points, or NULL: all */
  gamma_choice gamma_choice;
  double gamma_value;   /* gamma or sigma */
  double *lengthscales; /* lengthscale_count values */
  size_t lengthscale_count;
  double variance, noise;
  dtype_choice dtype;
  bool to_stdout; /* without -o OUT; said before the options are read */
  size_t threads;
  bool quiet;
} rbf_options;

/* A child parser, whose input is an rbf_options of zeros but for to_stdout. */
extern const struct argp rbf_options_argp;

void rbf_options_free(rbf_options *options);

#endif
