/*
 * What the benchmark's C programs share: a process that reads requests from its standard input, one
 * on a line, and answers each with one line of JSON. In between it sleeps, so that programs which
 * are measured in turn do not disturb each other. README.md describes the lines.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_HARNESS_H
#define BENCH_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Where the n x n output lies, and whether its pages are touched for the first time in the timing.
 */
typedef enum bench_output {
  BENCH_REUSED,    /* written before, on huge pages where the system has them */
  BENCH_FRESH,     /* never touched, on the pages that malloc gives */
  BENCH_FRESH_HUGE /* never touched, on huge pages where the system has them */
} bench_output;

typedef struct bench_request {
  char task[32];
  bool f32;
  bench_output output;
  size_t n, d, threads;
  size_t repeat; /* calls, each with its own output; the answer is their mean */
  double gamma, variance;
  char x[1024];      /* a file of n x d numbers, row-major, no header */
  char pairs[1024];  /* a file of count pairs of 64-bit (i, j), to be told back; empty: none */
  char values[1024]; /* where K_ij of these pairs goes, as double */
  size_t count;
} bench_request;

/* Work to be timed. Returns NULL, or what went wrong. */
typedef const char *(*bench_work)(const bench_request *request, const void *x, void *out);

typedef struct bench_task {
  const char *name;
  bench_work run;
} bench_task;

typedef struct bench_memory {
  void *(*allocate)(size_t bytes);
  void (*release)(void *memory, size_t bytes);
} bench_memory;

typedef struct bench_program {
  const bench_task *tasks; /* ends with a NULL name */
  bench_memory huge_pages;
  void (*describe)(FILE *out);                         /* the members of a JSON object */
  double (*error_bound)(const bench_request *request); /* NULL: none */
} bench_program;

/* Memory as malloc gets it from the system for a large request; and with huge pages asked for. */
extern const bench_memory bench_small_pages;
extern const bench_memory bench_huge_pages;

void bench_print_string(FILE *out, const char *text);

/* Answers requests until the input ends. Returns what main returns. */
int bench_serve(const bench_program *program);

#endif
