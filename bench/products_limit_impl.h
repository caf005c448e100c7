/* SPDX-License-Identifier: BSD-3-Clause */

/* terms = exp(2 gamma <x, y> - gamma |x|^2 - gamma |y|^2): the compiler vectorises it with the C
 * library's exponentials, once for each instruction set. */
#define LOOP(NAME_OF_SET, ATTRIBUTE)                                                               \
  ATTRIBUTE static void NAME(NAME_OF_SET)(size_t rows, size_t cols, const T *xx, const T *yy,      \
                                          T *restrict terms) {                                     \
    for (size_t i = 0; i < rows; i++)                                                              \
      for (size_t j = 0; j < cols; j++)                                                            \
        terms[i * SIDE + j] = EXP(terms[i * SIDE + j] - xx[i] - yy[j]);                            \
  }
LOOP(base, )
#if defined(__x86_64__)
LOOP(avx2, __attribute__((target("avx2"))))
LOOP(avx512, __attribute__((target("avx512f"))))
#endif

static void NAME(exponentials)(size_t rows, size_t cols, const T *xx, const T *yy, T *terms) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    NAME(avx512)(rows, cols, xx, yy, terms);
  else if (__builtin_cpu_supports("avx2"))
    NAME(avx2)(rows, cols, xx, yy, terms);
  else
#endif
    NAME(base)(rows, cols, xx, yy, terms);
}

static void NAME(norms)(size_t n, size_t d, const T *x, T gamma, T *xx) {
  for (size_t i = 0; i < n; i++) {
    xx[i] = 0;
    for (size_t k = 0; k < d; k++)
      xx[i] += gamma * x[i * d + k] * x[i * d + k];
  }
}

/* SIDE rows of the result. */
static void NAME(rows)(const bench_request *q, size_t first, const T *x, const T *y, const T *v,
                       const T *xx, const T *yy, T *terms, T *out) {
  const size_t rows = q->m - first < SIDE ? q->m - first : SIDE, d = q->d, p = q->p;
  const blasint m = (blasint)rows, k = (blasint)d, c = (blasint)p;
  for (size_t j = 0; j < q->n; j += SIDE) {
    const size_t cols = q->n - j < SIDE ? q->n - j : SIDE;
    const blasint n = (blasint)cols;
    GEMM(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, (T)(2 * q->gamma), x + first * d, k,
         y + j * d, k, 0, terms, SIDE);
    NAME(exponentials)(rows, cols, xx + first, yy + j, terms);
    GEMM(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, c, n, 1, terms, SIDE, v + j * p, c,
         j ? 1 : 0, out + first * p, c);
  }
}

static const char *NAME(products)(const bench_request *q, const bench_points *points, T *out) {
  const T *x = points->x, *y = points->y;
  const int threads = (int)q->threads;
  const size_t each = SIDE * SIDE;
  T *work =
      aligned_alloc(64, (q->threads * each + q->m + q->n + q->n * q->p + 16) * sizeof(T) / 64 * 64);
  if (!work)
    return "no memory for tiles";
  T *xx = work + q->threads * each, *yy = xx + q->m, *v = yy + q->n;
  NAME(norms)(q->m, q->d, x, (T)q->gamma, xx);
  NAME(norms)(q->n, q->d, y, (T)q->gamma, yy);
  for (size_t i = 0; i < q->n * q->p; i++)
    v[i] = 1;
  openblas_set_num_threads(1);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
  for (size_t first = 0; first < q->m; first += SIDE)
    NAME(rows)(q, first, x, y, v, xx, yy, work + (size_t)omp_get_thread_num() * each, out);
  openblas_set_num_threads(threads);
  free(work);
  return NULL;
}
#undef LOOP
