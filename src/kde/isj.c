/*
 * The improved Sheather-Jones rule of Botev, Grotowski and Kroese (2010), section 5: of the squared
 * coefficients a_k^2 of the binned data's cosine series, the norm of the j-th derivative of the
 * density smoothed to time t is
 *
 *     |f^(j)|^2 = 1/2 pi^(2 j) sum_k k^(2 j) a_k^2 exp(-k^2 pi^2 t)
 *
 * and the plug-in times t_j of seven stages, each from the one after it, make t = xi gamma(t) an
 * equation for the square of the bandwidth.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/constants.h"
#include "core/memory.h"
#include "core/status.h"
#include "kde/create.h"
#include "kde/engines.h"

#include <math.h>

enum { BINS = 1 << 14, STAGES = 7 };

struct series {
  double count;          /* N, the number of points */
  const double *squares; /* (a_k / 2)^2, k from 1 to BINS - 1, at k - 1 */
};

/* Botev's norm of the derivative: 2 pi^(2 s) sum k^(2 s) (a_k / 2)^2 exp(-k^2 pi^2 t). */
static double derivative_norm(const struct series *series, int s, double t) {
  double sum = 0;
  for (size_t k = 1; k < BINS; k++) {
    const double square = (double)k * (double)k, exponent = square * GKI_PI * GKI_PI * t;
    if (exponent > 700) {
      break; /* k^14 exp(-700) and all after it is nothing */
    }
    double power = square;
    for (int i = 1; i < s; i++) {
      power *= square;
    }
    sum += power * series->squares[k - 1] * exp(-exponent);
  }
  return 2 * pow(GKI_PI, 2 * s) * sum;
}

/* t less what the stages make of it: its root is the answer. */
static double excess(const struct series *series, double t) {
  const double n = series->count;
  double norm = derivative_norm(series, STAGES, t);
  for (int s = STAGES - 1; s >= 2; s--) {
    double odd = 1; /* 1 3 5 ... (2 s - 1) */
    for (int i = 3; i <= 2 * s - 1; i += 2) {
      odd *= i;
    }
    const double k0 = odd / sqrt(2 * GKI_PI), factor = (1 + pow(0.5, s + 0.5)) / 3;
    norm = derivative_norm(series, s, pow(2 * factor * k0 / n / norm, 2.0 / (3 + 2 * s)));
  }
  return t - pow(2 * n * sqrt(GKI_PI) * norm, -0.4);
}

/* Halves a bracket of the root, negative at low, positive at high, until double has no more. */
static double bisect(const struct series *series, double low, double high) {
  for (int steps = 0; steps < 200; steps++) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high) || high - low <= 0x1p-48 * high) {
      break;
    }
    if (excess(series, middle) < 0) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low + (high - low) / 2;
}

/*
 * The smallest root in (0, 0.1], in the data's range squared, sought as Botev's program does: at 0
 * the excess is negative, and the bracket's end grows from where a root may be expected, for N
 * points, until the excess is positive. 0: none.
 */
static double find_root(const struct series *series) {
  const double n = fmin(fmax(series->count, 50), 1050);
  double end = 1e-12 + 0.01 * (n - 50) / 1000;
  while (!(excess(series, end) > 0)) {
    if (end >= 0.1) {
      return 0;
    }
    end = fmin(2 * end, 0.1);
  }
  return bisect(series, 0, end);
}

/* The points that count, different ones but no more than the effective size. */
static double count_points(const gk_kde *kde) {
  size_t different = 0, before = kde->n;
  for (size_t i = 0; i < kde->n; i++) {
    if (kde->weights && kde->weights[i] == 0) {
      continue;
    }
    different += before == kde->n || kde->points[i] != kde->points[before];
    before = i;
  }
  return fmin((double)different, kde->effective_size);
}

/* The weights of the points in BINS - 1 bins of the range, which is that of the data and half of it
 * at either end, and a bin beyond; returns its length. */
static double fill_bins(const gk_kde *kde, double *bins) {
  size_t first = 0, last = kde->n - 1;
  while (kde->weights && kde->weights[first] == 0) {
    first++;
  }
  while (kde->weights && kde->weights[last] == 0) {
    last--;
  }
  const double low = kde->points[first], data = kde->points[last] - low;
  const double start = low - data / 2, range = 2 * data;
  for (size_t k = 0; k < BINS; k++) {
    bins[k] = 0;
  }
  for (size_t i = first; i <= last; i++) {
    const size_t bin = (size_t)((kde->points[i] - start) / range * (BINS - 1));
    bins[bin] += gki_kde_weight(kde, i);
  }
  return range;
}

gk_status gki_kde_improved_sheather_jones(const char *function, const gk_kde *kde,
                                          const gk_options *options, double deviation, double *h) {
  gk_options own = *options;
  gk_status status = gki_kde_spend(function, &own, 5 * BINS * sizeof(double));
  if (status) {
    return status;
  }
  double *bins = gki_alloc(5 * (size_t)BINS, sizeof *bins);
  if (!bins) {
    return gki_fail_memory(function, 5 * BINS * sizeof *bins);
  }
  const double range = fill_bins(kde, bins);
  gki_kde_cosine_transform(BINS, bins, bins + BINS);
  for (size_t k = 1; k < BINS; k++) {
    bins[k - 1] = bins[k] / 2 * (bins[k] / 2);
  }
  const struct series series = {count_points(kde), bins};
  const double root = find_root(&series);
  *h = root > 0 ? sqrt(root) * range : gki_kde_normal_reference(kde, GK_BANDWIDTH_NRD0, deviation);
  gki_free(bins);
  return GK_SUCCESS;
}
