/*
 * Families of points that are known to break kernel matrices: offsets and clusters that cancel,
 * near and exact duplicates, heavy tails, outliers, biased rounding.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_FAMILIES_H
#define GK_TEST_FAMILIES_H

#include <stddef.h>

#include "gk_test.h"

enum { FAMILY_SCALES = 3 };

typedef struct family {
  const char *name;
  /* n x d numbers without gaps; each fits a float. */
  void (*fill)(gk_test_rng *rng, size_t n, size_t d, double *x);
  /* Values of g with gamma = g / (2 d), so that g is the exponent of two points N(0, 1); 0: none.
   */
  double scales[FAMILY_SCALES];
} family;

extern const family families[];
extern const size_t families_count;

/* x of leading dimension ldx. The same family, n, d and seed give the same points. */
void family_points_f64(const family *f, size_t n, size_t d, uint64_t seed, double *x, size_t ldx);
void family_points_f32(const family *f, size_t n, size_t d, uint64_t seed, float *x, size_t ldx);

#endif
