/* SPDX-License-Identifier: BSD-3-Clause */
#include "picture_options.h"

#include "heatmap_text.h"
#include "number.h"
#include "option_values.h"

#include <math.h>
#include <string.h>

enum {
  KEY_TITLE = 0x200,
  KEY_XLABEL,
  KEY_YLABEL,
  KEY_WIDTH,
  KEY_HEIGHT,
  KEY_CMAP,
  KEY_VMIN,
  KEY_VMAX,
  KEY_ORIGIN,
  KEY_NO_COLORBAR,
  KEY_VALUES,
  KEY_SHOW
};

/* The bit of an option in picture_options.given, and those of the uses. */
#define BIT(key) (1U << ((key)-KEY_TITLE))
static const unsigned bits_of[] = {
    [PICTURE_ANY] = BIT(KEY_SHOW) - 1,
    [PICTURE_FILE] = BIT(KEY_TITLE) | BIT(KEY_XLABEL) | BIT(KEY_YLABEL) | BIT(KEY_WIDTH) |
                     BIT(KEY_HEIGHT) | BIT(KEY_VALUES),
    [PICTURE_HEATMAP] = BIT(KEY_CMAP) | BIT(KEY_ORIGIN) | BIT(KEY_NO_COLORBAR),
    [PICTURE_VALUES] = BIT(KEY_VALUES),
};

static const struct argp_option option_table[] = {
    {.doc = "Pictures:"},
    {.name = "show",
     .key = KEY_SHOW,
     .doc = "Draw it on the standard output, in the colours of a terminal"},
    {.name = "title",
     .key = KEY_TITLE,
     .arg = "TEXT",
     .doc = "What stands above; default: what is drawn"},
    {.name = "xlabel", .key = KEY_XLABEL, .arg = "TEXT", .doc = "What stands below"},
    {.name = "ylabel", .key = KEY_YLABEL, .arg = "TEXT", .doc = "What stands on the left"},
    {.name = "width",
     .key = KEY_WIDTH,
     .arg = "PIXELS",
     .doc = "Of the whole picture, 200 to 16384; default: 900, less for a tall matrix. If one of "
            "the two is given the other follows"},
    {.name = "height",
     .key = KEY_HEIGHT,
     .arg = "PIXELS",
     .doc = "Of the whole picture, 200 to 16384; default: 800, less for a wide matrix"},
    {.name = "cmap",
     .key = KEY_CMAP,
     .arg = "NAME",
     .doc = "viridis (default), magma, gray or coolwarm"},
    {.name = "vmin",
     .key = KEY_VMIN,
     .arg = "X",
     .doc = "Value of the first colour; default: the smallest"},
    {.name = "vmax",
     .key = KEY_VMAX,
     .arg = "X",
     .doc = "Value of the last colour; default: the largest"},
    {.name = "origin",
     .key = KEY_ORIGIN,
     .arg = "upper|lower",
     .doc = "Where row 0 is; default: upper, for a density lower"},
    {.name = "no-colorbar", .key = KEY_NO_COLORBAR, .doc = "Leave the colour bar out"},
    {.name = "values",
     .key = KEY_VALUES,
     .arg = "yes|no",
     .doc = "Write the values into the cells if there is room; default: no, for a kernel yes"},
    {0}};

void picture_options_complete(heatmap_style *style, const char *title, const char *xlabel,
                              const char *ylabel) {
  style->title = style->title != NULL ? style->title : title;
  style->xlabel = style->xlabel != NULL ? style->xlabel : xlabel;
  style->ylabel = style->ylabel != NULL ? style->ylabel : ylabel;
  style->cmap = style->cmap != NULL ? style->cmap : colormap_find("viridis");
}

const char *picture_options_needless(const picture_options *options, picture_use use) {
  for (const struct argp_option *option = option_table + 1; option->name != NULL; option++) {
    if (option->key != KEY_SHOW && (options->given & bits_of[use] & BIT(option->key)) != 0) {
      return option->name;
    }
  }
  return NULL;
}

void picture_options_refuse(struct argp_state *state, const picture_options *options,
                            picture_use use, const char *reason) {
  const char *name = picture_options_needless(options, use);
  if (name != NULL) {
    argp_error(state, "--%s %s", name, reason);
  }
}

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

static const colormap *map_of(struct argp_state *state, const char *name) {
  const colormap *map = colormap_find(name);
  if (map == NULL) {
    argp_error(state, "--cmap must be viridis, magma, gray or coolwarm, not '%s'", name);
  }
  return map;
}

static error_t parse_text(int key, char *text, struct argp_state *state, heatmap_style *style) {
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
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static error_t parse_look(int key, char *text, struct argp_state *state, heatmap_style *style) {
  static const option_word origins[] = {{"upper", 0}, {"lower", 1}, {NULL, 0}};
  static const option_word yes_or_no[] = {{"yes", 1}, {"no", 0}, {NULL, 0}};
  switch (key) {
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
    style->low = option_finite(state, "--vmin", text);
    return 0;
  case KEY_VMAX:
    style->high = option_finite(state, "--vmax", text);
    return 0;
  case KEY_ORIGIN:
    style->origin_lower = option_word_of(state, "--origin", text, origins) != 0;
    return 0;
  case KEY_NO_COLORBAR:
    style->colorbar = false;
    return 0;
  case KEY_VALUES:
    style->values = option_word_of(state, "--values", text, yes_or_no) != 0;
    return 0;
  default:
    return parse_text(key, text, state, style);
  }
}

static error_t parse(int key, char *text, struct argp_state *state) {
  picture_options *options = state->input;
  if (key == KEY_SHOW) {
    options->show = true;
    return 0;
  }
  if (key == ARGP_KEY_END && options->style.low >= options->style.high) {
    argp_error(state, "--vmin %g is not below --vmax %g", options->style.low, options->style.high);
  }
  error_t result = parse_look(key, text, state, &options->style);
  if (result == 0) {
    options->given |= BIT(key);
  }
  return result;
}

const struct argp picture_options_argp = {.options = option_table, .parser = parse};
