/* One precision of densities.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* An output that was not written before: memcheck knows each byte that the library leaves out. */
static REAL *TWIN(fresh)(size_t count) {
  REAL *out = malloc((count ? count : 1) * sizeof *out);
  assert_non_null(out);
  return out;
}

static void TWIN(look_at)(REAL *out, size_t count) {
  for (size_t i = 0; i < count; i++) {
    assert_false(isnan((double)out[i]));
  }
  free(out);
}

static void TWIN(at_points)(const gk_mixture *m, size_t n) {
  const size_t d = gk_mixture_dimensions(m), components = gk_mixture_components(m);
  gk_test_rng rng = gk_test_seed(n);
  REAL *x = TWIN(fresh)(n * d), *out = TWIN(fresh)(n);
  for (size_t i = 0; i < n * d; i++) {
    x[i] = (REAL)(3 * gk_test_normal(&rng));
  }
  assert_success(TWIN(gk_mixture_density)(m, n, x, d, out, NULL));
  TWIN(look_at)(out, n);
  out = TWIN(fresh)(n);
  assert_success(TWIN(gk_mixture_log_density)(m, n, x, d, out, NULL));
  TWIN(look_at)(out, n);
  out = TWIN(fresh)(n * components);
  assert_success(TWIN(gk_mixture_responsibilities)(m, n, x, d, out, components, NULL));
  TWIN(look_at)(out, n * components);
  free(x);
  out = TWIN(fresh)(n * d);
  assert_success(TWIN(gk_mixture_sample)(m, n, 1, out, d, NULL));
  TWIN(look_at)(out, n * d);
}

static void TWIN(on_grid)(const gk_mixture *m, size_t nx) {
  const size_t d = gk_mixture_dimensions(m);
  const gk_axis axes[3] = {{-3, 4, nx}, {5, -4, 7}, {-2, 2, 3}};
  const size_t rows = (d > 1 ? 7 : 1) * (d > 2 ? 3 : 1), count = rows * nx;
  if (d > 3) {
    return;
  }
  REAL *out = TWIN(fresh)(count);
  assert_success(TWIN(gk_mixture_density_grid)(m, axes, out, nx, NULL));
  TWIN(look_at)(out, count);
  out = TWIN(fresh)(count);
  assert_success(TWIN(gk_mixture_log_density_grid)(m, axes, out, nx, NULL));
  TWIN(look_at)(out, count);
}

static void TWIN(densities)(void **state) {
  (void)state;
  static const size_t points[] = {0, 1, 5, 64, 259};
  for (size_t c = 0; c < MIXTURES; c++) {
    gk_mixture *m = mixture_of(c);
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
      TWIN(at_points)(m, points[i]);
      TWIN(on_grid)(m, points[i]);
    }
    gk_mixture_free(m);
  }
}

static void TWIN(heatmaps)(void **state) {
  (void)state;
  for (int c = 0; c < 24; c++) {
    const size_t n = (size_t)c * 3, width = 1 + 17 * (size_t)(c % 4), height = 1 + (size_t)c;
    gk_test_rng rng = gk_test_seed((uint64_t)c);
    gk_spots spots = {sizeof spots, 1.5, c % 2 ? 3 : 0, (gk_merge)(c / 2 % 2), (gk_peak)(c % 3)};
    REAL *centers = TWIN(fresh)(2 * n), *sigmas = TWIN(fresh)(n),
         *map = TWIN(fresh)(width * height);
    for (size_t k = 0; k < n; k++) {
      centers[2 * k] = (REAL)(70 * gk_test_uniform(&rng) - 5);
      centers[2 * k + 1] = (REAL)(30 * gk_test_uniform(&rng) - 5);
      sigmas[k] = (REAL)(0.5 + gk_test_uniform(&rng));
    }
    assert_success(TWIN(gk_heatmap)(n, width, height, centers, 2, c % 5 ? sigmas : NULL, NULL,
                                    &spots, map, width, NULL));
    TWIN(look_at)(map, width * height);
    free(centers);
    free(sigmas);
  }
}
