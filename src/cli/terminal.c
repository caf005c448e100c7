/* SPDX-License-Identifier: BSD-3-Clause */
#include "terminal.h"

#include "diagnose.h"
#include "number.h"
#include "output.h"
#include "value_range.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80, USUAL_HEIGHT = 24, LEAST_WIDTH = 4, MOST_WIDTH = 1000, BAR_WIDTH = 24 };

/* Most bytes of a character with both of its colours, and of what ends a line. */
enum { CHARACTER_BYTES = 48, LINE_END_BYTES = 8 };

static const char UPPER_HALF[] = "\xe2\x96\x80";
static const char PLAIN[] = "\x1b[0m";

typedef struct screen {
  size_t width, height; /* in characters */
} screen;

static screen screen_size(void) {
  screen found = {0, USUAL_HEIGHT};
  struct winsize window;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) {
    found.width = window.ws_col;
    found.height = window.ws_row > 0 ? window.ws_row : USUAL_HEIGHT;
  }
  const char *columns = getenv("COLUMNS");
  if (found.width == 0 &&
      (columns == NULL || !number_parse_count(columns, strlen(columns), &found.width) ||
       found.width == 0)) {
    found.width = USUAL_WIDTH;
  }
  found.width = found.width < LEAST_WIDTH ? LEAST_WIDTH : found.width;
  found.width = found.width > MOST_WIDTH ? MOST_WIDTH : found.width;
  return found;
}

/* How many rows and columns are shown, and how large each is, in halves of characters. */
typedef struct grid {
  size_t rows, cols, scale;
} grid;

/* Wider than the screen: reduced, its height likewise. Smaller: enlarged as both sides allow. */
static grid fit(const table *matrix, screen room) {
  grid shown = {matrix->rows, matrix->cols, 1};
  size_t lines = room.height > 4 ? room.height - 4 : 1; /* the legend and the prompt stay in view */
  if (shown.cols > room.width) {
    double part = (double)room.width / (double)shown.cols;
    shown.rows = (size_t)fmax(1, round((double)shown.rows * part));
    shown.cols = room.width;
    return shown;
  }
  size_t across = room.width / shown.cols, down = 2 * lines / shown.rows;
  shown.scale = across < down ? across : down;
  shown.scale = shown.scale < 1 ? 1 : shown.scale;
  return shown;
}

static char *set_color(char *text, char layer, uint32_t color) {
  return text + snprintf(text, CHARACTER_BYTES, "\x1b[%c8;2;%u;%u;%um", layer, color >> 16,
                         color >> 8 & 255, color & 255);
}

static char *put(char *text, const char *what) {
  size_t length = strlen(what);
  memcpy(text, what, length);
  return text + length;
}

/* One line of characters: the half of a column above has its colour from `upper`, that below from
   `lower`, which is NULL where there is no row any more. */
static char *put_halves(char *text, const uint32_t *upper, const uint32_t *lower, grid shown) {
  for (size_t j = 0; j < shown.cols; j++) {
    if (j == 0 || upper[j] != upper[j - 1]) {
      text = set_color(text, '3', upper[j]);
    }
    if (lower != NULL && (j == 0 || lower[j] != lower[j - 1])) {
      text = set_color(text, '4', lower[j]);
    }
    for (size_t k = 0; k < shown.scale; k++) {
      text = put(text, UPPER_HALF);
    }
  }
  text = put(text, PLAIN);
  *text++ = '\n';
  return text;
}

static bool write_cells(const uint32_t *colors, grid shown, char *line, output *out) {
  size_t halves = shown.rows * shown.scale;
  for (size_t i = 0; i < halves; i += 2) {
    const uint32_t *upper = colors + i / shown.scale * shown.cols;
    const uint32_t *lower = i + 1 < halves ? colors + (i + 1) / shown.scale * shown.cols : NULL;
    const char *end = put_halves(line, upper, lower, shown);
    if (!output_write(out, line, (size_t)(end - line))) {
      return false;
    }
  }
  return true;
}

static bool write_bar(const heatmap_style *style, value_range values, output *out) {
  char line[BAR_WIDTH * CHARACTER_BYTES + 3 * NUMBER_BYTES];
  char *text = line + snprintf(line, NUMBER_BYTES, "%.6g ", values.low);
  for (unsigned i = 0; i < BAR_WIDTH; i++) {
    text = set_color(text, '4', style->cmap->colors[i * (COLORMAP_SIZE - 1) / (BAR_WIDTH - 1)]);
    *text++ = ' ';
  }
  text = put(text, PLAIN);
  text += snprintf(text, NUMBER_BYTES, " %.6g\n", values.high);
  return output_write(out, line, (size_t)(text - line));
}

static bool write_all(const heatmap_style *style, const reduced *cells, grid shown, output *out) {
  value_range values;
  if (!value_range_choose(style, cells, &values)) {
    return false;
  }
  uint32_t *colors = value_range_colors(style, cells, values);
  char *line = malloc((shown.cols * CHARACTER_BYTES) +
                      (shown.cols * shown.scale * sizeof UPPER_HALF) + LINE_END_BYTES);
  bool ok = colors != NULL && (line != NULL || complain("no memory for a line of the terminal")) &&
            write_cells(colors, shown, line, out) &&
            (!style->colorbar || write_bar(style, values, out));
  free(line);
  free(colors);
  return ok;
}

bool terminal_show(const heatmap_style *style, const table *matrix, progress *meter) {
  grid shown = fit(matrix, screen_size());
  reduced cells;
  if (!reduce(matrix, shown.rows, shown.cols, meter, &cells)) {
    return false;
  }
  output out;
  bool ok = output_open("-", &out) && write_all(style, &cells, shown, &out);
  reduced_free(&cells);
  if (ok) {
    return output_finish(&out);
  }
  output_discard(&out);
  return false;
}
