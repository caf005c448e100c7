/* Where the result of `gausskern kernel` and `gausskern density` goes, and the way there. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_RESULT_OPTIONS_H
#define GAUSSKERN_CLI_RESULT_OPTIONS_H

#include "array.h"
#include "drawing.h"
#include "picture_options.h"

#include <argp.h>
#include <stdbool.h>

typedef enum result_format {
  RESULT_BY_NAME,
  RESULT_NPY,
  RESULT_CSV,
  RESULT_TEXT,
  RESULT_PNG,
  RESULT_SVG,
  RESULT_PDF,
  RESULT_NONE /* it is only shown */
} result_format;

typedef struct result_options {
  const char *output; /* NULL on the command line: the standard output, unless it is shown */
  result_format format;
  table_dtype dtype;
  int decimals; /* negative: as many digits as the numbers need */
  bool quiet;
  picture_options picture;
} result_options;

#define RESULT_OPTIONS_INIT                                                                        \
  { .decimals = -1, .picture = PICTURE_OPTIONS_INIT }

/* A child parser, whose input is a result_options; it brings that of pictures. */
extern const struct argp result_options_argp;

/* As what a picture file would show the result. */
typedef enum result_drawn {
  RESULT_DRAWN_HEATMAP,
  RESULT_DRAWN_BARS,
  RESULT_DRAWN_CURVE
} result_drawn;

/* What needs all options to be known; not_drawable: why there is
   no picture of the result, or NULL. */
void result_options_check(struct argp_state *state, result_options *options, result_drawn drawn,
                          const char *not_drawable);

bool result_is_picture(const result_options *options);

/* Writes and shows the result; `what` says how it is drawn, its matrix aside. */
bool result_deliver(const result_options *options, const array *values, drawing *what);

#endif
