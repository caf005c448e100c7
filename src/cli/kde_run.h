/* A run of `gausskern kde`. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_KDE_RUN_H
#define GAUSSKERN_CLI_KDE_RUN_H

#include "array.h"
#include "kde_bandwidth.h"
#include "kde_data.h"
#include "kde_options.h"
#include "progress.h"
#include "table.h"

#include <gausskern/gausskern.h>
#include <stdbool.h>

typedef struct kde_run {
  kde_options options;
  kde_data data;
  gk_kde *kde;
  kde_bandwidth bandwidth;
  gk_axis axes[3]; /* of the grid */
  table at;        /* with --at */
  array result;
  progress meter;
} kde_run;

/* Writes and shows the result, and tells what it is, the run having started then. */
bool kde_run_deliver(kde_run *run, double started);

#endif
