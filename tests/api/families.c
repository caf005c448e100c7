/* SPDX-License-Identifier: BSD-3-Clause */
#include "families.h"

#include <math.h>
#include <stdlib.h>

static void normal(gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, 0.0, 1.0, x);
}

static void offset_1e3(gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, 1e3, 1.0, x);
}

static void offset_1e4(gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, -1e4, 1.0, x);
}

static void offset_1e6(gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, 1e6, 1.0, x);
}

/* Points in pairs that differ by 1e-3 in each feature. */
static void near_duplicates(gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, 0.0, 1.0, x);
  for (size_t i = d; i < n * d; i++) {
    if (i / d % 2 == 1) {
      x[i] = x[i - d] + 1e-3 * gk_test_normal(rng);
    }
  }
}

/* One near-duplicate pair in a set of points that are far from each other: few entries to mend. */
static void rare_duplicates(gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, 0.0, 1.0, x);
  for (size_t i = 0; n > 1 && i < d; i++) {
    x[(n - 1) * d + i] = x[i] + 1e-3 * gk_test_normal(rng);
  }
}

static void two_clusters(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n * d; i++) {
    x[i] = (i / d < n / 2 ? 1e4 : -1e4) + gk_test_normal(rng);
  }
}

/* Five clusters, their points by turns: each tile meets all of them. */
static void five_clusters(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n * d; i++) {
    const size_t cluster = i / d % 5;
    const size_t side = (i % d + cluster * 3) % 7;
    x[i] = 1e4 * ((double)side - 3.0) + gk_test_normal(rng);
  }
}

static void heavy_tails(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n; i++) {
    const double length = exp(2.0 * gk_test_normal(rng));
    gk_test_normals_f64(rng, d, 0.0, length, x + i * d);
  }
}

/* All features of a point are equal: the roundings of a sum have all the same sign. */
static void equal_features(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n; i++) {
    gk_test_normals_f64(rng, 1, 0.0, 1.0, x + i * d);
    for (size_t k = 1; k < d; k++) {
      x[i * d + k] = x[i * d];
    }
  }
}

static void uniform(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n * d; i++) {
    x[i] = gk_test_uniform(rng);
  }
}

static void duplicates(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n * d; i++) {
    x[i] = i < 5 * d ? 10.0 * gk_test_normal(rng) : x[i - 5 * d];
  }
}

static void one_outlier(double size, gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, 0.0, 1.0, x);
  for (size_t k = 0; k < d; k++) {
    x[n / 2 * d + k] = size;
  }
}

static void outlier_1e6(gk_test_rng *rng, size_t n, size_t d, double *x) {
  one_outlier(1e6, rng, n, d, x);
}

/* Its squared norm is no float, and it takes the mean with it: all digits of the others. */
static void outlier_1e30(gk_test_rng *rng, size_t n, size_t d, double *x) {
  one_outlier(-1e30, rng, n, d, x);
}

static void mixed_units(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n * d; i++) {
    x[i] = pow(10.0, (double)(i % d % 7) - 3.0) * gk_test_normal(rng);
  }
}

static void sparse(gk_test_rng *rng, size_t n, size_t d, double *x) {
  for (size_t i = 0; i < n * d; i++) {
    const double u = gk_test_uniform(rng);
    x[i] = u < 0.8 ? 0.0 : u;
  }
}

static void constant_column(gk_test_rng *rng, size_t n, size_t d, double *x) {
  gk_test_normals_f64(rng, n * d, 0.0, 1.0, x);
  for (size_t i = 0; i < n; i++) {
    x[i * d] = 1e7;
  }
}

/* A dense curve: neighbours are close, the ends are far. */
static void curve(gk_test_rng *rng, size_t n, size_t d, double *x) {
  const double phase = gk_test_uniform(rng);
  for (size_t i = 0; i < n * d; i++) {
    const double at = (double)(i / d) / (double)n;
    x[i] = 2.0 * sin(phase + at * (1.0 + (double)(i % d % 11)));
  }
}

const family families[] = {
    {"N(0, 1)", normal, {1.0, 0.01, 30.0}},
    {"offset 1e3", offset_1e3, {1.0}},
    {"offset -1e4", offset_1e4, {1.0, 1e-8}},
    {"offset 1e6", offset_1e6, {1.0, 10.0}},
    {"near duplicates", near_duplicates, {1e2, 1e5, 2e6}},
    {"one near-duplicate pair", rare_duplicates, {1e3, 1e5, 2e6}},
    {"two clusters at +-1e4", two_clusters, {1.0}},
    {"five clusters by turns", five_clusters, {1.0, 1e-8, 100.0}},
    {"heavy tails", heavy_tails, {1.0, 1e-3}},
    {"all features equal", equal_features, {1.0, 0.01, 1e4}},
    {"uniform", uniform, {1.0, 20.0}},
    {"duplicates", duplicates, {0.01, 1e3}},
    {"an outlier at 1e6", outlier_1e6, {1.0, 1e-12}},
    {"an outlier at -1e30", outlier_1e30, {1.0}},
    {"mixed units", mixed_units, {1e-6, 1.0}},
    {"sparse", sparse, {3.0}},
    {"a constant column of 1e7", constant_column, {1.0}},
    {"a dense curve", curve, {1.0, 1e3, 1e5}},
};
const size_t families_count = sizeof families / sizeof families[0];

void family_points_f64(const family *f, size_t n, size_t d, uint64_t seed, double *x, size_t ldx) {
  gk_test_rng rng = gk_test_seed(seed);
  double *points = gk_test_array(n * d, sizeof *points);
  if (d > 0) {
    f->fill(&rng, n, d, points);
  }
  for (size_t i = 0; i < n * d; i++) {
    x[i / d * ldx + i % d] = points[i];
  }
  free(points);
}

void family_points_f32(const family *f, size_t n, size_t d, uint64_t seed, float *x, size_t ldx) {
  gk_test_rng rng = gk_test_seed(seed);
  double *points = gk_test_array(n * d, sizeof *points);
  if (d > 0) {
    f->fill(&rng, n, d, points);
  }
  for (size_t i = 0; i < n * d; i++) {
    x[i / d * ldx + i % d] = (float)points[i];
  }
  free(points);
}
