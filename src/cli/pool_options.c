/* SPDX-License-Identifier: BSD-3-Clause */
#include "pool_options.h"

#include <argp.h>
#include <math.h>

enum {
  KEY_BLOCK = 0x100,
  KEY_STRIDE,
  KEY_SIGMA,
  KEY_WEIGHTS,
  KEY_MEAN,
  KEY_METHOD,
  KEY_EDGE,
  KEY_MODE,
  KEY_CVAL,
  KEY_LINEAR
};

static const struct argp_option option_table[] = {
    {.doc = "The blocks; lists are along x, y, z, w, one value for all:", .group = 1},
    {.name = "block",
     .key = KEY_BLOCK,
     .arg = "K[,K...]",
     .doc = "Pixels of a block along each axis; 1 leaves an axis alone",
     .group = 1},
    {.name = "stride",
     .key = KEY_STRIDE,
     .arg = "N[,N...]",
     .doc = "Pixels from one block to the next; default: the block's size",
     .group = 1},
    {.name = "edge",
     .key = KEY_EDGE,
     .arg = "NAME",
     .doc = "Blocks that reach beyond the end: crop (default) leaves them out, pad goes on as "
            "--mode says, renormalize scales the weights inside",
     .group = 1},
    {.name = "mode",
     .key = KEY_MODE,
     .arg = "NAME[,NAME...]",
     .doc = "With --edge pad: reflect (default), mirror, nearest, wrap or constant",
     .group = 1},
    {.name = "cval",
     .key = KEY_CVAL,
     .arg = "V",
     .doc = "What is beyond the end with --mode constant; default: 0, with alpha transparent",
     .group = 1},
    {.name = "linear",
     .key = KEY_LINEAR,
     .doc = "Pool light: decode sRGB before, encode it behind; u8 and u16, scaled where --type is "
            "the other of them",
     .group = 1},
    {.doc = "The weights in a block:", .group = 2},
    {.name = "sigma",
     .key = KEY_SIGMA,
     .arg = "S[,S...]",
     .doc = "Standard deviations in pixels of a Gaussian in the middle of the block; default: "
            "0.3 ((K - 1) / 2 - 1) + 0.8, OpenCV's for the size (its weights: --method opencv)",
     .group = 2},
    {.name = "method",
     .key = KEY_METHOD,
     .arg = "NAME",
     .doc =
         "What the Gaussian's weights are: sampled (default), integrated, discrete, oversampled, "
         "opencv or binomial",
     .group = 2},
    {.name = "mean",
     .key = KEY_MEAN,
     .doc = "The mean of the block instead of a Gaussian",
     .group = 2},
    {.name = "weights",
     .key = KEY_WEIGHTS,
     .arg = "FILE",
     .doc = "These weights instead of a Gaussian, .npy or .csv, as they are; they say the block as "
            "well",
     .group = 2},
    {0}};

static double block_number(struct argp_state *state, const char *option, const char *text) {
  return (double)option_count_within(state, option, text, 1, 0x7fffffff);
}

static double sigma_number(struct argp_state *state, const char *option, const char *text) {
  double value = option_positive(state, option, text);
  if (!(value >= 1e-100 && value <= 1e100)) {
    argp_error(state, "%s: '%s' is not a number from 1e-100 to 1e100", option, text);
  }
  return value;
}

static const option_word methods[] = {{"sampled", GK_WEIGHTS_SAMPLED},
                                      {"integrated", GK_WEIGHTS_INTEGRATED},
                                      {"discrete", GK_WEIGHTS_DISCRETE},
                                      {"oversampled", GK_WEIGHTS_OVERSAMPLED},
                                      {"opencv", GK_WEIGHTS_OPENCV},
                                      {"binomial", GK_WEIGHTS_BINOMIAL},
                                      {NULL, 0}};
static const option_word edges[] = {
    {"crop", GK_EDGE_CROP}, {"pad", GK_EDGE_PAD}, {"renormalize", GK_EDGE_RENORMALIZE}, {NULL, 0}};

static void choose(struct argp_state *state, pool_options *options, pool_choice choice) {
  if (options->choice != POOL_GAUSSIAN && options->choice != choice) {
    argp_error(state, "--mean and --weights exclude each other");
  }
  options->choice = choice;
}

static error_t parse_weights(int key, char *text, struct argp_state *state, pool_options *options) {
  switch (key) {
  case KEY_SIGMA:
    axis_list_read(state, "--sigma", text, sigma_number, &options->sigma);
    return 0;
  case KEY_METHOD:
    options->has_method = true;
    options->method = (gk_weights_method)option_word_of(state, "--method", text, methods);
    return 0;
  case KEY_MEAN:
    choose(state, options, POOL_MEAN);
    return 0;
  case KEY_WEIGHTS:
    choose(state, options, POOL_WEIGHTS);
    options->weights = text;
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static bool any_even(const axis_list *block) {
  for (size_t i = 0; i < block->count; i++) {
    if (fmod(block->values[i], 2) == 0) {
      return true;
    }
  }
  return false;
}

static void check_gaussian(struct argp_state *state, const pool_options *options) {
  if (options->choice != POOL_GAUSSIAN && (options->sigma.count > 0 || options->has_method)) {
    argp_error(state, "--%s is of a Gaussian; --%s stands instead of it",
               options->sigma.count > 0 ? "sigma" : "method",
               options->choice == POOL_MEAN ? "mean" : "weights");
  }
  if (options->method == GK_WEIGHTS_BINOMIAL && options->sigma.count > 0) {
    argp_error(state, "--method binomial: sigma follows from the block; --sigma cannot be given");
  }
  for (size_t i = 0; i < options->sigma.count; i++) {
    if (options->method == GK_WEIGHTS_DISCRETE && options->sigma.values[i] > 1e6) {
      argp_error(state, "--method discrete takes a --sigma to 1e6, not %g",
                 options->sigma.values[i]);
    }
  }
  if (options->method == GK_WEIGHTS_DISCRETE && any_even(&options->block)) {
    argp_error(state, "--method discrete has its centre at a pixel: a --block of odd size");
  }
}

static void check(struct argp_state *state, pool_options *options) {
  if (options->block.count == 0 && options->choice != POOL_WEIGHTS) {
    argp_error(state, "--block K is missing");
  }
  check_gaussian(state, options);
  if (options->mode.count > 0 && options->edge != GK_EDGE_PAD) {
    argp_error(state, "--mode is for --edge pad");
  }
  if (options->has_cval && !axis_list_has(&options->mode, GK_BOUNDARY_CONSTANT)) {
    argp_error(state, "--cval is for --mode constant");
  }
  raster_options_check_linear(state, options->linear, &options->files);
  raster_options_check(state, &options->files);
}

static error_t parse(int key, char *text, struct argp_state *state) {
  pool_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->files;
    return 0;
  case KEY_BLOCK:
    axis_list_read(state, "--block", text, block_number, &options->block);
    return 0;
  case KEY_STRIDE:
    axis_list_read(state, "--stride", text, block_number, &options->stride);
    return 0;
  case KEY_EDGE:
    options->edge = (gk_edge)option_word_of(state, "--edge", text, edges);
    return 0;
  case KEY_MODE:
    axis_list_read_modes(state, text, false, &options->mode);
    return 0;
  case KEY_CVAL:
    options->has_cval = true;
    options->cval = option_finite(state, "--cval", text);
    return 0;
  case KEY_LINEAR:
    options->linear = true;
    return 0;
  case ARGP_KEY_END:
    check(state, options);
    return 0;
  default:
    return parse_weights(key, text, state, options);
  }
}

void pool_options_parse(int argc, char **argv, pool_options *options) {
  static const struct argp_child children[] = {{.argp = &raster_options_argp, .group = 3}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "IN",
      .doc = "Make a pixel of each block of an image, or of another array of one to four axes: a "
             "sum weighted with a Gaussian.\n\nIN is .png, .npy, or .csv (.tsv .txt .dat), - is "
             "stdin. x runs along a row. In a PNG transparency counts: colours are means weighted "
             "with alpha. Pixels that are missing are for gausskern filter with --stride, "
             "--skip-nan or --mask. OUT appears whole or not at all.\v"
             "Exit status: 0 done, 1 the data, a file or memory did not allow it, 2 wrong usage, "
             "128 + N stopped by signal N (130 for Ctrl-C).",
      .children = children,
  };
  *options = (pool_options){.choice = POOL_GAUSSIAN};
  argp_parse(&argp, argc, argv, 0, NULL, options);
}
