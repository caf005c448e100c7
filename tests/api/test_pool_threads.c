/* Pooling gives the same bits for any number of threads and room; progress can end it. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "pool_reference.h"

#include <stdlib.h>
#include <string.h>

typedef struct scene {
  pool_array in, out;
  gk_pool_spec spec;
  double weights[64];
} scene;

static scene make(gk_type type, size_t stride, gk_edge edge) {
  gk_test_rng rng = gk_test_seed(5);
  const size_t size[3] = {811, 403, 3};
  scene s = {.spec = GK_POOL_2D(5, NULL)};
  gk_test_normals_f64(&rng, 64, 1.0, 1.0, s.weights);
  s.spec.stride[0] = s.spec.stride[1] = stride;
  s.spec.edge = edge;
  s.in = pool_dense_array(type, 3, size);
  pool_fill(&rng, &s.in.array);
  s.out = pool_output(NULL, GK_TYPE_F64, &s.in.array, &s.spec);
  return s;
}

static void release(scene *s) {
  pool_array_free(&s->in);
  pool_array_free(&s->out);
}

static void same_bits(void **state) {
  (void)state;
  for (unsigned kind = 0; kind < 6; kind++) {
    scene s = make(kind % 2 ? GK_TYPE_U8 : GK_TYPE_F32, kind % 3 ? 5 : 3, (gk_edge)(kind % 3));
    s.spec.weights = kind < 3 ? s.weights : NULL;
    unsigned char *first = gk_test_array(s.out.bytes, 1);
    for (size_t threads = 1; threads <= 7; threads += 2) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = threads;
      memset(s.out.buffer, 0xa5, s.out.bytes);
      assert_success(gk_pool(&s.in.array, &s.spec, &s.out.array, &options));
      if (threads == 1) {
        memcpy(first, s.out.buffer, s.out.bytes);
      }
      assert_memory_equal(first, s.out.buffer, s.out.bytes);
    }
    free(first);
    release(&s);
  }
}

static void budgets(void **state) {
  (void)state;
  scene s = make(GK_TYPE_F32, 3, GK_EDGE_RENORMALIZE);
  s.spec.weights = s.weights;
  gk_options options = GK_OPTIONS_INIT;
  options.workspace_bytes = 100;
  assert_status(gk_pool(&s.in.array, &s.spec, &s.out.array, &options), GK_ERROR_MEMORY);
  assert_message("gk_pool: options->workspace_bytes = 100");
  for (size_t b = 0; b < s.out.bytes; b++) {
    assert_int_equal(s.out.buffer[b], 0xa5);
  }
  options.workspace_bytes = 100000; /* some rows, and the weights a few times */
  options.threads = 4;
  assert_success(gk_pool(&s.in.array, &s.spec, &s.out.array, &options));
  pool_check("in little room", &s.in.array, &s.spec, &s.out.array);
  release(&s);
}

typedef struct steps {
  double last;
  int calls, most;
} steps;

static int count_steps(double fraction, void *data) {
  steps *s = data;
  assert_true(fraction >= s->last && fraction <= 1.0);
  s->last = fraction;
  return ++s->calls == s->most;
}

static void progress(void **state) {
  (void)state;
  scene s = make(GK_TYPE_F32, 1, GK_EDGE_CROP);
  steps done = {0};
  gk_options options = GK_OPTIONS_INIT;
  options.progress = count_steps;
  options.progress_data = &done;
  options.threads = 1;
  assert_success(gk_pool(&s.in.array, &s.spec, &s.out.array, &options));
  assert_true(done.calls > 10 && done.last == 1.0);
  done = (steps){.most = 3};
  assert_status(gk_pool(&s.in.array, &s.spec, &s.out.array, &options), GK_ERROR_CANCELLED);
  assert_int_equal(done.calls, 3);
  release(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_bits),
      cmocka_unit_test(budgets),
      cmocka_unit_test(progress),
  };
  return gk_test_main("pool_threads", tests);
}
