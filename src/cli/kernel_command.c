/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "diagnose.h"
#include "interrupt.h"
#include "kernel_options.h"
#include "kernel_title.h"
#include "library_error.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool succeeded(gk_status status) {
  return status == GK_SUCCESS || complain("%s", library_error());
}

/* The standard deviation along an axis, however the Gaussian lies. */
static double extent_along(const kernel_options *options, size_t axis) {
  size_t n = options->dimensions;
  const double *sigma = options->sigma.values;
  if (options->covariance_count > 0) {
    return sqrt(options->covariance[axis * n + axis]);
  }
  if (n == 2 && options->theta != 0) {
    double along = sigma[axis] * cos(options->theta);
    return hypot(along, sigma[1 - axis] * sin(options->theta));
  }
  return sigma[axis];
}

/* What the size along an axis follows from. */
static double extent_for_size(const kernel_options *options, size_t axis) {
  if (options->size_rule != GK_SIZE_ASTROPY) {
    return extent_along(options, axis);
  }
  /* astropy has one size, of the larger sigma, turned or not. */
  double largest = 0;
  for (size_t k = 0; k < options->dimensions; k++) {
    double sigma = options->sigma.values[k];
    largest = fmax(largest, options->covariance_count > 0 ? extent_along(options, k) : sigma);
  }
  return largest;
}

static bool choose_sizes(const kernel_options *options, size_t size[3]) {
  for (size_t k = 0; k < 3; k++) {
    size[k] = 1;
    if (k >= options->dimensions) {
      continue;
    }
    if (options->size.count > 0) {
      size[k] = (size_t)options->size.values[k];
    } else if (!succeeded(gk_weights_size(options->size_rule, extent_for_size(options, k),
                                          options->truncate, &size[k]))) {
      return false;
    }
  }
  return true;
}

static bool make_spec(const kernel_options *options, gk_weights_spec *spec) {
  static const gk_weights_spec initial = GK_WEIGHTS_2D(1, 1.0);
  *spec = initial;
  spec->dimensions = options->dimensions;
  if (!choose_sizes(options, spec->size)) {
    return false;
  }
  for (size_t k = 0; k < 3; k++) {
    bool counts = k < options->dimensions;
    spec->sigma[k] = counts ? options->sigma.values[k] : 0;
    spec->order[k] = counts ? (unsigned)options->order.values[k] : 0;
  }
  spec->theta = options->theta;
  spec->covariance = options->covariance_count > 0 ? options->covariance : NULL;
  spec->center = options->center.count > 0 ? options->center.values : NULL;
  spec->method = options->method;
  spec->normalize = options->normalize;
  spec->oversample = options->oversample;
  spec->cutoff = options->cutoff;
  spec->amplitude = options->amplitude;
  return true;
}

static bool weigh(const gk_weights_spec *spec, array *weights) {
  gk_status status = weights->dtype == TABLE_F32 ? gk_weights_f32(spec, weights->data)
                                                 : gk_weights_f64(spec, weights->data);
  if (status == GK_ERROR_SINGULAR) {
    return complain("--covariance is not positive definite");
  }
  return succeeded(status);
}

static bool compute(const kernel_options *options, const gk_weights_spec *spec, array *weights) {
  weights->dtype = options->result.dtype;
  weights->dimensions = spec->dimensions;
  for (size_t k = 0; k < spec->dimensions; k++) {
    weights->shape[k] = spec->size[spec->dimensions - 1 - k];
  }
  if (!array_allocate(weights)) {
    return false;
  }
  bool ok = weigh(spec, weights);
  if (ok && options->scale != 1) {
    array_scale(weights, options->scale);
  }
  return ok;
}

/* The ends that nobody said, as far from 0 as the other, or as the largest weight. */
static void choose_range(double low, double high, heatmap_style *style) {
  if (isnan(style->low) && isnan(style->high)) {
    style->high = fmax(-low, high);
    style->low = -style->high;
  } else if (isnan(style->high) && style->low < 0) {
    style->high = -style->low;
  } else if (isnan(style->low) && style->high > 0) {
    style->low = -style->high;
  }
}

/* Weights of both signs: blue and red, with 0 in the middle. */
static void choose_colors(const array *weights, heatmap_style *style) {
  table matrix = array_matrix(weights);
  double low = 0, high = 0;
  for (size_t i = 0; i < matrix.rows; i++) {
    for (size_t j = 0; j < matrix.cols; j++) {
      low = fmin(low, table_at(&matrix, i, j));
      high = fmax(high, table_at(&matrix, i, j));
    }
  }
  if (!(low < 0 && high > 0)) {
    return;
  }
  style->cmap = style->cmap != NULL ? style->cmap : colormap_find("coolwarm");
  if (style->cmap == colormap_find("coolwarm") && weights->dimensions == 2) {
    choose_range(low, high, style);
  }
}

static bool deliver(const kernel_options *options, const gk_weights_spec *spec,
                    const array *weights) {
  drawing what = {.kind = weights->dimensions == 1 ? DRAWING_BARS : DRAWING_HEATMAP,
                  .style = options->result.picture.style,
                  .name = "the kernel",
                  .quiet = options->result.quiet};
  char title[KERNEL_TITLE];
  kernel_title(options, spec, title);
  what.style.decimals = options->result.decimals;
  if (weights->dimensions < 3) {
    choose_colors(weights, &what.style);
  }
  picture_options_complete(&what.style, title, "x", weights->dimensions == 1 ? "weight" : "y");
  return result_deliver(&options->result, weights, &what);
}

static bool execute(const kernel_options *options) {
  gk_weights_spec spec;
  array weights = {0};
  bool ok = make_spec(options, &spec) && compute(options, &spec, &weights);
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  ok = ok && deliver(options, &spec, &weights);
  array_free(&weights);
  return ok;
}

int kernel_main(int argc, char **argv) {
  kernel_options options;
  kernel_options_parse(argc, argv, &options);
  return interrupt_exit(execute(&options), options.result.output);
}
