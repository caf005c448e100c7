/* The mean and the covariance of the data, in two passes and more. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/dd.h"
#include "core/memory.h"
#include "core/select.h"
#include "core/status.h"
#include "core/workspace.h"
#include "kde/create.h"
#include "kde/engines.h"
#include "simd/dispatch.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Points whose products are added up in double, and features of a block of the covariance; points
 * that the centre is found from. */
enum { TILE = 128, BLOCK = 64, CENTRE = 1023 };

static size_t smaller(size_t a, size_t b) {
  return a < b ? a : b;
}

static void find_range(const gk_kde *kde, double *low, double *high) {
  const size_t d = kde->d;
  bool none = true;
  for (size_t i = 0; i < kde->n; i++) {
    if (kde->weights && kde->weights[i] == 0) {
      continue;
    }
    const double *x = kde->points + i * d;
    for (size_t k = 0; k < d; k++) {
      low[k] = none || x[k] < low[k] ? x[k] : low[k];
      high[k] = none || x[k] > high[k] ? x[k] : high[k];
    }
    none = false;
  }
}

/* The weighted mean of x - centre, added to the centre, for up to BLOCK features from `feature` on:
 * a tile's sums in double, theirs in twice the precision. */
static void add_mean(const gk_kde *kde, size_t feature, size_t features, double *centre) {
  gki_dd totals[BLOCK] = {{0, 0}};
  for (size_t first = 0; first < kde->n; first += TILE) {
    const size_t end = first + smaller(kde->n - first, TILE);
    double sums[BLOCK] = {0};
    for (size_t i = first; i < end; i++) {
      const double *x = kde->points + i * kde->d + feature, weight = gki_kde_weight(kde, i);
      for (size_t k = 0; k < features; k++) {
        sums[k] += weight * (x[k] - centre[k]);
      }
    }
    for (size_t k = 0; k < features; k++) {
      totals[k] = gki_dd_add(totals[k], gki_dd_of(sums[k]));
    }
  }
  for (size_t k = 0; k < features; k++) {
    centre[k] += gki_dd_value(totals[k]);
  }
}

gk_status gki_kde_find_mean(const char *function, const gk_kde *kde, const gk_options *options,
                            double *mean, double *low, double *high, bool *varies) {
  find_range(kde, low, high);
  memset(mean, 0, kde->d * sizeof *mean);
  for (size_t feature = 0; feature < kde->d; feature += BLOCK) {
    const size_t features = smaller(kde->d - feature, BLOCK);
    gk_status status = gki_kde_tell(function, options, (double)feature / (double)kde->d);
    if (status) {
      return status;
    }
    add_mean(kde, feature, features, mean + feature);
    add_mean(kde, feature, features, mean + feature);
  }
  *varies = false;
  for (size_t k = 0; k < kde->d; k++) {
    *varies = *varies || low[k] < high[k];
    mean[k] = low[k] < high[k] ? mean[k] : low[k];
  }
  return GK_SUCCESS;
}

void gki_kde_find_centre(const gk_kde *kde, const double *mean, double *centre) {
  const size_t step = (kde->n - 1) / CENTRE + 1;
  double some[CENTRE];
  for (size_t k = 0; k < kde->d; k++) {
    size_t count = 0;
    for (size_t i = 0; i < kde->n; i += step) {
      if (gki_kde_weight(kde, i) > 0) {
        some[count++] = kde->points[i * kde->d + k];
      }
    }
    const size_t middle = count > 0 ? (count - 1) / 2 : 0;
    gki_select(some, count, middle);
    centre[k] = count > 0 ? some[middle] : mean[k];
  }
}

/* sum w (1 - w), by which the covariance is unbiased: without cancellation where one weight is
 * almost all. */
static double unbiased_share(const gk_kde *kde) {
  if (!kde->weights) {
    return 1 - 1 / (double)kde->n;
  }
  size_t largest = 0;
  for (size_t i = 1; i < kde->n; i++) {
    largest = kde->weights[i] > kde->weights[largest] ? i : largest;
  }
  gki_dd others = {0, 0}, sum = {0, 0};
  for (size_t i = 0; i < kde->n; i++) {
    const double w = kde->weights[i];
    if (i != largest) {
      others = gki_dd_add(others, gki_dd_of(w));
      sum = gki_dd_add(sum, gki_dd_of(w * (1 - w)));
    }
  }
  return gki_dd_value(sum) + kde->weights[largest] * gki_dd_value(others);
}

/* Blocks of the lower triangle, one a task. */
struct covariance {
  const gk_kde *kde;
  const double *mean, *scale; /* powers of two: deviations below 1 */
  double share;
  bool full;
  const gki_loops_f64 *loops;
  double *out;
  char *memory;
  size_t bytes; /* of a thread */
};

/* A thread's numbers. */
struct room {
  double *rows, *cols; /* panels of deviations, the features as the panel's points */
  double *products;    /* BLOCK x BLOCK */
  gki_dd *totals;
};

static size_t lay_room(char *base, struct room *room) {
  size_t used = 0;
  room->rows = gki_carve(base, &used, TILE * BLOCK * sizeof(double));
  room->cols = gki_carve(base, &used, TILE * BLOCK * sizeof(double));
  room->products = gki_carve(base, &used, BLOCK * BLOCK * sizeof(double));
  room->totals = gki_carve(base, &used, BLOCK * BLOCK * sizeof(gki_dd));
  return used;
}

/* The deviations of some features of a tile of points, times the root of the weight, as a panel. */
static void fill_panel(const struct covariance *job, size_t first, size_t points, size_t feature,
                       size_t features, double *panel) {
  const gk_kde *kde = job->kde;
  const size_t lanes = job->loops->lanes;
  memset(panel, 0, TILE * BLOCK * sizeof *panel);
  for (size_t i = 0; i < points; i++) {
    const double *x = kde->points + (first + i) * kde->d + feature;
    const double root = kde->weights ? sqrt(kde->weights[first + i]) : 1;
    for (size_t k = 0; k < features; k++) {
      const double deviation =
          x[k] * job->scale[feature + k] - job->mean[feature + k] * job->scale[feature + k];
      panel[k / lanes * lanes * points + i * lanes + k % lanes] = root * deviation;
    }
  }
}

static void store_block(const struct covariance *job, size_t row, size_t col, size_t rows,
                        size_t cols, const gki_dd *totals) {
  const size_t d = job->kde->d;
  const double count = job->kde->weights ? 1 : (double)job->kde->n;
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < cols && col + j <= row + i; j++) {
      const double value = gki_dd_value(totals[i * BLOCK + j]) / count / job->share /
                           job->scale[row + i] / job->scale[col + j];
      if (job->full) {
        job->out[(row + i) * d + col + j] = job->out[(col + j) * d + row + i] = value;
      } else if (row + i == col + j) {
        job->out[row + i] = value;
      }
    }
  }
}

static void find_block(const struct covariance *job, const struct room *room, size_t row,
                       size_t col) {
  const size_t rows = smaller(job->kde->d - row, BLOCK), cols = smaller(job->kde->d - col, BLOCK);
  memset(room->totals, 0, BLOCK * BLOCK * sizeof *room->totals);
  for (size_t first = 0; first < job->kde->n; first += TILE) {
    const size_t points = smaller(job->kde->n - first, TILE);
    fill_panel(job, first, points, row, rows, room->rows);
    if (col != row) {
      fill_panel(job, first, points, col, cols, room->cols);
    }
    job->loops->products(rows, cols, points, room->rows, col != row ? room->cols : room->rows, 1,
                         true, room->products, BLOCK);
    for (size_t i = 0; i < rows; i++) {
      for (size_t j = 0; j < cols; j++) {
        gki_dd *total = &room->totals[i * BLOCK + j];
        *total = gki_dd_add(*total, gki_dd_of(room->products[i * BLOCK + j]));
      }
    }
  }
  store_block(job, row, col, rows, cols, room->totals);
}

static void run_block(void *context, size_t task, size_t worker) {
  const struct covariance *job = context;
  struct room room;
  lay_room(job->memory + worker * job->bytes, &room);
  size_t i = task, j = task;
  if (job->full) { /* task = i (i + 1) / 2 + j */
    for (i = 0, j = task; j > i; i++) {
      j -= i + 1;
    }
  }
  find_block(job, &room, i * BLOCK, j * BLOCK);
}

/* Deviations are brought below 1, so that only the results can be too large or small. */
static void find_scales(size_t d, const double *mean, const double *low, const double *high,
                        double *scale) {
  for (size_t k = 0; k < d; k++) {
    const double most = fmax(high[k] / 2 - mean[k] / 2, mean[k] / 2 - low[k] / 2);
    scale[k] = most > 0 ? ldexp(1, -(int)fmax(ilogb(most) + 2, -1000)) : 1;
  }
}

static gk_status check_variances(const char *function, const gk_kde *kde, bool full,
                                 const double *low, const double *high, const double *covariance) {
  for (size_t k = 0; k < kde->d; k++) {
    const double variance = covariance[full ? k * (kde->d + 1) : k];
    const bool holds = variance >= DBL_MIN && variance <= DBL_MAX;
    if (!holds && low[k] < high[k]) {
      return gki_fail(GK_ERROR_DATA, function,
                      "feature %zu, from %g to %g, has a variance that double does not hold", k,
                      low[k], high[k]);
    }
  }
  return GK_SUCCESS;
}

gk_status gki_kde_find_covariance(const char *function, const gk_kde *kde, const double *mean,
                                  const double *low, const double *high, const gk_options *options,
                                  double *covariance) {
  struct room room;
  const size_t blocks = (kde->d - 1) / BLOCK + 1, bytes = lay_room(NULL, &room);
  const bool full = !kde->diagonal;
  const size_t tasks = full ? blocks * (blocks + 1) / 2 : blocks;
  const size_t scales = (kde->d * sizeof(double) / GKI_CACHE_LINE + 1) * GKI_CACHE_LINE;
  gki_workspace workspace = {.shared_bytes = scales, .thread_bytes = bytes};
  gk_status status =
      gki_plan_workspace(function, options, smaller(options->threads, tasks), &workspace);
  if (status) {
    return status;
  }
  char *memory = gki_alloc(1, workspace.total);
  if (!memory) {
    return gki_fail_memory(function, workspace.total);
  }
  double *scale = (double *)memory;
  find_scales(kde->d, mean, low, high, scale);
  struct covariance job = {.kde = kde,
                           .mean = mean,
                           .scale = scale,
                           .share = unbiased_share(kde),
                           .full = full,
                           .loops = gki_isa_in_use()->f64,
                           .out = covariance,
                           .memory = memory + scales,
                           .bytes = bytes};
  status = gki_run_tasks(function, tasks, workspace.threads, run_block, &job, options);
  gki_free(memory);
  return status ? status : check_variances(function, kde, full, low, high, covariance);
}
