/*
 * Mixtures of every form, their densities, samples and parts, and heat maps, on arrays that are not
 * a byte longer than they must be; and failures, which must leave nothing behind.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

enum { MIXTURES = 10, COMPONENTS = 3 };

/* A mixture of the given form in 1 to 9 dimensions; its matrices are freed before it is used. */
static gk_mixture *mixture_of(size_t c) {
  static const size_t dimensions[] = {1, 2, 3, 2, 9};
  const gk_covariance_form form = (gk_covariance_form)(c % 5);
  const size_t d = dimensions[(c + c / 5) % 5];
  const size_t columns = form == GK_COVARIANCE_SPHERICAL ? 1 : d;
  const size_t rows = form == GK_COVARIANCE_SPHERICAL || form == GK_COVARIANCE_DIAGONAL ? 1 : d;
  double *matrices = gk_test_array(COMPONENTS * rows * columns, sizeof *matrices);
  double *means = gk_test_array(COMPONENTS * d, sizeof *means);
  for (size_t i = 0; i < COMPONENTS * rows * columns; i++) {
    const size_t row = i / columns % rows, column = i % columns;
    matrices[i] = rows == 1 || row == column ? 1.5 + (double)(i % 3) : 0.1;
  }
  for (size_t i = 0; i < COMPONENTS * d; i++) {
    means[i] = (double)(i % 4) - 1;
  }
  gk_mixture *mixture = NULL;
  assert_success(
      gk_mixture_create(COMPONENTS, d, NULL, means, d, form, matrices, columns, &mixture));
  free(matrices);
  free(means);
  return mixture;
}

#define REAL       double
#define TWIN(name) name##_f64
#include "densities_impl.h"
#undef REAL
#undef TWIN

#define REAL       float
#define TWIN(name) name##_f32
#include "densities_impl.h"

static void parts(void **state) {
  (void)state;
  const size_t features[2] = {1, 0};
  const double values[2] = {0.5, -1};
  for (size_t c = 0; c < MIXTURES; c++) {
    gk_mixture *m = mixture_of(c), *marginal = NULL, *conditional = NULL;
    const size_t d = gk_mixture_dimensions(m);
    if (d > 2) {
      assert_success(gk_mixture_marginal(m, 2, features, &marginal));
      assert_success(gk_mixture_conditional(m, 2, features, values, &conditional));
    }
    gk_mixture_free(m);
    if (d > 2) {
      at_points_f64(marginal, 9);
      at_points_f64(conditional, 9);
      double *s = malloc((d - 2) * (d - 2) * sizeof *s);
      assert_success(gk_mixture_component(conditional, 2, NULL, NULL, s, d - 2));
      free(s);
    }
    gk_mixture_free(marginal);
    gk_mixture_free(conditional);
  }
}

static void failures(void **state) {
  (void)state;
  const double ones[4] = {1, 1, 1, 1}, indefinite[8] = {1, 0, 0, 1, 1, 2, 2, 1}, means[4] = {0};
  gk_mixture *made = NULL;
  size_t rank = 0;
  assert_status(gk_normal_create(2, NULL, GK_COVARIANCE_FULL, ones, 2, &made), GK_ERROR_SINGULAR);
  assert_message("rank 1");
  assert_status(gk_mixture_create(2, 2, NULL, means, 2, GK_COVARIANCE_FULL, indefinite, 2, &made),
                GK_ERROR_SINGULAR);
  assert_message("component 1");
  assert_success(gk_covariance_rank(2, ones, 2, &rank, NULL));
  assert_int_equal(rank, 1);
  assert_null(made);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(densities_f64), cmocka_unit_test(densities_f32),
      cmocka_unit_test(heatmaps_f64),  cmocka_unit_test(heatmaps_f32),
      cmocka_unit_test(parts),         cmocka_unit_test(failures),
  };
  return gk_test_main("valgrind_densities", tests);
}
