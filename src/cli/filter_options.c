/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter_options.h"

#include "number.h"

#include <argp.h>
#include <math.h>
#include <string.h>

enum {
  KEY_SIGMA = 0x100,
  KEY_ORDER,
  KEY_GRADIENT,
  KEY_LAPLACIAN,
  KEY_DIFFERENCE,
  KEY_MODE,
  KEY_CVAL,
  KEY_TRUNCATE,
  KEY_RADIUS,
  KEY_METHOD,
  KEY_ENGINE,
  KEY_TOLERANCE,
  KEY_STRIDE,
  KEY_MASK,
  KEY_SKIP_NAN,
  KEY_LINEAR
};

static const struct argp_option option_table[] = {
    {.doc = "The filter; lists are along x, y, z, w, one value for all, but for --order:",
     .group = 1},
    {.name = "sigma",
     .key = KEY_SIGMA,
     .arg = "S[,S...]",
     .doc = "Standard deviations in pixels; 0 leaves an axis alone",
     .group = 1},
    {.name = "order",
     .key = KEY_ORDER,
     .arg = "K[,K...]",
     .doc = "The order of the derivative, 0 to 8, a number for each axis: 1,0; default: 0",
     .group = 1},
    {.name = "gradient", .key = KEY_GRADIENT, .doc = "The magnitude of the gradient", .group = 1},
    {.name = "laplacian",
     .key = KEY_LAPLACIAN,
     .doc = "The Laplacian: the sum of the second derivatives",
     .group = 1},
    {.name = "difference",
     .key = KEY_DIFFERENCE,
     .arg = "S[,S...]",
     .doc = "A difference of Gaussians: that of --sigma less that of these standard deviations",
     .group = 1},
    {.name = "mode",
     .key = KEY_MODE,
     .arg = "NAME[,NAME...]",
     .doc = "What is beyond the ends: reflect (default: dcba|abcd|dcba), mirror (dcb|abcd|cba), "
            "nearest, wrap, constant, or none: the weights inside count alone",
     .group = 1},
    {.name = "cval",
     .key = KEY_CVAL,
     .arg = "V",
     .doc = "What is beyond the ends with --mode constant; default: 0, with alpha transparent",
     .group = 1},
    {.name = "stride",
     .key = KEY_STRIDE,
     .arg = "N[,N...]",
     .doc = "Keep each N-th pixel; default: 1",
     .group = 1},
    {.name = "mask",
     .key = KEY_MASK,
     .arg = "FILE",
     .doc = "Weights of the pixels, in a PNG from 0 to white; the result is a weighted mean",
     .group = 1},
    {.name = "skip-nan",
     .key = KEY_SKIP_NAN,
     .doc = "Leave each NaN out; without it a NaN spreads to all results within reach",
     .group = 1},
    {.name = "linear",
     .key = KEY_LINEAR,
     .doc = "Filter light: decode sRGB before, encode it behind; u8 and u16, scaled where --type "
            "is the other of them",
     .group = 1},
    {.doc = "How it is computed:", .group = 2},
    {.name = "method",
     .key = KEY_METHOD,
     .arg = "NAME",
     .doc = "Weights: sampled (default), integrated, discrete, or binomial with --radius",
     .group = 2},
    {.name = "truncate",
     .key = KEY_TRUNCATE,
     .arg = "T",
     .doc = "Cut the weights off at so many sigmas, as scipy does; not with --radius; default: by "
            "--tolerance",
     .group = 2},
    {.name = "radius",
     .key = KEY_RADIUS,
     .arg = "R[,R...]",
     .doc = "Cut the weights off at so many pixels; not with --truncate",
     .group = 2},
    {.name = "engine",
     .key = KEY_ENGINE,
     .arg = "NAME",
     .doc = "auto (default), fir, or recursive, whose cost does not grow with sigma",
     .group = 2},
    {.name = "tolerance",
     .key = KEY_TOLERANCE,
     .arg = "E",
     .doc = "Largest error of the method, 1e-15 to 0.1; default: 1e-5 from u8 or f32 to u8 or "
            "f32, else 1e-9",
     .group = 2},
    {0}};

static double sigma_number(struct argp_state *state, const char *option, const char *text) {
  double value = 0;
  if (!number_of(text, &value) || !(value == 0 || (value >= 1e-3 && value <= 1e6))) {
    argp_error(state, "%s: '%s' is neither 0 nor a number from 0.001 to 1e6", option, text);
  }
  return value;
}

static double order_number(struct argp_state *state, const char *option, const char *text) {
  return (double)option_count_within(state, option, text, 0, 8);
}

/* gk_filter takes no more than 2^24. */
static double radius_number(struct argp_state *state, const char *option, const char *text) {
  return (double)option_count_within(state, option, text, 0, 1 << 24);
}

static double stride_number(struct argp_state *state, const char *option, const char *text) {
  return (double)option_count_within(state, option, text, 1, 0x7fffffff);
}

static void choose_kind(struct argp_state *state, filter_options *options, filter_kind kind) {
  if (options->kind != FILTER_PLAIN && options->kind != kind) {
    argp_error(state, "--gradient, --laplacian and --difference exclude each other");
  }
  options->kind = kind;
}

static double tolerance_of(struct argp_state *state, const char *text) {
  double value = 0;
  if (!number_of(text, &value) || !(value >= 1e-15 && value <= 0.1)) {
    argp_error(state, "--tolerance: '%s' is not a number from 1e-15 to 0.1", text);
  }
  return value;
}

static const option_word methods[] = {{"sampled", GK_WEIGHTS_SAMPLED},
                                      {"integrated", GK_WEIGHTS_INTEGRATED},
                                      {"discrete", GK_WEIGHTS_DISCRETE},
                                      {"binomial", GK_WEIGHTS_BINOMIAL},
                                      {NULL, 0}};
static const option_word engines[] = {{"auto", GK_ENGINE_AUTO},
                                      {"fir", GK_ENGINE_FIR},
                                      {"recursive", GK_ENGINE_RECURSIVE},
                                      {NULL, 0}};

static error_t parse_computation(int key, char *text, struct argp_state *state,
                                 filter_options *options) {
  switch (key) {
  case KEY_METHOD:
    options->method = (gk_weights_method)option_word_of(state, "--method", text, methods);
    return 0;
  case KEY_TRUNCATE:
    options->truncate = option_positive(state, "--truncate", text);
    return 0;
  case KEY_RADIUS:
    axis_list_read(state, "--radius", text, radius_number, &options->radius);
    return 0;
  case KEY_ENGINE:
    options->engine = (gk_engine)option_word_of(state, "--engine", text, engines);
    return 0;
  case KEY_TOLERANCE:
    options->tolerance = tolerance_of(state, text);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_pixels(int key, char *text, struct argp_state *state,
                            filter_options *options) {
  switch (key) {
  case KEY_MODE:
    axis_list_read_modes(state, text, true, &options->mode);
    return 0;
  case KEY_CVAL:
    options->has_cval = true;
    options->cval = option_finite(state, "--cval", text);
    return 0;
  case KEY_STRIDE:
    axis_list_read(state, "--stride", text, stride_number, &options->stride);
    return 0;
  case KEY_MASK:
    options->mask = text;
    return 0;
  case KEY_SKIP_NAN:
    options->skip_nan = true;
    return 0;
  case KEY_LINEAR:
    options->linear = true;
    return 0;
  default:
    return parse_computation(key, text, state, options);
  }
}

static error_t parse(int key, char *text, struct argp_state *state) {
  filter_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->files;
    return 0;
  case KEY_SIGMA:
    axis_list_read(state, "--sigma", text, sigma_number, &options->sigma);
    return 0;
  case KEY_ORDER:
    axis_list_read(state, "--order", text, order_number, &options->order);
    return 0;
  case KEY_GRADIENT:
    choose_kind(state, options, FILTER_GRADIENT);
    return 0;
  case KEY_LAPLACIAN:
    choose_kind(state, options, FILTER_LAPLACIAN);
    return 0;
  case KEY_DIFFERENCE:
    choose_kind(state, options, FILTER_DIFFERENCE);
    axis_list_read(state, "--difference", text, sigma_number, &options->wider);
    return 0;
  case ARGP_KEY_END:
    filter_options_check(state, options);
    return 0;
  default:
    return parse_pixels(key, text, state, options);
  }
}

void filter_options_parse(int argc, char **argv, filter_options *options) {
  static const struct argp_child children[] = {{.argp = &raster_options_argp, .group = 3}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "IN",
      .doc = "Filter an image, or another array of one to four axes, with a Gaussian, and write it "
             "to OUT.\n\nIN is .png, .npy, or .csv (.tsv .txt .dat), - is stdin. x runs along a "
             "row. In a PNG transparency counts: colours are means weighted with alpha. "
             "Derivatives and differences of u8 and u16 become f32, unless --type or a PNG says "
             "otherwise. OUT appears whole or not at all.\v"
             "Exit status: 0 done, 1 the data, a file or memory did not allow it, 2 wrong usage, "
             "128 + N stopped by signal N (130 for Ctrl-C).",
      .children = children,
  };
  *options = (filter_options){.kind = FILTER_PLAIN};
  argp_parse(&argp, argc, argv, 0, NULL, options);
}
