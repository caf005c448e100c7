/*
 * The library's side of the benchmark: gk_gram, as any program calls it that has the public
 * headers.
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

static const char *gram(const bench_request *request, const void *x, void *out) {
  gk_rbf rbf = kernel(request);
  gk_options options = GK_OPTIONS_INIT;
  options.threads = request->threads;
  size_t n = request->n, d = request->d;
  gk_status status = request->f32 ? gk_gram_f32(n, d, x, d, &rbf, out, n, &options)
                                  : gk_gram_f64(n, d, x, d, &rbf, out, n, &options);
  return status == GK_SUCCESS ? NULL : gk_error_message();
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
  static const bench_task tasks[] = {{"gram", gram}, {NULL, NULL}};
  const bench_program program = {tasks, {gk_alloc, release}, describe, error_bound};
  return bench_serve(&program);
}
