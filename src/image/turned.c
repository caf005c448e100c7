/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/turned.h"

#include "core/memory.h"
#include "core/status.h"
#include "simd/dispatch.h"

#include <string.h>

/* q is told in powers of two: exp(-q / 2) = 2^(-q half_log2e). */
static const double half_log2e = 0x1.71547652b82fep-1;

/* A row of pixels, or of points beside their centres. */
typedef struct row {
  gki_dd center;   /* where along x the row is nearest to the Gaussian's centre, from the origin */
  gki_dd e_y, e_z; /* see gki_weights_plan */
  double rest;     /* q there */
} row;

static gki_dd scaled_square(gki_dd e, gki_dd variance) {
  return gki_dd_divide(gki_dd_multiply(e, e), variance);
}

/* Row (j, k), moved by `offset` along each axis. */
static row row_at(const gki_weights_plan *plan, size_t j, size_t k, const gki_dd *offset) {
  gki_dd e[3] = {{0.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}}, rest = {0.0, 0.0};
  const size_t at[3] = {0, j, k};
  gki_dd center = gki_dd_subtract(gki_dd_of(plan->shift[0]), offset[0]);
  for (size_t axis = plan->spec.dimensions; axis-- > 1;) {
    e[axis] = gki_two_sum((double)at[axis] - plan->origin[axis], -plan->shift[axis]);
    e[axis] = gki_dd_add(e[axis], offset[axis]);
    for (size_t after = axis + 1; after < plan->spec.dimensions; after++) {
      e[axis] = gki_dd_subtract(e[axis], gki_dd_multiply(plan->upper[axis][after], e[after]));
    }
    rest = gki_dd_add(rest, scaled_square(e[axis], plan->conditional[axis]));
    center = gki_dd_add(center, gki_dd_multiply(plan->upper[0][axis], e[axis]));
  }
  return (row){center, e[1], e[2], gki_dd_value(rest)};
}

/* The pixel next to the row's nearest point, and from there to that point: at most 1/2. */
static double nearest_in_row(const gki_weights_plan *plan, const row *r, gki_dd *to_center) {
  const double nearest = rint(plan->origin[0] + r->center.hi);
  *to_center = gki_dd_subtract(gki_dd_of(nearest - plan->origin[0]), r->center);
  return nearest;
}

/* The points of a pixel: so many along x and y, and along z. */
typedef struct points {
  size_t each, layers;
} points;

static points points_of(const gk_weights_spec *spec) {
  const size_t f = spec->method == GK_WEIGHTS_OVERSAMPLED ? spec->oversample : 1;
  return (points){f, spec->dimensions == 3 ? f : 1};
}

/* The middle of part `part` of so many equal ones of a pixel, from the pixel's centre. */
static gki_dd part_offset(size_t part, size_t parts) {
  return gki_dd_divide(gki_dd_of((double)(2 * part + 1) - (double)parts),
                       gki_dd_of(2.0 * (double)parts));
}

/* The least q of one point of each pixel of a row. */
static double least_of_row(const gki_weights_plan *plan, size_t j, size_t k, const gki_dd *offset) {
  const double last = (double)(plan->spec.size[0] - 1);
  const row r = row_at(plan, j, k, offset);
  gki_dd to_center;
  const double nearest = nearest_in_row(plan, &r, &to_center);
  const double inside = nearest < 0.0 ? 0.0 : nearest > last ? last : nearest;
  const double e = (inside - nearest) + to_center.hi;
  return r.rest + e * e / plan->conditional[0].hi;
}

static double least_of_points(const gki_weights_plan *plan, size_t j, size_t k) {
  const points p = points_of(&plan->spec);
  double least = INFINITY;
  for (size_t z = 0; z < p.layers; z++) {
    for (size_t y = 0; y < p.each; y++) {
      for (size_t x = 0; x < p.each; x++) {
        const gki_dd offset[3] = {part_offset(x, p.each), part_offset(y, p.each),
                                  part_offset(z, p.layers)};
        const double q = least_of_row(plan, j, k, offset);
        least = q < least ? q : least;
      }
    }
  }
  return least;
}

double gki_turned_least(const gki_weights_plan *plan) {
  const bool integrated = plan->spec.method == GK_WEIGHTS_INTEGRATED;
  const size_t *size = plan->spec.size;
  double least = INFINITY;
  for (size_t k = 0; k < size[2]; k++) {
    for (size_t j = 0; j < size[1]; j++) {
      const double q =
          integrated ? gki_turned_integral_least(plan, j, k) : least_of_points(plan, j, k);
      least = q < least ? q : least;
    }
  }
  return least;
}

/* y = S^-1 (x - c) from e: U^T y = D^-1 e. In twice the precision, as its terms cancel. */
static void solve_upper(const gki_weights_plan *plan, const gki_dd *e, double *y) {
  gki_dd solution[3];
  for (size_t i = 0; i < plan->spec.dimensions; i++) {
    solution[i] = gki_dd_divide(e[i], plan->conditional[i]);
    for (size_t j = 0; j < i; j++) {
      const gki_dd term = gki_dd_multiply(plan->upper[j][i], solution[j]);
      solution[i] = gki_dd_subtract(solution[i], term);
    }
    y[i] = gki_dd_value(solution[i]);
  }
}

/* S^-1, column by column. */
static void invert_covariance(const gki_weights_plan *plan, double inverse[3][3]) {
  const size_t n = plan->spec.dimensions;
  for (size_t column = 0; column < n; column++) {
    gki_dd e[3] = {{0.0, 0.0}, {0.0, 0.0}, {0.0, 0.0}};
    e[column] = gki_dd_of(1.0);
    for (size_t i = n; i-- > 0;) {
      for (size_t j = i + 1; j < n; j++) {
        e[i] = gki_dd_subtract(e[i], gki_dd_multiply(plan->upper[i][j], e[j]));
      }
    }
    solve_upper(plan, e, inverse[column]);
  }
}

/* What a field is filled with. */
typedef struct turned {
  const gki_weights_plan *plan;
  const unsigned *order;
  double least, factor;
  bool derivative;
  double inverse[3][3];
  int unit[3];               /* y and the inverse are in units of 2^unit[i] along axis i */
  gki_exp2_f64 exp2, lifted; /* of factor, and of factor 2^LIFT */
  double *scratch;           /* a row */
} turned;

enum { MOST_ORDERS = 9 };

/* Units in which the inverse's diagonal is near 1: no power of y or of it leaves a double's range,
 * however narrow or wide the Gaussian is. */
static void choose_units(turned *t) {
  const size_t n = t->plan->spec.dimensions;
  for (size_t i = 0; i < n; i++) {
    t->unit[i] = -(int)floor(0.5 * ilogb(t->inverse[i][i]));
  }
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++) {
      t->inverse[i][j] = ldexp(t->inverse[i][j], t->unit[i] + t->unit[j]);
    }
  }
}

/*
 * The derivative of g over g, by the Hermite polynomials' recursion H_{a + 1_i} = -y_i H_a - sum_j
 * a_j P_ij H_{a - 1_j}, P = S^-1, y = P (x - c), over all multi-indices up to the order; in the
 * units.
 */
static double hermite_product(const turned *t, const double *y) {
  const unsigned *order = t->order;
  double h[MOST_ORDERS][MOST_ORDERS][MOST_ORDERS];
  for (unsigned c = 0; c <= order[2]; c++) {
    for (unsigned b = 0; b <= order[1]; b++) {
      for (unsigned a = 0; a <= order[0]; a++) {
        if (a + b + c == 0) {
          h[0][0][0] = 1.0;
          continue;
        }
        const int i = a ? 0 : b ? 1 : 2;
        const unsigned x = a - (i == 0), p = b - (i == 1), q = c - (i == 2);
        double value = -y[i] * h[q][p][x];
        value -= x ? x * t->inverse[i][0] * h[q][p][x - 1] : 0.0;
        value -= p ? p * t->inverse[i][1] * h[q][p - 1][x] : 0.0;
        value -= q ? q * t->inverse[i][2] * h[q - 1][p][x] : 0.0;
        h[c][b][a] = value;
      }
    }
  }
  return h[order[2]][order[1]][order[0]];
}

static void multiply_derivative(const turned *t, const row *r, double first, gki_dd to_center,
                                double *values) {
  for (size_t i = 0; i < t->plan->spec.size[0]; i++) {
    if (values[i] != 0.0) { /* far out the polynomial may overflow */
      const gki_dd e_x = gki_dd_add(gki_dd_of(first + (double)i), to_center);
      const gki_dd e[3] = {e_x, r->e_y, r->e_z};
      double y[3] = {0.0, 0.0, 0.0};
      solve_upper(t->plan, e, y);
      int power = 0;
      for (size_t k = 0; k < 3; k++) {
        y[k] = ldexp(y[k], t->unit[k]);
        power -= t->unit[k] * (int)t->order[k];
      }
      int exponent; /* not multiplied with, as the product might be in range */
      const double digits = frexp(hermite_product(t, y), &exponent);
      values[i] = ldexp(values[i] * (2.0 * digits), exponent - 1 + power);
    }
  }
}

/* The exponential's last numbers before 0 come a little early: rows that have such are lifted. */
enum { LIFT = 64 };

static bool has_small(const gki_parabola_f64 *p, size_t n, double factor) {
  const double left = p->first * p->step + p->offset;
  const double right = left + (double)(n - 1) * p->step;
  return p->top - fmax(left * left, right * right) + ilogb(factor) < LIFT - 1000;
}

/* g along a row, at the points that are counted from `first`, `to_center` further on. */
static void sample_gaussian(const turned *t, const row *r, double first, double to_center,
                            double *values) {
  const size_t n = t->plan->spec.size[0];
  const double step = sqrt(half_log2e / t->plan->conditional[0].hi);
  const gki_parabola_f64 parabola = {first, step, to_center * step,
                                     -half_log2e * (r->rest - t->least)};
  const bool lifts = t->factor < 0x1p900 && has_small(&parabola, n, t->factor);
  gki_isa_in_use()->f64->gaussian(n, &parabola, lifts ? &t->lifted : &t->exp2, false, values);
  for (size_t i = 0; lifts && i < n; i++) {
    values[i] *= 0x1p-64;
  }
}

/* Adds one point of each pixel of a row to the row, or stores it. */
static void sample_row(const turned *t, size_t j, size_t k, const gki_dd *offset, bool add,
                       double *out) {
  const size_t n = t->plan->spec.size[0];
  const row r = row_at(t->plan, j, k, offset);
  double *values = add ? t->scratch : out;
  if (!(r.rest - t->least < 1e4)) { /* nothing is left, or the row overflows */
    memset(values, 0, n * sizeof *values);
  } else {
    gki_dd to_center;
    const double first = -nearest_in_row(t->plan, &r, &to_center);
    sample_gaussian(t, &r, first, to_center.hi, values);
    if (t->derivative) {
      multiply_derivative(t, &r, first, to_center, values);
    }
  }
  for (size_t i = 0; add && i < n; i++) {
    out[i] += values[i];
  }
}

static void fill_row(const turned *t, size_t j, size_t k, double *out) {
  const gk_weights_spec *spec = &t->plan->spec;
  if (spec->method == GK_WEIGHTS_INTEGRATED) {
    gki_turned_integral_row(t->plan, j, k, t->least, t->factor, out);
    return;
  }
  const points p = points_of(spec);
  const size_t f = p.each;
  for (size_t z = 0; z < p.layers; z++) {
    for (size_t y = 0; y < f; y++) {
      for (size_t x = 0; x < f; x++) {
        const gki_dd offset[3] = {part_offset(x, f), part_offset(y, f), part_offset(z, p.layers)};
        sample_row(t, j, k, offset, z + y + x > 0, out);
      }
    }
  }
  const double all = (double)f * (double)f * (double)p.layers;
  for (size_t i = 0; f > 1 && i < spec->size[0]; i++) {
    out[i] /= all;
  }
}

/* The second half of the pixels from the first: the same but for the sign of odd derivatives. */
static void reflect(size_t pixels, bool odd, double *field) {
  for (size_t p = 0; p < pixels / 2; p++) {
    field[pixels - 1 - p] = odd ? -field[p] : field[p];
  }
  if (odd && pixels % 2 == 1) { /* its own opposite, but for the roundings of a mean */
    field[pixels / 2] = 0.0;
  }
}

gk_status gki_turned_field(const char *function, const gki_weights_plan *plan,
                           const unsigned *order, double least, double factor, double *field) {
  const size_t *size = plan->spec.size, rows = size[1] * size[2];
  turned t = {.plan = plan, .order = order, .least = least, .factor = factor};
  t.derivative = order[0] + order[1] + order[2] > 0;
  t.scratch = gki_alloc(size[0], sizeof *t.scratch);
  if (!t.scratch) {
    return gki_fail_memory(function, size[0] * sizeof *t.scratch);
  }
  invert_covariance(plan, t.inverse);
  choose_units(&t);
  gki_exp2_prepare_f64(factor, &t.exp2);
  gki_exp2_prepare_f64(ldexp(factor, LIFT), &t.lifted);
  const bool symmetric = plan->middle[0] && plan->middle[1] && plan->middle[2];
  const size_t computed = symmetric ? rows - rows / 2 : rows;
  for (size_t r = 0; r < computed; r++) {
    fill_row(&t, r % size[1], r / size[1], field + r * size[0]);
  }
  if (symmetric) {
    reflect(plan->pixels, (order[0] + order[1] + order[2]) % 2 == 1, field);
  }
  gki_free(t.scratch);
  return GK_SUCCESS;
}
