/*
 * The one door to BLAS. Matrices are row-major; sizes are tile sizes, which fit the BLAS's int.
 *
 * The library's own team does the parallel work, so BLAS must run single-threaded below it. How
 * that is said depends on how OpenBLAS was built:
 *
 *   pthread  the number of threads belongs to the process: the first call that enters sets it to 1
 *            and the last that leaves restores it;
 *   openmp   OpenBLAS asks OpenMP: it is serial inside a parallel region of two threads or more, and
 *            in a team of one its number of threads is that thread's, local to the region;
 *   serial   nothing to say. But Debian's is built without locks: two threads inside it at once may
 *            share a buffer and spoil each other's product. The library then multiplies by itself
 *            (`products` in simd/loops_types.h), with one thread too, so that the number of threads
 *            does not change results.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_BLAS_H
#define GKI_CORE_BLAS_H

#include <stdbool.h>
#include <stddef.h>

/* Whether several threads may call BLAS at once. */
bool gki_blas_is_reentrant(void);

/* Around a region whose threads call BLAS, on the calling thread; calls nest and overlap. */
void gki_blas_enter(void);
void gki_blas_leave(void);

/* At the start of the region, on each of its threads. */
void gki_blas_be_serial_here(void);

/* C (m x n) = alpha A B^T + beta C, with A m x k and B n x k. */
void gki_gemm_nt_f64(size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
                     const double *b, size_t ldb, double beta, double *c, size_t ldc);
void gki_gemm_nt_f32(size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                     const float *b, size_t ldb, float beta, float *c, size_t ldc);

/* C (m x n) = alpha A B + beta C, with A m x k and B k x n. */
void gki_gemm_nn_f64(size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
                     const double *b, size_t ldb, double beta, double *c, size_t ldc);
void gki_gemm_nn_f32(size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                     const float *b, size_t ldb, float beta, float *c, size_t ldc);

/* C (m x n) = alpha A^T B + beta C, with A k x m and B k x n. */
void gki_gemm_tn_f64(size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
                     const double *b, size_t ldb, double beta, double *c, size_t ldc);
void gki_gemm_tn_f32(size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                     const float *b, size_t ldb, float beta, float *c, size_t ldc);

/* The lower triangle of C (n x n) = alpha A A^T + beta C, with A n x k; above it C is left alone. */
void gki_syrk_lower_f64(size_t n, size_t k, double alpha, const double *a, size_t lda, double beta,
                        double *c, size_t ldc);
void gki_syrk_lower_f32(size_t n, size_t k, float alpha, const float *a, size_t lda, float beta,
                        float *c, size_t ldc);

#endif
