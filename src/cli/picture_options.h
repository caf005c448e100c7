/* The options of pictures that plot, kernel and density have in common. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_PICTURE_OPTIONS_H
#define GAUSSKERN_CLI_PICTURE_OPTIONS_H

#include "heatmap.h"

#include <argp.h>
#include <math.h>
#include <stdbool.h>

typedef struct picture_options {
  heatmap_style style; /* title, xlabel, ylabel and cmap are NULL where nobody said any */
  bool show;
  unsigned given; /* a bit for each of the others that the command line has */
} picture_options;

/* Which of them have no effect where something is not drawn so. */
typedef enum picture_use {
  PICTURE_ANY,     /* all of them */
  PICTURE_FILE,    /* those that --show has no use for */
  PICTURE_HEATMAP, /* those that a chart has no use for */
  PICTURE_VALUES
} picture_use;

/* The first of the options of that kind which the command line has, "cmap", or NULL. */
const char *picture_options_needless(const picture_options *options, picture_use use);

/* Refuses those options of that kind which the command line has: "--title " and the reason. */
void picture_options_refuse(struct argp_state *state, const picture_options *options,
                            picture_use use, const char *reason);

/* What holds where the command line says nothing. */
#define PICTURE_OPTIONS_INIT                                                                       \
  {                                                                                                \
    .style = {.low = NAN, .high = NAN, .colorbar = true, .decimals = -1 }                          \
  }

/* Gives title, labels and colour map, where nobody said any, these and viridis. */
void picture_options_complete(heatmap_style *style, const char *title, const char *xlabel,
                              const char *ylabel);

/* A child parser, whose input is a picture_options. */
extern const struct argp picture_options_argp;

#endif
