/* Estimates of float data: create_impl.h is the code, this file says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/options.h"
#include "core/status.h"
#include "gram/arguments.h"
#include "kde/create.h"
#include "kde/engines.h"

#include <float.h>
#include <math.h>

#define T                float
#define NAME(x)          x##_f32
#define FUNCTION(x)      x "_f32"
#define PRECISION_LIMITS gki_precision_f32

#include "kde/create_impl.h"
