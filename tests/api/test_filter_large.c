/*
 * Pictures and volumes that are cut into many bands, groups of lines and threads: chosen pixels
 * against direct sums over their windows.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>

#include "filter_sheet.h"

enum { SAMPLES = 150 };

typedef struct window {
  const gk_array *in;
  const gk_filter_spec *spec;
  line_weights line[3];
} window;

/* The sum over the window of a pixel, x innermost. */
static wide direct(const window *w, const size_t *kept) {
  size_t size[4];
  view_size(w->in, size);
  const size_t at[] = {kept[0] * w->spec->stride[0], kept[1] * w->spec->stride[1], kept[2]};
  const ptrdiff_t r[] = {(ptrdiff_t)w->line[0].radius, (ptrdiff_t)w->line[1].radius,
                         (ptrdiff_t)w->line[2].radius};
  wide sum = 0;
  for (ptrdiff_t l = -r[2]; l <= r[2]; l++) {
    const size_t z = fold_index((ptrdiff_t)at[2] - l, size[2], w->spec->boundary[2]);
    for (ptrdiff_t k = -r[1]; k <= r[1]; k++) {
      const size_t y = fold_index((ptrdiff_t)at[1] - k, size[1], w->spec->boundary[1]);
      wide row = 0;
      for (ptrdiff_t j = -r[0]; j <= r[0]; j++) {
        const size_t x = fold_index((ptrdiff_t)at[0] - j, size[0], w->spec->boundary[0]);
        row += w->line[0].w[r[0] + j] * view_get(w->in, (const size_t[4]){x, y, z, 0});
      }
      sum += w->line[2].w[r[2] + l] * w->line[1].w[r[1] + k] * row;
    }
  }
  return sum;
}

static wide bound_of(const asked_filter *a, double most) {
  const bool is_float = computes_in_float(&a->in.array, &a->out.array);
  wide rounding = 0;
  for (size_t k = 0; k < 3; k++) {
    if (a->spec.sigma[k] > 0.0) {
      gk_filter_choice choice = GK_FILTER_CHOICE_INIT;
      assert_success(gk_filter_explain(&a->in.array, &a->spec, &a->out.array, k, &choice));
      rounding += choice.engine == GK_ENGINE_FIR
                      ? ((wide)choice.radius + 8) * (is_float ? 0x1p-24L : 0x1p-53L)
                      : recursive_rounding(a->spec.sigma[k], is_float);
    }
  }
  const bool cut = radius_asked(&a->spec, 0) != SIZE_MAX;
  const wide method = cut ? 0 : (wide)tolerance_asked(&a->in.array, &a->spec, &a->out.array);
  return (method + rounding) * (wide)most;
}

static void check_samples(asked_filter *a, gk_test_rng *rng, double most) {
  window w = {.in = &a->in.array, .spec = &a->spec};
  size_t size[4];
  view_size(&a->out.array, size);
  for (size_t k = 0; k < 3; k++) {
    const bool is_filtered = a->spec.sigma[k] > 0.0;
    w.line[k] = line_weights_of(GK_WEIGHTS_SAMPLED, is_filtered ? a->spec.sigma[k] : 1.0, 0,
                                is_filtered ? radius_asked(&a->spec, k) : 0);
  }
  const wide error = bound_of(a, most);
  for (size_t i = 0; i < SAMPLES; i++) {
    size_t at[4] = {0};
    for (size_t k = 0; k < 3; k++) {
      const size_t near = pick(rng, size[k] < 9 ? size[k] : 9);
      at[k] = i % 3 == k ? near : i % 5 == k ? size[k] - 1 - near : pick(rng, size[k]);
    }
    reference r = {.count = 1,
                   .value = &(wide){direct(&w, at)},
                   .error = &(wide){error},
                   .perhaps_nan = &(bool){false}};
    gk_array one = a->out.array;
    for (size_t k = 0; k < one.dimensions; k++) {
      const size_t bytes[] = {1, 2, 4, 8};
      one.data = (char *)one.data + (ptrdiff_t)(at[k] * bytes[one.type]) * one.stride[k];
      one.size[k] = 1;
    }
    reference_check(&r, &one, a->what);
  }
  for (size_t k = 0; k < 3; k++) {
    line_weights_free(&w.line[k]);
  }
}

static void check_size(gk_test_rng *rng, const size_t *size, gk_type type,
                       const gk_filter_spec *spec, sheet_layout layout) {
  asked_filter a = {.spec = *spec};
  a.in = sheet_new(rng, type, 3, size, layout);
  sheet_fill(&a.in, rng, 1.0);
  size_t out_size[4];
  size_of_out(&a.in.array, spec, out_size);
  a.out = sheet_new(rng, type, 3, out_size, SHEET_PLAIN);
  asked_describe(&a);
  assert_success(gk_filter(&a.in.array, &a.spec, &a.out.array, NULL));
  const double most = type == GK_TYPE_U8 ? 255.0 : type == GK_TYPE_U16 ? 65535.0 : 6.0;
  check_samples(&a, rng, most);
  asked_free(&a);
}

static void pictures(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(131);
  for (size_t i = 0; i < 15; i++) {
    gk_filter_spec spec = GK_FILTER_2D(i % 3 == 2 ? 9.0 : 0.7 + 0.4 * (double)i);
    spec.boundary[0] = (gk_boundary)(i % 4);
    spec.boundary[1] = (gk_boundary)(i / 2 % 4);
    spec.engine = i % 3 == 2 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    spec.truncate = i % 3 == 0 ? 3.0 : 0.0;
    spec.stride[0] = 1 + i % 5 % 3;
    spec.stride[1] = 1 + i % 7 % 3;
    const size_t width = i % 4 == 3 ? 2300 : 300 + pick(&rng, 300);
    const size_t size[] = {width, 700000 / 4 / width, i % 6 == 5 ? 3 : 1};
    check_size(&rng, size, (gk_type)(i % 4), &spec, i % 2 ? SHEET_ANY : SHEET_PLAIN);
  }
}

/* So many results, of which each other line is kept, that there are several bands. */
static void bands(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(134);
  const size_t size[] = {720, 1000, 1};
  for (size_t i = 0; i < 4; i++) {
    gk_filter_spec spec = GK_FILTER_2D(1.5);
    spec.stride[i % 2] = 2;
    spec.sigma[0] = i / 2 ? 1.5 : 0.0;
    spec.engine = GK_ENGINE_FIR;
    check_size(&rng, size, i % 3 ? GK_TYPE_U8 : GK_TYPE_U16, &spec, SHEET_PLAIN);
  }
}

static void volumes(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(132);
  for (size_t i = 0; i < 6; i++) {
    gk_filter_spec spec = GK_FILTER_3D(i % 2 ? 1.5 : 0.8);
    spec.boundary[0] = spec.boundary[1] = spec.boundary[2] = (gk_boundary)(i % 4);
    spec.truncate = i % 2 ? 0.0 : 4.0;
    spec.tolerance = 1e-3;
    spec.engine = i % 2 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    const size_t size[] = {48 + pick(&rng, 20), 40 + pick(&rng, 20), 60};
    check_size(&rng, size, (gk_type)(i % 4), &spec, i % 3 ? SHEET_ANY : SHEET_PLAIN);
  }
}

/* Lines that are much longer than what a cache holds, alone, few, and side by side. */
static void long_lines(void **state) {
  (void)state;
  static const size_t sizes[][3] = {{70001, 1, 1}, {1, 50003, 1}, {17000, 5, 1},
                                    {3, 17001, 2}, {9000, 11, 1}, {37, 4099, 1}};
  gk_test_rng rng = gk_test_seed(133);
  for (size_t i = 0; i < 18; i++) {
    const size_t *size = sizes[i % 6];
    gk_filter_spec spec = GK_FILTER_1D(0.0);
    spec.sigma[size[1] > 1000] = i % 3 ? 30.0 : 4.0;
    spec.boundary[0] = spec.boundary[1] = (gk_boundary)(i / 2 % 4);
    spec.stride[0] = spec.stride[1] = i % 4 == 3 ? 2 : 1;
    spec.engine = i / 6 % 2 ? GK_ENGINE_RECURSIVE : GK_ENGINE_FIR;
    check_size(&rng, size, (gk_type)(i / 6), &spec, i % 2 ? SHEET_ANY : SHEET_PLAIN);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pictures),
      cmocka_unit_test(bands),
      cmocka_unit_test(volumes),
      cmocka_unit_test(long_lines),
  };
  return gk_test_main("filter_large", tests);
}
