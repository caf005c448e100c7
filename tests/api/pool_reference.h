/* Pooling by its definition, one result after the other in long double; and arrays to try it on. */
/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef GK_TEST_POOL_REFERENCE_H
#define GK_TEST_POOL_REFERENCE_H

#include "gk_test.h"

/* An array in a buffer of its own, with what strides and gaps it likes. */
typedef struct pool_array {
  gk_array array;
  unsigned char *buffer;
  size_t bytes;
} pool_array;

size_t pool_element(gk_type type);

/* Strides in a random order of the axes, negative ones and gaps; filled with bytes 0xa5. */
pool_array pool_array_of(gk_test_rng *rng, gk_type type, size_t dimensions, const size_t *size);
/* x fastest, no gaps. */
pool_array pool_dense_array(gk_type type, size_t dimensions, const size_t *size);
void pool_array_free(pool_array *a);

/* Numbers of the type: integers over their range, others in [-1, 1). */
void pool_fill(gk_test_rng *rng, const gk_array *array);

/* Counts i up over the indices of an array, x fastest; false behind the last. */
int pool_next(const gk_array *array, size_t i[4]);
size_t pool_count(const gk_array *array); /* elements */

double pool_get(const gk_array *array, const size_t i[4]);
void pool_set(const gk_array *array, const size_t i[4], double value);

/* The sizes of the results; the array is dense, or random with rng. */
pool_array pool_output(gk_test_rng *rng, gk_type type, const gk_array *in,
                       const gk_pool_spec *spec);

/* Result i and the sum of |weights in|. NaN where RENORMALIZE gives that. */
long double pool_exact(const gk_array *in, const gk_pool_spec *spec, const size_t i[4],
                       long double *magnitude);

/* All of out is within the documented error of the definition; returns the worst part of it. */
double pool_check(const char *what, const gk_array *in, const gk_pool_spec *spec,
                  const gk_array *out);

/* Overwrites out's elements with 0xa5 and looks whether that is then what all its buffer holds. */
void pool_check_gaps(const char *what, const pool_array *out);

#endif
