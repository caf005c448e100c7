/* SPDX-License-Identifier: BSD-3-Clause */
#include "rbf_options.h"

#include "option_values.h"

#include <stdlib.h>
#include <string.h>

enum {
  KEY_GAMMA = 0x400,
  KEY_SIGMA,
  KEY_LENGTHSCALE,
  KEY_GAMMA_RULE,
  KEY_VARIANCE,
  KEY_NOISE,
  KEY_Y,
  KEY_COLUMNS,
  KEY_DTYPE,
  KEY_THREADS,
  KEY_INPUT_FORMAT,
  KEY_DELIMITER
};

static const struct argp_option option_table[] = {
    {.doc = "The kernel, v exp(-gamma sum_k ((x_k - y_k) / l_k)^2):", .group = 1},
    {.name = "gamma", .key = KEY_GAMMA, .arg = "G", .doc = "gamma itself", .group = 1},
    {.name = "sigma", .key = KEY_SIGMA, .arg = "S", .doc = "gamma = 1 / (2 S^2)", .group = 1},
    {.name = "lengthscale",
     .key = KEY_LENGTHSCALE,
     .arg = "L[,L...]",
     .doc = "gamma = 1 / (2 L^2); or one for each feature: gamma = 1/2 with l = L",
     .group = 1},
    {.name = "gamma-rule",
     .key = KEY_GAMMA_RULE,
     .arg = "RULE",
     .doc = "auto (default): 1/d; scale: 1 / (d times the variance of the data); median: "
            "1 / (2 m^2), m the median distance. With --y, of the points in OTHER",
     .group = 1},
    {.name = "variance", .key = KEY_VARIANCE, .arg = "V", .doc = "v; default: 1", .group = 1},
    {.name = "noise",
     .key = KEY_NOISE,
     .arg = "E",
     .doc = "added to the diagonal; default: 0",
     .group = 1},
    {.doc = "Input:", .group = 3},
    {.name = "y",
     .key = KEY_Y,
     .arg = "OTHER",
     .doc = "take the cross-Gram matrix, rows from INPUT, columns from OTHER",
     .group = 3},
    {.name = "columns",
     .key = KEY_COLUMNS,
     .arg = "C[,C...]",
     .doc = "take those columns of INPUT and OTHER as the points, counted from 1, or named as in a "
            "CSV's header; default: all",
     .group = 3},
    {.name = "input-format",
     .key = KEY_INPUT_FORMAT,
     .arg = "FORMAT",
     .doc = "npy, csv or libsvm; default: by the names of INPUT and OTHER",
     .group = 3},
    {.name = "delimiter",
     .key = KEY_DELIMITER,
     .arg = "CHAR",
     .doc = "between the fields of a CSV: a character, 'tab' or 'blank'; default: what is found "
            "of ; , tab blank in its first line",
     .group = 3},
    {.doc = "Output:", .group = 4},
    {.name = "output",
     .key = 'o',
     .arg = "OUT",
     .doc = "the file to write; - is stdout",
     .group = 4},
    {.name = "dtype",
     .key = KEY_DTYPE,
     .arg = "TYPE",
     .doc = "f32 or f64, to compute and to write in; default: f32 if all input is, else f64",
     .group = 4},
    {.doc = "The run:", .group = 5},
    {.name = "threads",
     .key = KEY_THREADS,
     .arg = "N",
     .doc = "use at most N threads; default: what OpenMP offers. The result does not depend on it",
     .group = 5},
    {.name = "quiet", .key = 'q', .doc = "no progress and no summary on stderr", .group = 5},
    {0}};

static const option_word rules[] = {
    {"auto", GAMMA_AUTO}, {"scale", GAMMA_SCALE}, {"median", GAMMA_MEDIAN}, {NULL, 0}};
static const option_word dtypes[] = {{"f32", DTYPE_F32}, {"f64", DTYPE_F64}, {NULL, 0}};

/* There is one gamma; who says it in two ways has made a mistake. */
static void choose_gamma(struct argp_state *state, rbf_options *options, gamma_choice choice) {
  bool rules_both = choice <= GAMMA_MEDIAN && options->gamma_choice <= GAMMA_MEDIAN;
  if (options->gamma_choice != GAMMA_UNSAID && options->gamma_choice != choice && !rules_both) {
    argp_error(state, "--gamma, --sigma, --lengthscale and --gamma-rule exclude each other");
  }
  options->gamma_choice = choice;
}

static void read_lengthscales(struct argp_state *state, rbf_options *options, char *list) {
  free(options->lengthscales);
  options->lengthscales = option_all_numbers(state, "--lengthscale", list, option_positive,
                                             &options->lengthscale_count);
}

/* What needs all options to be known. */
static void check(struct argp_state *state, rbf_options *options) {
  if (options->input == NULL) {
    argp_error(state, "INPUT is missing");
  }
  if (options->output == NULL && options->to_stdout) {
    options->output = "-";
  }
  if (options->output == NULL) {
    argp_error(state, "-o OUT is missing");
  }
  if (options->other != NULL && options->noise > 0) {
    argp_error(state, "--noise goes onto a diagonal; with --y there is none");
  }
  if (options->other != NULL && strcmp(options->input, "-") == 0 &&
      strcmp(options->other, "-") == 0) {
    argp_error(state, "INPUT and OTHER cannot both be the standard input");
  }
}

static error_t parse_kernel(int key, char *argument, struct argp_state *state) {
  rbf_options *options = state->input;
  switch (key) {
  case KEY_GAMMA:
    choose_gamma(state, options, GAMMA_VALUE);
    options->gamma_value = option_positive(state, "--gamma", argument);
    return 0;
  case KEY_SIGMA:
    choose_gamma(state, options, GAMMA_SIGMA);
    options->gamma_value = option_positive(state, "--sigma", argument);
    return 0;
  case KEY_LENGTHSCALE:
    choose_gamma(state, options, GAMMA_LENGTHSCALE);
    read_lengthscales(state, options, argument);
    return 0;
  case KEY_GAMMA_RULE:
    choose_gamma(state, options,
                 (gamma_choice)option_word_of(state, "--gamma-rule", argument, rules));
    return 0;
  case KEY_VARIANCE:
    options->variance = option_positive(state, "--variance", argument);
    return 0;
  case KEY_NOISE:
    options->noise = option_not_negative(state, "--noise", argument);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_files(int key, char *argument, struct argp_state *state) {
  rbf_options *options = state->input;
  switch (key) {
  case KEY_Y:
    options->other = argument;
    return 0;
  case KEY_COLUMNS:
    options->columns = argument;
    return 0;
  case KEY_INPUT_FORMAT:
    options->reading.format = option_input_format(state, argument);
    return 0;
  case KEY_DELIMITER:
    options->reading.delimiter = option_delimiter(state, argument);
    return 0;
  case 'o':
    options->output = argument;
    return 0;
  case KEY_DTYPE:
    options->dtype = (dtype_choice)option_word_of(state, "--dtype", argument, dtypes);
    return 0;
  default:
    return parse_kernel(key, argument, state);
  }
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  rbf_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    options->variance = 1;
    return 0;
  case KEY_THREADS:
    options->threads = option_count(state, "--threads", argument);
    return 0;
  case 'q':
    options->quiet = true;
    return 0;
  case ARGP_KEY_ARG:
    if (options->input != NULL) {
      argp_error(state, "one INPUT only; '%s' is a second", argument);
    }
    options->input = argument;
    return 0;
  case ARGP_KEY_END:
    check(state, options);
    return 0;
  default:
    return parse_files(key, argument, state);
  }
}

const struct argp rbf_options_argp = {.options = option_table, .parser = parse};

void rbf_options_free(rbf_options *options) {
  free(options->lengthscales);
  options->lengthscales = NULL;
}
