/*
 * The library's side of the benchmark: its Gram matrices, as any program calls them that has the
 * public headers.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "harness.h"

#include <gausskern/gausskern.h>

#include <math.h>

static gk_rbf kernel(const bench_request *request) {
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = request->gamma;
  rbf.variance = request->variance;
  return rbf;
}

static gk_options with_threads(const bench_request *request) {
  gk_options options = GK_OPTIONS_INIT;
  options.threads = request->threads;
  return options;
}

static const char *problem(gk_status status) {
  return status == GK_SUCCESS ? NULL : gk_error_message();
}

static const char *full(const bench_request *request, const bench_points *points, void *out,
                        const gk_options *options) {
  gk_rbf rbf = kernel(request);
  size_t n = request->n, d = request->d;
  return problem(request->f32 ? gk_gram_f32(n, d, points->x, d, &rbf, out, n, options)
                              : gk_gram_f64(n, d, points->x, d, &rbf, out, n, options));
}

static const char *gram(const bench_request *request, const bench_points *points, void *out) {
  gk_options options = with_threads(request);
  return full(request, points, out, &options);
}

/* The call with nothing chosen: all threads are allowed, and the library decides. */
static const char *gram_default(const bench_request *request, const bench_points *points,
                                void *out) {
  return full(request, points, out, NULL);
}

static const char *triangle(const bench_request *request, const bench_points *points, void *out) {
  gk_rbf rbf = kernel(request);
  gk_options options = with_threads(request);
  size_t n = request->n, d = request->d;
  return problem(request->f32
                     ? gk_gram_triangle_f32(GK_LOWER, n, d, points->x, d, &rbf, out, n, &options)
                     : gk_gram_triangle_f64(GK_LOWER, n, d, points->x, d, &rbf, out, n, &options));
}

static const char *cross(const bench_request *request, const bench_points *points, void *out) {
  gk_rbf rbf = kernel(request);
  gk_options options = with_threads(request);
  size_t m = request->m, n = request->n, d = request->d;
  return problem(
      request->f32
          ? gk_cross_gram_f32(m, n, d, points->x, d, points->y, d, &rbf, out, n, &options)
          : gk_cross_gram_f64(m, n, d, points->x, d, points->y, d, &rbf, out, n, &options));
}

/* The error that the library promises, relative to the variance. */
static double error_bound(const bench_request *request) {
  gk_rbf rbf = kernel(request);
  double bound = NAN;
  gk_status status = request->f32 ? gk_gram_error_bound_f32(request->d, &rbf, &bound)
                                  : gk_gram_error_bound_f64(request->d, &rbf, &bound);
  return status == GK_SUCCESS ? bound / request->variance : -1;
}

static void member(FILE *out, const char *key, const char *value, const char *after) {
  bench_print_string(out, key);
  fputs(": ", out);
  bench_print_string(out, value);
  fputs(after, out);
}

static void describe(FILE *out) {
  member(out, "gausskern", gk_version(), ", ");
  member(out, "isa", gk_isa_name(), ", ");
  member(out, "blas", gk_blas_name(), ", ");
  member(out, "compiler", BENCH_COMPILER, ", ");
  member(out, "build type", BENCH_BUILD_TYPE, "");
}

static void release(void *memory, size_t bytes) {
  (void)bytes;
  gk_free(memory);
}

int main(void) {
  static const bench_task tasks[] = {{"gram", gram},
                                     {"gram-default", gram_default},
                                     {"triangle", triangle},
                                     {"cross", cross},
                                     {NULL, NULL}};
  const bench_program program = {tasks, {gk_alloc, release}, describe, error_bound};
  return bench_serve(&program);
}
