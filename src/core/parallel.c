/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE /* sched_getcpu */
#include "core/parallel.h"

#include "core/blas.h"

#include <stdatomic.h>

#ifdef _OPENMP
#include <omp.h>
#include <sched.h>
#include <time.h>
#endif

typedef struct loop_state {
  const gki_loop *loop;
  atomic_size_t next, done;
  atomic_int cancelled;
  atomic_size_t arrived; /* threads that found no more tasks */
  int cpu;               /* where the caller ran when it began */
} loop_state;

/* Only the calling thread reports, so that a callback need not be thread-safe. */
static void report(loop_state *state, size_t done) {
  const gki_loop *loop = state->loop;
  if (loop->progress && loop->progress((double)done / (double)loop->tasks, loop->progress_data)) {
    atomic_store(&state->cancelled, 1);
  }
}

static void work(loop_state *state, size_t worker) {
  const gki_loop *loop = state->loop;
  while (!atomic_load_explicit(&state->cancelled, memory_order_relaxed)) {
    const size_t task = atomic_fetch_add_explicit(&state->next, 1, memory_order_relaxed);
    if (task >= loop->tasks) {
      break;
    }
    loop->run(loop->context, task, worker);
    const size_t done = atomic_fetch_add_explicit(&state->done, 1, memory_order_relaxed) + 1;
    if (worker == 0 && done < loop->tasks) {
      report(state, done);
    }
  }
}

#ifdef _OPENMP

/*
 * OpenMP's threads wait by spinning. Where the system has put two of a team on one processor, each
 * waits for the other's time slice to end, 8 ms and more, call after call, for the processor that is
 * idle does not ask for work while it sleeps. So a thread that finds itself on the caller's
 * processor sleeps for the shortest time: whom it wakes, the system places anew.
 */
static void leave_callers_processor(const loop_state *state) {
  if (omp_get_thread_num() != 0 && sched_getcpu() == state->cpu) {
    nanosleep(&(struct timespec){.tv_nsec = 1}, NULL);
  }
}

/* And at the end a thread lets others run until all have come, after a moment in which most have;
 * then OpenMP's wait is short. */
static void wait_for_team(loop_state *state) {
  const size_t team = (size_t)omp_get_num_threads();
  atomic_fetch_add(&state->arrived, 1);
  for (int polls = 0; atomic_load(&state->arrived) < team; polls++) {
    if (polls > 10000) {
      sched_yield();
    }
  }
}

#endif

static void work_on_team(loop_state *state, size_t threads) {
#ifdef _OPENMP
  state->cpu = sched_getcpu();
#pragma omp parallel num_threads((int)threads)
  {
    leave_callers_processor(state);
    if (state->loop->calls_blas) {
      gki_blas_be_serial_here();
    }
    work(state, (size_t)omp_get_thread_num());
    wait_for_team(state);
  }
#else
  (void)threads;
  work(state, 0);
#endif
}

/* Without the atomics, which would be a tenth of the time of a tiny K. */
static int run_alone(const gki_loop *loop) {
  for (size_t task = 0; task < loop->tasks; task++) {
    if (loop->progress && !(task == 0 && loop->begun) &&
        loop->progress((double)task / (double)loop->tasks, loop->progress_data)) {
      return 0;
    }
    loop->run(loop->context, task, 0);
  }
  return !(loop->progress && loop->progress(1, loop->progress_data));
}

static void run_all(loop_state *state, size_t threads) {
  if (state->loop->calls_blas) {
    gki_blas_enter();
  }
  work_on_team(state, threads);
  if (state->loop->calls_blas) {
    gki_blas_leave();
  }
}

int gki_run(const gki_loop *loop) {
  const size_t threads = loop->threads < loop->tasks ? loop->threads : loop->tasks;
  if (loop->tasks == 0) {
    return 1;
  }
  if (threads == 1 && !loop->calls_blas) {
    return run_alone(loop);
  }
  loop_state state = {.loop = loop};
  if (!loop->begun) {
    report(&state, 0);
  }
  run_all(&state, threads);
  if (!atomic_load(&state.cancelled)) {
    report(&state, loop->tasks);
  }
  return !atomic_load(&state.cancelled);
}

/*
 * Threads beyond the processors gain nothing, and where the system has no more to give, OpenMP ends
 * the process. A few more than processors are for those who want to see that results do not change.
 */
size_t gki_useful_threads(size_t wanted) {
#ifdef _OPENMP
  const size_t team = (size_t)omp_get_max_threads();
  if (wanted <= team) {
    return wanted; /* without asking the system, which takes longer than a tiny K */
  }
  const size_t processors = (size_t)omp_get_num_procs();
  const size_t most = team > 4 * processors ? team : 4 * processors;
  return wanted < most ? wanted : most;
#else
  (void)wanted;
  return 1;
#endif
}

size_t gki_default_threads(void) {
#ifdef _OPENMP
  return omp_in_parallel() ? 1 : (size_t)omp_get_max_threads();
#else
  return 1;
#endif
}

size_t gk_default_threads(void) {
  return gki_default_threads();
}
