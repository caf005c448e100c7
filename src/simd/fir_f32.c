/* The loops of the FIR filter in single precision, for the instruction set that the build names. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "simd/fir_loops.h"

#define T       float
#define NAME(x) x##_f32

#include "simd/vec.h"

#include "simd/fir_impl.h"

const gki_fir_loops_f32 GKI_FIR_NAME(GKI_ISA, f32) = FIR_LOOPS;
