/* What the files *_impl.h of this directory are made of in double precision. No guard: it defines T. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/blas.h"
#include "core/memory.h"
#include "core/options.h"
#include "core/parallel.h"
#include "core/status.h"
#include "core/workspace.h"
#include "gram/arguments.h"
#include "gram/error_bound.h"
#include "gram/path.h"
#include "simd/dispatch.h"
#include "simd/product_loops.h"

#include <float.h>
#include <gausskern/gram.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define T                double
#define NAME(x)          x##_f64
#define FUNCTION(x)      x "_f64"
#define GEMM_NT          NAME(gki_gemm_nt)
#define SYRK_LOWER       NAME(gki_syrk_lower)
#define PRECISION        f64
#define PRECISION_LIMITS gki_precision_f64
#define UNIT_ROUNDOFF    0x1p-53
#define TOLERANCE        GKI_TOLERANCE_F64

/* gamma log2(e) in this range makes no sum of squares overflow before K is 0, or vanish before K is
 * variance. */
#define PLAIN_LEAST 0x1p-900
#define PLAIN_MOST  0x1p900

/* Weights of differences: below the first, points are shrunk by the second; above the third, by nothing. */
#define WEIGHT_SMALL  0x1p-900
#define WEIGHT_SHRINK 0x1p-300
#define WEIGHT_LARGE  0x1p300
#define LEAST_NORMAL  DBL_MIN

/* Beyond it e^B - 1 <= 1.3 B does not hold, and nearly all entries would be flagged. */
#define USABLE_BOUND 0.5

/* A tile is recomputed whole where more than one entry in so many is flagged. */
#define FLAGGED_PART 20
