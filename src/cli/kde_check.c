/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_check.h"

#include "diagnose.h"
#include "option_values.h"

#include <string.h>

static void check_files(struct argp_state *state, const kde_options *options) {
  const char *const files[] = {options->input, options->weights, options->at};
  size_t standard = 0;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    standard += files[i] != NULL && strcmp(files[i], "-") == 0;
  }
  if (options->input == NULL) {
    argp_error(state, "INPUT is missing: the points whose density is wanted");
  }
  if (standard > 1) {
    argp_error(state, "only one of INPUT, --weights and --at can be the standard input");
  }
  if (options->weights != NULL && options->weight_column != NULL) {
    argp_error(state, "--weights and --weight-column exclude each other");
  }
}

static void check_bandwidth(struct argp_state *state, const kde_options *options) {
  if (options->has_bandwidth && options->has_matrix) {
    argp_error(state, "--bandwidth and --bandwidth-matrix exclude each other");
  }
  bool scales = options->rule == GK_BANDWIDTH_SCOTT || options->rule == GK_BANDWIDTH_SILVERMAN ||
                options->rule == GK_BANDWIDTH_CV;
  if (options->shape == GK_SHAPE_DIAGONAL && !scales) {
    argp_error(state, "--diagonal is for scott, silverman and cv");
  }
}

static void check_method(struct argp_state *state, const kde_options *options) {
  bool density = options->place == KDE_GRID || options->place == KDE_POINTS;
  const char *other = options->place == KDE_SAMPLES    ? "--sample"
                      : options->place == KDE_INTEGRAL ? "--integral"
                                                       : "--print-bandwidth";
  bool exact = options->engine == GK_KDE_AUTO || options->engine == GK_KDE_EXACT;
  if (!density && (options->log || options->engine != GK_KDE_AUTO || options->tolerance >= 0)) {
    argp_error(state, "--%s is for densities, not for %s",
               options->log                     ? "log"
               : options->engine != GK_KDE_AUTO ? "engine"
                                                : "tolerance",
               other);
  }
  if (options->log && (!exact || options->tolerance >= 0)) {
    argp_error(state, "--log is computed by the engine exact: --%s does not go with it",
               exact ? "tolerance" : "engine");
  }
  if (options->tolerance >= 0 && options->engine != GK_KDE_AUTO &&
      options->engine != GK_KDE_CUTOFF) {
    argp_error(state, "--tolerance is for the engines auto and cutoff; %s has the error it has",
               kde_engine_name(options->engine));
  }
  if (options->engine == GK_KDE_BINNED && options->place != KDE_GRID) {
    argp_error(state, "--engine=binned is for a --grid");
  }
  if (options->has_seed && options->place != KDE_SAMPLES) {
    argp_error(state, "--seed is for --sample");
  }
}

static const char *not_drawable(const kde_options *options) {
  if (options->place != KDE_GRID) {
    return "a density on a --grid";
  }
  return options->axis_count == 3 ? "one or two dimensions, not three" : NULL;
}

static void check_look(struct argp_state *state, const kde_options *options) {
  const kde_look *look = &options->look;
  const char *given = look->curve_option != NULL ? look->curve_option : look->map_option;
  if (given != NULL && !result_is_picture(&options->result)) {
    argp_error(state, "--%s is for picture files: -o OUT.png, .svg or .pdf", given);
  }
  if (look->histogram_said && look->histogram && options->log) {
    argp_error(state, "--histogram has no logarithm: it does not go with --log");
  }
}

void kde_options_check(struct argp_state *state, kde_options *options) {
  check_files(state, options);
  check_bandwidth(state, options);
  check_method(state, options);
  result_options_check(state, &options->result,
                       options->axis_count == 1 ? RESULT_DRAWN_CURVE : RESULT_DRAWN_HEATMAP,
                       not_drawable(options));
  check_look(state, options);
}

/* What has no effect on a curve, or on a heat map; it was not known before which it would be. */
static bool drawing_fits(const kde_options *options, size_t d) {
  const char *needless = d == 1 ? options->look.map_option : options->look.curve_option;
  if (d > 2) {
    return complain("the data in %s have %zu columns; a picture shows the density of one or two",
                    options->input, d);
  }
  if (d == 1 && needless == NULL && !options->result.picture.show) {
    needless = picture_options_needless(&options->result.picture, PICTURE_HEATMAP);
  }
  return needless == NULL ||
         complain("--%s is for %s, but the data in %s have %zu column%s", needless,
                  d == 1 ? "heat maps" : "curves", options->input, d, option_plural(d));
}

/* The rules and engines of few columns. */
static bool method_fits(const kde_options *options, size_t d) {
  gk_bandwidth rule = options->rule;
  size_t most = options->engine == GK_KDE_EXPONENTIALS ? 1
                : options->engine == GK_KDE_CUTOFF     ? 3
                                                       : d;
  if (d != 1 &&
      (rule == GK_BANDWIDTH_NRD0 || rule == GK_BANDWIDTH_NRD || rule == GK_BANDWIDTH_ISJ)) {
    return complain("--bandwidth=%s is for one column, but the data in %s have %zu",
                    kde_rule_name(rule), options->input, d);
  }
  return d <= most || complain("--engine=%s is for %s, but the data in %s have %zu",
                               kde_engine_name(options->engine),
                               most == 1 ? "one column" : "1 to 3 columns", options->input, d);
}

bool kde_options_fit_bandwidth(const kde_options *options, const kde_bandwidth *bandwidth) {
  if (options->engine != GK_KDE_BINNED || kde_bandwidth_is_diagonal(bandwidth)) {
    return true;
  }
  return options->rule == GK_BANDWIDTH_MATRIX
             ? complain("--engine=binned is for an H that is diagonal; that of --bandwidth-matrix "
                        "has covariances: leave them out, or take another engine")
             : complain("--engine=binned is for an H that is diagonal: add --diagonal, or take "
                        "another engine");
}

bool kde_options_fit(const kde_options *options, size_t d) {
  size_t axes = options->axis_count, count = options->bandwidth_count;
  bool drawn = result_is_picture(&options->result) || options->result.picture.show;
  if (axes > 0 && axes != d) {
    return complain("--grid has %zu ax%s, but the data in %s have %zu column%s", axes,
                    axes == 1 ? "is" : "es", options->input, d, option_plural(d));
  }
  if (options->place == KDE_INTEGRAL && options->box.dimensions != d) {
    return complain("--integral has %zu dimension%s, but the data in %s have %zu column%s",
                    options->box.dimensions, option_plural(options->box.dimensions), options->input,
                    d, option_plural(d));
  }
  if (options->rule == GK_BANDWIDTH_FEATURES && count != d) {
    return complain("--bandwidth has %zu numbers, but the data in %s have %zu column%s", count,
                    options->input, d, option_plural(d));
  }
  if (options->rule == GK_BANDWIDTH_MATRIX && (count % d != 0 || count / d != d)) {
    return complain("--bandwidth-matrix has %zu number%s; for the %zu column%s of %s it has %zu",
                    count, option_plural(count), d, option_plural(d), options->input, d * d);
  }
  if (!method_fits(options, d) || (drawn && !drawing_fits(options, d))) {
    return false;
  }
  return options->place != KDE_GRID || axes > 0 || d <= 2 ||
         complain("the data in %s have %zu columns: say where the density is wanted, %s--at FILE "
                  "or --sample N",
                  options->input, d, d == 3 ? "--grid MIN:MAX:N,MIN:MAX:N,MIN:MAX:N, " : "");
}
