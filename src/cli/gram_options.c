/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram_options.h"

#include "option_values.h"

#include <string.h>

enum { KEY_TRIANGLE = 0x100, KEY_FORMAT };

static const struct argp_option option_table[] = {
    {.name = "format",
     .key = KEY_FORMAT,
     .arg = "FORMAT",
     .doc = "npy, csv or libsvm; default: by the name of OUT",
     .group = 4},
    {.name = "triangle",
     .key = KEY_TRIANGLE,
     .arg = "PART",
     .doc = "full (default), or lower or upper with zeros for the rest",
     .group = 4},
    {0}};

static const option_word triangles[] = {
    {"full", GK_FULL}, {"lower", GK_LOWER}, {"upper", GK_UPPER}, {NULL, 0}};
static const option_word output_formats[] = {
    {"npy", OUTPUT_NPY}, {"csv", OUTPUT_CSV}, {"libsvm", OUTPUT_LIBSVM}, {NULL, 0}};
static const option_word output_extensions[] = {{".npy", OUTPUT_NPY},
                                                {".csv", OUTPUT_CSV},
                                                {".libsvm", OUTPUT_LIBSVM},
                                                {".svm", OUTPUT_LIBSVM},
                                                {NULL, 0}};

/* What needs all options to be known. */
static void check(struct argp_state *state, gram_options *options) {
  const char *output = options->rbf.output;
  if (options->format == OUTPUT_BY_NAME) {
    options->format = (output_format)option_by_extension(output, output_extensions, OUTPUT_BY_NAME);
  }
  if (options->format == OUTPUT_BY_NAME) {
    argp_error(state, "cannot tell the format from the name '%s'; name it with --format", output);
  }
  if (options->rbf.other != NULL && options->triangle != GK_FULL) {
    argp_error(state, "--triangle is for a symmetric matrix; with --y it is none");
  }
  if (options->format == OUTPUT_LIBSVM && options->triangle != GK_FULL) {
    argp_error(state, "LIBSVM reads full matrices only: --triangle does not go with it");
  }
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  gram_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->rbf;
    return 0;
  case KEY_FORMAT:
    options->format = (output_format)option_word_of(state, "--format", argument, output_formats);
    return 0;
  case KEY_TRIANGLE:
    options->triangle = (gk_triangle)option_word_of(state, "--triangle", argument, triangles);
    return 0;
  case ARGP_KEY_END:
    check(state, options);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

void gram_options_parse(int argc, char **argv, gram_options *options) {
  static const struct argp_child children[] = {{.argp = &rbf_options_argp}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "INPUT",
      .doc =
          "Compute the Gram matrix of the Gaussian kernel between the points in INPUT, one a "
          "row, and write it to OUT.\n\nINPUT is .npy, .csv (.tsv .txt .dat) or .libsvm (.svm "
          ".svmlight), - is stdin; OUT is .npy, .csv or .libsvm (.svm). OUT appears whole or not "
          "at all.\v"
          "Exit status: 0 done, 1 the data, a file or memory did not allow it, 2 wrong usage, "
          "128 + N stopped by signal N (130 for Ctrl-C).",
      .children = children,
  };
  memset(options, 0, sizeof *options);
  argp_parse(&argp, argc, argv, 0, NULL, options);
}
