/* SPDX-License-Identifier: BSD-3-Clause */
#include "exact_weights.h"

#include <math.h>

static long double gaussian(long double x) {
  return expl(-0.5L * x * x);
}

static long double sampled(long double x, long double sigma, unsigned order) {
  if (order == 0) {
    return gaussian(x);
  }
  return order == 1 ? -x * gaussian(x) / sigma : (x * x - 1.0L) * gaussian(x) / (sigma * sigma);
}

/* Over a pixel from a to b, divided by sqrt(2 pi) sigma. */
static long double integrated(long double a, long double b, long double sigma, unsigned order) {
  const long double root = sqrtl(2.0L), step = 2.506628274631000502416L * sigma;
  if (order == 0) {
    return a < 0.0L ? erfl(b / root) : 0.5L * (erfcl(a / root) - erfcl(b / root));
  }
  if (order == 1) {
    return (gaussian(b) - gaussian(a)) / step;
  }
  return (a * gaussian(a) - b * gaussian(b)) / (step * sigma);
}

size_t last_weight(double sigma) {
  return (size_t)(14.0 * sigma) + 2;
}

void exact_weights(double sigma, unsigned order, gk_weights_method method, size_t last,
                   long double *w) {
  const long double s = (long double)sigma;
  long double sum = 0.0L;
  for (size_t j = last_weight(sigma); j >= 1; j--) {
    sum += 2.0L * gaussian((long double)j / s);
  }
  sum += 1.0L;
  for (size_t j = 0; j <= last; j++) {
    const long double at = (long double)j;
    w[j] = method == GK_WEIGHTS_SAMPLED ? sampled(at / s, s, order) / sum
                                        : integrated((at - 0.5L) / s, (at + 0.5L) / s, s, order);
  }
}
