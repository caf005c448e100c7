/* The k-th smallest of some numbers, and the random numbers that it draws. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_SELECT_H
#define GKI_CORE_SELECT_H

#include <stddef.h>
#include <stdint.h>

/* One of 0 ... count - 1, each as likely. */
size_t gki_random_index(uint64_t *state, size_t count);

/* Reorders values, none of them NaN, so that values[k] is the one that sorting would put there, none
 * before it is greater, none after it smaller. O(count) on average. */
void gki_select(double *values, size_t count, size_t k);

#endif
