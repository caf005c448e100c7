/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/blas.h"

#include <gausskern/common.h>

#include <cblas.h>
#include <pthread.h>
#include <stdio.h>

#ifdef _OPENMP
#include <omp.h>
#endif

enum { BUILD_SERIAL = 0, BUILD_PTHREAD = 1, BUILD_OPENMP = 2 }; /* openblas_get_parallel() */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static size_t regions;      /* how many calls are inside */
static int process_threads; /* what the process had set before the first of them */

bool gki_blas_is_reentrant(void) {
  return openblas_get_parallel() != BUILD_SERIAL;
}

void gki_blas_enter(void) {
  if (openblas_get_parallel() != BUILD_PTHREAD) {
    return;
  }
  pthread_mutex_lock(&lock);
  if (regions++ == 0) {
    process_threads = openblas_get_num_threads();
    if (process_threads != 1) {
      openblas_set_num_threads(1);
    }
  }
  pthread_mutex_unlock(&lock);
}

void gki_blas_leave(void) {
  if (openblas_get_parallel() != BUILD_PTHREAD) {
    return;
  }
  pthread_mutex_lock(&lock);
  /* Where the process has set another number meanwhile, that is what it wants. */
  if (--regions == 0 && process_threads != 1 && openblas_get_num_threads() == 1) {
    openblas_set_num_threads(process_threads);
  }
  pthread_mutex_unlock(&lock);
}

void gki_blas_be_serial_here(void) {
#ifdef _OPENMP
  if (openblas_get_parallel() == BUILD_OPENMP) {
    omp_set_num_threads(1); /* this implicit task's own setting: it ends with the region */
  }
#endif
}

void gki_gemm_nt_f64(size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
                     const double *b, size_t ldb, double beta, double *c, size_t ldc) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n, (blasint)k, alpha, a,
              (blasint)lda, b, (blasint)ldb, beta, c, (blasint)ldc);
}

void gki_gemm_nt_f32(size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                     const float *b, size_t ldb, float beta, float *c, size_t ldc) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (blasint)m, (blasint)n, (blasint)k, alpha, a,
              (blasint)lda, b, (blasint)ldb, beta, c, (blasint)ldc);
}

void gki_gemm_nn_f64(size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
                     const double *b, size_t ldb, double beta, double *c, size_t ldc) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n, (blasint)k, alpha,
              a, (blasint)lda, b, (blasint)ldb, beta, c, (blasint)ldc);
}

void gki_gemm_nn_f32(size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                     const float *b, size_t ldb, float beta, float *c, size_t ldc) {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (blasint)m, (blasint)n, (blasint)k, alpha,
              a, (blasint)lda, b, (blasint)ldb, beta, c, (blasint)ldc);
}

void gki_gemm_tn_f64(size_t m, size_t n, size_t k, double alpha, const double *a, size_t lda,
                     const double *b, size_t ldb, double beta, double *c, size_t ldc) {
  cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (blasint)m, (blasint)n, (blasint)k, alpha, a,
              (blasint)lda, b, (blasint)ldb, beta, c, (blasint)ldc);
}

void gki_gemm_tn_f32(size_t m, size_t n, size_t k, float alpha, const float *a, size_t lda,
                     const float *b, size_t ldb, float beta, float *c, size_t ldc) {
  cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (blasint)m, (blasint)n, (blasint)k, alpha, a,
              (blasint)lda, b, (blasint)ldb, beta, c, (blasint)ldc);
}

void gki_syrk_lower_f64(size_t n, size_t k, double alpha, const double *a, size_t lda, double beta,
                        double *c, size_t ldc) {
  cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, (blasint)n, (blasint)k, alpha, a,
              (blasint)lda, beta, c, (blasint)ldc);
}

void gki_syrk_lower_f32(size_t n, size_t k, float alpha, const float *a, size_t lda, float beta,
                        float *c, size_t ldc) {
  cblas_ssyrk(CblasRowMajor, CblasLower, CblasNoTrans, (blasint)n, (blasint)k, alpha, a,
              (blasint)lda, beta, c, (blasint)ldc);
}

/* A name for people: cut where it is too long. */
static void describe(char *name, size_t size) {
  static const char *const builds[] = {"serial", "pthread", "openmp"};
  const int parallel = openblas_get_parallel();
  char version[32] = "";
  sscanf(openblas_get_config(), "OpenBLAS %31s", version); /* "OpenBLAS 0.3.21 NO_LAPACKE ..." */
  snprintf(name, size, "OpenBLAS %s, %s, %s", version,
           parallel >= BUILD_SERIAL && parallel <= BUILD_OPENMP ? builds[parallel]
                                                                : "unknown threading",
           openblas_get_corename());
}

static char blas_name[128];

static void describe_once(void) {
  describe(blas_name, sizeof blas_name);
}

const char *gk_blas_name(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, describe_once);
  return blas_name;
}
