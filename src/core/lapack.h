/*
 * The door to LAPACK, beside that to BLAS. Matrices are row-major double; LAPACK reads them as the
 * transposed, column-major ones, so that nothing is copied: a lower triangle here is an upper
 * there.
 *
 * Each function runs single-threaded only in a task of a gki_run with calls_blas
 * (core/parallel.h); the result then does not depend on the process's number of threads. Where
 * OpenBLAS was built without locks, the library's calls go one by one.
 *
 * Nothing is checked here: no NaN, no infinity, sizes that fit the BLAS's int. LAPACK has therefore
 * nothing to complain about, which it would do on the standard error.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GKI_CORE_LAPACK_H
#define GKI_CORE_LAPACK_H

#include <stdbool.h>
#include <stddef.h>

/* The lower triangle of A becomes L with A = L L^T; false where a pivot is not positive. Above the
 * diagonal nothing is read or written. */
bool gki_cholesky(size_t n, double *a, size_t lda);

/* A lower triangle with no zero on its diagonal becomes its inverse. */
void gki_invert_lower(size_t n, double *l, size_t ldl);

/* The lower triangle of S = L L^T, with L whole: zeros above its diagonal. */
void gki_square_lower(size_t n, const double *l, size_t ldl, double *s, size_t lds);

/* The factor L (rows x rows) of A = L Q with orthonormal rows of Q, in the lower triangle of A
 * (rows x cols, rows <= cols); what is right of it is used up. The diagonal has any signs. */
void gki_lower_factor(size_t rows, size_t cols, double *a, size_t lda, double *work);
size_t gki_lower_factor_work(size_t rows); /* in doubles */

/* The eigenvalues, ascending, of the symmetric matrix whose lower triangle is given, and which is
 * used up; false where the iteration does not converge. */
bool gki_eigenvalues(size_t n, double *a, size_t lda, double *eigenvalues, double *work);
size_t gki_eigenvalues_work(size_t n); /* in doubles */

#endif
