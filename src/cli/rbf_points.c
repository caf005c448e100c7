/* SPDX-License-Identifier: BSD-3-Clause */
#include "rbf_points.h"

#include "columns.h"
#include "diagnose.h"
#include "library_error.h"
#include "number.h"
#include "option_values.h"

#include <stdio.h>

/* Features that one of two LIBSVM files does not have are zeros there. */
static bool widen(const rbf_options *options, rbf_points *points) {
  table *x = &points->x;
  table *y = &points->y;
  return (!x->sparse_cols || table_widen(x, y->cols, options->input)) &&
         (!y->sparse_cols || table_widen(y, x->cols, options->other));
}

static bool choose_columns(const rbf_options *options, rbf_points *points) {
  return options->columns == NULL ||
         (columns_keep(&points->x, options->input, options->columns) &&
          (options->other == NULL || columns_keep(&points->y, options->other, options->columns)));
}

static bool fit(const rbf_options *options, const rbf_points *points) {
  const table *x = &points->x;
  const table *y = &points->y;
  return options->other == NULL || x->cols == y->cols ||
         complain("%s has %zu column%s, but %s has %zu", options->input, x->cols,
                  option_plural(x->cols), options->other, y->cols);
}

bool rbf_points_read(const rbf_options *options, rbf_points *points) {
  table_options reading = options->reading;
  reading.words = options->columns != NULL; /* in those that are left out */
  return table_read(options->input, &reading, &points->x) &&
         (options->other == NULL ||
          (table_read(options->other, &reading, &points->y) && widen(options, points))) &&
         choose_columns(options, points) && fit(options, points);
}

table_dtype rbf_points_dtype(const rbf_options *options, const rbf_points *points) {
  bool all_f32 =
      points->x.dtype == TABLE_F32 && (options->other == NULL || points->y.dtype == TABLE_F32);
  switch (options->dtype) {
  case DTYPE_F32:
    return TABLE_F32;
  case DTYPE_F64:
    return TABLE_F64;
  default:
    return all_f32 ? TABLE_F32 : TABLE_F64;
  }
}

/* The rules look at the points that a model would be trained on. */
static gk_status gamma_by_rule(const rbf_options *options, const table *points, double *gamma) {
  size_t n = points->rows;
  size_t d = points->cols;
  bool f32 = points->dtype == TABLE_F32;
  switch (options->gamma_choice) {
  case GAMMA_SCALE:
    return f32 ? gk_gamma_scale_f32(n, d, points->data, d, gamma)
               : gk_gamma_scale_f64(n, d, points->data, d, gamma);
  case GAMMA_MEDIAN:
    return f32 ? gk_gamma_median_f32(n, d, points->data, d, 0, 0, gamma)
               : gk_gamma_median_f64(n, d, points->data, d, 0, 0, gamma);
  default:
    return gk_gamma_auto(d, gamma);
  }
}

/* The option, or the file that a rule looked at. */
static const char *gamma_at_fault(const rbf_options *options) {
  switch (options->gamma_choice) {
  case GAMMA_SIGMA:
    return "--sigma";
  case GAMMA_LENGTHSCALE:
    return "--lengthscale";
  default:
    return options->other != NULL ? options->other : options->input;
  }
}

static bool choose_gamma(const rbf_options *options, const rbf_points *points, gk_rbf *rbf) {
  gk_status status = GK_SUCCESS;
  if (options->gamma_choice == GAMMA_VALUE) {
    rbf->gamma = options->gamma_value;
  } else if (options->gamma_choice == GAMMA_SIGMA) {
    status = gk_gamma_from_sigma(options->gamma_value, &rbf->gamma);
  } else if (options->gamma_choice != GAMMA_LENGTHSCALE) {
    status = gamma_by_rule(options, options->other != NULL ? &points->y : &points->x, &rbf->gamma);
  } else if (options->lengthscale_count == 1) {
    status = gk_gamma_from_lengthscale(options->lengthscales[0], &rbf->gamma);
  } else if (options->lengthscale_count == points->x.cols) {
    rbf->gamma = 0.5;
    rbf->lengthscale = options->lengthscales;
  } else {
    return complain("--lengthscale has %zu numbers, but %s has %zu column%s",
                    options->lengthscale_count,
                    options->columns != NULL ? "--columns" : options->input, points->x.cols,
                    option_plural(points->x.cols));
  }
  return status == GK_SUCCESS || complain("%s: %s", gamma_at_fault(options), library_error());
}

bool rbf_points_prepare(const rbf_options *options, table_dtype dtype, rbf_points *points,
                        gk_rbf *rbf) {
  static const gk_rbf initial = GK_RBF_INIT;
  *rbf = initial;
  rbf->variance = options->variance;
  rbf->noise = options->noise;
  return table_convert(&points->x, dtype, options->input) &&
         (options->other == NULL || table_convert(&points->y, dtype, options->other)) &&
         choose_gamma(options, points, rbf);
}

void rbf_points_free(rbf_points *points) {
  table_free(&points->x);
  table_free(&points->y);
}

static const char *gamma_origin(const rbf_options *options) {
  switch (options->gamma_choice) {
  case GAMMA_SCALE:
    return " (rule scale)";
  case GAMMA_MEDIAN:
    return " (rule median)";
  case GAMMA_UNSAID:
  case GAMMA_AUTO:
    return " (rule auto, 1/d)";
  default:
    return options->lengthscale_count > 1 ? " (and a lengthscale per column)" : "";
  }
}

void rbf_points_summarise(const rbf_options *options, const rbf_points *points, const gk_rbf *rbf,
                          const char *more, double seconds) {
  char gamma[NUMBER_BYTES];
  number_format(rbf->gamma, gamma);
  /* As in gram.h: a cross-Gram matrix is m x n. */
  char rows[NUMBER_BYTES + 8] = "";
  size_t cols = points->x.rows;
  if (options->other != NULL) {
    snprintf(rows, sizeof rows, "m = %zu, ", points->x.rows);
    cols = points->y.rows;
  }
  fprintf(stderr, "gausskern: %sn = %zu, d = %zu, %sgamma = %s%s, %s, %.2f s, %s\n", rows, cols,
          points->x.cols, more, gamma, gamma_origin(options),
          points->x.dtype == TABLE_F32 ? "f32" : "f64", seconds, options->output);
}
