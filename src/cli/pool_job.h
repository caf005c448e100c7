/* Pooling of one array, transparency included. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GAUSSKERN_CLI_POOL_JOB_H
#define GAUSSKERN_CLI_POOL_JOB_H

#include "progress.h"
#include "raster.h"

#include <gausskern/filter.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct pool_job {
  gk_pool_spec spec;
  double weights_sum; /* of its weights; 1 for the mean */
  double white;       /* what alpha is where nothing shines through */
  size_t threads;
  progress *meter;
} pool_job;

/*
 * Pools all channels alike; but where there is alpha, colours are means with the weights times it.
 * false after it has told why, or where a signal stopped it.
 */
bool pool_job_compute(const pool_job *job, const raster *in, const raster *out);

#endif
