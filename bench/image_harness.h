/*
 * What density_bench, filter_bench, products_bench and kde_bench share: a process that reads requests from its standard input,
 * one on a line, and answers each with one line of JSON.
 *
 *     run task=grid type=f64 size=1000 threads=2 repeat=3 numbers=1,2,.. [input=FILE] [mask=FILE]
 *         [values=FILE]
 *
 * size is the side of an image, or the number of points. What the numbers mean stands at each task;
 * input holds numbers of the type (pixels, points or spots), and so does mask; values gets the whole
 * output. One call goes before those that are timed, unless it takes so long that it is the one.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BENCH_IMAGE_HARNESS_H
#define BENCH_IMAGE_HARNESS_H

#include <gausskern/gausskern.h>
#include <stdbool.h>

enum { IMAGE_NUMBERS = 128, IMAGE_PATH = 1024 };

typedef struct image_request {
  char task[32], input[IMAGE_PATH], mask[IMAGE_PATH], values[IMAGE_PATH];
  gk_type type;
  size_t size, repeat, count;
  double numbers[IMAGE_NUMBERS];
  gk_options options;
} image_request;

typedef struct image_scene {
  const image_request *r;
  void *input, *mask, *out;
  size_t inputs; /* elements */
  void *prepared;
} image_scene;

typedef struct image_task {
  const char *name;
  gk_status (*run)(const image_scene *s);
  gk_status (*prepare)(image_scene *s); /* outside of the timing; NULL: nothing */
  bool reads_input;
} image_task;

typedef struct image_program {
  const image_task *tasks;                   /* ends with a NULL name */
  size_t (*outputs)(const image_request *r); /* elements */
  void (*tell)(const image_scene *s);        /* prints more members of the answer; or NULL */
  void (*release)(void *prepared);           /* of what prepare made; or NULL */
} image_program;

/* Answers requests until the input ends. Returns what main returns. */
int image_serve(const image_program *program);

#endif
