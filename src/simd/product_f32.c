/* The loops of products in single precision, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/product_loops.h"

#include "simd/vec.h"

#define T       float
#define NAME(x) x##_f32
#define SUFFIX  f32

#include "simd/product_impl.h"
