/*
 * The loops of the FIR filter: rows of any element type brought to float or double and back, and
 * weights applied across rows and along one; a table for each instruction set and precision.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_SIMD_FIR_LOOPS_H
#define GKI_SIMD_FIR_LOOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The element types, in the order of gk_type: uint8_t, uint16_t, float, double. */
enum { GKI_ELEMENT_TYPES = 4 };

#define GKI_FIR_NAME(isa, suffix)  GKI_FIR_NAME_(isa, suffix)
#define GKI_FIR_NAME_(isa, suffix) gki_fir_loops_##isa##_##suffix

#define T       double
#define NAME(x) x##_f64
#include "simd/fir_types.h"
#undef NAME
#undef T

#define T       float
#define NAME(x) x##_f32
#include "simd/fir_types.h"
#undef NAME
#undef T

#endif
