/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_explain.h"

#include "diagnose.h"
#include "library_error.h"

static bool is_given(const kde_options *options) {
  return kde_rule_name(options->rule)[0] == '\0';
}

/* A column that is the same in all rows, or the number of columns. */
static size_t constant_column(const table *points) {
  size_t k = 0;
  for (; k < points->cols; k++) {
    size_t i = 1;
    while (i < points->rows && table_at(points, i, k) == table_at(points, 0, k)) {
      i++;
    }
    if (i >= points->rows) {
      break;
    }
  }
  return k;
}

/* The bandwidth is a rule's, and the data have none. */
static bool explain_data(const kde_run *run, gk_status status) {
  const kde_options *options = &run->options;
  const table *points = &run->data.points;
  const char *rule = kde_rule_name(options->rule);
  size_t constant = constant_column(points);
  if (points->rows == 1) {
    return complain(
        "%s has one point; --bandwidth=%s needs two that differ; give a number: --bandwidth=h",
        options->input, rule);
  }
  if (constant < points->cols) {
    return complain("%s: column %zu is %g in all rows; --bandwidth=%s needs numbers that differ",
                    options->input, run->data.taken[constant] + 1, table_at(points, 0, constant),
                    rule);
  }
  return complain("%s: --bandwidth=%s: %s; give a number: --bandwidth=h%s", options->input, rule,
                  library_error(), status == GK_ERROR_SINGULAR ? ", or add --diagonal" : "");
}

bool kde_explain_create(const kde_run *run, gk_status status) {
  const kde_options *options = &run->options;
  bool numbers = status == GK_ERROR_ARGUMENT || status == GK_ERROR_SINGULAR;
  if (status == GK_ERROR_CANCELLED) {
    return false;
  }
  if (is_given(options) && numbers) {
    const char *option =
        options->rule == GK_BANDWIDTH_MATRIX ? "--bandwidth-matrix" : "--bandwidth";
    return complain("%s%s: %s", option, options->adjust != 1 ? " with --adjust" : "",
                    library_error());
  }
  if (!is_given(options) && options->adjust != 1 && status == GK_ERROR_ARGUMENT) {
    return complain("%s: --adjust: %s", options->input, library_error());
  }
  if (!is_given(options) && (status == GK_ERROR_DATA || status == GK_ERROR_SINGULAR)) {
    return explain_data(run, status);
  }
  return complain("%s: %s", options->input, library_error());
}

bool kde_explain_result(const kde_run *run, gk_status status) {
  const kde_options *options = &run->options;
  if (status == GK_ERROR_CANCELLED) {
    return false;
  }
  if (status == GK_ERROR_ARGUMENT && options->engine != GK_KDE_AUTO) {
    return complain("--engine=%s: %s", kde_engine_name(options->engine), library_error());
  }
  const char *at_fault = options->place == KDE_POINTS     ? options->at
                         : options->place == KDE_INTEGRAL ? "--integral"
                         : options->place == KDE_SAMPLES  ? "--sample"
                         : options->axis_count > 0        ? "--grid"
                                                          : options->input;
  return complain("%s: %s", at_fault, library_error());
}
