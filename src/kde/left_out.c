/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/left_out.h"

#include "core/workspace.h"
#include "kde/create.h"

#include <math.h>

/* Below so many points a step takes a few ms on one thread, and others are not woken; see
 * cross_validation.c. */
enum { WORTH_A_TEAM = 1 << 17 };

/* Sums below it are computed from the points around. The exponentials are off by 6e-12 at most
 * (exponentials.c), mostly by a hundredth of that: logarithms of larger sums have digits enough. */
static const double least_sum = 1e-6;

/* Where this many terms a point have been added for small sums the Gram matrix is the cheaper way. */
static double most_terms(const gk_kde *kde) {
  return fmax(64, (double)kde->n / 200);
}

size_t gki_left_out_lay(gki_left_out *l, const gk_kde *kde, char *base) {
  size_t used = 0;
  *l = (gki_left_out){.kde = kde};
  const size_t decays = gki_decays_lay(&l->decays, kde->n, false, NULL);
  char *table = gki_carve(base, &used, decays);
  (void)gki_decays_lay(&l->decays, kde->n, false, table);
  l->points = gki_carve(base, &used, kde->n * sizeof *l->points);
  l->sums = gki_carve(base, &used, l->decays.table.blocks * GKI_DECAY_BLOCK * sizeof *l->sums);
  l->totals = gki_carve(base, &used, gki_decay_tasks(kde->n) * sizeof *l->totals);
  return used;
}

/*
 * The logarithm of point i's sum, from the nearest point on until none that is left can count: all of
 * them together are below the kernel there. *terms is raised by how many that were.
 */
static double log_sum_around(const gki_left_out *l, size_t i, double *terms) {
  const double *x = l->points;
  const size_t n = l->kde->n;
  size_t before = i, after = i + 1; /* the next ones are before - 1 and after */
  double nearest = INFINITY, sum = 0;
  while (before > 0 || after < n) {
    const double back = before > 0 ? x[i] - x[before - 1] : INFINITY;
    const double on = after < n ? x[after] - x[i] : INFINITY;
    const double way = fmin(back, on), exponent = way * way / 2;
    const size_t next = back < on ? --before : after++;
    const double weight = gki_kde_weight(l->kde, next);
    nearest = weight > 0 ? fmin(nearest, exponent) : nearest;
    const double kernel = nearest < INFINITY ? exp(nearest - exponent) : 1;
    if (kernel < 0x1p-60 * sum) {
      break;
    }
    sum += weight * kernel;
    *terms += 1;
  }
  return log(sum) - nearest;
}

/* A task's points: NaN where they take too many terms. */
static void total_task(void *context, size_t task, size_t worker) {
  const gki_left_out *l = context;
  const size_t first = task * GKI_DECAY_TASK, end = gki_decay_end(&l->decays, task);
  const size_t from = first * GKI_DECAY_BLOCK, all = end * GKI_DECAY_BLOCK;
  const size_t to = all < l->kde->n ? all : l->kde->n;
  const double most = most_terms(l->kde) * (double)(to - from);
  gki_dd total = {0, 0};
  double terms = 0;
  (void)worker;
  l->decays.loops->left_out_sums(&l->decays.table, first, end, l->sums + from);
  for (size_t i = from; i < to && terms <= most; i++) {
    const double weight = gki_kde_weight(l->kde, i), sum = l->sums[i];
    if (weight > 0) {
      const double logarithm = sum >= least_sum ? log(sum) : log_sum_around(l, i, &terms);
      total = gki_dd_add(total, gki_dd_of(weight * logarithm));
    }
  }
  l->totals[task] = terms <= most ? total : gki_dd_of(NAN);
}

gk_status gki_left_out_total(gki_left_out *l, const char *function, double scale,
                             const gk_options *whole, double *total) {
  const size_t n = l->kde->n, tasks = gki_decay_tasks(n);
  const size_t threads = n < WORTH_A_TEAM ? 1 : whole->threads;
  gki_kde_part part;
  for (size_t i = 0; i < n; i++) {
    l->points[i] = l->kde->points[i] * scale;
  }
  gki_decays_fill(&l->decays, n, l->points, l->kde->weights);
  gk_options options = gki_kde_part_options(&part, whole, 0, 0.4);
  gk_status status = gki_decays_carry(&l->decays, function, threads, &options);
  if (!status) {
    options = gki_kde_part_options(&part, whole, 0.4, 1);
    status = gki_run_tasks(function, tasks, threads, total_task, l, &options);
  }
  gki_dd sum = {0, 0};
  for (size_t task = 0; task < tasks && !status; task++) {
    sum = gki_dd_add(sum, l->totals[task]);
  }
  *total = gki_dd_value(sum);
  return status;
}
