/*
 * Filters of arrays of random sizes, strides and types, with all that a spec can say, against sums
 * in long double: within the error that filter.h states.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter_sheet.h"

static void random_sizes(gk_test_rng *rng, size_t dimensions, size_t *size) {
  static const size_t most[] = {400, 45, 14, 9};
  for (size_t k = 0; k < dimensions; k++) {
    size[k] = pick(rng, 5) ? 1 + pick(rng, most[dimensions - 1]) : 1;
  }
  if (dimensions > 1 && pick(rng, 3) == 0) { /* one long axis, along which loops are vectors */
    size[pick(rng, dimensions)] = 40 + pick(rng, 60);
  }
}

static void random_axes(gk_test_rng *rng, size_t dimensions, gk_filter_spec *spec, double least,
                        double most, unsigned orders) {
  for (size_t k = 0; k < dimensions; k++) {
    spec->sigma[k] = pick(rng, 6) ? between(rng, least, most) : 0.0;
    spec->boundary[k] = (gk_boundary)pick(rng, GK_BOUNDARY_NONE);
    spec->order[k] = spec->sigma[k] > 0.0 && pick(rng, 3) == 0 ? (unsigned)pick(rng, orders) : 0;
    spec->stride[k] = pick(rng, 4) ? 1 : pick(rng, 6);
  }
  spec->cval = pick(rng, 2) ? 0.0 : 100.0 * gk_test_normal(rng);
}

static void random_cut(gk_test_rng *rng, size_t dimensions, gk_filter_spec *spec) {
  if (pick(rng, 3) == 0) {
    spec->truncate = between(rng, 0.2, 9.0);
  } else if (pick(rng, 2)) {
    for (size_t k = 0; k < dimensions; k++) {
      spec->radius[k] = pick(rng, 8) ? 1 + pick(rng, pick(rng, 2) ? 60 : 6) : 0;
    }
  }
}

static void random_binomial(gk_test_rng *rng, size_t dimensions, gk_filter_spec *spec) {
  spec->method = GK_WEIGHTS_BINOMIAL;
  spec->truncate = 0.0;
  for (size_t k = 0; k < dimensions; k++) {
    spec->sigma[k] = pick(rng, 4) ? 1.0 : 0.0;
    spec->radius[k] = 1 + pick(rng, 20);
    spec->order[k] = 0;
  }
}

static asked_filter random_arrays(gk_test_rng *rng, size_t i, const gk_filter_spec *spec,
                                  size_t dimensions, const size_t *size) {
  asked_filter a = {.spec = *spec};
  const sheet_layout layout = (sheet_layout)pick(rng, SHEET_LAYOUTS);
  a.in = sheet_new(rng, (gk_type)(i % 4), dimensions, size, layout);
  sheet_fill(&a.in, rng, pick(rng, 2) ? 100.0 : between(rng, 1e-6, 1e6));
  size_t out_size[4];
  size_of_out(&a.in.array, spec, out_size);
  a.out = sheet_new(rng, (gk_type)(i / 4 % 4), dimensions, out_size,
                    pick(rng, 2) ? SHEET_PLAIN : SHEET_ANY);
  return a;
}

static double run(asked_filter *a) {
  const double worst = asked_check(a, NULL);
  asked_free(a);
  return worst;
}

static void fir(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(71);
  double worst = 0.0;
  for (size_t i = 0; i < 480; i++) {
    const size_t dimensions = 1 + pick(&rng, 4);
    size_t size[4];
    random_sizes(&rng, dimensions, size);
    gk_filter_spec spec = GK_FILTER_1D(1.0);
    random_axes(&rng, dimensions, &spec, 0.25, i % 3 ? 3.0 : 15.0, 9);
    random_cut(&rng, dimensions, &spec);
    spec.engine = GK_ENGINE_FIR;
    spec.tolerance = pick(&rng, 2) ? 0.0 : between(&rng, 1e-15, 0.1);
    spec.method = (gk_weights_method)(pick(&rng, 2) ? 0 : pick(&rng, 3));
    if (pick(&rng, 8) == 0) {
      random_binomial(&rng, dimensions, &spec);
    }
    asked_filter a = random_arrays(&rng, i, &spec, dimensions, size);
    worst = fmax(worst, run(&a));
  }
  print_message("FIR: the worst error is %.3f of the bound\n", worst);
}

static void recursive(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(72);
  double worst = 0.0;
  for (size_t i = 0; i < 320; i++) {
    const size_t dimensions = 1 + pick(&rng, 4);
    size_t size[4];
    random_sizes(&rng, dimensions, size);
    gk_filter_spec spec = GK_FILTER_1D(1.0);
    const bool derivative = i % 3 == 0;
    random_axes(&rng, dimensions, &spec, derivative ? 2.0 : 0.5, i % 5 ? 10.0 : 60.0,
                derivative ? 3 : 1);
    spec.engine = GK_ENGINE_RECURSIVE;
    spec.tolerance = pick(&rng, 2) ? 0.0 : between(&rng, derivative ? 1e-9 : 1e-12, 0.1);
    spec.method = pick(&rng, 2) ? GK_WEIGHTS_SAMPLED : GK_WEIGHTS_INTEGRATED;
    asked_filter a = random_arrays(&rng, i, &spec, dimensions, size);
    worst = fmax(worst, run(&a));
  }
  print_message("recursive: the worst error is %.3f of the bound\n", worst);
}

/* Who computes is the library's choice, also axis by axis. */
static void automatic(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(73);
  double worst = 0.0;
  for (size_t i = 0; i < 160; i++) {
    const size_t dimensions = 1 + pick(&rng, 4);
    size_t size[4];
    random_sizes(&rng, dimensions, size);
    gk_filter_spec spec = GK_FILTER_1D(1.0);
    random_axes(&rng, dimensions, &spec, 0.25, 40.0, 3);
    spec.method = (gk_weights_method)pick(&rng, 3);
    spec.tolerance = pick(&rng, 2) ? 0.0 : between(&rng, 1e-14, 0.1);
    asked_filter a = random_arrays(&rng, i, &spec, dimensions, size);
    worst = fmax(worst, run(&a));
  }
  print_message("automatic: the worst error is %.3f of the bound\n", worst);
}

/* Pictures that take several bands of rows, of one channel and of three. */
static void pictures(void **state) {
  (void)state;
  static const size_t sizes[][3] = {{223, 151, 1}, {70, 261, 1}, {97, 66, 3}, {64, 64, 1},
                                    {33, 300, 1},  {130, 65, 2}, {16, 16, 4}};
  gk_test_rng rng = gk_test_seed(74);
  double worst = 0.0;
  for (size_t i = 0; i < 14; i++) {
    const size_t *size = sizes[i % 7];
    gk_filter_spec spec = GK_FILTER_2D(between(&rng, 0.6, 12.0));
    spec.boundary[0] = (gk_boundary)(i % 5);
    spec.boundary[1] = (gk_boundary)(i / 2 % 5);
    spec.engine = (gk_engine)(i % 3);
    spec.stride[0] = spec.stride[1] = i % 4 == 3 ? 2 : 1;
    asked_filter a = {.spec = spec};
    const gk_type type = (gk_type)(i % 4);
    a.in = sheet_new(&rng, type, 3, size, SHEET_PLAIN);
    if (i % 2) {
      a.in.array.stride[0] = (ptrdiff_t)size[2];
      a.in.array.stride[1] = (ptrdiff_t)(size[2] * size[0]);
      a.in.array.stride[2] = 1;
    }
    sheet_fill(&a.in, &rng, 1.0);
    size_t out_size[4];
    size_of_out(&a.in.array, &spec, out_size);
    a.out = sheet_new(&rng, i % 5 == 4 ? GK_TYPE_F32 : type, 3, out_size, SHEET_PLAIN);
    worst = fmax(worst, run(&a));
  }
  print_message("pictures: the worst error is %.3f of the bound\n", worst);
}

/* In place: what a filter with another out gives, within the bound. */
static void in_place(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(75);
  for (size_t i = 0; i < 120; i++) {
    const size_t dimensions = 1 + pick(&rng, 4);
    asked_filter a = {.kind = (reference_kind)(i % 3)};
    size_t size[4];
    random_sizes(&rng, dimensions, size);
    a.spec = (gk_filter_spec)GK_FILTER_1D(1.0);
    random_axes(&rng, dimensions, &a.spec, 2.0, 6.0, a.kind == REFERENCE_FILTER ? 3 : 1);
    memset(a.spec.stride, 0, sizeof a.spec.stride);
    a.spec.engine = (gk_engine)(i / 3 % 3);
    a.in = sheet_new(&rng, (gk_type)(i % 4), dimensions, size, SHEET_ANY);
    sheet_fill(&a.in, &rng, 100.0);
    a.out = sheet_copy(&a.in);
    asked_describe(&a);
    reference r = reference_of(a.kind, &a.in.array, &a.spec, NULL, &a.out.array);
    if (reference_call(a.kind, &a.out.array, &a.spec, NULL, &a.out.array, NULL) != GK_SUCCESS) {
      fail_msg("%s: %s", a.what, gk_error_message());
    }
    reference_check(&r, &a.out.array, a.what);
    sheet_check_gaps(&a.out, a.what);
    reference_free(&r);
    asked_free(&a);
  }
}

/* The gradient's magnitude, the Laplacian, the difference. */
static void combined(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(76);
  double worst = 0.0;
  for (size_t i = 0; i < 200; i++) {
    const size_t dimensions = 1 + pick(&rng, 4);
    size_t size[4];
    random_sizes(&rng, dimensions, size);
    gk_filter_spec spec = GK_FILTER_1D(1.0);
    const gk_engine engine = (gk_engine)(i % 3);
    random_axes(&rng, dimensions, &spec, engine == GK_ENGINE_RECURSIVE ? 2.0 : 0.4, 8.0, 1);
    spec.engine = engine;
    spec.method = engine == GK_ENGINE_FIR ? (gk_weights_method)pick(&rng, 3) : GK_WEIGHTS_SAMPLED;
    if (engine == GK_ENGINE_FIR) {
      random_cut(&rng, dimensions, &spec);
    }
    asked_filter a = random_arrays(&rng, i, &spec, dimensions, size);
    a.kind = (reference_kind)(1 + pick(&rng, 3));
    if (i % 16 == 15) { /* doubles whose squares are out of range */
      sheet_fill(&a.in, &rng, pick(&rng, 2) ? 1e-200 : 1e200);
    }
    for (size_t k = 0; k < dimensions; k++) {
      a.wider[k] = spec.sigma[k] * between(&rng, 1.0, 3.0);
    }
    worst = fmax(worst, run(&a));
  }
  print_message("combined: the worst error is %.3f of the bound\n", worst);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fir),      cmocka_unit_test(recursive), cmocka_unit_test(automatic),
      cmocka_unit_test(pictures), cmocka_unit_test(in_place),  cmocka_unit_test(combined),
  };
  return gk_test_main("filter_values", tests);
}
