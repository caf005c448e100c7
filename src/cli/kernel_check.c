/* SPDX-License-Identifier: BSD-3-Clause */
#include "kernel_check.h"

#include "option_values.h"

#include <math.h>
#include <string.h>

static const char *method_name(gk_weights_method method) {
  static const char *const names[] = {"sampled",     "integrated", "discrete",
                                      "oversampled", "opencv",     "binomial"};
  return names[method];
}

/* What other programs and Pascal's triangle give, and no more. */
static bool is_fixed(gk_weights_method method) {
  return method == GK_WEIGHTS_OPENCV || method == GK_WEIGHTS_BINOMIAL;
}

/* An option says how many dimensions there are; who says two numbers has made a mistake. */
static void want_dimensions(struct argp_state *state, kernel_options *options, const char *option,
                            size_t numbers, size_t dimensions) {
  if (options->dimensions == 0) {
    options->dimensions = dimensions;
  }
  if (options->dimensions != dimensions) {
    argp_error(state, "%s has %zu number%s, but there %s %zu dimension%s", option, numbers,
               option_plural(numbers), options->dimensions == 1 ? "is" : "are", options->dimensions,
               option_plural(options->dimensions));
  }
}

/* A list in which one number stands for all axes. */
static void want_axes(struct argp_state *state, kernel_options *options, const char *option,
                      const axis_numbers *numbers) {
  if (numbers->count > 1) {
    want_dimensions(state, options, option, numbers->count, numbers->count);
  }
}

/* A list with a number for each axis. One number is no word for one dimension: most mean two. */
static void want_each_axis(struct argp_state *state, kernel_options *options, const char *option,
                           const char *example, const axis_numbers *numbers) {
  if (numbers->count == 1 && options->dimensions == 0) {
    argp_error(state, "%s has one number: say --dim 1, or %s", option, example);
  }
  if (numbers->count > 0) {
    want_dimensions(state, options, option, numbers->count, numbers->count);
  }
}

/* n * n numbers, n variances, or one variance, which says nothing of n. */
static void want_covariance(struct argp_state *state, kernel_options *options) {
  size_t count = options->covariance_count;
  size_t side = count == 4 ? 2 : count == 9 ? 3 : count;
  if (side > 3) {
    argp_error(state, "--covariance has %zu numbers; it has 1, 2, 3, 4 or 9", count);
  }
  if (count > 1) {
    want_dimensions(state, options, "--covariance", count, side);
  }
}

/* One number stands for all axes. */
static void spread(axis_numbers *numbers, size_t dimensions) {
  for (size_t k = numbers->count; numbers->count == 1 && k < dimensions; k++) {
    numbers->values[k] = numbers->values[0];
  }
}

/* Makes a matrix of one or n variances. */
static void spread_covariance(kernel_options *options) {
  size_t n = options->dimensions, count = options->covariance_count;
  if (count == 0 || count == n * n) {
    return;
  }
  double variances[3];
  for (size_t k = 0; k < n; k++) {
    variances[k] = options->covariance[count == 1 ? 0 : k];
  }
  memset(options->covariance, 0, sizeof options->covariance);
  for (size_t k = 0; k < n; k++) {
    options->covariance[k * n + k] = variances[k];
  }
  options->covariance_count = n * n;
}

static void choose_dimensions(struct argp_state *state, kernel_options *options) {
  want_axes(state, options, "--size", &options->size);
  want_axes(state, options, "--sigma", &options->sigma);
  want_covariance(state, options);
  want_each_axis(state, options, "--center", "--center X,Y", &options->center);
  want_each_axis(state, options, "--order", "--order 1,0", &options->order);
  if (options->dimensions == 0) {
    options->dimensions = 2;
  }
  spread(&options->size, options->dimensions);
  spread(&options->sigma, options->dimensions);
  spread_covariance(options);
}

static void check_sizes(struct argp_state *state, const kernel_options *options) {
  bool by_rule = options->size.count == 0;
  if (by_rule && options->sigma.count == 0 && options->covariance_count == 0) {
    argp_error(state, "--size N is missing");
  }
  if (!by_rule && options->has_size_rule) {
    argp_error(state, "--size and --size-rule exclude each other");
  }
  if (options->truncate > 0 && (!by_rule || options->size_rule != GK_SIZE_SCIPY)) {
    argp_error(state, "--truncate counts where the size is chosen by the rule scipy");
  }
}

static void check_covariance(struct argp_state *state, const kernel_options *options) {
  size_t n = options->dimensions;
  const double *matrix = options->covariance;
  for (size_t k = 0; k < options->covariance_count; k++) {
    size_t i = k / n, j = k % n;
    if (i == j && !(matrix[k] > 0)) {
      argp_error(state, "--covariance: the variance %g on its diagonal is not positive", matrix[k]);
    }
    if (j < i && matrix[k] != matrix[j * n + i]) {
      argp_error(state,
                 "--covariance is not symmetric: %g in row %zu, column %zu, but %g in row "
                 "%zu, column %zu",
                 matrix[k], i + 1, j + 1, matrix[j * n + i], j + 1, i + 1);
    }
  }
}

static void check_gaussian(struct argp_state *state, const kernel_options *options) {
  bool has_sigma = options->sigma.count > 0, has_covariance = options->covariance_count > 0;
  if (has_covariance && (has_sigma || options->theta != 0)) {
    argp_error(state, "--covariance stands instead of --sigma and --theta");
  }
  if (has_sigma && options->method == GK_WEIGHTS_BINOMIAL) {
    argp_error(state, "--method binomial: sigma follows from the size; --sigma cannot be given");
  }
  if (!has_sigma && !has_covariance && !is_fixed(options->method)) {
    argp_error(state, "--sigma S is missing (or --covariance)");
  }
  if (options->theta != 0 && options->dimensions != 2) {
    argp_error(state, "--theta turns a Gaussian of two dimensions, not of %zu",
               options->dimensions);
  }
  check_covariance(state, options);
}

static bool is_turned(const kernel_options *options) {
  size_t n = options->dimensions;
  for (size_t k = 0; k < options->covariance_count; k++) {
    if (k / n != k % n && options->covariance[k] != 0) {
      return true;
    }
  }
  return options->theta != 0 && options->sigma.values[0] != options->sigma.values[1];
}

static bool is_derivative(const kernel_options *options) {
  return options->order.values[0] + options->order.values[1] + options->order.values[2] > 0;
}

/* opencv and binomial. */
static void check_fixed(struct argp_state *state, const kernel_options *options) {
  const char *method = method_name(options->method);
  if (options->covariance_count > 0) {
    argp_error(state, "--method %s does not go with --covariance", method);
  }
  if (options->theta != 0) {
    argp_error(state, "--method %s cannot be turned by --theta", method);
  }
  if (is_derivative(options)) {
    argp_error(state, "--method %s has no derivatives, no --order", method);
  }
  if (options->method == GK_WEIGHTS_OPENCV && options->normalize != GK_NORMALIZE_SUM) {
    argp_error(state, "--method opencv goes with --normalize sum only");
  }
  for (size_t k = 0; k < options->center.count && options->size.count > 0; k++) {
    if (options->center.values[k] != (options->size.values[k] - 1) / 2) {
      argp_error(state, "--method %s has its centre in the middle, not where --center is", method);
    }
  }
}

static void check_discrete(struct argp_state *state, const kernel_options *options) {
  if (is_turned(options)) {
    argp_error(state, "--method discrete cannot be turned, by --theta or by --covariance");
  }
  for (size_t k = 0; k < options->dimensions; k++) {
    bool sized = options->size.count > 0, placed = options->center.count > 0;
    double center = options->center.values[k], size = options->size.values[k];
    bool at_pixel = placed ? center == floor(center) && center >= 0 && (!sized || center < size)
                           : !sized || fmod(size, 2) == 1;
    if (!at_pixel) {
      argp_error(state,
                 "--method discrete needs its centre at a pixel: an odd --size, or --center");
    }
  }
}

static void check_method(struct argp_state *state, const kernel_options *options) {
  if (is_fixed(options->method)) {
    check_fixed(state, options);
  } else if (options->method == GK_WEIGHTS_DISCRETE) {
    check_discrete(state, options);
  } else if (options->method == GK_WEIGHTS_INTEGRATED && is_turned(options) &&
             is_derivative(options)) {
    argp_error(state, "--method integrated has no derivatives of a Gaussian that is turned");
  }
  if (options->has_oversample && options->method != GK_WEIGHTS_OVERSAMPLED) {
    argp_error(state, "--oversample is for --method oversampled");
  }
}

void kernel_check(struct argp_state *state, kernel_options *options) {
  choose_dimensions(state, options);
  check_gaussian(state, options);
  check_sizes(state, options);
  check_method(state, options);
  result_options_check(state, &options->result,
                       options->dimensions == 1 ? RESULT_DRAWN_BARS : RESULT_DRAWN_HEATMAP,
                       options->dimensions == 3 ? "one or two dimensions, not three" : NULL);
  if (options->scale != 1 && options->result.format == RESULT_NPY) {
    argp_error(state, "--scale is for text and pictures; for npy there is --amplitude");
  }
}
