/* SPDX-License-Identifier: BSD-3-Clause */
#include "filter/taps.h"

#include "core/memory.h"
#include "core/status.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* What lies beyond the weights that are looked at, as a part of the error that is allowed. */
static const double unseen = 0x1p-10;

/* Of continuous Gaussians and their derivatives: the least x, in steps of 1/8, beyond which the
 * integral of |He_o(x)| exp(-x^2 / 2) is below `part` of that over all x, which is at least 2. There
 * |He_o(x)| <= x^o, and the integral is at most x^(o - 1) exp(-x^2 / 2) / (1 - (o - 1) / x^2). */
static double reach_of_gaussian(unsigned order, double part) {
  double x = 4.25; /* above the largest root of He_8 */
  while (pow(x, (double)order - 1.0) * exp(-0.5 * x * x) /
             (1.0 - fmax((double)order - 1.0, 0.0) / (x * x)) >
         part) {
    x += 0.125;
  }
  return x;
}

/* The same of T(n), the distribution of the difference of two Poisson numbers: Chernoff's bound of
 * its tail, and that the sum of |differences| is at least about sigma^-o. */
static double reach_of_discrete(double sigma, unsigned order, double part) {
  const double t = sigma * sigma;
  const double least = log(part) - (double)order * log(2.0 * (1.0 + sigma));
  double n = 1.0, step = 1.0;
  while (n * n / (sqrt(n * n + t * t) + t) - n * asinh(n / t) > least) {
    n += step;
    step = fmax(1.0, floor(n / 16.0));
  }
  return n + 0.5 * (double)order;
}

/* So many weights on a side hold all but an unseen part of what may be cut off. */
static size_t most_radius(const gki_taps_wish *wish) {
  const double part = wish->error * unseen;
  if (wish->method == GK_WEIGHTS_DISCRETE) {
    return (size_t)ceil(reach_of_discrete(wish->sigma, wish->order, part));
  }
  /* Narrow ones fall from the pixel beside the centre on: 1 more under the root; half a pixel for
   * those that are integrated. */
  const double x = reach_of_gaussian(wish->order, part) * wish->sigma;
  return (size_t)ceil(sqrt(1.0 + x * x) + 0.5);
}

/* b(0) ... b(radius) of weights.h. */
static gk_status half_of(const gki_taps_wish *wish, unsigned order, size_t radius, double *half) {
  const double center = 0.0;
  gk_weights_spec spec = GK_WEIGHTS_1D(radius + 1, wish->sigma);
  if (wish->method == GK_WEIGHTS_SAMPLED && order == 0) {
    /* g itself: with an error of 2^-53 (1 + j^2 / (2 sigma^2)), on average below 2 2^-53. */
    const double rate = -0.5 / (wish->sigma * wish->sigma);
    for (size_t j = 0; j <= radius; j++) {
      half[j] = exp(rate * ((double)j * (double)j));
    }
    return GK_SUCCESS;
  }
  spec.center = &center;
  spec.order[0] = order;
  spec.method = wish->method;
  spec.normalize = GK_NORMALIZE_NONE;
  const gk_status status = gk_weights_f64(&spec, half);
  return status ? gki_fail_memory(wish->function, (radius + 1) * sizeof(double)) : status;
}

/* Row 2 radius of Pascal's triangle from its middle on. */
static gk_status half_of_binomial(const gki_taps_wish *wish, double *half) {
  const size_t size = 2 * wish->radius + 1;
  double *row = gki_alloc(size, sizeof *row);
  gk_weights_spec spec = GK_WEIGHTS_1D(size, 0.0);
  spec.method = GK_WEIGHTS_BINOMIAL;
  spec.normalize = GK_NORMALIZE_NONE;
  if (!row || gk_weights_f64(&spec, row)) {
    gki_free(row);
    return gki_fail_memory(wish->function, size * sizeof *row);
  }
  memcpy(half, row + wish->radius, (wish->radius + 1) * sizeof *half);
  gki_free(row);
  return GK_SUCCESS;
}

/* The sum of both sides, from the smallest on. */
static double sum_of(const double *half, size_t radius, bool magnitudes) {
  double sum = 0.0;
  for (size_t j = radius; j > 0; j--) {
    sum += magnitudes ? fabs(half[j]) : half[j];
  }
  return 2.0 * sum + (magnitudes ? fabs(half[0]) : half[0]);
}

/*
 * The least radius that the error allows. A part c of the sum of |w| is cut off, and a part c0 of
 * the sum of g, by which all is divided: what is left grows to 1 / (1 - c0) times itself.
 */
static size_t least_radius(const double *half, const double *plain, size_t radius, double allowed,
                           double *error) {
  const double all = sum_of(half, radius, true), all_plain = sum_of(plain, radius, true);
  double cut = allowed * unseen, cut_plain = allowed * unseen;
  *error = cut + (1.0 - cut) * cut_plain / (1.0 - cut_plain);
  while (radius > 0 && all > 0.0) {
    cut += 2.0 * fabs(half[radius]) / all;
    cut_plain += 2.0 * plain[radius] / all_plain;
    const double more = cut + (1.0 - cut) * cut_plain / (1.0 - cut_plain);
    if (!(more <= allowed)) {
      break;
    }
    *error = more;
    radius--;
  }
  return radius;
}

/* Numbers that no processor multiplies fast, and that nobody misses. */
static double without_subnormals(double weight, double least) {
  return fabs(weight) < least ? 0.0 : weight;
}

/* Divides by the sum of the Gaussian's weights as far as they are used. */
static void fill_taps(const gki_taps_wish *wish, double *half, const double *plain, float *half_f32,
                      gki_taps *taps) {
  const double total = sum_of(plain, taps->radius, false);
  for (size_t j = 0; j <= taps->radius; j++) {
    half[j] = without_subnormals(half[j] / total, DBL_MIN);
    half_f32[j] = (float)without_subnormals(half[j], (double)FLT_MIN);
  }
  taps->odd = wish->order % 2 == 1;
  taps->sum = wish->order == 0 ? 1.0 : taps->odd ? 0.0 : sum_of(half, taps->radius, false);
  taps->w_f64 = half + 1;
  taps->w_f32 = half_f32 + 1;
}

static gk_status fill_halves(const gki_taps_wish *wish, size_t radius, double *half,
                             double *plain) {
  if (wish->method == GK_WEIGHTS_BINOMIAL) {
    return half_of_binomial(wish, half);
  }
  const gk_status status = half_of(wish, wish->order, radius, half);
  return status || plain == half ? status : half_of(wish, 0, radius, plain);
}

gk_status gki_make_taps(const gki_taps_wish *wish, gki_taps *taps, double *error, void **memory,
                        size_t *used) {
  const size_t radius = wish->cut ? wish->radius : most_radius(wish);
  const bool derivative = wish->order > 0;
  const size_t doubles = (radius + 1) * (derivative ? 2 : 1),
               bytes = doubles * sizeof(double) + (radius + 1) * sizeof(float);
  double *half = gki_alloc(1, bytes);
  if (!half) {
    return gki_fail_memory(wish->function, bytes);
  }
  double *plain = derivative ? half + radius + 1 : half;
  const gk_status status = fill_halves(wish, radius, half, plain);
  if (status) {
    gki_free(half);
    return status;
  }
  *error = 0.0;
  taps->radius = wish->cut ? radius : least_radius(half, plain, radius, wish->error, error);
  fill_taps(wish, half, plain, (float *)(half + doubles), taps);
  *memory = half;
  *used += bytes;
  return GK_SUCCESS;
}
