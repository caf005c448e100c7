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
#include "filter/exponentials.h"
#include "core/memory.h"
#include "core/status.h"
#include "core/workspace.h"
#include "filter/complex_number.h"
#include "kde/engines.h"
#include "simd/dispatch.h"

#include <math.h>

enum {
  BLOCKS_OF_A_TASK = 256,
  QUERIES_OF_A_TASK = 2048,
  WORK_OF_A_THREAD = 4096 /* points and queries below which another thread is not woken */
};

typedef struct decay_call {
  const gki_kde_call *call;
  const gki_kde_loops *loops;
  gki_decay_table table;
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

/* l^k / k! of a term; blocks are narrow where |l| times half their width is at most 1/4. */
static void set_powers(gki_decay_table *table, size_t term, double complex l) {
  double complex power = 1;
  for (size_t k = 0; k < GKI_LOCAL_TERMS; k++) {
    table->power[k].re[term] = creal(power);
    table->power[k].im[term] = cimag(power);
    power *= l / (double)(k + 1);
  }
  table->narrow = fmin(table->narrow, 0.5 / cabs(l));
}

/* (u - v)^(2 i) (-1/2)^i / i!, term by term. */
static void set_kernel(gki_decay_table *table) {
  double factor = 1;
  for (size_t i = 0; 2 * i < GKI_LOCAL_TERMS; i++) {
    double binomial = factor; /* with signs */
    for (size_t k = 0; k <= 2 * i; k++) {
      table->kernel[k][2 * i - k] = binomial;
      binomial *= -(double)(2 * i - k) / (double)(k + 1);
    }
    factor *= -0.5 / (double)(i + 1);
  }
}

static void set_terms(gki_decay_table *table) {
  static const double log2e = 1.4426950408889634, turns = 0.15915494309189535; /* 1 / (2 pi) */
  const gki_fit *fit = NULL;
  for (size_t i = 0; i < sizeof gki_fits / sizeof gki_fits[0]; i++) {
    if (gki_fits[i].order == 0 && gki_fits[i].poles == 2 * GKI_DECAYS) {
      fit = gki_fits + i;
    }
  }
  table->narrow = HUGE_VAL;
  for (size_t k = 0; k < GKI_DECAYS; k++) {
    table->rate[k] = fit->term[k].l[0] * log2e;
    table->turn[k] = fit->term[k].l[1] * turns;
    table->c.re[k] = fit->term[k].c[0];
    table->c.im[k] = fit->term[k].c[1];
    set_powers(table, k, gki_complex(fit->term[k].l[0], fit->term[k].l[1]));
  }
  set_kernel(table);
  gki_exp2_prepare_f64(1, &table->one);
}

/* The memory that all threads read: edges, weights where there are none, records. */
static size_t lay_shared(gki_decay_table *table, char *base, double **edge, double **equal) {
  size_t used = 0;
  *edge = gki_carve(base, &used, (table->blocks + 1) * sizeof **edge);
  *equal = gki_carve(base, &used, GKI_DECAY_BLOCK * sizeof **equal);
  table->records = gki_carve(base, &used, table->blocks * sizeof *table->records);
  table->locals = gki_carve(base, &used, table->blocks * sizeof *table->locals);
  return used;
}

static void fill_table(const gk_kde *kde, gki_decay_table *table, double *edge, double *equal) {
  const size_t last = (table->blocks - 1) * GKI_DECAY_BLOCK;
  for (size_t b = 0; b < table->blocks; b++) {
    edge[b] = kde->points[b * GKI_DECAY_BLOCK];
  }
  edge[table->blocks] = kde->points[kde->n - 1];
  table->edge = edge;
  size_t narrow = 0;
  for (size_t b = 0; b < table->blocks; b++) {
    narrow += edge[b + 1] - edge[b] <= table->narrow;
  }
  table->fetches = narrow < table->blocks - table->blocks / 4;
  table->points = kde->points;
  for (size_t i = 0; i < GKI_DECAY_BLOCK; i++) {
    const bool is_there = last + i < kde->n;
    equal[i] = 1.0 / (double)kde->n;
    table->last_points[i] = kde->points[is_there ? last + i : kde->n - 1];
    table->last_weights[i] = !is_there ? 0 : kde->weights ? kde->weights[last + i] : equal[i];
  }
  table->weights = kde->weights ? kde->weights : equal;
  table->weight_step = kde->weights ? GKI_DECAY_BLOCK : 0;
}

static void gather_task(void *context, size_t task, size_t worker) {
  const decay_call *d = context;
  const size_t first = task * BLOCKS_OF_A_TASK, left = d->table.blocks - first;
  (void)worker;
  d->loops->gather(&d->table, first, first + (left < BLOCKS_OF_A_TASK ? left : BLOCKS_OF_A_TASK));
}

static void settle_task(void *context, size_t task, size_t worker) {
  const decay_call *d = context;
  const size_t first = task * BLOCKS_OF_A_TASK, left = d->table.blocks - first;
  (void)worker;
  d->loops->settle(&d->table, first, first + (left < BLOCKS_OF_A_TASK ? left : BLOCKS_OF_A_TASK));
}

static void carry_task(void *context, size_t task, size_t worker) {
  const decay_call *d = context;
  (void)worker;
  d->loops->carry(&d->table, task == 0);
}

static void query_task(void *context, size_t task, size_t worker) {
  const decay_call *d = context;
  const size_t first = task * QUERIES_OF_A_TASK, left = d->call->m - first;
  const size_t count = left < QUERIES_OF_A_TASK ? left : QUERIES_OF_A_TASK;
  size_t bytes = 0;
  const buffers b = carve_buffers(d->workers + worker * d->worker_bytes, &bytes);
  gki_kde_load(d->call, first, count, b.z, b.instead);
  d->loops->decayed_sums(&d->table, count, b.z, b.sums);
  gki_kde_store(d->call, first, count, b.sums, b.instead);
}

/* The share of the time that goes to the points, for progress. */
static gk_status run_phases(decay_call *d, size_t threads) {
  const gki_kde_call *call = d->call;
  const double points = (double)call->kde->n, share = points / (points + (double)call->m);
  const size_t parts = (d->table.blocks - 1) / BLOCKS_OF_A_TASK + 1;
  const size_t tasks = (call->m - 1) / QUERIES_OF_A_TASK + 1;
  gki_kde_part part;
  gk_options options = gki_kde_part_options(&part, call->options, 0, 0.4 * share);
  gk_status status = gki_run_tasks(call->function, parts, threads, gather_task, d, &options);
  if (!status) {
    options = gki_kde_part_options(&part, call->options, 0.4 * share, 0.6 * share);
    status = gki_run_tasks(call->function, 2, threads, carry_task, d, &options);
  }
  if (!status) {
    options = gki_kde_part_options(&part, call->options, 0.6 * share, share);
    status = gki_run_tasks(call->function, parts, threads, settle_task, d, &options);
  }
  if (!status) {
    options = gki_kde_part_options(&part, call->options, share, 1);
    status = gki_run_tasks(call->function, tasks, threads, query_task, d, &options);
  }
  return status;
}

gk_status gki_kde_exponentials(const gki_kde_call *call) {
  decay_call d = {.call = call, .loops = gki_isa_in_use()->kde};
  const gk_kde *kde = call->kde;
  double *edge, *equal;
  d.table.blocks = (kde->n - 1) / GKI_DECAY_BLOCK + 1;
  (void)carve_buffers(NULL, &d.worker_bytes);
  /* No overflow: a record is as large as the points that it stands for. */
  gki_workspace workspace = {.shared_bytes = lay_shared(&d.table, NULL, &edge, &equal),
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
  d.workers = memory + lay_shared(&d.table, memory, &edge, &equal);
  set_terms(&d.table);
  fill_table(kde, &d.table, edge, equal);
  status = run_phases(&d, workspace.threads);
  gki_free(memory);
  return status;
}
