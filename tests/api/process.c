/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE /* RTLD_DEFAULT: the symbols of whatever libraries the process has loaded */
#include "process.h"

#include "gk_test.h"

#include <dlfcn.h>
#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <string.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

enum { MOST_THREADS = 64, STICKY_FLAGS = 0x3f };

/* ISO C has no cast from an object pointer to a function pointer. */
static int call_getter(const char *name) {
  void *symbol = dlsym(RTLD_DEFAULT, name);
  int (*get)(void) = NULL;
  memcpy(&get, &symbol, sizeof get);
  return get ? get() : 0;
}

static void call_setter(const char *name, int value) {
  void *symbol = dlsym(RTLD_DEFAULT, name);
  void (*set)(int) = NULL;
  memcpy(&set, &symbol, sizeof set);
  if (set) {
    set(value);
  }
}

process_state process_state_now(void) {
  const int error_number = errno;
  process_state now = {.error_number = error_number, .rounding = fegetround()};
#if defined(__x86_64__)
  now.control = _mm_getcsr() & ~(unsigned)STICKY_FLAGS;
#endif
  now.blas_threads = call_getter("openblas_get_num_threads");
  now.openmp_threads = call_getter("omp_get_max_threads");
  errno = error_number;
  return now;
}

void process_set_blas_threads(int threads) {
  call_setter("openblas_set_num_threads", threads);
}

void process_set_openmp_threads(int threads) {
  call_setter("omp_set_num_threads", threads);
}

static void assert_same_number(long before, long now, const char *what, const char *file,
                               int line) {
  if (before != now) {
    print_error("%s: %ld before, %ld now\n", what, before, now);
    _fail(file, line);
  }
}

void process_assert_unchanged(process_state before, const char *file, int line) {
  const process_state now = process_state_now();
  assert_same_number(before.error_number, now.error_number, "errno", file, line);
  assert_same_number(before.rounding, now.rounding, "the rounding mode", file, line);
  assert_same_number((long)before.control, (long)now.control, "MXCSR", file, line);
  assert_same_number(before.blas_threads, now.blas_threads, "BLAS threads", file, line);
  assert_same_number(before.openmp_threads, now.openmp_threads, "OpenMP threads", file, line);
}

int process_openmp_parallel(void (*work)(void *), void *data, unsigned threads) {
  void *symbol = dlsym(RTLD_DEFAULT, "GOMP_parallel");
  void (*parallel)(void (*)(void *), void *, unsigned, unsigned) = NULL;
  memcpy(&parallel, &symbol, sizeof parallel);
  if (parallel) {
    parallel(work, data, threads, 0);
  }
  return parallel != NULL;
}

typedef struct task {
  void (*work)(void *data, int index);
  void *data;
  int index;
} task;

static void *run_task(void *data) {
  const task *t = data;
  t->work(t->data, t->index);
  return NULL;
}

void process_threads(void (*work)(void *data, int index), void *data, int threads) {
  pthread_t handles[MOST_THREADS];
  task tasks[MOST_THREADS];
  assert_true(threads <= MOST_THREADS);
  for (int i = 0; i < threads; i++) {
    tasks[i] = (task){work, data, i};
    assert_int_equal(pthread_create(&handles[i], NULL, run_task, &tasks[i]), 0);
  }
  for (int i = 0; i < threads; i++) {
    assert_int_equal(pthread_join(handles[i], NULL), 0);
  }
}
