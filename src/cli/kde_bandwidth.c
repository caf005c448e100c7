/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_bandwidth.h"

#include "diagnose.h"
#include "library_error.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double DEVIATIONS = 3;

/* Of smaller bandwidths, as parts of the data, doubles could not tell a grid's nodes apart. */
static const double FINEST = 1e-13;

enum { FEW = 3, DIGITS = 4 };

/* Of a grid: the fewest and the most nodes along an axis, also where each takes long, and how many
   make an h. */
enum { CURVE_LEAST = 512, CURVE_MOST = 65536, CURVE_DEAR = 4096, CURVE_STEPS = 4 };
enum { MAP_LEAST = 256, MAP_MOST = 1024, MAP_STEPS = 2 };

bool kde_bandwidth_of(const gk_kde *kde, kde_bandwidth *result) {
  size_t d = gk_kde_dimensions(kde);
  *result = (kde_bandwidth){d, calloc(d, d * sizeof(double)), 1};
  if (result->matrix == NULL) {
    return complain("no memory for a bandwidth of %zu x %zu numbers", d, d);
  }
  return gk_kde_covariance(kde, result->matrix, d, &result->factor) == GK_SUCCESS ||
         complain("%s", library_error());
}

void kde_bandwidth_free(kde_bandwidth *result) {
  free(result->matrix);
  result->matrix = NULL;
}

static double h_of(const kde_bandwidth *what, size_t k) {
  return sqrt(what->matrix[k * what->d + k]);
}

bool kde_bandwidth_is_diagonal(const kde_bandwidth *what) {
  for (size_t i = 0; i < what->d; i++) {
    for (size_t j = 0; j < i; j++) {
      if (what->matrix[i * what->d + j] != 0) {
        return false;
      }
    }
  }
  return true;
}

static void add(char *text, size_t bytes, const char *before, double value, int digits) {
  size_t used = strlen(text);
  snprintf(text + used, bytes - used, "%s%.*g", before, digits, value);
}

/* Of a few columns each h; of many the smallest and the largest. */
static void add_h(const kde_bandwidth *what, char *text, size_t bytes) {
  if (what->d <= FEW) {
    for (size_t k = 0; k < what->d; k++) {
      add(text, bytes, k == 0 ? "h = " : k + 1 == what->d ? " and " : ", ", h_of(what, k), DIGITS);
    }
    return;
  }
  double least = INFINITY, most = 0;
  for (size_t k = 0; k < what->d; k++) {
    least = fmin(least, h_of(what, k));
    most = fmax(most, h_of(what, k));
  }
  add(text, bytes, "h = ", least, DIGITS);
  if (least < most) {
    add(text, bytes, " to ", most, DIGITS);
  }
}

void kde_bandwidth_words(const kde_bandwidth *what, gk_bandwidth rule, char *text, size_t bytes) {
  text[0] = '\0';
  add_h(what, text, bytes);
  if (what->d == 2 && !kde_bandwidth_is_diagonal(what)) {
    add(text, bytes, ", r = ", what->matrix[1] / (h_of(what, 0) * h_of(what, 1)), 2);
  }
  size_t used = strlen(text);
  const char *name = kde_rule_name(rule);
  if (name[0] != '\0') {
    snprintf(text + used, bytes - used, " (%s)", name);
  }
}

/* To a tenth of the power of ten that is in h, so that the grid is short to tell and to repeat. */
static double rounded(double value, double h, double (*away)(double)) {
  int exponent = (int)floor(log10(h)) - 1;
  double unit = pow(10, abs(exponent));
  double scaled = away(exponent < 0 ? value * unit : value / unit);
  double result = exponent < 0 ? scaled / unit : scaled * unit;
  return isfinite(result) ? result : value;
}

/* The deviation along axis k of the kernel at a given place along the other axis. */
static double width_of(const kde_bandwidth *what, size_t k) {
  double h = h_of(what, k);
  if (what->d != 2) {
    return h;
  }
  double r = what->matrix[1] / h_of(what, 0) / h_of(what, 1);
  return h * sqrt(fmax(1 - r * r, 0));
}

static double step_of(const gk_axis *axis) {
  return axis->count > 1 ? fabs(axis->last - axis->first) / (double)(axis->count - 1) : 0;
}

/* So many that no peak lies between two. */
static void choose_count(const kde_bandwidth *what, size_t k, bool dear, gk_axis *axis) {
  bool curve = what->d == 1;
  size_t most = !curve ? MAP_MOST : dear ? CURVE_DEAR : CURVE_MOST;
  double finest = FINEST * fmax(fabs(axis->first), fabs(axis->last));
  double wanted = fmax(width_of(what, k), finest) / (curve ? CURVE_STEPS : MAP_STEPS);
  axis->count = curve ? CURVE_LEAST : MAP_LEAST;
  while (axis->count < most && step_of(axis) > wanted) {
    axis->count *= 2;
  }
}

void kde_bandwidth_warn(const kde_bandwidth *what, const gk_axis *axes) {
  for (size_t k = 0; k < what->d; k++) {
    double steps = step_of(&axes[k]) / width_of(what, k);
    if (steps > 1) {
      warn("the grid's coordinates along %c are %.3g h apart, which misses what is between; "
           "use a --grid with more coordinates, or over a smaller range",
           k == 0 ? 'x' : 'y', steps);
    }
  }
}

void kde_bandwidth_grid(const kde_bandwidth *what, const table *points, bool dear, gk_axis *axes) {
  for (size_t k = 0; k < what->d; k++) {
    double low = INFINITY, high = -INFINITY, h = h_of(what, k);
    for (size_t i = 0; i < points->rows; i++) {
      low = fmin(low, table_at(points, i, k));
      high = fmax(high, table_at(points, i, k));
    }
    h = fmax(h, FINEST * fmax(fabs(low), fabs(high)));
    low = fmax(low - DEVIATIONS * h, -DBL_MAX / 2); /* their distance is a double */
    high = fmin(high + DEVIATIONS * h, DBL_MAX / 2);
    axes[k] = (gk_axis){rounded(low, h, floor), rounded(high, h, ceil), 0};
    choose_count(what, k, dear, &axes[k]);
  }
}
