/* SPDX-License-Identifier: BSD-3-Clause */
#include "gram/pairing.h"

#include <sched.h>

size_t gki_pair_tasks(size_t blocks) {
  return blocks * ((blocks + 1) / 2);
}

/* In round r block a meets the block b with a + b = r modulo the number of blocks: they lie evenly
 * around the one that meets itself. */
gki_pair gki_pair_of_task(size_t blocks, size_t task) {
  const size_t half = (blocks + 1) / 2, round = task / half, distance = task % half;
  const size_t middle = round % 2 == 0 ? round / 2 : (round + blocks) / 2;
  const size_t a = (middle + distance) % blocks, b = (middle + blocks - distance) % blocks;
  return (gki_pair){round, a > b ? a : b, a > b ? b : a};
}

void gki_wait_for_turn(atomic_size_t *turn, size_t number) {
  for (int polls = 0; atomic_load_explicit(turn, memory_order_acquire) != number; polls++) {
    if (polls > 1000) {
      sched_yield();
    }
  }
}

void gki_end_turn(atomic_size_t *turn, size_t number) {
  atomic_store_explicit(turn, number + 1, memory_order_release);
}
