/* The checks of a spec of weights. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/plan.h"

#include "core/memory.h"
#include "core/options.h"
#include "core/status.h"

#include <float.h>

const gki_weights_limits gki_weights_limits_f32 = {sizeof(float), FLT_MAX, 0x1p-120};
const gki_weights_limits gki_weights_limits_f64 = {sizeof(double), DBL_MAX, 0x1p-1016};

static const double least_sigma = 1e-100, most_sigma = 1e100;
static const double most_center = 1e9;
static const double most_theta = 1e6;
static const double most_discrete_sigma = 1e6;
static const double most_turned_points = 1e6;

/* Of turned Gaussians that are integrated over pixels: numbers in [0, 1] must tell positions of so
 * small a part of it, and in 3-D the number of panels is bounded by nothing else. */
static const double least_deviation_2d = 0x1p-20, least_deviation_3d = 0x1p-6;

static const char *method_name(gk_weights_method method) {
  static const char *const names[] = {"GK_WEIGHTS_SAMPLED",  "GK_WEIGHTS_INTEGRATED",
                                      "GK_WEIGHTS_DISCRETE", "GK_WEIGHTS_OVERSAMPLED",
                                      "GK_WEIGHTS_OPENCV",   "GK_WEIGHTS_BINOMIAL"};
  return names[method];
}

/* GK_WEIGHTS_OPENCV and _BINOMIAL: what other programs and Pascal's triangle give, and no more. */
static bool is_fixed(gk_weights_method method) {
  return method == GK_WEIGHTS_OPENCV || method == GK_WEIGHTS_BINOMIAL;
}

static gk_status check_kind(const char *function, const gk_weights_spec *spec) {
  if (spec->dimensions < 1 || spec->dimensions > 3) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->dimensions = %zu is not 1, 2 or 3",
                    spec->dimensions);
  }
  if ((int)spec->method < GK_WEIGHTS_SAMPLED || (int)spec->method > GK_WEIGHTS_BINOMIAL) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->method = %d is unknown", (int)spec->method);
  }
  if ((int)spec->normalize < GK_NORMALIZE_SUM || (int)spec->normalize > GK_NORMALIZE_NONE) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->normalize = %d is unknown",
                    (int)spec->normalize);
  }
  if (spec->method == GK_WEIGHTS_OPENCV && spec->normalize != GK_NORMALIZE_SUM) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->normalize = %d, where GK_WEIGHTS_OPENCV has GK_NORMALIZE_SUM only",
                    (int)spec->normalize);
  }
  if (spec->method == GK_WEIGHTS_OVERSAMPLED &&
      !(spec->oversample >= 1 && spec->oversample <= 1000)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->oversample = %zu is not between 1 and 1000",
                    spec->oversample);
  }
  if (!(spec->cutoff >= 0.0 && spec->cutoff <= 1.0)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->cutoff = %g is not between 0 and 1",
                    spec->cutoff);
  }
  return GK_SUCCESS;
}

static gk_status check_amplitude(const char *function, const gki_weights_limits *limits,
                                 const gk_weights_spec *spec) {
  const double magnitude = fabs(spec->amplitude);
  if (!isfinite(magnitude)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->amplitude = %g is not finite",
                    spec->amplitude);
  }
  if (magnitude > limits->most_amplitude) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->amplitude = %g is larger than %g, the largest float", spec->amplitude,
                    limits->most_amplitude);
  }
  if (spec->normalize == GK_NORMALIZE_SUM && magnitude > 0.0 && magnitude < limits->least_sum) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->amplitude = %g is too small for an exact sum: it is 0, or at least %g",
                    spec->amplitude, limits->least_sum);
  }
  return GK_SUCCESS;
}

static gk_status check_sigma(const char *function, const gk_weights_spec *spec, size_t axis) {
  const double sigma = spec->sigma[axis];
  if (spec->covariance || spec->method == GK_WEIGHTS_BINOMIAL) {
    if (sigma != 0.0) {
      return gki_fail(GK_ERROR_ARGUMENT, function, "spec->sigma[%zu] = %g is not 0, but %s", axis,
                      sigma,
                      spec->covariance ? "spec->covariance is given"
                                       : "sigma follows from the size with GK_WEIGHTS_BINOMIAL");
    }
    return GK_SUCCESS;
  }
  if (spec->method == GK_WEIGHTS_OPENCV && sigma == 0.0) {
    return GK_SUCCESS;
  }
  if (!(sigma >= least_sigma && sigma <= most_sigma)) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->sigma[%zu] = %g is not between 1e-100 and 1e100", axis, sigma);
  }
  return GK_SUCCESS;
}

static gk_status check_axis(const char *function, const gk_weights_spec *spec, size_t axis) {
  if (spec->order[axis] > 8) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->order[%zu] = %u is larger than 8", axis,
                    spec->order[axis]);
  }
  if (spec->order[axis] > 0 && is_fixed(spec->method)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->order[%zu] = %u, but %s has no derivatives",
                    axis, spec->order[axis], method_name(spec->method));
  }
  if (spec->center && !(fabs(spec->center[axis]) <= most_center)) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->center[%zu] = %g is not between -1e9 and 1e9", axis, spec->center[axis]);
  }
  return check_sigma(function, spec, axis);
}

static gk_status check_theta(const char *function, const gk_weights_spec *spec) {
  if (!(fabs(spec->theta) <= most_theta)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->theta = %g is not between -1e6 and 1e6",
                    spec->theta);
  }
  if (spec->theta != 0.0 && (spec->dimensions != 2 || spec->covariance)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->theta = %g is not 0, but %s", spec->theta,
                    spec->covariance ? "spec->covariance is given" : "there are not 2 dimensions");
  }
  if (spec->theta != 0.0 && is_fixed(spec->method)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->theta = %g, but %s cannot be turned",
                    spec->theta, method_name(spec->method));
  }
  if (spec->covariance && is_fixed(spec->method)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->covariance is given, but %s has none",
                    method_name(spec->method));
  }
  return GK_SUCCESS;
}

/* Finds where the centre is, and whether the method allows it there. */
static gk_status place_center(const char *function, gki_weights_plan *plan, size_t axis) {
  const gk_weights_spec *spec = &plan->spec;
  const size_t size = spec->size[axis];
  const double middle = size ? (double)(size - 1) / 2.0 : 0.0;
  const double center = spec->center ? spec->center[axis] : middle;
  plan->origin[axis] = rint(2.0 * center) / 2.0;
  plan->shift[axis] = center - plan->origin[axis];
  plan->middle[axis] = center == middle;
  if (size == 0) {
    return GK_SUCCESS;
  }
  if (is_fixed(spec->method) && !plan->middle[axis]) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->center[%zu] = %g is not the middle, %g, where %s has it", axis, center,
                    middle, method_name(spec->method));
  }
  if (spec->method == GK_WEIGHTS_DISCRETE &&
      !(center == floor(center) && center >= 0.0 && center <= 2.0 * middle)) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->center[%zu] = %g is not at a pixel of the %zu, as GK_WEIGHTS_DISCRETE "
                    "needs it",
                    axis, center, size);
  }
  return GK_SUCCESS;
}

/* What integrals of turned Gaussians are not offered for. */
static gk_status check_turned_integral(const char *function, const gki_weights_plan *plan) {
  const gk_weights_spec *spec = &plan->spec;
  const double least = spec->dimensions == 3 ? least_deviation_3d : least_deviation_2d;
  for (size_t k = 0; k < spec->dimensions; k++) {
    if (spec->order[k] > 0) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->order[%zu] = %u, but GK_WEIGHTS_INTEGRATED has no derivatives of a "
                      "turned Gaussian",
                      k, spec->order[k]);
    }
    if (!(gki_given_deviation(plan, k) >= least)) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->%s has a deviation of %g along axis %zu for given coordinates along "
                      "the others: GK_WEIGHTS_INTEGRATED takes no turned Gaussian below %g",
                      spec->covariance ? "covariance" : "theta", gki_given_deviation(plan, k), k,
                      least);
    }
  }
  return GK_SUCCESS;
}

/* An exponential a point. */
static gk_status check_turned_points(const char *function, const gk_weights_spec *spec) {
  double points = 1.0;
  for (size_t k = 0; k < spec->dimensions; k++) {
    points *= (double)spec->oversample;
  }
  if (points > most_turned_points) {
    return gki_fail(
        GK_ERROR_ARGUMENT, function,
        "spec->oversample = %zu makes %g points a pixel, and of a turned Gaussian there "
        "may be %g",
        spec->oversample, points, most_turned_points);
  }
  return GK_SUCCESS;
}

static gk_status check_turned(const char *function, const gki_weights_plan *plan) {
  const gk_weights_spec *spec = &plan->spec;
  for (size_t k = 0; spec->method == GK_WEIGHTS_DISCRETE && k < spec->dimensions; k++) {
    if (plan->variance[k].hi > most_discrete_sigma * most_discrete_sigma) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "sigma = %g along axis %zu is larger than 1e6, the most of "
                      "GK_WEIGHTS_DISCRETE",
                      sqrt(plan->variance[k].hi), k);
    }
  }
  if (plan->turned && spec->method == GK_WEIGHTS_DISCRETE) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "GK_WEIGHTS_DISCRETE cannot be turned, as spec->%s says",
                    spec->covariance ? "covariance" : "theta");
  }
  if (plan->turned && spec->method == GK_WEIGHTS_INTEGRATED) {
    return check_turned_integral(function, plan);
  }
  if (plan->turned && spec->method == GK_WEIGHTS_OVERSAMPLED) {
    return check_turned_points(function, spec);
  }
  return GK_SUCCESS;
}

static gk_status count_pixels(const char *function, const gki_weights_limits *limits,
                              gki_weights_plan *plan) {
  const size_t *size = plan->spec.size;
  size_t bytes, rows;
  plan->pixels = 0;
  if (size[0] == 0 || size[1] == 0 || size[2] == 0) {
    return GK_SUCCESS;
  }
  /* What is computed in double has to fit as well. */
  if (!gki_multiply_size(size[1], size[2], &rows) ||
      !gki_matrix_bytes(rows, size[0], size[0], sizeof(double), &bytes)) {
    return gki_fail(GK_ERROR_OVERFLOW, function,
                    "%zu x %zu x %zu weights of %zu bytes are more than an address space holds",
                    size[0], size[1], size[2], limits->element);
  }
  plan->pixels = rows * size[0];
  return GK_SUCCESS;
}

/* Whether exchanging x and y changes nothing but the order. */
static bool is_transposed(const gki_weights_plan *plan) {
  const gk_weights_spec *spec = &plan->spec;
  return spec->dimensions >= 2 && !plan->turned && spec->size[0] == spec->size[1] &&
         plan->origin[0] == plan->origin[1] && plan->shift[0] == plan->shift[1] &&
         plan->variance[0].hi == plan->variance[1].hi &&
         plan->variance[0].lo == plan->variance[1].lo;
}

gk_status gki_read_weights_spec(const char *function, const gki_weights_limits *limits,
                                const gk_weights_spec *given, const void *weights,
                                gki_weights_plan *plan) {
  *plan = (gki_weights_plan){.spec = GK_WEIGHTS_1D(0, 0.0)};
  if (!given) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec is NULL");
  }
  gk_weights_spec *spec = &plan->spec;
  gk_status status = gki_read_struct(function, "spec", given, sizeof *spec, spec, sizeof *spec);
  if (status != GK_SUCCESS || (status = check_kind(function, spec)) != GK_SUCCESS ||
      (status = check_amplitude(function, limits, spec)) != GK_SUCCESS ||
      (status = check_theta(function, spec)) != GK_SUCCESS) {
    return status;
  }
  for (size_t k = 0; k < 3; k++) {
    if (k >= spec->dimensions) { /* one pixel, the centre upon it */
      spec->size[k] = 1;
      spec->sigma[k] = 0.0;
      spec->order[k] = 0;
      plan->middle[k] = true;
    } else if ((status = check_axis(function, spec, k)) != GK_SUCCESS ||
               (status = place_center(function, plan, k)) != GK_SUCCESS) {
      return status;
    }
  }
  if ((status = gki_factor_covariance(function, plan)) != GK_SUCCESS ||
      (status = check_turned(function, plan)) != GK_SUCCESS ||
      (status = count_pixels(function, limits, plan)) != GK_SUCCESS) {
    return status;
  }
  plan->transposed = is_transposed(plan);
  if (plan->pixels > 0 && !weights) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "w is NULL, for %zu weights", plan->pixels);
  }
  return GK_SUCCESS;
}
