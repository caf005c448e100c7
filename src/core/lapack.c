/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/lapack.h"

#include "core/blas.h"

#include <lapacke.h>
#include <pthread.h>

enum { BLOCK = 64 }; /* at least what LAPACK's blocked algorithms ask for */

/* The serial build of OpenBLAS shares its buffers without asking. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void begin(void) {
  if (!gki_blas_is_reentrant()) {
    pthread_mutex_lock(&lock);
  }
}

static void end(void) {
  if (!gki_blas_is_reentrant()) {
    pthread_mutex_unlock(&lock);
  }
}

/* LAPACKE's functions without _work look for NaN and allocate, and print where they cannot. */
bool gki_cholesky(size_t n, double *a, size_t lda) {
  begin();
  const lapack_int info =
      LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', (lapack_int)n, a, (lapack_int)lda);
  end();
  return info == 0;
}

void gki_invert_lower(size_t n, double *l, size_t ldl) {
  begin();
  LAPACKE_dtrtri_work(LAPACK_COL_MAJOR, 'U', 'N', (lapack_int)n, l, (lapack_int)ldl);
  end();
}

void gki_square_lower(size_t n, const double *l, size_t ldl, double *s, size_t lds) {
  begin();
  gki_syrk_lower_f64(n, n, 1, l, ldl, 0, s, lds);
  end();
}

size_t gki_lower_factor_work(size_t rows) {
  return (BLOCK + 1) * rows;
}

void gki_lower_factor(size_t rows, size_t cols, double *a, size_t lda, double *work) {
  begin();
  LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, (lapack_int)cols, (lapack_int)rows, a, (lapack_int)lda,
                      work, work + rows, (lapack_int)(BLOCK * rows));
  end();
}

size_t gki_eigenvalues_work(size_t n) {
  return (BLOCK + 2) * n;
}

bool gki_eigenvalues(size_t n, double *a, size_t lda, double *eigenvalues, double *work) {
  begin();
  const lapack_int info =
      LAPACKE_dsyev_work(LAPACK_COL_MAJOR, 'N', 'U', (lapack_int)n, a, (lapack_int)lda, eigenvalues,
                         work, (lapack_int)((BLOCK + 2) * n));
  end();
  return info == 0;
}
