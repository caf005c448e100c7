/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_PRODUCTS_LIMIT_H
#define BENCH_PRODUCTS_LIMIT_H

#include "harness.h"

/* K V by hand, with OpenBLAS's gemm twice and the C library's vector exponential: see the .c file. */
const char *bench_products(const bench_request *request, const bench_points *points, void *out);

#endif
