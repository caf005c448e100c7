/*
 * Each allocation of a call fails in turn. The call must then say GK_ERROR_MEMORY in words that name
 * it, and give back all it has taken; once nothing fails any more it must succeed.
 *
 * The linker leads the library's aligned_alloc and free through the functions of sweep.c (--wrap).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_SWEEP_H
#define GK_TEST_SWEEP_H

#include "gk_test.h"

/* The call frees what it has made before it returns. */
typedef gk_status call_fn(void *data);

/* How many allocations the call makes. `function` is the name that messages must hold; `status` is
 * what the call returns where no allocation fails. */
long sweep_to(const char *function, call_fn *call, void *data, gk_status status);
long sweep(const char *function, call_fn *call, void *data);

/* From now on the n-th allocation fails, counted from 0; -1 for none. */
void fail_allocation(long n);

/* Allocated and not yet freed since the test began or last called hold_allocations. */
long allocations_held(void);
void hold_allocations(void);

/* The most bytes held at once since then, in blocks as large as the system makes them. */
size_t most_bytes_held(void);

/* Frees what the test itself has allocated. */
void free_uncounted(void *memory);

#endif
