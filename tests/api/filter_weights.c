/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter_weights.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Differences of the discrete Gaussian cancel: the recurrence takes all digits that there are. */
#ifdef __SIZEOF_FLOAT128__
typedef __float128 widest;
#else
typedef long double widest;
#endif

static const wide SQRT_2PI = 2.506628274631000502415765284811045253L;

/* g^(order)(x) with g = exp(-x^2 / (2 sigma^2)): g^(o+1) = -(x g^(o) + o g^(o-1)) / sigma^2. */
static wide derivative(wide x, wide sigma, unsigned order) {
  wide before = 0, here = expl(-(x / sigma) * (x / sigma) / 2);
  for (unsigned o = 0; o < order; o++) {
    const wide next = -(x * here + (wide)o * before) / (sigma * sigma);
    before = here;
    here = next;
  }
  return here;
}

/* The mean of g over a pixel: erfc where g is narrow, 5 points of Gauss and Legendre where wide. */
static wide integral(wide x, wide sigma) {
  static const wide node[] = {0, 0.538469310105683091036314420700208805L,
                              0.906179845938663992797626878299392965L};
  static const wide weight[] = {0.568888888888888888888888888888888889L,
                                0.478628670499366468041291514835638193L,
                                0.236926885056189087514264040719917363L};
  x = fabsl(x);
  if (sigma < 30) {
    const wide scale = sigma * sqrtl(2.0L);
    const wide inner = x > 0.4L ? erfcl((x - 0.5L) / scale) - erfcl((x + 0.5L) / scale)
                                : erfl((x + 0.5L) / scale) - erfl((x - 0.5L) / scale);
    return sigma * SQRT_2PI / 2 * inner;
  }
  wide sum = weight[0] * derivative(x, sigma, 0);
  for (size_t p = 1; p < 3; p++) {
    const wide step = node[p] / 2;
    sum += weight[p] * (derivative(x - step, sigma, 0) + derivative(x + step, sigma, 0));
  }
  return sum / 2;
}

/* exp(-t) I_j(t) for j = 0 .. most, by Miller's downward recurrence. */
static widest *discrete(widest sigma, size_t most) {
  const widest t = sigma * sigma;
  widest *value = gk_test_array(most + 1, sizeof *value);
  widest above = 0, here = 1e-4000L, sum = 0;
  for (size_t m = most + 60 + (size_t)(20 * sigma); m > 0; m--) {
    if (m <= most) {
      value[m] = here;
    }
    sum += 2 * here;
    const widest below = above + 2 * (widest)m / t * here;
    above = here;
    here = below;
    if (here > 1e2000L) {
      for (size_t j = m; j <= most; j++) {
        value[j] *= 1e-2000L;
      }
      above *= 1e-2000L;
      here *= 1e-2000L;
      sum *= 1e-2000L;
    }
  }
  value[0] = here;
  for (size_t j = 0; j <= most; j++) {
    value[j] /= sum + here;
  }
  return value;
}

static widest difference(const widest *value, ptrdiff_t j, unsigned order) {
  if (order == 0) {
    return value[j < 0 ? -j : j];
  }
  const unsigned lower = order - (order > 1 ? 2 : 1);
  const widest below = difference(value, j - 1, lower), above = difference(value, j + 1, lower);
  return order == 1 ? (above - below) / 2 : below - 2 * difference(value, j, lower) + above;
}

/* C(2 r, r + j) / 4^r, from the middle outwards. */
static wide binomial(size_t radius, size_t j) {
  wide value = 1;
  for (size_t k = 1; k <= radius; k++) {
    value *= (wide)(2 * k - 1) / (wide)(2 * k);
  }
  for (size_t k = 1; k <= j; k++) {
    value *= (wide)(radius - k + 1) / (wide)(radius + k);
  }
  return value;
}

static void fill(line_weights *line, gk_weights_method method, wide sigma, unsigned order) {
  const ptrdiff_t radius = (ptrdiff_t)line->radius;
  widest *bessel = method == GK_WEIGHTS_DISCRETE ? discrete(sigma, line->radius + 9) : NULL;
  for (ptrdiff_t j = -radius; j <= radius; j++) {
    wide *w = &line->w[radius + j];
    if (method == GK_WEIGHTS_BINOMIAL) {
      *w = binomial(line->radius, (size_t)(j < 0 ? -j : j));
    } else if (method == GK_WEIGHTS_DISCRETE) {
      *w = (wide)difference(bessel, j, order);
    } else if (method == GK_WEIGHTS_SAMPLED) {
      *w = derivative((wide)j, sigma, order);
    } else if (order == 0) {
      *w = integral((wide)j, sigma);
    } else {
      *w = derivative((wide)j + 0.5L, sigma, order - 1) -
           derivative((wide)j - 0.5L, sigma, order - 1);
    }
  }
  free(bessel);
}

static size_t far_radius(gk_weights_method method, double sigma) {
  /* The tails of the discrete Gaussian are heavier than those of the others. */
  return (size_t)(12.5 * sigma) + (method == GK_WEIGHTS_DISCRETE ? 24 : 3);
}

line_weights line_weights_of(gk_weights_method method, double sigma, unsigned order,
                             size_t radius) {
  line_weights line = {.radius = radius == SIZE_MAX ? far_radius(method, sigma) : radius};
  const size_t count = 2 * line.radius + 1;
  line.w = gk_test_array(count, sizeof *line.w);
  fill(&line, method, sigma, 0);
  wide sum = 0;
  for (size_t i = 0; i < line.radius; i++) {
    sum += 2 * line.w[i];
  }
  sum += line.w[line.radius];
  if (order > 0) {
    fill(&line, method, sigma, order);
  }
  for (size_t i = 0; i < count; i++) {
    line.w[i] /= sum;
    line.magnitude += fabsl(line.w[i]);
  }
  return line;
}

void line_weights_free(line_weights *line) {
  free(line->w);
}

size_t radius_asked(const gk_filter_spec *spec, size_t axis) {
  if (spec->truncate > 0.0) {
    return (size_t)(spec->truncate * spec->sigma[axis] + 0.5);
  }
  return spec->radius[axis] > 0 ? spec->radius[axis] : SIZE_MAX;
}

static ptrdiff_t modulo(ptrdiff_t i, ptrdiff_t period) {
  const ptrdiff_t rest = i % period;
  return rest < 0 ? rest + period : rest;
}

size_t fold_index(ptrdiff_t i, size_t size, gk_boundary boundary) {
  const ptrdiff_t n = (ptrdiff_t)size;
  if (i >= 0 && i < n) {
    return (size_t)i;
  }
  switch (boundary) {
  case GK_BOUNDARY_REFLECT:
    i = modulo(i, 2 * n);
    return (size_t)(i < n ? i : 2 * n - 1 - i);
  case GK_BOUNDARY_MIRROR:
    i = n > 1 ? modulo(i, 2 * n - 2) : 0;
    return (size_t)(i < n ? i : 2 * n - 2 - i);
  case GK_BOUNDARY_NEAREST:
    return i < 0 ? 0 : size - 1;
  case GK_BOUNDARY_WRAP:
    return (size_t)modulo(i, n);
  default:
    return size;
  }
}

static void add_window(line_matrix *m, size_t row, size_t keep, const line_weights *line,
                       gk_boundary boundary) {
  const ptrdiff_t radius = (ptrdiff_t)line->radius, i = (ptrdiff_t)(row * keep);
  for (ptrdiff_t j = -radius; j <= radius; j++) {
    const size_t pixel = fold_index(i - j, m->n, boundary);
    if (pixel < m->n) {
      m->w[row * m->n + pixel] += line->w[radius + j];
    } else {
      m->outside[row] += line->w[radius + j];
    }
  }
}

static void touch_window(line_matrix *m, size_t row, size_t keep, size_t reach,
                         gk_boundary boundary) {
  unsigned char *touch = m->touch + row * m->n;
  memset(touch, reach == SIZE_MAX, m->n);
  /* Beyond two periods a window has seen every pixel that it will. */
  const ptrdiff_t most = (ptrdiff_t)(reach < 4 * m->n ? reach : 4 * m->n);
  m->beyond[row] = row * keep < (size_t)most || row * keep + (size_t)most >= m->n;
  for (ptrdiff_t j = -most; j <= most; j++) {
    const size_t pixel = fold_index((ptrdiff_t)(row * keep) - j, m->n, boundary);
    if (pixel < m->n) {
      touch[pixel] = 1;
    }
  }
}

line_matrix line_matrix_of(const line_weights *line, size_t n, gk_boundary boundary, size_t keep,
                           size_t reach) {
  line_matrix m = {.rows = (n + keep - 1) / keep, .n = n};
  m.w = gk_test_array(m.rows * n, sizeof *m.w);
  m.outside = gk_test_array(m.rows, sizeof *m.outside);
  m.touch = gk_test_array(m.rows * n, 1);
  m.beyond = gk_test_array(m.rows, 1);
  for (size_t i = 0; i <= 2 * line->radius; i++) {
    m.sum += line->w[i];
  }
  for (size_t row = 0; row < m.rows; row++) {
    m.outside[row] = 0;
    for (size_t j = 0; j < n; j++) {
      m.w[row * n + j] = 0;
    }
    add_window(&m, row, keep, line, boundary);
    touch_window(&m, row, keep, reach, boundary);
  }
  return m;
}

void line_matrix_free(line_matrix *matrix) {
  free(matrix->w);
  free(matrix->outside);
  free(matrix->touch);
  free(matrix->beyond);
}
