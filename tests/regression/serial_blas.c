/*
 * Debian's libopenblas0-serial has no locks: two threads that multiply at once may be given the
 * same buffer, and now and then an entry of K was wrong by 0.5. Many products by many threads, of
 * one call and of several calls at once, must all give the bits of one thread alone.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "gk_test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Above 48 features the products come from BLAS; the more of them, the longer a thread is inside.
 */
enum { POINTS = 600, FEATURES = 300, CALLERS = 3, REPEATS = 200 };

typedef struct caller {
  const float *x;
  const float *expected;
  size_t different; /* calls that gave other bits, or failed */
} caller;

static gk_status gram(const float *x, size_t threads, float *k) {
  gk_rbf rbf = GK_RBF_INIT;
  gk_options options = GK_OPTIONS_INIT;
  rbf.gamma = 0.5 / FEATURES;
  options.threads = threads;
  return gk_gram_f32(POINTS, FEATURES, x, FEATURES, &rbf, k, POINTS, &options);
}

static void *call(void *data) {
  caller *c = data;
  const size_t bytes = sizeof(float) * POINTS * POINTS;
  float *k = malloc(bytes);
  for (int repeat = 0; repeat < REPEATS; repeat++) {
    if (!k || gram(c->x, 4, k) != GK_SUCCESS || memcmp(k, c->expected, bytes) != 0) {
      c->different++;
    }
  }
  free(k);
  return NULL;
}

static void products_at_once_are_those_of_one_thread(void **state) {
  (void)state;
  float *x = gk_test_array((size_t)POINTS * FEATURES, sizeof *x);
  float *expected = gk_test_array((size_t)POINTS * POINTS, sizeof *expected);
  gk_test_rng rng = gk_test_seed(1);
  gk_test_normals_f32(&rng, (size_t)POINTS * FEATURES, 0, 1, x);
  assert_success(gram(x, 1, expected));

  caller callers[CALLERS];
  pthread_t threads[CALLERS];
  for (size_t i = 0; i < CALLERS; i++) {
    callers[i] = (caller){.x = x, .expected = expected};
    assert_int_equal(pthread_create(&threads[i], NULL, call, &callers[i]), 0);
  }
  for (size_t i = 0; i < CALLERS; i++) {
    assert_int_equal(pthread_join(threads[i], NULL), 0);
  }
  for (size_t i = 0; i < CALLERS; i++) {
    assert_int_equal(callers[i].different, 0);
  }
  free(expected);
  free(x);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(products_at_once_are_those_of_one_thread)};
  return gk_test_main("serial_blas", tests);
}
