/* Each allocation of gk_pool fails in turn (see sweep.h), and out is then untouched. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "sweep.h"

#include <string.h>

enum { NX = 90, NY = 50, BLOCK = 4 };

typedef struct problem {
  gk_pool_spec spec;
  gk_array in, out;
  double weights[BLOCK * BLOCK], pixels[NX * NY], results[NX * NY];
} problem;

static gk_status call(void *data) {
  problem *p = data;
  memset(p->results, 0x5a, sizeof p->results);
  const gk_status status = gk_pool(&p->in, &p->spec, &p->out, NULL);
  const unsigned char *byte = (const unsigned char *)p->results;
  for (size_t i = 0; status != GK_SUCCESS && i < sizeof p->results; i++) {
    assert_int_equal(byte[i], 0x5a);
  }
  return status;
}

static void pooling(void **state) {
  (void)state;
  static problem p;
  for (size_t i = 0; i < (size_t)BLOCK * BLOCK; i++) {
    p.weights[i] = 1.0;
  }
  for (unsigned kind = 0; kind < 12; kind++) {
    p.spec = (gk_pool_spec)GK_POOL_2D(BLOCK, kind % 2 ? p.weights : NULL);
    p.spec.edge = (gk_edge)(kind / 2 % 3);
    p.spec.stride[0] = kind / 6 ? 3 : BLOCK;
    size_t nx = 0, ny = 0;
    assert_success(gk_pool_size(NX, BLOCK, p.spec.stride[0], p.spec.edge, &nx));
    assert_success(gk_pool_size(NY, BLOCK, 0, p.spec.edge, &ny));
    p.in = (gk_array)GK_ARRAY_2D(GK_TYPE_F64, p.pixels, NX, NY);
    p.out = (gk_array)GK_ARRAY_2D(GK_TYPE_F64, p.results, nx, ny);
    assert_true(sweep("gk_pool", call, &p) > 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(pooling)};
  return gk_test_main("allocation_failures_pool", tests);
}
