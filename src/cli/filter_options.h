/* What the command line of `gausskern filter` says, checked as far as the tool knows. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_FILTER_OPTIONS_H
#define GAUSSKERN_CLI_FILTER_OPTIONS_H

#include "raster_options.h"

#include <gausskern/filter.h>
#include <stdbool.h>

typedef enum filter_kind {
  FILTER_PLAIN,
  FILTER_GRADIENT,
  FILTER_LAPLACIAN,
  FILTER_DIFFERENCE
} filter_kind;

typedef struct filter_options {
  raster_options files;
  filter_kind kind;
  axis_list sigma, wider, order, radius, stride, mode;
  bool has_cval;
  double cval, truncate, tolerance; /* the latter two: 0 where they were not given */
  gk_weights_method method;
  gk_engine engine;
  const char *mask;
  bool skip_nan;
  bool linear; /* sRGB is decoded before and encoded behind */
} filter_options;

/* Ends the process with a message where the command line is wrong, or asks for help. */
void filter_options_parse(int argc, char **argv, filter_options *options);

/* Once all options are known: ends the process with a message about what does not go together. */
void filter_options_check(struct argp_state *state, filter_options *options);

/* Whether any axis is derived. */
bool filter_options_derive(const filter_options *options);

#endif
