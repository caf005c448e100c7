/* The memory of a call: what all threads read, and a part for each thread. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_WORKSPACE_H
#define GKI_CORE_WORKSPACE_H

#include "core/memory.h"
#include "core/parallel.h"

#include <gausskern/common.h>

typedef struct gki_workspace {
  size_t shared_bytes, thread_bytes; /* in whole cache lines */
  size_t threads;                    /* as many as are of use and the budget allows */
  size_t total;
} gki_workspace;

/* Takes `bytes` off a block of memory, in whole cache lines; with a NULL base it only counts. */
static inline void *gki_carve(char *base, size_t *used, size_t bytes) {
  void *part = base ? base + *used : NULL;
  *used += (bytes + GKI_CACHE_LINE - 1) / GKI_CACHE_LINE * GKI_CACHE_LINE;
  return part;
}

/* Sets the threads, at most `useful`, and the total. GK_ERROR_MEMORY where not one has room. */
gk_status gki_plan_workspace(const char *function, const gk_options *options, size_t useful,
                             gki_workspace *workspace);

/* Runs the tasks of a call with these options; GK_ERROR_CANCELLED where progress stops it. */
gk_status gki_run_tasks(const char *function, size_t tasks, size_t threads, gki_task_fn run,
                        void *context, const gk_options *options);

#endif
