/* SPDX-License-Identifier: BSD-3-Clause */
#include "density/grid_place.h"

#include "simd/dispatch.h"

#include <float.h>

static const long double log2_e = 1.442695040888963407359924681001892137L;
static const long double two_pi = 6.283185307179586476925286766559005768L;

/* The squares of forms up to here, and their sums, are far from overflow. */
static const double most_form = 0x1p500;

void gki_grid_set(const gk_axis *axes, size_t d, gki_grid *grid) {
  *grid = (gki_grid){.d = d, .count = {1, 1, 1}};
  for (size_t a = 0; a < d; a++) {
    grid->count[a] = axes[a].count;
    grid->first[a] = axes[a].first;
    if (axes[a].count > 1) {
      const gki_dd length = gki_two_sum(axes[a].last, -axes[a].first);
      grid->step[a] = gki_dd_divide(length, gki_dd_of((double)(axes[a].count - 1)));
    }
  }
}

/*
 * The whitener M with |M (x - mean)|^2 = q, M_ab = 0 for b < a: the inverse of the Cholesky factor
 * of the correlation matrix, last coordinate first, over the deviations. In long double, so that
 * the condition of the covariance leaves the double's digits alone. Returns the determinant's root.
 */
static long double whiten(const gk_mixture *mixture, size_t k,
                          long double whitener[GKI_AXES][GKI_AXES]) {
  const size_t d = mixture->d;
  const double *covariance = gki_covariance(mixture, k);
  const bool full = mixture->shape == GKI_FULL;
  long double deviation[GKI_AXES], factor[GKI_AXES][GKI_AXES] = {{0}}, root = 1;
  for (size_t a = 0; a < d; a++) {
    deviation[a] = sqrtl((long double)covariance[full ? a * (d + 1) : a]);
  }
  for (size_t a = d; a-- > 0;) {
    for (size_t b = d; b-- > a;) { /* factor[a][b]: row a, with columns b >= a */
      long double sum = a == b ? 1 : 0;
      if (full && a != b) {
        sum = (long double)covariance[b * d + a] / deviation[a] / deviation[b];
      }
      for (size_t c = b + 1; c < d; c++) {
        sum -= factor[a][c] * factor[b][c];
      }
      factor[a][b] = a == b ? sqrtl(sum > 0x1p-60L ? sum : 0x1p-60L) : sum / factor[b][b];
    }
    root *= factor[a][a] * deviation[a];
  }
  for (size_t a = 0; a < d; a++) { /* rows of the inverse, before the deviations */
    whitener[a][a] = 1 / factor[a][a];
    for (size_t b = a + 1; b < d; b++) {
      long double sum = 0;
      for (size_t c = a; c < b; c++) {
        sum -= whitener[a][c] * factor[c][b];
      }
      whitener[a][b] = sum / factor[b][b];
    }
  }
  for (size_t a = 0; a < d; a++) {
    for (size_t b = a; b < d; b++) {
      whitener[a][b] /= deviation[b];
    }
  }
  return root;
}

static void set_height(const gk_mixture *mixture, size_t k, long double root, gki_base base,
                       gki_placed *placed) {
  const long double height =
      (long double)mixture->weights[k] / (powl(two_pi, (long double)mixture->d / 2) * root);
  const long double mantissa = frexpl(height, &placed->exponent);
  placed->mantissa = (double)(2 * mantissa);
  placed->exponent -= 1;
  placed->log_height = (double)(base == GKI_BASE_2 ? log2l(height) : logl(height));
}

static bool is_small(gki_dd a, double times) {
  return fabs(a.hi) * times <= most_form; /* false for NaN */
}

/* Each form at the first point and along the axes, from the whitener. */
static void set_forms(const gki_grid *grid, gki_placed *placed) {
  placed->is_near = true;
  for (size_t a = 0; a < grid->d; a++) {
    gki_dd origin = {0, 0};
    for (size_t b = a; b < grid->d; b++) {
      const gki_dd rate = gki_dd_of_long(placed->whitener[a][b]);
      const gki_dd part = gki_dd_multiply(rate, placed->start[b]);
      placed->slope[a][b] = gki_dd_multiply(rate, grid->step[b]);
      origin = gki_dd_add(origin, part);
      placed->is_near = placed->is_near && is_small(rate, 1) && is_small(part, 1) &&
                        is_small(placed->slope[a][b], (double)grid->count[b]);
    }
    placed->origin[a] = origin;
  }
}

void gki_place(const gk_mixture *mixture, size_t k, const gki_grid *grid, gki_base base,
               gki_placed *placed) {
  const double *mean = gki_mean(mixture, k);
  *placed = (gki_placed){.is_near = true};
  set_height(mixture, k, whiten(mixture, k, placed->whitener), base, placed);
  const long double scale = sqrtl(base == GKI_BASE_2 ? log2_e / 2 : 0.5L);
  for (size_t a = 0; a < grid->d; a++) {
    placed->start[a] = gki_two_sum(grid->first[a], -mean[a]);
    for (size_t b = a; b < grid->d; b++) {
      placed->whitener[a][b] *= scale;
    }
  }
  set_forms(grid, placed);
}

/* Form a where coordinate a is the grid's first and those after it are those of `at`. */
static gki_dd form_at(const gki_placed *placed, size_t d, size_t a, const size_t at[GKI_AXES]) {
  gki_dd form = placed->origin[a];
  for (size_t b = a + 1; b < d; b++) {
    form = gki_dd_add_times(form, (double)at[b], placed->slope[a][b]);
  }
  return form;
}

void gki_place_row(const gki_placed *placed, size_t d, size_t axis, const size_t at[GKI_AXES],
                   size_t n, gki_parabola_f64 *parabola) {
  *parabola = (gki_parabola_f64){0};
  for (size_t a = axis + 1; a < d; a++) {
    const gki_dd form =
        gki_dd_add_times(form_at(placed, d, a, at), (double)at[a], placed->slope[a][a]);
    parabola->top -= form.hi * form.hi;
  }
  if (axis >= d) {
    return;
  }
  const gki_dd start = form_at(placed, d, axis, at), slope = placed->slope[axis][axis];
  const double first = (double)at[axis], last = (double)(at[axis] + n - 1);
  const double summit = slope.hi == 0 ? first : rint(-start.hi / slope.hi);
  const double nearest = summit < first ? first : summit < last ? summit : last;
  parabola->first = first - nearest;
  parabola->step = slope.hi;
  parabola->offset = gki_dd_add_times(start, nearest, slope).hi;
}

void gki_row_reach(const gki_parabola_f64 *parabola, size_t n, double lowest, size_t *begin,
                   size_t *end) {
  const double square = parabola->top - lowest, step = fabs(parabola->step);
  *begin = *end = 0;
  if (!(square > 0)) {
    return;
  }
  const double radius = sqrt(square) * (1 + 0x1p-20) + 0x1p-20;
  const double offset = parabola->step < 0 ? -parabola->offset : parabola->offset;
  const double low = floor((-radius - offset) / step) - 1 - parabola->first;
  const double high = ceil((radius - offset) / step) + 2 - parabola->first;
  *end = n;
  if (step > 0) { /* else all or nothing, which does not matter */
    *begin = low > 0 ? low < (double)n ? (size_t)low : n : 0;
    *end = high < (double)n ? high > 0 ? (size_t)high : 0 : n;
    *begin = *begin < *end ? *begin : *end;
  }
}

double gki_exponent_at(const gki_placed *placed, const gki_grid *grid, const size_t at[GKI_AXES]) {
  long double difference[GKI_AXES], sum = 0;
  for (size_t a = 0; a < grid->d; a++) {
    const gki_dd r = gki_dd_add_times(placed->start[a], (double)at[a], grid->step[a]);
    difference[a] = (long double)r.hi + (long double)r.lo;
  }
  for (size_t a = 0; a < grid->d; a++) {
    long double form = 0;
    for (size_t b = a; b < grid->d; b++) {
      form += placed->whitener[a][b] * difference[b];
    }
    sum += form * form;
  }
  return sum <= (long double)DBL_MAX ? -(double)sum : -INFINITY;
}
