/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/rank.h"

#include "core/lapack.h"
#include "core/memory.h"
#include "core/parallel.h"
#include "core/status.h"
#include "density/arguments.h"
#include "density/forms.h"

#include <math.h>
#include <stdint.h>

struct spectrum {
  size_t d;
  double *matrix, *eigenvalues, *work;
  bool converged;
};

static void find_eigenvalues(void *context, size_t task, size_t worker) {
  (void)task;
  (void)worker;
  struct spectrum *spectrum = context;
  spectrum->converged = gki_eigenvalues(spectrum->d, spectrum->matrix, spectrum->d,
                                        spectrum->eigenvalues, spectrum->work);
}

/* The lower triangle of the correlation matrix; entries that no covariance has are bounded. */
static void correlate(size_t d, const double *matrix, size_t ldm, double *scale, double *out) {
  const double most = 0x1p300;
  for (size_t i = 0; i < d; i++) {
    const double variance = matrix[i * ldm + i];
    scale[i] = variance > 0 ? 1 / sqrt(variance) : 1;
    for (size_t j = 0; j <= i; j++) {
      const double value = matrix[i * ldm + j] * scale[i] * scale[j];
      out[i * d + j] = fmax(-most, fmin(value, most));
    }
  }
}

static void count_eigenvalues(const struct spectrum *spectrum, gki_inertia *inertia) {
  const double least = gki_least_pivot(spectrum->d);
  *inertia = (gki_inertia){.least = spectrum->eigenvalues[0]};
  for (size_t i = 0; i < spectrum->d; i++) {
    const double value = spectrum->eigenvalues[i];
    inertia->rank += fabs(value) > least;
    inertia->negative += value < -least;
  }
}

gk_status gki_find_inertia(const char *function, size_t d, const double *matrix, size_t ldm,
                           gki_inertia *inertia) {
  size_t bytes;
  if (!gki_matrix_bytes(d, d, d, 2 * sizeof(double), &bytes) || bytes > PTRDIFF_MAX / 2) {
    return gki_fail(GK_ERROR_OVERFLOW, function, "d = %zu is too large", d);
  }
  const size_t doubles = d * d + d + gki_eigenvalues_work(d);
  double *memory = gki_alloc(doubles, sizeof *memory);
  if (!memory) {
    return gki_fail_memory(function, doubles * sizeof *memory);
  }
  struct spectrum spectrum = {
      .d = d, .matrix = memory, .eigenvalues = memory + d * d, .work = memory + d * d + d};
  correlate(d, matrix, ldm, spectrum.eigenvalues, spectrum.matrix);
  const gki_loop loop = {
      .tasks = 1, .threads = 1, .run = find_eigenvalues, .context = &spectrum, .calls_blas = true};
  gki_run(&loop);
  if (spectrum.converged) {
    count_eigenvalues(&spectrum, inertia);
  }
  gki_free(memory);
  return spectrum.converged ? GK_SUCCESS
                            : gki_fail(GK_ERROR_DATA, function, "the eigenvalues do not converge");
}

gk_status gk_covariance_rank(size_t d, const double *covariance, size_t ldc, size_t *rank,
                             size_t *negative) {
  const char *function = "gk_covariance_rank";
  gki_inertia inertia;
  if (!rank) {
    return gki_fail(GK_ERROR_ARGUMENT, function, "rank is NULL");
  }
  const gki_covariances given = {GK_COVARIANCE_FULL, covariance, ldc};
  gk_status status =
      gki_check_covariances(function, &(gki_wording){"covariance", "ldc", false}, 1, d, &given);
  if (!status) {
    status = gki_find_inertia(function, d, covariance, ldc, &inertia);
  }
  if (status) {
    return status;
  }
  *rank = inertia.rank;
  if (negative) {
    *negative = inertia.negative;
  }
  return GK_SUCCESS;
}
