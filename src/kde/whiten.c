/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "core/workspace.h"
#include "density/mixture.h"
#include "density/panels.h"
#include "kde/create.h"
#include "simd/dispatch.h"

#include <math.h>

/* Points at a time, and what their results lie apart: a little more, for the sets of a cache. */
enum { TILE = 64, TILE_LD = TILE + GKI_TILE_PAD, BLOCK = GKI_BLOCK_DIMENSIONS };

/* Block by block of W from its last rows on, whose results take the place of what no block above
 * them needs. */
static void whiten_tile(const gk_kde *kde, size_t points, double *z) {
  _Alignas(GKI_CACHE_LINE) double panel[TILE * BLOCK], whitened[BLOCK * TILE_LD];
  const gki_loops_f64 *loops = gki_isa_in_use()->f64;
  const size_t d = kde->d;
  for (size_t i = (d - 1) / BLOCK + 1; i-- > 0;) {
    gki_panel_block block = {0};
    for (size_t k = 0; k <= i; k++) {
      block = gki_block_at(d, i, k);
      loops->interleave(points, block.features, z + k * BLOCK, d, NULL, panel);
      loops->products(block.rows, points, block.features, kde->panels + block.offset, panel, 1,
                      k == 0, whitened, TILE_LD);
    }
    for (size_t p = 0; p < points; p++) {
      for (size_t row = 0; row < block.rows; row++) {
        z[p * d + i * BLOCK + row] = whitened[row * TILE_LD + p];
      }
    }
  }
}

void gki_kde_whiten(const gk_kde *kde, size_t count, double *z) {
  const size_t d = kde->d;
  if (kde->diagonal) {
    for (size_t i = 0; i < count; i++) {
      for (size_t k = 0; k < d; k++) {
        z[i * d + k] *= kde->whitener[k];
      }
    }
    return;
  }
  for (size_t first = 0; first < count; first += TILE) {
    whiten_tile(kde, count - first < TILE ? count - first : TILE, z + first * d);
  }
}

struct job {
  const gk_kde *kde;
  size_t points; /* of a task */
};

static void run_task(void *context, size_t task, size_t worker) {
  (void)worker;
  const struct job *job = context;
  const gk_kde *kde = job->kde;
  const size_t first = task * job->points, rest = kde->n - first, d = kde->d;
  const size_t count = rest < job->points ? rest : job->points;
  double *z = kde->points + first * d;
  for (size_t i = 0; i < count; i++) {
    for (size_t k = 0; k < d; k++) {
      z[i * d + k] -= kde->centre[k];
    }
  }
  gki_kde_whiten(kde, count, z);
}

/* With less to do a thread is done before a team has come together. */
static bool is_worth_a_team(const gk_kde *kde) {
  const double d = (double)kde->d, entry = kde->diagonal ? 1 : d + 16;
  return (double)kde->n * d * entry > 4e6;
}

gk_status gki_kde_whiten_points(const char *function, gk_kde *kde, const gk_options *options) {
  struct job job = {kde, kde->d < 64 ? 4096 : 256};
  const size_t tasks = (kde->n - 1) / job.points + 1;
  const size_t threads = is_worth_a_team(kde) ? options->threads : 1;
  return gki_run_tasks(function, tasks, threads, run_task, &job, options);
}

gk_status gki_kde_check_points(const char *function, const gk_kde *kde) {
  for (size_t i = 0; i < kde->n * kde->d; i++) {
    if (!(fabs(kde->points[i]) <= GKI_KDE_FARTHEST)) {
      return gki_fail(
          GK_ERROR_DATA, function,
          "a point is so many bandwidths from the centre that double does not hold their "
          "square");
    }
  }
  return GK_SUCCESS;
}

gk_status gki_kde_set_kernel(const char *function, gk_kde *kde, const double *centre,
                             const double *covariance) {
  const size_t d = kde->d;
  size_t elements = 0;
  gk_mixture *kernel;
  gk_status status =
      gki_mixture_new(function, 1, d, kde->diagonal ? GKI_DIAGONAL : GKI_FULL, &kernel);
  if (status) {
    return status;
  }
  gk_mixture_free(kde->kernel);
  kde->kernel = kernel;
  kernel->weights[0] = 1;
  kernel->log_weights[0] = 0;
  for (size_t k = 0; k < d; k++) {
    kernel->means[k] = centre[k];
  }
  const gki_covariances given = {kde->diagonal ? GK_COVARIANCE_DIAGONAL : GK_COVARIANCE_FULL,
                                 covariance, d};
  status = gki_prepare(function, kernel, &given);
  if (status) {
    return status;
  }
  kde->centre = kernel->means;
  kde->covariance = kernel->covariances;
  kde->root = kernel->factors;
  kde->whitener = kernel->whiteners;
  kde->log_height = kernel->log_heights[0];
  kde->height = exp(kde->log_height);
  kde->panels = kernel->panels;
  if (!kde->diagonal && !kernel->panels) {
    gki_panel_elements(d, &elements);
    gki_free(kde->own_panels);
    kde->own_panels = gki_alloc(elements, sizeof(double));
    if (!kde->own_panels) {
      return gki_fail_memory(function, elements * sizeof(double));
    }
    gki_pack_whitener(d, kernel->whiteners, kde->own_panels);
    kde->panels = kde->own_panels;
  }
  return GK_SUCCESS;
}
