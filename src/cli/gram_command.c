/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "diagnose.h"
#include "gram_job.h"
#include "gram_options.h"
#include "interrupt.h"
#include "number.h"
#include "output.h"
#include "writers.h"

#include <stdio.h>
#include <string.h>

typedef struct gram_run {
  gram_options options;
  table x, y;
  gram_job job;
  progress progress;
} gram_run;

static bool match_columns(gram_run *run) {
  const gram_options *options = &run->options;
  table *x = &run->x;
  table *y = &run->y;
  if ((x->sparse_cols && !table_widen(x, y->cols, options->input)) ||
      (y->sparse_cols && !table_widen(y, x->cols, options->other))) {
    return false;
  }
  return x->cols == y->cols || complain("%s has %zu columns, but %s has %zu", options->input,
                                        x->cols, options->other, y->cols);
}

static table_dtype wanted_dtype(const gram_run *run) {
  bool all_f32 =
      run->x.dtype == TABLE_F32 && (run->options.other == NULL || run->y.dtype == TABLE_F32);
  switch (run->options.dtype) {
  case DTYPE_F32:
    return TABLE_F32;
  case DTYPE_F64:
    return TABLE_F64;
  default:
    return all_f32 ? TABLE_F32 : TABLE_F64;
  }
}

static bool read_inputs(gram_run *run) {
  const gram_options *options = &run->options;
  if (!table_read(options->input, &options->reading, &run->x)) {
    return false;
  }
  if (options->other != NULL &&
      (!table_read(options->other, &options->reading, &run->y) || !match_columns(run))) {
    return false;
  }
  table_dtype dtype = wanted_dtype(run);
  return table_convert(&run->x, dtype, options->input) &&
         (options->other == NULL || table_convert(&run->y, dtype, options->other));
}

/* The rules look at the points that a model would be trained on. */
static gk_status gamma_by_rule(const gram_run *run, double *gamma) {
  const table *points = run->options.other != NULL ? &run->y : &run->x;
  size_t n = points->rows;
  size_t d = points->cols;
  bool f32 = points->dtype == TABLE_F32;
  switch (run->options.gamma_choice) {
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

static bool choose_gamma(gram_run *run) {
  const gram_options *options = &run->options;
  gk_rbf *rbf = &run->job.rbf;
  gk_status status = GK_SUCCESS;
  if (options->gamma_choice == GAMMA_VALUE) {
    rbf->gamma = options->gamma_value;
  } else if (options->gamma_choice == GAMMA_SIGMA) {
    status = gk_gamma_from_sigma(options->gamma_value, &rbf->gamma);
  } else if (options->gamma_choice != GAMMA_LENGTHSCALE) {
    status = gamma_by_rule(run, &rbf->gamma);
  } else if (options->lengthscale_count == 1) {
    status = gk_gamma_from_lengthscale(options->lengthscales[0], &rbf->gamma);
  } else if (options->lengthscale_count == run->x.cols) {
    rbf->gamma = 0.5;
    rbf->lengthscale = options->lengthscales;
  } else {
    return complain("--lengthscale has %zu numbers, but %s has %zu columns",
                    options->lengthscale_count, options->input, run->x.cols);
  }
  return status == GK_SUCCESS || complain("%s", gk_error_message());
}

static bool prepare(gram_run *run) {
  static const gk_rbf initial = GK_RBF_INIT;
  gram_job *job = &run->job;
  job->x = &run->x;
  job->y = run->options.other != NULL ? &run->y : NULL;
  job->rbf = initial;
  job->rbf.variance = run->options.variance;
  job->rbf.noise = run->options.noise;
  job->triangle = run->options.triangle;
  job->threads = run->options.threads;
  job->progress = &run->progress;
  return choose_gamma(run);
}

static bool write_matrix(gram_run *run) {
  output out;
  if (!output_open(run->options.output, &out)) {
    return false;
  }
  bool ok = false;
  switch (run->options.format) {
  case OUTPUT_CSV:
    ok = write_csv(&run->job, &out);
    break;
  case OUTPUT_LIBSVM:
    ok = write_libsvm(&run->job, &out);
    break;
  default:
    ok = write_npy(&run->job, &out);
  }
  progress_end(&run->progress);
  if (!ok) {
    output_discard(&out);
    return false;
  }
  return output_finish(&out);
}

static const char *gamma_origin(const gram_options *options) {
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

static void summarise(const gram_run *run, double seconds) {
  char gamma[NUMBER_BYTES];
  number_format(run->job.rbf.gamma, gamma);
  /* As in gram.h: a cross-Gram matrix is m x n. */
  char rows[NUMBER_BYTES + 8] = "";
  size_t cols = run->x.rows;
  if (run->job.y != NULL) {
    snprintf(rows, sizeof rows, "m = %zu, ", run->x.rows);
    cols = run->y.rows;
  }
  fprintf(stderr, "gausskern: %sn = %zu, d = %zu, gamma = %s%s, %s, %.2f s, %s\n", rows, cols,
          run->x.cols, gamma, gamma_origin(&run->options),
          run->x.dtype == TABLE_F32 ? "f32" : "f64", seconds, run->options.output);
}

static bool execute(gram_run *run) {
  const gram_options *options = &run->options;
  double started = progress_clock();
  interrupt_watch_maps();
  if (!output_spares(options->output, options->input) ||
      !output_spares(options->output, options->other) || !read_inputs(run) || !prepare(run)) {
    return false;
  }
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  progress_start(&run->progress, options->quiet);
  if (!write_matrix(run)) {
    return false;
  }
  if (!options->quiet) {
    summarise(run, progress_clock() - started);
  }
  return true;
}

int gram_main(int argc, char **argv) {
  gram_run run;
  memset(&run, 0, sizeof run);
  gram_options_parse(argc, argv, &run.options);
  bool ok = execute(&run);
  table_free(&run.x);
  table_free(&run.y);
  int status = interrupt_exit(ok, run.options.output);
  gram_options_free(&run.options);
  return status;
}
