/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/rank.h"

#include "core/status.h"

#include <stdio.h>

/* Entries that no covariance has are bounded, so that nothing overflows. */
static void correlate(size_t n, const double *covariance, double a[3][3]) {
  const double most = 0x1p300;
  double scale[3];
  for (size_t i = 0; i < n; i++) {
    const double variance = covariance[i * n + i];
    scale[i] = variance > 0.0 ? 1.0 / sqrt(variance) : 1.0;
    for (size_t j = 0; j <= i; j++) {
      const double value = covariance[i * n + j] * scale[i] * scale[j];
      a[i][j] = a[j][i] = fmax(-most, fmin(value, most));
    }
  }
}

/* A rotation of the axes p and q after which they are not correlated. */
static void rotate(size_t n, double a[3][3], size_t p, size_t q) {
  if (a[p][q] == 0.0) {
    return;
  }
  const double cotangent = (a[q][q] - a[p][p]) / (2.0 * a[p][q]); /* of twice the angle */
  const double t = copysign(1.0, cotangent) / (fabs(cotangent) + hypot(1.0, cotangent));
  const double c = 1.0 / hypot(1.0, t), s = t * c;
  a[p][p] -= t * a[p][q];
  a[q][q] += t * a[p][q];
  a[p][q] = a[q][p] = 0.0;
  for (size_t r = 0; r < n; r++) {
    if (r != p && r != q) {
      const double rp = a[r][p], rq = a[r][q];
      a[r][p] = a[p][r] = c * rp - s * rq;
      a[r][q] = a[q][r] = s * rp + c * rq;
    }
  }
}

/* Jacobi's method; of so small a matrix nothing is left off the diagonal after a few sweeps. */
static void diagonalise(size_t n, double a[3][3]) {
  for (size_t sweep = 0; sweep < 12; sweep++) {
    for (size_t p = 0; p < n; p++) {
      for (size_t q = p + 1; q < n; q++) {
        rotate(n, a, p, q);
      }
    }
  }
}

gk_status gki_fail_rank(const char *function, size_t n, const double *covariance) {
  double a[3][3] = {{0.0}};
  correlate(n, covariance, a);
  diagonalise(n, a);
  const double least = 16.0 * (double)n * 0x1p-53;
  size_t rank = 0, negative = 0;
  double lowest = a[0][0];
  for (size_t i = 0; i < n; i++) {
    rank += fabs(a[i][i]) > least;
    negative += a[i][i] < -least;
    lowest = fmin(lowest, a[i][i]);
  }
  if (negative == 0) {
    return gki_fail(GK_ERROR_SINGULAR, function, "spec->covariance has rank %zu, not %zu", rank, n);
  }
  char of_rank[64] = ""; /* a full one would read as if the matrix were good */
  if (rank < n) {
    snprintf(of_rank, sizeof of_rank, "; its rank is %zu, not %zu", rank, n);
  }
  return gki_fail(GK_ERROR_SINGULAR, function,
                  "spec->covariance is not positive definite: its correlations have %zu negative "
                  "eigenvalue%s, the lowest %g%s",
                  negative, negative > 1 ? "s" : "", lowest, of_rank);
}
