/*
 * What ascending points in one dimension give to each other and to queries, as states of decaying
 * exponentials carried along the line (simd/kde_loops.h): the table of exponentials.c and left_out.c.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_KDE_DECAYS_H
#define GKI_KDE_DECAYS_H

#include "kde/engines.h"
#include "simd/dispatch.h"

typedef struct gki_decays {
  const gki_kde_loops *loops;
  gki_decay_table table;
  double *edge, *equal;
} gki_decays;

/* Blocks of a task over points, and the tasks. */
enum { GKI_DECAY_TASK = 256 };

static inline size_t gki_decay_tasks(size_t n) {
  return (n - 1) / ((size_t)GKI_DECAY_TASK * GKI_DECAY_BLOCK) + 1;
}

/* The end of a task's blocks. */
static inline size_t gki_decay_end(const gki_decays *d, size_t task) {
  const size_t end = (task + 1) * GKI_DECAY_TASK;
  return end < d->table.blocks ? end : d->table.blocks;
}

/* The memory of n points' table, taken from `base` (NULL: only counted): in whole cache lines. With
 * locals, which decayed_sums reads. */
size_t gki_decays_lay(gki_decays *d, size_t n, bool locals, char *base);

/* The table of n ascending points, weights of sum 1 (NULL: all alike): read as long as the table is
 * used. Its memory has been laid. */
void gki_decays_fill(gki_decays *d, size_t n, const double *points, const double *weights);

/* The states of all blocks, on several threads; GK_ERROR_CANCELLED at most. */
gk_status gki_decays_carry(gki_decays *d, const char *function, size_t threads,
                           const gk_options *options);

#endif
