/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/arguments.h"

#include "core/options.h"
#include "core/status.h"

#include <math.h>

static const double least_sigma = 1e-3, most_sigma = 1e6;
static const double least_tolerance = 1e-15, most_tolerance = 0.1;
static const double default_f32 = 1e-5, default_f64 = 1e-9;
static const double most_radius = 0x1p24;
static const unsigned most_order = 8;

/* What the recursion's coefficients are made for. */
static const double least_recursive_sigma = 0.5, least_recursive_derivative_sigma = 2.0;
static const double least_recursive_tolerance = 1e-12, least_recursive_derivative_tolerance = 1e-9;
static const unsigned most_recursive_order = 2;

gk_status gki_check_sigma(const char *function, const char *name, size_t axis, double sigma) {
  if (sigma == 0.0 || (sigma >= least_sigma && sigma <= most_sigma)) {
    return GK_SUCCESS;
  }
  return gki_fail(GK_ERROR_ARGUMENT, function, "%s[%zu] = %g is not 0 nor between %g and %g", name,
                  axis, sigma, least_sigma, most_sigma);
}

static bool knows_method(gk_weights_method method) {
  return method == GK_WEIGHTS_SAMPLED || method == GK_WEIGHTS_INTEGRATED ||
         method == GK_WEIGHTS_DISCRETE || method == GK_WEIGHTS_BINOMIAL;
}

static gk_status refuse_method(const char *function, gk_weights_method method) {
  static const char others[] = "is not sampled, integrated, discrete or binomial";
  const char *name = method == GK_WEIGHTS_OVERSAMPLED ? "GK_WEIGHTS_OVERSAMPLED"
                     : method == GK_WEIGHTS_OPENCV    ? "GK_WEIGHTS_OPENCV"
                                                      : NULL;
  return name ? gki_fail(GK_ERROR_ARGUMENT, function, "spec->method = %s %s", name, others)
              : gki_fail(GK_ERROR_ARGUMENT, function, "spec->method = %d %s", (int)method, others);
}

/* What holds for all axes. */
static gk_status check_common(const char *function, const gk_filter_spec *spec) {
  if (!knows_method(spec->method)) {
    return refuse_method(function, spec->method);
  }
  if ((int)spec->engine < GK_ENGINE_AUTO || (int)spec->engine > GK_ENGINE_RECURSIVE) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->engine = %d is no gk_engine",
                    (int)spec->engine);
  }
  if ((int)spec->missing < GK_MISSING_SPREAD || (int)spec->missing > GK_MISSING_SKIP) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->missing = %d is no gk_missing",
                    (int)spec->missing);
  }
  if (!isfinite(spec->cval)) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->cval = %g is not finite", spec->cval);
  }
  if (!(spec->truncate >= 0.0 && isfinite(spec->truncate))) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->truncate = %g is not 0 nor positive and finite", spec->truncate);
  }
  const double tolerance = spec->tolerance;
  if (!(tolerance == 0.0 || (tolerance >= least_tolerance && tolerance <= most_tolerance))) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->tolerance = %g is not 0 nor between %g and %g", tolerance,
                    least_tolerance, most_tolerance);
  }
  return GK_SUCCESS;
}

static gk_status check_reach(const char *function, const gk_filter_spec *spec, size_t axis,
                             double sigma) {
  const double radius = (double)spec->radius[axis], reach = spec->truncate * sigma + 0.5;
  if (radius > most_radius || reach > most_radius) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "the radius along axis %zu is %g, more than 2^24",
                    axis, radius > 0.0 ? radius : reach);
  }
  return GK_SUCCESS;
}

static gk_status check_radius(const char *function, const gk_filter_spec *spec, size_t axis) {
  const size_t radius = spec->radius[axis];
  if (radius > 0 && spec->truncate > 0.0) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->radius[%zu] = %zu is given together with spec->truncate = %g", axis,
                    radius, spec->truncate);
  }
  return check_reach(function, spec, axis, spec->sigma[axis]);
}

static gk_status check_binomial(const char *function, const gk_filter_spec *spec, size_t axis) {
  if (spec->sigma[axis] != 1.0) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->sigma[%zu] = %g is not 0 or 1: spec->radius says how wide "
                    "GK_WEIGHTS_BINOMIAL is, sigma only whether the axis is filtered",
                    axis, spec->sigma[axis]);
  }
  if (spec->radius[axis] == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->radius[%zu] = 0, where GK_WEIGHTS_BINOMIAL needs one", axis);
  }
  return GK_SUCCESS;
}

static gk_status check_order(const gki_filter_kind *kind, const gk_filter_spec *spec, size_t axis) {
  const unsigned order = spec->order[axis];
  if (order > most_order) {
    return gki_fail(GK_ERROR_ARGUMENT, kind->function, "spec->order[%zu] = %u is larger than %u",
                    axis, order, most_order);
  }
  if (order > 0 && spec->sigma[axis] == 0.0) {
    return gki_fail(GK_ERROR_ARGUMENT, kind->function,
                    "spec->order[%zu] = %u with spec->sigma[%zu] = 0", axis, order, axis);
  }
  if (order > 0 && kind->derivative > 0) {
    return gki_fail(GK_ERROR_ARGUMENT, kind->function,
                    "spec->order[%zu] = %u, where the function sets the orders", axis, order);
  }
  if (order + kind->derivative > 0 && spec->sigma[axis] > 0.0 &&
      spec->method == GK_WEIGHTS_BINOMIAL) {
    return gki_fail(GK_ERROR_ARGUMENT, kind->function,
                    "GK_WEIGHTS_BINOMIAL has no derivatives (axis %zu)", axis);
  }
  return GK_SUCCESS;
}

const char *gki_recursion_misses(const gk_filter_spec *spec, double sigma, unsigned order,
                                 size_t axis) {
  const double least = order ? least_recursive_derivative_sigma : least_recursive_sigma;
  const double tolerance = order ? least_recursive_derivative_tolerance : least_recursive_tolerance;
  return spec->method != GK_WEIGHTS_SAMPLED && spec->method != GK_WEIGHTS_INTEGRATED
             ? "methods other than sampled and integrated"
         : spec->truncate > 0.0 || spec->radius[axis] > 0 ? "truncate or radius"
         : order > most_recursive_order                   ? "orders above 2"
         : sigma < least && order                         ? "derivatives with a sigma below 2"
         : sigma < least                                  ? "a sigma below 1/2"
         : spec->tolerance < tolerance && order ? "derivatives with a tolerance below 1e-9"
         : spec->tolerance < tolerance          ? "a tolerance below 1e-12"
                                                : NULL;
}

static gk_status check_engine(const char *function, const gk_filter_spec *spec, size_t axis,
                              double sigma, unsigned order) {
  const char *missing = gki_recursion_misses(spec, sigma, order, axis);
  if (spec->engine == GK_ENGINE_RECURSIVE && missing) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->engine = GK_ENGINE_RECURSIVE does not do %s (axis %zu)", missing, axis);
  }
  return GK_SUCCESS;
}

static gk_status check_axis(const gki_filter_kind *kind, const gk_filter_spec *spec, size_t axis) {
  const char *function = kind->function;
  const double sigma = spec->sigma[axis];
  gk_status status = gki_check_sigma(function, "spec->sigma", axis, sigma);
  if (!status) {
    status = check_order(kind, spec, axis);
  }
  if (status) {
    return status;
  }
  if ((int)spec->boundary[axis] < GK_BOUNDARY_REFLECT ||
      (int)spec->boundary[axis] > GK_BOUNDARY_NONE) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "spec->boundary[%zu] = %d is no gk_boundary", axis,
                    (int)spec->boundary[axis]);
  }
  if (sigma == 0.0) {
    return GK_SUCCESS;
  }
  status = check_radius(function, spec, axis);
  if (!status && spec->method == GK_WEIGHTS_BINOMIAL) {
    status = check_binomial(function, spec, axis);
  }
  if (!status) {
    status = check_engine(function, spec, axis, sigma, spec->order[axis]);
  }
  if (!status && kind->derivative > 0) {
    status = check_engine(function, spec, axis, sigma, kind->derivative);
  }
  return status;
}

gk_status gki_check_sigmas(const char *function, const gk_filter_spec *spec, const double *sigma) {
  gk_status status = GK_SUCCESS;
  for (size_t k = 0; k < GKI_AXES && !status; k++) {
    if (sigma[k] > 0.0) {
      status = check_reach(function, spec, k, sigma[k]);
    }
    if (sigma[k] > 0.0 && !status) {
      status = check_engine(function, spec, k, sigma[k], spec->order[k]);
    }
  }
  return status;
}

/* Pixels that do not count, and the weights of those that do. */
static gk_status check_normalized(const gki_filter_kind *kind, gki_filter_args *args) {
  const gk_filter_spec *spec = &args->spec;
  const char *what = args->has_mask                     ? "spec->mask"
                     : spec->missing == GK_MISSING_SKIP ? "GK_MISSING_SKIP"
                                                        : NULL;
  for (size_t k = 0; k < GKI_AXES && !what; k++) {
    if (spec->sigma[k] > 0.0 && spec->boundary[k] == GK_BOUNDARY_NONE) {
      what = "GK_BOUNDARY_NONE";
    }
  }
  args->normalized = what != NULL;
  for (size_t k = 0; k < GKI_AXES && what; k++) {
    if (spec->order[k] + kind->derivative > 0) {
      return gki_fail(GK_ERROR_ARGUMENT, kind->function, "%s is for order 0, not for derivatives",
                      what);
    }
  }
  return GK_SUCCESS;
}

/* A spec may be shorter than ours: what it does not say is as in GK_FILTER_1D(0). */
static gk_status read_spec(const gki_filter_kind *kind, const gk_filter_spec *given,
                           gki_filter_args *args) {
  static const gk_filter_spec defaults = GK_FILTER_1D(0);
  gk_filter_spec *spec = &args->spec;
  *spec = defaults;
  if (!given) {
    return gki_fail(GK_ERROR_ARGUMENT, kind->function, "spec is NULL");
  }
  gk_status status = gki_read_struct(kind->function, "spec", given, sizeof(gk_filter_spec), spec,
                                     sizeof(gk_filter_spec));
  if (!status) {
    status = check_common(kind->function, spec);
  }
  if (status) {
    return status;
  }
  if (spec->tolerance == 0.0) {
    spec->tolerance = args->f64 ? default_f64 : default_f32;
  }
  for (size_t k = 0; k < GKI_AXES; k++) {
    if (k >= args->in.view.dimensions) {
      spec->sigma[k] = 0.0;
      spec->order[k] = 0;
      spec->stride[k] = 1;
      spec->boundary[k] = GK_BOUNDARY_REFLECT;
    }
    spec->stride[k] = spec->stride[k] > 0 ? spec->stride[k] : 1;
    status = check_axis(kind, spec, k);
    if (status) {
      return status;
    }
  }
  return GK_SUCCESS;
}

static gk_status check_sizes(const char *function, const gki_filter_args *args) {
  const gk_array *in = &args->in.view, *out = &args->out.view, *mask = &args->mask.view;
  if (out->dimensions != in->dimensions) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "out->dimensions = %zu, where in has %zu",
                    out->dimensions, in->dimensions);
  }
  if (args->has_mask && mask->dimensions != in->dimensions) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->mask->dimensions = %zu, where in has %zu; a stride of 0 along an axis "
                    "gives all its pixels the same weight",
                    mask->dimensions, in->dimensions);
  }
  for (size_t k = 0; k < GKI_AXES; k++) {
    const size_t stride = args->spec.stride[k];
    const size_t kept = in->size[k] / stride + (in->size[k] % stride > 0);
    if (out->size[k] != kept) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "out->size[%zu] = %zu, where in->size[%zu] = %zu with spec->stride[%zu] = "
                      "%zu makes %zu",
                      k, out->size[k], k, in->size[k], k, stride, kept);
    }
    if (args->has_mask && mask->size[k] != in->size[k]) {
      return gki_fail(GK_ERROR_ARGUMENT, function,
                      "spec->mask->size[%zu] = %zu, where in->size[%zu] = %zu", k, mask->size[k], k,
                      in->size[k]);
    }
  }
  return GK_SUCCESS;
}

/* In place, or apart. */
static gk_status check_places(const char *function, gki_filter_args *args) {
  bool keeps_all = true;
  for (size_t k = 0; k < GKI_AXES; k++) {
    keeps_all = keeps_all && args->spec.stride[k] == 1;
  }
  args->in_place = keeps_all && gki_same_array(&args->in, &args->out);
  gk_status status =
      args->in_place ? GK_SUCCESS : gki_check_arrays_apart(function, &args->out, &args->in);
  if (!status && args->has_mask) {
    status = gki_check_arrays_apart(function, &args->out, &args->mask);
  }
  return status;
}

static bool is_light(gk_type type) {
  return type == GK_TYPE_U8 || type == GK_TYPE_F32;
}

gk_status gki_read_filter(const gki_filter_kind *kind, const gk_array *in,
                          const gk_filter_spec *spec, const gk_array *out, gki_filter_args *args) {
  const char *function = kind->function;
  gk_status status = gki_read_array(function, "in", GKI_ARRAY_INPUT, in, &args->in);
  if (!status) {
    status = gki_read_array(function, "out", GKI_ARRAY_OUTPUT, out, &args->out);
  }
  if (status) {
    return status;
  }
  args->f64 = !is_light(args->in.view.type) || !is_light(args->out.view.type);
  status = read_spec(kind, spec, args);
  args->has_mask = !status && args->spec.mask;
  args->mask = (gki_array){.name = "spec->mask"};
  if (args->has_mask) {
    status = gki_read_array(function, "spec->mask", GKI_ARRAY_INPUT, args->spec.mask, &args->mask);
  }
  if (!status) {
    status = check_normalized(kind, args);
  }
  if (!status) {
    status = check_sizes(function, args);
  }
  if (!status) {
    status = check_places(function, args);
  }
  args->empty = args->in.empty;
  args->searched = args->spoilt = false;
  return status;
}
