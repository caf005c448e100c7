/*
 * What must hold whatever the formula's sums come to: impulses become the weights, constants stay,
 * polynomials become polynomials, boundaries are extensions by hand.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "filter_sheet.h"

enum { LINE = 120 };

static void filter_line(const double *in, const gk_filter_spec *spec, double *out, size_t n) {
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, in, n), b = GK_ARRAY_1D(GK_TYPE_F64, out, n);
  assert_success(gk_filter(&a, spec, &b, NULL));
}

/* A 1 becomes what gk_weights_f64 computes for the same radius. */
static void impulse(void **state) {
  (void)state;
  static const double sigmas[] = {0.4, 1.0, 2.5, 6.0};
  double in[LINE] = {0.0}, out[LINE], w[41];
  in[50] = 1.0;
  for (size_t i = 0; i < 4 * 3 * 9; i++) {
    gk_filter_spec spec = GK_FILTER_1D(sigmas[i % 4]);
    spec.method = (gk_weights_method)(i / 4 % 3);
    spec.order[0] = (unsigned)(i / 12);
    spec.radius[0] = 20;
    filter_line(in, &spec, out, LINE);
    gk_weights_spec weights = GK_WEIGHTS_1D(41, spec.sigma[0]);
    weights.method = spec.method;
    weights.order[0] = spec.order[0];
    assert_success(gk_weights_f64(&weights, w));
    double most = 1.0;
    for (size_t j = 0; j < 41; j++) {
      most += fabs(w[j]);
    }
    for (size_t j = 0; j < LINE; j++) {
      const double expected = j >= 30 && j <= 70 ? w[j - 30] : 0.0;
      assert_close(out[j], expected, j >= 30 && j <= 70 ? 28 * 0x1p-53 * most : 0.0);
    }
  }
}

/* In two dimensions: the matrix of the weights, x along rows. */
static void impulse_2d(void **state) {
  (void)state;
  float in[21 * 31] = {0.0f}, out[21 * 31];
  in[10 * 31 + 15] = 1.0f;
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, in, 31, 21);
  const gk_array b = GK_ARRAY_2D(GK_TYPE_F32, out, 31, 21);
  gk_filter_spec spec = GK_FILTER_2D(1.0);
  spec.sigma[0] = 2.0;
  spec.truncate = 4.0;
  assert_success(gk_filter(&a, &spec, &b, NULL));
  gk_weights_spec weights = GK_WEIGHTS_2D(1, 1.0);
  weights.size[0] = 17;
  weights.size[1] = 9;
  weights.sigma[0] = 2.0;
  double w[17 * 9];
  assert_success(gk_weights_f64(&weights, w));
  for (size_t y = 0; y < 21; y++) {
    for (size_t x = 0; x < 31; x++) {
      const bool inside = x >= 7 && x < 24 && y >= 6 && y < 15;
      assert_close(out[y * 31 + x], inside ? w[(y - 6) * 17 + x - 7] : 0.0,
                   inside ? 28 * 0x1p-24 : 0.0);
    }
  }
}

static double constant_of(gk_test_rng *rng, gk_type type) {
  if (type == GK_TYPE_U8 || type == GK_TYPE_U16) {
    return (double)pick(rng, type == GK_TYPE_U8 ? 256 : 65536);
  }
  const double value = ldexp(gk_test_uniform(rng) - 0.5, (int)pick(rng, 200) - 100);
  return type == GK_TYPE_F32 ? (double)(float)value : value;
}

static void check_constant(const sheet *out, double value, const char *what) {
  const gk_type type = out->array.type;
  const double expected = type <= GK_TYPE_U16   ? round_to_type(type, (wide)value)
                          : type == GK_TYPE_F32 ? (double)(float)value
                                                : value;
  for (size_t i = 0; i < view_count(&out->array); i++) {
    size_t index[4];
    view_index(&out->array, i, index);
    const double result = (double)view_get(&out->array, index);
    if (memcmp(&result, &expected, sizeof result) != 0) {
      fail_msg("%s: pixel %zu of the constant %.17g is %.17g", what, i, expected, result);
    }
  }
}

/* To the last bit: with FIR in all types, in u8 and u16 with both engines. */
static void constants(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(81);
  for (size_t i = 0; i < 240; i++) {
    const size_t dimensions = 1 + i % 3;
    const size_t size[] = {1 + pick(&rng, 60), 1 + pick(&rng, 30), 1 + pick(&rng, 9)};
    gk_filter_spec spec = GK_FILTER_3D(1.0);
    const gk_type type = (gk_type)(i / 3 % 4), to = i % 5 ? type : (gk_type)pick(&rng, 4);
    const double value = constant_of(&rng, type);
    spec.engine = to <= GK_TYPE_U16 && type <= GK_TYPE_U16 ? (gk_engine)(i % 3) : GK_ENGINE_FIR;
    for (size_t k = 0; k < 3; k++) {
      spec.sigma[k] = between(&rng, 0.5, 12.0);
      spec.boundary[k] = (gk_boundary)pick(&rng, 5);
      spec.stride[k] = 1 + pick(&rng, 2);
    }
    spec.cval = value;
    if (spec.engine == GK_ENGINE_FIR && pick(&rng, 2)) {
      spec.truncate = between(&rng, 0.5, 8.0);
    }
    asked_filter a = {.spec = spec};
    a.in = sheet_new(&rng, type, dimensions, size, SHEET_ANY);
    sheet_fill_with(&a.in, value);
    size_t out_size[4];
    size_of_out(&a.in.array, &spec, out_size);
    a.out = sheet_new(&rng, to, dimensions, out_size, SHEET_ANY);
    asked_describe(&a);
    assert_success(gk_filter(&a.in.array, &spec, &a.out.array, NULL));
    check_constant(&a.out, value, a.what);
    asked_free(&a);
  }
}

/* With the radius cut off so far out that what is missing does not count. */
static void polynomials(void **state) {
  (void)state;
  double in[LINE], out[LINE];
  for (unsigned order = 0; order <= 4; order++) {
    for (unsigned power = order; power <= order + 2; power++) {
      gk_filter_spec spec = GK_FILTER_1D(2.5);
      spec.order[0] = order;
      spec.radius[0] = 26;
      for (size_t i = 0; i < LINE; i++) {
        in[i] = pow(((double)i - 60.0) / 32.0, power);
      }
      filter_line(in, &spec, out, LINE);
      const double scale = pow(32.0, -(double)order);
      for (size_t i = 30; i < 90; i++) {
        /* E (x + sigma z)^p = x^p + p (p - 1) / 2 sigma^2 x^(p - 2) + 3 p! / (4! (p - 4)!) ... of
           the derivative, whose power is at most 2 here. */
        const double x = ((double)i - 60.0) / 32.0, rest = power - order;
        const double mean = rest == 2 ? x * x + 6.25 / 1024.0 : rest == 1 ? x : 1.0;
        const double factor = tgamma(power + 1.0) / tgamma(rest + 1.0) * scale;
        assert_close(out[i], factor * mean, 1e-14 * pow(2.0, power));
      }
    }
  }
}

/* The discrete Gaussian: two in a row are one, of the sum of the variances. */
static void semigroup(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(82);
  double in[LINE], once[LINE], twice[LINE];
  for (size_t i = 0; i < LINE; i++) {
    in[i] = gk_test_uniform(&rng);
  }
  for (size_t mode = 0; mode < 4; mode++) {
    gk_filter_spec a = GK_FILTER_1D(1.5), b = GK_FILTER_1D(2.0), both = GK_FILTER_1D(2.5);
    gk_filter_spec *const specs[] = {&a, &b, &both};
    for (size_t k = 0; k < 3; k++) {
      specs[k]->method = GK_WEIGHTS_DISCRETE;
      specs[k]->tolerance = 1e-13;
      specs[k]->boundary[0] = (gk_boundary)mode;
    }
    filter_line(in, &a, twice, LINE);
    filter_line(twice, &b, twice, LINE);
    filter_line(in, &both, once, LINE);
    /* NEAREST goes on with the filtered line's ends the second time: the identity holds inside. */
    const size_t margin = mode == GK_BOUNDARY_NEAREST ? 50 : 0;
    for (size_t i = margin; i < LINE - margin; i++) {
      assert_close(twice[i], once[i], 4e-13);
    }
  }
}

/* The line with what lies beyond written out, by the pictures of the header's table. */
static void extend(const double *line, size_t n, size_t margin, gk_boundary boundary, double k,
                   double *out) {
  double *middle = out + margin;
  memcpy(middle, line, n * sizeof *line);
  for (size_t j = 1; j <= margin; j++) {
    double *before = middle - j, *after = middle + n - 1 + j;
    switch (boundary) {
    case GK_BOUNDARY_REFLECT: /* what was extended so far goes on being reflected */
      *before = middle[j - 1], *after = middle[(ptrdiff_t)(n - j)];
      break;
    case GK_BOUNDARY_MIRROR:
      *before = middle[j], *after = middle[(ptrdiff_t)(n - 1 - j)];
      break;
    case GK_BOUNDARY_NEAREST:
      *before = line[0], *after = line[n - 1];
      break;
    case GK_BOUNDARY_WRAP:
      *before = before[n], *after = after[-(ptrdiff_t)n];
      break;
    default:
      *before = k, *after = k;
    }
  }
}

/* A line extended by hand, beyond the reach of the weights, and cropped; also lines that are shorter
 * than the radius. */
static void boundaries(void **state) {
  (void)state;
  enum { MARGIN = 160 };
  static const size_t lengths[] = {1, 2, 3, 7, 16, 33, 100};
  gk_test_rng rng = gk_test_seed(83);
  double line[100], wide_line[100 + 2 * MARGIN], expected[100 + 2 * MARGIN], out[100];
  for (size_t i = 0; i < 7 * 5 * 2; i++) {
    const size_t n = lengths[i % 7];
    gk_filter_spec spec = GK_FILTER_1D(11.0);
    spec.engine = i / 35 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    spec.tolerance = 1e-11;
    spec.boundary[0] = (gk_boundary)(i / 7 % 5);
    spec.cval = 0.75;
    for (size_t j = 0; j < n; j++) {
      line[j] = gk_test_uniform(&rng);
    }
    if (n == 1 && spec.boundary[0] == GK_BOUNDARY_MIRROR) {
      extend(line, n, MARGIN, GK_BOUNDARY_NEAREST, 0.0, wide_line);
    } else {
      extend(line, n, MARGIN, spec.boundary[0], spec.cval, wide_line);
    }
    filter_line(line, &spec, out, n);
    spec.boundary[0] = GK_BOUNDARY_CONSTANT;
    spec.cval = 0.0;
    spec.engine = GK_ENGINE_FIR;
    filter_line(wide_line, &spec, expected, n + 2 * MARGIN);
    for (size_t j = 0; j < n; j++) {
      assert_close(out[j], expected[MARGIN + j], 2.2e-11);
    }
  }
}

/* Half-sample reflection is a circle of 2 n, whole-sample reflection one of 2 n - 2. */
static void circles(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(84);
  enum { N = 37 };
  double line[N], circle[2 * N], expected[2 * N], out[N];
  for (size_t i = 0; i < N; i++) {
    line[i] = gk_test_uniform(&rng);
  }
  for (size_t i = 0; i < 2 * 2 * 4; i++) {
    const size_t period = i % 2 ? 2 * N - 2 : 2 * N;
    gk_filter_spec spec = GK_FILTER_1D(3.0 * (double)(1 + i / 4 * 6));
    spec.engine = i / 2 % 2 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    spec.boundary[0] = i % 2 ? GK_BOUNDARY_MIRROR : GK_BOUNDARY_REFLECT;
    for (size_t j = 0; j < period; j++) {
      circle[j] = line[j < N ? j : (i % 2 ? 2 * N - 2 : 2 * N - 1) - j];
    }
    filter_line(line, &spec, out, N);
    spec.boundary[0] = GK_BOUNDARY_WRAP;
    filter_line(circle, &spec, expected, period);
    for (size_t j = 0; j < N; j++) {
      assert_close(out[j], expected[j], 2.1e-9);
    }
  }
}

/* Reversed lines give reversed results, derivatives of odd order with the other sign. */
static void reversal(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(85);
  double in[LINE], out[LINE], reversed[LINE];
  for (size_t i = 0; i < LINE; i++) {
    in[i] = gk_test_uniform(&rng);
  }
  for (size_t i = 0; i < 5 * 3 * 2; i++) {
    gk_filter_spec spec = GK_FILTER_1D(4.0);
    spec.boundary[0] = (gk_boundary)(i % 5);
    spec.order[0] = (unsigned)(i / 5 % 3);
    spec.engine = i / 15 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    spec.cval = 0.5;
    filter_line(in, &spec, out, LINE);
    gk_array a = GK_ARRAY_1D(GK_TYPE_F64, in + LINE - 1, LINE);
    a.stride[0] = -1;
    const gk_array b = GK_ARRAY_1D(GK_TYPE_F64, reversed, LINE);
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t j = 0; j < LINE; j++) {
      const double sign = spec.order[0] == 1 ? -1.0 : 1.0;
      assert_close(reversed[LINE - 1 - j], sign * out[j], 2.1e-9);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(impulse),     cmocka_unit_test(impulse_2d), cmocka_unit_test(constants),
      cmocka_unit_test(polynomials), cmocka_unit_test(semigroup),  cmocka_unit_test(boundaries),
      cmocka_unit_test(circles),     cmocka_unit_test(reversal),
  };
  return gk_test_main("filter_identities", tests);
}
