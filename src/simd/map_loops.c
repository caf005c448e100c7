/* The loops of maps, for the instruction set that the build names: plain C, which compilers vectorise. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/map_loops.h"

#include <float.h>
#include <stdint.h>

enum { LANES = 16 };

static void magnitude(size_t n, double *a) {
  for (size_t i = 0; i < n; i++) {
    a[i] = __builtin_fabs(a[i]);
  }
}

static void hypot_of(size_t n, double *a, const double *b) {
  for (size_t i = 0; i < n; i++) {
    const double x = __builtin_fabs(a[i]), y = __builtin_fabs(b[i]), large = x > y ? x : y;
    /* Squares of numbers near 2^600 overflow, and near 2^-500 they lose digits that count. */
    const double scale = large > 0x1p500 ? 0x1p-600 : large < 0x1p-450 ? 0x1p600 : 1.0;
    const double back = large > 0x1p500 ? 0x1p600 : large < 0x1p-450 ? 0x1p-600 : 1.0;
    const double u = x * scale, v = y * scale;
    a[i] = __builtin_sqrt(u * u + v * v) * back;
  }
}

static void add(size_t n, double *a, const double *b) {
  for (size_t i = 0; i < n; i++) {
    a[i] += b[i];
  }
}

static void subtract(size_t n, double *a, const double *b) {
  for (size_t i = 0; i < n; i++) {
    a[i] -= b[i];
  }
}

static void divide(size_t n, double least, double *a, const double *b) {
  for (size_t i = 0; i < n; i++) {
    const double quotient = a[i] / b[i];
    a[i] = b[i] > least ? quotient : __builtin_nan("");
  }
}

static void weigh(size_t n, double scale, bool skip, const double *a, double *b) {
  for (size_t i = 0; i < n; i++) {
    b[i] *= scale;
  }
  for (size_t i = 0; skip && i < n; i++) {
    b[i] = a[i] == a[i] ? b[i] : 0.0;
  }
}

static void multiply(size_t n, double *a, const double *b) {
  for (size_t i = 0; i < n; i++) {
    const double product = a[i] * b[i];
    a[i] = b[i] > 0.0 ? product : 0.0;
  }
}

/* Without a branch between the comparisons. */
static inline bool is_weight(double x) {
  return (x >= 0.0) & (x <= DBL_MAX);
}

/* Lanes that know nothing of each other. */
static bool largest(size_t n, const double *a, double *most) {
  double lane[LANES], valid[LANES];
  for (size_t l = 0; l < LANES; l++) {
    lane[l] = *most;
    valid[l] = 1.0;
  }
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) {
    for (size_t l = 0; l < LANES; l++) {
      const double x = a[i + l];
      lane[l] = x > lane[l] ? x : lane[l];
      valid[l] = is_weight(x) ? valid[l] : 0.0;
    }
  }
  for (; i < n; i++) {
    lane[0] = a[i] > lane[0] ? a[i] : lane[0];
    valid[0] = is_weight(a[i]) ? valid[0] : 0.0;
  }
  bool all = true;
  for (size_t l = 0; l < LANES; l++) {
    *most = lane[l] > *most ? lane[l] : *most;
    all = all && valid[l] > 0.0;
  }
  return all;
}

/* An exponent of ones alone carries into the sign when its lowest bit is added. */
static bool finite_f32(size_t n, const float *a) {
  uint32_t all = 0;
  for (size_t i = 0; i < n; i++) {
    uint32_t bits;
    __builtin_memcpy(&bits, &a[i], sizeof bits);
    all |= (bits & 0x7f800000u) + 0x00800000u;
  }
  return all >> 31 == 0;
}

static bool finite_f64(size_t n, const double *a) {
  uint64_t all = 0;
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    __builtin_memcpy(&bits, &a[i], sizeof bits);
    all |= (bits & 0x7ff0000000000000u) + 0x0010000000000000u;
  }
  return all >> 63 == 0;
}

static bool spoilt(size_t n, bool skip, const double *a, const double *b) {
  uint64_t some = 0;
  for (size_t i = 0; i < n; i++) {
    const double x = __builtin_fabs(a[i]);
    some |= (uint64_t)((x > DBL_MAX) | ((x != x) & !skip)) & (uint64_t)(b[i] > 0.0);
  }
  return some != 0;
}

#define TABLE(isa)  TABLE_(isa)
#define TABLE_(isa) gki_map_loops_##isa##_f64

const gki_map_loops TABLE(GKI_ISA) = {.magnitude = magnitude,
                                      .hypot = hypot_of,
                                      .add = add,
                                      .subtract = subtract,
                                      .divide = divide,
                                      .weigh = weigh,
                                      .multiply = multiply,
                                      .largest = largest,
                                      .finite_f32 = finite_f32,
                                      .finite_f64 = finite_f64,
                                      .spoilt = spoilt};
