/* SPDX-License-Identifier: BSD-3-Clause */
#include "product_case.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "checks.h"

const char *product_name(product what, bool symmetric) {
  static const char *const names[PRODUCTS][2] = {{"gk_cross_gram_multiply_", "gk_gram_multiply_"},
                                                 {"gk_cross_gram_row_sums_", "gk_gram_row_sums_"},
                                                 {"gk_cross_gram_log_sums_", "gk_gram_log_sums_"},
                                                 {"gk_cross_gram_means_", "gk_gram_means_"}};
  return names[what][symmetric];
}

/* The features that gk_gram_error_bound counts. */
static double counted_features(size_t d) {
  const size_t blocks = (d + 127) / 128;
  return (double)((d < 128 ? d : 128) + (blocks < 64 ? blocks : 64) + (d + 8191) / 8192);
}

/* One row of K: for each j its exponent t, log K, log(w K) and K, all of them NaN where t is; left
 * out: -infinity and 0. */
typedef struct row_terms {
  size_t n;
  long double *t, *log_k, *weighted, *k;
  double most_log_weight; /* max |log w| */
} row_terms;

static row_terms row_terms_new(size_t n) {
  long double *all = gk_test_array(4 * n, sizeof *all);
  return (row_terms){n, all, all + n, all + 2 * n, all + 3 * n, 0};
}

#include "f64.h"

#include "product_case_code_impl.h"

#include "f32.h"

#include "product_case_code_impl.h"
