/*
 * Each allocation of each function of filter.h that filters fails in turn (see sweep.h), and out is
 * then untouched.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "sweep.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 40, HEIGHT = 30, DEPTH = 3, PIXELS = WIDTH * HEIGHT * DEPTH };

static const unsigned char untouched = 0x5a;

typedef struct problem {
  double in[PIXELS], out[PIXELS], weights[PIXELS];
  gk_array from, to, mask;
  gk_filter_spec spec;
  double wider[4];
  gk_options options;
} problem;

/* Out of place the output is filled before, and unchanged after a failure; in place it is in. */
static gk_status checked(problem *p, gk_status status) {
  const unsigned char *byte = (const unsigned char *)p->out;
  for (size_t i = 0; status != GK_SUCCESS && i < sizeof p->out; i++) {
    assert_int_equal(byte[i], untouched);
  }
  return status;
}

static problem *prepare(void *data) {
  problem *p = data;
  memset(p->out, untouched, sizeof p->out);
  return p;
}

static gk_status call_filter(void *data) {
  problem *p = prepare(data);
  return checked(p, gk_filter(&p->from, &p->spec, &p->to, &p->options));
}

static gk_status call_gradient(void *data) {
  problem *p = prepare(data);
  return checked(p, gk_filter_gradient_magnitude(&p->from, &p->spec, &p->to, &p->options));
}

static gk_status call_laplacian(void *data) {
  problem *p = prepare(data);
  return checked(p, gk_filter_laplacian(&p->from, &p->spec, &p->to, &p->options));
}

static gk_status call_difference(void *data) {
  problem *p = prepare(data);
  return checked(p, gk_filter_difference(&p->from, &p->spec, p->wider, &p->to, &p->options));
}

static gk_status call_explain(void *data) {
  problem *p = prepare(data);
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  return checked(p, gk_filter_explain(&p->from, &p->spec, &p->to, 0, &choice));
}

static problem *new_problem(void) {
  problem *p = gk_test_array(1, sizeof *p);
  memset(p->in, 0, sizeof p->in);
  for (size_t i = 0; i < PIXELS; i++) {
    p->weights[i] = (double)(i % 3);
  }
  p->options = (gk_options)GK_OPTIONS_INIT;
  p->options.threads = 2;
  return p;
}

/* Types, engines, methods, two axes and three. */
static void ask(problem *p, int kind) {
  static const gk_type types[] = {GK_TYPE_F64, GK_TYPE_U8, GK_TYPE_F32};
  static const gk_weights_method methods[] = {GK_WEIGHTS_SAMPLED, GK_WEIGHTS_DISCRETE,
                                              GK_WEIGHTS_INTEGRATED};
  const gk_array from = GK_ARRAY_3D(types[kind % 3], p->in, WIDTH, HEIGHT, DEPTH);
  const gk_array mask = GK_ARRAY_3D(GK_TYPE_F64, p->weights, WIDTH, HEIGHT, DEPTH);
  const gk_filter_spec plane = GK_FILTER_2D(2.5), volume = GK_FILTER_3D(2.5);
  p->from = p->to = from;
  p->to.data = p->out;
  p->mask = mask;
  p->spec = kind / 3 % 2 ? plane : volume;
  p->spec.method = methods[kind / 6 % 3];
  p->spec.engine =
      p->spec.method == GK_WEIGHTS_DISCRETE || kind / 18 ? GK_ENGINE_FIR : GK_ENGINE_RECURSIVE;
  for (size_t k = 0; k < 4; k++) {
    p->wider[k] = 2 * p->spec.sigma[k];
  }
}

static void filters(void **state) {
  (void)state;
  problem *p = new_problem();
  for (int kind = 0; kind < 36; kind++) {
    ask(p, kind);
    assert_true(sweep("gk_filter", call_filter, p) > 0);
    assert_true(sweep("gk_filter_gradient_magnitude", call_gradient, p) > 1);
    assert_true(sweep("gk_filter_laplacian", call_laplacian, p) > 1);
    assert_true(sweep("gk_filter_difference", call_difference, p) > 1);
    if (p->spec.engine == GK_ENGINE_FIR) {
      assert_true(sweep("gk_filter_explain", call_explain, p) > 0);
    }
    p->spec.mask = &p->mask;
    assert_true(sweep("gk_filter", call_filter, p) > 1);
    assert_true(sweep("gk_filter_difference", call_difference, p) > 1);
  }
  free_uncounted(p);
}

static void binomials(void **state) {
  (void)state;
  problem *p = new_problem();
  ask(p, 0);
  p->spec.engine = GK_ENGINE_AUTO;
  p->spec.method = GK_WEIGHTS_BINOMIAL;
  for (size_t k = 0; k < 3; k++) {
    p->spec.sigma[k] = 1;
    p->spec.radius[k] = 2 + k;
  }
  assert_true(sweep("gk_filter", call_filter, p) > 3);
  free_uncounted(p);
}

/* The number in "... is less than the 123 that one thread needs". */
static size_t needed(void) {
  const char *text = strstr(gk_error_message(), "less than the ");
  assert_non_null(text);
  return (size_t)strtoull(text + strlen("less than the "), NULL, 10);
}

/* With the least budget that it says to need a call holds no more than that, but for what the
 * system makes larger, and for the weights while they are computed, some 60 bytes each. */
static void budgets(void **state) {
  (void)state;
  call_fn *const calls[] = {call_filter, call_gradient, call_laplacian, call_difference};
  const size_t computed = 8192;
  problem *p = new_problem();
  for (int kind = 0; kind < 36 * 4; kind++) {
    ask(p, kind / 4);
    p->spec.mask = kind % 4 % 3 == 0 && kind % 8 < 4 ? &p->mask : NULL;
    p->options.workspace_bytes = 1;
    while (calls[kind % 4](p) != GK_SUCCESS) {
      assert_true(needed() > p->options.workspace_bytes);
      p->options.workspace_bytes = needed();
      hold_allocations();
    }
    assert_true(most_bytes_held() <= p->options.workspace_bytes + computed);
  }
  free_uncounted(p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(filters),
      cmocka_unit_test(binomials),
      cmocka_unit_test(budgets),
  };
  return gk_test_main("allocation_failures_filter", tests);
}
