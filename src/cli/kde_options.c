/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_options.h"

#include "grid_option.h"
#include "kde_check.h"
#include "option_values.h"

#include <argp.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
  KEY_BANDWIDTH = 0x100,
  KEY_MATRIX,
  KEY_DIAGONAL,
  KEY_ADJUST,
  KEY_COLUMNS,
  KEY_WEIGHTS,
  KEY_WEIGHT_COLUMN,
  KEY_INPUT_FORMAT,
  KEY_DELIMITER,
  KEY_GRID,
  KEY_AT,
  KEY_INTEGRAL,
  KEY_SAMPLE,
  KEY_SEED,
  KEY_PRINT_BANDWIDTH,
  KEY_LOG,
  KEY_ENGINE,
  KEY_TOLERANCE,
  KEY_THREADS
};

static const struct argp_option option_table[] = {
    {.doc = "The bandwidth h, whose square is the covariance H of the kernel:", .group = 1},
    {.name = "bandwidth",
     .key = KEY_BANDWIDTH,
     .arg = "RULE|h[,h...]",
     .doc = "scott (default), silverman, cv (the most likely in cross-validation); for one column "
            "nrd0, nrd, isj (for several modes); or a number, or one for each column",
     .group = 1},
    {.name = "bandwidth-matrix",
     .key = KEY_MATRIX,
     .arg = "H[,H...]",
     .doc = "H itself, row by row",
     .group = 1},
    {.name = "diagonal",
     .key = KEY_DIAGONAL,
     .doc = "With scott, silverman and cv: of the variances alone, not the covariances",
     .group = 1},
    {.name = "adjust", .key = KEY_ADJUST, .arg = "F", .doc = "Multiply h by F", .group = 1},
    {.doc = "The data:", .group = 2},
    {.name = "columns",
     .key = KEY_COLUMNS,
     .arg = "C[,C...]",
     .doc =
         "The columns of INPUT to use, counted from 1, or named as in a CSV's header; default: all",
     .group = 2},
    {.name = "weights",
     .key = KEY_WEIGHTS,
     .arg = "FILE",
     .doc = "A weight >= 0 for each point; default: all alike",
     .group = 2},
    {.name = "weight-column",
     .key = KEY_WEIGHT_COLUMN,
     .arg = "C",
     .doc = "The weights are that column of INPUT, and no data",
     .group = 2},
    {.name = "input-format",
     .key = KEY_INPUT_FORMAT,
     .arg = "npy|csv|libsvm",
     .doc = "Of all files that are read; default: by their names",
     .group = 2},
    {.name = "delimiter",
     .key = KEY_DELIMITER,
     .arg = "CHAR",
     .doc = "Between the fields of a CSV: a character, 'tab' or 'blank'",
     .group = 2},
    {.doc = "Where:", .group = 3},
    {.name = "grid",
     .key = KEY_GRID,
     .arg = "MIN:MAX:N[,...]",
     .doc =
         "On a grid: N coordinates from MIN to MAX along x, y, z; default: 512, or 256 x 256, or "
         "more where h is small, from 3 h below to 3 h above the data",
     .group = 3},
    {.name = "at", .key = KEY_AT, .arg = "FILE", .doc = "At points, one a row", .group = 3},
    {.name = "integral",
     .key = KEY_INTEGRAL,
     .arg = "LOW:HIGH[,...]",
     .doc = "Instead of a density, its integral over that box, inf and -inf allowed, and how far "
            "off it may be",
     .group = 3},
    {.name = "sample",
     .key = KEY_SAMPLE,
     .arg = "N",
     .doc = "Instead of a density, N random points of it, one a row",
     .group = 3},
    {.name = "seed",
     .key = KEY_SEED,
     .arg = "S",
     .doc = "Seed of the random numbers; default: 0",
     .group = 3},
    {.name = "print-bandwidth",
     .key = KEY_PRINT_BANDWIDTH,
     .doc = "Instead of a density, h, or H of several columns",
     .group = 3},
    {.doc = "How:", .group = 4},
    {.name = "log", .key = KEY_LOG, .doc = "The natural logarithm of the density", .group = 4},
    {.name = "engine",
     .key = KEY_ENGINE,
     .arg = "NAME",
     .doc = "auto (default), exact, exponentials (1 column), cutoff (1 to 3) or binned (grids, H "
            "diagonal)",
     .group = 4},
    {.name = "tolerance",
     .key = KEY_TOLERANCE,
     .arg = "T",
     .doc = "The error that auto and cutoff may make, as a part of the kernel's height; default: "
            "1e-10",
     .group = 4},
    {.name = "threads",
     .key = KEY_THREADS,
     .arg = "N",
     .doc = "Use at most N threads; default: what OpenMP offers. The result does not depend on it",
     .group = 4},
    {0}};

static const option_word rules[] = {{"scott", GK_BANDWIDTH_SCOTT},
                                    {"silverman", GK_BANDWIDTH_SILVERMAN},
                                    {"nrd0", GK_BANDWIDTH_NRD0},
                                    {"nrd", GK_BANDWIDTH_NRD},
                                    {"isj", GK_BANDWIDTH_ISJ},
                                    {"cv", GK_BANDWIDTH_CV},
                                    {NULL, 0}};
static const option_word engines[] = {
    {"auto", GK_KDE_AUTO},     {"exact", GK_KDE_EXACT},   {"exponentials", GK_KDE_EXPONENTIALS},
    {"cutoff", GK_KDE_CUTOFF}, {"binned", GK_KDE_BINNED}, {NULL, 0}};

static const char *word_of(const option_word *known, int value) {
  while (known->word != NULL && known->value != value) {
    known++;
  }
  return known->word != NULL ? known->word : "";
}

const char *kde_rule_name(gk_bandwidth rule) {
  return word_of(rules, (int)rule);
}

const char *kde_engine_name(gk_kde_engine engine) {
  return word_of(engines, (int)engine);
}

/* Of an option that is said twice the last counts. */
static void read_numbers(struct argp_state *state, const char *option, char *text,
                         option_reader read_one, kde_options *options) {
  free(options->bandwidth);
  options->bandwidth = option_all_numbers(state, option, text, read_one, &options->bandwidth_count);
}

static void read_bandwidth(struct argp_state *state, char *text, kde_options *options) {
  if (isalpha((unsigned char)text[0]) && strcmp(text, "nan") != 0 && strcmp(text, "inf") != 0) {
    options->rule = (gk_bandwidth)option_word_of(state, "--bandwidth", text, rules);
    free(options->bandwidth);
    options->bandwidth = NULL;
    return;
  }
  read_numbers(state, "--bandwidth", text, option_positive, options);
  options->rule = options->bandwidth_count == 1 ? GK_BANDWIDTH_SCALAR : GK_BANDWIDTH_FEATURES;
}

/* There is one place; who says two has made a mistake. */
static void choose_place(struct argp_state *state, kde_options *options, kde_place place) {
  bool said = options->place != KDE_GRID || options->axis_count > 0;
  if (said && options->place != place) {
    argp_error(state,
               "--grid, --at, --integral, --sample and --print-bandwidth exclude each other");
  }
  options->place = place;
}

static error_t parse_bandwidth(int key, char *text, struct argp_state *state,
                               kde_options *options) {
  switch (key) {
  case KEY_BANDWIDTH:
    options->has_bandwidth = true;
    read_bandwidth(state, text, options);
    return 0;
  case KEY_MATRIX:
    options->has_matrix = true;
    read_numbers(state, "--bandwidth-matrix", text, option_finite, options);
    options->rule = GK_BANDWIDTH_MATRIX;
    return 0;
  case KEY_DIAGONAL:
    options->shape = GK_SHAPE_DIAGONAL;
    return 0;
  case KEY_ADJUST:
    options->adjust = option_positive(state, "--adjust", text);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_data(int key, char *text, struct argp_state *state, kde_options *options) {
  switch (key) {
  case KEY_COLUMNS:
    options->columns = text;
    return 0;
  case KEY_WEIGHTS:
    options->weights = text;
    return 0;
  case KEY_WEIGHT_COLUMN:
    options->weight_column = text;
    return 0;
  case KEY_INPUT_FORMAT:
    options->reading.format = option_input_format(state, text);
    return 0;
  case KEY_DELIMITER:
    options->reading.delimiter = option_delimiter(state, text);
    return 0;
  case ARGP_KEY_ARG:
    if (options->input != NULL) {
      argp_error(state, "one INPUT only; '%s' is a second", text);
    }
    options->input = text;
    return 0;
  default:
    return parse_bandwidth(key, text, state, options);
  }
}

static error_t parse_place(int key, char *text, struct argp_state *state, kde_options *options) {
  switch (key) {
  case KEY_GRID:
    choose_place(state, options, KDE_GRID);
    options->axis_count = grid_option(state, text, options->axes);
    return 0;
  case KEY_AT:
    choose_place(state, options, KDE_POINTS);
    options->at = text;
    return 0;
  case KEY_INTEGRAL:
    choose_place(state, options, KDE_INTEGRAL);
    box_option(state, text, &options->box);
    return 0;
  case KEY_SAMPLE:
    choose_place(state, options, KDE_SAMPLES);
    options->samples = option_count(state, "--sample", text);
    return 0;
  case KEY_SEED:
    options->has_seed = true;
    options->seed = option_seed(state, text);
    return 0;
  case KEY_PRINT_BANDWIDTH:
    choose_place(state, options, KDE_BANDWIDTH);
    return 0;
  default:
    return parse_data(key, text, state, options);
  }
}

static error_t parse(int key, char *text, struct argp_state *state) {
  kde_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->result;
    state->child_inputs[1] = &options->look;
    return 0;
  case KEY_LOG:
    options->log = true;
    return 0;
  case KEY_ENGINE:
    options->engine = (gk_kde_engine)option_word_of(state, "--engine", text, engines);
    return 0;
  case KEY_TOLERANCE:
    options->tolerance = option_not_negative(state, "--tolerance", text);
    if (options->tolerance > 1) {
      argp_error(state, "--tolerance: '%s' is more than 1, the kernel's height", text);
    }
    return 0;
  case KEY_THREADS:
    options->threads = option_count(state, "--threads", text);
    return 0;
  case ARGP_KEY_END:
    kde_options_check(state, options);
    return 0;
  default:
    return parse_place(key, text, state, options);
  }
}

void kde_options_parse(int argc, char **argv, kde_options *options) {
  static const struct argp_child children[] = {
      {.argp = &result_options_argp, .group = 5}, {.argp = &kde_look_argp, .group = 6}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "INPUT",
      .doc = "Estimate the density that the points in INPUT, one a row, were drawn from, with the "
             "Gaussian kernel: on a grid, at points, or as a picture.\n\nINPUT is .npy, .csv (.tsv "
             ".txt .dat) or .libsvm (.svm .svmlight), - is stdin. Without -o and --show the result "
             "is written as text to the standard output: of one column x and the density, of two a "
             "row for each y, the first is MIN. A line on stderr tells the bandwidth and the "
             "grid.\v"
             "Exit status: 0 done, 1 the data, a file or memory did not allow it, 2 wrong usage, "
             "128 + N stopped by signal N (130 for Ctrl-C).",
      .children = children,
  };
  *options = (kde_options){
      .result = RESULT_OPTIONS_INIT, .look = KDE_LOOK_INIT, .adjust = 1, .tolerance = -1};
  options->result.picture.style.origin_lower = true;
  argp_parse(&argp, argc, argv, 0, NULL, options);
}

gk_kde_method kde_options_method(const kde_options *options) {
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = options->engine;
  if (options->tolerance >= 0) {
    method.tolerance = options->tolerance;
  }
  return method;
}

void kde_options_free(kde_options *options) {
  box_free(&options->box);
  free(options->bandwidth);
  options->bandwidth = NULL;
}
