/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter_reference.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- Arrays without gaps in long double. */

typedef struct grid {
  size_t size[4];
  wide *v;
} grid;

static size_t grid_count(const grid *g) {
  return g->size[0] * g->size[1] * g->size[2] * g->size[3];
}

/* The grid filtered along an axis; the old one is released. */
static void filter_axis(grid *g, size_t axis, const line_matrix *m, wide cval) {
  grid to = *g;
  to.size[axis] = m->rows;
  to.v = gk_test_array(grid_count(&to), sizeof *to.v);
  size_t inner = 1;
  for (size_t k = 0; k < axis; k++) {
    inner *= g->size[k];
  }
  const size_t outer = m->n ? grid_count(g) / inner / m->n : 0;
  for (size_t o = 0; o < outer; o++) {
    for (size_t i = 0; i < inner; i++) {
      const wide *in = g->v + o * m->n * inner + i;
      wide *out = to.v + o * m->rows * inner + i;
      for (size_t row = 0; row < m->rows; row++) {
        wide sum = m->outside[row] * cval;
        for (size_t j = 0; j < m->n; j++) {
          if (m->touch[row * m->n + j] || isfinite(in[j * inner])) {
            sum += m->w[row * m->n + j] * in[j * inner];
          }
        }
        out[row * inner] = sum;
      }
    }
  }
  free(g->v);
  *g = to;
}

/* ---- What a spec asks for. */

bool computes_in_float(const gk_array *in, const gk_array *out) {
  return (in->type == GK_TYPE_U8 || in->type == GK_TYPE_F32) &&
         (out->type == GK_TYPE_U8 || out->type == GK_TYPE_F32);
}

double tolerance_asked(const gk_array *in, const gk_filter_spec *spec, const gk_array *out) {
  if (spec->tolerance > 0.0) {
    return spec->tolerance;
  }
  return computes_in_float(in, out) ? 1e-5 : 1e-9;
}

wide recursive_rounding(double sigma, bool is_float) {
  return 256 * ((wide)sigma + 16) * 0x1p-53L + 2 * (is_float ? 0x1p-24L : 0x1p-53L);
}

typedef struct plan {
  const gk_array *in, *out;
  const gk_filter_spec *spec;
  size_t axes; /* that are filtered */
  bool recursive, normalised;
  line_matrix matrix[4];
  wide part;      /* the error bound over M */
  double nothing; /* denominators below it become NaN */
} plan;

static void plan_axis(plan *p, size_t k, wide *rounding, wide *magnitude) {
  const gk_filter_spec *spec = p->spec;
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  assert_success(gk_filter_explain(p->in, spec, p->out, k, &choice));
  const size_t asked = radius_asked(spec, k), n = p->in->size[k];
  const size_t keep = spec->stride[k] ? spec->stride[k] : 1;
  const wide u = computes_in_float(p->in, p->out) ? 0x1p-24L : 0x1p-53L;
  size_t reach = SIZE_MAX;
  if (choice.engine == GK_ENGINE_FIR) {
    assert_true(asked == SIZE_MAX || choice.radius == asked);
    reach = choice.radius;
    *rounding += ((wide)choice.radius + 8) * u;
  } else {
    assert_int_equal(choice.engine, GK_ENGINE_RECURSIVE);
    assert_true(asked == SIZE_MAX);
    p->recursive = true;
    *rounding += recursive_rounding(spec->sigma[k], u > 0x1p-53L);
  }
  line_weights line = line_weights_of(spec->method, spec->sigma[k], spec->order[k], asked);
  if (spec->order[k] > 0) {
    *magnitude *= line.magnitude;
  }
  p->matrix[k] = line_matrix_of(&line, n, spec->boundary[k], keep, reach);
  line_weights_free(&line);
  p->axes++;
}

static plan plan_of(const gk_array *in, const gk_filter_spec *spec, const gk_array *out) {
  plan p = {.in = in, .out = out, .spec = spec};
  p.normalised = spec->mask || spec->missing == GK_MISSING_SKIP;
  wide rounding = 0, magnitude = 1;
  bool uncut = false;
  for (size_t k = 0; k < in->dimensions; k++) {
    const size_t keep = spec->stride[k] ? spec->stride[k] : 1;
    if (spec->sigma[k] > 0.0) {
      plan_axis(&p, k, &rounding, &magnitude);
      uncut |= radius_asked(spec, k) == SIZE_MAX;
      p.normalised |= spec->boundary[k] == GK_BOUNDARY_NONE;
    } else {
      line_weights one = line_weights_of(GK_WEIGHTS_SAMPLED, 1.0, 0, 0);
      p.matrix[k] = line_matrix_of(&one, in->size[k], GK_BOUNDARY_CONSTANT, keep, 0);
      line_weights_free(&one);
    }
  }
  const double tolerance = tolerance_asked(in, spec, out);
  p.part = ((uncut || p.axes == 0 ? (wide)tolerance : 0) + rounding) * magnitude;
  p.nothing = p.recursive ? 64.0 * tolerance : 0.0;
  return p;
}

static void plan_free(plan *p) {
  for (size_t k = 0; k < p->in->dimensions; k++) {
    line_matrix_free(&p->matrix[k]);
  }
}

static bool beyond_counts(const gk_filter_spec *spec, size_t k) {
  return spec->sigma[k] > 0.0 && spec->boundary[k] == GK_BOUNDARY_CONSTANT;
}

/* Axes beyond whose ends nothing is come last: there is nothing in the corners, either. */
static void order_axes(const plan *p, size_t *order) {
  size_t count = 0;
  for (size_t last = 0; last < 2; last++) {
    for (size_t k = p->in->dimensions; k-- > 0;) {
      const bool ends = p->spec->sigma[k] > 0.0 && p->spec->boundary[k] == GK_BOUNDARY_NONE;
      if (ends == (last == 1)) {
        order[count++] = k;
      }
    }
  }
}

/* The array goes on as cval on all sides, which the axes that came before have filtered too. */
static void plan_run(const plan *p, grid *g, wide cval) {
  size_t order[4];
  order_axes(p, order);
  for (size_t i = 0; i < p->in->dimensions; i++) {
    const size_t k = order[i];
    filter_axis(g, k, &p->matrix[k], beyond_counts(p->spec, k) ? cval : 0);
    cval *= p->matrix[k].sum;
  }
}

/* ---- Data and weights of pixels. */

typedef struct pixels {
  grid data, weight;
  wide most, most_weight; /* magnitudes */
  wide most_mask;         /* of what does not count, too */
  bool infinities;
} pixels;

static pixels read_pixels(const plan *p) {
  pixels x = {.most_weight = 0};
  view_size(p->in, x.data.size);
  view_size(p->in, x.weight.size);
  const size_t count = view_count(p->in);
  x.data.v = gk_test_array(count, sizeof *x.data.v);
  x.weight.v = gk_test_array(count, sizeof *x.weight.v);
  for (size_t i = 0; i < count; i++) {
    size_t index[4];
    view_index(p->in, i, index);
    const wide value = view_get(p->in, index);
    wide m = p->spec->mask ? view_get(p->spec->mask, index) : 1;
    x.most_mask = fmaxl(x.most_mask, m);
    m = p->spec->missing == GK_MISSING_SKIP && isnan(value) ? 0 : m;
    x.data.v[i] = m > 0 ? m * value : 0;
    x.weight.v[i] = m;
    x.infinities |= isinf(value) != 0;
    x.most = isfinite(value) ? fmaxl(x.most, fabsl(value)) : x.most;
    x.most_weight = fmaxl(x.most_weight, m);
  }
  for (size_t k = 0; k < p->in->dimensions; k++) {
    if (beyond_counts(p->spec, k)) {
      x.most = fmaxl(x.most, fabsl((wide)p->spec->cval));
      x.most_weight = fmaxl(x.most_weight, 1);
      x.most_mask = fmaxl(x.most_mask, 1);
    }
  }
  return x;
}

/* Whether the windows hold a weight above 0: sums of what they touch, without weights of a filter. */
static void count_touched(plan *p, grid *g) {
  size_t order[4];
  order_axes(p, order);
  for (size_t axis = 0; axis < p->in->dimensions; axis++) {
    const size_t k = order[axis];
    line_matrix all = p->matrix[k];
    all.w = gk_test_array(all.rows * all.n, sizeof *all.w);
    all.outside = gk_test_array(all.rows, sizeof *all.outside);
    for (size_t i = 0; i < all.rows * all.n; i++) {
      all.w[i] = all.touch[i];
    }
    for (size_t i = 0; i < all.rows; i++) {
      all.outside[i] = all.beyond[i];
    }
    filter_axis(g, k, &all, beyond_counts(p->spec, k) ? 1 : 0);
    free(all.w);
    free(all.outside);
  }
}

static grid grid_copy(const grid *g) {
  grid copy = *g;
  copy.v = gk_test_array(grid_count(g), sizeof *copy.v);
  memcpy(copy.v, g->v, grid_count(g) * sizeof *copy.v);
  return copy;
}

/* The weighted mean: the numerators become the results. */
static void divide(plan *p, pixels *x, reference *r) {
  grid touched = grid_copy(&x->weight);
  plan_run(p, &x->weight, 1);
  count_touched(p, &touched);
  for (size_t i = 0; i < r->count; i++) {
    const wide below = x->weight.v[i];
    const wide slack = 2 * p->part * x->most_weight, limit = (wide)p->nothing * x->most_mask;
    const bool none = touched.v[i] == 0;
    r->error[i] = below > 0 ? 2 * r->error[i] * x->most_weight / below : 0;
    r->value[i] = none || below < limit || below == 0 ? (wide)NAN : r->value[i] / below;
    r->perhaps_nan[i] = !none && below < 1e-30L;
    if (p->recursive && !none && fabsl(below - limit) <= slack) {
      r->perhaps_nan[i] = true;
    }
  }
  free(touched.v);
}

static reference reference_new(const gk_array *out) {
  reference r = {.count = view_count(out)};
  r.value = gk_test_array(r.count, sizeof *r.value);
  r.error = gk_test_array(r.count, sizeof *r.error);
  r.perhaps_nan = gk_test_array(r.count, sizeof *r.perhaps_nan);
  for (size_t i = 0; i < r.count; i++) {
    r.value[i] = r.error[i] = 0;
    r.perhaps_nan[i] = false;
  }
  return r;
}

static reference filtered(const gk_array *in, const gk_filter_spec *spec, const gk_array *out) {
  plan p = plan_of(in, spec, out);
  pixels x = read_pixels(&p);
  reference r = reference_new(out);
  r.infinities = x.infinities;
  if (r.count > 0) {
    plan_run(&p, &x.data, (wide)spec->cval);
    assert_int_equal(grid_count(&x.data), r.count);
    memcpy(r.value, x.data.v, r.count * sizeof *r.value);
    for (size_t i = 0; i < r.count; i++) {
      r.error[i] = p.part * x.most;
    }
    if (p.normalised) {
      divide(&p, &x, &r);
    }
  }
  free(x.data.v);
  free(x.weight.v);
  plan_free(&p);
  return r;
}

/* ---- The functions of the header. */

/* The sum over the filtered axes of a derivative's value, or square. */
static reference summed(const gk_array *in, const gk_filter_spec *spec, const gk_array *out,
                        unsigned order) {
  reference sum = reference_new(out);
  for (size_t k = 0; k < in->dimensions; k++) {
    if (spec->sigma[k] > 0.0) {
      gk_filter_spec part = *spec;
      part.order[k] = order;
      reference r = filtered(in, &part, out);
      sum.infinities |= r.infinities;
      for (size_t i = 0; i < sum.count; i++) {
        sum.value[i] += order == 1 ? r.value[i] * r.value[i] : r.value[i];
        sum.error[i] += r.error[i];
      }
      reference_free(&r);
    }
  }
  for (size_t i = 0; i < sum.count && order == 1; i++) {
    sum.value[i] = sqrtl(sum.value[i]);
  }
  return sum;
}

static reference differed(const gk_array *in, const gk_filter_spec *spec, const double *wider,
                          const gk_array *out) {
  gk_filter_spec second = *spec;
  memcpy(second.sigma, wider, in->dimensions * sizeof *wider);
  reference a = filtered(in, spec, out), b = filtered(in, &second, out);
  for (size_t i = 0; i < a.count; i++) {
    a.value[i] -= b.value[i];
    a.error[i] += b.error[i];
    a.perhaps_nan[i] |= b.perhaps_nan[i];
  }
  reference_free(&b);
  return a;
}

reference reference_of(reference_kind kind, const gk_array *in, const gk_filter_spec *spec,
                       const double *wider, const gk_array *out) {
  switch (kind) {
  case REFERENCE_GRADIENT:
    return summed(in, spec, out, 1);
  case REFERENCE_LAPLACIAN:
    return summed(in, spec, out, 2);
  case REFERENCE_DIFFERENCE:
    return differed(in, spec, wider, out);
  default:
    return filtered(in, spec, out);
  }
}

void reference_free(reference *r) {
  free(r->value);
  free(r->error);
  free(r->perhaps_nan);
}
