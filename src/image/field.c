/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/field.h"

#include "core/memory.h"
#include "core/status.h"
#include "image/axis.h"
#include "image/turned.h"

#include <string.h>

/* Above it nothing is left of a turned Gaussian's digits beside its exponent's rounding. */
static const double most_least = 0x1p40;

/* sqrt(2 pi variance). */
static gki_wide width_of(gki_dd variance) {
  return gki_wide_normalized(gki_dd_multiply(gki_sqrt_2pi, gki_dd_sqrt(variance)), 0);
}

static gki_wide sum_of_taps(size_t n, const gki_wide *taps) {
  gki_wide sum = gki_wide_of(0.0);
  for (size_t i = 0; i < n; i++) {
    sum = gki_wide_add(sum, taps[i]);
  }
  return sum;
}

static gki_wide largest_tap(size_t n, const gki_wide *taps) {
  gki_wide largest = taps[0];
  for (size_t i = 1; i < n; i++) {
    largest = gki_wide_is_smaller(largest, taps[i]) ? taps[i] : largest;
  }
  return largest;
}

/* What an axis's taps of order 0, computed without `height`, are divided by. */
static gki_wide divisor_of(gk_normalize normalize, const gki_axis *axis, const gki_wide *taps,
                           gki_wide height) {
  const gki_wide one = gki_wide_of(1.0);
  const bool mass = gki_has_mass(axis->method);
  const gki_dd variance = axis->method == GK_WEIGHTS_BINOMIAL
                              ? gki_dd_of((double)(axis->size - 1) / 4.0)
                              : axis->variance;
  switch (normalize) {
  case GK_NORMALIZE_SUM:
    return sum_of_taps(axis->size, taps);
  case GK_NORMALIZE_PEAK:
    return largest_tap(axis->size, taps);
  case GK_NORMALIZE_DENSITY:
    return mass ? one : gki_wide_divide(width_of(variance), height);
  default:
    if (!mass) {
      return gki_wide_divide(one, height);
    }
    return variance.hi == 0.0 ? one : gki_wide_divide(one, width_of(variance));
  }
}

/* The taps of one axis, normalised. */
static gk_status make_axis(const char *function, const gki_weights_plan *plan,
                           gk_normalize normalize, unsigned order, size_t k, gki_wide *taps) {
  if (k >= plan->spec.dimensions) {
    taps[0] = gki_wide_of(1.0);
    return GK_SUCCESS;
  }
  gki_axis axis = gki_axis_of(plan, k, 0);
  gki_wide height;
  gk_status status = gki_axis_taps(function, &axis, taps, &height);
  if (status != GK_SUCCESS) {
    return status;
  }
  gki_wide divisor = divisor_of(normalize, &axis, taps, height);
  if (order > 0) {
    axis.order = order;
    status = gki_axis_taps(function, &axis, taps, &height);
  }
  /* A centre so far out that g is 0 at all exponents: density and height are 0. */
  const bool vanishes = height.m.hi == 0.0 && normalize >= GK_NORMALIZE_DENSITY;
  for (size_t i = 0; status == GK_SUCCESS && i < axis.size; i++) {
    taps[i] = vanishes ? gki_wide_of(0.0) : gki_wide_divide(taps[i], divisor);
  }
  return status;
}

/* The axes' normalised taps, and those along x in double times a power of two. */
typedef struct taps {
  const gki_wide *axis[3];
  double *x;
} taps;

/* Exponents of taps that are not 0. */
typedef struct range {
  int64_t least, most;
} range;

/* The taps along x times 2^e in double, and their exponents. */
static range round_taps(size_t n, const gki_wide *wide, int64_t e, double *rounded) {
  range r = {0, INT64_MIN / 4};
  for (size_t i = 0; i < n; i++) {
    const gki_wide tap = {wide[i].m, wide[i].e + e};
    rounded[i] = gki_wide_value(tap);
    if (tap.m.hi != 0.0) {
      r.least = tap.e < r.least ? tap.e : r.least;
      r.most = tap.e > r.most ? tap.e : r.most;
    }
  }
  return r;
}

/* Whether products of the x with a number of exponent y lose nothing by being formed in double:
 * where a factor is below the normal numbers the product is no larger than that. */
static bool multiplies_in_double(const range *x, int64_t y) {
  const bool small = y <= 1 && (y > -1000 || x->most <= 1);
  const bool ordinary = x->least > -1000 && y > -1000 && y < 20;
  return x->most < 1000 && (small || ordinary);
}

/*
 * Layer k: the products (x_i y_j) f of the taps and a factor. Its power of two is in the x already.
 * With that order of the factors the weights are symmetric where x and y are alike.
 */
static void multiply_layer(const gk_weights_spec *spec, const taps *t, gki_wide factor,
                           double *layer) {
  const size_t n = spec->size[0];
  const range x = round_taps(n, t->axis[0], factor.e, t->x);
  const double f = gki_dd_value(factor.m);
  for (size_t j = 0; j < spec->size[1]; j++) {
    const gki_wide y = t->axis[1][j];
    double *row = layer + j * n;
    if (x.most + y.e < -1080) {
      memset(row, 0, n * sizeof *row);
    } else if (spec->dimensions > 1 && multiplies_in_double(&x, y.e)) {
      const double y_value = gki_wide_value(y);
      for (size_t i = 0; i < n; i++) {
        row[i] = t->x[i] * y_value * f;
      }
    } else { /* also in 1-D, which saves roundings */
      for (size_t i = 0; i < n; i++) {
        row[i] = gki_wide_value(gki_wide_multiply(gki_wide_multiply(t->axis[0][i], y), factor));
      }
    }
  }
}

/* The product of the axes' normalised taps and the amplitude. */
static gk_status fill_parallel(const char *function, const gki_weights_plan *plan,
                               gk_normalize normalize, const unsigned *order, double amplitude,
                               double *field) {
  const size_t *size = plan->spec.size, count = size[0] + size[1] + size[2];
  gki_wide *wide = gki_alloc(count, sizeof *wide);
  const taps t = {{wide, wide + size[0], wide + size[0] + size[1]},
                  gki_alloc(size[0], sizeof *t.x)};
  gk_status status = GK_SUCCESS;
  if (!wide || !t.x) {
    status = gki_fail_memory(function, count * sizeof *wide + size[0] * sizeof *t.x);
  }
  for (size_t k = 0, start = 0; status == GK_SUCCESS && k < 3; start += size[k++]) {
    status = make_axis(function, plan, normalize, order[k], k, wide + start);
  }
  for (size_t k = 0; status == GK_SUCCESS && k < size[2]; k++) {
    const gki_wide factor = gki_wide_multiply(gki_wide_of(amplitude), t.axis[2][k]);
    multiply_layer(&plan->spec, &t, factor, field + k * size[1] * size[0]);
  }
  gki_free(t.x);
  gki_free(wide);
  return status;
}

/* Weights that are left out below this are 0. */
static void cut(size_t n, double cutoff, double *field) {
  double largest = 0.0;
  for (size_t i = 0; cutoff > 0.0 && i < n; i++) {
    largest = fabs(field[i]) > largest ? fabs(field[i]) : largest;
  }
  for (size_t i = 0; cutoff > 0.0 && i < n; i++) {
    field[i] = fabs(field[i]) < cutoff * largest ? 0.0 : field[i];
  }
}

/* In so many sums side by side, which hides the additions' latency. */
enum { SUMS = 4 };

static gki_dd sum_of(size_t n, const double *values) {
  gki_dd sums[SUMS] = {{0.0, 0.0}};
  for (size_t i = 0; i < n; i++) {
    gki_dd *sum = &sums[i % SUMS];
    const gki_dd next = gki_two_sum(sum->hi, values[i]);
    sum->hi = next.hi;
    sum->lo += next.lo;
  }
  gki_dd total = gki_dd_of(0.0);
  for (size_t s = 0; s < SUMS; s++) {
    total = gki_dd_add(total, gki_fast_two_sum(sums[s].hi, sums[s].lo));
  }
  return total;
}

static double largest_of(size_t n, const double *values) {
  double largest = 0.0;
  for (size_t i = 0; i < n; i++) {
    largest = values[i] > largest ? values[i] : largest;
  }
  return largest;
}

/* amplitude / sum, or amplitude times what is exactly 1 at the peak. */
static void scale(const gki_weights_plan *plan, gki_dd divisor, double *field) {
  const double amplitude = plan->spec.amplitude;
  if (plan->spec.normalize == GK_NORMALIZE_PEAK) {
    for (size_t i = 0; i < plan->pixels; i++) {
      field[i] = field[i] / divisor.hi * amplitude;
    }
    return;
  }
  const gki_dd factor = gki_dd_divide(gki_dd_of(amplitude), divisor);
  for (size_t i = 0; i < plan->pixels; i++) {
    const double value = field[i] * factor.hi;
    field[i] = isinf(value) ? value : value + field[i] * factor.lo;
  }
}

/* The weights of an order up to a factor that is the same for all orders, but for `factor`. */
static gk_status fill_relative(const char *function, const gki_weights_plan *plan,
                               const unsigned *order, double least, double factor, double *field) {
  gk_status status = plan->turned
                         ? gki_turned_field(function, plan, order, least, factor, field)
                         : fill_parallel(function, plan, GK_NORMALIZE_PEAK, order, factor, field);
  if (status == GK_SUCCESS) {
    cut(plan->pixels, plan->spec.cutoff, field);
  }
  return status;
}

/* Sums and peaks that are found by looking at all the weights of order 0. */
static gk_status fill_and_normalize(const char *function, const gki_weights_plan *plan,
                                    double *field) {
  static const unsigned none[3] = {0, 0, 0};
  const unsigned *order = plan->spec.order;
  const double least = plan->turned ? gki_turned_least(plan) : 0.0;
  if (!(least <= most_least)) {
    return gki_fail(GK_ERROR_ARGUMENT, function,
                    "spec->center is more than 2^20 standard deviations away from all pixels");
  }
  /* What a large amplitude brings back into a double's range must not underflow before. */
  const double factor = fmin(fmax(fabs(plan->spec.amplitude), 1.0), 0x1p900);
  /* Those of order 0 have a place of their own: a failure after them must not have written. */
  const bool derivative = order[0] + order[1] + order[2] > 0;
  double *plain = derivative ? gki_alloc(plan->pixels, sizeof *plain) : field;
  if (!plain) {
    return gki_fail_memory(function, plan->pixels * sizeof *plain);
  }
  gki_dd divisor = {1.0, 0.0};
  gk_status status = fill_relative(function, plan, none, least, factor, plain);
  if (status == GK_SUCCESS) {
    divisor = plan->spec.normalize == GK_NORMALIZE_SUM ? sum_of(plan->pixels, plain)
                                                       : gki_dd_of(largest_of(plan->pixels, plain));
  }
  if (derivative) {
    gki_free(plain);
    status =
        status == GK_SUCCESS ? fill_relative(function, plan, order, least, factor, field) : status;
  }
  if (status == GK_SUCCESS) {
    scale(plan, divisor, field);
  }
  return status;
}

/* Density or height of a turned Gaussian: the factor is known before. */
static gk_status fill_turned(const char *function, const gki_weights_plan *plan, double *field) {
  gki_wide factor = gki_wide_of(fabs(plan->spec.amplitude));
  for (size_t k = 0; plan->spec.normalize == GK_NORMALIZE_DENSITY && k < plan->spec.dimensions;
       k++) {
    factor = gki_wide_divide(factor, width_of(plan->conditional[k]));
  }
  /* The exponential takes factors in this range; the rest is multiplied afterwards. */
  gki_wide inside = factor;
  inside.e = factor.e < -900 ? -900 : factor.e > 900 ? 900 : factor.e;
  const int outside = (int)(factor.e - inside.e);
  const bool nothing = factor.m.hi == 0.0, negative = plan->spec.amplitude < 0.0;
  gk_status status = gki_turned_field(function, plan, plan->spec.order, 0.0,
                                      nothing ? 1.0 : gki_wide_value(inside), field);
  for (size_t i = 0; status == GK_SUCCESS && (nothing || negative || outside) && i < plan->pixels;
       i++) {
    const double value = nothing ? 0.0 : outside ? ldexp(field[i], outside) : field[i];
    field[i] = negative ? -value : value;
  }
  return status;
}

gk_status gki_weights_field(const char *function, const gki_weights_plan *plan, double *field) {
  const gk_weights_spec *spec = &plan->spec;
  const bool is_sum = spec->normalize == GK_NORMALIZE_SUM;
  gk_status status;
  if ((is_sum && (plan->turned || spec->cutoff > 0.0)) ||
      (plan->turned && spec->normalize == GK_NORMALIZE_PEAK)) {
    return fill_and_normalize(function, plan, field);
  }
  if (plan->turned) {
    status = fill_turned(function, plan, field);
  } else {
    status = fill_parallel(function, plan, spec->normalize, spec->order, spec->amplitude, field);
  }
  if (status == GK_SUCCESS) {
    cut(plan->pixels, spec->cutoff, field);
  }
  return status;
}
