/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/dispatch.h"

#define T       double
#define NAME(x) x##_f64
#define TAPS    w_f64
#define LOOPS   fir_f64

#include "filter/fir_impl.h"
