/* SPDX-License-Identifier: BSD-3-Clause */
#include "weights_quadrature.h"

#include <math.h>

enum { POINTS = 16 };

typedef struct rule {
  __float128 at[POINTS], weight[POINTS]; /* on [0, 1] */
} rule;

/* The Legendre polynomial of degree POINTS at x, and its derivative. */
static __float128 legendre(__float128 x, __float128 *slope) {
  __float128 before = 1, here = x;
  for (int k = 2; k <= POINTS; k++) {
    const __float128 next = ((2 * k - 1) * x * here - (k - 1) * before) / k;
    before = here;
    here = next;
  }
  *slope = POINTS * (x * here - before) / (x * x - 1);
  return here;
}

/* The roots of the polynomial by Newton's method. */
static rule gauss_rule(void) {
  rule r;
  for (int i = 0; i < POINTS; i++) {
    __float128 x = cos(3.141592653589793 * (i + 0.75) / (POINTS + 0.5)), slope;
    for (int step = 0; step < 8; step++) {
      x -= legendre(x, &slope) / slope;
    }
    legendre(x, &slope);
    r.at[i] = (1 + x) / 2;
    r.weight[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return r;
}

typedef struct integral {
  rule gauss;
  __float128 (*f)(const void *data, const __float128 *x);
  const void *data;
  size_t n;
  const __float128 *from;
  const size_t *panels;
} integral;

/* The axes from `axis` on; x holds the coordinates along those before. */
static __float128 along(const integral *g, size_t axis, __float128 *x) {
  if (axis == g->n) {
    return g->f(g->data, x);
  }
  __float128 sum = 0;
  for (size_t p = 0; p < g->panels[axis]; p++) {
    for (int i = 0; i < POINTS; i++) {
      x[axis] = g->from[axis] + ((__float128)p + g->gauss.at[i]) / (__float128)g->panels[axis];
      sum += g->gauss.weight[i] * along(g, axis + 1, x);
    }
  }
  return sum / (__float128)g->panels[axis];
}

__float128 quadrature(__float128 (*f)(const void *data, const __float128 *x), const void *data,
                      size_t n, const __float128 *from, const size_t *panels) {
  const integral g = {gauss_rule(), f, data, n, from, panels};
  __float128 x[3] = {0, 0, 0};
  return along(&g, 0, x);
}
