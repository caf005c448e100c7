/*
 * Who meets whom when each pair of blocks of points is a task that adds to the sums of both: a
 * tournament by the circle method. In each round every block meets one other, or, once, itself; so
 * the tasks of a round are independent, and each block's sums get their terms in the order of the
 * rounds, whatever the number of threads.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_GRAM_PAIRING_H
#define GKI_GRAM_PAIRING_H

#include <stdatomic.h>
#include <stddef.h>

/* Of an odd number of blocks; first >= second. */
typedef struct gki_pair {
  size_t round, first, second;
} gki_pair;

/* Rounds 0 ... blocks - 1 one after the other, each of (blocks + 1) / 2 tasks. */
size_t gki_pair_tasks(size_t blocks);
gki_pair gki_pair_of_task(size_t blocks, size_t task);

/*
 * Waits until *turn is `number`. What a task waits for must be done by tasks before it: these have
 * begun, as tasks are handed out in order.
 */
void gki_wait_for_turn(atomic_size_t *turn, size_t number);

/* What this thread has written is there for the one whose turn comes. */
void gki_end_turn(atomic_size_t *turn, size_t number);

#endif
