/* SPDX-License-Identifier: BSD-3-Clause */
#include "kde_case.h"

#include <math.h>
#include <stdlib.h>

static const long double pi = 3.14159265358979323846264338327950288L;

/* The lower factor of the d x d matrix; returns the log of its determinant. */
static long double factorize(size_t d, const double *matrix, long double *root) {
  long double log_determinant = 0;
  for (size_t i = 0; i < d; i++) {
    for (size_t j = 0; j <= i; j++) {
      long double sum = (long double)matrix[i * d + j];
      for (size_t k = 0; k < j; k++) {
        sum -= root[i * d + k] * root[j * d + k];
      }
      root[i * d + j] = i == j ? sqrtl(sum) : sum / root[j * d + j];
    }
    log_determinant += logl(root[i * d + i]);
  }
  return log_determinant;
}

static int compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* The lower median of each feature. */
static void find_centre(kde_case *c) {
  const size_t step = (c->n + 1022) / 1023;
  double *some = gk_test_array(c->n, sizeof *some);
  for (size_t k = 0; k < c->d; k++) {
    size_t count = 0;
    for (size_t i = 0; i < c->n; i += step) {
      if (!c->weights || c->weights[i] > 0) {
        some[count++] = c->x[i * c->d + k];
      }
    }
    qsort(some, count, sizeof *some, compare);
    c->centre[k] = (long double)some[(count - 1) / 2];
  }
  free(some);
}

void kde_case_make(kde_case *c) {
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = c->correlation > 0 ? GK_BANDWIDTH_MATRIX : GK_BANDWIDTH_FEATURES;
  spec.bandwidth = c->correlation > 0 ? c->matrix : c->h;
  spec.ldb = c->d;
  gk_kde_free(c->kde);
  assert_success(gk_kde_create_f64(c->n, c->d, c->x, c->d, c->weights, &spec, &c->kde, NULL));
  const long double log_determinant = factorize(c->d, c->matrix, c->root);
  c->log_height = -(long double)c->d / 2 * logl(2 * pi) - log_determinant;
  c->sum = 0;
  for (size_t i = 0; i < c->n; i++) {
    c->sum += c->weights ? (long double)c->weights[i] : 1;
  }
  find_centre(c);
}

kde_case kde_case_new(uint64_t seed, size_t n, size_t d, double correlation, double spread,
                      double offset, bool weighted) {
  kde_case c = {.n = n, .d = d, .correlation = correlation};
  gk_test_rng rng = gk_test_seed(seed);
  c.x = gk_test_array(n * d, sizeof *c.x);
  c.h = gk_test_array(d, sizeof *c.h);
  c.matrix = gk_test_array(d * d, sizeof *c.matrix);
  c.root = gk_test_array(d * d, sizeof *c.root);
  c.centre = gk_test_array(d, sizeof *c.centre);
  c.weights = weighted ? gk_test_array(n, sizeof *c.weights) : NULL;
  for (size_t k = 0; k < d; k++) {
    c.h[k] = 0.25 * (1 + 7 * gk_test_uniform(&rng));
  }
  for (size_t i = 0; i < d * d; i++) {
    c.matrix[i] = c.h[i / d] * c.h[i % d] * (i / d == i % d ? 1 : correlation);
  }
  for (size_t i = 0; i < n * d; i++) {
    const double cluster = i / d % 3 ? 0 : 3;
    c.x[i] = offset + c.h[i % d] * spread * (cluster + gk_test_normal(&rng));
  }
  for (size_t i = 0; weighted && i < n; i++) {
    c.weights[i] = n > 4 && i % 5 == 3 ? 0 : 7 * gk_test_uniform(&rng) + 0.01;
  }
  kde_case_make(&c);
  return c;
}

void kde_case_free(kde_case *c) {
  gk_kde_free(c->kde);
  free(c->x);
  free(c->weights);
  free(c->h);
  free(c->matrix);
  free(c->root);
  free(c->centre);
}

double *kde_case_queries(const kde_case *c, size_t m, uint64_t seed) {
  gk_test_rng rng = gk_test_seed(seed);
  double *q = gk_test_array(m * c->d, sizeof *q);
  for (size_t i = 0; i < m; i++) {
    const double away = i % 4 == 0 ? 0 : i % 4 < 3 ? 1 : 12; /* in bandwidths, from a point */
    const size_t near = gk_test_bits(&rng) % c->n;
    for (size_t k = 0; k < c->d; k++) {
      q[i * c->d + k] = c->x[near * c->d + k] + away * c->h[k] * gk_test_normal(&rng);
    }
  }
  return q;
}

/* (a - b)^T H^-1 (a - b), by forward substitution. */
static long double square(const kde_case *c, const long double *step) {
  long double z[KDE_MOST_D], sum = 0;
  for (size_t i = 0; i < c->d; i++) {
    long double left = step[i];
    for (size_t k = 0; k < i; k++) {
      left -= c->root[i * c->d + k] * z[k];
    }
    z[i] = left / c->root[i * c->d + i];
    sum += z[i] * z[i];
  }
  return sum;
}

static long double from_centre(const kde_case *c, const double *q) {
  long double step[KDE_MOST_D];
  for (size_t k = 0; k < c->d; k++) {
    step[k] = (long double)q[k] - c->centre[k];
  }
  return sqrtl(square(c, step));
}

/* By way of the largest term, as the logarithm may be far below the smallest number's. */
kde_truth kde_case_at(const kde_case *c, const double *q) {
  const double u = 0x1p-53, d = (double)c->d, r = c->correlation;
  const double condition = (1 + (d - 1) * r) / (1 - r), ill = 16 * d * condition + 64;
  const double least = c->d > 48 ? 0x1p-43 : 0;
  const long double distance = from_centre(c, q);
  long double step[KDE_MOST_D], level = -INFINITY, sum = 0, errors = 0, log_errors = 0;
  long double *t = gk_test_array(2 * c->n, sizeof *t), *terms = t + c->n;
  double most_log_weight = 0;
  for (size_t i = 0; i < c->n; i++) {
    for (size_t k = 0; k < c->d; k++) {
      step[k] = (long double)q[k] - (long double)c->x[i * c->d + k];
    }
    const long double w = c->weights ? (long double)c->weights[i] / c->sum : 1 / c->sum;
    t[i] = square(c, step) / 2;
    terms[i] = logl(w) - t[i];
    level = fmaxl(level, terms[i]);
    most_log_weight = w > 0 ? fmax(most_log_weight, (double)fabsl(logl(w))) : most_log_weight;
  }
  for (size_t i = 0; i < c->n; i++) {
    const long double share = expl(terms[i] - level);
    const long double reach = fmaxl(distance, from_centre(c, c->x + i * c->d));
    const long double e = (long double)(u * ill) * (t[i] + reach * sqrtl(t[i]));
    sum += share;
    errors += share * (e + 300 * (long double)u);
    log_errors += share * fmaxl(e, (long double)least);
  }
  kde_truth truth;
  const long double height = expl(c->log_height);
  truth.log_density = c->log_height + level + logl(sum);
  truth.density = expl(truth.log_density);
  truth.error = (double)(errors * expl(c->log_height + level) +
                         height * (0x1p-40L * (long double)u + (long double)least));
  truth.log_error = (double)(log_errors / sum) +
                    u * (320 + 4 * (double)fabsl(truth.log_density) + 4 * most_log_weight);
  free(t);
  return truth;
}

gk_kde *kde_of_normals(size_t n, size_t d, double h, double **points) {
  gk_test_rng rng = gk_test_seed(n + d);
  double *x = gk_test_array(n * d, sizeof *x);
  gk_test_normals_f64(&rng, n * d, 0, 1, x);
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = GK_BANDWIDTH_SCALAR;
  spec.bandwidth = &h;
  gk_kde *kde = NULL;
  assert_success(gk_kde_create_f64(n, d, x, d, NULL, &spec, &kde, NULL));
  *points = x;
  return kde;
}
