/* What the command lines of `gausskern filter` and `gausskern pool` have in common. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RASTER_OPTIONS_H
#define GAUSSKERN_CLI_RASTER_OPTIONS_H

#include "option_values.h"
#include "raster.h"
#include "write_raster.h"

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct raster_options {
  const char *input, *output;
  raster_format input_format;
  raster_target target;
  bool channels;
  bool has_type;
  gk_type type; /* of the output, where it was given */
  size_t threads;
  bool quiet;
} raster_options;

/* A child parser, whose input is a raster_options: the files and the run. */
extern const struct argp raster_options_argp;

/* That --linear, where it was given, has a type that it can encode into. */
void raster_options_check_linear(struct argp_state *state, bool linear,
                                 const raster_options *options);

/* What needs all options to be known. */
void raster_options_check(struct argp_state *state, raster_options *options);

/* What an option lists along x, y, z, w; count 0: it was not given. */
typedef struct axis_list {
  const char *option; /* its name, for messages */
  size_t count;
  double values[4];
} axis_list;

void axis_list_read(struct argp_state *state, const char *option, char *list,
                    option_reader read_one, axis_list *numbers);

/* --mode: names of boundaries, as the numbers of gk_boundary. none: whether that is one of them. */
void axis_list_read_modes(struct argp_state *state, char *list, bool none, axis_list *modes);

bool axis_list_has(const axis_list *list, double value);

/*
 * The list's numbers for the axes of an array, one of them standing for all, and `rest` for the
 * other axes and where the option was not given; false where there are more or fewer than axes.
 */
bool axis_list_spread(const axis_list *list, const raster *values, const char *path, double rest,
                      double spread[4]);

#endif
