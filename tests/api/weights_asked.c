/* SPDX-License-Identifier: BSD-3-Clause */
#include "weights_asked.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double log_uniform(gk_test_rng *rng, double from, double to) {
  return from * pow(to / from, gk_test_uniform(rng));
}

void ask(asked *a, gk_test_rng *rng, size_t dimensions, size_t most, double from, double to) {
  memset(a, 0, sizeof *a);
  a->spec = (gk_weights_spec)GK_WEIGHTS_1D(1, 1.0);
  a->spec.dimensions = dimensions;
  for (size_t k = 0; k < dimensions; k++) {
    a->spec.size[k] = 1 + gk_test_bits(rng) % most;
    a->spec.sigma[k] = log_uniform(rng, from, to);
  }
}

void ask_center(asked *a, gk_test_rng *rng, double reach) {
  for (size_t k = 0; k < a->spec.dimensions; k++) {
    const double width = (double)a->spec.size[k] - 1.0 + 2.0 * reach;
    a->center[k] = width * gk_test_uniform(rng) - reach;
  }
  a->spec.center = a->center;
}

static int center_is_a_pixel(const gk_weights_spec *spec) {
  for (size_t k = 0; k < spec->dimensions; k++) {
    if (spec->center ? spec->center[k] != floor(spec->center[k]) : spec->size[k] % 2 == 0) {
      return 0;
    }
  }
  return 1;
}

void ask_method(asked *a, gk_test_rng *rng) {
  static const gk_weights_method methods[] = {GK_WEIGHTS_SAMPLED, GK_WEIGHTS_INTEGRATED,
                                              GK_WEIGHTS_OVERSAMPLED, GK_WEIGHTS_DISCRETE};
  a->spec.method = methods[gk_test_bits(rng) % (center_is_a_pixel(&a->spec) ? 4 : 3)];
  a->spec.oversample = 1 + gk_test_bits(rng) % 6;
}

/* Turns rows and columns i and j of a symmetric matrix. */
static void turn(double *s, size_t n, size_t i, size_t j, double angle) {
  const double cosine = cos(angle), sine = sin(angle);
  for (size_t pass = 0; pass < 2; pass++) {
    for (size_t k = 0; k < n; k++) {
      double *a = pass ? s + k * n + i : s + i * n + k;
      double *b = pass ? s + k * n + j : s + j * n + k;
      const double was = *a;
      *a = cosine * was - sine * *b;
      *b = sine * was + cosine * *b;
    }
  }
}

void ask_turned(asked *a, gk_test_rng *rng) {
  gk_weights_spec *spec = &a->spec;
  const size_t n = spec->dimensions;
  if (n == 2 && gk_test_bits(rng) % 2) {
    spec->theta = 8.0 * gk_test_uniform(rng) - 4.0;
    return;
  }
  for (size_t k = 0; k < n; k++) {
    a->covariance[k * n + k] = spec->sigma[k] * spec->sigma[k];
    spec->sigma[k] = 0.0;
  }
  for (size_t i = 0; i < n; i++) {
    for (size_t j = i + 1; j < n; j++) {
      turn(a->covariance, n, i, j, 6.0 * gk_test_uniform(rng));
    }
  }
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < i; j++) {
      a->covariance[i * n + j] = a->covariance[j * n + i];
    }
  }
  spec->covariance = a->covariance;
}

size_t asked_count(const asked *a) {
  size_t count = 1;
  for (size_t k = 0; k < a->spec.dimensions; k++) {
    count *= a->spec.size[k];
  }
  return count;
}

void asked_fail(const asked *a, const char *format, ...) {
  const gk_weights_spec *s = &a->spec;
  print_error("%zu-D, size %zu %zu %zu, sigma %.17g %.17g %.17g, theta %.17g, order %u %u %u\n",
              s->dimensions, s->size[0], s->size[1], s->size[2], s->sigma[0], s->sigma[1],
              s->sigma[2], s->theta, s->order[0], s->order[1], s->order[2]);
  print_error("method %d, normalize %d, oversample %zu, cutoff %g, amplitude %.17g\n",
              (int)s->method, (int)s->normalize, s->oversample, s->cutoff, s->amplitude);
  for (size_t k = 0; s->center && k < s->dimensions; k++) {
    print_error("center[%zu] = %.17g\n", k, s->center[k]);
  }
  for (size_t k = 0; s->covariance && k < s->dimensions * s->dimensions; k++) {
    print_error("covariance[%zu] = %.17g\n", k, s->covariance[k]);
  }
  char text[512];
  va_list words;
  va_start(words, format);
  vsnprintf(text, sizeof text, format, words);
  va_end(words);
  fail_msg("%s", text);
  abort();
}
