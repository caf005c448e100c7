/* How the filters of filter.h are called: structs of other versions, empty arrays, what may overlap,
 * progress, memory. What they compute is tested elsewhere. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter_calls.h"
#include "gk_test.h"

enum { WIDTH = 150, HEIGHT = 70, PIXELS = WIDTH * HEIGHT };

static float in[PIXELS], out[PIXELS], again[PIXELS];
static const double wider[4] = {4, 4, 0, 0};

static void fill(void) {
  gk_test_rng rng = gk_test_seed(5);
  gk_test_normals_f32(&rng, PIXELS, 10, 3, in);
  memset(out, 0, sizeof out);
  memset(again, 0, sizeof again);
}

/* A struct as a later version's header would have it: longer, its tail zeros or not. */
enum { TAIL = 16 };

#define LATER(type)                                                                                \
  typedef union later_##type {                                                                     \
    type known;                                                                                    \
    unsigned char bytes[sizeof(type) + TAIL];                                                      \
  } later_##type;                                                                                  \
  static later_##type make_later_##type(type known, unsigned char tail) {                          \
    later_##type later;                                                                            \
    memset(&later, 0, sizeof later);                                                               \
    later.known = known;                                                                           \
    later.known.struct_size = sizeof later;                                                        \
    later.bytes[sizeof later - 1] = tail;                                                          \
    return later;                                                                                  \
  }

LATER(gk_array)
LATER(gk_filter_spec)
LATER(gk_filter_choice)

static void later_versions(void **state) {
  (void)state;
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, in, WIDTH, HEIGHT),
                 b = GK_ARRAY_2D(GK_TYPE_F32, out, WIDTH, HEIGHT);
  const gk_filter_spec spec = GK_FILTER_2D(2);
  const gk_filter_choice none = GK_FILTER_CHOICE_INIT;
  fill();
  for (unsigned wrong = 0; wrong < 5; wrong++) { /* whose tail asks for something; 0: none */
    const later_gk_array from = make_later_gk_array(a, wrong == 1),
                         to = make_later_gk_array(b, wrong == 2),
                         mask = make_later_gk_array(a, wrong == 4);
    later_gk_filter_spec asked = make_later_gk_filter_spec(spec, wrong == 3);
    asked.known.mask = wrong == 4 ? &mask.known : NULL;
    const gk_status status = gk_filter(&from.known, &asked.known, &to.known, NULL);
    assert_status(status, wrong ? GK_ERROR_ARGUMENT : GK_SUCCESS);
    if (wrong) {
      assert_message("does not know");
    }
  }
  later_gk_filter_choice choice = make_later_gk_filter_choice(none, 0);
  assert_success(gk_filter_explain(&a, &spec, &b, 1, &choice.known));
  assert_int_equal(choice.known.struct_size, sizeof choice);
  assert_int_equal(choice.known.engine, GK_ENGINE_FIR);
  for (size_t i = sizeof(gk_filter_choice); i < sizeof choice; i++) {
    assert_int_equal(choice.bytes[i], 0);
  }
}

/* No pixels: no data either, and nothing is written; sizes must fit all the same. */
static void empty_arrays(void **state) {
  (void)state;
  const size_t sizes[][3] = {{0, 5, 2}, {5, 0, 2}, {5, 2, 0}, {0, 0, 0}};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
    for (unsigned call = 0; call < FILTER_CALLS; call++) {
      gk_array a = GK_ARRAY_3D(GK_TYPE_U8, NULL, sizes[i][0], sizes[i][1], sizes[i][2]), b = a;
      gk_filter_spec spec = GK_FILTER_2D(2);
      assert_success(filter_call_do((filter_call)call, &a, &spec, wider, &b, NULL));
      b.size[1]++;
      assert_status(filter_call_do((filter_call)call, &a, &spec, wider, &b, NULL),
                    GK_ERROR_ARGUMENT);
      b.size[1]--;
      spec.sigma[0] = -1;
      assert_status(filter_call_do((filter_call)call, &a, &spec, wider, &b, NULL),
                    GK_ERROR_ARGUMENT);
    }
  }
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, NULL, 0);
  const gk_filter_spec spec = GK_FILTER_1D(2);
  assert_status(gk_filter_explain(&a, &spec, &a, 1, &choice), GK_ERROR_ARGUMENT);
  assert_message("axis = 1, where in has 1 dimensions");
}

/* An array's entries beyond its dimensions are not read, nor are the spec's. */
static void entries_that_do_not_count(void **state) {
  (void)state;
  fill();
  gk_array a = GK_ARRAY_1D(GK_TYPE_F32, in, PIXELS), b = GK_ARRAY_1D(GK_TYPE_F32, out, PIXELS);
  gk_filter_spec spec = GK_FILTER_1D(2);
  assert_success(gk_filter(&a, &spec, &b, NULL));
  b.data = again;
  for (size_t k = 1; k < 4; k++) {
    a.size[k] = 0, a.stride[k] = PTRDIFF_MAX;
    b.size[k] = SIZE_MAX, b.stride[k] = 0;
    spec.sigma[k] = -1, spec.order[k] = 77, spec.stride[k] = 3, spec.radius[k] = SIZE_MAX;
    spec.boundary[k] = (gk_boundary)99;
  }
  assert_success(gk_filter(&a, &spec, &b, NULL));
  assert_memory_equal(out, again, sizeof out);
}

/* Side by side is not overlapping, and an input may lie in itself or under the mask. */
static void neighbours(void **state) {
  (void)state;
  float *all = gk_test_array(2 * PIXELS, sizeof *all);
  fill();
  memcpy(all, in, sizeof in);
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, all, WIDTH, HEIGHT),
                 b = GK_ARRAY_2D(GK_TYPE_F32, all + PIXELS, WIDTH, HEIGHT);
  gk_array still = a;
  gk_filter_spec spec = GK_FILTER_2D(2);
  for (unsigned call = 0; call < FILTER_CALLS; call++) {
    assert_success(filter_call_do((filter_call)call, &a, &spec, wider, &b, NULL));
    assert_success(filter_call_do((filter_call)call, &still, &spec, wider, &b, NULL));
  }
  assert_memory_equal(all, in, sizeof in);
  still.stride[0] = 0;
  for (size_t i = 0; i < PIXELS; i++) {
    all[i] = all[i] < 0 ? 0 : all[i];
  }
  spec.mask = &a;
  assert_success(gk_filter(&still, &spec, &b, NULL));
  free(all);
}

typedef struct watch {
  size_t calls, stop_at; /* stops at that call, counted from 1 */
  double last;
} watch;

static int look(double fraction, void *data) {
  watch *w = data;
  w->calls++;
  assert_true(w->calls > 1 ? fraction >= w->last : fraction == 0);
  assert_true(fraction <= 1);
  w->last = fraction;
  return w->calls == w->stop_at;
}

static gk_filter_spec spec_of(unsigned c) {
  gk_filter_spec spec = GK_FILTER_2D(3);
  spec.engine = c % 2 ? GK_ENGINE_FIR : GK_ENGINE_RECURSIVE;
  return spec;
}

static void progress(void **state) {
  (void)state;
  fill();
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, in, WIDTH, HEIGHT),
                 b = GK_ARRAY_2D(GK_TYPE_F32, out, WIDTH, HEIGHT);
  for (unsigned c = 0; c < 4 * FILTER_EXPLAIN; c++) {
    const filter_call call = (filter_call)(c / 4);
    const gk_filter_spec spec = spec_of(c);
    watch w = {0, 0, 0};
    gk_options options = GK_OPTIONS_INIT;
    options.threads = c / 2 % 2 ? 1 : 2;
    options.progress = look;
    options.progress_data = &w;
    assert_success(filter_call_do(call, &a, &spec, wider, &b, &options));
    assert_true(w.calls >= 2 && w.last == 1);
    const size_t all = options.threads == 1 ? w.calls : 2;
    for (size_t stop = 1; stop <= all; stop++) {
      w = (watch){0, stop, 0};
      assert_status(filter_call_do(call, &a, &spec, wider, &b, &options), GK_ERROR_CANCELLED);
      assert_message(filter_call_name(call));
      assert_message("cancelled");
      assert_int_equal(w.calls, stop);
    }
  }
}

/* The number in "... is less than the 123 that one thread needs". */
static size_t needed(void) {
  const char *text = strstr(gk_error_message(), "less than the ");
  assert_non_null(text);
  return (size_t)strtoull(text + strlen("less than the "), NULL, 10);
}

/* As little memory as a call says it needs is enough, and gives the same bits. */
static void budgets(void **state) {
  (void)state;
  fill();
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, in, WIDTH, HEIGHT),
                 b = GK_ARRAY_2D(GK_TYPE_F32, out, WIDTH, HEIGHT),
                 c = GK_ARRAY_2D(GK_TYPE_F32, again, WIDTH, HEIGHT);
  for (unsigned i = 0; i < 4 * FILTER_EXPLAIN; i++) {
    const filter_call call = (filter_call)(i / 4);
    gk_filter_spec spec = spec_of(i);
    if (i / 2 % 2 && (call == FILTER || call == FILTER_DIFFERENCE)) {
      spec.boundary[0] = GK_BOUNDARY_NONE;
    }
    gk_options options = GK_OPTIONS_INIT;
    options.threads = 2;
    memset(again, 0, sizeof again);
    assert_success(filter_call_do(call, &a, &spec, wider, &b, NULL));
    size_t steps = 0;
    for (options.workspace_bytes = 1;
         filter_call_do(call, &a, &spec, wider, &c, &options) != GK_SUCCESS; steps++) {
      assert_message("one thread needs");
      assert_true(needed() > options.workspace_bytes);
      assert_true(again[0] == 0 && memcmp(again, again + 1, sizeof again - sizeof *again) == 0);
      options.workspace_bytes = needed();
    }
    assert_true(steps > 0 && steps < 20);
    assert_memory_equal(out, again, sizeof out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(later_versions),
      cmocka_unit_test(empty_arrays),
      cmocka_unit_test(entries_that_do_not_count),
      cmocka_unit_test(neighbours),
      cmocka_unit_test(progress),
      cmocka_unit_test(budgets),
  };
  return gk_test_main("filter_calls", tests);
}
