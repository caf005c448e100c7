/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/dispatch.h"

#define T       float
#define NAME(x) x##_f32
#define TAPS    w_f32
#define LOOPS   fir_f32

#include "filter/fir_impl.h"
