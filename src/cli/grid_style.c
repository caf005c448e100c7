/* SPDX-License-Identifier: BSD-3-Clause */
#include "grid_style.h"

#include "value_range.h"

#include <float.h>
#include <math.h>

/* From outer edge to outer edge of the pixels, whose middles are the coordinates of the grid. */
static heatmap_axis axis_of_pixels(const gk_axis *axis, double lonely_step) {
  double n = (double)axis->count;
  double step = axis->count > 1 ? axis->last / (n - 1) - axis->first / (n - 1) : lonely_step;
  heatmap_axis found = {true, axis->first - step / 2, axis->last + step / 2};
  if (axis->count == 1) {
    found.end = axis->first + step / 2;
  }
  found.begin = fmin(fmax(found.begin, -DBL_MAX), DBL_MAX);
  found.end = fmin(fmax(found.end, -DBL_MAX), DBL_MAX);
  if (found.begin == found.end) { /* the only coordinate is too large for that step */
    value_range around = value_range_around(axis->first);
    found = (heatmap_axis){true, around.low, around.high};
  }
  return found;
}

static double length_of(heatmap_axis axis) {
  return fabs(axis.end - axis.begin);
}

static double step_of(const gk_axis *axis) {
  return axis->count > 1 ? fabs(axis->last - axis->first) / (double)(axis->count - 1) : 1;
}

void grid_style_place(const gk_axis *axes, size_t count, heatmap_style *style) {
  const gk_axis *x = &axes[0], *y = &axes[1];
  if (count == 0) {
    return;
  }
  if (count == 1) {
    style->x = (heatmap_axis){true, x->first, x->last};
    if (x->count == 1) {
      style->x = axis_of_pixels(x, 1);
    }
    return;
  }
  style->x = axis_of_pixels(x, step_of(y));
  style->y = axis_of_pixels(y, step_of(x));
  style->aspect = length_of(style->x) / length_of(style->y);
  if (!(style->aspect >= 1.0 / 8 && style->aspect <= 8)) {
    style->aspect = 1;
  }
}
