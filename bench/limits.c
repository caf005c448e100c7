/*
 * What bounds a Gram matrix on this machine, and nothing of the library:
 *
 *     syrk        OpenBLAS's own X X^T, lower triangle only: the arithmetic without exp and without
 *                 the other half of the output
 *     gemm        OpenBLAS's own X Y^T
 *     fill        one store to each entry of the matrix: the output without any arithmetic
 *     fill-lower  the same for the lower triangle
 *     products    (products_limit.c) K V by two gemms and an exponential
 *     c-loop      (loop.c) no limit, but what a program has without any library
 *
 * The only program of the benchmark that calls BLAS directly.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "harness.h"
#include "loop.h"
#include "products_limit.h"

#include <cblas.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const char *syrk(const bench_request *request, const bench_points *points, void *out) {
  blasint n = (blasint)request->n, d = (blasint)request->d;
  const void *x = points->x;
  openblas_set_num_threads((int)request->threads);
  if (request->f32)
    cblas_ssyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, d, 1.0F, x, d, 0.0F, out, n);
  else
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, d, 1.0, x, d, 0.0, out, n);
  return NULL;
}

static const char *gemm(const bench_request *request, const bench_points *points, void *out) {
  blasint m = (blasint)request->m, n = (blasint)request->n, d = (blasint)request->d;
  const void *x = points->x, *y = points->y;
  openblas_set_num_threads((int)request->threads);
  if (request->f32)
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, d, 1.0F, x, d, y, d, 0.0F, out, n);
  else
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, d, 1.0, x, d, y, d, 0.0, out, n);
  return NULL;
}

#define LINE ((size_t)64)

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static void stream_512(char *out, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 64)
    _mm512_stream_si512((void *)(out + i), _mm512_set1_epi8(1));
}

__attribute__((target("avx"))) static void stream_256(char *out, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 32)
    _mm256_stream_si256((void *)(out + i), _mm256_set1_epi8(1));
}

static void stream_128(char *out, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 16)
    _mm_stream_si128((void *)(out + i), _mm_set1_epi8(1));
}

/* Non-temporal stores: the lines are not read before they are written. bytes: whole lines.
 * BENCH_ISA=avx2 stands for a processor that has no more. */
static void stream(char *out, size_t bytes) {
  const char *isa = getenv("BENCH_ISA");
  bool narrow = isa && strcmp(isa, "avx2") == 0;
  if (!narrow && __builtin_cpu_supports("avx512f"))
    stream_512(out, bytes);
  else if (__builtin_cpu_supports("avx"))
    stream_256(out, bytes);
  else
    stream_128(out, bytes);
}

/* Until these stores have arrived. */
static void wait_for_stores(void) {
  _mm_sfence();
}
#else
static void stream(char *out, size_t bytes) {
  memset(out, 1, bytes);
}

static void wait_for_stores(void) {
}
#endif

/* An output up to here is taken to stay in the cache between two calls. */
#define CACHED ((size_t)8 << 20)

/*
 * Streaming stores where the output lies in memory. Pages of the first touch come zeroed and in the
 * cache, and a small output stays there: then memset is the faster way.
 */
static bool is_streamed(const bench_request *request) {
  return request->output == BENCH_REUSED && bench_output_bytes(request) > CACHED;
}

static void fill_part(char *out, size_t bytes, bool streaming) {
  size_t before = (LINE - (uintptr_t)out % LINE) % LINE;
  if (!streaming || bytes < before + LINE) {
    memset(out, 1, bytes);
    return;
  }
  size_t lines = (bytes - before) / LINE * LINE, after = before + lines;
  memset(out, 1, before);
  stream(out + before, lines);
  memset(out + after, 1, bytes - after);
}

static const char *fill(const bench_request *request, const bench_points *points, void *out) {
  (void)points;
  bool streaming = is_streamed(request);
  size_t bytes = bench_output_bytes(request);
  size_t part = (size_t)2 << 20, parts = (bytes + part - 1) / part;
  int threads = (int)request->threads;
#pragma omp parallel for num_threads(threads) schedule(static) if (parts > 1)
  for (size_t p = 0; p < parts; p++) {
    fill_part((char *)out + p * part, p + 1 < parts ? part : bytes - p * part, streaming);
    wait_for_stores();
  }
  return NULL;
}

/* The diagonal included; blocks of rows are dealt out in turn, since rows grow. */
static const char *fill_lower(const bench_request *request, const bench_points *points, void *out) {
  (void)points;
  bool streaming = is_streamed(request);
  size_t n = request->n, element = bench_element(request);
  size_t rows = 16, blocks = (n + rows - 1) / rows;
  int threads = (int)request->threads;
#pragma omp parallel for num_threads(threads) schedule(static, 1) if (n > 512)
  for (size_t b = 0; b < blocks; b++) {
    for (size_t i = b * rows; i < n && i < (b + 1) * rows; i++)
      fill_part((char *)out + i * n * element, (i + 1) * element, streaming);
    wait_for_stores();
  }
  return NULL;
}

static void describe(FILE *out) {
  fputs("\"blas\": ", out);
  bench_print_string(out, openblas_get_config());
  fputs(", \"kernels\": ", out);
  bench_print_string(out, openblas_get_corename());
}

int main(void) {
  static const bench_task tasks[] = {{"syrk", syrk},
                                     {"gemm", gemm},
                                     {"fill", fill},
                                     {"fill-lower", fill_lower},
                                     {"c-loop", bench_loop},
                                     {"products", bench_products},
                                     {NULL, NULL}};
  const bench_program program = {tasks, bench_huge_pages, describe, NULL};
  return bench_serve(&program);
}
