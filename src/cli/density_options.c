/* SPDX-License-Identifier: BSD-3-Clause */
#include "density_options.h"

#include "grid_option.h"
#include "option_values.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  KEY_MIXTURE = 0x100,
  KEY_MEAN,
  KEY_COV,
  KEY_GRID,
  KEY_AT,
  KEY_INPUT_FORMAT,
  KEY_SAMPLE,
  KEY_SEED,
  KEY_LOG,
  KEY_RESPONSIBILITIES,
  KEY_THREADS
};

static const struct argp_option option_table[] = {
    {.doc = "The distribution:", .group = 1},
    {.name = "mixture",
     .key = KEY_MIXTURE,
     .arg = "FILE",
     .doc = "A component a row: its weight, mean, and covariance row by row",
     .group = 1},
    {.name = "mean", .key = KEY_MEAN, .arg = "M[,M...]", .doc = "Of one Gaussian", .group = 1},
    {.name = "covariance",
     .key = KEY_COV,
     .arg = "C[,C...]",
     .doc = "Its covariance: d*d numbers row by row, d variances, or one; default: 1",
     .group = 1},
    {.name = "cov", .flags = OPTION_ALIAS, .group = 1},
    {.doc = "Where:", .group = 2},
    {.name = "grid",
     .key = KEY_GRID,
     .arg = "MIN:MAX:N[,...]",
     .doc = "On a grid: N coordinates from MIN to MAX along x, y, z",
     .group = 2},
    {.name = "at", .key = KEY_AT, .arg = "FILE", .doc = "At points, one a row", .group = 2},
    {.name = "input-format",
     .key = KEY_INPUT_FORMAT,
     .arg = "npy|csv|libsvm",
     .doc = "Of these points and of the mixture; default: by the names of the files",
     .group = 2},
    {.name = "sample",
     .key = KEY_SAMPLE,
     .arg = "N",
     .doc = "Instead of a density, N random points, one a row",
     .group = 2},
    {.name = "seed", .key = KEY_SEED, .arg = "S", .doc = "Of these; default: 0", .group = 2},
    {.doc = "What:", .group = 3},
    {.name = "log", .key = KEY_LOG, .doc = "The natural logarithm of the density", .group = 3},
    {.name = "responsibilities",
     .key = KEY_RESPONSIBILITIES,
     .doc = "With --at: for each point the share of each component",
     .group = 3},
    {.name = "threads",
     .key = KEY_THREADS,
     .arg = "N",
     .doc = "Use at most N threads; default: what OpenMP offers. The result does not depend on it",
     .group = 3},
    {0}};

/* There is one place; who says two has made a mistake. */
static void choose_place(struct argp_state *state, density_options *options, density_place place) {
  if (options->place != PLACE_NONE && options->place != place) {
    argp_error(state, "--grid, --at and --sample exclude each other");
  }
  options->place = place;
}

static error_t parse_distribution(int key, char *text, struct argp_state *state,
                                  density_options *options) {
  switch (key) {
  case KEY_MIXTURE:
    options->mixture = text;
    return 0;
  case KEY_MEAN:
    free(options->mean);
    options->mean = option_all_numbers(state, "--mean", text, option_finite, &options->mean_count);
    return 0;
  case KEY_COV:
    free(options->covariance);
    options->covariance =
        option_all_numbers(state, "--cov", text, option_finite, &options->covariance_count);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_place(int key, char *text, struct argp_state *state,
                           density_options *options) {
  switch (key) {
  case KEY_GRID:
    choose_place(state, options, PLACE_GRID);
    options->axis_count = grid_option(state, text, options->axes);
    return 0;
  case KEY_AT:
    choose_place(state, options, PLACE_POINTS);
    options->points = text;
    return 0;
  case KEY_INPUT_FORMAT:
    options->reading.format = option_input_format(state, text);
    return 0;
  case KEY_SAMPLE:
    choose_place(state, options, PLACE_SAMPLES);
    options->samples = option_count(state, "--sample", text);
    return 0;
  case KEY_SEED:
    options->has_seed = true;
    options->seed = option_seed(state, text);
    return 0;
  default:
    return parse_distribution(key, text, state, options);
  }
}

static void check_distribution(struct argp_state *state, const density_options *options) {
  size_t d = options->mean_count, count = options->covariance_count;
  if (options->mixture != NULL && (options->mean != NULL || options->covariance != NULL)) {
    argp_error(state, "--mixture stands instead of --mean and --cov");
  }
  if (options->mixture == NULL && options->mean == NULL) {
    argp_error(state, "the distribution is missing: --mixture FILE, or --mean and --cov");
  }
  bool fits = count <= 1 || count == d || count / d == d;
  if (options->mixture == NULL && (!fits || (count > d && count % d != 0))) {
    argp_error(state, "--cov has %zu numbers; with %zu in --mean it has 1, %zu or %zu", count, d, d,
               d * d);
  }
  if (options->mixture == NULL && options->place == PLACE_GRID && options->axis_count != d) {
    size_t axes = options->axis_count;
    argp_error(state, "--grid has %zu ax%s, but --mean has %zu number%s", axes,
               axes == 1 ? "is" : "es", d, option_plural(d));
  }
}

static const char *not_drawable(const density_options *options) {
  if (options->place != PLACE_GRID) {
    return "a density on a --grid";
  }
  return options->axis_count == 3 ? "one or two dimensions, not three" : NULL;
}

static void check(struct argp_state *state, density_options *options) {
  if (options->place == PLACE_NONE) {
    argp_error(state, "--grid, --at or --sample is missing: where the density is wanted");
  }
  check_distribution(state, options);
  if (options->responsibilities && options->place != PLACE_POINTS) {
    argp_error(state, "--responsibilities are those of points: --at FILE");
  }
  if (options->log && (options->responsibilities || options->place == PLACE_SAMPLES)) {
    argp_error(state, "--log is for densities, not for --%s",
               options->responsibilities ? "responsibilities" : "sample");
  }
  if (options->has_seed && options->place != PLACE_SAMPLES) {
    argp_error(state, "--seed is for --sample");
  }
  if (options->reading.format != TABLE_BY_NAME && options->mixture == NULL &&
      options->points == NULL) {
    argp_error(state, "--input-format is for files: --mixture and --at");
  }
  if (options->mixture != NULL && options->points != NULL && strcmp(options->mixture, "-") == 0 &&
      strcmp(options->points, "-") == 0) {
    argp_error(state, "--mixture and --at cannot both be the standard input");
  }
  result_options_check(state, &options->result,
                       options->axis_count == 1 ? RESULT_DRAWN_CURVE : RESULT_DRAWN_HEATMAP,
                       not_drawable(options));
}

static error_t parse(int key, char *text, struct argp_state *state) {
  density_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->result;
    return 0;
  case KEY_LOG:
    options->log = true;
    return 0;
  case KEY_RESPONSIBILITIES:
    options->responsibilities = true;
    return 0;
  case KEY_THREADS:
    options->threads = option_count(state, "--threads", text);
    return 0;
  case ARGP_KEY_ARG:
    argp_error(state, "'%s' is one too many: points are read with --at FILE", text);
    return 0;
  case ARGP_KEY_END:
    check(state, options);
    return 0;
  default:
    return parse_place(key, text, state, options);
  }
}

void density_options_parse(int argc, char **argv, density_options *options) {
  static const struct argp_child children[] = {{.argp = &result_options_argp, .group = 4}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .doc = "Compute the density of a Gaussian or of a mixture of Gaussians, on a grid or at "
             "points, or draw samples.\n\nWithout -o and --show the result is written as text to "
             "the standard output. A grid has a row for each y, the first is MIN. From C only: "
             "marginal "
             "and conditional distributions, and heat maps of many spots.",
      .children = children,
  };
  *options = (density_options){.result = RESULT_OPTIONS_INIT};
  options->result.picture.style.origin_lower = true;
  argp_parse(&argp, argc, argv, 0, NULL, options);
}

void density_options_free(density_options *options) {
  free(options->mean);
  free(options->covariance);
  options->mean = NULL;
  options->covariance = NULL;
}
