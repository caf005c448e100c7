/*
 * Each allocation of each function of weights.h fails in turn (see sweep.h), and what the caller
 * gave for the result is then untouched.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "sweep.h"

#include <string.h>

enum { SIDE = 9, PIXELS = SIDE * SIDE };

static const unsigned char untouched = 0x5a;

typedef struct problem {
  gk_weights_spec spec;
  double w[PIXELS], kernel[PIXELS], column[SIDE], row[SIDE], scale;
  float w32[PIXELS], kernel32[PIXELS], column32[SIDE], row32[SIDE];
} problem;

static void assert_untouched(gk_status status, const void *memory, size_t bytes) {
  const unsigned char *byte = memory;
  for (size_t i = 0; status != GK_SUCCESS && i < bytes; i++) {
    assert_int_equal(byte[i], untouched);
  }
}

static gk_status call_f64(void *data) {
  problem *p = data;
  memset(p->w, untouched, sizeof p->w);
  const gk_status status = gk_weights_f64(&p->spec, p->w);
  assert_untouched(status, p->w, sizeof p->w);
  return status;
}

static gk_status call_f32(void *data) {
  problem *p = data;
  memset(p->w32, untouched, sizeof p->w32);
  const gk_status status = gk_weights_f32(&p->spec, p->w32);
  assert_untouched(status, p->w32, sizeof p->w32);
  return status;
}

static gk_status call_separate_f64(void *data) {
  problem *p = data;
  memset(p->column, untouched, sizeof p->column);
  memset(p->row, untouched, sizeof p->row);
  const gk_status status =
      gk_weights_separate_f64(SIDE, SIDE, p->kernel, SIDE, 0.0, p->column, p->row, &p->scale, NULL);
  assert_untouched(status, p->column, sizeof p->column);
  assert_untouched(status, p->row, sizeof p->row);
  return status;
}

static gk_status call_separate_f32(void *data) {
  problem *p = data;
  memset(p->column32, untouched, sizeof p->column32);
  memset(p->row32, untouched, sizeof p->row32);
  const gk_status status = gk_weights_separate_f32(SIDE, SIDE, p->kernel32, SIDE, 0.0, p->column32,
                                                   p->row32, &p->scale, NULL);
  assert_untouched(status, p->column32, sizeof p->column32);
  assert_untouched(status, p->row32, sizeof p->row32);
  return status;
}

/* All methods, normalisations and orders, turned, and with small weights cut off. */
static void weights(void **state) {
  (void)state;
  problem *p = gk_test_array(1, sizeof *p);
  for (unsigned kind = 0; kind < 6 * 4 * 2 * 2 * 2; kind++) {
    const gk_weights_method method = (gk_weights_method)(kind % 6);
    const int fixed = method == GK_WEIGHTS_OPENCV || method == GK_WEIGHTS_BINOMIAL;
    p->spec = (gk_weights_spec)GK_WEIGHTS_2D(SIDE, fixed ? 0.0 : 1.5);
    p->spec.method = method;
    p->spec.oversample = 2;
    p->spec.normalize = (gk_normalize)(kind / 6 % 4);
    p->spec.order[0] = kind / 24 % 2 ? 1 : 0;
    p->spec.cutoff = kind / 48 % 2 ? 0.01 : 0.0;
    const int turned = kind / 96 % 2;
    if (turned) {
      p->spec.theta = 0.5;
      p->spec.sigma[1] = 2.0;
    }
    if ((fixed && (turned || p->spec.order[0])) ||
        (method == GK_WEIGHTS_OPENCV && p->spec.normalize != GK_NORMALIZE_SUM) ||
        (turned && method == GK_WEIGHTS_DISCRETE) ||
        (turned && method == GK_WEIGHTS_INTEGRATED && p->spec.order[0])) {
      continue; /* not offered */
    }
    assert_true(sweep("gk_weights_f64", call_f64, p) > 0);
    assert_true(sweep("gk_weights_f32", call_f32, p) > 0);
  }
  free_uncounted(p);
}

static void separation(void **state) {
  (void)state;
  problem *p = gk_test_array(1, sizeof *p);
  const gk_weights_spec spec = GK_WEIGHTS_2D(SIDE, 2.0);
  assert_success(gk_weights_f64(&spec, p->kernel));
  assert_success(gk_weights_f32(&spec, p->kernel32));
  assert_true(sweep("gk_weights_separate_f64", call_separate_f64, p) > 0);
  assert_true(sweep("gk_weights_separate_f32", call_separate_f32, p) > 0);
  free_uncounted(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(weights),
      cmocka_unit_test(separation),
  };
  return gk_test_main("allocation_failures_weights", tests);
}
