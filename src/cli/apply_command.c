/* SPDX-License-Identifier: BSD-3-Clause */
#include "apply_compute.h"
#include "apply_options.h"
#include "command.h"
#include "diagnose.h"
#include "interrupt.h"
#include "library_error.h"
#include "option_values.h"
#include "output.h"
#include "progress.h"
#include "rbf_points.h"
#include "weights_check.h"

#include <stdio.h>
#include <string.h>

typedef struct apply_run {
  apply_options options;
  rbf_points points;
  table vectors, weights;
  gk_rbf rbf;
  array result;
  progress meter;
} apply_run;

/* Of K: as many as vectors have entries. */
static size_t columns_of(const apply_run *run) {
  return run->options.rbf.other != NULL ? run->points.y.rows : run->points.x.rows;
}

static const char *file_of_columns(const rbf_options *options) {
  return options->other != NULL ? options->other : options->input;
}

static bool read_vectors(apply_run *run) {
  const rbf_options *options = &run->options.rbf;
  const char *name = run->options.vectors;
  if (name == NULL) {
    return true;
  }
  if (!table_read(name, &options->reading, &run->vectors)) {
    return false;
  }
  size_t rows = run->vectors.rows, n = columns_of(run);
  return rows == n || complain("%s has %zu row%s, but %s has %zu point%s", name, rows,
                               option_plural(rows), file_of_columns(options), n, option_plural(n));
}

static bool read_weights(apply_run *run) {
  const rbf_options *options = &run->options.rbf;
  const char *name = run->options.weights;
  return name == NULL || (weights_read(name, &options->reading, columns_of(run),
                                       file_of_columns(options), &run->weights) &&
                          weights_check(&run->weights, name, 1));
}

static table_dtype wanted_dtype(const apply_run *run) {
  table_dtype dtype = rbf_points_dtype(&run->options.rbf, &run->points);
  bool narrower = (run->options.vectors != NULL && run->vectors.dtype == TABLE_F64) ||
                  (run->options.weights != NULL && run->weights.dtype == TABLE_F64);
  return run->options.rbf.dtype == DTYPE_OF_INPUT && narrower ? TABLE_F64 : dtype;
}

static bool prepare(apply_run *run) {
  const apply_options *options = &run->options;
  table_dtype dtype = wanted_dtype(run);
  array *result = &run->result;
  bool matrix = options->vectors != NULL;
  result->dtype = dtype;
  result->dimensions = matrix ? 2 : 1;
  result->shape[0] = run->points.x.rows;
  result->shape[1] = run->vectors.cols;
  return (options->vectors == NULL || table_convert(&run->vectors, dtype, options->vectors)) &&
         (options->weights == NULL || table_convert(&run->weights, dtype, options->weights)) &&
         rbf_points_prepare(&options->rbf, dtype, &run->points, &run->rbf) &&
         array_allocate(result);
}

static bool compute(apply_run *run) {
  gk_options call = GK_OPTIONS_INIT;
  call.threads = run->options.rbf.threads;
  call.progress = progress_report;
  call.progress_data = &run->meter;
  bool cross = run->options.rbf.other != NULL;
  apply_arrays arrays = {.what = run->options.what,
                         .diagonal =
                             run->options.leave_one_out ? GK_DIAGONAL_LEFT_OUT : GK_DIAGONAL_KEPT,
                         .x = &run->points.x,
                         .y = cross ? &run->points.y : NULL,
                         .v = run->vectors.data,
                         .p = run->vectors.cols,
                         .weights = run->weights.data,
                         .rbf = &run->rbf,
                         .out = run->result.data};
  progress_start(&run->meter, run->options.rbf.quiet);
  gk_status status = run->result.dtype == TABLE_F32 ? apply_compute_f32(&arrays, &call)
                                                    : apply_compute_f64(&arrays, &call);
  progress_end(&run->meter);
  return status == GK_SUCCESS || (status != GK_ERROR_CANCELLED &&
                                  complain("%s: %s", run->options.rbf.input, library_error()));
}

/* The file is opened first: a long run shall not end with a name that cannot be written. */
static bool compute_and_write(apply_run *run) {
  output out;
  if (!output_open(run->options.rbf.output, &out)) {
    return false;
  }
  array_format format = (array_format)run->options.format;
  if (!compute(run) || !array_write(&run->result, format, -1, &out)) {
    output_discard(&out);
    return false;
  }
  return output_finish(&out);
}

static bool read_inputs(apply_run *run) {
  const apply_options *options = &run->options;
  const char *path = options->rbf.output;
  return output_spares(path, options->rbf.input) && output_spares(path, options->rbf.other) &&
         output_spares(path, options->vectors) && output_spares(path, options->weights) &&
         rbf_points_read(&options->rbf, &run->points) && read_vectors(run) && read_weights(run);
}

static bool execute(apply_run *run) {
  double started = progress_clock();
  interrupt_watch_maps();
  if (!read_inputs(run) || !prepare(run)) {
    return false;
  }
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  if (!compute_and_write(run)) {
    return false;
  }
  if (!run->options.rbf.quiet) {
    char vectors[40] = "";
    if (run->options.vectors != NULL) {
      snprintf(vectors, sizeof vectors, "p = %zu, ", run->vectors.cols);
    }
    rbf_points_summarise(&run->options.rbf, &run->points, &run->rbf, vectors,
                         progress_clock() - started);
  }
  return true;
}

int apply_main(int argc, char **argv) {
  apply_run run;
  memset(&run, 0, sizeof run);
  apply_options_parse(argc, argv, &run.options);
  bool ok = execute(&run);
  int status = interrupt_exit(ok, run.options.rbf.output);
  array_free(&run.result);
  table_free(&run.vectors);
  table_free(&run.weights);
  rbf_points_free(&run.points);
  rbf_options_free(&run.options.rbf);
  return status;
}
