/* SPDX-License-Identifier: BSD-3-Clause */
#include "apply_options.h"

#include "option_values.h"

#include <string.h>

enum { KEY_VECTORS = 0x100, KEY_WHAT, KEY_WEIGHTS, KEY_LEAVE_ONE_OUT, KEY_FORMAT };

/* Between the kernel and the input, which rbf_options has. */
static const struct argp_option option_table[] = {
    {.doc = "What is made of K:", .group = 2},
    {.name = "vectors",
     .key = KEY_VECTORS,
     .arg = "V",
     .doc = "the file of the vectors: a row for each column of K, a vector a column",
     .group = 2},
    {.name = "what",
     .key = KEY_WHAT,
     .arg = "WHAT",
     .doc = "product (default): K V; sums: of K's rows; log-sums: log(sum_j w_j K_ij), however far "
            "the points are apart; means: of V's rows, weighted by w_j K_ij",
     .group = 2},
    {.name = "weights",
     .key = KEY_WEIGHTS,
     .arg = "W",
     .doc = "for log-sums and means: the file of the w_j >= 0; default: all 1",
     .group = 2},
    {.name = "leave-one-out",
     .key = KEY_LEAVE_ONE_OUT,
     .doc = "leave the diagonal of K out of all sums",
     .group = 2},
    {.name = "format",
     .key = KEY_FORMAT,
     .arg = "FORMAT",
     .doc = "npy, csv or txt; default: by the name of OUT, txt for the standard output",
     .group = 4},
    {0}};

static const option_word words[] = {{"product", APPLY_PRODUCT},
                                    {"sums", APPLY_SUMS},
                                    {"log-sums", APPLY_LOG_SUMS},
                                    {"means", APPLY_MEANS},
                                    {NULL, 0}};
static const option_word formats[] = {
    {"npy", ARRAY_NPY}, {"csv", ARRAY_CSV}, {"txt", ARRAY_TEXT}, {NULL, 0}};
static const option_word extensions[] = {
    {".npy", ARRAY_NPY}, {".csv", ARRAY_CSV}, {".txt", ARRAY_TEXT}, {NULL, 0}};

static void check_format(struct argp_state *state, apply_options *options) {
  const char *path = options->rbf.output;
  if (options->format < 0 && (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)) {
    options->format = ARRAY_TEXT;
  }
  if (options->format < 0) {
    options->format = option_by_extension(options->rbf.output, extensions, -1);
  }
  if (options->format < 0) {
    argp_error(
        state,
        "cannot tell the format from the name '%s': .npy, .csv and .txt are known; name it with "
        "--format",
        options->rbf.output);
  }
}

static void check_inputs(struct argp_state *state, const apply_options *options) {
  const char *const files[] = {options->rbf.input, options->rbf.other, options->vectors,
                               options->weights};
  size_t standard = 0;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    standard += files[i] != NULL && strcmp(files[i], "-") == 0;
  }
  if (standard > 1) {
    argp_error(state, "only one of INPUT, --y, --vectors and --weights can be the standard input");
  }
}

/* What needs all options to be known. */
static void check(struct argp_state *state, apply_options *options) {
  apply_what what = options->what;
  bool needs_vectors = what == APPLY_PRODUCT || what == APPLY_MEANS;
  const rbf_options *rbf = &options->rbf;
  if (needs_vectors && options->vectors == NULL) {
    argp_error(state, "--vectors V is missing: what K is %s",
               what == APPLY_PRODUCT ? "multiplied with" : "to average");
  }
  if (!needs_vectors && options->vectors != NULL) {
    argp_error(state, "--vectors is for product and means, not for %s",
               what == APPLY_SUMS ? "sums" : "log-sums");
  }
  if (options->weights != NULL && what != APPLY_LOG_SUMS && what != APPLY_MEANS) {
    argp_error(state, "--weights is for log-sums and means; a sum with weights is a product");
  }
  if (options->leave_one_out && rbf->other != NULL) {
    argp_error(state, "--leave-one-out is about a diagonal; with --y there is none");
  }
  if (options->leave_one_out && rbf->noise > 0) {
    argp_error(state, "--noise goes onto the diagonal, which --leave-one-out leaves out");
  }
  check_inputs(state, options);
  check_format(state, options);
}

static error_t parse(int key, char *argument, struct argp_state *state) {
  apply_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->rbf;
    return 0;
  case KEY_VECTORS:
    options->vectors = argument;
    return 0;
  case KEY_WHAT:
    options->what = (apply_what)option_word_of(state, "--what", argument, words);
    return 0;
  case KEY_WEIGHTS:
    options->weights = argument;
    return 0;
  case KEY_LEAVE_ONE_OUT:
    options->leave_one_out = true;
    return 0;
  case KEY_FORMAT:
    options->format = option_word_of(state, "--format", argument, formats);
    return 0;
  case ARGP_KEY_END:
    check(state, options);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

void apply_options_parse(int argc, char **argv, apply_options *options) {
  static const struct argp_child children[] = {{.argp = &rbf_options_argp}, {0}};
  static const struct argp argp = {
      .options = option_table,
      .parser = parse,
      .args_doc = "INPUT",
      .doc = "Multiply the Gram matrix K of the Gaussian kernel between the points in INPUT, one a "
             "row, with vectors, or sum up its rows, and write that to OUT. K is never formed: a "
             "million points take no more memory than the result.\n\nINPUT, OTHER, V and W are "
             ".npy, .csv (.tsv .txt .dat) or .libsvm (.svm .svmlight), - is stdin; OUT is .npy, "
             ".csv or .txt, and appears whole or not at all. Without -o the result is written as "
             "text to the standard output.\v"
             "Exit status: 0 done, 1 the data, a file or memory did not allow it, 2 wrong usage, "
             "128 + N stopped by signal N (130 for Ctrl-C).",
      .children = children,
  };
  memset(options, 0, sizeof *options);
  options->format = -1;
  options->rbf.to_stdout = true;
  argp_parse(&argp, argc, argv, 0, NULL, options);
}
