/* Included twice by test_kde_arguments.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The arguments of gk_kde_create that a case changes. */
typedef struct TWIN(creation) {
  size_t n, d, ldx;
  const REAL *x, *weights;
  gk_kde_spec spec;
} TWIN(creation);

/* *kde must be NULL afterwards, whatever it was. */
static gk_status TWIN(make)(const TWIN(creation) * c) {
  gk_kde *kde = (gk_kde *)(uintptr_t)8;
  const gk_status status =
      TWIN(gk_kde_create)(c->n, c->d, c->x, c->ldx, c->weights, &c->spec, &kde, NULL);
  assert_true(status == GK_SUCCESS || kde == NULL);
  if (status == GK_SUCCESS) {
    gk_kde_free(kde);
  }
  return status;
}

#define with(change, word)              (c = good, change, wrong(TWIN(make)(&c), word))
#define failing(change, expected, word) (c = good, change, refused(TWIN(make)(&c), expected, word))
#define passing(change)                 (c = good, change, assert_success(TWIN(make)(&c)))
#define FUNCTION                        "gk_kde_create_" PRECISION

static void TWIN(create)(void **state) {
  (void)state;
  const REAL x[8] = {1, 5, 2, 4, 9, 3, 3, -1};
  const double h[4] = {1, 0.5, 0.5, 2}, bad[] = {1, 0}, below[] = {1, -2}, nan[] = {NAN, 1},
               skew[] = {1, 0.5, 0.25, 2}, endless[] = {1, INFINITY};
  const TWIN(creation) good = {4, 2, 2, x, NULL, GK_KDE_INIT};
  TWIN(creation) c = good;
  gk_kde *kde = NULL;
  const gk_options options = unknown();
  wrong(TWIN(gk_kde_create)(4, 2, x, 2, NULL, NULL, NULL, NULL), "kde is NULL");
  wrong(TWIN(gk_kde_create)(4, 2, x, 2, NULL, NULL, &kde, &options), "options");
  assert_null(kde);
  with(c.x = NULL, "x is NULL");
  with(c.n = 0, "n = 0");
  with(c.d = 0, "d = 0");
  with(c.ldx = 1, "ldx = 1");
  failing(c.ldx = SIZE_MAX / 2, GK_ERROR_OVERFLOW, "ldx");
  failing((c.n = SIZE_MAX / 4, c.d = 1), GK_ERROR_OVERFLOW, "");
  with(c.spec.struct_size = 3, "struct_size");
  with(c.spec.rule = (gk_bandwidth)9, "rule");
  with(c.spec.rule = (gk_bandwidth)-1, "rule");
  with(c.spec.shape = (gk_shape)2, "shape");
  with(c.spec.adjust = 0, "adjust");
  with(c.spec.adjust = -1, "adjust");
  with(c.spec.adjust = NAN, "adjust");
  with(c.spec.adjust = INFINITY, "adjust");
  with(c.spec.rule = GK_BANDWIDTH_NRD0, "d = 2");
  with(c.spec.rule = GK_BANDWIDTH_NRD, "d = 2");
  with(c.spec.rule = GK_BANDWIDTH_ISJ, "d = 2");
  for (gk_bandwidth rule = GK_BANDWIDTH_SCALAR; rule <= GK_BANDWIDTH_MATRIX; rule++) {
    with((c.spec.rule = rule, c.spec.ldb = 2), "bandwidth is NULL");
  }
  for (gk_bandwidth rule = GK_BANDWIDTH_SCOTT; rule < GK_BANDWIDTH_SCALAR; rule++) {
    with((c.d = 1, c.spec.rule = rule, c.spec.bandwidth = h), "bandwidth is given");
  }
  with((c.spec.rule = GK_BANDWIDTH_SCALAR, c.spec.bandwidth = nan), "bandwidth");
  with((c.spec.rule = GK_BANDWIDTH_FEATURES, c.spec.bandwidth = bad), "bandwidth[1]");
  with((c.spec.rule = GK_BANDWIDTH_FEATURES, c.spec.bandwidth = below), "bandwidth[1]");
  with((c.spec.rule = GK_BANDWIDTH_FEATURES, c.spec.bandwidth = endless), "bandwidth[1]");
  with((c.spec.rule = GK_BANDWIDTH_MATRIX, c.spec.bandwidth = h, c.spec.ldb = 1), "ldb = 1");
  with((c.spec.rule = GK_BANDWIDTH_MATRIX, c.spec.bandwidth = skew, c.spec.ldb = 2), "symmetric");
  passing((c.spec.rule = GK_BANDWIDTH_MATRIX, c.spec.bandwidth = h, c.spec.ldb = 2));
  passing((c.n = 1, c.spec.rule = GK_BANDWIDTH_FEATURES, c.spec.bandwidth = h));
  passing(c.spec.adjust = 0.5);
  assert_success(TWIN(gk_kde_create)(4, 2, x, 2, NULL, NULL, &kde, NULL));
  gk_kde_free(kde);
}

/* NaN and infinity with their place, weights that are none, too few different points. */
static void TWIN(data)(void **state) {
  (void)state;
  const double bad[] = {NAN, INFINITY, -INFINITY}, h = 1;
  REAL x[8] = {1, 5, 2, 4, 9, 3, 3, -1}, w[4] = {1, 2, 0, 3};
  const TWIN(creation) good = {4, 2, 2, x, w, GK_KDE_INIT};
  TWIN(creation) c = good;
  for (size_t b = 0; b < 3; b++) {
    x[5] = (REAL)bad[b];
    failing(c = good, GK_ERROR_DATA, "x is ");
    failing((c.spec.rule = GK_BANDWIDTH_SCALAR, c.spec.bandwidth = &h), GK_ERROR_DATA, "x is ");
    assert_message("[2][1]");
    x[5] = 3;
    w[3] = (REAL)bad[b];
    failing(c = good, GK_ERROR_DATA, "weights[3]");
    w[3] = -1;
    failing(c = good, GK_ERROR_DATA, "weights[3]");
    w[3] = 3;
  }
  const REAL none[4] = {0, 0, 0, 0}, one[4] = {0, 0, 3, 0}, same[8] = {1, 5, 1, 5, 1, 5, 1, 5};
  failing(c.weights = none, GK_ERROR_DATA, "weights");
  for (gk_bandwidth rule = GK_BANDWIDTH_SCOTT; rule <= GK_BANDWIDTH_CV; rule++) {
    const size_t d = rule >= GK_BANDWIDTH_NRD0 && rule <= GK_BANDWIDTH_ISJ ? 1 : 2;
    failing((c.d = d, c.spec.rule = rule, c.n = 1), GK_ERROR_DATA, "");
    failing((c.d = d, c.spec.rule = rule, c.x = same), GK_ERROR_DATA, "");
    failing((c.d = d, c.spec.rule = rule, c.weights = one), GK_ERROR_DATA, "");
  }
  passing((c.x = same, c.spec.rule = GK_BANDWIDTH_SCALAR, c.spec.bandwidth = &h));
  passing((c.weights = one, c.spec.rule = GK_BANDWIDTH_SCALAR, c.spec.bandwidth = &h));
}

/* Points in a plane of four dimensions, fewer points than dimensions, a constant feature: the rank is
 * told. A diagonal H needs less. */
static void TWIN(singular)(void **state) {
  (void)state;
  REAL x[40 * 4];
  gk_test_rng rng = gk_test_seed(3);
  for (size_t i = 0; i < 40; i++) {
    const double a = gk_test_normal(&rng), b = gk_test_normal(&rng);
    x[4 * i] = (REAL)(int)(8 * a);
    x[4 * i + 1] = (REAL)(int)(8 * b);
    x[4 * i + 2] = x[4 * i] + x[4 * i + 1];
    x[4 * i + 3] = x[4 * i] - 2 * x[4 * i + 1];
  }
  const double ones[] = {1, 1, 1, 1}, indefinite[] = {1, 2, 2, 1};
  const TWIN(creation) good = {40, 4, 4, x, NULL, GK_KDE_INIT};
  TWIN(creation) c = good;
  for (gk_bandwidth rule = GK_BANDWIDTH_SCOTT; rule <= GK_BANDWIDTH_SILVERMAN; rule++) {
    failing(c.spec.rule = rule, GK_ERROR_SINGULAR, "rank 2");
    failing((c.spec.rule = rule, c.n = 2), GK_ERROR_SINGULAR, "rank 1");
    passing((c.spec.rule = rule, c.spec.shape = GK_SHAPE_DIAGONAL));
  }
  failing(c.spec.rule = GK_BANDWIDTH_CV, GK_ERROR_SINGULAR, "rank 2");
  failing((c.d = 2, c.spec.rule = GK_BANDWIDTH_MATRIX, c.spec.bandwidth = ones, c.spec.ldb = 2),
          GK_ERROR_SINGULAR, "rank 1");
  failing(
      (c.d = 2, c.spec.rule = GK_BANDWIDTH_MATRIX, c.spec.bandwidth = indefinite, c.spec.ldb = 2),
      GK_ERROR_SINGULAR, "");
  for (size_t i = 0; i < 40; i++) {
    x[4 * i + 2] = 7;
    x[4 * i + 3] = (REAL)(i * i % 11);
  }
  failing(c = good, GK_ERROR_SINGULAR, "rank 3");
  failing(c.spec.shape = GK_SHAPE_DIAGONAL, GK_ERROR_SINGULAR, "rank 3");
}

/* An adjust that takes H out of what double holds, in each rule and shape; within, results are
 * numbers. */
static void TWIN(adjusted)(void **state) {
  (void)state;
  const REAL x[8] = {1, 5, 2, 4, 9, 3, 3, -1};
  const double full[4] = {1, 0.5, 0.5, 2}, diagonal[4] = {1, 0, 0, 2};
  const double beyond[] = {1e160, 1e200, DBL_MAX, 1e-156, 1e-160, 1e-200, DBL_MIN};
  const TWIN(creation) good = {4, 2, 2, x, NULL, GK_KDE_INIT};
  for (size_t i = 0; i < 2 * 2 * 2 * (GK_BANDWIDTH_MATRIX + 1); i++) {
    TWIN(creation) c = good;
    c.spec.rule = (gk_bandwidth)(i / 8);
    c.spec.shape = i & 1 ? GK_SHAPE_DIAGONAL : GK_SHAPE_FULL;
    c.spec.bandwidth = c.spec.rule < GK_BANDWIDTH_SCALAR ? NULL : i & 2 ? diagonal : full;
    c.spec.ldb = 2;
    c.d = i & 4 || (c.spec.rule >= GK_BANDWIDTH_NRD0 && c.spec.rule <= GK_BANDWIDTH_ISJ) ? 1 : 2;
    if (c.spec.rule == GK_BANDWIDTH_FEATURES) {
      c.spec.bandwidth = full;
    }
    for (size_t a = 0; a < sizeof beyond / sizeof beyond[0]; a++) {
      c.spec.adjust = beyond[a];
      wrong(TWIN(make)(&c), "adjust");
    }
    for (int s = -1; s <= 1; s += 2) {
      gk_kde *kde;
      REAL q[2] = {3, 3}, value;
      c.spec.adjust = pow(10, 140 * s);
      assert_success(TWIN(gk_kde_create)(c.n, c.d, c.x, c.ldx, NULL, &c.spec, &kde, NULL));
      assert_success(TWIN(gk_kde_log_density)(kde, 1, q, c.d, &value, NULL));
      assert_true(s < 0 && sizeof(REAL) == sizeof(float) ? !isnan(value) : isfinite(value) != 0);
      gk_kde_free(kde);
    }
    c.spec.adjust = 1e-152; /* points beyond 2^490 bandwidths */
    refused(TWIN(make)(&c), GK_ERROR_DATA, "bandwidths from the centre");
  }
}

#undef FUNCTION
#undef with
#undef failing
#undef passing

#define FUNCTION "gk_kde_density_" PRECISION
static void TWIN(points)(void **state) {
  (void)state;
  kde_case c = kde_case_new(2, 9, 3, 0.5, 1, 0, false);
  canvas out = canvas_new(sizeof(REAL), 1, 5, 5, 0);
  REAL *f = (REAL *)(void *)out.data, q[25] = {0};
  const gk_options options = unknown();
  gk_kde_method method = GK_KDE_METHOD_INIT;
  wrong(TWIN(gk_kde_density)(NULL, 5, q, 3, NULL, f, NULL), "kde is NULL");
  wrong(TWIN(gk_kde_density)(c.kde, 5, NULL, 3, NULL, f, NULL), "q is NULL");
  wrong(TWIN(gk_kde_density)(c.kde, 5, q, 3, NULL, NULL, NULL), "density is NULL");
  wrong(TWIN(gk_kde_density)(c.kde, 5, q, 2, NULL, f, NULL), "ldq = 2");
  wrong(TWIN(gk_kde_density)(c.kde, 5, q, 3, NULL, f, &options), "options");
  wrong(TWIN(gk_kde_density)(c.kde, 5, q, 3, NULL, q + 14, NULL), "overlap");
  wrong(TWIN(gk_kde_density)(c.kde, 5, q + 4, 3, NULL, q, NULL), "overlap");
  refused(TWIN(gk_kde_density)(c.kde, SIZE_MAX / 2, q, 3, NULL, f, NULL), GK_ERROR_OVERFLOW, "");
  refused(TWIN(gk_kde_density)(c.kde, 5, q, SIZE_MAX / 4, NULL, f, NULL), GK_ERROR_OVERFLOW, "ldq");
  const gk_kde_engine engines[] = {(gk_kde_engine)5, (gk_kde_engine)-1, GK_KDE_EXPONENTIALS,
                                   GK_KDE_BINNED};
  for (size_t e = 0; e < 4; e++) {
    method.engine = engines[e];
    wrong(TWIN(gk_kde_density)(c.kde, 5, q, 3, &method, f, NULL), "engine");
  }
  method.engine = GK_KDE_AUTO;
  const double tolerances[] = {-1e-30, NAN, 1.5, INFINITY};
  for (size_t t = 0; t < 4; t++) {
    method.tolerance = tolerances[t];
    wrong(TWIN(gk_kde_density)(c.kde, 5, q, 3, &method, f, NULL), "tolerance");
  }
  method = (gk_kde_method)GK_KDE_METHOD_INIT;
  method.struct_size = 3;
  wrong(TWIN(gk_kde_density)(c.kde, 5, q, 3, &method, f, NULL), "struct_size");
  assert_canvas_intact(out);
  for (size_t i = 0; i < 25; i++) {
    assert_same(q[i], (REAL)0);
  }
  assert_success(TWIN(gk_kde_density)(c.kde, 5, q, 3, NULL, q + 15, NULL));
  assert_success(TWIN(gk_kde_density)(c.kde, 0, NULL, 3, NULL, NULL, NULL));
  canvas_free(&out);
  kde_case_free(&c);
  c = kde_case_new(2, 9, 4, 0.5, 1, 0, false);
  method = (gk_kde_method)GK_KDE_METHOD_INIT;
  method.engine = GK_KDE_CUTOFF;
  wrong(TWIN(gk_kde_density)(c.kde, 2, q, 4, &method, q + 20, NULL), "d = 4");
  kde_case_free(&c);
}
#undef FUNCTION

#define FUNCTION "gk_kde_log_density_" PRECISION
static void TWIN(logs)(void **state) {
  (void)state;
  kde_case c = kde_case_new(2, 9, 3, 0.5, 1, 0, false);
  canvas out = canvas_new(sizeof(REAL), 1, 5, 5, 0);
  REAL *f = (REAL *)(void *)out.data, q[25] = {0};
  const gk_options options = unknown();
  wrong(TWIN(gk_kde_log_density)(NULL, 5, q, 3, f, NULL), "kde is NULL");
  wrong(TWIN(gk_kde_log_density)(c.kde, 5, NULL, 3, f, NULL), "q is NULL");
  wrong(TWIN(gk_kde_log_density)(c.kde, 5, q, 3, NULL, NULL), "log_density is NULL");
  wrong(TWIN(gk_kde_log_density)(c.kde, 5, q, 2, f, NULL), "ldq = 2");
  wrong(TWIN(gk_kde_log_density)(c.kde, 5, q, 3, f, &options), "options");
  wrong(TWIN(gk_kde_log_density)(c.kde, 5, q, 3, q + 14, NULL), "overlap");
  refused(TWIN(gk_kde_log_density)(c.kde, SIZE_MAX / 2, q, 3, f, NULL), GK_ERROR_OVERFLOW, "");
  assert_canvas_intact(out);
  assert_success(TWIN(gk_kde_log_density)(c.kde, 0, NULL, 3, NULL, NULL));
  canvas_free(&out);
  kde_case_free(&c);
}
#undef FUNCTION

#define FUNCTION "gk_kde_density_grid_" PRECISION
static void TWIN(grids)(void **state) {
  (void)state;
  kde_case c = kde_case_new(2, 9, 2, 0.5, 1, 0, false),
           four = kde_case_new(2, 9, 4, 0.5, 1, 0, false),
           flat = kde_case_new(2, 9, 2, 0, 1, 0, false);
  canvas canvas_of = canvas_new(sizeof(REAL), 3, 4, 5, 0);
  REAL *out = (REAL *)(void *)canvas_of.data;
  const gk_axis axes[4] = {{0, 1, 4}, {0, 1, 3}, {0, 1, 2}, {0, 1, 2}},
                nothing[2] = {{0, 1, 0}, {0, 1, 3}}, large[2] = {{0, 1, 4}, {0, 1, SIZE_MAX / 4}},
                coarse[2] = {{0, 1e3, 4}, {0, 1, 3}};
  const double bad[] = {NAN, INFINITY, -INFINITY};
  const gk_options options = unknown();
  gk_kde_method method = GK_KDE_METHOD_INIT;
  wrong(TWIN(gk_kde_density_grid)(NULL, axes, NULL, out, 5, NULL), "kde is NULL");
  wrong(TWIN(gk_kde_density_grid)(c.kde, NULL, NULL, out, 5, NULL), "axes is NULL");
  wrong(TWIN(gk_kde_density_grid)(c.kde, axes, NULL, NULL, 5, NULL), "out is NULL");
  wrong(TWIN(gk_kde_density_grid)(c.kde, axes, NULL, out, 3, NULL), "ldo = 3");
  wrong(TWIN(gk_kde_density_grid)(c.kde, axes, NULL, out, 5, &options), "options");
  wrong(TWIN(gk_kde_density_grid)(four.kde, axes, NULL, out, 5, NULL), "d = 4");
  for (size_t i = 0; i < 12; i++) {
    gk_axis other[2] = {axes[0], axes[1]};
    *(i / 3 % 2 ? &other[i / 6].first : &other[i / 6].last) = bad[i % 3];
    wrong(TWIN(gk_kde_density_grid)(c.kde, other, NULL, out, 5, NULL),
          i / 6 ? "axes[1]" : "axes[0]");
  }
  refused(TWIN(gk_kde_density_grid)(c.kde, large, NULL, out, 5, NULL), GK_ERROR_OVERFLOW, "");
  refused(TWIN(gk_kde_density_grid)(c.kde, axes, NULL, out, SIZE_MAX / 8, NULL), GK_ERROR_OVERFLOW,
          "");
  method.engine = GK_KDE_BINNED;
  wrong(TWIN(gk_kde_density_grid)(c.kde, axes, &method, out, 5, NULL), "engine");
  wrong(TWIN(gk_kde_density_grid)(flat.kde, coarse, &method, out, 5, NULL), "step");
  method.engine = GK_KDE_EXPONENTIALS;
  wrong(TWIN(gk_kde_density_grid)(c.kde, axes, &method, out, 5, NULL), "engine");
  method.engine = GK_KDE_EXACT;
  method.tolerance = -1;
  wrong(TWIN(gk_kde_density_grid)(c.kde, axes, &method, out, 5, NULL), "tolerance");
  assert_success(TWIN(gk_kde_density_grid)(c.kde, nothing, NULL, out, 5, NULL));
  assert_canvas_intact(canvas_of);
  assert_status(TWIN(gk_kde_log_density_grid)(NULL, axes, out, 5, NULL), GK_ERROR_ARGUMENT);
  assert_message("gk_kde_log_density_grid_" PRECISION ": kde is NULL");
  assert_status(TWIN(gk_kde_log_density_grid)(c.kde, axes, out, 3, NULL), GK_ERROR_ARGUMENT);
  assert_message("ldo = 3");
  assert_status(TWIN(gk_kde_log_density_grid)(four.kde, axes, out, 5, NULL), GK_ERROR_ARGUMENT);
  assert_canvas_intact(canvas_of);
  canvas_free(&canvas_of);
  kde_case_free(&c);
  kde_case_free(&four);
  kde_case_free(&flat);
}
#undef FUNCTION

#define FUNCTION "gk_kde_sample_" PRECISION
static void TWIN(samples)(void **state) {
  (void)state;
  kde_case c = kde_case_new(2, 9, 3, 0.5, 1, 0, false);
  canvas out = canvas_new(sizeof(REAL), 5, 3, 4, 0);
  REAL *x = (REAL *)(void *)out.data;
  const gk_options options = unknown();
  wrong(TWIN(gk_kde_sample)(NULL, 5, 1, x, 4, NULL), "kde is NULL");
  wrong(TWIN(gk_kde_sample)(c.kde, 5, 1, NULL, 4, NULL), "x is NULL");
  wrong(TWIN(gk_kde_sample)(c.kde, 5, 1, x, 2, NULL), "ldx = 2");
  wrong(TWIN(gk_kde_sample)(c.kde, 5, 1, x, 4, &options), "options");
  refused(TWIN(gk_kde_sample)(c.kde, SIZE_MAX / 2, 1, x, 4, NULL), GK_ERROR_OVERFLOW, "");
  assert_canvas_intact(out);
  assert_success(TWIN(gk_kde_sample)(c.kde, 0, 1, NULL, 3, NULL));
  canvas_free(&out);
  kde_case_free(&c);
}
#undef FUNCTION
