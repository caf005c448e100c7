/*
 * The exact sum of doubles: a fixed-point number wide enough for all of them, in limbs of 32 bits
 * that take carries now and then.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_IMAGE_EXACT_SUM_H
#define GKI_IMAGE_EXACT_SUM_H

#include <stdint.h>

enum { GKI_LIMBS = 72, GKI_LIMB_ORIGIN = 1088 }; /* limb i counts 2^(32 i - 1088) */

typedef struct gki_exact_sum {
  int64_t limb[GKI_LIMBS];
  uint32_t pending; /* additions since the last carry */
} gki_exact_sum;

/* Adds count * value: value finite, |count| <= 16. */
void gki_exact_add(gki_exact_sum *sum, double value, int count);

/* The sum within a relative error of 2^-52; 0 only for 0. */
double gki_exact_value(gki_exact_sum *sum);

#endif
