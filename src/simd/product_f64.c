/* The loops of products in double precision, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#define GKI_F64
#include "simd/product_loops.h"

#include "simd/vec.h"

#define T       double
#define NAME(x) x##_f64
#define SUFFIX  f64

#include "simd/product_impl.h"
