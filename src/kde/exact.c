/*
 * The exact engine: tiles of whitened queries, whose densities are products of a Gram matrix with
 * the weights, and their logarithms its log sums (gram.h).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/parallel.h"
#include "core/status.h"
#include "kde/create.h"
#include "kde/engines.h"

#include <gausskern/gram.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Queries that a task loads; a tile has a multiple of UNIT. */
enum { TASK = 64, UNIT = 256 };

struct tile {
  const gki_kde_call *call;
  size_t first, count;
  double *z, *instead; /* of a tile's queries */
  double *values;      /* of all: a call that fails has stored nothing */
};

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

/* As many queries as make some MiB, or as there are: whatever the budget, lest it change bits. */
static size_t tile_queries(const gki_kde_call *call) {
  const size_t d = call->kde->d, most = (size_t)1 << 17;
  const size_t units = most / d / UNIT;
  return smaller(call->m, UNIT * (units < 1 ? 1 : smaller(units, 64)));
}

static void load_task(void *context, size_t task, size_t worker) {
  (void)worker;
  const struct tile *tile = context;
  const size_t first = task * TASK;
  gki_kde_load(tile->call, tile->first + first, smaller(tile->count - first, TASK),
               tile->z + first * tile->call->kde->d, tile->instead + first);
}

static void load(struct tile *tile) {
  const size_t d = tile->call->kde->d;
  const gki_loop loop = {.tasks = (tile->count - 1) / TASK + 1,
                         .threads = d < 8 ? 1 : tile->call->options->threads,
                         .run = load_task,
                         .context = tile};
  gki_run(&loop);
}

static bool needs_logs(const gki_kde_call *call) {
  return call->is_log || !(fabs(call->kde->log_height) < 700);
}

/* sum_j w_j K_ij, or its logarithm, but for 1 / n where there are no weights. */
static gk_status find_sums(const struct tile *tile, const gk_options *options) {
  const gk_kde *kde = tile->call->kde;
  const size_t n = kde->n, d = kde->d, m = tile->count;
  double *sums = tile->values + tile->first;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.5;
  if (needs_logs(tile->call)) {
    return gk_cross_gram_log_sums_f64(m, n, d, tile->z, d, kde->points, d, kde->weights, &rbf, sums,
                                      options);
  }
  if (kde->weights) {
    return gk_cross_gram_multiply_f64(m, n, d, 1, tile->z, d, kde->points, d, kde->weights, 1, &rbf,
                                      sums, 1, options);
  }
  return gk_cross_gram_row_sums_f64(m, n, d, tile->z, d, kde->points, d, &rbf, sums, options);
}

/* The tile's results, what stands for a query that is no ordinary one among them. */
static void settle(const struct tile *tile) {
  const gk_kde *kde = tile->call->kde;
  const bool logs = needs_logs(tile->call);
  const double n = (double)kde->n, log_n = log(n);
  double *values = tile->values + tile->first;
  for (size_t i = 0; i < tile->count; i++) {
    if (!kde->weights) {
      values[i] = logs ? values[i] - log_n : values[i] / n;
    }
    if (tile->instead[i] != 0) {
      values[i] = isnan(tile->instead[i]) ? NAN : logs ? -INFINITY : 0;
    }
  }
}

static void store(const struct tile *tile, size_t queries) {
  const gki_kde_call *call = tile->call;
  memset(tile->instead, 0, queries * sizeof *tile->instead);
  for (size_t first = 0; first < call->m; first += queries) {
    (needs_logs(call) ? gki_kde_store_logs : gki_kde_store)(
        call, first, smaller(call->m - first, queries), tile->values + first, tile->instead);
  }
}

static gk_status run(struct tile *tile, size_t queries, const gk_options *whole) {
  const gki_kde_call *call = tile->call;
  const double m = (double)call->m;
  gk_status status = GK_SUCCESS;
  for (tile->first = 0; !status && tile->first < call->m; tile->first += queries) {
    tile->count = smaller(call->m - tile->first, queries);
    gki_kde_part part;
    const size_t end = tile->first + tile->count;
    const gk_options options = gki_kde_part_options(&part, whole, (double)tile->first / m,
                                                    end == call->m ? 1 : (double)end / m);
    load(tile);
    status = gki_kde_relay(call->function, find_sums(tile, &options));
    if (!status) {
      settle(tile);
    }
  }
  if (!status) {
    store(tile, queries);
  }
  return status;
}

gk_status gki_kde_exact(const gki_kde_call *call) {
  const size_t queries = tile_queries(call), d = call->kde->d;
  size_t doubles;
  if (!gki_multiply_size(queries, d + 1, &doubles) || !gki_add_size(doubles, call->m, &doubles) ||
      doubles > PTRDIFF_MAX / sizeof(double)) {
    return gki_fail(GK_ERROR_OVERFLOW, call->function, "d = %zu is too large", d);
  }
  gk_options options = *call->options;
  gk_status status = gki_kde_spend(call->function, &options, doubles * sizeof(double));
  if (status) {
    return status;
  }
  double *memory = gki_alloc(doubles, sizeof *memory);
  if (!memory) {
    return gki_fail_memory(call->function, doubles * sizeof *memory);
  }
  struct tile tile = {.call = call,
                      .z = memory,
                      .instead = memory + queries * d,
                      .values = memory + queries * (d + 1)};
  status = run(&tile, queries, &options);
  gki_free(memory);
  return status;
}
