/* The loops of the FIR filter in double precision, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/fir_loops.h"

#define GKI_F64
#define T       double
#define NAME(x) x##_f64

#include "simd/vec.h"

#include "simd/fir_impl.h"

const gki_fir_loops_f64 GKI_FIR_NAME(GKI_ISA, f64) = FIR_LOOPS;
