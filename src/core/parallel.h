/*
 * The one owner of threads. A call of the library runs its tasks on one OpenMP team; BLAS below it
 * runs single-threaded (core/blas.h).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_PARALLEL_H
#define GKI_CORE_PARALLEL_H

#include <gausskern/common.h>
#include <stdbool.h>

/* Does one task; `worker` < threads names the thread, for its part of the workspace. */
typedef void (*gki_task_fn)(void *context, size_t task, size_t worker);

/* A loop over tasks 0 ... tasks - 1, handed out in that order as threads become free. */
typedef struct gki_loop {
  size_t tasks;
  size_t threads; /* >= 1 */
  gki_task_fn run;
  void *context;
  bool calls_blas;         /* else BLAS is left alone, and a team of one costs nothing */
  bool begun;              /* the caller has reported 0 already */
  gk_progress_fn progress; /* NULL: none; called on the calling thread only */
  void *progress_data;
} gki_loop;

/*
 * Runs the loop. False where progress cancelled it; the tasks that had begun are then finished.
 * A task must compute the same whatever worker runs it: that makes results independent of threads.
 */
int gki_run(const gki_loop *loop);

size_t gki_default_threads(void);

/* As many of the threads wanted as can be of use. */
size_t gki_useful_threads(size_t wanted);

#endif
