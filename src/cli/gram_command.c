/* SPDX-License-Identifier: BSD-3-Clause */
#include "command.h"
#include "diagnose.h"
#include "gram_job.h"
#include "gram_options.h"
#include "interrupt.h"
#include "output.h"
#include "rbf_points.h"
#include "writers.h"

#include <string.h>

typedef struct gram_run {
  gram_options options;
  rbf_points points;
  gram_job job;
  progress progress;
} gram_run;

static bool prepare(gram_run *run) {
  const gram_options *options = &run->options;
  gram_job *job = &run->job;
  table_dtype dtype = rbf_points_dtype(&options->rbf, &run->points);
  job->x = &run->points.x;
  job->y = options->rbf.other != NULL ? &run->points.y : NULL;
  job->triangle = options->triangle;
  job->threads = options->rbf.threads;
  job->progress = &run->progress;
  return rbf_points_prepare(&options->rbf, dtype, &run->points, &job->rbf);
}

static bool write_matrix(gram_run *run) {
  output out;
  if (!output_open(run->options.rbf.output, &out)) {
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

static bool execute(gram_run *run) {
  const rbf_options *options = &run->options.rbf;
  double started = progress_clock();
  interrupt_watch_maps();
  if (!output_spares(options->output, options->input) ||
      !output_spares(options->output, options->other) || !rbf_points_read(options, &run->points) ||
      !prepare(run)) {
    return false;
  }
  /* Until here a signal may end the process: nothing has been written. */
  interrupt_watch();
  progress_start(&run->progress, options->quiet);
  if (!write_matrix(run)) {
    return false;
  }
  if (!options->quiet) {
    rbf_points_summarise(options, &run->points, &run->job.rbf, "", progress_clock() - started);
  }
  return true;
}

int gram_main(int argc, char **argv) {
  gram_run run;
  memset(&run, 0, sizeof run);
  gram_options_parse(argc, argv, &run.options);
  bool ok = execute(&run);
  rbf_points_free(&run.points);
  int status = interrupt_exit(ok, run.options.rbf.output);
  rbf_options_free(&run.options.rbf);
  return status;
}
