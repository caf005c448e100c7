/* What can be told of a command line of `gausskern filter` before the input is known. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter_options.h"

#include <argp.h>
#include <math.h>

bool filter_options_derive(const filter_options *options) {
  for (size_t i = 0; i < options->order.count; i++) {
    if (options->order.values[i] > 0) {
      return true;
    }
  }
  return options->kind == FILTER_GRADIENT || options->kind == FILTER_LAPLACIAN;
}

/* gk_filter takes no more. */
static const double MOST_RADIUS = 16777216.0;

static const char *kind_name(filter_kind kind) {
  static const char *const names[] = {
      [FILTER_GRADIENT] = "--gradient",
      [FILTER_LAPLACIAN] = "--laplacian",
      [FILTER_DIFFERENCE] = "--difference",
  };
  return names[kind];
}

static void check_sigma(struct argp_state *state, const filter_options *options) {
  bool binomial = options->method == GK_WEIGHTS_BINOMIAL;
  if (!binomial && options->sigma.count == 0) {
    argp_error(state, "--sigma S is missing");
  }
  if (binomial && options->sigma.count > 0) {
    argp_error(state, "--method binomial: sigma follows from the radius; --sigma cannot be given");
  }
  if (binomial && options->radius.count == 0) {
    argp_error(state, "--method binomial needs --radius");
  }
  if (binomial && options->kind == FILTER_DIFFERENCE) {
    argp_error(state, "--method binomial has no --difference");
  }
}

static void check_cutting(struct argp_state *state, const filter_options *options) {
  bool has_radius = options->radius.count > 0, cut = has_radius || options->truncate > 0;
  if (has_radius && options->truncate > 0) {
    argp_error(state, "--truncate and --radius exclude each other");
  }
  if (has_radius && options->method != GK_WEIGHTS_BINOMIAL && axis_list_has(&options->radius, 0)) {
    argp_error(state, "--radius: '0' is for --method binomial; an axis is left alone by sigma 0");
  }
  for (size_t i = 0; i < options->sigma.count; i++) {
    if (options->truncate * options->sigma.values[i] > MOST_RADIUS) {
      argp_error(state, "--truncate %g of a sigma of %g is a radius above 2^24", options->truncate,
                 options->sigma.values[i]);
    }
  }
  if (cut && options->tolerance > 0) {
    argp_error(state, "--tolerance has no effect with --%s, which says where weights are cut off",
               has_radius ? "radius" : "truncate");
  }
}

static void check_derivatives(struct argp_state *state, const filter_options *options) {
  if (options->order.count > 0 && options->kind != FILTER_PLAIN) {
    argp_error(state, "--order does not go with %s", kind_name(options->kind));
  }
  if (!filter_options_derive(options)) {
    return;
  }
  const char *what = options->kind == FILTER_PLAIN ? "derivatives" : kind_name(options->kind);
  if (options->method == GK_WEIGHTS_BINOMIAL) {
    argp_error(state, "--method binomial does not go with %s", what);
  }
  if (options->mask != NULL || options->skip_nan ||
      axis_list_has(&options->mode, GK_BOUNDARY_NONE)) {
    argp_error(state, "%s does not go with %s: the mean of what is there has no derivative",
               options->mask != NULL ? "--mask"
               : options->skip_nan   ? "--skip-nan"
                                     : "--mode none",
               what);
  }
  if (options->linear) {
    argp_error(state, "--linear does not go with %s", what);
  }
}

/* An axis whose sigma is 0 is left alone, by any engine. */
static void check_least_sigma(struct argp_state *state, const axis_list *list, double least) {
  for (size_t i = 0; i < list->count; i++) {
    if (list->values[i] > 0 && list->values[i] < least) {
      argp_error(state, "--engine recursive takes sigmas from %g on%s, not %g", least,
                 least > 1 ? " with derivatives" : "", list->values[i]);
    }
  }
}

static void check_recursion(struct argp_state *state, const filter_options *options) {
  if (options->engine != GK_ENGINE_RECURSIVE) {
    return;
  }
  bool derived = filter_options_derive(options);
  double finest = derived ? 1e-9 : 1e-12;
  if (options->radius.count > 0 || options->truncate > 0) {
    argp_error(state, "--engine recursive cuts nothing off: no --%s",
               options->truncate > 0 ? "truncate" : "radius");
  }
  if (options->method != GK_WEIGHTS_SAMPLED && options->method != GK_WEIGHTS_INTEGRATED) {
    argp_error(state, "--engine recursive has the methods sampled and integrated");
  }
  if (options->tolerance > 0 && options->tolerance < finest) {
    argp_error(state, "--engine recursive takes a --tolerance from %g on%s", finest,
               derived ? " with derivatives" : "");
  }
  for (size_t i = 0; i < options->order.count; i++) {
    if (options->order.values[i] > 2) {
      argp_error(state, "--engine recursive has derivatives to order 2, not %g",
                 options->order.values[i]);
    }
  }
  check_least_sigma(state, &options->sigma, derived ? 2 : 0.5);
  check_least_sigma(state, &options->wider, 0.5);
}

void filter_options_check(struct argp_state *state, filter_options *options) {
  check_sigma(state, options);
  check_cutting(state, options);
  check_derivatives(state, options);
  check_recursion(state, options);
  if (options->has_cval && !axis_list_has(&options->mode, GK_BOUNDARY_CONSTANT)) {
    argp_error(state, "--cval is for --mode constant");
  }
  if (options->linear && options->kind == FILTER_DIFFERENCE) {
    argp_error(state, "--linear does not go with --difference");
  }
  raster_options_check_linear(state, options->linear, &options->files);
  raster_options_check(state, &options->files);
}
