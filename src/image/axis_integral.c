/*
 * The integral of a Gaussian over a pixel, as g at the pixel's nearest point times the integral of
 *
 *     exp(-(a v + b v^2 / 2)),  a = nearest / variance, b = 1 / variance
 *
 * over the pixel from there. All terms are positive, so nothing cancels, however far in the tail
 * and however narrow the pixel is beside sigma; differences of error functions lose their digits
 * there. Derivatives have a polynomial under the integral, whose parts cancel: over a pixel that is
 * wide beside sigma they are differences instead.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/quadrature.h"
#include "image/axis.h"

typedef struct ray {
  double a, a_low, b; /* of the exponent */
  double y, y_step;   /* the polynomial's argument at v = 0, and what v adds */
  unsigned order;
} ray;

static double hermite_at(unsigned order, double y) {
  double before = 0.0, value = 1.0;
  for (unsigned k = 0; k < order; k++) {
    const double next = y * value - (double)k * before;
    before = value;
    value = next;
  }
  return value;
}

/* One panel, with the first order of a's low part. */
static double integrate_panel(const ray *r, double from, double length) {
  gki_dd sum = gki_dd_of(0.0);
  double moment = 0.0;
  for (int k = 0; k < GKI_RULE_POINTS; k++) {
    double weight;
    const double v = gki_rule_point(k, from, length, &weight);
    double term = weight * exp(-(r->a * v + 0.5 * r->b * v * v));
    if (r->order > 0) {
      term *= hermite_at(r->order, r->y + r->y_step * v);
    }
    const gki_dd next = gki_two_sum(sum.hi, term);
    sum = (gki_dd){next.hi, sum.lo + next.lo};
    moment += term * v;
  }
  return sum.hi + (sum.lo - r->a_low * moment);
}

/*
 * The integral from 0 to length. A panel is so wide that its exponent changes by 10 (5 under a
 * polynomial) or by two to three sigmas, where the rule is exact to the last digit; what lies
 * further than e^-50 (e^-100) does not count.
 */
static double integrate_ray(const ray *r, double length) {
  const double reach = r->order ? 5.0 : 10.0, sigmas = r->order ? 1.5 : 2.5;
  const double enough = r->order ? 100.0 : 50.0;
  gki_dd total = gki_dd_of(0.0);
  double from = 0.0;
  while (from < length && from * (r->a + 0.5 * r->b * from) < enough) {
    double panel = length - from;
    const double slope = r->a + r->b * from;
    if (panel * slope > reach) {
      panel = reach / slope;
    }
    if (panel * panel * r->b > sigmas * sigmas) {
      panel = sigmas / sqrt(r->b);
    }
    const gki_dd next = gki_two_sum(total.hi, integrate_panel(r, from, panel));
    total = (gki_dd){next.hi, total.lo + next.lo};
    from += panel;
  }
  return gki_dd_value(total);
}

/* The derivative of g / exp(reference) at d. */
static gki_wide derivative_at(gki_dd d, gki_dd variance, unsigned order, gki_dd reference) {
  const gki_dd t = gki_dd_subtract(gki_axis_exponent(d, variance), reference);
  return gki_wide_multiply(gki_wide_exp(t), gki_hermite(d, variance, order));
}

/* From here on the exponent's fall over a pixel makes its far face's value small beside the
 * integral of the polynomial's terms, so that the faces' difference loses nothing. */
static const double steep = 12.5;

/* The integral of a derivative is the difference of the one before at the pixel's faces. */
static bool difference_of_faces(gki_dd distance, gki_dd variance, unsigned order,
                                gki_wide *difference) {
  const gki_dd half = gki_dd_of(0.5);
  const gki_dd near = gki_dd_subtract(distance, half), far = gki_dd_add(distance, half);
  const gki_dd reference = near.hi > 0.0 ? gki_axis_exponent(near, variance) : gki_dd_of(0.0);
  if (order == 0 || !(reference.hi - gki_axis_exponent(far, variance).hi > steep)) {
    return false;
  }
  const gki_wide here = derivative_at(near, variance, order - 1, reference);
  const gki_wide there = derivative_at(far, variance, order - 1, reference);
  *difference = gki_wide_add(there, gki_wide_negated(here));
  return true;
}

gki_wide gki_pixel_integral(gki_dd distance, gki_dd variance, unsigned order) {
  gki_wide difference;
  if (difference_of_faces(distance, variance, order, &difference)) {
    return difference;
  }
  const gki_dd half = gki_dd_of(0.5);
  const gki_dd edge = gki_dd_subtract(distance, half);
  const gki_dd a = gki_dd_divide(edge.hi > 0.0 ? edge : gki_dd_of(0.0), variance);
  const double sigma = sqrt(variance.hi);
  const ray r = {a.hi,        a.lo, 1.0 / variance.hi, edge.hi > 0.0 ? edge.hi / sigma : 0.0,
                 1.0 / sigma, order};
  double value;
  if (edge.hi >= 0.0) {
    value = integrate_ray(&r, 1.0);
  } else { /* both sides of the centre */
    const double longer = gki_dd_value(gki_dd_add(half, distance));
    const double shorter = -gki_dd_value(edge);
    const double other = integrate_ray(&r, shorter);
    value = integrate_ray(&r, longer) + (order % 2 ? -other : other);
  }
  gki_wide result = gki_wide_of(order % 2 ? -value : value);
  const gki_wide step = gki_wide_normalized(gki_dd_sqrt(variance), 0);
  for (unsigned k = 0; k < order; k++) {
    result = gki_wide_divide(result, step);
  }
  return result;
}

double gki_pixel_factor(gki_dd distance, gki_dd variance) {
  return gki_wide_value(gki_pixel_integral(distance, variance, 0));
}
