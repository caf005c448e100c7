/* The options of `gausskern kde` that are about its pictures. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_LOOK_H
#define GAUSSKERN_CLI_KDE_LOOK_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

enum { KDE_CONTOURS = 16 };

typedef struct kde_look {
  bool histogram_said;           /* on the command line */
  bool histogram, rug;           /* of a curve */
  size_t bins;                   /* of the histogram, or 0 */
  bool points;                   /* of a heat map */
  double contours[KDE_CONTOURS]; /* of a heat map: the shares of the mass that they enclose */
  size_t contour_count;
  const char *curve_option, *map_option; /* "rug": given on the command line, or NULL */
} kde_look;

#define KDE_LOOK_INIT                                                                              \
  { .histogram = true, .points = true, .contours = {0.1, 0.25, 0.5, 0.75, 0.9}, .contour_count = 5 }

/* A child parser, whose input is a kde_look. */
extern const struct argp kde_look_argp;

#endif
