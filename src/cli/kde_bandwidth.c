/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_bandwidth.h"

#include "diagnose.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double DEVIATIONS = 3;

/* Of smaller bandwidths, as parts of the data, doubles could not tell a grid's nodes apart. */
static const double FINEST = 1e-13;

enum { NODES_OF_CURVE = 512, NODES_OF_MAP = 256, FEW = 3, DIGITS = 4 };

bool kde_bandwidth_of(const gk_kde *kde, kde_bandwidth *result) {
  size_t d = gk_kde_dimensions(kde);
  *result = (kde_bandwidth){d, calloc(d, d * sizeof(double)), 1};
  if (result->matrix == NULL) {
    return complain("no memory for a bandwidth of %zu x %zu numbers", d, d);
  }
  return gk_kde_bandwidth(kde, result->matrix, d, &result->factor) == GK_SUCCESS ||
         complain("%s", gk_error_message());
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

void kde_bandwidth_grid(const kde_bandwidth *what, const table *points, gk_axis *axes) {
  for (size_t k = 0; k < what->d; k++) {
    double low = INFINITY, high = -INFINITY, h = h_of(what, k);
    for (size_t i = 0; i < points->rows; i++) {
      low = fmin(low, table_at(points, i, k));
      high = fmax(high, table_at(points, i, k));
    }
    h = fmax(h, FINEST * fmax(fabs(low), fabs(high)));
    low = fmax(low - DEVIATIONS * h, -DBL_MAX / 2); /* their distance is a double */
    high = fmin(high + DEVIATIONS * h, DBL_MAX / 2);
    axes[k] = (gk_axis){rounded(low, h, floor), rounded(high, h, ceil),
                        what->d == 1 ? NODES_OF_CURVE : NODES_OF_MAP};
  }
}
