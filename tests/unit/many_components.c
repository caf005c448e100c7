/* Mixtures of more components than are at work together: log densities, and what has none. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <math.h>
#include <stdlib.h>

enum { COMPONENTS = 150, POINTS = 40 };

typedef struct mixture {
  double weights[COMPONENTS], means[COMPONENTS], variances[COMPONENTS];
} mixture;

static long double log_density(const mixture *m, double x) {
  const long double log_2pi = 1.837877066409345483560659472811235279L;
  long double levels[COMPONENTS], highest = -INFINITY, sum = 0;
  for (size_t k = 0; k < COMPONENTS; k++) {
    const long double difference = (long double)x - m->means[k], variance = m->variances[k];
    levels[k] =
        logl(m->weights[k]) - (difference * difference / variance + logl(variance) + log_2pi) / 2;
    highest = fmaxl(highest, levels[k]);
  }
  for (size_t k = 0; k < COMPONENTS; k++) {
    sum += expl(levels[k] - highest);
  }
  return highest + logl(sum);
}

/* The header's bound with the largest of the components' q and levels that count. */
static double bound(const mixture *m, double x, long double level) {
  double q = 0;
  for (size_t k = 0; k < COMPONENTS; k++) {
    const double difference = x - m->means[k], own = difference * difference / m->variances[k];
    q = m->weights[k] > 0 && own < 2 * (double)fabsl(level) + 100 ? fmax(q, own) : q;
  }
  return 0x1p-53 * (8 * (q + 1) + 4 * (q + 800) + COMPONENTS + 8);
}

static void check(const mixture *m) {
  gk_mixture *made;
  double x[POINTS + 3] = {0}, logs[POINTS + 3];
  for (size_t i = 0; i < POINTS; i++) {
    x[i] = 5 * (double)i - 30;
  }
  x[POINTS] = NAN;
  x[POINTS + 1] = INFINITY;
  x[POINTS + 2] = -1e200;
  assert_success(gk_mixture_create(COMPONENTS, 1, m->weights, m->means, 1, GK_COVARIANCE_DIAGONAL,
                                   m->variances, 1, &made));
  assert_success(gk_mixture_log_density_f64(made, POINTS + 3, x, 1, logs, NULL));
  for (size_t i = 0; i < POINTS; i++) {
    const long double exact = log_density(m, x[i]);
    assert_close(logs[i], exact, bound(m, x[i], exact));
  }
  assert_is_nan(logs[POINTS]);
  assert_true(isinf(logs[POINTS + 1]) && logs[POINTS + 1] < 0);
  assert_true(isinf(logs[POINTS + 2]) && logs[POINTS + 2] < 0);
  gk_mixture_free(made);
}

/* The nearest component comes early or late, and steps to it are long or short. */
static void components_in_a_row(void **state) {
  (void)state;
  for (int turn = 0; turn < 4; turn++) {
    mixture m;
    for (size_t k = 0; k < COMPONENTS; k++) {
      const size_t place = turn % 2 ? COMPONENTS - 1 - k : k;
      m.weights[k] = 1 + (double)(k % 7);
      m.means[k] = (double)place;
      m.variances[k] = turn < 2 ? 0.5 : 400;
    }
    check(&m);
  }
}

/* Where all of the first, or of the last, have no weight. */
static void components_without_weight(void **state) {
  (void)state;
  for (size_t first = 0; first < 2; first++) {
    mixture m;
    for (size_t k = 0; k < COMPONENTS; k++) {
      m.weights[k] = (k < 80) == (first == 1) ? 0 : 1e-3;
      m.means[k] = (double)(k % 11);
      m.variances[k] = 2;
    }
    check(&m);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(components_in_a_row),
      cmocka_unit_test(components_without_weight),
  };
  return gk_test_main("many_components", tests);
}
