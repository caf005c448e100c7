/* How many taps other programs take for a sigma, and OpenCV's sigma for a number of taps. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/status.h"

#include <gausskern/weights.h>
#include <math.h>
#include <stdint.h>

static double odd(double taps) {
  return fmod(taps, 2.0) == 0.0 ? taps + 1.0 : taps;
}

/* The number of taps before it is an integer type's; negative for an unknown rule. */
static double taps_of(gk_size_rule rule, double sigma, double truncate) {
  switch (rule) {
  case GK_SIZE_SCIPY:
    return 2.0 * floor(truncate * sigma + 0.5) + 1.0;
  case GK_SIZE_OPENCV:
    return odd(rint(sigma * 4.0 * 2.0 + 1.0));
  case GK_SIZE_OPENCV_8BIT:
    return odd(rint(sigma * 3.0 * 2.0 + 1.0));
  case GK_SIZE_MATLAB:
    return 2.0 * ceil(2.0 * sigma) + 1.0;
  case GK_SIZE_ASTROPY:
    return odd(ceil(8.0 * sigma));
  }
  return -1.0;
}

gk_status gk_weights_size(gk_size_rule rule, double sigma, double truncate, size_t *size) {
  if (!size) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "size is NULL");
  }
  if (!(sigma >= 0.0) || isinf(sigma)) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "sigma = %g is negative or not finite", sigma);
  }
  if (!(truncate >= 0.0) || isinf(truncate)) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "truncate = %g is negative or not finite",
                    truncate);
  }
  const double taps = taps_of(rule, sigma, truncate == 0.0 ? 4.0 : truncate);
  if (taps < 0.0) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "rule = %d is unknown", (int)rule);
  }
  /* Beyond 2^53 a double does not tell odd from even, nor is there memory. */
  if (taps > 0x1p53 || taps > (double)SIZE_MAX) {
    return gki_fail(GK_ERROR_OVERFLOW, __func__,
                    "sigma = %g asks for %g taps, more than an address space holds", sigma, taps);
  }
  *size = (size_t)taps;
  return GK_SUCCESS;
}

gk_status gk_weights_sigma_opencv(size_t size, double *sigma) {
  if (!sigma) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "sigma is NULL");
  }
  if (size == 0) {
    return gki_fail(GK_ERROR_ARGUMENT, __func__, "size is 0");
  }
  *sigma = 0.3 * (((double)size - 1.0) * 0.5 - 1.0) + 0.8;
  return GK_SUCCESS;
}
