/* SPDX-License-Identifier: BSD-3-Clause */
#include "drawing.h"

#include "diagnose.h"
#include "terminal.h"

#include <stdlib.h>

static void tell_what_is_odd(const drawing *what, const reduced *cells) {
  if (cells->nans > 0) {
    warn("%s: %zu NaN, drawn in light gray; the first in row %zu, column %zu, from 0", what->name,
         cells->nans, cells->nan_row, cells->nan_col);
  }
  if (cells->infinities > 0) {
    warn("%s: %zu infinite, drawn in the colours of the bar's ends", what->name, cells->infinities);
  }
}

static bool draw_heatmap(const drawing *what, const heatmap_style *style, heatmap_medium medium,
                         cairo_t *cr) {
  progress meter;
  reduced cells = {0};
  progress_start(&meter, what->quiet);
  bool ok = heatmap_draw(cr, style, medium, what->matrix, &meter, &cells);
  progress_end(&meter);
  if (ok && !what->quiet) {
    tell_what_is_odd(what, &cells);
  }
  reduced_free(&cells);
  return ok;
}

static bool draw_chart(const drawing *what, const heatmap_style *style, heatmap_medium medium,
                       cairo_t *cr) {
  size_t count = what->matrix->cols;
  double *values = calloc(count, sizeof *values);
  if (values == NULL) {
    return complain("no memory for a chart of %zu numbers", count);
  }
  for (size_t i = 0; i < count; i++) {
    values[i] = table_at(what->matrix, 0, i);
  }
  chart_kind kind = what->kind == DRAWING_BARS ? CHART_BARS : CHART_CURVE;
  bool ok = chart_draw(cr, style, medium, kind, values, count);
  free(values);
  return ok;
}

static bool draw(const drawing *what, picture_format format, output *file) {
  heatmap_style style = what->style;
  if (what->kind != DRAWING_HEATMAP) {
    chart_prepare(&style);
  }
  if (!heatmap_choose_size(&style, what->matrix->rows, what->matrix->cols)) {
    return false;
  }
  heatmap_medium medium = format == PICTURE_PNG ? HEATMAP_PIXELS : HEATMAP_VECTOR;
  picture_file picture;
  bool ok = picture_start(&picture, format, style.width, style.height, style.title, file);
  if (ok) {
    ok = what->kind == DRAWING_HEATMAP ? draw_heatmap(what, &style, medium, picture.cr)
                                       : draw_chart(what, &style, medium, picture.cr);
  }
  ok = ok && picture_finish(&picture);
  picture_free(&picture);
  return ok;
}

bool drawing_write(const drawing *what, picture_format format, const char *path) {
  output file;
  if (!output_open(path, &file)) {
    return false;
  }
  if (!draw(what, format, &file)) {
    output_discard(&file);
    return false;
  }
  return output_finish(&file);
}

bool drawing_show(const drawing *what) {
  progress meter;
  progress_start(&meter, true);
  return terminal_show(&what->style, what->matrix, &meter);
}
