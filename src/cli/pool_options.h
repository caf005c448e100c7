/* What the command line of `gausskern pool` says, checked as far as the tool knows. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_POOL_OPTIONS_H
#define GAUSSKERN_CLI_POOL_OPTIONS_H

#include "raster_options.h"

#include <gausskern/filter.h>
#include <stdbool.h>

typedef enum pool_choice {
  POOL_GAUSSIAN, /* whose sigma follows from the block where none is given */
  POOL_WEIGHTS,
  POOL_MEAN
} pool_choice;

typedef struct pool_options {
  raster_options files;
  pool_choice choice;
  axis_list block, stride, sigma, mode;
  const char *weights;
  bool has_method;
  gk_weights_method method;
  gk_edge edge;
  bool has_cval;
  double cval;
  bool linear; /* sRGB is decoded before and encoded behind */
} pool_options;

/* Ends the process with a message where the command line is wrong, or asks for help. */
void pool_options_parse(int argc, char **argv, pool_options *options);

#endif
