/* The density of mixtures on grids: each value within the documented bound of the formula. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "normals.h"

/* As numpy's linspace, without its roundings: the range of long double is wide enough. */
static long double coordinate(gk_axis axis, size_t index) {
  const long double first = (long double)axis.first, last = (long double)axis.last;
  return axis.count == 1
             ? first
             : first + (last - first) * (long double)index / (long double)(axis.count - 1);
}

/* A mixture whose components have covariances of the form full (0), diagonal or spherical (2). */
static gk_mixture *random_of_form(gk_test_rng *rng, normals *m, int form, double near) {
  const size_t d = m->d, components = m->components;
  double variances[NORMALS_MOST_COMPONENTS * 3];
  if (form == 0) {
    normals_free(m);
    *m = normals_random(rng, components, d, near, 2);
    return normals_mixture(m);
  }
  for (size_t k = 0; k < components; k++) {
    for (size_t i = 0; i < d; i++) {
      const size_t at = form == 1 ? k * d + i : k;
      if (form == 1 || i == 0) {
        variances[at] = exp(2 * gk_test_normal(rng));
      }
      m->covariances[(k * d + i) * d + i] = variances[at];
      m->means[k * d + i] = 2 * gk_test_normal(rng);
    }
    m->weights[k] = 0.25 + gk_test_uniform(rng);
  }
  normals_prepare(m);
  gk_mixture *mixture = NULL;
  assert_success(gk_mixture_create(components, d, m->weights, m->means, d,
                                   form == 1 ? GK_COVARIANCE_DIAGONAL : GK_COVARIANCE_SPHERICAL,
                                   variances, form == 1 ? d : 1, &mixture));
  return mixture;
}

/* A normal distribution that is given by a Cholesky factor, or by a precision matrix. */
static gk_mixture *computed_form(gk_test_rng *rng, normals *m, int cholesky) {
  const size_t d = m->d;
  double given[9];
  for (size_t i = 0; i < d * d; i++) {
    const size_t row = i / d, column = i % d, low = row < column ? row : column;
    const size_t high = row + column - low, apart = high - low;
    const double any = (double)(gk_test_bits(rng) % 9) - 4, positive = fabs(any) + 1;
    if (cholesky) {
      given[i] = column > row ? 1e300 : column == row ? positive : any;
    } else {
      given[i] = apart == 0 ? 2 : apart == 1 ? -1 : 0;
      m->covariances[i] = (double)((low + 1) * (d - high)) / (double)(d + 1);
    }
  }
  for (size_t i = 0; i < d * d && cholesky; i++) {
    m->covariances[i] = 0;
    for (size_t k = 0; k <= i / d && k <= i % d; k++) {
      m->covariances[i] += given[i / d * d + k] * given[i % d * d + k];
    }
  }
  gk_test_normals_f64(rng, d, 0, 100, m->means);
  m->computed = 1;
  normals_prepare(m);
  gk_mixture *normal = NULL;
  assert_success(gk_normal_create(
      d, m->means, cholesky ? GK_COVARIANCE_CHOLESKY : GK_COVARIANCE_PRECISION, given, d, &normal));
  return normal;
}

/* Axes so wide and so fine that the sum of the values is the integral; the volume of a cell. */
static double enclose(const normals *m, gk_axis *axes) {
  double cell = 1;
  for (size_t k = 0; k < m->d; k++) {
    double step = INFINITY, first = INFINITY, last = -INFINITY;
    for (size_t i = 0; i < m->components; i++) {
      const double scale = (double)m->scales[i * m->d + k], mean = m->means[i * m->d + k];
      /* across its length a normal distribution is narrower than along an axis */
      step = fmin(step, 0.9 * scale / sqrt(m->conditions[i]));
      first = fmin(first, mean - 6.5 * scale);
      last = fmax(last, mean + 6.5 * scale);
    }
    axes[k] = (gk_axis){first, last, (size_t)((last - first) / step) + 2};
    cell *= (last - first) / (double)(axes[k].count - 1);
  }
  return cell;
}

#include "f64.h"
#define ROUNDING 0.0L /* of the log density, beyond what its bound counts */

#include "density_grid_impl.h"
#undef ROUNDING

#include "f32.h"
#define ROUNDING 0x1p-24L

#include "density_grid_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_grids_f64),
      cmocka_unit_test(random_grids_f32),
      cmocka_unit_test(one_point_or_none_f64),
      cmocka_unit_test(one_point_or_none_f32),
      cmocka_unit_test(backwards_f64),
      cmocka_unit_test(backwards_f32),
      cmocka_unit_test(much_wider_than_sigma_f64),
      cmocka_unit_test(much_wider_than_sigma_f32),
      cmocka_unit_test(far_away_f64),
      cmocka_unit_test(far_away_f32),
      cmocka_unit_test(tiny_and_huge_f64),
      cmocka_unit_test(tiny_and_huge_f32),
      cmocka_unit_test(the_widest_axis_f64),
      cmocka_unit_test(the_widest_axis_f32),
      cmocka_unit_test(computed_forms_f64),
      cmocka_unit_test(computed_forms_f32),
      cmocka_unit_test(many_components_f64),
      cmocka_unit_test(many_components_f32),
      cmocka_unit_test(large_grids_f64),
      cmocka_unit_test(large_grids_f32),
      cmocka_unit_test(integral_f64),
      cmocka_unit_test(integral_f32),
  };
  return gk_test_main("density_grid", tests);
}
