/*
 * The Gram matrix of n = 100 000 points has 10^10 entries: 80 GB, which nobody stores. Its products
 * with vectors take a few megabytes.
 *
 *     products 100000
 *
 * Solves (K + noise I) a = y by conjugate gradients, the weights of a Gaussian process or of kernel
 * ridge regression: K is touched only by gk_gram_multiply, one product a step. Points and values are
 * those of a smooth function f in two dimensions, sampled on a spiral. An estimate of f at a point in
 * between comes from gk_cross_gram_multiply with one row; so much noise draws it towards 0.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <gausskern/gausskern.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DIMENSIONS = 2, STEPS = 200 };

static double seconds(void) {
  struct timespec now;
  timespec_get(&now, TIME_UTC);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* The golden angle spreads the points evenly over a disk of radius 1. */
static void sample(size_t n, double *x, double *y) {
  for (size_t i = 0; i < n; i++) {
    const double angle = 2.399963229728653 * (double)i,
                 radius = sqrt(((double)i + 0.5) / (double)n);
    x[2 * i] = radius * cos(angle);
    x[2 * i + 1] = radius * sin(angle);
    y[i] = cos(3 * x[2 * i]) + x[2 * i + 1];
  }
}

static double dot(size_t n, const double *a, const double *b) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void add(size_t n, double factor, const double *a, double *to) {
  for (size_t i = 0; i < n; i++)
    to[i] += factor * a[i];
}

/* a with K a = y within `tolerance` of |y|; work holds 3 n numbers. Returns the number of steps. */
static int solve(size_t n, const double *x, const gk_rbf *rbf, const double *y, double tolerance,
                 double *a, double *work) {
  double *r = work, *p = work + n, *kp = work + 2 * n;
  for (size_t i = 0; i < n; i++) {
    a[i] = 0;
    r[i] = p[i] = y[i];
  }
  const double enough = tolerance * tolerance * dot(n, y, y);
  double square = dot(n, r, r);
  int steps = 0;
  for (; steps < STEPS && square > enough; steps++) {
    if (gk_gram_multiply_f64(n, DIMENSIONS, 1, x, DIMENSIONS, p, 1, GK_DIAGONAL_KEPT, rbf, kp, 1,
                             NULL) != GK_SUCCESS) {
      fprintf(stderr, "%s\n", gk_error_message());
      exit(1);
    }
    const double length = square / dot(n, p, kp);
    add(n, length, p, a);
    add(n, -length, kp, r);
    const double next = dot(n, r, r);
    for (size_t i = 0; i < n; i++)
      p[i] = r[i] + next / square * p[i];
    square = next;
  }
  return steps;
}

int main(int argc, char **argv) {
  const size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 100000;
  if (n == 0 || n > SIZE_MAX / (7 * sizeof(double)))
    return fprintf(stderr, "usage: products [POINTS]\n"), 2;
  double *x = gk_alloc(7 * n * sizeof *x);
  if (!x)
    return fprintf(stderr, "there is no memory for %zu points\n", n), 1;
  double *y = x + 2 * n, *a = y + n, *work = a + n;
  sample(n, x, y);
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 8;
  rbf.noise = 1e-2 * (double)n; /* K's eigenvalues grow with n, and so does this share of them */
  const double start = seconds();
  const int steps = solve(n, x, &rbf, y, 1e-6, a, work);
  const double time = seconds() - start, pairs = (double)n * (double)n * steps;
  const double middle[DIMENSIONS] = {0.2, -0.1};
  double value;
  if (gk_cross_gram_multiply_f64(1, n, DIMENSIONS, 1, middle, DIMENSIONS, x, DIMENSIONS, a, 1, &rbf,
                                 &value, 1, NULL) != GK_SUCCESS)
    return fprintf(stderr, "%s\n", gk_error_message()), 1;
  printf("f(0.2, -0.1) = %.4f, smoothed by the noise %.4f\n", cos(0.6) - 0.1, value);
  printf("K would take %.3g GB; %d products, %.3g ns a pair\n", 8e-9 * (double)n * (double)n, steps,
         1e9 * time / pairs);
  gk_free(x);
}
