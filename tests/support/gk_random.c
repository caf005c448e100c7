/*
 * SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014)
 * and the Box-Muller transform (Ann. Math. Statist. 29, 1958).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>

gk_test_rng gk_test_seed(uint64_t seed) {
  return (gk_test_rng){.state = seed};
}

uint64_t gk_test_bits(gk_test_rng *rng) {
  rng->state += UINT64_C(0x9e3779b97f4a7c15);
  uint64_t z = rng->state;
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

double gk_test_uniform(gk_test_rng *rng) {
  return (double)(gk_test_bits(rng) >> 11) * 0x1p-53;
}

double gk_test_normal(gk_test_rng *rng) {
  if (rng->has_spare) {
    rng->has_spare = 0;
    return rng->spare;
  }
  const double two_pi = 6.283185307179586;
  const double radius = sqrt(-2.0 * log(1.0 - gk_test_uniform(rng)));
  const double angle = two_pi * gk_test_uniform(rng);
  rng->spare = radius * sin(angle);
  rng->has_spare = 1;
  return radius * cos(angle);
}

void gk_test_normals_f64(gk_test_rng *rng, size_t count, double mean, double deviation, double *x) {
  for (size_t i = 0; i < count; i++) {
    x[i] = mean + deviation * gk_test_normal(rng);
  }
}

void gk_test_normals_f32(gk_test_rng *rng, size_t count, double mean, double deviation, float *x) {
  for (size_t i = 0; i < count; i++) {
    x[i] = (float)(mean + deviation * gk_test_normal(rng));
  }
}
