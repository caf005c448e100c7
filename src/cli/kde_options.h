/* What the command line of `gausskern kde` says, checked as far as that goes without files. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_OPTIONS_H
#define GAUSSKERN_CLI_KDE_OPTIONS_H

#include "box_option.h"
#include "kde_look.h"
#include "result_options.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stddef.h>

/* What is computed. */
typedef enum kde_place {
  KDE_GRID,     /* the density on a grid, which is chosen where axis_count is 0 */
  KDE_POINTS,   /* the density at points */
  KDE_SAMPLES,  /* samples */
  KDE_INTEGRAL, /* the integral over a box */
  KDE_BANDWIDTH /* nothing but the bandwidth */
} kde_place;

typedef struct kde_options {
  result_options result;
  kde_look look;
  const char *input;
  table_options reading;
  const char *columns;                 /* those that are the data, or NULL: all */
  const char *weights, *weight_column; /* a file, a column of the input, or NULL */
  gk_bandwidth rule;
  bool has_bandwidth, has_matrix; /* which option says it */
  double *bandwidth;              /* bandwidth_count numbers */
  size_t bandwidth_count;
  gk_shape shape;
  double adjust;
  kde_place place;
  gk_axis axes[3];
  size_t axis_count;
  const char *at; /* a file */
  option_box box;
  size_t samples;
  bool has_seed;
  unsigned long long seed;
  bool log;
  gk_kde_engine engine;
  double tolerance; /* negative: that of the library */
  size_t threads;
} kde_options;

/* Ends the process with a message where the command line is wrong, or asks for help. */
void kde_options_parse(int argc, char **argv, kde_options *options);

void kde_options_free(kde_options *options);

/* How densities are to be computed. */
gk_kde_method kde_options_method(const kde_options *options);

/* The word of a rule, "scott"; "" where the bandwidth is given. */
const char *kde_rule_name(gk_bandwidth rule);

const char *kde_engine_name(gk_kde_engine engine);

#endif
