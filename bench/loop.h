/* The kernel as two plain loops: what a program has that uses no library. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_LOOP_H
#define BENCH_LOOP_H

#include "harness.h"

const char *bench_loop(const bench_request *request, const bench_points *points, void *out);

#endif
