/* Samples in double precision: sample_impl.h is the code, this file says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/parallel.h"
#include "core/status.h"
#include "core/workspace.h"
#include "density/variates.h"
#include "gram/arguments.h"
#include "kde/kde.h"
#include "simd/dispatch.h"

#define T                double
#define NAME(x)          x##_f64
#define FUNCTION(x)      x "_f64"
#define PRECISION_LIMITS gki_precision_f64

#include "kde/sample_impl.h"
