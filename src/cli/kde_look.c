/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_look.h"

#include "histogram.h"
#include "option_values.h"

#include <ctype.h>
#include <string.h>

enum { KEY_HISTOGRAM = 0x500, KEY_RUG, KEY_POINTS, KEY_CONTOURS };

static const struct argp_option option_table[] = {
    {.doc = "What is in a picture file beside the density:"},
    {.name = "histogram",
     .key = KEY_HISTOGRAM,
     .arg = "yes|no|N",
     .doc = "Behind a curve, of the data, its area 1, in N bins; default: yes, with --log no"},
    {.name = "rug", .key = KEY_RUG, .doc = "Below a curve, a line for each point"},
    {.name = "contours",
     .key = KEY_CONTOURS,
     .arg = "P[,P...]|none",
     .doc = "On a heat map, lines that enclose so many percent of the mass; default: "
            "10,25,50,75,90"},
    {.name = "points",
     .key = KEY_POINTS,
     .arg = "yes|no",
     .doc = "On a heat map, the data points, at most 2000 of them; default: yes"},
    {0}};

static double read_percent(struct argp_state *state, const char *option, const char *text) {
  double percent = option_positive(state, option, text);
  if (percent < 1 || percent >= 100) {
    argp_error(state, "%s: '%s' is not a percentage from 1 to below 100", option, text);
  }
  return percent;
}

static void read_contours(struct argp_state *state, char *text, kde_look *look) {
  look->contour_count = 0;
  if (strcmp(text, "none") != 0) {
    look->contour_count =
        option_numbers(state, "--contours", text, read_percent, look->contours, KDE_CONTOURS);
  }
  for (size_t i = 0; i < look->contour_count; i++) {
    look->contours[i] /= 100;
  }
}

static void read_histogram(struct argp_state *state, const char *text, kde_look *look) {
  static const option_word words[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
  look->histogram = true;
  look->bins = 0;
  if (isdigit((unsigned char)text[0])) {
    look->bins = option_count(state, "--histogram", text);
    if (look->bins > HISTOGRAM_MOST_BINS) {
      argp_error(state, "--histogram: '%s' are more than %d bins", text, HISTOGRAM_MOST_BINS);
    }
  } else {
    look->histogram = option_word_of(state, "--histogram", text, words) != 0;
  }
  look->histogram_said = true;
  look->curve_option = "histogram";
}

static error_t parse(int key, char *text, struct argp_state *state) {
  static const option_word yes_or_no[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
  kde_look *look = state->input;
  switch (key) {
  case KEY_HISTOGRAM:
    read_histogram(state, text, look);
    return 0;
  case KEY_RUG:
    look->rug = true;
    look->curve_option = "rug";
    return 0;
  case KEY_POINTS:
    look->points = option_word_of(state, "--points", text, yes_or_no) != 0;
    look->map_option = "points";
    return 0;
  case KEY_CONTOURS:
    read_contours(state, text, look);
    look->map_option = "contours";
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

const struct argp kde_look_argp = {.options = option_table, .parser = parse};
