/* What the command line of `gausskern apply` says, checked as far as that goes without the data. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_APPLY_OPTIONS_H
#define GAUSSKERN_CLI_APPLY_OPTIONS_H

#include "array.h"
#include "rbf_options.h"

#include <stdbool.h>

/* What is made of K's rows. */
typedef enum apply_what { APPLY_PRODUCT, APPLY_SUMS, APPLY_LOG_SUMS, APPLY_MEANS } apply_what;

typedef struct apply_options {
  rbf_options rbf;
  apply_what what;
  const char *vectors, *weights; /* files, or NULL */
  bool leave_one_out;
  int format; /* an array_format, or negative: by the name of the output */
} apply_options;

/* Ends the process with a message where the command line is wrong, or asks for help. What is
 * allocated is in options->rbf. */
void apply_options_parse(int argc, char **argv, apply_options *options);

#endif
