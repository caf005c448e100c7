/*
 * What belongs to the process and must be as it was after each call: BLAS threads, OpenMP threads,
 * the floating-point environment, errno.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_PROCESS_H
#define GK_TEST_PROCESS_H

typedef struct process_state {
  int blas_threads, openmp_threads; /* 0: the process has no such library */
  int rounding;
  unsigned control; /* of the vector unit: rounding, flush to zero, exception masks */
  int error_number;
} process_state;

process_state process_state_now(void);

/* The numbers of threads that a host program might have chosen; ignored where there is none. */
void process_set_blas_threads(int threads);
void process_set_openmp_threads(int threads);

/* Everything is as it was. */
#define assert_process_unchanged(before) process_assert_unchanged(before, __FILE__, __LINE__)
void process_assert_unchanged(process_state before, const char *file, int line);

/* Runs a function on a team of OpenMP threads; 0 where the process has no OpenMP. */
int process_openmp_parallel(void (*work)(void *), void *data, unsigned threads);

/* Calls in turn are concurrent: runs work(data, i) on `threads` threads for i = 0, 1, ... */
void process_threads(void (*work)(void *data, int index), void *data, int threads);

#endif
