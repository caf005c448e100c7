/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/decays.h"

#include "core/workspace.h"
#include "filter/complex_number.h"
#include "filter/exponentials.h"

#include <math.h>

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

size_t gki_decays_lay(gki_decays *d, size_t n, bool locals, char *base) {
  gki_decay_table *table = &d->table;
  size_t used = 0;
  table->blocks = (n - 1) / GKI_DECAY_BLOCK + 1;
  /* No overflow: a record is as large as the points that it stands for. */
  d->edge = gki_carve(base, &used, (table->blocks + 1) * sizeof *d->edge);
  d->equal = gki_carve(base, &used, GKI_DECAY_BLOCK * sizeof *d->equal);
  table->records = gki_carve(base, &used, table->blocks * sizeof *table->records);
  table->locals = locals ? gki_carve(base, &used, table->blocks * sizeof *table->locals) : NULL;
  return used;
}

void gki_decays_fill(gki_decays *d, size_t n, const double *points, const double *weights) {
  gki_decay_table *table = &d->table;
  const size_t last = (table->blocks - 1) * GKI_DECAY_BLOCK;
  d->loops = gki_isa_in_use()->kde;
  set_terms(table);
  for (size_t b = 0; b < table->blocks; b++) {
    d->edge[b] = points[b * GKI_DECAY_BLOCK];
  }
  d->edge[table->blocks] = points[n - 1];
  table->edge = d->edge;
  size_t narrow = 0;
  for (size_t b = 0; b < table->blocks; b++) {
    narrow += d->edge[b + 1] - d->edge[b] <= table->narrow;
  }
  table->fetches = narrow < table->blocks - table->blocks / 4;
  table->points = points;
  for (size_t i = 0; i < GKI_DECAY_BLOCK; i++) {
    const bool is_there = last + i < n;
    d->equal[i] = 1.0 / (double)n;
    table->last_points[i] = points[is_there ? last + i : n - 1];
    table->last_weights[i] = !is_there ? 0 : weights ? weights[last + i] : d->equal[i];
  }
  table->weights = weights ? weights : d->equal;
  table->weight_step = weights ? GKI_DECAY_BLOCK : 0;
}

static void gather_task(void *context, size_t task, size_t worker) {
  const gki_decays *d = context;
  (void)worker;
  d->loops->gather(&d->table, task * GKI_DECAY_TASK, gki_decay_end(d, task));
}

static void carry_task(void *context, size_t task, size_t worker) {
  const gki_decays *d = context;
  (void)worker;
  d->loops->carry(&d->table, task == 0);
}

gk_status gki_decays_carry(gki_decays *d, const char *function, size_t threads,
                           const gk_options *whole) {
  const size_t tasks = (d->table.blocks - 1) / GKI_DECAY_TASK + 1;
  gki_kde_part part;
  gk_options options = gki_kde_part_options(&part, whole, 0, 0.6);
  gk_status status = gki_run_tasks(function, tasks, threads, gather_task, d, &options);
  if (!status) {
    options = gki_kde_part_options(&part, whole, 0.6, 1);
    status = gki_run_tasks(function, 2, threads, carry_task, d, &options);
  }
  return status;
}
