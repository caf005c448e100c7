/*
 * Matrices whose number of elements passes 2^31: rows of a 47 000 x 47 000 K, leading dimensions so
 * large that the offsets of rows pass 2^32, and, where GAUSSKERN_TEST_LARGE is set, a whole K of
 * 46 400 x 46 400 floats (8.6 GB).
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/mman.h>

#include "checks.h"
#include "families.h"

enum { MANY = 47000, WHOLE = 46400 };

#include "f64.h"

#include "gram_large_impl.h"

#include "f32.h"

#include "gram_large_impl.h"

/* 100 000 random entries, the last row, and the diagonal of a K of n points without gaps. */
static int samples_agree(size_t n, size_t d, const float *x, const gk_rbf *rbf, const float *k) {
  gk_test_rng rng = gk_test_seed(n);
  double tolerance = 0.0;
  int good = gk_gram_error_bound_f32(d, rbf, &tolerance) == GK_SUCCESS;
  for (size_t c = 0; c < 100000 + n; c++) {
    const size_t i = c < n ? n - 1 : gk_test_bits(&rng) % n;
    const size_t j = c < n ? c : gk_test_bits(&rng) % n;
    const long double truth = gk_test_kernel_f32(d, x + i * d, x + j * d, rbf);
    const double error = (double)fabsl((long double)k[i * n + j] - truth);
    good = good && error <= tolerance + reference_error(d, rbf);
    good = good && k[i * n + j] == k[j * n + i] && k[j * n + j] == (float)rbf->variance;
  }
  return good;
}

/* The whole matrix: sampled entries, the diagonal, and symmetry over the corners and the diagonal.
 */
static int whole(void) {
  const size_t n = WHOLE, d = 3;
  float *x = malloc(n * d * sizeof *x);
  float *k = gk_alloc(n * n * sizeof *k);
  gk_test_rng rng = gk_test_seed(8);
  gk_rbf rbf = GK_RBF_INIT;
  int code = EXIT_FAILURE;
  if (!x || !k) {
    printf("SKIPPED: no memory for %zu bytes\n", n * n * sizeof *k);
    code = GK_TEST_SKIP;
  } else {
    gk_test_normals_f32(&rng, n * d, 5.0, 1.0, x);
    const gk_status status = gk_gram_f32(n, d, x, d, &rbf, k, n, NULL);
    printf("gk_gram_f32(46400): %s\n", gk_status_name(status));
    code = status == GK_SUCCESS && samples_agree(n, d, x, &rbf, k) ? EXIT_SUCCESS : code;
  }
  free(x);
  gk_free(k);
  return code;
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_of_many_f64), cmocka_unit_test(rows_of_many_f32),
      cmocka_unit_test(far_rows_f64),     cmocka_unit_test(far_rows_f32),
      cmocka_unit_test(far_points_f64),   cmocka_unit_test(far_points_f32),
  };
  if (argc == 2 && strcmp(argv[1], "whole") == 0) {
    if (!getenv("GAUSSKERN_TEST_LARGE")) {
      printf("SKIPPED: set GAUSSKERN_TEST_LARGE to fill 8.6 GB\n");
      return GK_TEST_SKIP;
    }
    return whole();
  }
  return gk_test_main("gram_large", tests);
}
