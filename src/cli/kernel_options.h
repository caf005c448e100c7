/* What the command line of `gausskern kernel` says, checked as far as the tool knows. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KERNEL_OPTIONS_H
#define GAUSSKERN_CLI_KERNEL_OPTIONS_H

#include "result_options.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>
#include <stddef.h>

/* Numbers that an option lists along x, y, z; none: it was not given. */
typedef struct axis_numbers {
  size_t count;
  double values[3];
} axis_numbers;

typedef struct kernel_options {
  result_options result;
  size_t dimensions; /* 0: as the lists say */
  axis_numbers size, sigma, center, order;
  size_t covariance_count; /* 0: it was not given; else dimensions^2 once all is checked */
  double covariance[9];
  double theta;
  gk_weights_method method;
  gk_normalize normalize;
  bool has_oversample;
  size_t oversample;
  double amplitude, cutoff;
  bool has_size_rule;
  gk_size_rule size_rule;
  double truncate;
  double scale; /* of what is written as text or drawn */
} kernel_options;

/* Ends the process with a message where the command line is wrong, or asks for help. */
void kernel_options_parse(int argc, char **argv, kernel_options *options);

#endif
