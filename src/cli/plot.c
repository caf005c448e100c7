/* SPDX-License-Identifier: BSD-3-Clause */
#include "plot.h"

#include "diagnose.h"
#include "drawing.h"
#include "heatmap_text.h"
#include "interrupt.h"
#include "option_values.h"
#include "picture.h"
#include "picture_options.h"
#include "table.h"

#include <argp.h>
#include <stdio.h>
#include <string.h>

enum { KEY_OUTPUT = 'o', KEY_QUIET = 'q', KEY_INPUT_FORMAT = 0x100 };

typedef struct plot_arguments {
  const char *input, *output; /* output: NULL where it is only shown */
  picture_format format;
  table_options reading;
  picture_options picture;
  bool quiet;
} plot_arguments;

static void check(struct argp_state *state, plot_arguments *arguments) {
  if (arguments->input == NULL) {
    argp_error(state, "the matrix to draw is missing");
  }
  if (arguments->output == NULL && !arguments->picture.show) {
    argp_error(state, "-o is missing: the picture to write, .png, .svg or .pdf");
  }
  if (arguments->output != NULL && !picture_format_of(arguments->output, &arguments->format)) {
    argp_error(state, "'%s' is none of .png, .svg and .pdf", arguments->output);
  }
  if (arguments->output == NULL) {
    picture_options_refuse(state, &arguments->picture, PICTURE_FILE,
                           "is for picture files; --show has no use for it");
  }
}

static error_t parse(int key, char *text, struct argp_state *state) {
  plot_arguments *arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->picture;
    return 0;
  case KEY_OUTPUT:
    arguments->output = text;
    return 0;
  case KEY_QUIET:
    arguments->quiet = true;
    return 0;
  case KEY_INPUT_FORMAT:
    arguments->reading.format = option_input_format(state, text);
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->input != NULL) {
      argp_error(state, "'%s' is one too many", text);
    }
    arguments->input = text;
    return 0;
  case ARGP_KEY_END:
    check(state, arguments);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_option options[] = {
    {.doc = "Input and output:", .group = 1},
    {.name = "output",
     .key = KEY_OUTPUT,
     .arg = "FILE",
     .doc = "The picture; .png, .svg or .pdf says its format"},
    {.name = "input-format",
     .key = KEY_INPUT_FORMAT,
     .arg = "npy|csv|libsvm",
     .doc = "Of the matrix; default: by the name of the file"},
    {.name = "quiet", .key = KEY_QUIET, .doc = "No progress and no warnings"},
    {0}};

static const struct argp_child children[] = {{.argp = &picture_options_argp, .group = 2}, {0}};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "MATRIX",
    .doc =
        "Draw a matrix (.npy, .csv or LIBSVM text; - for the standard input) as a heat map.\n\n"
        "Where a pixel covers several entries it shows their mean; where one of them is NaN it is "
        "light gray. Values beyond vmin and vmax have the colours of the ends.",
    .children = children,
};

/* "K.npy (1797 × 1797)" */
static void default_title(const char *path, const table *matrix, char *title, size_t bytes) {
  const char *slash = strrchr(path, '/');
  const char *name = strcmp(path, "-") == 0 ? "standard input" : slash != NULL ? slash + 1 : path;
  if (!text_is_utf8(name)) {
    name = "matrix";
  }
  snprintf(title, bytes, "%s (%zu \xc3\x97 %zu)", name, matrix->rows, matrix->cols);
}

static bool plot(const plot_arguments *arguments, const table *matrix) {
  if (matrix->rows == 0 || matrix->cols == 0) {
    return complain("%s: a matrix of %zu x %zu has nothing to draw", arguments->input, matrix->rows,
                    matrix->cols);
  }
  drawing what = {.style = arguments->picture.style,
                  .matrix = matrix,
                  .name = arguments->input,
                  .quiet = arguments->quiet};
  char title[512];
  default_title(arguments->input, matrix, title, sizeof title);
  picture_options_complete(&what.style, title, "column", "row");
  return (arguments->output == NULL ||
          drawing_write(&what, arguments->format, arguments->output)) &&
         (!arguments->picture.show || drawing_show(&what));
}

int plot_main(int argc, char **argv) {
  plot_arguments arguments = {.picture = PICTURE_OPTIONS_INIT};
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  interrupt_watch();
  table matrix = {0};
  bool ok = output_spares(arguments.output, arguments.input) &&
            table_read(arguments.input, &arguments.reading, &matrix);
  ok = ok && plot(&arguments, &matrix);
  table_free(&matrix);
  if (interrupted()) {
    return interrupt_exit_status();
  }
  return ok ? EXIT_OK : EXIT_FAILED;
}
