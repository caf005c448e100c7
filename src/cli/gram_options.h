/* What the command line of `gausskern gram` says, checked as far as that goes without the data. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_GRAM_OPTIONS_H
#define GAUSSKERN_CLI_GRAM_OPTIONS_H

#include "rbf_options.h"

#include <gausskern/gausskern.h>

typedef enum output_format { OUTPUT_BY_NAME, OUTPUT_NPY, OUTPUT_CSV, OUTPUT_LIBSVM } output_format;

typedef struct gram_options {
  rbf_options rbf;
  output_format format;
  gk_triangle triangle;
} gram_options;

/* Ends the process with a message where the command line is wrong, or asks for help. What is
 * allocated is in options->rbf. */
void gram_options_parse(int argc, char **argv, gram_options *options);

#endif
