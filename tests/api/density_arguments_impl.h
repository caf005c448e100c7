/* Included twice by test_density_arguments.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef gk_status TWIN(points_function)(const gk_mixture *, size_t, const REAL *, size_t, REAL *,
                                        const gk_options *);
typedef gk_status TWIN(grid_function)(const gk_mixture *, const gk_axis *, REAL *, size_t,
                                      const gk_options *);

static gk_mixture *TWIN(mixture_of)(size_t d) {
  const double means[8] = {0}, variances[2] = {1, 2};
  gk_mixture *mixture = NULL;
  assert_success(
      gk_mixture_create(2, d, NULL, means, d, GK_COVARIANCE_SPHERICAL, variances, 1, &mixture));
  return mixture;
}

static void TWIN(check_points_function)(TWIN(points_function) * function, const char *name) {
  gk_mixture *m = TWIN(mixture_of)(3);
  canvas c = canvas_new(sizeof(REAL), 1, 5, 5, 0);
  REAL *out = (REAL *)(void *)c.data, x[20] = {0};
  begin(name, &c);
  for (size_t i = 0; i < wrong_count; i++) {
    const gk_options *options = &wrong[i].known;
    refused(function(m, 5, x, 3, out, options), GK_ERROR_ARGUMENT, "options");
  }
  refused(function(NULL, 5, x, 3, out, NULL), GK_ERROR_ARGUMENT, "mixture is NULL");
  refused(function(m, 5, NULL, 3, out, NULL), GK_ERROR_ARGUMENT, "x is NULL");
  refused(function(m, 5, x, 3, NULL, NULL), GK_ERROR_ARGUMENT, " is NULL");
  refused(function(m, 5, x, 2, out, NULL), GK_ERROR_ARGUMENT, "ldx = 2");
  refused(function(m, 5, x, 3, x, NULL), GK_ERROR_ARGUMENT, "overlap");
  refused(function(m, 5, x, 3, x + 14, NULL), GK_ERROR_ARGUMENT, "overlap");
  refused(function(m, 5, x + 4, 3, x, NULL), GK_ERROR_ARGUMENT, "overlap");
  refused(function(m, SIZE_MAX / 2, x, 3, out, NULL), GK_ERROR_OVERFLOW, "");
  refused(function(m, 5, x, SIZE_MAX / 4, out, NULL), GK_ERROR_OVERFLOW, "");
  for (size_t i = 0; i < 20; i++) {
    assert_same(x[i], (REAL)0);
  }
  assert_success(function(m, 5, x, 3, x + 15, NULL)); /* just behind the points */
  assert_success(function(m, 0, NULL, 3, NULL, NULL));
  canvas_free(&c);
  gk_mixture_free(m);
}

static void TWIN(points)(void **state) {
  (void)state;
  TWIN(check_points_function)(TWIN(gk_mixture_density), "gk_mixture_density_" PRECISION);
  TWIN(check_points_function)(TWIN(gk_mixture_log_density), "gk_mixture_log_density_" PRECISION);
}

static void TWIN(responsibilities)(void **state) {
  (void)state;
  gk_mixture *m = TWIN(mixture_of)(3);
  canvas c = canvas_new(sizeof(REAL), 5, 2, 4, 0);
  REAL *r = (REAL *)(void *)c.data, x[40] = {0};
  begin("gk_mixture_responsibilities_" PRECISION, &c);
  for (size_t i = 0; i < wrong_count; i++) {
    refused(TWIN(gk_mixture_responsibilities)(m, 5, x, 3, r, 4, &wrong[i].known), GK_ERROR_ARGUMENT,
            "options");
  }
  refused(TWIN(gk_mixture_responsibilities)(NULL, 5, x, 3, r, 4, NULL), GK_ERROR_ARGUMENT,
          "mixture is NULL");
  refused(TWIN(gk_mixture_responsibilities)(m, 5, NULL, 3, r, 4, NULL), GK_ERROR_ARGUMENT,
          "x is NULL");
  refused(TWIN(gk_mixture_responsibilities)(m, 5, x, 3, NULL, 4, NULL), GK_ERROR_ARGUMENT,
          "r is NULL");
  refused(TWIN(gk_mixture_responsibilities)(m, 5, x, 2, r, 4, NULL), GK_ERROR_ARGUMENT, "ldx = 2");
  refused(TWIN(gk_mixture_responsibilities)(m, 5, x, 3, r, 1, NULL), GK_ERROR_ARGUMENT, "ldr = 1");
  refused(TWIN(gk_mixture_responsibilities)(m, 5, x, 3, x + 14, 4, NULL), GK_ERROR_ARGUMENT,
          "overlap");
  refused(TWIN(gk_mixture_responsibilities)(m, 5, x, 3, r, SIZE_MAX / 4, NULL), GK_ERROR_OVERFLOW,
          "");
  assert_success(TWIN(gk_mixture_responsibilities)(m, 0, NULL, 3, NULL, 2, NULL));
  canvas_free(&c);
  gk_mixture_free(m);
}

static void TWIN(sample)(void **state) {
  (void)state;
  gk_mixture *m = TWIN(mixture_of)(3);
  canvas c = canvas_new(sizeof(REAL), 5, 3, 4, 0);
  REAL *x = (REAL *)(void *)c.data;
  begin("gk_mixture_sample_" PRECISION, &c);
  for (size_t i = 0; i < wrong_count; i++) {
    refused(TWIN(gk_mixture_sample)(m, 5, 1, x, 4, &wrong[i].known), GK_ERROR_ARGUMENT, "options");
  }
  refused(TWIN(gk_mixture_sample)(NULL, 5, 1, x, 4, NULL), GK_ERROR_ARGUMENT, "mixture is NULL");
  refused(TWIN(gk_mixture_sample)(m, 5, 1, NULL, 4, NULL), GK_ERROR_ARGUMENT, "x is NULL");
  refused(TWIN(gk_mixture_sample)(m, 5, 1, x, 2, NULL), GK_ERROR_ARGUMENT, "ldx = 2");
  refused(TWIN(gk_mixture_sample)(m, SIZE_MAX / 2, 1, x, 4, NULL), GK_ERROR_OVERFLOW, "");
  assert_success(TWIN(gk_mixture_sample)(m, 0, 1, NULL, 3, NULL));
  canvas_free(&c);
  gk_mixture_free(m);
}

static void TWIN(check_grid_function)(TWIN(grid_function) * function, const char *name) {
  gk_mixture *m = TWIN(mixture_of)(2), *four = TWIN(mixture_of)(4);
  canvas c = canvas_new(sizeof(REAL), 3, 4, 5, 0);
  REAL *out = (REAL *)(void *)c.data;
  const double bad[] = {NAN, INFINITY, -INFINITY};
  const gk_axis axes[4] = {{0, 1, 4}, {0, 1, 3}, {0, 1, 2}, {0, 1, 2}};
  begin(name, &c);
  for (size_t i = 0; i < wrong_count; i++) {
    refused(function(m, axes, out, 5, &wrong[i].known), GK_ERROR_ARGUMENT, "options");
  }
  refused(function(NULL, axes, out, 5, NULL), GK_ERROR_ARGUMENT, "mixture is NULL");
  refused(function(m, NULL, out, 5, NULL), GK_ERROR_ARGUMENT, "axes is NULL");
  refused(function(m, axes, NULL, 5, NULL), GK_ERROR_ARGUMENT, "out is NULL");
  refused(function(m, axes, out, 3, NULL), GK_ERROR_ARGUMENT, "ldo = 3");
  refused(function(four, axes, out, 5, NULL), GK_ERROR_ARGUMENT, "d = 4");
  for (size_t i = 0; i < 12; i++) {
    gk_axis other[2] = {axes[0], axes[1]};
    *(i / 3 % 2 ? &other[i / 6].first : &other[i / 6].last) = bad[i % 3];
    refused(function(m, other, out, 5, NULL), GK_ERROR_ARGUMENT, i / 6 ? "axes[1]" : "axes[0]");
  }
  const gk_axis large[2] = {{0, 1, 4}, {0, 1, SIZE_MAX / 4}};
  refused(function(m, large, out, 5, NULL), GK_ERROR_OVERFLOW, "");
  refused(function(m, axes, out, SIZE_MAX / 8, NULL), GK_ERROR_OVERFLOW, "");
  canvas_free(&c);
  gk_mixture_free(m);
  gk_mixture_free(four);
}

static void TWIN(grids)(void **state) {
  (void)state;
  TWIN(check_grid_function)(TWIN(gk_mixture_density_grid), "gk_mixture_density_grid_" PRECISION);
  TWIN(check_grid_function)
  (TWIN(gk_mixture_log_density_grid), "gk_mixture_log_density_grid_" PRECISION);
}

/* The heat map's arguments that a case changes. */
typedef struct TWIN(picture) {
  size_t ldc, ldmap;
  const REAL *centers;
  const REAL *sigmas, *amplitudes;
  gk_spots spots;
  REAL *map;
} TWIN(picture);

static gk_status TWIN(draw)(const TWIN(picture) * p) {
  return TWIN(gk_heatmap)(2, 4, 3, p->centers, p->ldc, p->sigmas, p->amplitudes, &p->spots, p->map,
                          p->ldmap, NULL);
}

static void TWIN(heatmap)(void **state) {
  (void)state;
  const gk_status argument = GK_ERROR_ARGUMENT;
  canvas c = canvas_new(sizeof(REAL), 3, 4, 5, 0);
  const REAL centers[4] = {1, 1, 2, 2};
  const TWIN(picture) good = {2, 5, centers, NULL, NULL, GK_SPOTS_INIT, (REAL *)(void *)c.data};
  begin("gk_heatmap_" PRECISION, &c);
  for (size_t i = 0; i < wrong_count; i++) {
    refused(TWIN(gk_heatmap)(2, 4, 3, centers, 2, NULL, NULL, NULL, good.map, 5, &wrong[i].known),
            argument, "options");
  }
  TWIN(picture) p = good;
#define with(change, expected, word) (p = good, change, refused(TWIN(draw)(&p), expected, word))
  with(p.centers = NULL, argument, "centers is NULL");
  with(p.map = NULL, argument, "map is NULL");
  with(p.ldc = 1, argument, "ldc = 1");
  with(p.ldmap = 3, argument, "ldmap = 3");
  with(p.ldmap = SIZE_MAX / 4, GK_ERROR_OVERFLOW, "");
  with(p.ldc = SIZE_MAX / 2, GK_ERROR_OVERFLOW, "");
  with(p.spots.struct_size = 3, argument, "struct_size");
  with(p.spots.sigma = 0, argument, "sigma");
  with(p.spots.sigma = -1, argument, "sigma");
  with(p.spots.sigma = NAN, argument, "sigma");
  with(p.spots.sigma = INFINITY, argument, "sigma");
  with(p.spots.truncate = -1, argument, "truncate");
  with(p.spots.truncate = NAN, argument, "truncate");
  with(p.spots.merge = (gk_merge)2, argument, "merge");
  with(p.spots.merge = (gk_merge)-1, argument, "merge");
  with(p.spots.peak = (gk_peak)3, argument, "peak");
  const REAL bad_sigmas[][2] = {{1, 0}, {1, -1}, {1, (REAL)NAN}, {1, (REAL)INFINITY}};
  for (size_t i = 0; i < 4; i++) {
    with(p.sigmas = bad_sigmas[i], argument, "sigmas[1]");
  }
  const REAL below[2] = {1, -1}, nan[2] = {1, (REAL)NAN}, infinite[2] = {1, (REAL)INFINITY};
  with((p.amplitudes = below, p.spots.merge = GK_MERGE_MAXIMUM), argument, "amplitudes[1]");
  with(p.amplitudes = nan, GK_ERROR_DATA, "amplitudes[1]");
  with(p.amplitudes = infinite, GK_ERROR_DATA, "amplitudes[1]");
  const REAL lost[4] = {1, 1, 2, (REAL)NAN}, away[4] = {-(REAL)INFINITY, 1, 2, 2};
  with(p.centers = lost, GK_ERROR_DATA, "centers");
  with(p.centers = away, GK_ERROR_DATA, "centers");
  REAL shared[24] = {1, 1, 1, 1, 1, 1};
  with((p.centers = shared, p.map = shared + 3), argument, "overlap");
  with((p.sigmas = shared, p.map = shared), argument, "overlap");
  with((p.amplitudes = shared, p.map = shared + 1), argument, "overlap");
  for (size_t i = 0; i < 6; i++) {
    assert_same(shared[i], (REAL)1);
  }
#undef with
  canvas_free(&c);
}

/* Nothing to draw, or nothing to draw on; also where the map's largest value is to be 1. */
static void TWIN(empty_heatmaps)(void **state) {
  (void)state;
  const REAL center[2] = {1, 1}, far[2] = {(REAL)1e9, 0}, none = 0;
  canvas c = canvas_new(sizeof(REAL), 3, 4, 5, 0);
  REAL *map = (REAL *)(void *)c.data;
  assert_success(TWIN(gk_heatmap)(1, 0, 3, center, 2, NULL, NULL, NULL, map, 5, NULL));
  assert_success(TWIN(gk_heatmap)(1, 4, 0, center, 2, NULL, NULL, NULL, NULL, 5, NULL));
  assert_canvas_intact(c);
  gk_spots spots = GK_SPOTS_INIT;
  for (int peak = GK_PEAK_CONTINUOUS; peak <= GK_PEAK_MAP; peak++) {
    spots.peak = (gk_peak)peak;
    for (size_t way = 0; way < 3; way++) { /* no spots, one far away, one without a height */
      memset(c.data, 1, sizeof(REAL));
      assert_success(TWIN(gk_heatmap)(way > 0, 4, 3, way == 1 ? far : center, 2, NULL,
                                      way == 2 ? &none : NULL, &spots, map, 5, NULL));
      assert_gaps_intact(c);
      for (size_t i = 0; i < 12; i++) {
        assert_same(map[i / 4 * 5 + i % 4], (REAL)0);
      }
    }
  }
  canvas_free(&c);
}
