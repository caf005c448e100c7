/* What the command line of `gausskern density` says, checked as far as that goes without files. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_DENSITY_OPTIONS_H
#define GAUSSKERN_CLI_DENSITY_OPTIONS_H

#include "result_options.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stddef.h>

/* What is computed. */
typedef enum density_place { PLACE_NONE, PLACE_GRID, PLACE_POINTS, PLACE_SAMPLES } density_place;

typedef struct density_options {
  result_options result;
  const char *mixture; /* a file, or NULL: the mean and the covariance below */
  double *mean, *covariance;
  size_t mean_count, covariance_count;
  density_place place;
  gk_axis axes[3];
  size_t axis_count;
  const char *points;    /* a file */
  table_options reading; /* of both files */
  size_t samples;
  bool has_seed;
  unsigned long long seed;
  bool log, responsibilities;
  size_t threads;
} density_options;

/* Ends the process with a message where the command line is wrong, or asks for help. */
void density_options_parse(int argc, char **argv, density_options *options);

void density_options_free(density_options *options);

#endif
