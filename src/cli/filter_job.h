/* One filter on one array, transparency included. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_FILTER_JOB_H
#define GAUSSKERN_CLI_FILTER_JOB_H

#include "filter_options.h"
#include "progress.h"
#include "raster.h"

#include <gausskern/filter.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct filter_job {
  filter_kind kind;
  gk_filter_spec spec; /* without a mask */
  double wider[4];
  bool derived;
  const raster *mask; /* NULL, or weights of the pixels, for all channels or for each */
  const char *mask_name;
  double white; /* what alpha is where nothing shines through */
  size_t threads;
  progress *meter;
} filter_job;

/*
 * Filters all channels alike; but where there is alpha, colours are means weighted with it, and it
 * is filtered for itself. false after it has told why, or where a signal stopped it.
 */
bool filter_job_compute(const filter_job *job, const raster *in, const raster *out);

#endif
