/* weights.h in float precision: the files below are the code, this one says what T is. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "core/status.h"
#include "image/exact_sum.h"
#include "image/field.h"
#include "image/plan.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define T       float
#define NAME(x) x##_f32
#define LIMITS  gki_weights_limits_f32
#define FIELD_IS_OWN

/* Separable by default: within this part of the largest weight. */
#define SEPARABLE 1e-6

/* Of normal numbers, of all numbers' last places, and how many powers of two steps may be. */
#define LEAST_EXPONENT (-126)
#define LEAST_ULP      (-149)
#define LEVELS         260

#include "image/settle_impl.h"

#include "image/weights_impl.h"

#include "image/separate_impl.h"
