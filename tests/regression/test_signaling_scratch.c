/*
 * BLAS leaves the rest of a tile's last blocks as it was, and the loops computed with whatever lay
 * there: a signaling NaN raised the exception of an invalid operation, on data that are all finite.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <fenv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Leaves memory full of signaling NaNs, of both precisions, to whoever allocates next. */
static void spoil_the_heap(void) {
  enum { BYTES = 3000000 };
  char *memory = gk_test_array(BYTES, 1);
  for (size_t at = 0; at < BYTES; at += sizeof(uint64_t)) {
    const uint64_t nan = UINT64_C(0x7ff000017f800001);
    memcpy(memory + at, &nan, sizeof nan);
  }
  free(memory);
}

static void finite_data_raise_no_invalid_operation(void **state) {
  (void)state;
  enum { N = 257, D = 200 };
  gk_test_rng rng = gk_test_seed(5);
  double *x = gk_test_array((size_t)N * D, sizeof *x), *k = gk_test_array((size_t)N * N, sizeof *k);
  float *y = gk_test_array((size_t)N * D, sizeof *y), *l = gk_test_array((size_t)N * N, sizeof *l);
  for (size_t i = 0; i < (size_t)N * D; i++) {
    x[i] = gk_test_normal(&rng);
    y[i] = (float)x[i];
  }
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.1; /* so that f32 looks at each entry */
  gk_options options = GK_OPTIONS_INIT;
  options.threads = 1; /* the flags are a thread's own */
  for (int turn = 0; turn < 20; turn++) {
    feclearexcept(FE_ALL_EXCEPT);
    spoil_the_heap();
    assert_success(gk_gram_f64(N, D, x, D, &rbf, k, N, &options));
    spoil_the_heap();
    assert_success(gk_gram_f32(N, D, y, D, &rbf, l, N, &options));
    assert_false(fetestexcept(FE_INVALID));
  }
  free(x);
  free(k);
  free(y);
  free(l);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finite_data_raise_no_invalid_operation),
  };
  return gk_test_main("signaling_scratch", tests);
}
