/* SPDX-License-Identifier: BSD-3-Clause */
#include "raster_options.h"

#include "diagnose.h"

#include <string.h>
#include <strings.h>

enum { KEY_FORMAT = 0x300, KEY_INPUT_FORMAT, KEY_CHANNELS, KEY_TYPE, KEY_THREADS };

static const struct argp_option option_table[] = {
    {.doc = "Files:", .group = 1},
    {.name = "output",
     .key = 'o',
     .arg = "OUT",
     .doc = "The file to write: .png, .npy, .csv or .txt; - is stdout; it may be IN"},
    {.name = "format",
     .key = KEY_FORMAT,
     .arg = "FORMAT",
     .doc = "png, npy, csv or txt; default: by the name of OUT"},
    {.name = "type",
     .key = KEY_TYPE,
     .arg = "TYPE",
     .doc = "Of the numbers in OUT: u8, u16, f32 or f64; default: as in IN. From PNG to PNG "
            "they are scaled, so that white stays white; else they are not"},
    {.name = "input-format",
     .key = KEY_INPUT_FORMAT,
     .arg = "FORMAT",
     .doc = "png, npy or csv; default: by the name of IN"},
    {.name = "channels",
     .key = KEY_CHANNELS,
     .doc = "The last axis of an npy file is that of channels, which are kept apart"},
    {.name = "threads",
     .key = KEY_THREADS,
     .arg = "N",
     .doc = "Use at most N threads; default: what OpenMP offers. The result does not depend on it"},
    {.name = "quiet", .key = 'q', .doc = "No progress and no warnings, but of how a file is read"},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state) {
  static const option_word formats[] = {{"png", TARGET_PNG},
                                        {"npy", TARGET_NPY},
                                        {"csv", TARGET_CSV},
                                        {"txt", TARGET_TXT},
                                        {NULL, 0}};
  static const option_word input_formats[] = {
      {"png", RASTER_PNG}, {"npy", RASTER_NPY}, {"csv", RASTER_TEXT}, {NULL, 0}};
  static const option_word types[] = {{"u8", GK_TYPE_U8},
                                      {"u16", GK_TYPE_U16},
                                      {"f32", GK_TYPE_F32},
                                      {"f64", GK_TYPE_F64},
                                      {NULL, 0}};
  raster_options *options = state->input;
  switch (key) {
  case 'o':
    options->output = text;
    return 0;
  case KEY_FORMAT:
    options->target = (raster_target)option_word_of(state, "--format", text, formats);
    return 0;
  case KEY_TYPE:
    options->has_type = true;
    options->type = (gk_type)option_word_of(state, "--type", text, types);
    return 0;
  case KEY_INPUT_FORMAT:
    options->input_format =
        (raster_format)option_word_of(state, "--input-format", text, input_formats);
    return 0;
  case KEY_CHANNELS:
    options->channels = true;
    return 0;
  case KEY_THREADS:
    options->threads = option_count(state, "--threads", text);
    return 0;
  case 'q':
    options->quiet = true;
    return 0;
  case ARGP_KEY_ARG:
    if (options->input != NULL) {
      argp_error(state, "one IN only; '%s' is a second", text);
    }
    options->input = text;
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

const struct argp raster_options_argp = {.options = option_table, .parser = parse};

void raster_options_check_linear(struct argp_state *state, bool linear,
                                 const raster_options *options) {
  if (linear && options->has_type && !raster_type_is_whole(options->type)) {
    argp_error(state, "--linear encodes into u8 or u16, not into %s",
               raster_type_name(options->type));
  }
}

void raster_options_check(struct argp_state *state, raster_options *options) {
  static const option_word extensions[] = {{".png", TARGET_PNG},
                                           {".npy", TARGET_NPY},
                                           {".csv", TARGET_CSV},
                                           {".txt", TARGET_TXT},
                                           {NULL, 0}};
  if (options->input == NULL) {
    argp_error(state, "IN is missing");
  }
  if (options->output == NULL) {
    argp_error(state, "-o OUT is missing");
    return;
  }
  if (options->target == TARGET_BY_NAME) {
    options->target =
        (raster_target)option_by_extension(options->output, extensions, TARGET_BY_NAME);
  }
  if (options->target == TARGET_BY_NAME) {
    argp_error(state,
               "cannot tell the format from the name '%s': .png, .npy, .csv and .txt are known; "
               "name it with --format",
               options->output);
  }
  if (options->target == TARGET_PNG && options->has_type && !raster_type_is_whole(options->type)) {
    argp_error(state, "--type %s: a PNG holds u8 or u16", raster_type_name(options->type));
  }
}

void axis_list_read(struct argp_state *state, const char *option, char *list,
                    option_reader read_one, axis_list *numbers) {
  numbers->option = option;
  numbers->count = option_numbers(state, option, list, read_one, numbers->values, 4);
}

/* Other programs' names, which say here something else or nothing. */
static const char *our_name(const char *text) {
  static const char *const names[][2] = {
      {"edge", "nearest"},           {"replicate", "nearest"},   {"clamp", "nearest"},
      {"symmetric", "reflect"},      {"grid-mirror", "reflect"}, {"reflect_101", "mirror"},
      {"reflect101", "mirror"},      {"circular", "wrap"},       {"grid-wrap", "wrap"},
      {"grid-constant", "constant"}, {"zero", "constant"},       {"zeros", "constant"},
      {"fill", "constant"}};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (strcasecmp(text, names[i][0]) == 0) {
      return names[i][1];
    }
  }
  return NULL;
}

static double mode_of(struct argp_state *state, const char *text, bool none) {
  static const option_word words[] = {{"reflect", GK_BOUNDARY_REFLECT},
                                      {"mirror", GK_BOUNDARY_MIRROR},
                                      {"nearest", GK_BOUNDARY_NEAREST},
                                      {"wrap", GK_BOUNDARY_WRAP},
                                      {"constant", GK_BOUNDARY_CONSTANT},
                                      {"none", GK_BOUNDARY_NONE},
                                      {NULL, 0}};
  static const option_word without_none[] = {
      {"reflect", GK_BOUNDARY_REFLECT},   {"mirror", GK_BOUNDARY_MIRROR},
      {"nearest", GK_BOUNDARY_NEAREST},   {"wrap", GK_BOUNDARY_WRAP},
      {"constant", GK_BOUNDARY_CONSTANT}, {NULL, 0}};
  const char *ours = our_name(text);
  if (ours != NULL) {
    argp_error(state, "--mode: what is '%s' elsewhere is %s here", text, ours);
  }
  return option_word_of(state, "--mode", text, none ? words : without_none);
}

void axis_list_read_modes(struct argp_state *state, char *list, bool none, axis_list *modes) {
  modes->option = "--mode";
  modes->count = 0;
  while (list != NULL) {
    if (modes->count == 4) {
      argp_error(state, "--mode has more than 4 names; behind them '%s'", list);
      return;
    }
    const char *text = option_next(&list, modes->count == 0);
    modes->values[modes->count++] = mode_of(state, text, none);
  }
}

bool axis_list_has(const axis_list *list, double value) {
  for (size_t i = 0; i < list->count; i++) {
    if (list->values[i] == value) {
      return true;
    }
  }
  return false;
}

bool axis_list_spread(const axis_list *list, const raster *values, const char *path, double rest,
                      double spread[4]) {
  size_t axes = raster_axes(values);
  if (list->count > 1 && list->count != axes) {
    bool maybe_channels = !values->channels && !values->png && list->count == axes - 1;
    return complain("%s has %zu values, but %s has %zu %s%s", list->option, list->count, path, axes,
                    axes == 1 ? "axis" : "axes",
                    maybe_channels ? "; is the last that of --channels?" : "");
  }
  for (size_t k = 0; k < 4; k++) {
    size_t from = list->count == 1 ? 0 : k;
    spread[k] = k < axes && list->count > 0 ? list->values[from] : rest;
  }
  return true;
}
