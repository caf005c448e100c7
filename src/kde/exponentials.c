/*
 * Densities in one dimension by sums of exponentials, in O(points + queries log points): what the
 * blocks of the ascending points give to others is gathered, carried along the line in both
 * directions, and read by the queries (simd/kde_loops.h).
 *
 * The error in units of the kernel's height, all weights being of sum 1:
 *   - of the fit: its 16 poles differ from the kernel by at most 5.3e-13, at 0 (computed in
 *     high precision; the fits' own errors are of integrals);
 *   - of rounding: the terms' |c| have the sum 708. A state is the sum of at most 32 terms in a chain
 *     (32 u), of any number with their rounding errors kept, and the product of at most 3 decays and c
 *     (6 u each, for rates and turns enter with exponents that are small where the decay is not);
 *     moves of the anchor add a third to that. Polynomials have coefficients whose rounding errors are
 *     multiplied by (|l| u)^k / k!, together e^(1/4). Below 60 u, times 708: 4.7e-12.
 * What is observed is below 1e-12. Points of a query's own block add what the exact engine has.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "core/workspace.h"
#include "kde/decays.h"

enum {
  QUERIES_OF_A_TASK = 2048,
  WORK_OF_A_THREAD = 4096 /* points and queries below which another thread is not woken */
};

typedef struct decay_call {
  const gki_kde_call *call;
  gki_decays decays;
  char *workers;
  size_t worker_bytes;
} decay_call;

/* What a thread works in. */
typedef struct buffers {
  double *z, *instead, *sums;
} buffers;

static buffers carve_buffers(char *base, size_t *bytes) {
  const size_t each = QUERIES_OF_A_TASK * sizeof(double);
  return (buffers){gki_carve(base, bytes, each), gki_carve(base, bytes, each),
                   gki_carve(base, bytes, each)};
}

static void settle_task(void *context, size_t task, size_t worker) {
  const decay_call *d = context;
  (void)worker;
  d->decays.loops->settle(&d->decays.table, task * GKI_DECAY_TASK, gki_decay_end(&d->decays, task));
}

static void query_task(void *context, size_t task, size_t worker) {
  const decay_call *d = context;
  const size_t first = task * QUERIES_OF_A_TASK, left = d->call->m - first;
  const size_t count = left < QUERIES_OF_A_TASK ? left : QUERIES_OF_A_TASK;
  size_t bytes = 0;
  const buffers b = carve_buffers(d->workers + worker * d->worker_bytes, &bytes);
  gki_kde_load(d->call, first, count, b.z, b.instead);
  d->decays.loops->decayed_sums(&d->decays.table, count, b.z, b.sums);
  gki_kde_store(d->call, first, count, b.sums, b.instead);
}

/* The share of the time that goes to the points, for progress. */
static gk_status run_phases(decay_call *d, size_t threads) {
  const gki_kde_call *call = d->call;
  const double points = (double)call->kde->n, share = points / (points + (double)call->m);
  const size_t tasks = (call->m - 1) / QUERIES_OF_A_TASK + 1;
  gki_kde_part part;
  gk_options options = gki_kde_part_options(&part, call->options, 0, 0.6 * share);
  gk_status status = gki_decays_carry(&d->decays, call->function, threads, &options);
  if (!status) {
    options = gki_kde_part_options(&part, call->options, 0.6 * share, share);
    status = gki_run_tasks(call->function, gki_decay_tasks(call->kde->n), threads, settle_task, d,
                           &options);
  }
  if (!status) {
    options = gki_kde_part_options(&part, call->options, share, 1);
    status = gki_run_tasks(call->function, tasks, threads, query_task, d, &options);
  }
  return status;
}

gk_status gki_kde_exponentials(const gki_kde_call *call) {
  decay_call d = {.call = call};
  const gk_kde *kde = call->kde;
  (void)carve_buffers(NULL, &d.worker_bytes);
  gki_workspace workspace = {.shared_bytes = gki_decays_lay(&d.decays, kde->n, true, NULL),
                             .thread_bytes = d.worker_bytes};
  const size_t work = (kde->n + (call->m < PTRDIFF_MAX ? call->m : PTRDIFF_MAX)) / WORK_OF_A_THREAD;
  const size_t useful = work < call->options->threads ? work + 1 : call->options->threads;
  gk_status status = gki_plan_workspace(call->function, call->options, useful, &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(call->function, workspace.total);
  }
  d.workers = memory + gki_decays_lay(&d.decays, kde->n, true, memory);
  gki_decays_fill(&d.decays, kde->n, kde->points, kde->weights);
  status = run_phases(&d, workspace.threads);
  gki_free(memory);
  return status;
}
