/* Marginal and conditional distributions of mixtures. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "normals.h"

enum { MOST = NORMALS_MOST_D };

/* `count` different numbers below d in random order, then the others in theirs. */
static void shuffle(gk_test_rng *rng, size_t d, size_t count, size_t *features) {
  size_t left[MOST];
  for (size_t i = 0; i < d; i++) {
    left[i] = i;
  }
  for (size_t i = 0; i < count; i++) {
    const size_t at = gk_test_bits(rng) % (d - i);
    features[i] = left[at];
    memmove(left + at, left + at + 1, (d - i - 1 - at) * sizeof *left);
  }
  memcpy(features + count, left, (d - count) * sizeof *left);
}

/* The mean and covariance of component k for some features. */
static void select_features(const normals *m, size_t k, size_t count, const size_t *features,
                            long double *mean, long double *covariance) {
  for (size_t i = 0; i < count; i++) {
    mean[i] = (long double)m->means[k * m->d + features[i]];
    for (size_t j = 0; j < count; j++) {
      covariance[i * count + j] =
          (long double)m->covariances[(k * m->d + features[i]) * m->d + features[j]];
    }
  }
}

/* A marginal distribution has the means and covariances of its features. */
static void marginal(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(62);
  for (size_t c = 0; c < 60; c++) {
    const size_t d = 1 + c % 10, count = 1 + gk_test_bits(&rng) % d, components = 1 + c % 4;
    normals m = normals_random(&rng, components, d, c % 3 ? 1 : 1e-3, 4);
    gk_mixture *mixture = normals_mixture(&m), *part = NULL;
    size_t features[MOST];
    shuffle(&rng, d, count, features);
    assert_success(gk_mixture_marginal(mixture, count, features, &part));
    assert_int_equal(gk_mixture_components(part), components);
    gk_mixture_free(mixture); /* the marginal lives on */
    for (size_t k = 0; k < components; k++) {
      long double mean[MOST], covariance[MOST * MOST];
      select_features(&m, k, count, features, mean, covariance);
      normals_check_component(part, k, m.weights[k], mean, covariance, count, 0,
                              0x1p-53 * 8 * (double)d);
    }
    gk_mixture_free(part);
    normals_free(&m);
  }
}

/* Diagonal and spherical mixtures keep their form's exactness in marginals and conditionals. */
static void parts_of_separable(void **state) {
  (void)state;
  const double means[6] = {1, 2, 3, -1, -2, -3}, variances[6] = {1, 4, 9, 16, 25, 36};
  const size_t features[2] = {2, 0};
  const double values[2] = {3, 1};
  for (int form = GK_COVARIANCE_DIAGONAL; form <= GK_COVARIANCE_SPHERICAL; form++) {
    gk_mixture *mixture = NULL, *part = NULL, *rest = NULL;
    assert_success(
        gk_mixture_create(2, 3, NULL, means, 3, (gk_covariance_form)form, variances, 3, &mixture));
    assert_success(gk_mixture_marginal(mixture, 2, features, &part));
    assert_success(gk_mixture_conditional(mixture, 2, features, values, &rest));
    double sum = 0;
    for (size_t k = 0; k < 2; k++) {
      const int diagonal = form == GK_COVARIANCE_DIAGONAL;
      const double *v = variances + 3 * k;
      const long double mean[2] = {means[3 * k + 2], means[3 * k]}, other[1] = {means[3 * k + 1]};
      const long double s[4] = {diagonal ? v[2] : v[0], 0, 0, v[0]};
      const long double t[1] = {diagonal ? v[1] : v[0]};
      double weight;
      assert_success(gk_mixture_component(rest, k, &weight, NULL, NULL, 0));
      normals_check_component(part, k, 0.5, mean, s, 2, 0, 0x1p-51);
      normals_check_component(rest, k, weight, other, t, 1, 0, 0x1p-51);
      sum += weight;
    }
    assert_close(sum, 1, 0x1p-51);
    gk_mixture_free(mixture);
    gk_mixture_free(part);
    gk_mixture_free(rest);
  }
}

/* Solves S y = b by Gauss-Jordan elimination for several right-hand sides; S is definite. */
static void solve(size_t d, long double *s, size_t columns, long double *b) {
  for (size_t p = 0; p < d; p++) {
    for (size_t i = 0; i < d; i++) {
      const long double factor = i == p ? 0 : s[i * d + p] / s[p * d + p];
      for (size_t j = 0; j < d; j++) {
        s[i * d + j] -= factor * s[p * d + j];
      }
      for (size_t j = 0; j < columns; j++) {
        b[i * columns + j] -= factor * b[p * columns + j];
      }
    }
  }
  for (size_t i = 0; i < d * columns; i++) {
    b[i] /= s[i / columns * (d + 1)];
  }
}

/* mu_a + S_ab S_bb^-1 (v - mu_b) and S_aa - S_ab S_bb^-1 S_ba; b are the first `count` features. */
static void condition(const normals *m, size_t k, size_t count, const size_t *features,
                      const double *values, long double *mean, long double *covariance) {
  const size_t d = m->d, rest = d - count, columns = rest + 1;
  long double all_mean[MOST], all[MOST * MOST], s[MOST * MOST], b[MOST * (MOST + 1)];
  select_features(m, k, d, features, all_mean, all);
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < count; j++) {
      s[i * count + j] = all[i * d + j];
    }
    for (size_t j = 0; j < rest; j++) {
      b[i * columns + j] = all[i * d + count + j];
    }
    b[i * columns + rest] = (long double)values[i] - all_mean[i];
  }
  solve(count, s, columns, b);
  for (size_t i = 0; i < rest; i++) {
    mean[i] = all_mean[count + i];
    for (size_t p = 0; p < count; p++) {
      mean[i] += all[p * d + count + i] * b[p * columns + rest];
    }
    for (size_t j = 0; j < rest; j++) {
      covariance[i * rest + j] = all[(count + i) * d + count + j];
      for (size_t p = 0; p < count; p++) {
        covariance[i * rest + j] -= all[p * d + count + i] * b[p * columns + j];
      }
    }
  }
}

/* log(w N(values; marginal)) of each component, as responsibilities. */
static void weights_given(const normals *m, size_t count, const size_t *features,
                          const double *values, long double *r) {
  normals part = normals_new(m->components, count);
  long double x[MOST];
  for (size_t k = 0; k < m->components; k++) {
    part.weights[k] = m->weights[k];
    for (size_t i = 0; i < count; i++) {
      x[i] = (long double)values[i];
      part.means[k * count + i] = m->means[k * m->d + features[i]];
      for (size_t j = 0; j < count; j++) {
        part.covariances[(k * count + i) * count + j] =
            m->covariances[(k * m->d + features[i]) * m->d + features[j]];
      }
    }
  }
  normals_prepare(&part);
  normals_at(&part, x, r);
  normals_free(&part);
}

/* The Schur complement and the responsibilities, also of values far from all components. */
static void conditional(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(63);
  for (size_t c = 0; c < 60; c++) {
    const size_t d = 2 + c % 9, count = 1 + gk_test_bits(&rng) % (d - 1), components = 1 + c % 4;
    const double far = c % 5 ? 2 : 200;
    normals m = normals_random(&rng, components, d, 1, 1);
    gk_mixture *mixture = normals_mixture(&m), *rest = NULL;
    size_t features[MOST];
    double values[MOST], kappa = 1;
    long double r[NORMALS_MOST_COMPONENTS];
    shuffle(&rng, d, count, features);
    gk_test_normals_f64(&rng, count, 0, far, values);
    weights_given(&m, count, features, values, r);
    assert_success(gk_mixture_conditional(mixture, count, features, values, &rest));
    gk_mixture_free(mixture);
    assert_int_equal(gk_mixture_components(rest), components);
    for (size_t k = 0; k < components; k++) {
      long double mean[MOST], covariance[MOST * MOST], distance = 0;
      kappa = m.conditions[k];
      condition(&m, k, count, features, values, mean, covariance);
      for (size_t i = 0; i < count; i++) {
        distance += fabsl((long double)(values[i] - m.means[k * d + features[i]]) /
                          m.scales[k * d + features[i]]);
      }
      const double error = 0x1p-53 * 16 * (double)d * kappa;
      double weight = -1;
      assert_success(gk_mixture_component(rest, k, &weight, NULL, NULL, 0));
      assert_close(weight, r[k], 1e-9 * (double)r[k] + DBL_MIN);
      /* relative to the deviations that are left, which are smaller than the given ones */
      normals_check_component(rest, k, weight, mean, covariance, d - count,
                              error * kappa * (double)(distance + 1), error * kappa);
    }
    gk_mixture_free(rest);
    normals_free(&m);
  }
}

/* p(a, b) = p(b) p(a | b), whatever the weights' sum. */
static void chain_rule(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(64);
  for (size_t c = 0; c < 30; c++) {
    const size_t d = 2 + c % 6, count = 1 + c % (d - 1);
    normals m = normals_random(&rng, 1 + c % 3, d, 1, 1);
    gk_mixture *mixture = normals_mixture(&m), *part = NULL, *rest = NULL;
    size_t features[MOST];
    double x[MOST], given[MOST], others[MOST], joint, first, second;
    shuffle(&rng, d, count, features);
    gk_test_normals_f64(&rng, d, 0, 2, x);
    for (size_t i = 0; i < d; i++) {
      *(i < count ? &given[i] : &others[i - count]) = x[features[i]];
    }
    assert_success(gk_mixture_marginal(mixture, count, features, &part));
    assert_success(gk_mixture_conditional(mixture, count, features, given, &rest));
    assert_success(gk_mixture_log_density_f64(mixture, 1, x, d, &joint, NULL));
    assert_success(gk_mixture_log_density_f64(part, 1, given, count, &first, NULL));
    assert_success(gk_mixture_log_density_f64(rest, 1, others, d - count, &second, NULL));
    assert_close(first + second, joint, 1e-9 * (1 + fabs(joint)));
    gk_mixture_free(mixture);
    gk_mixture_free(part);
    gk_mixture_free(rest);
    normals_free(&m);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(marginal),
      cmocka_unit_test(parts_of_separable),
      cmocka_unit_test(conditional),
      cmocka_unit_test(chain_rule),
  };
  return gk_test_main("mixture_parts", tests);
}
