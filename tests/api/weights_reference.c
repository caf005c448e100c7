/* SPDX-License-Identifier: BSD-3-Clause */
#include "weights_reference.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights_quadrature.h"

/* libquadmath's; its header is gcc's alone, its functions serve clang as well. */
quad expq(quad x);
quad erfcq(quad x);
quad sqrtq(quad x);
quad sinq(quad x);
quad cosq(quad x);

static const quad TWO_PI =
    (quad)0x1.921fb54442d18p+2 + (quad)0x1.1a62633145c07p-52 - (quad)0x1.f1976b7ed8fbcp-108;

quad quad_abs(quad x) {
  return x < 0 ? -x : x;
}

/* ---- The Gaussian of a spec. */

static void invert(size_t n, quad m[3][3], quad *determinant) {
  quad a[3][6] = {{0}};
  *determinant = 1;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      a[i][j] = m[i][j];
      a[i][n + j] = i == j;
    }
  }
  for (size_t k = 0; k < n; k++) { /* no pivoting: positive definite */
    *determinant *= a[k][k];
    const quad pivot = a[k][k];
    for (size_t j = 0; j < 2 * n; j++) {
      a[k][j] /= pivot;
    }
    for (size_t i = 0; i < n; i++) {
      const quad factor = a[i][k];
      for (size_t j = 0; i != k && j < 2 * n; j++) {
        a[i][j] -= factor * a[k][j];
      }
    }
  }
  for (size_t i = 0; i < n; i++) {
    memcpy(m[i], a[i] + n, n * sizeof m[i][0]);
  }
}

static void covariance_of(const gk_weights_spec *spec, quad s[3][3]) {
  const size_t n = spec->dimensions;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      const quad variance = i == j ? (quad)spec->sigma[i] * (quad)spec->sigma[i] : 0;
      s[i][j] = spec->covariance ? (quad)spec->covariance[i * n + j] : variance;
    }
  }
  if (spec->theta != 0.0) {
    const quad cosine = cosq(spec->theta), sine = sinq(spec->theta);
    const quad a = s[0][0], b = s[1][1];
    s[0][0] = cosine * cosine * a + sine * sine * b;
    s[1][1] = sine * sine * a + cosine * cosine * b;
    s[0][1] = s[1][0] = cosine * sine * (a - b);
  }
}

gaussian gaussian_of(const gk_weights_spec *spec) {
  gaussian g = {.spec = spec, .n = spec->dimensions};
  quad determinant;
  covariance_of(spec, g.precision);
  invert(g.n, g.precision, &determinant);
  g.scale = (quad)spec->amplitude;
  for (size_t k = 0; k < g.n; k++) {
    g.center[k] = spec->center ? (quad)spec->center[k] : ((quad)spec->size[k] - 1) / 2;
    determinant *= TWO_PI;
    for (size_t j = 0; j < k; j++) {
      g.turned |= g.precision[k][j] != 0;
    }
  }
  if (spec->normalize == GK_NORMALIZE_DENSITY) {
    g.scale /= sqrtq(determinant);
  }
  return g;
}

static quad exponent_at(const gaussian *g, const quad *x) {
  quad q = 0;
  for (size_t i = 0; i < g->n; i++) {
    for (size_t j = 0; j < g->n; j++) {
      q += x[i] * g->precision[i][j] * x[j];
    }
  }
  return q;
}

/*
 * The polynomial that multiplies the Gaussian: H of order o + e_k is -(P x)_k H_o minus the sum over
 * j of P_kj o_j H_(o - e_j). With magnitudes: the same with all terms positive,
 */
static quad hermite(const gaussian *g, const quad *x, const unsigned *order, int magnitudes) {
  for (size_t k = 0; k < g->n; k++) {
    if (order[k] == 0) {
      continue;
    }
    unsigned lower[3] = {order[0], order[1], order[2]};
    lower[k]--;
    quad slope = 0;
    for (size_t j = 0; j < g->n; j++) {
      slope -= g->precision[k][j] * x[j];
    }
    quad sum = (magnitudes ? quad_abs(slope) : slope) * hermite(g, x, lower, magnitudes);
    for (size_t j = 0; j < g->n; j++) {
      unsigned next[3] = {lower[0], lower[1], lower[2]};
      if (next[j] > 0 && g->precision[k][j] != 0) {
        next[j]--;
        const quad factor = g->precision[k][j] * lower[j];
        sum += (magnitudes ? quad_abs(factor) : -factor) * hermite(g, x, next, magnitudes);
      }
    }
    return sum;
  }
  return 1;
}

static quad derivative_at(const gaussian *g, const quad *x, const unsigned *order) {
  return hermite(g, x, order, 0) * expq(-exponent_at(g, x) / 2);
}

/* ---- One axis of an axis-parallel Gaussian. */

static quad sampled_along(const gaussian *g, size_t k, quad x, unsigned order) {
  gaussian line = {.n = 1};
  line.precision[0][0] = g->precision[k][k];
  return derivative_at(&line, &x, (const unsigned[3]){order});
}

static quad line_at(const void *precision, const quad *x) {
  return expq(-*x * *x * *(const quad *)precision / 2);
}

static quad integral_along(const gaussian *g, size_t k, quad from, quad to, unsigned order) {
  if (order > 0) {
    return sampled_along(g, k, to, order - 1) - sampled_along(g, k, from, order - 1);
  }
  if (from + to < 0) {
    return integral_along(g, k, -to, -from, 0);
  }
  if (g->precision[k][k] < 1e-3) { /* where differences would cancel */
    return quadrature(line_at, &g->precision[k][k], 1, &from, &(size_t){1});
  }
  const quad rate = sqrtq(g->precision[k][k] / 2);
  return sqrtq(TWO_PI / g->precision[k][k]) / 2 * (erfcq(rate * from) - erfcq(rate * to));
}

/* exp(-t) I_i(t) sqrt(2 pi t), i = |x|, t = 1 / precision, by Miller's recurrence. */
static quad discrete_along(const gaussian *g, size_t k, quad x) {
  const quad t = 1 / g->precision[k][k];
  const size_t i = (size_t)(double)quad_abs(x);
  const size_t start = i + 60 + (size_t)(16.0 * sqrt((double)t));
  quad above = 0, here = 1e-300, sum = 0, wanted = 0;
  for (size_t m = start; m > 0; m--) {
    const quad below = above + 2 * (quad)m / t * here;
    sum += 2 * here;
    wanted = m == i ? here : wanted;
    above = here;
    here = below;
  }
  wanted = i == 0 ? here : wanted;
  return wanted / (sum + here) * sqrtq(TWO_PI * t);
}

/* Derivatives of it are central differences: second ones, and once half the step over two. */
static quad difference_along(const gaussian *g, size_t k, quad x, unsigned order, int magnitudes) {
  if (order == 0) {
    return discrete_along(g, k, x);
  }
  const unsigned lower = order - (order > 1 ? 2 : 1);
  const quad below = difference_along(g, k, x - 1, lower, magnitudes);
  const quad above = difference_along(g, k, x + 1, lower, magnitudes);
  if (order == 1) {
    return (magnitudes ? above + below : above - below) / 2;
  }
  const quad here = difference_along(g, k, x, lower, magnitudes);
  return below + (magnitudes ? 2 : -2) * here + above;
}

static quad point_of(const gaussian *g, size_t p) {
  const quad points = (quad)g->spec->oversample;
  return ((quad)p + 0.5) / points - 0.5;
}

static quad oversampled_along(const gaussian *g, size_t k, quad x, unsigned order) {
  quad sum = 0;
  for (size_t p = 0; p < g->spec->oversample; p++) {
    sum += sampled_along(g, k, x + point_of(g, p), order);
  }
  return sum / (quad)g->spec->oversample;
}

static quad weight_along(const gaussian *g, size_t k, quad x) {
  const unsigned order = g->spec->order[k];
  switch (g->spec->method) {
  case GK_WEIGHTS_INTEGRATED:
    return integral_along(g, k, x - 0.5, x + 0.5, order);
  case GK_WEIGHTS_DISCRETE:
    return difference_along(g, k, x, order, 0);
  case GK_WEIGHTS_OVERSAMPLED:
    return oversampled_along(g, k, x, order);
  default:
    return sampled_along(g, k, x, order);
  }
}

/* ---- Turned Gaussians. */

static quad density_at(const void *data, const quad *x) {
  const gaussian *g = data;
  return derivative_at(g, x, g->spec->order);
}

static quad turned_integral(const gaussian *g, const quad *x) {
  quad from[3];
  size_t panels[3];
  for (size_t k = 0; k < g->n; k++) {
    from[k] = x[k] - 0.5;
    panels[k] = 1 + (size_t)(2.0 * sqrt((double)g->precision[k][k]));
  }
  return quadrature(density_at, g, g->n, from, panels);
}

static quad turned_mean(const gaussian *g, const quad *x) {
  const size_t points = g->spec->oversample;
  size_t all = 1;
  for (size_t k = 0; k < g->n; k++) {
    all *= points;
  }
  quad sum = 0;
  for (size_t p = 0; p < all; p++) {
    quad at[3];
    size_t rest = p;
    for (size_t k = 0; k < g->n; k++) {
      at[k] = x[k] + point_of(g, rest % points);
      rest /= points;
    }
    sum += density_at(g, at);
  }
  return sum / (quad)all;
}

static quad turned_weight(const gaussian *g, const quad *x) {
  switch (g->spec->method) {
  case GK_WEIGHTS_INTEGRATED:
    return turned_integral(g, x);
  case GK_WEIGHTS_OVERSAMPLED:
    return turned_mean(g, x);
  default:
    return density_at(g, x);
  }
}

/* ---- What the tests ask for. */

static void offset_of(const gaussian *g, const size_t *index, quad *x) {
  for (size_t k = 0; k < g->n; k++) {
    x[k] = (quad)index[k] - g->center[k];
  }
}

quad reference_weight(const gaussian *g, const size_t *index) {
  quad x[3] = {0, 0, 0};
  offset_of(g, index, x);
  if (g->turned) {
    return g->scale * turned_weight(g, x);
  }
  quad product = g->scale;
  for (size_t k = 0; k < g->n; k++) {
    product *= weight_along(g, k, x[k]);
  }
  return product;
}

quad reference_exponent(const gaussian *g, const size_t *index) {
  quad x[3] = {0, 0, 0}, farthest = 0;
  offset_of(g, index, x);
  if (g->spec->method != GK_WEIGHTS_INTEGRATED) {
    return exponent_at(g, x);
  }
  for (unsigned corner = 0; corner < 8; corner++) {
    quad at[3] = {0, 0, 0};
    for (size_t k = 0; k < g->n; k++) {
      at[k] = x[k] + (corner >> k & 1 ? 0.5 : -0.5);
    }
    const quad q = exponent_at(g, at);
    farthest = q > farthest ? q : farthest;
  }
  return farthest;
}

double turned_bound(const gaussian *g, const size_t *index) {
  const double q = (double)reference_exponent(g, index);
  return 0x1p-53 * (g->spec->method == GK_WEIGHTS_INTEGRATED ? 64.0 + 8.0 * q : 16.0 + 6.0 * q);
}

/* The order and the precision along an axis, and the terms there. */
typedef struct line_terms {
  gaussian line;
  unsigned order[3];
} line_terms;

static quad terms_at(const void *data, const quad *x) {
  const line_terms *t = data;
  return hermite(&t->line, x, t->order, 1) * expq(-exponent_at(&t->line, x) / 2);
}

/* Along an axis of an axis-parallel Gaussian, as the method makes a weight of the values. */
static quad terms_along(const gaussian *g, size_t k, quad x) {
  line_terms t = {.line = {.n = 1}, .order = {g->spec->order[k]}};
  t.line.precision[0][0] = g->precision[k][k];
  if (g->spec->method == GK_WEIGHTS_DISCRETE) {
    return difference_along(g, k, x, t.order[0], 1);
  }
  if (g->spec->method == GK_WEIGHTS_INTEGRATED) {
    const quad from = x - 0.5;
    const size_t panels = 1 + (size_t)(3.0 * sqrt((double)g->precision[k][k]));
    return t.order[0] ? quadrature(terms_at, &t, 1, &from, &panels)
                      : integral_along(g, k, from, x + 0.5, 0);
  }
  const size_t points = g->spec->method == GK_WEIGHTS_OVERSAMPLED ? g->spec->oversample : 1;
  quad sum = 0;
  for (size_t p = 0; p < points; p++) {
    const quad at = x + (points > 1 ? point_of(g, p) : 0);
    sum += terms_at(&t, &at);
  }
  return sum / (quad)points;
}

quad reference_terms(const gaussian *g, const size_t *index) {
  quad x[3] = {0, 0, 0};
  offset_of(g, index, x);
  quad product = quad_abs(g->scale);
  if (g->turned) {
    return product * hermite(g, x, g->spec->order, 1) * expq(-exponent_at(g, x) / 2);
  }
  for (size_t k = 0; k < g->n; k++) {
    product *= terms_along(g, k, x[k]);
  }
  return product;
}

quad *reference_weights(const gk_weights_spec *spec) {
  const gaussian g = gaussian_of(spec);
  const size_t nx = spec->size[0], ny = g.n > 1 ? spec->size[1] : 1;
  const size_t nz = g.n > 2 ? spec->size[2] : 1;
  quad *weights = gk_test_array(nx * ny * nz, sizeof *weights);
  for (size_t i = 0; i < nx * ny * nz; i++) {
    weights[i] = reference_weight(&g, (size_t[3]){i % nx, i / nx % ny, i / nx / ny});
  }
  return weights;
}

double quad_ulps(double computed, quad exact) {
  int exponent = 0;
  frexp((double)exact, &exponent);
  const double unit = ldexp(1.0, (exponent > -1021 ? exponent : -1021) - 53);
  return (double)(quad_abs((quad)computed - exact) / (quad)unit);
}
