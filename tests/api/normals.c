/* SPDX-License-Identifier: BSD-3-Clause */
#include "normals.h"

#include <math.h>
#include <stdlib.h>

static const long double log_two_pi = 1.837877066409345483560659472811235279723L;

normals normals_new(size_t components, size_t d) {
  assert_true(d <= NORMALS_MOST_D && components <= NORMALS_MOST_COMPONENTS);
  normals m = {.components = components, .d = d};
  m.weights = gk_test_array(components, sizeof(double));
  m.means = gk_test_array(components * d, sizeof(double));
  m.covariances = gk_test_array(components * d * d, sizeof(double));
  m.scales = gk_test_array(components * d, sizeof(long double));
  m.factors = gk_test_array(components * d * d, sizeof(long double));
  m.log_heights = gk_test_array(components, sizeof(long double));
  m.conditions = gk_test_array(components, sizeof(double));
  for (size_t k = 0; k < components; k++) {
    m.weights[k] = 1;
    for (size_t i = 0; i < d; i++) {
      m.means[k * d + i] = 0;
      for (size_t j = 0; j < d; j++) {
        m.covariances[(k * d + i) * d + j] = i == j;
      }
    }
  }
  return m;
}

void normals_free(normals *m) {
  free(m->weights);
  free(m->means);
  free(m->covariances);
  free(m->scales);
  free(m->factors);
  free(m->log_heights);
  free(m->conditions);
  *m = (normals){0};
}

/* One rotation of Jacobi's, which makes a[p][q] 0. */
static void rotate(size_t d, long double *a, size_t p, size_t q) {
  const long double theta = (a[q * d + q] - a[p * d + p]) / (2 * a[p * d + q]);
  const long double t = (theta < 0 ? -1 : 1) / (fabsl(theta) + sqrtl(theta * theta + 1));
  const long double c = 1 / sqrtl(t * t + 1), s = t * c;
  for (size_t i = 0; i < d; i++) {
    const long double x = a[i * d + p], y = a[i * d + q];
    a[i * d + p] = c * x - s * y;
    a[i * d + q] = s * x + c * y;
  }
  for (size_t i = 0; i < d; i++) {
    const long double x = a[p * d + i], y = a[q * d + i];
    a[p * d + i] = c * x - s * y;
    a[q * d + i] = s * x + c * y;
  }
}

double normals_condition(size_t d, const long double *symmetric) {
  long double a[NORMALS_MOST_D * NORMALS_MOST_D];
  for (size_t i = 0; i < d * d; i++) {
    a[i] = symmetric[i];
  }
  for (size_t sweep = 0; sweep < 12; sweep++) {
    for (size_t p = 0; p < d; p++) {
      for (size_t q = p + 1; q < d; q++) {
        if (fabsl(a[p * d + q]) > 0x1p-80L) {
          rotate(d, a, p, q);
        }
      }
    }
  }
  long double least = a[0], largest = a[0];
  for (size_t i = 1; i < d; i++) {
    least = fminl(least, a[i * d + i]);
    largest = fmaxl(largest, a[i * d + i]);
  }
  return (double)(largest / least);
}

static void factorise(size_t d, const long double *a, long double *l) {
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < d; j++) {
      long double sum = a[i * d + j];
      for (size_t k = 0; k < (j < i ? j : i); k++) {
        sum -= l[i * d + k] * l[j * d + k];
      }
      l[i * d + j] = j > i ? 0 : j < i ? sum / l[j * d + j] : sqrtl(sum);
    }
    assert_true(l[i * d + i] > 0);
  }
}

static void prepare_component(normals *m, size_t k) {
  const size_t d = m->d;
  const double *s = m->covariances + k * d * d;
  long double *scale = m->scales + k * d, *l = m->factors + k * d * d;
  long double correlation[NORMALS_MOST_D * NORMALS_MOST_D] = {0};
  for (size_t i = 0; i < d; i++) {
    scale[i] = sqrtl((long double)s[i * d + i]);
  }
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j < d; j++) {
      const double entry = i < j ? s[j * d + i] : s[i * d + j];
      correlation[i * d + j] = i == j ? 1 : (long double)entry / scale[i] / scale[j];
    }
  }
  factorise(d, correlation, l);
  m->conditions[k] = normals_condition(d, correlation);
  m->log_heights[k] = -(long double)d * log_two_pi / 2;
  for (size_t i = 0; i < d; i++) {
    m->log_heights[k] -= logl(scale[i]) + logl(l[i * d + i]);
  }
}

void normals_prepare(normals *m) {
  for (size_t k = 0; k < m->components; k++) {
    prepare_component(m, k);
  }
}

/* D (B B^T + near I) D with B of normal variates and D of powers of two. */
static void random_covariance(gk_test_rng *rng, size_t d, double near, int octaves, double *s) {
  double b[NORMALS_MOST_D * NORMALS_MOST_D], scale[NORMALS_MOST_D];
  const size_t rank = near < 1 && d > 1 ? d - 1 : d;
  for (size_t i = 0; i < d; i++) {
    const int exponent = (int)((gk_test_uniform(rng) * 2 - 1) * octaves);
    scale[i] = ldexp(1.0, exponent);
    gk_test_normals_f64(rng, rank, 0, 1, b + i * rank);
  }
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      double sum = i == j ? near : 0;
      for (size_t k = 0; k < rank; k++) {
        sum += b[i * rank + k] * b[j * rank + k];
      }
      s[i * d + j] = s[j * d + i] = sum * scale[i] * scale[j];
    }
  }
}

normals normals_random(gk_test_rng *rng, size_t components, size_t d, double near, int octaves) {
  normals m = normals_new(components, d);
  for (size_t k = 0; k < components; k++) {
    m.weights[k] = 0.25 + 3 * gk_test_uniform(rng);
    random_covariance(rng, d, near, octaves, m.covariances + k * d * d);
    gk_test_normals_f64(rng, d, 0, 2, m.means + k * d);
  }
  normals_prepare(&m);
  return m;
}

gk_mixture *normals_mixture(const normals *m) {
  gk_mixture *mixture = NULL;
  assert_success(gk_mixture_create(m->components, m->d, m->weights, m->means, m->d,
                                   GK_COVARIANCE_FULL, m->covariances, m->d, &mixture));
  assert_non_null(mixture);
  return mixture;
}

long double normals_distance(const normals *m, size_t component, const long double *x) {
  const size_t d = m->d;
  const long double *l = m->factors + component * d * d;
  long double z[NORMALS_MOST_D], q = 0;
  for (size_t i = 0; i < d; i++) {
    z[i] = (x[i] - (long double)m->means[component * d + i]) / m->scales[component * d + i];
    for (size_t j = 0; j < i; j++) {
      z[i] -= l[i * d + j] * z[j];
    }
    z[i] /= l[i * d + i];
    q += z[i] * z[i];
  }
  return q;
}

/* e_k of density.h; log_part is log(w N). */
static double bound_of(const normals *m, size_t k, long double q, long double log_part) {
  const long double base = 8 * (long double)m->d * (long double)m->conditions[k] * (q + 1);
  const long double log_weight = logl((long double)m->weights[k]);
  return (double)(0x1p-53L * (base + 4 * fabsl(log_part) + 4 * fabsl(log_weight)));
}

normals_truth normals_at(const normals *m, const long double *x, long double *r) {
  normals_truth truth = {.least_q = INFINITY};
  long double logs[NORMALS_MOST_COMPONENTS], largest = -INFINITY, sum = 0;
  for (size_t k = 0; k < m->components; k++) {
    const long double q = normals_distance(m, k, x), d = (long double)m->d;
    const long double condition = (long double)m->conditions[k];
    logs[k] = logl((long double)m->weights[k]) + m->log_heights[k] - q / 2;
    largest = fmaxl(largest, logs[k]);
    truth.least_q = fmin(truth.least_q, (double)q);
    if (m->weights[k] > 0) {
      truth.error[k] = bound_of(m, k, q, logs[k]);
      truth.height += (long double)m->weights[k] * expl(m->log_heights[k]);
      truth.grid_spread += (32 + 8 * q) * expl(logs[k]);
      const int is_ill = m->computed || condition >= 100;
      truth.grid_ill += is_ill ? 0x1p-50L * d * condition * (q + 1) * expl(logs[k]) : 0;
    }
  }
  for (size_t k = 0; k < m->components; k++) {
    sum += expl(logs[k] - largest);
  }
  truth.log_density = largest + logl(sum);
  for (size_t k = 0; k < m->components; k++) {
    const long double share = expl(logs[k] - truth.log_density);
    truth.log_error += share > 0 ? (double)(share * (long double)truth.error[k]) : 0;
    if (r) {
      r[k] = share;
    }
  }
  if (m->components > 1) {
    const long double more = (long double)m->components + 8 + fabsl(truth.log_density);
    truth.log_error += (double)(0x1p-53L * more);
  }
  return truth;
}

void normals_check_component(const gk_mixture *mixture, size_t k, double weight,
                             const long double *mean, const long double *covariance, size_t d,
                             double mean_error, double covariance_error) {
  double w = -1, mu[NORMALS_MOST_D], s[NORMALS_MOST_D * (NORMALS_MOST_D + 2)];
  assert_int_equal(gk_mixture_dimensions(mixture), d);
  assert_success(gk_mixture_component(mixture, k, &w, mu, s, d + 2));
  assert_close(w, weight, weight * 0x1p-51);
  for (size_t i = 0; i < d; i++) {
    const double scale = sqrt((double)covariance[i * d + i]);
    assert_close(mu[i], mean[i], mean_error * scale);
    for (size_t j = 0; j < d; j++) {
      const double other = sqrt((double)covariance[j * d + j]);
      assert_close(s[i * (d + 2) + j], covariance[i * d + j], covariance_error * scale * other);
      assert_same_f64(s[i * (d + 2) + j], s[j * (d + 2) + i]);
    }
  }
}

double normals_unit(void) {
  const volatile long double one = 1.0L, above = one + 0x1p-60L;
  return above > one ? 0 : 0x1p-53;
}
