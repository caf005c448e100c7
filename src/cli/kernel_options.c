/* SPDX-License-Identifier: BSD-3-Clause */
#include "kernel_check.h"

#include "number.h"
#include "option_values.h"

#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  KEY_SIZE = 0x100,
  KEY_SIGMA,
  KEY_DIM,
  KEY_METHOD,
  KEY_OVERSAMPLE,
  KEY_CENTER,
  KEY_THETA,
  KEY_COVARIANCE,
  KEY_ORDER,
  KEY_NORMALIZE,
  KEY_AMPLITUDE,
  KEY_CUTOFF,
  KEY_SIZE_RULE,
  KEY_TRUNCATE,
  KEY_SCALE
};

/* Sizes are read as doubles, as all lists are; up to here each whole number is one. */
static const double MOST_SIZE = 9007199254740992.0;

enum { MOST_ORDER = 8, MOST_OVERSAMPLE = 1000 };

static const struct argp_option option_table[] = {
    {.doc = "The kernel:", .group = 1},
    {.name = "size",
     .key = KEY_SIZE,
     .arg = "N[,N[,N]]",
     .doc = "Pixels along x, y, z; one for all; default: by --size-rule"},
    {.name = "sigma",
     .key = KEY_SIGMA,
     .arg = "S[,S[,S]]",
     .doc = "Standard deviations along x, y, z in pixels; one for all"},
    {.name = "dim",
     .key = KEY_DIM,
     .arg = "1|2|3",
     .doc = "Dimensions; default: as many as the lists have, or 2"},
    {.name = "method",
     .key = KEY_METHOD,
     .arg = "NAME",
     .doc = "The weight of a pixel: sampled (default), integrated, discrete, oversampled, opencv "
            "or binomial"},
    {.name = "oversample",
     .key = KEY_OVERSAMPLE,
     .arg = "F",
     .doc = "Points along a pixel's side for --method oversampled; default: 10"},
    {.name = "center",
     .key = KEY_CENTER,
     .arg = "X[,Y[,Z]]",
     .doc = "In pixels, the first of which is 0; default: the middle"},
    {.name = "theta",
     .key = KEY_THETA,
     .arg = "ANGLE",
     .doc = "Turns two dimensions from +x to +y: radians, or degrees as in 45deg"},
    {.name = "covariance",
     .key = KEY_COVARIANCE,
     .arg = "C[,C...]",
     .doc = "Instead of --sigma and --theta, in pixels^2: n*n numbers row by row, n variances, or "
            "one"},
    {.name = "cov", .flags = OPTION_ALIAS},
    {.name = "order",
     .key = KEY_ORDER,
     .arg = "K[,K[,K]]",
     .doc = "Of the derivative along x, y, z, 0 to 8; default: 0"},
    {.name = "normalize",
     .key = KEY_NORMALIZE,
     .arg = "NAME",
     .doc = "What becomes the amplitude: sum (default), peak, the integral (density), or none: the "
            "height of the Gaussian"},
    {.name = "amplitude",
     .key = KEY_AMPLITUDE,
     .arg = "A",
     .doc = "What --normalize makes of it; default: 1"},
    {.name = "cutoff",
     .key = KEY_CUTOFF,
     .arg = "C",
     .doc = "Weights below C times the largest become 0, from 0 to 1; default: 0"},
    {.name = "size-rule",
     .key = KEY_SIZE_RULE,
     .arg = "NAME",
     .doc = "Sizes from sigma: scipy (default), opencv, opencv8, matlab or astropy"},
    {.name = "truncate",
     .key = KEY_TRUNCATE,
     .arg = "T",
     .doc = "Sigmas on a side for the rule scipy; default: 4"},
    {.name = "scale",
     .key = KEY_SCALE,
     .arg = "F",
     .doc = "Multiplies what is written as text or drawn; default: 1"},
    {0}};

static double size_number(struct argp_state *state, const char *option, const char *text) {
  size_t value = option_count(state, option, text);
  if ((double)value > MOST_SIZE) {
    argp_error(state, "%s: '%s' is larger than any array", option, text);
  }
  return (double)value;
}

static double order_number(struct argp_state *state, const char *option, const char *text) {
  return (double)option_count_within(state, option, text, 0, MOST_ORDER);
}

static void read_axes(struct argp_state *state, const char *option, char *list,
                      option_reader read_one, axis_numbers *numbers) {
  numbers->count = option_numbers(state, option, list, read_one, numbers->values, 3);
}

/* Radians, or degrees: exactly half a turn for 180deg, as near as a double is. */
static double angle(struct argp_state *state, const char *text) {
  size_t length = strlen(text);
  bool degrees = length > 3 && strcmp(text + length - 3, "deg") == 0;
  double value = 0;
  if (!number_parse(text, degrees ? length - 3 : length, &value) || !isfinite(value)) {
    argp_error(state, "--theta: '%s' is neither a number of radians nor one of degrees as 45deg",
               text);
  }
  return degrees ? value / 180 * 3.14159265358979323846 : value;
}

static double fraction(struct argp_state *state, const char *option, const char *text) {
  double value = 0;
  if (!number_of(text, &value) || !(value >= 0 && value <= 1)) {
    argp_error(state, "%s: '%s' is not a number from 0 to 1", option, text);
  }
  return value;
}

static error_t parse_gaussian(int key, char *text, struct argp_state *state,
                              kernel_options *options) {
  switch (key) {
  case KEY_SIZE:
    read_axes(state, "--size", text, size_number, &options->size);
    return 0;
  case KEY_SIGMA:
    read_axes(state, "--sigma", text, option_positive, &options->sigma);
    return 0;
  case KEY_DIM:
    options->dimensions = option_count_within(state, "--dim", text, 1, 3);
    return 0;
  case KEY_CENTER:
    read_axes(state, "--center", text, option_finite, &options->center);
    return 0;
  case KEY_THETA:
    options->theta = angle(state, text);
    return 0;
  case KEY_COVARIANCE:
    options->covariance_count =
        option_numbers(state, "--covariance", text, option_finite, options->covariance, 9);
    return 0;
  case KEY_ORDER:
    read_axes(state, "--order", text, order_number, &options->order);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const option_word methods[] = {{"sampled", GK_WEIGHTS_SAMPLED},
                                      {"integrated", GK_WEIGHTS_INTEGRATED},
                                      {"discrete", GK_WEIGHTS_DISCRETE},
                                      {"oversampled", GK_WEIGHTS_OVERSAMPLED},
                                      {"opencv", GK_WEIGHTS_OPENCV},
                                      {"binomial", GK_WEIGHTS_BINOMIAL},
                                      {NULL, 0}};
static const option_word normalizations[] = {{"sum", GK_NORMALIZE_SUM},
                                             {"peak", GK_NORMALIZE_PEAK},
                                             {"density", GK_NORMALIZE_DENSITY},
                                             {"none", GK_NORMALIZE_NONE},
                                             {NULL, 0}};
static const option_word size_rules[] = {
    {"scipy", GK_SIZE_SCIPY},   {"opencv", GK_SIZE_OPENCV},   {"opencv8", GK_SIZE_OPENCV_8BIT},
    {"matlab", GK_SIZE_MATLAB}, {"astropy", GK_SIZE_ASTROPY}, {NULL, 0}};

static error_t parse_method(int key, char *text, struct argp_state *state,
                            kernel_options *options) {
  switch (key) {
  case KEY_METHOD:
    options->method = (gk_weights_method)option_word_of(state, "--method", text, methods);
    return 0;
  case KEY_OVERSAMPLE:
    options->has_oversample = true;
    options->oversample = option_count_within(state, "--oversample", text, 1, MOST_OVERSAMPLE);
    return 0;
  case KEY_NORMALIZE:
    options->normalize = (gk_normalize)option_word_of(state, "--normalize", text, normalizations);
    return 0;
  case KEY_AMPLITUDE:
    options->amplitude = option_finite(state, "--amplitude", text);
    return 0;
  case KEY_CUTOFF:
    options->cutoff = fraction(state, "--cutoff", text);
    return 0;
  case KEY_SIZE_RULE:
    options->has_size_rule = true;
    options->size_rule = (gk_size_rule)option_word_of(state, "--size-rule", text, size_rules);
    return 0;
  case KEY_TRUNCATE:
    options->truncate = option_positive(state, "--truncate", text);
    return 0;
  case KEY_SCALE:
    options->scale = option_finite(state, "--scale", text);
    return 0;
  default:
    return parse_gaussian(key, text, state, options);
  }
}

static error_t parse(int key, char *text, struct argp_state *state) {
  kernel_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->result;
    return 0;
  case ARGP_KEY_ARG:
    argp_error(state, "'%s' is one too many: this command reads no file", text);
    return 0;
  case ARGP_KEY_END:
    kernel_check(state, options);
    return 0;
  default:
    return parse_method(key, text, state, options);
  }
}

void kernel_options_parse(int argc, char **argv, kernel_options *options) {
  static const struct argp_child children[] = {{.argp = &result_options_argp, .group = 2}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .doc = "Compute the weights of a Gaussian kernel for images, in 1, 2 or 3 dimensions.\n\n"
             "Without -o and --show they are written as text to the standard output. x runs along "
             "a row.",
      .children = children,
  };
  *options =
      (kernel_options){.result = RESULT_OPTIONS_INIT, .oversample = 10, .amplitude = 1, .scale = 1};
  options->result.picture.style.values = true;
  argp_parse(&argp, argc, argv, 0, NULL, options);
}
