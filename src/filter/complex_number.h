/* Complex numbers of their parts: C11's CMPLX, which not every complex.h has for every compiler. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_FILTER_COMPLEX_NUMBER_H
#define GKI_FILTER_COMPLEX_NUMBER_H

#include <complex.h>

static inline double complex gki_complex(double real, double imaginary) {
  const union {
    double part[2]; /* a complex number is laid out as this, says C */
    double complex whole;
  } number = {{real, imaginary}};
  return number.whole;
}

static inline long double complex gki_wide_complex(long double real, long double imaginary) {
  const union {
    long double part[2];
    long double complex whole;
  } number = {{real, imaginary}};
  return number.whole;
}

#endif
