/* The weights of Gaussian filters that go on for ever, in long double. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_EXACT_WEIGHTS_H
#define GK_TEST_EXACT_WEIGHTS_H

#include <gausskern/filter.h>

/* w(0) ... w(last), of a derivative of order 0 to 2; w(-j) = w(j), or -w(j) of order 1. */
void exact_weights(double sigma, unsigned order, gk_weights_method method, size_t last,
                   long double *w);

/* Beyond it weights are below 1e-40 of the largest. */
size_t last_weight(double sigma);

#endif
