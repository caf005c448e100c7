/* The normal reference rules of one dimension, as R has them. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/create.h"

#include <math.h>

double gki_kde_normal_reference(const gk_kde *kde, gk_bandwidth rule, double deviation) {
  const double low = gki_kde_quantile(kde->n, kde->points, kde->weights, 0.25);
  const double high = gki_kde_quantile(kde->n, kde->points, kde->weights, 0.75);
  const double spread = (high - low) / 1.34;
  const double scale = spread > 0 ? fmin(deviation, spread) : deviation;
  const double constant = rule == GK_BANDWIDTH_NRD ? 1.06 : 0.9;
  return constant * scale * pow(kde->effective_size, -0.2);
}
