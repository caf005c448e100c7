/*
 * NaN and infinities, measurements that are missing, weights of pixels, lines that end: against sums
 * in long double, and against sums written out.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <string.h>

#include "filter_sheet.h"

static void random_spec(gk_test_rng *rng, gk_filter_spec *spec, gk_engine engine) {
  *spec = (gk_filter_spec)GK_FILTER_1D(0.0);
  for (size_t k = 0; k < 4; k++) {
    spec->sigma[k] = pick(rng, 4) ? between(rng, 0.5, 6.0) : 0.0;
    spec->boundary[k] = (gk_boundary)pick(rng, 4);
    spec->stride[k] = 1 + (pick(rng, 4) == 0) * pick(rng, 3);
  }
  spec->engine = engine;
}

static void random_size(gk_test_rng *rng, size_t size[4]) {
  static const size_t most[] = {50, 20, 5, 3};
  for (size_t k = 0; k < 4; k++) {
    size[k] = 1 + pick(rng, most[k]);
  }
}

static void sprinkle(gk_test_rng *rng, sheet *s, size_t count, double value) {
  for (size_t i = 0; i < count; i++) {
    size_t index[4];
    view_index(&s->array, pick(rng, view_count(&s->array)), index);
    view_set(&s->array, index, value);
  }
}

static void new_out(gk_test_rng *rng, asked_filter *a, gk_type type) {
  size_t size[4];
  size_of_out(&a->in.array, &a->spec, size);
  a->out = sheet_new(rng, type, a->in.array.dimensions, size, SHEET_ANY);
}

/* NaN and infinities spread to the windows that hold them, or the lines, and no further. */
static void spreading(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(111);
  for (size_t i = 0; i < 240; i++) {
    const gk_engine engine = (gk_engine)(i % 3);
    asked_filter a = {.kind = REFERENCE_FILTER};
    random_spec(&rng, &a.spec, engine);
    size_t size[4];
    random_size(&rng, size);
    for (size_t k = 0; k < 4; k++) {
      a.spec.boundary[k] = (gk_boundary)pick(&rng, 5);
      if (a.spec.sigma[k] >= 2.0 && pick(&rng, 2)) {
        a.spec.order[k] = (unsigned)pick(&rng, 3);
      }
    }
    if (engine == GK_ENGINE_FIR && pick(&rng, 2)) {
      a.spec.truncate = between(&rng, 0.5, 4.0);
    }
    const gk_type type = i / 3 % 2 ? GK_TYPE_F32 : GK_TYPE_F64;
    a.in = sheet_new(&rng, type, 1 + i / 6 % 4, size, i % 5 ? SHEET_ANY : SHEET_BROADCAST);
    sheet_fill(&a.in, &rng, 1.0);
    static const double odd[] = {NAN, INFINITY, -INFINITY};
    sprinkle(&rng, &a.in, 1 + pick(&rng, 2), odd[i % 7 % 3]);
    new_out(&rng, &a, pick(&rng, 5) ? type : random_type(&rng));
    asked_check(&a, NULL);
    asked_free(&a);
  }
}

/* Weights of pixels of any type and strides, with and without NaN in the data, all engines. */
static void masks(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(112);
  double worst = 0.0;
  for (size_t i = 0; i < 300; i++) {
    asked_filter a = {.kind = i % 11 ? REFERENCE_FILTER : REFERENCE_DIFFERENCE};
    random_spec(&rng, &a.spec, (gk_engine)(i % 3));
    size_t size[4];
    random_size(&rng, size);
    for (size_t k = 0; k < 4; k++) {
      a.wider[k] = 1.5 * a.spec.sigma[k];
      if (i % 4 == 0) {
        a.spec.boundary[k] = GK_BOUNDARY_NONE;
      } else if (i % 4 == 1) {
        a.spec.boundary[k] = GK_BOUNDARY_CONSTANT;
      } else if (i % 4 == 2) {
        a.spec.boundary[k] = pick(&rng, 2) ? GK_BOUNDARY_CONSTANT : GK_BOUNDARY_NONE;
      }
    }
    a.spec.cval = gk_test_normal(&rng);
    const size_t dimensions = 1 + i / 4 % 4;
    a.in = sheet_new(&rng, (gk_type)(i / 3 % 4), dimensions, size, SHEET_ANY);
    sheet_fill(&a.in, &rng, 100.0);
    if (i % 5) {
      a.mask = sheet_new(&rng, random_type(&rng), dimensions, size, (sheet_layout)pick(&rng, 3));
      const size_t count = view_count(&a.mask.array);
      const double scale = pick(&rng, 2) ? 1.0 : between(&rng, 1e-6, 1e6);
      for (size_t k = 0; k < count; k++) {
        size_t index[4];
        view_index(&a.mask.array, k, index);
        const double most = a.mask.array.type == GK_TYPE_U16  ? 1000.0
                            : a.mask.array.type == GK_TYPE_U8 ? 4.0
                                                              : scale;
        view_set(&a.mask.array, index,
                 i / 8 % 2 ? (double)pick(&rng, 2) : most * gk_test_uniform(&rng));
      }
      sprinkle(&rng, &a.mask, count / (1 + pick(&rng, 4)), 0.0);
      a.spec.mask = &a.mask.array;
    }
    a.spec.missing = (gk_missing)(i % 2);
    if (a.spec.missing == GK_MISSING_SKIP && a.in.array.type >= GK_TYPE_F32) {
      sprinkle(&rng, &a.in, 1 + view_count(&a.in.array) / (2 + pick(&rng, 6)), NAN);
      if (i % 7 == 0) {
        sprinkle(&rng, &a.in, 1, INFINITY); /* which is a number, and spreads */
      }
    }
    new_out(&rng, &a, (gk_type)(i / 12 % 4));
    worst = fmax(worst, asked_check(&a, NULL));
    asked_free(&a);
  }
  print_message("masks: the worst error is %.3f of the bound\n", worst);
}

/* Arrays that end, along some axes or all, without any other weights: also in place. */
static void ends_of_arrays(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(115);
  double worst = 0.0;
  for (size_t i = 0; i < 90; i++) {
    asked_filter a = {.kind = REFERENCE_FILTER};
    random_spec(&rng, &a.spec, (gk_engine)(i % 3));
    size_t size[4];
    random_size(&rng, size);
    for (size_t k = 0; k < 4; k++) {
      a.spec.boundary[k] = pick(&rng, 3) ? GK_BOUNDARY_NONE : a.spec.boundary[k];
      a.spec.stride[k] = i % 5 ? a.spec.stride[k] : 1;
    }
    a.in = sheet_new(&rng, (gk_type)(i / 3 % 4), 1 + i / 4 % 4, size, SHEET_ANY);
    sheet_fill(&a.in, &rng, 100.0);
    if (i % 7 == 0 && a.in.array.type >= GK_TYPE_F32) {
      sprinkle(&rng, &a.in, 1, NAN);
    }
    if (i % 5) {
      new_out(&rng, &a, i % 2 ? a.in.array.type : random_type(&rng));
      worst = fmax(worst, asked_check(&a, NULL));
    } else {
      a.out = sheet_copy(&a.in);
      asked_describe(&a);
      assert_success(gk_filter(&a.out.array, &a.spec, &a.out.array, NULL));
      reference r = reference_of(a.kind, &a.in.array, &a.spec, NULL, &a.out.array);
      worst = fmax(worst, reference_check(&r, &a.out.array, a.what));
      reference_free(&r);
    }
    asked_free(&a);
  }
  print_message("ends of arrays: the worst error is %.3f of the bound\n", worst);
}

enum { N = 60 };

static void run_line(const double *x, const gk_filter_spec *spec, double *out) {
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, x, N), b = GK_ARRAY_1D(GK_TYPE_F64, out, N);
  assert_success(gk_filter(&a, spec, &b, NULL));
}

/* Lines that end, written out: the weights of the pixels that exist, divided by their sum. */
static void ends(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(113);
  double x[N], out[N];
  for (size_t i = 0; i < N; i++) {
    x[i] = gk_test_uniform(&rng);
  }
  for (size_t e = 0; e < 2; e++) {
    gk_filter_spec spec = GK_FILTER_1D(3.0);
    spec.boundary[0] = GK_BOUNDARY_NONE;
    spec.engine = e ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    run_line(x, &spec, out);
    for (size_t i = 0; i < N; i++) {
      long double sum = 0, weight = 0;
      for (size_t j = 0; j < N; j++) {
        const long double d = (long double)i - (long double)j, w = expl(-d * d / 18.0L);
        sum += w * (long double)x[j];
        weight += w;
      }
      assert_close(out[i], sum / weight, 4e-9);
    }
  }
}

/* Nothing is beyond a line that ends, nor what a constant has there: in the corners of an image of
 * ones in tens, whichever axis is the one that ends. */
static void corners(void **state) {
  (void)state;
  enum { SIDE = 3 };
  const long double w0 = 1.0L, w1 = expl(-0.5L), w2 = expl(-2.0L);
  const long double all = w0 + 2 * w1 + 2 * w2 + 2 * expl(-4.5L) + 2 * expl(-8.0L);
  const long double inside[SIDE] = {(w0 + w1 + w2) / all, (w0 + 2 * w1) / all,
                                    (w0 + w1 + w2) / all};
  double x[SIDE * SIDE], out[SIDE * SIDE];
  for (size_t i = 0; i < SIDE * SIDE; i++) {
    x[i] = 1.0;
  }
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F64, x, SIDE, SIDE);
  const gk_array b = GK_ARRAY_2D(GK_TYPE_F64, out, SIDE, SIDE);
  for (size_t i = 0; i < 2 * 2; i++) {
    gk_filter_spec spec = GK_FILTER_2D(1.0);
    spec.boundary[i % 2] = GK_BOUNDARY_CONSTANT;
    spec.boundary[1 - i % 2] = GK_BOUNDARY_NONE;
    spec.cval = 10.0;
    spec.engine = i / 2 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t k = 0; k < SIDE * SIDE; k++) {
      const long double part = inside[i % 2 ? k / SIDE : k % SIDE];
      assert_close(out[k], part + 10 * (1 - part), 1e-4);
    }
  }
}

/* A mask of ones changes nothing but the last bits; a mask of zeros leaves nothing. */
static void plain_masks(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(114);
  double x[N], ones[N], zeros[N] = {0.0}, out[N], plain[N];
  uint8_t small[N];
  for (size_t i = 0; i < N; i++) {
    x[i] = gk_test_uniform(&rng);
    ones[i] = 1.0;
  }
  const gk_array one = GK_ARRAY_1D(GK_TYPE_F64, ones, N), zero = GK_ARRAY_1D(GK_TYPE_F64, zeros, N);
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, x, N), b = GK_ARRAY_1D(GK_TYPE_U8, small, N);
  for (size_t i = 0; i < 5 * 2; i++) {
    gk_filter_spec spec = GK_FILTER_1D(2.0);
    spec.boundary[0] = (gk_boundary)(i % 5);
    spec.engine = i / 5 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    run_line(x, &spec, plain);
    spec.mask = &one;
    run_line(x, &spec, out);
    for (size_t k = 0; k < N; k++) {
      assert_close(out[k], plain[k], 3.1e-9);
    }
    if (i % 5 == GK_BOUNDARY_CONSTANT) {
      continue; /* what is beyond the ends is there */
    }
    spec.mask = &zero;
    run_line(x, &spec, out);
    memset(small, 77, sizeof small);
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t k = 0; k < N; k++) {
      assert_is_nan(out[k]);
      assert_int_equal(small[k], 0);
    }
  }
}

/* One pixel that exists: all the others that see it become equal to it, and those that do not NaN. */
static void one_pixel(void **state) {
  (void)state;
  double x[N], out[N];
  for (size_t i = 0; i < N; i++) {
    x[i] = i == 20 ? 7.25 : NAN;
  }
  gk_filter_spec spec = GK_FILTER_1D(2.0);
  spec.missing = GK_MISSING_SKIP;
  spec.radius[0] = 9;
  run_line(x, &spec, out);
  for (size_t i = 0; i < N; i++) {
    if (i >= 11 && i <= 29) {
      assert_close(out[i], 7.25, 7.25 * 2.0 * 17.0 * 0x1p-53 / exp(-81.0 / 8.0) * 6.0);
    } else {
      assert_is_nan(out[i]);
    }
  }
  spec.radius[0] = 0;
  spec.engine = GK_ENGINE_RECURSIVE;
  spec.tolerance = 1e-6;
  run_line(x, &spec, out);
  for (size_t i = 0; i < N; i++) {
    const double d = (double)i - 20.0, weight = exp(-d * d / 8.0) / 5.013;
    if (weight > 66e-6) {
      assert_close(out[i], 7.25, 7.25 * 2.0 * 1.01e-6 / weight);
    } else if (weight < 62e-6) {
      assert_is_nan(out[i]);
    }
  }
}

/* Weights far below the 1 that a constant has beyond the ends are lost in the recursion's errors. */
static void small_weights(void **state) {
  (void)state;
  double x[N], small[N], out[N];
  for (size_t i = 0; i < N; i++) {
    x[i] = 3.0;
    small[i] = 1e-5;
  }
  const gk_array mask = GK_ARRAY_1D(GK_TYPE_F64, small, N);
  for (size_t i = 0; i < 4; i++) {
    gk_filter_spec spec = GK_FILTER_1D(2.0);
    spec.boundary[0] = i % 2 ? GK_BOUNDARY_CONSTANT : GK_BOUNDARY_REFLECT;
    spec.engine = i / 2 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    spec.tolerance = 1e-6;
    spec.mask = &mask;
    run_line(x, &spec, out);
    if (i == 3) {
      assert_is_nan(out[N / 2]);
    } else {
      assert_close(out[N / 2], 3.0, 3.0 * 2.0 * 1.1e-6 * (i == 1 ? 1e5 : 1.0));
    }
  }
}

/* So are weights far below one that is at a pixel that is left out. */
static void lost_weights(void **state) {
  (void)state;
  double x[N], weights[N], out[N];
  for (size_t i = 0; i < N; i++) {
    x[i] = i == 0 ? NAN : 3.0;
    weights[i] = i == 0 ? 1.0 : 1e-5;
  }
  const gk_array mask = GK_ARRAY_1D(GK_TYPE_F64, weights, N);
  for (size_t i = 0; i < 2; i++) {
    gk_filter_spec spec = GK_FILTER_1D(2.0);
    spec.engine = i ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    spec.missing = GK_MISSING_SKIP;
    spec.tolerance = 1e-6;
    spec.mask = &mask;
    run_line(x, &spec, out);
    if (i == 1) {
      assert_is_nan(out[N / 2]);
    } else {
      assert_close(out[N / 2], 3.0, 3.0 * 2.0 * 1.1e-6);
    }
  }
}

/* Half of what can be held is no overflow. */
static void large_numbers(void **state) {
  (void)state;
  enum { WIDTH = 40 };
  float x[WIDTH * 3], out[WIDTH * 3];
  for (size_t i = 0; i < WIDTH * 3; i++) {
    x[i] = i * i % 7 < 3 ? FLT_MAX / 4.0f : -FLT_MAX / 4.0f;
  }
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, x, WIDTH, 3),
                 b = GK_ARRAY_2D(GK_TYPE_F32, out, WIDTH, 3);
  for (size_t i = 0; i < 4; i++) {
    gk_filter_spec spec = GK_FILTER_2D(i % 2 ? 5.0 : 1.0);
    spec.engine = i / 2 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    assert_success(gk_filter(&a, &spec, &b, NULL));
    reference r = reference_of(REFERENCE_FILTER, &a, &spec, NULL, &b);
    reference_check(&r, &b, "large numbers");
    reference_free(&r);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(spreading),      cmocka_unit_test(masks),
      cmocka_unit_test(ends_of_arrays), cmocka_unit_test(corners),
      cmocka_unit_test(ends),           cmocka_unit_test(plain_masks),
      cmocka_unit_test(one_pixel),      cmocka_unit_test(small_weights),
      cmocka_unit_test(lost_weights),   cmocka_unit_test(large_numbers),
  };
  return gk_test_main("filter_missing", tests);
}
