/* SPDX-License-Identifier: BSD-3-Clause */
#include "columns.h"
#include "command.h"
#include "diagnose.h"
#include "interrupt.h"
#include "kde_check.h"
#include "kde_explain.h"
#include "kde_run.h"
#include "option_values.h"

#include <math.h>
#include <string.h>

/* The share of the time that the choice of a bandwidth by cross-validation takes, at a guess. */
static const double SHARE_OF_CV = 0.9;

static gk_options call_options(kde_run *run) {
  gk_options call = GK_OPTIONS_INIT;
  call.threads = run->options.threads;
  call.progress = progress_report;
  call.progress_data = &run->meter;
  return call;
}

static bool succeeded(kde_run *run, gk_status status) {
  if (status == GK_SUCCESS) {
    return true;
  }
  progress_end(&run->meter);
  return run->kde == NULL ? kde_explain_create(run, status) : kde_explain_result(run, status);
}

static bool create(kde_run *run) {
  const kde_options *options = &run->options;
  const table *x = &run->data.points;
  const void *weights = run->data.weights.data;
  size_t n = x->rows, d = x->cols;
  gk_kde_spec spec = GK_KDE_INIT;
  gk_options call = call_options(run);
  spec.rule = options->rule;
  spec.shape = options->shape;
  spec.bandwidth = options->bandwidth;
  spec.ldb = d;
  spec.adjust = options->adjust;
  progress_part(&run->meter, 0, options->rule == GK_BANDWIDTH_CV ? SHARE_OF_CV : 0);
  gk_status status = x->dtype == TABLE_F32
                         ? gk_kde_create_f32(n, d, x->data, d, weights, &spec, &run->kde, &call)
                         : gk_kde_create_f64(n, d, x->data, d, weights, &spec, &run->kde, &call);
  progress_part(&run->meter, run->meter.span, 1 - run->meter.span);
  return succeeded(run, status) && kde_bandwidth_of(run->kde, &run->bandwidth) &&
         kde_options_fit_bandwidth(options, &run->bandwidth);
}

static gk_status compute_grid(kde_run *run, const gk_options *call) {
  const gk_axis *axes = run->axes;
  gk_kde_method method = kde_options_method(&run->options);
  size_t ldo = axes[0].count;
  void *out = run->result.data;
  bool f32 = run->result.dtype == TABLE_F32;
  if (run->options.log) {
    return f32 ? gk_kde_log_density_grid_f32(run->kde, axes, out, ldo, call)
               : gk_kde_log_density_grid_f64(run->kde, axes, out, ldo, call);
  }
  return f32 ? gk_kde_density_grid_f32(run->kde, axes, &method, out, ldo, call)
             : gk_kde_density_grid_f64(run->kde, axes, &method, out, ldo, call);
}

static gk_status compute_points(kde_run *run, const gk_options *call) {
  gk_kde_method method = kde_options_method(&run->options);
  size_t m = run->at.rows, d = run->at.cols;
  const void *q = run->at.data;
  void *out = run->result.data;
  bool f32 = run->result.dtype == TABLE_F32;
  if (run->options.log) {
    return f32 ? gk_kde_log_density_f32(run->kde, m, q, d, out, call)
               : gk_kde_log_density_f64(run->kde, m, q, d, out, call);
  }
  return f32 ? gk_kde_density_f32(run->kde, m, q, d, &method, out, call)
             : gk_kde_density_f64(run->kde, m, q, d, &method, out, call);
}

static gk_status compute_samples(kde_run *run, const gk_options *call) {
  size_t n = run->options.samples, d = gk_kde_dimensions(run->kde);
  unsigned long long seed = run->options.seed;
  void *out = run->result.data;
  return run->result.dtype == TABLE_F32 ? gk_kde_sample_f32(run->kde, n, seed, out, d, call)
                                        : gk_kde_sample_f64(run->kde, n, seed, out, d, call);
}

/* The integral, and how far off it is at most, what becomes of it as a float included. */
static gk_status compute_integral(kde_run *run, const gk_options *call) {
  const option_box *over = &run->options.box;
  double integral = 0, error = 0;
  gk_status status = gk_kde_integral(run->kde, over->low, over->high, &integral, &error, call);
  if (run->result.dtype == TABLE_F32) {
    float *out = run->result.data;
    out[0] = (float)integral;
    out[1] = nextafterf((float)(error + fabs(integral - (double)out[0])), INFINITY);
  } else {
    double *out = run->result.data;
    out[0] = integral;
    out[1] = error;
  }
  return status;
}

/* h of one column, H of several. */
static void copy_bandwidth(kde_run *run) {
  size_t d = run->bandwidth.d;
  for (size_t i = 0; i < d * d; i++) {
    double value = d == 1 ? sqrt(run->bandwidth.matrix[0]) : run->bandwidth.matrix[i];
    if (run->result.dtype == TABLE_F32) {
      ((float *)run->result.data)[i] = (float)value;
    } else {
      ((double *)run->result.data)[i] = value;
    }
  }
}

static bool compute(kde_run *run) {
  gk_options call = call_options(run);
  switch (run->options.place) {
  case KDE_GRID:
    return succeeded(run, compute_grid(run, &call));
  case KDE_POINTS:
    return succeeded(run, compute_points(run, &call));
  case KDE_INTEGRAL:
    return succeeded(run, compute_integral(run, &call));
  case KDE_SAMPLES:
    return succeeded(run, compute_samples(run, &call));
  default:
    copy_bandwidth(run);
    return true;
  }
}

static void choose_shape(kde_run *run) {
  const kde_options *options = &run->options;
  array *result = &run->result;
  size_t d = run->bandwidth.d;
  result->dtype = options->result.dtype;
  result->dimensions = options->place == KDE_POINTS ? 1 : 2;
  switch (options->place) {
  case KDE_GRID:
    result->dimensions = d;
    for (size_t k = 0; k < d; k++) {
      result->shape[k] = run->axes[d - 1 - k].count;
    }
    return;
  case KDE_POINTS:
    result->shape[0] = run->at.rows;
    return;
  case KDE_INTEGRAL:
    result->shape[0] = 1;
    result->shape[1] = 2;
    return;
  case KDE_SAMPLES:
    result->shape[0] = options->samples;
    result->shape[1] = d;
    return;
  default:
    result->shape[0] = d;
    result->shape[1] = d;
  }
}

/* Those of --grid, else around the data; in a picture neither should be too coarse. */
static void choose_axes(kde_run *run) {
  const kde_options *options = &run->options;
  memcpy(run->axes, options->axes, sizeof run->axes);
  bool chosen = options->place == KDE_GRID && options->axis_count == 0;
  if (chosen) {
    bool dear = options->log || options->engine == GK_KDE_EXACT;
    kde_bandwidth_grid(&run->bandwidth, &run->data.points, dear, run->axes);
  }
  bool drawn = result_is_picture(&options->result) || options->result.picture.show;
  if ((chosen || drawn) && !options->result.quiet) {
    kde_bandwidth_warn(&run->bandwidth, run->axes);
  }
}

static bool read_queries(kde_run *run) {
  const kde_options *options = &run->options;
  const char *name = options->at;
  size_t d = run->data.points.cols;
  table *at = &run->at;
  if (name == NULL) {
    return true;
  }
  table_options reading = options->reading;
  reading.words = options->columns != NULL;
  if (!table_read(name, &reading, at) || (at->sparse_cols && !table_widen(at, d, name))) {
    return false;
  }
  /* A file as the input has the columns that are taken of that, one of points alone has no others. */
  if (options->columns != NULL &&
      !columns_keep(at, name, at->cols != d ? options->columns : NULL)) {
    return false;
  }
  if (at->cols != d) {
    return complain("%s has %zu column%s, but the data in %s have %zu", name, at->cols,
                    option_plural(at->cols), options->input, d);
  }
  return table_convert(at, options->result.dtype, name);
}

static bool execute(kde_run *run) {
  const kde_options *options = &run->options;
  const char *path = options->result.output;
  double started = progress_clock();
  interrupt_watch_maps();
  if (!output_spares(path, options->input) || !output_spares(path, options->weights) ||
      !output_spares(path, options->at) || !kde_data_read(options, &run->data) ||
      !kde_options_fit(options, run->data.points.cols) || !read_queries(run)) {
    return false;
  }
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  progress_start(&run->meter, options->result.quiet);
  if (!create(run)) {
    return false;
  }
  choose_axes(run);
  choose_shape(run);
  bool ok = array_allocate(&run->result) && compute(run);
  progress_end(&run->meter);
  return ok && kde_run_deliver(run, started);
}

int kde_main(int argc, char **argv) {
  kde_run run = {0};
  kde_options_parse(argc, argv, &run.options);
  bool ok = execute(&run);
  int status = interrupt_exit(ok, run.options.result.output);
  array_free(&run.result);
  table_free(&run.at);
  kde_bandwidth_free(&run.bandwidth);
  gk_kde_free(run.kde);
  kde_data_free(&run.data);
  kde_options_free(&run.options);
  return status;
}
