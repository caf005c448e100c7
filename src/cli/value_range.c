/* SPDX-License-Identifier: BSD-3-Clause */
#include "value_range.h"

#include "diagnose.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

value_range value_range_around(double value) {
  double reach = value == 0 ? 1 : fmax(fabs(value) / 10, DBL_MIN);
  return (value_range){fmax(value - reach, -DBL_MAX), fmin(value + reach, DBL_MAX)};
}

bool value_range_choose(const heatmap_style *style, const reduced *cells, value_range *values) {
  bool asked_low = !isnan(style->low), asked_high = !isnan(style->high);
  *values = (value_range){cells->low, cells->high};
  if (cells->low > cells->high) { /* no finite entry */
    double only = asked_low ? style->low : asked_high ? style->high : 0;
    *values = value_range_around(only);
  } else if (cells->low == cells->high && !asked_low && !asked_high) {
    *values = value_range_around(cells->low);
  }
  values->low = asked_low ? style->low : values->low;
  values->high = asked_high ? style->high : values->high;
  if (values->low < values->high) {
    return true;
  }
  return asked_low
             ? complain("--vmin %g is not below the largest value, %g", values->low, values->high)
             : complain("--vmax %g is not above the smallest value, %g", values->high, values->low);
}

uint32_t *value_range_colors(const heatmap_style *style, const reduced *cells, value_range values) {
  uint32_t *colors = calloc(cells->rows * cells->cols, sizeof *colors);
  if (colors == NULL) {
    complain("no memory for a picture of %zu x %zu cells", cells->rows, cells->cols);
    return NULL;
  }
  for (size_t i = 0; i < cells->rows; i++) {
    size_t from = style->origin_lower ? cells->rows - 1 - i : i;
    for (size_t j = 0; j < cells->cols; j++) {
      colors[i * cells->cols + j] = colormap_color(
          style->cmap, cells->values[from * cells->cols + j], values.low, values.high);
    }
  }
  return colors;
}
