/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_picture.h"

#include "diagnose.h"
#include "grid_style.h"
#include "heatmap_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many points of the data are drawn: more would cover the picture. */
enum { MOST_POINTS = 2000 };

/* Units of x and y are as long as each other only where that leaves the picture this square. */
static const double MOST_OBLONG = 2;

static const char *file_name(const char *path) {
  const char *slash = strrchr(path, '/');
  const char *name = slash != NULL ? slash + 1 : path;
  return strcmp(path, "-") == 0 ? "the standard input" : text_is_utf8(name) ? name : "the data";
}

/* A line of its own: "the lines enclose 10, 50 and 90 % of the mass" */
static void add_contours(const kde_look *look, char *title, size_t bytes) {
  for (size_t i = 0; i < look->contour_count; i++) {
    size_t used = strlen(title);
    const char *before = i == 0                         ? "\nthe lines enclose "
                         : i + 1 == look->contour_count ? " and "
                                                        : ", ";
    snprintf(title + used, bytes - used, "%s%g", before, 100 * look->contours[i]);
  }
  if (look->contour_count > 0) {
    size_t used = strlen(title);
    snprintf(title + used, bytes - used, " %% of the mass");
  }
}

static void make_title(const kde_options *options, const kde_data *data, const char *bandwidth,
                       char *title) {
  size_t n = data->points.rows;
  bool some = data->points.cols == 2 && options->look.points && n > MOST_POINTS;
  char drawn[40] = "";
  if (some) {
    snprintf(drawn, sizeof drawn, " (%d drawn)", MOST_POINTS);
  }
  snprintf(title, KDE_TITLE, "%s of %s: n = %zu%s, %s", options->log ? "Log density" : "Density",
           file_name(options->input), n, drawn, bandwidth);
}

static bool is_zero(const array *values) {
  table matrix = array_matrix(values);
  for (size_t i = 0; i < matrix.rows; i++) {
    for (size_t j = 0; j < matrix.cols; j++) {
      if (table_at(&matrix, i, j) != 0) {
        return false;
      }
    }
  }
  return true;
}

/* The grid is far from the data. The scale is that of a density all the same. */
static void draw_nothing(const kde_options *options, bool bars, heatmap_style *style) {
  if (!options->result.quiet) {
    warn("the density is 0 everywhere on the grid");
  }
  if (!bars && isnan(style->low) && isnan(style->high)) {
    style->low = 0;
    style->high = 1;
  }
}

/* The data in double: all of a curve's, and some of a heat map's, evenly from first to last. */
static bool take_points(const kde_data *data, size_t count, kde_picture *picture) {
  size_t n = data->points.rows, d = data->points.cols;
  double *to = calloc(count, d * sizeof *to);
  picture->points = to;
  if (to == NULL) {
    return complain("no memory to draw %zu points", count);
  }
  for (size_t i = 0; i < count; i++) {
    size_t row = count == n ? i : (size_t)((double)i * ((double)n / (double)count));
    for (size_t k = 0; k < d; k++) {
      *to++ = table_at(&data->points, row, k);
    }
  }
  return true;
}

static bool histogram_of(const kde_data *data, size_t bins, kde_picture *picture) {
  size_t n = data->points.rows;
  double *weights = NULL;
  if (data->weights.data != NULL) {
    weights = calloc(n, sizeof *weights);
    if (weights == NULL) {
      return complain("no memory for a histogram of %zu numbers", n);
    }
    for (size_t i = 0; i < n; i++) {
      weights[i] =
          data->weights.cols == 1 ? table_at(&data->weights, i, 0) : table_at(&data->weights, 0, i);
    }
  }
  bool ok = histogram_make(n, picture->points, weights, bins, &picture->bars);
  free(weights);
  return ok;
}

static bool make_curve(const kde_options *options, const kde_data *data, kde_picture *picture,
                       drawing *what) {
  const kde_look *look = &options->look;
  bool bars = look->histogram && !options->log;
  what->kind = DRAWING_CURVE;
  if (!take_points(data, data->points.rows, picture) ||
      (bars && !histogram_of(data, look->bins, picture))) {
    return false;
  }
  picture->behind = (chart_behind){.bars = bars ? &picture->bars : NULL,
                                   .rug = picture->points,
                                   .rug_count = look->rug ? data->points.rows : 0};
  what->style.behind = &picture->behind;
  return true;
}

static bool make_map(const kde_options *options, const kde_data *data, const array *values,
                     kde_picture *picture, drawing *what) {
  const kde_look *look = &options->look;
  double levels[KDE_CONTOURS];
  table matrix = array_matrix(values);
  size_t n = data->points.rows;
  size_t count = !look->points ? 0 : n < MOST_POINTS ? n : MOST_POINTS;
  heatmap_over *over = &picture->over;
  over->rows = matrix.rows;
  over->cols = matrix.cols;
  if (!take_points(data, count, picture) ||
      !contours_levels(&matrix, options->log, look->contour_count, look->contours, levels)) {
    return false;
  }
  over->points = picture->points;
  over->point_count = count;
  for (size_t k = 0; k < look->contour_count; k++) {
    if (!contours_add(&matrix, levels[k], &over->lines)) {
      return false;
    }
  }
  if (over->lines.count > 0) {
    add_contours(look, picture->title, KDE_TITLE);
  }
  what->style.over = over;
  return true;
}

/* The name of the column; without one its number, where the file has others. */
static const char *label_of(const kde_data *data, size_t k, kde_picture *picture) {
  const char *name = kde_data_name(data, k);
  if (name[0] != '\0' && text_is_utf8(name)) {
    return name;
  }
  if (data->file.cols == data->points.cols) {
    return k == 0 ? "x" : "y";
  }
  snprintf(picture->labels[k], KDE_LABEL, "column %zu", data->taken[k] + 1);
  return picture->labels[k];
}

bool kde_picture_make(const kde_options *options, const kde_data *data, const gk_axis *axes,
                      const array *values, const char *bandwidth, kde_picture *picture,
                      drawing *what) {
  size_t d = values->dimensions;
  *what = (drawing){.style = options->result.picture.style,
                    .name = "the density",
                    .quiet = options->result.quiet};
  what->style.decimals = options->result.decimals;
  grid_style_place(axes, d, &what->style);
  if (what->style.aspect > MOST_OBLONG || what->style.aspect < 1 / MOST_OBLONG) {
    what->style.aspect = 1;
  }
  make_title(options, data, bandwidth, picture->title);
  const char *value = options->log ? "log density" : "density";
  picture_options_complete(&what->style, picture->title, label_of(data, 0, picture),
                           d == 1 ? value : label_of(data, 1, picture));
  bool file = result_is_picture(&options->result);
  if (!options->log && is_zero(values)) {
    draw_nothing(options, file && d == 1 && options->look.histogram, &what->style);
  }
  if (!file) {
    return true; /* the terminal shows neither histogram nor lines */
  }
  return d == 1 ? make_curve(options, data, picture, what)
                : make_map(options, data, values, picture, what);
}

void kde_picture_free(kde_picture *picture) {
  histogram_free(&picture->bars);
  contours_free(&picture->over.lines);
  free(picture->points);
  picture->points = NULL;
}
