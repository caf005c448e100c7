/* Heat maps in double precision: the files below are the code, this one says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/options.h"
#include "core/parallel.h"
#include "core/status.h"
#include "density/heatmap.h"
#include "simd/dispatch.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define T           double
#define NAME(x)     x##_f64
#define FUNCTION(x) x "_f64"
#define T_MAX_EXP   DBL_MAX_EXP
#define PRECISION   f64
#define IN_PLACE    1 /* the map holds the sums */
/* So many sigmas from its centre a spot is below the least normal number. */
#define MOST_SIGMAS 38

#include "density/heatmap_impl.h"

#include "density/heatmap_call_impl.h"
