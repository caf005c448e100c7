/*
 * The discrete cosine transform by a complex Fourier transform of the same length: the even numbers
 * ascending, then the odd ones descending, make a sequence v whose transform V gives
 * a_k = 2 Re(exp(-i pi k / (2 n)) V_k) (Makhoul, IEEE Trans. ASSP 28 (1980) 27-34).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/constants.h"
#include "kde/create.h"

#include <math.h>

/* Re and im, n = 2^p: each step splits into even and odd numbers (Stockham's order, so that nothing
 * is left to be sorted); the scratch has n of either. */
static void transform(size_t n, double *re, double *im, double *re_to, double *im_to) {
  for (size_t length = n, stride = 1; length > 1; length /= 2, stride *= 2) {
    const size_t half = length / 2;
    for (size_t k = 0; k < half; k++) {
      const double angle = -2 * GKI_PI * (double)k / (double)length;
      const double c = cos(angle), s = sin(angle);
      for (size_t q = 0; q < stride; q++) {
        const size_t a = q + stride * k, b = q + stride * (k + half);
        const double dr = re[a] - re[b], di = im[a] - im[b];
        re_to[q + stride * 2 * k] = re[a] + re[b];
        im_to[q + stride * 2 * k] = im[a] + im[b];
        re_to[q + stride * (2 * k + 1)] = c * dr - s * di;
        im_to[q + stride * (2 * k + 1)] = c * di + s * dr;
      }
    }
    double *other = re;
    re = re_to;
    re_to = other;
    other = im;
    im = im_to;
    im_to = other;
  }
}

void gki_kde_cosine_transform(size_t n, double *x, double *scratch) {
  double *re = scratch, *im = scratch + n;
  int steps = 0;
  for (size_t j = 0; j < n; j++) {
    re[j] = 2 * j < n ? x[2 * j] : x[2 * (n - j) - 1];
    im[j] = 0;
  }
  transform(n, re, im, scratch + 2 * n, scratch + 3 * n);
  for (size_t length = n; length > 1; length /= 2) {
    steps++;
  }
  if (steps % 2) {
    re += 2 * n;
    im += 2 * n;
  }
  for (size_t k = 0; k < n; k++) {
    const double angle = GKI_PI * (double)k / (double)(2 * n);
    x[k] = 2 * (re[k] * cos(angle) + im[k] * sin(angle));
  }
}
