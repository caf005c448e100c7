/* Grids of density.h in float precision: the files below are the code, this one says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/options.h"
#include "core/status.h"
#include "core/workspace.h"
#include "density/grid_arguments.h"
#include "density/grid_place.h"
#include "simd/dispatch.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define T            float
#define NAME(x)      x##_f32
#define FUNCTION(x)  x "_f32"
#define PRECISION    f32
#define LEAST_NORMAL FLT_MIN
/* Heights from 2^-100 to 2^100 go through the loops. */
#define MOST_EXPONENT 100

#include "density/grid_impl.h"

#include "density/grid_call_impl.h"
