/* Random weights to ask the library for. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_WEIGHTS_ASKED_H
#define GK_TEST_WEIGHTS_ASKED_H

#include "gk_test.h"

/* A spec and what it points to. */
typedef struct asked {
  gk_weights_spec spec;
  double center[3], covariance[9];
} asked;

/* A number between from and to, both positive, its logarithm evenly distributed. */
double log_uniform(gk_test_rng *rng, double from, double to);

/*
 * Sampled weights of sizes 1 to most along each axis, sigmas of from to `to` pixels, the centre in
 * the middle, their sum normalised.
 */
void ask(asked *a, gk_test_rng *rng, size_t dimensions, size_t most, double from, double to);

/* A centre up to `reach` pixels outside of the array, in place of the middle. */
void ask_center(asked *a, gk_test_rng *rng, double reach);

/* One of the methods sampled, integrated and oversampled; discrete also, where the centre is at a
 * pixel. */
void ask_method(asked *a, gk_test_rng *rng);

/* A covariance with the eigenvalues sigma^2 in place of sigma; or, half of the time in 2-D, theta.
 */
void ask_turned(asked *a, gk_test_rng *rng);

/* The number of weights. */
size_t asked_count(const asked *a);

/* Fails the test with a description of the spec and the words given. */
void asked_fail(const asked *a, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
