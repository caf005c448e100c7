/*
 * The product K V as one writes it by hand: tiles of 2 gamma <x, y> by OpenBLAS's gemm, the
 * exponential of each entry less the norms by the C library's vector functions (this file is compiled
 * with -ffast-math, which allows them), and gemm again. No care for cancellation, nor for sums over
 * many columns. Only its time is of interest.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "products_limit.h"

#include <cblas.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>

enum { SIDE = 256 }; /* a tile of doubles is half of a second-level cache of 1 MiB */

#define T       double
#define NAME(x) x##_f64
#define GEMM    cblas_dgemm
#define EXP     exp
#include "products_limit_impl.h"
#undef T
#undef NAME
#undef GEMM
#undef EXP

#define T       float
#define NAME(x) x##_f32
#define GEMM    cblas_sgemm
#define EXP     expf
#include "products_limit_impl.h"

const char *bench_products(const bench_request *request, const bench_points *points, void *out) {
  return request->f32 ? products_f32(request, points, out) : products_f64(request, points, out);
}
