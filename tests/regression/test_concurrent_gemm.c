/*
 * Builds of OpenBLAS without threads and without USE_LOCKING, such as Debian's libopenblas0-serial
 * 0.3.21, hand the same packing buffer to two threads that multiply at the same time: entries came
 * out wrong, rarely and silently. Tiles are multiplied again and again by several threads of one
 * call and by several callers; the bits must be those of one thread alone.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "gk_test.h"

enum { N = 400, D = 50, TURNS = 800, CALLERS = 3 };

typedef struct hammer {
  double x[N * D];
  double *alone;
  atomic_int wrong;
} hammer;

static gk_status gram(const hammer *h, size_t threads, double *k) {
  gk_rbf rbf = GK_RBF_INIT;
  gk_options options = GK_OPTIONS_INIT;
  rbf.gamma = 0.5 / D;
  options.threads = threads;
  return gk_gram_f64(N, D, h->x, D, &rbf, k, N, &options);
}

static void repeat(hammer *h, size_t threads) {
  const size_t bytes = (size_t)N * N * sizeof *h->alone;
  double *k = malloc(bytes);
  for (int turn = 0; k && turn < TURNS && !atomic_load(&h->wrong); turn++) {
    const gk_status status = gram(h, threads, k);
    if (status != GK_SUCCESS || memcmp(k, h->alone, bytes) != 0) {
      atomic_fetch_add(&h->wrong, 1);
    }
  }
  free(k);
}

static void *caller(void *data) {
  repeat(data, 1);
  return NULL;
}

static int setup(void **state) {
  hammer *h = gk_test_array(1, sizeof *h);
  gk_test_rng rng = gk_test_seed(4);
  gk_test_normals_f64(&rng, (size_t)N * D, 0.0, 1.0, h->x);
  h->alone = gk_test_array((size_t)N * N, sizeof *h->alone);
  atomic_init(&h->wrong, 0);
  *state = h;
  return gram(h, 1, h->alone) == GK_SUCCESS ? 0 : 1;
}

static int teardown(void **state) {
  hammer *h = *state;
  free(h->alone);
  free(h);
  return 0;
}

static void threads_of_one_call(void **state) {
  hammer *h = *state;
  repeat(h, 4);
  assert_int_equal(atomic_load(&h->wrong), 0);
}

static void several_callers(void **state) {
  hammer *h = *state;
  pthread_t threads[CALLERS];
  for (int i = 0; i < CALLERS; i++) {
    assert_int_equal(pthread_create(&threads[i], NULL, caller, h), 0);
  }
  for (int i = 0; i < CALLERS; i++) {
    assert_int_equal(pthread_join(threads[i], NULL), 0);
  }
  assert_int_equal(atomic_load(&h->wrong), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(threads_of_one_call, setup, teardown),
      cmocka_unit_test_setup_teardown(several_callers, setup, teardown),
  };
  return gk_test_main("concurrent_gemm", tests);
}
