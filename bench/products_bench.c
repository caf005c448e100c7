/*
 * The library's side of products.py: products with Gram matrices, as any program calls them that has
 * the public headers.
 *
 * size is n, the number of points. Numbers: d, p, gamma. The input holds n points of X and, where
 * there are two sets, n of Y; the mask the n x p numbers of V. The output is n x p, or n sums.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "image_harness.h"
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

typedef struct product {
  size_t n, d, p, resident; /* resident: what the process held before */
  const void *x, *y;
  gk_rbf rbf;
} product;

static bool is_f32(const image_scene *s) {
  return s->r->type == GK_TYPE_F32;
}

static bool is_sum(const image_request *r) {
  return strstr(r->task, "sums") != NULL;
}

static size_t outputs(const image_request *r) {
  return r->size * (is_sum(r) ? 1 : (size_t)r->numbers[1]);
}

static gk_status make(image_scene *s) {
  product *q = s->prepared = calloc(1, sizeof *q);
  if (!q)
    return GK_ERROR_MEMORY;
  q->n = s->r->size;
  q->d = (size_t)s->r->numbers[0];
  q->p = (size_t)s->r->numbers[1];
  q->rbf = (gk_rbf)GK_RBF_INIT;
  q->rbf.gamma = s->r->numbers[2];
  q->x = s->input;
  const size_t bytes = q->n * q->d * (is_f32(s) ? sizeof(float) : sizeof(double));
  q->y = (const char *)s->input + bytes;
#ifdef __GLIBC__
  malloc_trim(0); /* what earlier requests have freed would hide what this one takes */
#endif
  bench_reset_peak();
  q->resident = bench_resident();
  return GK_SUCCESS;
}

static gk_status symmetric(const image_scene *s) {
  const product *q = s->prepared;
  const gk_options *o = &s->r->options;
  return is_f32(s) ? gk_gram_multiply_f32(q->n, q->d, q->p, q->x, q->d, s->mask, q->p,
                                          GK_DIAGONAL_KEPT, &q->rbf, s->out, q->p, o)
                   : gk_gram_multiply_f64(q->n, q->d, q->p, q->x, q->d, s->mask, q->p,
                                          GK_DIAGONAL_KEPT, &q->rbf, s->out, q->p, o);
}

static gk_status cross(const image_scene *s) {
  const product *q = s->prepared;
  const gk_options *o = &s->r->options;
  return is_f32(s) ? gk_cross_gram_multiply_f32(q->n, q->n, q->d, q->p, q->x, q->d, q->y, q->d,
                                                s->mask, q->p, &q->rbf, s->out, q->p, o)
                   : gk_cross_gram_multiply_f64(q->n, q->n, q->d, q->p, q->x, q->d, q->y, q->d,
                                                s->mask, q->p, &q->rbf, s->out, q->p, o);
}

static gk_status row_sums(const image_scene *s) {
  const product *q = s->prepared;
  const gk_options *o = &s->r->options;
  return is_f32(s) ? gk_cross_gram_row_sums_f32(q->n, q->n, q->d, q->x, q->d, q->y, q->d, &q->rbf,
                                                s->out, o)
                   : gk_cross_gram_row_sums_f64(q->n, q->n, q->d, q->x, q->d, q->y, q->d, &q->rbf,
                                                s->out, o);
}

static gk_status log_sums(const image_scene *s) {
  const product *q = s->prepared;
  const gk_options *o = &s->r->options;
  return is_f32(s) ? gk_cross_gram_log_sums_f32(q->n, q->n, q->d, q->x, q->d, q->y, q->d, NULL,
                                                &q->rbf, s->out, o)
                   : gk_cross_gram_log_sums_f64(q->n, q->n, q->d, q->x, q->d, q->y, q->d, NULL,
                                                &q->rbf, s->out, o);
}

static gk_status means(const image_scene *s) {
  const product *q = s->prepared;
  const gk_options *o = &s->r->options;
  return is_f32(s) ? gk_cross_gram_means_f32(q->n, q->n, q->d, q->p, q->x, q->d, q->y, q->d, NULL,
                                             s->mask, q->p, &q->rbf, s->out, q->p, o)
                   : gk_cross_gram_means_f64(q->n, q->n, q->d, q->p, q->x, q->d, q->y, q->d, NULL,
                                             s->mask, q->p, &q->rbf, s->out, q->p, o);
}

/* The peak beyond what was held before and the output. */
static void tell(const image_scene *s) {
  const product *q = s->prepared;
  const size_t out = outputs(s->r) * (is_f32(s) ? sizeof(float) : sizeof(double));
  const size_t peak = bench_peak(), held = q->resident + out;
  printf(", \"extra_bytes\": %zu", peak > held ? peak - held : 0);
}

int main(void) {
  static const image_task tasks[] = {
      {"symmetric", symmetric, make, true}, {"cross", cross, make, true},
      {"row-sums", row_sums, make, true},   {"log-sums", log_sums, make, true},
      {"means", means, make, true},         {NULL, NULL, NULL, false}};
  static const image_program program = {tasks, outputs, tell, free};
  return image_serve(&program);
}
