/*
 * Grids of components whose heights are beyond the exponents that the vector loops take: densities
 * above 1 by hundreds of decades, and below; up to where a number ends.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "gk_test.h"

/* A component in two dimensions. */
typedef struct component {
  double weight, mean[2], covariance[4];
} component;

enum { MOST_COMPONENTS = 4 };

static gk_mixture *mixture_of(const component *c, size_t components, int diagonal) {
  double weights[MOST_COMPONENTS], means[2 * MOST_COMPONENTS], matrices[4 * MOST_COMPONENTS];
  gk_mixture *mixture = NULL;
  for (size_t k = 0; k < components; k++) {
    weights[k] = c[k].weight;
    for (size_t i = 0; i < 2; i++) {
      means[2 * k + i] = c[k].mean[i];
    }
    for (size_t i = 0; i < (diagonal ? 2 : 4); i++) {
      matrices[(diagonal ? 2 : 4) * k + i] = c[k].covariance[diagonal ? 3 * i : i];
    }
  }
  assert_success(gk_mixture_create(components, 2, weights, means, 2,
                                   diagonal ? GK_COVARIANCE_DIAGONAL : GK_COVARIANCE_FULL, matrices,
                                   2, &mixture));
  return mixture;
}

static long double coordinate(const gk_axis *axis, size_t i) {
  const long double length = (long double)axis->last - (long double)axis->first;
  return (long double)axis->first +
         (axis->count > 1 ? (long double)i * length / (long double)(axis->count - 1) : 0);
}

/* The density by the formula, and the bound of its error for a roundoff. */
static long double density_at(const component *c, size_t components, const long double x[2],
                              long double roundoff, long double *bound) {
  const long double two_pi = 6.283185307179586476925286766559L;
  long double sum = 0;
  *bound = 0;
  for (size_t k = 0; k < components; k++) {
    const long double a = c[k].covariance[0], b = c[k].covariance[1], d = c[k].covariance[3];
    const long double dx = x[0] - c[k].mean[0], dy = x[1] - c[k].mean[1];
    const long double determinant = a * d - b * b;
    const long double q = (dx * dx * d - 2 * b * dx * dy + a * dy * dy) / determinant;
    const long double p = c[k].weight / (two_pi * sqrtl(determinant)) * expl(-q / 2);
    sum += p;
    *bound += p > 0 ? roundoff * (32 + 8 * q) * p : 0;
  }
  return sum;
}

/* Somewhere on [-5, 5]^2, wide or narrow. */
static component random_component(gk_test_rng *rng, int diagonal) {
  const double sx = 0.05 + 2 * gk_test_uniform(rng), sy = 0.05 + 2 * gk_test_uniform(rng);
  const double correlation = diagonal ? 0 : 1.8 * gk_test_uniform(rng) - 0.9;
  component c = {gk_test_uniform(rng), {0, 0}, {sx * sx, 0, 0, sy * sy}};
  c.covariance[1] = c.covariance[2] = correlation * sx * sy;
  c.mean[0] = 10 * gk_test_uniform(rng) - 5;
  c.mean[1] = 10 * gk_test_uniform(rng) - 5;
  return c;
}

#include "f64.h"

#include "density_heights_impl.h"

#include "f32.h"

#include "density_heights_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(high_and_low_f64),
      cmocka_unit_test(high_and_low_f32),
  };
  return gk_test_main("density_heights", tests);
}
