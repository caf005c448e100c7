/* What is promised of every Gram matrix of finite points, checked in one call. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_CHECKS_H
#define GK_TEST_CHECKS_H

#include <stddef.h>

#include "gk_test.h"

/*
 * K (n x n) is the same bits as its transpose, its diagonal is variance + noise, rounded once, all
 * the others lie between 0 and variance, and none is subnormal. `what` names the case where it
 * fails.
 */
void check_exact_f64(const char *what, size_t n, const double *k, size_t ldk, const gk_rbf *rbf);
void check_exact_f32(const char *what, size_t n, const float *k, size_t ldk, const gk_rbf *rbf);

/*
 * The entries off the diagonal are within gk_gram_error_bound of the formula. All of them where
 * that takes no more than `budget` features read; else each point with its neighbours, with the
 * point opposite and with random ones. Where the exact number is one that the contract allows to
 * come out as 0, 0 is right. Returns the worst error as a part of the bound.
 */
double check_bound_f64(const char *what, size_t n, size_t d, const double *x, size_t ldx,
                       const gk_rbf *rbf, const double *k, size_t ldk, size_t budget);
double check_bound_f32(const char *what, size_t n, size_t d, const float *x, size_t ldx,
                       const gk_rbf *rbf, const float *k, size_t ldk, size_t budget);

/*
 * What the reference itself may be off. Almost nothing, except where long double has no more digits
 * than double, as under valgrind.
 */
double reference_error(size_t d, const gk_rbf *rbf);

/* The workspace that is enough for a thread on fewer than 8192 points, as gram.h says, or for any
 * number where GAUSSKERN_PATH asks for wide tiles. */
size_t workspace_of_a_thread(void);

/* gk_gram_error_bound and the reference's own error. */
double tolerance_f64(size_t d, const gk_rbf *rbf);
double tolerance_f32(size_t d, const gk_rbf *rbf);

#endif
