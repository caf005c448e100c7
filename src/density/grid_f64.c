/* Grids of density.h in double precision: the files below are the code, this one says what T is. */
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

#define T            double
#define NAME(x)      x##_f64
#define FUNCTION(x)  x "_f64"
#define PRECISION    f64
#define LEAST_NORMAL DBL_MIN
/* Heights from 2^-1000 to 2^1000 go through the loops. */
#define MOST_EXPONENT 1000

#include "density/grid_impl.h"

#include "density/grid_call_impl.h"
