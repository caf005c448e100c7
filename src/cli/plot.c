/* SPDX-License-Identifier: BSD-3-Clause */
#include "plot.h"

#include "diagnose.h"
#include "heatmap.h"
#include "heatmap_text.h"
#include "interrupt.h"
#include "number.h"
#include "picture.h"
#include "progress.h"
#include "table.h"

#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  KEY_OUTPUT = 'o',
  KEY_QUIET = 'q',
  KEY_TITLE = 256,
  KEY_XLABEL,
  KEY_YLABEL,
  KEY_WIDTH,
  KEY_HEIGHT,
  KEY_CMAP,
  KEY_VMIN,
  KEY_VMAX,
  KEY_ORIGIN,
  KEY_NO_COLORBAR,
  KEY_INPUT_FORMAT
};

typedef struct plot_arguments {
  const char *input, *output;
  picture_format format;
  table_options reading;
  heatmap_style style; /* a NULL title stands for the default one */
  bool quiet;
} plot_arguments;

static const char *text_of(struct argp_state *state, const char *option, const char *text) {
  if (!text_is_utf8(text)) {
    argp_error(state, "%s is not UTF-8", option);
  }
  return text;
}

static int pixels_of(struct argp_state *state, const char *option, const char *text) {
  size_t pixels = 0;
  if (!number_parse_count(text, strlen(text), &pixels) || pixels < HEATMAP_SMALLEST ||
      pixels > HEATMAP_LARGEST) {
    argp_error(state, "%s must be from %d to %d pixels, not '%s'", option, HEATMAP_SMALLEST,
               HEATMAP_LARGEST, text);
  }
  return (int)pixels;
}

static double value_of(struct argp_state *state, const char *option, const char *text) {
  double value = 0;
  if (!number_of(text, &value) || !isfinite(value)) {
    argp_error(state, "%s must be a finite number, not '%s'", option, text);
  }
  return value;
}

static const colormap *map_of(struct argp_state *state, const char *name) {
  const colormap *map = colormap_find(name);
  if (map == NULL) {
    argp_error(state, "--cmap must be viridis, magma, gray or coolwarm, not '%s'", name);
  }
  return map;
}

static bool origin_is_lower(struct argp_state *state, const char *name) {
  bool lower = strcmp(name, "lower") == 0;
  if (!lower && strcmp(name, "upper") != 0) {
    argp_error(state, "--origin must be upper or lower, not '%s'", name);
  }
  return lower;
}

static table_format input_format_of(struct argp_state *state, const char *name) {
  static const struct {
    const char *name;
    table_format format;
  } known[] = {{"npy", TABLE_NPY}, {"csv", TABLE_CSV}, {"libsvm", TABLE_LIBSVM}};
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    if (strcmp(name, known[i].name) == 0) {
      return known[i].format;
    }
  }
  argp_error(state, "--input-format must be npy, csv or libsvm, not '%s'", name);
  return TABLE_BY_NAME;
}

static error_t parse_style(int key, char *text, struct argp_state *state, heatmap_style *style) {
  switch (key) {
  case KEY_TITLE:
    style->title = text_of(state, "--title", text);
    return 0;
  case KEY_XLABEL:
    style->xlabel = text_of(state, "--xlabel", text);
    return 0;
  case KEY_YLABEL:
    style->ylabel = text_of(state, "--ylabel", text);
    return 0;
  case KEY_WIDTH:
    style->width = pixels_of(state, "--width", text);
    return 0;
  case KEY_HEIGHT:
    style->height = pixels_of(state, "--height", text);
    return 0;
  case KEY_CMAP:
    style->cmap = map_of(state, text);
    return 0;
  case KEY_VMIN:
    style->low = value_of(state, "--vmin", text);
    return 0;
  case KEY_VMAX:
    style->high = value_of(state, "--vmax", text);
    return 0;
  case KEY_ORIGIN:
    style->origin_lower = origin_is_lower(state, text);
    return 0;
  case KEY_NO_COLORBAR:
    style->colorbar = false;
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static void check(struct argp_state *state, plot_arguments *arguments) {
  if (arguments->input == NULL) {
    argp_error(state, "the matrix to draw is missing");
  }
  if (arguments->output == NULL) {
    argp_error(state, "-o is missing: the picture to write, .png, .svg or .pdf");
  }
  if (!picture_format_of(arguments->output, &arguments->format)) {
    argp_error(state, "'%s' is none of .png, .svg and .pdf", arguments->output);
  }
  if (arguments->style.low >= arguments->style.high) {
    argp_error(state, "--vmin %g is not below --vmax %g", arguments->style.low,
               arguments->style.high);
  }
}

static error_t parse(int key, char *text, struct argp_state *state) {
  plot_arguments *arguments = state->input;
  switch (key) {
  case KEY_OUTPUT:
    arguments->output = text;
    return 0;
  case KEY_QUIET:
    arguments->quiet = true;
    return 0;
  case KEY_INPUT_FORMAT:
    arguments->reading.format = input_format_of(state, text);
    return 0;
  case ARGP_KEY_ARG:
    if (arguments->input != NULL) {
      argp_error(state, "one matrix at a time: '%s' is one too many", text);
    }
    arguments->input = text;
    return 0;
  case ARGP_KEY_END:
    check(state, arguments);
    return 0;
  default:
    return parse_style(key, text, state, &arguments->style);
  }
}

static const struct argp_option options[] = {
    {"output", KEY_OUTPUT, "FILE", 0, "The picture; .png, .svg or .pdf says its format", 0},
    {"title", KEY_TITLE, "TEXT", 0,
     "Above the picture; default: the file's name and the matrix's size", 0},
    {"xlabel", KEY_XLABEL, "TEXT", 0, "Below the picture; default: column", 0},
    {"ylabel", KEY_YLABEL, "TEXT", 0, "Left of the picture; default: row", 0},
    {"width", KEY_WIDTH, "PIXELS", 0,
     "Of the whole picture, 200 to 16384; default: 900, less for a tall matrix. If one of the two "
     "is given the other follows",
     0},
    {"height", KEY_HEIGHT, "PIXELS", 0,
     "Of the whole picture, 200 to 16384; default: 800, less for a wide matrix", 0},
    {"cmap", KEY_CMAP, "NAME", 0, "viridis (default), magma, gray or coolwarm", 0},
    {"vmin", KEY_VMIN, "X", 0, "The value of the first colour; default: the smallest", 0},
    {"vmax", KEY_VMAX, "X", 0, "The value of the last colour; default: the largest", 0},
    {"origin", KEY_ORIGIN, "upper|lower", 0, "Where row 0 is; default: upper", 0},
    {"no-colorbar", KEY_NO_COLORBAR, NULL, 0, "Leave the colour bar out", 0},
    {"input-format", KEY_INPUT_FORMAT, "npy|csv|libsvm", 0,
     "Of the matrix; default: by the name of the file", 0},
    {"quiet", KEY_QUIET, NULL, 0, "No progress and no warnings", 0},
    {0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "MATRIX",
    .doc =
        "Draw a matrix (.npy, .csv or LIBSVM text; - for the standard input) as a heat map.\n\n"
        "Where a pixel covers several entries it shows their mean; where one of them is NaN it is "
        "light gray. Values beyond vmin and vmax have the colours of the ends.\n\nOptions:",
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

static void tell_what_is_odd(const char *path, const reduced *cells) {
  if (cells->nans > 0) {
    warn("%s: %zu NaN, drawn in light gray; the first in row %zu, column %zu, from 0", path,
         cells->nans, cells->nan_row, cells->nan_col);
  }
  if (cells->infinities > 0) {
    warn("%s: %zu infinite, drawn in the colours of the bar's ends", path, cells->infinities);
  }
}

static bool draw(const plot_arguments *arguments, const table *matrix, progress *meter,
                 output *file, reduced *cells) {
  char title[512];
  heatmap_style style = arguments->style;
  if (style.title == NULL) {
    default_title(arguments->input, matrix, title, sizeof title);
    style.title = title;
  }
  heatmap_choose_size(&style, matrix->rows, matrix->cols);
  picture_file picture;
  heatmap_medium medium = arguments->format == PICTURE_PNG ? HEATMAP_PIXELS : HEATMAP_VECTOR;
  bool ok =
      picture_start(&picture, arguments->format, style.width, style.height, style.title, file) &&
      heatmap_draw(picture.cr, &style, medium, matrix, meter, cells) && picture_finish(&picture);
  picture_free(&picture);
  return ok;
}

static bool plot(const plot_arguments *arguments, const table *matrix) {
  if (matrix->rows == 0 || matrix->cols == 0) {
    return complain("%s: a matrix of %zu x %zu has nothing to draw", arguments->input, matrix->rows,
                    matrix->cols);
  }
  output file;
  if (!output_open(arguments->output, &file)) {
    return false;
  }
  progress meter;
  reduced cells = {0};
  progress_start(&meter, arguments->quiet);
  bool ok = draw(arguments, matrix, &meter, &file, &cells);
  progress_end(&meter);
  if (ok && !arguments->quiet) {
    tell_what_is_odd(arguments->input, &cells);
  }
  reduced_free(&cells);
  if (!ok) {
    output_discard(&file);
    return false;
  }
  return output_finish(&file);
}

int plot_main(int argc, char **argv) {
  plot_arguments arguments = {
      .style = {.xlabel = "column",
                .ylabel = "row",
                .cmap = colormap_find("viridis"),
                .low = NAN,
                .high = NAN,
                .colorbar = true},
  };
  argp_parse(&argp, argc, argv, 0, NULL, &arguments);
  interrupt_watch();
  table matrix;
  bool ok = table_read(arguments.input, &arguments.reading, &matrix);
  if (ok) {
    ok = plot(&arguments, &matrix);
    table_free(&matrix);
  }
  if (interrupted()) {
    return interrupt_exit_status();
  }
  return ok ? EXIT_OK : EXIT_FAILED;
}
