/*
 * What the benchmark's C programs share: a process that reads requests from its standard input, one
 * on a line, and answers each with one line of JSON. In between it sleeps, so that programs which
 * are measured in turn do not disturb each other. README.md describes the lines.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_HARNESS_H
#define BENCH_HARNESS_H

#include "memory.h"
#include "request.h"

#include <stdio.h>

/* The points: m x d, and n x d, which are the same where the request names one file. */
typedef struct bench_points {
  const void *x, *y;
} bench_points;

/* Work to be timed. Returns NULL, or what went wrong. */
typedef const char *(*bench_work)(const bench_request *request, const bench_points *points,
                                  void *out);

typedef struct bench_task {
  const char *name;
  bench_work run;
} bench_task;

typedef struct bench_program {
  const bench_task *tasks; /* ends with a NULL name */
  bench_memory huge_pages;
  void (*describe)(FILE *out);                         /* the members of a JSON object */
  double (*error_bound)(const bench_request *request); /* NULL: none */
} bench_program;

void bench_print_string(FILE *out, const char *text);

/* Answers requests until the input ends. Returns what main returns. */
int bench_serve(const bench_program *program);

#endif
