/*
 * The recursive engine: its weights, all of them, against the exact ones, so that the error is that
 * of the worst image there is; the numbers that the documentation states.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "filter_sheet.h"

static const char *const MODES[] = {"reflect", "mirror", "nearest", "wrap", "constant"};

/*
 * The lines of the unit matrix filtered are the columns of the filter's matrix. The largest sum of
 * |differences| of a row from the exact matrix is the error for an image of magnitudes up to 1.
 */
static double worst_image(const gk_filter_spec *spec, size_t n) {
  double *unit = gk_test_array(n * n, sizeof *unit), *out = gk_test_array(n * n, sizeof *out);
  for (size_t i = 0; i < n * n; i++) {
    unit[i] = i % (n + 1) == 0;
  }
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F64, unit, n, n), b = GK_ARRAY_2D(GK_TYPE_F64, out, n, n);
  assert_success(gk_filter(&a, spec, &b, NULL));
  line_weights line = line_weights_of(spec->method, spec->sigma[0], spec->order[0], SIZE_MAX);
  line_matrix m = line_matrix_of(&line, n, spec->boundary[0], 1, SIZE_MAX);
  wide worst = 0;
  for (size_t i = 0; i < n; i++) {
    wide sum = 0;
    for (size_t j = 0; j < n; j++) {
      sum += fabsl((wide)out[j * n + i] - m.w[i * n + j]);
    }
    worst = fmaxl(worst, sum);
  }
  worst /= spec->order[0] > 0 ? line.magnitude : 1;
  line_matrix_free(&m);
  line_weights_free(&line);
  free(unit);
  free(out);
  return (double)worst;
}

static gk_filter_choice explained(const gk_filter_spec *spec, gk_type type) {
  const gk_array a = GK_ARRAY_1D(type, NULL, 0);
  gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
  assert_success(gk_filter_explain(&a, spec, &a, 0, &choice));
  assert_int_equal(choice.engine, GK_ENGINE_RECURSIVE);
  return choice;
}

static double rounding(double sigma) {
  return (double)recursive_rounding(sigma, false);
}

/* Twelve poles: 1e-10 of the peak against the exact filter, in every mode. */
static void twelve_poles(void **state) {
  (void)state;
  static const double sigmas[] = {2.0, 3.3, 5.0, 11.0, 20.0, 50.0, 110.0, 200.0};
  double worst[5] = {0.0}, most = 0.0;
  for (size_t i = 0; i < 8 * 5; i++) {
    gk_filter_spec spec = GK_FILTER_1D(sigmas[i / 5]);
    spec.engine = GK_ENGINE_RECURSIVE;
    spec.tolerance = 1e-10;
    spec.boundary[0] = (gk_boundary)(i % 5);
    assert_true(explained(&spec, GK_TYPE_F64).poles <= 12);
    const double error = worst_image(&spec, 96);
    worst[i % 5] = fmax(worst[i % 5], error);
    most = fmax(most, error);
    assert_close(error, 0.0, 1e-10);
  }
  for (size_t mode = 0; mode < 5; mode++) {
    print_message("12 poles, sigma 2 to 200, %s: %.3g of the peak\n", MODES[mode], worst[mode]);
  }
  print_message("12 poles, sigma 2 to 200, all modes: %.3g of the peak\n", most);
}

/* What is asked for is what comes: every tolerance, sigma, order, mode. */
static void tolerances(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(91);
  double worst = 0.0;
  for (size_t i = 0; i < 150; i++) {
    const unsigned order = (unsigned)(i % 5 < 3 ? 0 : i % 5 - 2);
    gk_filter_spec spec = GK_FILTER_1D(between(&rng, order ? 2.0 : 0.5, i % 10 ? 40.0 : 1000.0));
    spec.engine = GK_ENGINE_RECURSIVE;
    spec.order[0] = order;
    spec.tolerance = between(&rng, order ? 1e-9 : 1e-12, 0.1);
    spec.boundary[0] = (gk_boundary)(i % 7 % 5);
    spec.method = i % 4 ? GK_WEIGHTS_SAMPLED : GK_WEIGHTS_INTEGRATED;
    const gk_filter_choice choice = explained(&spec, GK_TYPE_F64);
    assert_true(choice.error <= spec.tolerance);
    const double error = worst_image(&spec, 48), allowed = choice.error + rounding(spec.sigma[0]);
    if (!(error <= allowed)) {
      fail_msg("sigma %g order %u tolerance %g mode %s method %d: %.3g, allowed is %.3g",
               spec.sigma[0], order, spec.tolerance, MODES[spec.boundary[0]], (int)spec.method,
               error, allowed);
    }
    worst = fmax(worst, error / allowed);
  }
  print_message("tolerances: the worst error is %.3f of the bound\n", worst);
}

/* The defaults: 1e-9 in f64, and 1e-5 in f32 with its rounding. */
static void defaults(void **state) {
  (void)state;
  static const double sigmas[] = {0.5, 0.8, 1.0, 2.0, 4.7, 10.0, 31.0, 100.0, 316.0, 1000.0};
  enum { N = 80 };
  double worst_f64 = 0.0, worst_f32 = 0.0;
  gk_test_rng rng = gk_test_seed(92);
  float in[N * 16], out[N * 16];
  for (size_t i = 0; i < 10 * 5; i++) {
    gk_filter_spec spec = GK_FILTER_1D(sigmas[i / 5]);
    spec.engine = GK_ENGINE_RECURSIVE;
    spec.boundary[0] = (gk_boundary)(i % 5);
    worst_f64 = fmax(worst_f64, worst_image(&spec, N));
    for (size_t j = 0; j < N * 16; j++) { /* noise, steps */
      in[j] = j / N % 2 ? (float)gk_test_uniform(&rng) : (float)(j % N > 8 * (j / N / 2));
    }
    const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, in, N, 16),
                   b = GK_ARRAY_2D(GK_TYPE_F32, out, N, 16);
    assert_success(gk_filter(&a, &spec, &b, NULL));
    spec.tolerance = 1e-15;
    spec.engine = GK_ENGINE_FIR;
    line_weights line = line_weights_of(spec.method, spec.sigma[0], 0, SIZE_MAX);
    line_matrix m = line_matrix_of(&line, N, spec.boundary[0], 1, SIZE_MAX);
    for (size_t j = 0; j < N * 16; j++) {
      wide sum = 0;
      for (size_t k = 0; k < N; k++) {
        sum += m.w[j % N * N + k] * (wide)in[j / N * N + k];
      }
      worst_f32 = fmax(worst_f32, (double)fabsl((wide)out[j] - sum));
    }
    line_matrix_free(&m);
    line_weights_free(&line);
  }
  print_message("sigma 1/2 to 1000: f64 %.3g, f32 %.3g of the peak\n", worst_f64, worst_f32);
  assert_close(worst_f64, 0.0, 1e-9 + rounding(1000.0));
  assert_close(worst_f32, 0.0, 1e-5);
}

/* What a Gaussian that is much wider than the line makes of it: means, to 1 / sigma. */
static void wider_than_all(void **state) {
  (void)state;
  enum { N = 5 };
  const double x[N] = {3.0, -1.0, 4.0, 1.0, -5.0};
  const double mirrored = (3.0 + 2.0 * (-1.0 + 4.0 + 1.0) - 5.0) / 8.0;
  const double expected[] = {0.4, mirrored, (x[0] + x[4]) / 2.0, 0.4, -7.0};
  const gk_array a = GK_ARRAY_1D(GK_TYPE_F64, x, N);
  for (size_t i = 0; i < 5 * 3; i++) {
    double out[N];
    const gk_array b = GK_ARRAY_1D(GK_TYPE_F64, out, N);
    gk_filter_spec spec = GK_FILTER_1D(i < 5 ? 1e4 : 1e6);
    spec.boundary[0] = (gk_boundary)(i % 5);
    spec.cval = -7.0;
    spec.engine = i < 10 ? GK_ENGINE_RECURSIVE : GK_ENGINE_AUTO;
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t j = 0; j < N; j++) {
      const double method = 7.0 * (1e-9 + rounding(spec.sigma[0]));
      const double slope = i % 5 == GK_BOUNDARY_NEAREST || i % 5 == GK_BOUNDARY_CONSTANT;
      assert_close(out[j], expected[i % 5], method + slope * 40.0 / spec.sigma[0]);
    }
  }
}

/* Narrower than a pixel: nothing happens. */
static void narrower_than_all(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(93);
  float x[7 * 3], out[7 * 3];
  gk_test_normals_f32(&rng, 21, 0.0, 1.0, x);
  const gk_array a = GK_ARRAY_2D(GK_TYPE_F32, x, 7, 3), b = GK_ARRAY_2D(GK_TYPE_F32, out, 7, 3);
  for (size_t i = 0; i < 5; i++) {
    gk_filter_spec spec = GK_FILTER_2D(1e-3);
    spec.boundary[0] = spec.boundary[1] = (gk_boundary)i;
    assert_success(gk_filter(&a, &spec, &b, NULL));
    for (size_t j = 0; j < 21; j++) {
      assert_same_f32(out[j], x[j]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(twelve_poles),      cmocka_unit_test(tolerances),
      cmocka_unit_test(defaults),          cmocka_unit_test(wider_than_all),
      cmocka_unit_test(narrower_than_all),
  };
  return gk_test_main("filter_recursive", tests);
}
