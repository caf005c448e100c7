/* The loops in float precision, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/loops.h"

#include "simd/vec.h"

#define T       float
#define NAME(x) x##_f32
#define SUFFIX  f32

#include "simd/loops_impl.h"
