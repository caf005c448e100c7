/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/axis.h"

gki_axis gki_axis_of(const gki_weights_plan *plan, size_t axis, unsigned order) {
  const gk_weights_spec *spec = &plan->spec;
  return (gki_axis){.method = spec->method,
                    .size = spec->size[axis],
                    .oversample = spec->method == GK_WEIGHTS_OVERSAMPLED ? spec->oversample : 1,
                    .origin = plan->origin[axis],
                    .shift = plan->shift[axis],
                    .variance = plan->variance[axis],
                    .order = order};
}

bool gki_has_mass(gk_weights_method method) {
  return method == GK_WEIGHTS_DISCRETE || method == GK_WEIGHTS_BINOMIAL;
}

gki_dd gki_axis_offset(const gki_axis *axis, size_t pixel) {
  return gki_two_sum((double)pixel - axis->origin, -axis->shift);
}

static gki_dd magnitude(gki_dd a) {
  return a.hi < 0.0 ? gki_dd_negated(a) : a;
}

gki_dd gki_axis_exponent(gki_dd d, gki_dd variance) {
  const gki_dd square = gki_dd_divide(gki_dd_multiply(d, d), variance);
  return (gki_dd){-0.5 * square.hi, -0.5 * square.lo};
}

gki_wide gki_hermite(gki_dd d, gki_dd variance, unsigned order) {
  const gki_dd sigma = gki_dd_sqrt(variance);
  const gki_wide y = gki_wide_normalized(gki_dd_negated(gki_dd_divide(d, sigma)), 0);
  gki_wide before = gki_wide_of(0.0), value = gki_wide_of(1.0);
  for (unsigned k = 0; k < order; k++) {
    const gki_wide lower = gki_wide_multiply(before, gki_wide_of(-(double)k));
    before = value;
    value = gki_wide_add(gki_wide_multiply(y, value), lower);
  }
  const gki_wide step = gki_wide_normalized(sigma, 0);
  for (unsigned k = 0; k < order; k++) {
    value = gki_wide_divide(value, step);
  }
  return value;
}

/* The derivative of g / exp(reference) at d. */
static gki_wide sample(gki_dd d, gki_dd variance, unsigned order, gki_dd reference) {
  const gki_wide g = gki_wide_exp(gki_dd_subtract(gki_axis_exponent(d, variance), reference));
  return g.m.hi == 0.0 || order == 0 ? g : gki_wide_multiply(g, gki_hermite(d, variance, order));
}

/* Point `part` of a pixel's from the pixel's centre: the middles of `oversample` equal parts. */
static gki_dd part_offset(const gki_axis *axis, size_t part) {
  const double parts = (double)axis->oversample;
  return gki_dd_divide(gki_dd_of((double)(2 * part + 1) - parts), gki_dd_of(2.0 * parts));
}

/* The mean over the points of a pixel. */
static gki_wide mean_of_samples(const gki_axis *axis, gki_dd d, gki_dd reference) {
  if (axis->oversample == 1) {
    return sample(d, axis->variance, axis->order, reference);
  }
  gki_wide sum = gki_wide_of(0.0);
  for (size_t part = 0; part < axis->oversample; part++) {
    const gki_dd at = gki_dd_add(d, part_offset(axis, part));
    sum = gki_wide_add(sum, sample(at, axis->variance, axis->order, reference));
  }
  return gki_wide_divide(sum, gki_wide_of((double)axis->oversample));
}

/* How near a pixel comes to the centre: 0 where it lies in it. */
static gki_dd edge_of(gki_dd distance) {
  const gki_dd edge = gki_dd_subtract(distance, gki_dd_of(0.5));
  return edge.hi > 0.0 ? edge : gki_dd_of(0.0);
}

static gki_wide integral(const gki_axis *axis, gki_dd distance, gki_dd reference) {
  const gki_dd t = gki_axis_exponent(edge_of(distance), axis->variance);
  const gki_wide g = gki_wide_exp(gki_dd_subtract(t, reference));
  if (g.m.hi == 0.0) {
    return g;
  }
  return gki_wide_multiply(g, gki_pixel_integral(distance, axis->variance, axis->order));
}

/* OpenCV's tables, the odd sizes to 9 in 256ths: binomials, and two that are not. */
static bool opencv_table(const gki_axis *axis, gki_wide *taps) {
  static const double tables[5][9] = {{256},
                                      {64, 128, 64},
                                      {16, 64, 96, 64, 16},
                                      {8, 28, 56, 72, 56, 28, 8},
                                      {4, 13, 30, 51, 60, 51, 30, 13, 4}};
  if (axis->variance.hi != 0.0 || axis->size > 9 || axis->size % 2 == 0) {
    return false;
  }
  for (size_t i = 0; i < axis->size; i++) {
    taps[i] = gki_wide_of(tables[axis->size / 2][i] / 256.0);
  }
  return true;
}

/* OpenCV takes the two pixels in the middle of an even size as if the centre were upon them. */
static gki_dd offset_of(const gki_axis *axis, size_t i) {
  const gki_dd d = gki_axis_offset(axis, i);
  const bool beside = axis->method == GK_WEIGHTS_OPENCV && fabs(d.hi) == 0.5;
  return beside ? gki_dd_of(0.0) : d;
}

/* How near the points of a pixel come to the centre, or the pixel itself where it is integrated. */
static gki_dd least_distance(const gki_axis *axis, size_t pixel) {
  const gki_dd d = magnitude(offset_of(axis, pixel));
  if (axis->method == GK_WEIGHTS_INTEGRATED) {
    return edge_of(d);
  }
  gki_dd least = d;
  for (size_t part = 0; axis->oversample > 1 && part < axis->oversample; part++) {
    const gki_dd at = magnitude(gki_dd_add(d, part_offset(axis, part)));
    const bool nearer = at.hi < least.hi || (at.hi == least.hi && at.lo < least.lo);
    least = part == 0 || nearer ? at : least;
  }
  return least;
}

/* The largest exponent of all that is evaluated: in the pixel that is nearest to the centre. */
static gki_dd largest_exponent(const gki_axis *axis) {
  const double last = (double)(axis->size - 1), center = rint(axis->origin + axis->shift);
  const double nearest = center < 0.0 ? 0.0 : center > last ? last : center;
  return gki_axis_exponent(least_distance(axis, (size_t)nearest), axis->variance);
}

gk_status gki_axis_taps(const char *function, const gki_axis *given, gki_wide *taps,
                        gki_wide *height) {
  gki_axis axis = *given;
  *height = gki_wide_of(1.0);
  if (axis.method == GK_WEIGHTS_DISCRETE) {
    return gki_discrete_taps(function, &axis, taps);
  }
  if (axis.method == GK_WEIGHTS_BINOMIAL) {
    gki_binomial_taps(axis.size, taps);
    return GK_SUCCESS;
  }
  if (axis.method == GK_WEIGHTS_OPENCV) {
    if (opencv_table(&axis, taps)) {
      return GK_SUCCESS;
    }
    if (axis.variance.hi == 0.0) {
      double sigma = 0.0;
      (void)gk_weights_sigma_opencv(axis.size, &sigma); /* the size is not 0 */
      axis.variance = gki_two_product(sigma, sigma);
    }
  }
  const gki_dd reference = largest_exponent(&axis);
  *height = gki_wide_exp(reference);
  for (size_t i = 0; i < axis.size; i++) {
    const gki_dd d = offset_of(&axis, i), distance = magnitude(d);
    if (d.hi == 0.0 && axis.order % 2 == 1) { /* but for the roundings of a mean */
      taps[i] = gki_wide_of(0.0);
      continue;
    }
    const gki_wide tap = axis.method == GK_WEIGHTS_INTEGRATED
                             ? integral(&axis, distance, reference)
                             : mean_of_samples(&axis, distance, reference);
    taps[i] = d.hi < 0.0 && axis.order % 2 == 1 ? gki_wide_negated(tap) : tap;
  }
  return GK_SUCCESS;
}
