/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "density_options.h"
#include "diagnose.h"
#include "grid_style.h"
#include "interrupt.h"
#include "library_error.h"
#include "mixture.h"

#include <stdio.h>

typedef struct density_run {
  density_options options;
  gk_mixture *mixture;
  table points; /* with --at */
  array result;
  progress meter;
} density_run;

static bool succeeded(gk_status status) {
  return status == GK_SUCCESS || (status != GK_ERROR_CANCELLED && complain("%s", library_error()));
}

static gk_status compute_grid(density_run *run, const gk_options *call) {
  const gk_axis *axes = run->options.axes;
  size_t ldo = axes[0].count;
  void *out = run->result.data;
  if (run->result.dtype == TABLE_F32) {
    return run->options.log ? gk_mixture_log_density_grid_f32(run->mixture, axes, out, ldo, call)
                            : gk_mixture_density_grid_f32(run->mixture, axes, out, ldo, call);
  }
  return run->options.log ? gk_mixture_log_density_grid_f64(run->mixture, axes, out, ldo, call)
                          : gk_mixture_density_grid_f64(run->mixture, axes, out, ldo, call);
}

static gk_status compute_points(density_run *run, const gk_options *call) {
  size_t n = run->points.rows, d = run->points.cols, m = gk_mixture_components(run->mixture);
  const void *x = run->points.data;
  void *out = run->result.data;
  bool f32 = run->result.dtype == TABLE_F32;
  if (run->options.responsibilities) {
    return f32 ? gk_mixture_responsibilities_f32(run->mixture, n, x, d, out, m, call)
               : gk_mixture_responsibilities_f64(run->mixture, n, x, d, out, m, call);
  }
  if (run->options.log) {
    return f32 ? gk_mixture_log_density_f32(run->mixture, n, x, d, out, call)
               : gk_mixture_log_density_f64(run->mixture, n, x, d, out, call);
  }
  return f32 ? gk_mixture_density_f32(run->mixture, n, x, d, out, call)
             : gk_mixture_density_f64(run->mixture, n, x, d, out, call);
}

static gk_status compute_samples(density_run *run, const gk_options *call) {
  size_t n = run->options.samples, d = gk_mixture_dimensions(run->mixture);
  unsigned long long seed = run->options.seed;
  return run->result.dtype == TABLE_F32
             ? gk_mixture_sample_f32(run->mixture, n, seed, run->result.data, d, call)
             : gk_mixture_sample_f64(run->mixture, n, seed, run->result.data, d, call);
}

static bool read_points(density_run *run) {
  const density_options *options = &run->options;
  size_t d = gk_mixture_dimensions(run->mixture);
  table *points = &run->points;
  if (!table_read(options->points, &options->reading, points) ||
      (points->sparse_cols && !table_widen(points, d, options->points))) {
    return false;
  }
  if (points->cols != d) {
    return complain("%s has %zu column%s, but the distribution has %zu dimension%s",
                    options->points, points->cols, points->cols == 1 ? "" : "s", d,
                    d == 1 ? "" : "s");
  }
  return table_convert(points, options->result.dtype, options->points);
}

static void choose_shape(density_run *run) {
  const density_options *options = &run->options;
  array *result = &run->result;
  result->dtype = options->result.dtype;
  switch (options->place) {
  case PLACE_GRID:
    result->dimensions = options->axis_count;
    for (size_t k = 0; k < options->axis_count; k++) {
      result->shape[k] = options->axes[options->axis_count - 1 - k].count;
    }
    return;
  case PLACE_SAMPLES:
    result->dimensions = 2;
    result->shape[0] = options->samples;
    result->shape[1] = gk_mixture_dimensions(run->mixture);
    return;
  default:
    result->dimensions = options->responsibilities ? 2 : 1;
    result->shape[0] = run->points.rows;
    result->shape[1] = gk_mixture_components(run->mixture);
  }
}

static bool compute(density_run *run) {
  gk_options call = GK_OPTIONS_INIT;
  call.threads = run->options.threads;
  call.progress = progress_report;
  call.progress_data = &run->meter;
  progress_start(&run->meter, run->options.result.quiet);
  gk_status status = run->options.place == PLACE_GRID      ? compute_grid(run, &call)
                     : run->options.place == PLACE_SAMPLES ? compute_samples(run, &call)
                                                           : compute_points(run, &call);
  progress_end(&run->meter);
  return succeeded(status);
}

static void make_title(const density_run *run, char *title, size_t bytes) {
  const char *what = run->options.log ? "Log density" : "Density";
  size_t m = gk_mixture_components(run->mixture);
  if (m == 1) {
    snprintf(title, bytes, "%s of a Gaussian", what);
  } else {
    snprintf(title, bytes, "%s of a mixture of %zu Gaussians", what, m);
  }
}

static bool deliver(const density_run *run) {
  const density_options *options = &run->options;
  bool curve = options->axis_count == 1;
  drawing what = {.kind = curve ? DRAWING_CURVE : DRAWING_HEATMAP,
                  .style = options->result.picture.style,
                  .name = "the density",
                  .quiet = options->result.quiet};
  char title[256];
  make_title(run, title, sizeof title);
  what.style.decimals = options->result.decimals;
  grid_style_place(options->axes, options->axis_count, &what.style);
  const char *value = options->log ? "log density" : "density";
  picture_options_complete(&what.style, title, "x", curve ? value : "y");
  return result_deliver(&options->result, &run->result, &what);
}

static bool execute(density_run *run) {
  const density_options *options = &run->options;
  interrupt_watch_maps();
  if (!output_spares(options->result.output, options->mixture) ||
      !output_spares(options->result.output, options->points) ||
      !mixture_make(options, &run->mixture)) {
    return false;
  }
  size_t d = gk_mixture_dimensions(run->mixture);
  if (options->place == PLACE_GRID && options->axis_count != d) {
    return complain("--grid has %zu ax%s, but the mixture in %s has %zu dimension%s",
                    options->axis_count, options->axis_count == 1 ? "is" : "es", options->mixture,
                    d, d == 1 ? "" : "s");
  }
  if (options->place == PLACE_POINTS && !read_points(run)) {
    return false;
  }
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  choose_shape(run);
  return array_allocate(&run->result) && compute(run) && deliver(run);
}

int density_main(int argc, char **argv) {
  density_run run = {0};
  density_options_parse(argc, argv, &run.options);
  bool ok = execute(&run);
  int status = interrupt_exit(ok, run.options.result.output);
  array_free(&run.result);
  table_free(&run.points);
  gk_mixture_free(run.mixture);
  density_options_free(&run.options);
  return status;
}
