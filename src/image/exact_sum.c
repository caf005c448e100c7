/* SPDX-License-Identifier: BSD-3-Clause */
#include "image/exact_sum.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const int64_t low_bits = 0xffffffff;

/* After it all limbs but the last are between 0 and 2^32 - 1; the last has the sum's sign. */
static void carry(gki_exact_sum *sum) {
  int64_t over = 0;
  for (int i = 0; i < GKI_LIMBS - 1; i++) {
    const int64_t limb = sum->limb[i] + over, low = limb & low_bits;
    over = (limb - low) / (low_bits + 1);
    sum->limb[i] = low;
  }
  sum->limb[GKI_LIMBS - 1] += over;
  sum->pending = 0;
}

void gki_exact_add(gki_exact_sum *sum, double value, int count) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  const int biased = (int)(bits >> 52 & 0x7ff), exponent = biased ? biased : 1;
  uint64_t mantissa = bits & (UINT64_MAX >> 12);
  mantissa |= biased ? UINT64_C(1) << 52 : 0;
  const int position = exponent - 1075 + GKI_LIMB_ORIGIN, shift = position % 32;
  const uint64_t low = (mantissa & UINT32_MAX) << shift, high = (mantissa >> 32) << shift;
  const int64_t times = bits >> 63 ? -count : count;
  int64_t *limb = sum->limb + position / 32;
  limb[0] += (int64_t)(low & UINT32_MAX) * times;
  limb[1] += (int64_t)((low >> 32) + (high & UINT32_MAX)) * times;
  limb[2] += (int64_t)(high >> 32) * times;
  if (++sum->pending == 1u << 24) {
    carry(sum);
  }
}

double gki_exact_value(gki_exact_sum *sum) {
  carry(sum);
  gki_exact_sum magnitude = *sum;
  const bool negative = sum->limb[GKI_LIMBS - 1] < 0;
  if (negative) {
    for (int i = 0; i < GKI_LIMBS; i++) {
      magnitude.limb[i] = -magnitude.limb[i];
    }
    carry(&magnitude);
  }
  int top = GKI_LIMBS - 1;
  while (top > 2 && magnitude.limb[top] == 0) {
    top--;
  }
  const int64_t *limb = magnitude.limb + top - 2;
  const double leading = (double)(limb[2] << 21 | limb[1] >> 11); /* at most 53 bits */
  const double rest = (double)((limb[1] & 0x7ff) << 32 | limb[0]);
  const double value = leading * 0x1p43 + rest;
  return ldexp(negative ? -value : value, 32 * (top - 2) - GKI_LIMB_ORIGIN);
}
