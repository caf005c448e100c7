/*
 * Memory of a known kind for outputs, and how much of it this process holds.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_MEMORY_H
#define BENCH_MEMORY_H

#include <stddef.h>

typedef struct bench_memory {
  void *(*allocate)(size_t bytes);
  void (*release)(void *memory, size_t bytes);
} bench_memory;

/* Memory as malloc gets it from the system for a large request; and with huge pages asked for. */
extern const bench_memory bench_small_pages;
extern const bench_memory bench_huge_pages;

/* The bytes that are resident now, and the most that were since bench_reset_peak. */
size_t bench_resident(void);
size_t bench_peak(void);
void bench_reset_peak(void);

/*
 * Touches so much memory of that kind and gives it back, for whatever comes next on this machine. A
 * virtual machine's host may take free memory away within a second, and a first touch that has to
 * get it back measures the host: tens of times as slow, and at random.
 */
void bench_prime(const bench_memory *kind, size_t bytes);

#endif
