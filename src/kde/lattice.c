/*
 * Genz's transformation (1992): with y_k the normal quantile of a point w_k of the unit cube, taken
 * between the probabilities of the bounds given y_0 ... y_(k-1), the probability of the box is the
 * mean of the product of what lies between the bounds. The points are those of a lattice whose
 * generators are square roots of primes, shifted at random and folded, so that the integrand is
 * periodic.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde/box.h"

#include "core/constants.h"
#include "density/philox.h"

#include <math.h>
#include <stdbool.h>

double gki_box_normal_quantile(double p) {
  const double q = p < 0.5 ? p : 1 - p, t = sqrt(-2 * log(q));
  /* Abramowitz and Stegun 26.2.23, to 4.5e-4, and a step of Halley's, further out two. */
  double x = t - (2.515517 + t * (0.802853 + t * 0.010328)) /
                     (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (int steps = x > 1 ? 2 : 1; steps > 0; steps--) {
    const double error = 0.5 * erfc(x * GKI_ROOT_HALF) - q; /* the upper tail: falls with x */
    const double step = error * GKI_ROOT_TWO_PI * exp(x * x / 2);
    x += step / (1 + x * step / 2);
  }
  return p < 0.5 ? -x : x;
}

/* Phi(x), for x of any sign. */
static double lower_tail(double x) {
  return 0.5 * erfc(-x * GKI_ROOT_HALF);
}

/* The next prime after one. */
static unsigned next_prime(unsigned after) {
  for (unsigned p = after + 1;; p++) {
    unsigned divisor = 2;
    while (divisor * divisor <= p && p % divisor != 0) {
      divisor++;
    }
    if (divisor * divisor > p) {
      return p;
    }
  }
}

/* The key of the shifts' random numbers: any constants would do. */
static const uint32_t key[2] = {0x67616c6b, 0x65726e00};

/* The generators of the lattice, and the shift. */
static void set_lattice(size_t d, uint64_t shift, double *generators, double *start) {
  unsigned prime = 1;
  for (size_t k = 0; k < d; k++) {
    prime = next_prime(prime);
    generators[k] = sqrt(prime) - floor(sqrt(prime));
    const gki_philox_bits counter = {
        {(uint32_t)shift, (uint32_t)(shift >> 32), (uint32_t)k, (uint32_t)((uint64_t)k >> 32)}};
    const gki_philox_bits bits = gki_philox(counter, key[0], key[1]);
    start[k] = (double)(((uint64_t)bits.word[1] << 32 | bits.word[0]) >> 11) * 0x1p-53;
  }
}

/* One point of the lattice: the product of the conditional probabilities. */
static double value_at(size_t d, const double *l, size_t ldl, const double *low, const double *high,
                       const double *generators, const double *start, size_t point, double *y) {
  double product = 1;
  for (size_t k = 0; k < d; k++) {
    double at = 0;
    for (size_t j = 0; j < k; j++) {
      at += l[k * ldl + j] * y[j];
    }
    double a = (low[k] - at) / l[k * ldl + k], b = (high[k] - at) / l[k * ldl + k];
    const bool above = a > 0; /* then mirrored: the digits are in the lower tail */
    if (above) {
      const double other = -a;
      a = -b;
      b = other;
    }
    const double tail = lower_tail(a), share = lower_tail(b) - tail;
    product *= share;
    if (!(product > 0)) {
      return 0;
    }
    if (k + 1 < d) {
      const double place = fma((double)point, generators[k], start[k]);
      const double w = fabs(2 * (place - floor(place)) - 1);
      const double p = fmin(fmax(tail + w * share, 1e-300), 1 - 0x1p-53);
      const double quantile = gki_box_normal_quantile(p);
      y[k] = above ? -quantile : quantile;
    }
  }
  return product;
}

double gki_box_lattice(size_t d, const double *l, size_t ldl, const double *low, const double *high,
                       size_t count, uint64_t shift, double *work) {
  double *generators = work, *start = work + d, *y = work + 2 * d, sum = 0;
  set_lattice(d, shift, generators, start);
  for (size_t point = 0; point < count; point++) {
    sum += value_at(d, l, ldl, low, high, generators, start, point, y);
  }
  return sum / (double)count;
}
