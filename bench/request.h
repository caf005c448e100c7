/*
 * A request for one measurement: a line of words "key=value", as README.md lists them.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_REQUEST_H
#define BENCH_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

/* Where the output lies, and whether its pages are touched for the first time in the timing. */
typedef enum bench_output {
  BENCH_REUSED,    /* written before, on huge pages where the system has them */
  BENCH_FRESH,     /* never touched, on the pages that malloc gives */
  BENCH_FRESH_HUGE /* never touched, on huge pages where the system has them */
} bench_output;

typedef struct bench_request {
  char task[32];
  bool f32;
  bench_output output;
  size_t m, n, d, threads; /* an output of m x n; m = n for the symmetric ones */
  size_t p;                /* vectors of a product */
  size_t repeat;           /* calls; the answer is their mean */
  double gamma, variance;
  char x[1024];      /* a file of m x d numbers, row-major, no header */
  char y[1024];      /* the same, n x d; empty: y is x */
  char pairs[1024];  /* a file of count pairs of 64-bit (i, j), to be told back; empty: none */
  char values[1024]; /* where K_ij of these pairs goes, as double */
  size_t count;
} bench_request;

/* Reads the words, which it changes. NULL, or the word that is not understood. */
const char *bench_parse(char *words, bench_request *request);

/* Of one number, and of the whole output. */
size_t bench_element(const bench_request *request);
size_t bench_output_bytes(const bench_request *request);

#endif
