/*
 * What bounds a Gram matrix on this machine, and nothing of the library:
 *
 *     syrk   OpenBLAS's own X X^T, lower triangle only: the arithmetic without exp and without the
 *            other half of the output
 *     fill   one store to each entry of the matrix: the output without any arithmetic
 *
 * The only file of the benchmark that calls BLAS directly.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "harness.h"

#include <cblas.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static const char *syrk(const bench_request *request, const void *x, void *out) {
  blasint n = (blasint)request->n, d = (blasint)request->d;
  openblas_set_num_threads((int)request->threads);
  if (request->f32)
    cblas_ssyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, d, 1.0F, x, d, 0.0F, out, n);
  else
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, n, d, 1.0, x, d, 0.0, out, n);
  return NULL;
}

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static void stream_512(char *out, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 64)
    _mm512_stream_si512((void *)(out + i), _mm512_set1_epi8(1));
}

static void stream_128(char *out, size_t bytes) {
  for (size_t i = 0; i < bytes; i += 16)
    _mm_stream_si128((void *)(out + i), _mm_set1_epi8(1));
}

/* Non-temporal stores: the lines are not read before they are written. bytes: a multiple of 64. */
static void stream(char *out, size_t bytes) {
  if (__builtin_cpu_supports("avx512f"))
    stream_512(out, bytes);
  else
    stream_128(out, bytes);
  _mm_sfence();
}
#else
static void stream(char *out, size_t bytes) {
  memset(out, 1, bytes);
}
#endif

/* An output up to here is taken to stay in the cache between two calls. */
#define CACHED ((size_t)8 << 20)

static void fill_part(char *out, size_t bytes, bool streaming) {
  size_t lines = streaming ? bytes / 64 * 64 : 0;
  if (lines > 0)
    stream(out, lines);
  memset(out + lines, 1, bytes - lines);
}

/*
 * Streaming stores where the output lies in memory. Pages of the first touch come zeroed and in the
 * cache, and a small output stays there: then memset is the faster way.
 */
static const char *fill(const bench_request *request, const void *x, void *out) {
  (void)x;
  size_t bytes = request->n * request->n * (request->f32 ? sizeof(float) : sizeof(double));
  bool streaming = request->output == BENCH_REUSED && bytes > CACHED;
  size_t part = (size_t)2 << 20, parts = (bytes + part - 1) / part;
  int threads = (int)request->threads;
#pragma omp parallel for num_threads(threads) schedule(static) if (parts > 1)
  for (size_t p = 0; p < parts; p++)
    fill_part((char *)out + p * part, p + 1 < parts ? part : bytes - p * part, streaming);
  return NULL;
}

static void describe(FILE *out) {
  fputs("\"blas\": ", out);
  bench_print_string(out, openblas_get_config());
  fputs(", \"kernels\": ", out);
  bench_print_string(out, openblas_get_corename());
}

int main(void) {
  static const bench_task tasks[] = {{"syrk", syrk}, {"fill", fill}, {NULL, NULL}};
  const bench_program program = {tasks, bench_huge_pages, describe, NULL};
  return bench_serve(&program);
}
