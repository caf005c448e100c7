/* Densities at points in double precision: points_impl.h is the code, this file says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/parallel.h"
#include "core/status.h"
#include "core/workspace.h"
#include "density/panels.h"
#include "density/squares.h"
#include "gram/arguments.h"
#include "simd/dispatch.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define T                double
#define NAME(x)          x##_f64
#define FUNCTION(x)      x "_f64"
#define PRECISION_LIMITS gki_precision_f64

#include "density/points_impl.h"
