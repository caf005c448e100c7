/* SPDX-License-Identifier: BSD-3-Clause */
#include "result_options.h"

#include "diagnose.h"
#include "option_values.h"
#include "output.h"

#include <string.h>

enum { KEY_FORMAT = 0x300, KEY_DTYPE, KEY_DECIMALS, MOST_DECIMALS = 50 };

static const struct argp_option option_table[] = {
    {.doc = "Output:", .group = 1},
    {.name = "output",
     .key = 'o',
     .arg = "OUT",
     .doc = "The file to write: .npy, .csv, .txt, .png, .svg or .pdf; - is stdout; default: text "
            "on stdout, unless --show is there"},
    {.name = "format",
     .key = KEY_FORMAT,
     .arg = "FORMAT",
     .doc = "npy, csv, txt, png, svg or pdf; default: by the name of OUT"},
    {.name = "dtype",
     .key = KEY_DTYPE,
     .arg = "f32|f64",
     .doc = "To compute and to write in; default: f64"},
    {.name = "decimals",
     .key = KEY_DECIMALS,
     .arg = "N",
     .doc = "Digits behind the point in text and in pictures; default: as many as are needed"},
    {.name = "quiet", .key = 'q', .doc = "No progress and no warnings"},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state) {
  static const option_word formats[] = {{"npy", RESULT_NPY},
                                        {"csv", RESULT_CSV},
                                        {"txt", RESULT_TEXT},
                                        {"png", RESULT_PNG},
                                        {"svg", RESULT_SVG},
                                        {"pdf", RESULT_PDF},
                                        {NULL, 0}};
  static const option_word dtypes[] = {{"f32", TABLE_F32}, {"f64", TABLE_F64}, {NULL, 0}};
  result_options *options = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &options->picture;
    return 0;
  case 'o':
    options->output = text;
    return 0;
  case KEY_FORMAT:
    options->format = (result_format)option_word_of(state, "--format", text, formats);
    return 0;
  case KEY_DTYPE:
    options->dtype = (table_dtype)option_word_of(state, "--dtype", text, dtypes);
    return 0;
  case KEY_DECIMALS:
    options->decimals = (int)option_count_within(state, "--decimals", text, 0, MOST_DECIMALS);
    return 0;
  case 'q':
    options->quiet = true;
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {{.argp = &picture_options_argp, .group = 2}, {0}};

const struct argp result_options_argp = {
    .options = option_table, .parser = parse, .children = children};

static bool is_standard_output(const char *path) {
  return strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0;
}

static void choose_format(struct argp_state *state, result_options *options) {
  static const option_word extensions[] = {{".npy", RESULT_NPY},
                                           {".csv", RESULT_CSV},
                                           {".txt", RESULT_TEXT},
                                           {".png", RESULT_PNG},
                                           {".svg", RESULT_SVG},
                                           {".pdf", RESULT_PDF},
                                           {NULL, 0}};
  if (options->output == NULL && options->picture.show && options->format == RESULT_BY_NAME) {
    options->format = RESULT_NONE;
  } else if (options->output == NULL) {
    options->output = "-";
    options->format = options->format == RESULT_BY_NAME ? RESULT_TEXT : options->format;
  } else if (options->format == RESULT_BY_NAME) {
    options->format =
        is_standard_output(options->output)
            ? RESULT_TEXT
            : (result_format)option_by_extension(options->output, extensions, RESULT_BY_NAME);
  }
  if (options->format == RESULT_BY_NAME) {
    argp_error(state,
               "cannot tell the format from the name '%s': .npy, .csv, .txt, .png, .svg and .pdf "
               "are known; name it with --format",
               options->output);
  }
}

bool result_is_picture(const result_options *options) {
  return options->format == RESULT_PNG || options->format == RESULT_SVG ||
         options->format == RESULT_PDF;
}

/* Decimals are of numbers that are written; --show writes none. */
static void check_decimals(struct argp_state *state, const result_options *options) {
  if (options->decimals < 0) {
    return;
  }
  if (options->format == RESULT_NPY) {
    argp_error(state, "--decimals is for text and pictures; npy holds all digits");
  }
  if (options->format == RESULT_NONE) {
    argp_error(state, "--decimals is for text and for values in a picture; --show has none");
  }
  if (result_is_picture(options) && !options->picture.style.values) {
    argp_error(state, "--decimals is for values in the picture: --values yes");
  }
}

/* What would have no effect is a mistake. */
static void check_picture(struct argp_state *state, const result_options *options,
                          result_drawn drawn) {
  const picture_options *picture = &options->picture;
  bool file = result_is_picture(options);
  if (!file && !picture->show) {
    picture_options_refuse(state, picture, PICTURE_ANY,
                           "is for pictures: -o OUT.png, .svg or .pdf, or --show");
  }
  if (!file) {
    picture_options_refuse(state, picture, PICTURE_FILE,
                           "is for picture files; --show has no use for it");
  }
  if (drawn != RESULT_DRAWN_HEATMAP && !picture->show) {
    picture_options_refuse(state, picture, PICTURE_HEATMAP,
                           "is for heat maps; one dimension is drawn as a chart");
  }
  if (drawn == RESULT_DRAWN_CURVE) {
    picture_options_refuse(state, picture, PICTURE_VALUES,
                           "is for heat maps and bars, not for a curve");
  }
}

void result_options_check(struct argp_state *state, result_options *options, result_drawn drawn,
                          const char *not_drawable) {
  choose_format(state, options);
  bool to_stdout = options->format != RESULT_NONE && is_standard_output(options->output);
  if (options->picture.show && to_stdout) {
    argp_error(state, "--show and the result would both go to the standard output");
  }
  if (not_drawable != NULL && (options->picture.show || result_is_picture(options))) {
    argp_error(state, "%s: a picture shows %s", options->picture.show ? "--show" : options->output,
               not_drawable);
  }
  check_picture(state, options, drawn);
  check_decimals(state, options);
}

static bool write_array(const result_options *options, const array *values) {
  output out;
  if (!output_open(options->output, &out)) {
    return false;
  }
  array_format format = options->format == RESULT_NPY   ? ARRAY_NPY
                        : options->format == RESULT_CSV ? ARRAY_CSV
                                                        : ARRAY_TEXT;
  if (!array_write(values, format, options->decimals, &out)) {
    output_discard(&out);
    return false;
  }
  return output_finish(&out);
}

static picture_format picture_format_for(result_format format) {
  return format == RESULT_PNG ? PICTURE_PNG : format == RESULT_SVG ? PICTURE_SVG : PICTURE_PDF;
}

bool result_deliver(const result_options *options, const array *values, drawing *what) {
  table matrix = values->dimensions < 3 ? array_matrix(values) : (table){0};
  what->matrix = &matrix;
  bool ok = true;
  if (result_is_picture(options)) {
    ok = drawing_write(what, picture_format_for(options->format), options->output);
  } else if (options->format != RESULT_NONE) {
    ok = write_array(options, values);
  }
  ok = ok && (!options->picture.show || drawing_show(what));
  what->matrix = NULL;
  return ok;
}
