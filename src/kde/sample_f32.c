/* Samples in float precision: sample_impl.h is the code, this file says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/parallel.h"
#include "core/status.h"
#include "core/workspace.h"
#include "density/variates.h"
#include "gram/arguments.h"
#include "kde/kde.h"
#include "simd/dispatch.h"

#define T                float
#define NAME(x)          x##_f32
#define FUNCTION(x)      x "_f32"
#define PRECISION_LIMITS gki_precision_f32

#include "kde/sample_impl.h"
