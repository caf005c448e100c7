/* One precision of products.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

static REAL *TWIN(normals)(size_t count, uint64_t seed) {
  gk_test_rng rng = gk_test_seed(seed);
  REAL *x = malloc((count ? count : 1) * sizeof *x);
  for (size_t i = 0; i < count; i++) {
    x[i] = (REAL)gk_test_normal(&rng);
  }
  return x;
}

/* An output that was not written before: memcheck knows each element that the library leaves out. */
static REAL *TWIN(fresh)(size_t count) {
  REAL *out = malloc((count ? count : 1) * sizeof *out);
  assert_non_null(out);
  return out;
}

static void TWIN(look_at)(REAL *out, size_t rows, size_t columns, size_t ld) {
  for (size_t i = 0; i < rows * columns; i++) {
    assert_false(isnan((double)out[i / columns * ld + i % columns]));
  }
  free(out);
}

static void TWIN(symmetric)(const shape *s, const REAL *x, const REAL *v, const REAL *w,
                            gk_diagonal diagonal) {
  const size_t n = s->n, d = s->d, p = s->p, ldx = d + s->gap, ldv = p + s->gap;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.1;
  REAL *out = TWIN(fresh)(elements(n, p, s->gap));
  assert_success(TWIN(gk_gram_multiply)(n, d, p, x, ldx, v, ldv, diagonal, &rbf, out, ldv, NULL));
  TWIN(look_at)(out, n, p, ldv);
  out = TWIN(fresh)(n);
  assert_success(TWIN(gk_gram_row_sums)(n, d, x, ldx, diagonal, &rbf, out, NULL));
  TWIN(look_at)(out, n, 1, 1);
  out = TWIN(fresh)(n);
  assert_success(TWIN(gk_gram_log_sums)(n, d, x, ldx, w, diagonal, &rbf, out, NULL));
  TWIN(look_at)(out, n, 1, 1);
  out = TWIN(fresh)(elements(n, p, s->gap));
  assert_success(TWIN(gk_gram_means)(n, d, p, x, ldx, w, v, ldv, diagonal, &rbf, out, ldv, NULL));
  if (n > 1 || diagonal == GK_DIAGONAL_KEPT) {
    TWIN(look_at)(out, n, p, ldv);
  } else {
    free(out);
  }
}

static void TWIN(cross)(const shape *s, const REAL *x, const REAL *y, const REAL *v,
                        const REAL *w) {
  const size_t m = s->m, n = s->n, d = s->d, p = s->p, ld = d + s->gap, ldv = p + s->gap;
  REAL *out = TWIN(fresh)(elements(m, p, s->gap));
  assert_success(
      TWIN(gk_cross_gram_multiply)(m, n, d, p, y, ld, x, ld, v, ldv, NULL, out, ldv, NULL));
  TWIN(look_at)(out, m, p, ldv);
  out = TWIN(fresh)(m);
  assert_success(TWIN(gk_cross_gram_row_sums)(m, n, d, y, ld, x, ld, NULL, out, NULL));
  TWIN(look_at)(out, m, 1, 1);
  out = TWIN(fresh)(m);
  assert_success(TWIN(gk_cross_gram_log_sums)(m, n, d, y, ld, x, ld, w, NULL, out, NULL));
  TWIN(look_at)(out, m, 1, 1);
  out = TWIN(fresh)(elements(m, p, s->gap));
  assert_success(
      TWIN(gk_cross_gram_means)(m, n, d, p, y, ld, x, ld, w, v, ldv, NULL, out, ldv, NULL));
  TWIN(look_at)(out, m, p, ldv);
}

static void TWIN(products)(void **state) {
  (void)state;
  for (size_t i = 0; i < SHAPES; i++) {
    const shape *s = &shapes[i];
    REAL *x = TWIN(normals)(elements(s->n, s->d, s->gap), 1);
    REAL *y = TWIN(normals)(elements(s->m, s->d, s->gap), 2);
    REAL *v = TWIN(normals)(elements(s->n, s->p, s->gap), 3), *w = TWIN(fresh)(s->n);
    for (size_t j = 0; j < s->n; j++) {
      w[j] = (REAL)(1 + j % 3);
    }
    TWIN(symmetric)(s, x, v, NULL, GK_DIAGONAL_KEPT);
    if (s->n != 1) {
      TWIN(symmetric)(s, x, v, w, GK_DIAGONAL_LEFT_OUT);
    }
    TWIN(cross)(s, x, y, v, w);
    if (s->n > 4) {
      const size_t columns[] = {s->n - 1, 0, 2, 2};
      REAL *k = TWIN(fresh)(elements(3, 4, s->gap));
      assert_success(TWIN(gk_gram_columns)(s->n, s->d, x, s->d + s->gap, s->n - 3, 3, 4, columns,
                                           NULL, k, 4 + s->gap, NULL));
      TWIN(look_at)(k, 3, 4, 4 + s->gap);
    }
    free(x);
    free(y);
    free(v);
    free(w);
  }
}

/* NULL: the rule is not for this d. */
static gk_kde *TWIN(estimate)(size_t n, size_t d, gk_bandwidth rule) {
  double *bandwidth = malloc(d * d * sizeof *bandwidth);
  REAL *x = TWIN(normals)(n * d, n);
  gk_kde *kde = NULL;
  gk_kde_spec spec = GK_KDE_INIT;
  for (size_t i = 0; i < d * d; i++) {
    bandwidth[i] = i / d == i % d || rule != GK_BANDWIDTH_MATRIX ? 1 : 0.25;
  }
  spec.rule = rule;
  spec.bandwidth = rule < GK_BANDWIDTH_SCALAR ? NULL : bandwidth;
  spec.ldb = d;
  const bool line = rule >= GK_BANDWIDTH_NRD0 && rule <= GK_BANDWIDTH_ISJ;
  assert_status(TWIN(gk_kde_create)(n, d, x, d, NULL, &spec, &kde, NULL),
                line && d > 1 ? GK_ERROR_ARGUMENT : GK_SUCCESS);
  free(bandwidth);
  free(x);
  return kde;
}

static void TWIN(at_points)(const gk_kde *kde, size_t m, gk_kde_engine engine) {
  const size_t d = gk_kde_dimensions(kde);
  REAL *q = TWIN(normals)(m * d, 7), *out = TWIN(fresh)(m);
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = engine;
  assert_success(TWIN(gk_kde_density)(kde, m, q, d, &method, out, NULL));
  TWIN(look_at)(out, m, 1, 1);
  out = TWIN(fresh)(m);
  assert_success(TWIN(gk_kde_log_density)(kde, m, q, d, out, NULL));
  TWIN(look_at)(out, m, 1, 1);
  free(q);
  out = TWIN(fresh)(m * d);
  assert_success(TWIN(gk_kde_sample)(kde, m, 1, out, d, NULL));
  TWIN(look_at)(out, m, d, d);
}

static void TWIN(on_grid)(const gk_kde *kde, size_t nx, gk_kde_engine engine) {
  const size_t d = gk_kde_dimensions(kde), rows = (d > 1 ? 7 : 1) * (d > 2 ? 3 : 1);
  const gk_axis axes[3] = {{-3, 4, nx}, {3, -3, 7}, {-1, 1, 3}};
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = engine;
  REAL *out = TWIN(fresh)(rows * nx);
  assert_success(TWIN(gk_kde_density_grid)(kde, axes, &method, out, nx, NULL));
  TWIN(look_at)(out, rows, nx, nx);
  out = TWIN(fresh)(rows * nx);
  assert_success(TWIN(gk_kde_log_density_grid)(kde, axes, out, nx, NULL));
  TWIN(look_at)(out, rows, nx, nx);
}

static void TWIN(estimates)(void **state) {
  (void)state;
  static const size_t queries[] = {0, 1, 9, 70};
  for (size_t d = 1; d <= 4; d++) {
    for (size_t r = 0; r < 2; r++) {
      gk_kde *kde = TWIN(estimate)(r ? 33 : 90, d, r ? GK_BANDWIDTH_FEATURES : GK_BANDWIDTH_MATRIX);
      for (gk_kde_engine engine = GK_KDE_AUTO; engine <= GK_KDE_BINNED; engine++) {
        for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
          const bool points = engine == GK_KDE_EXPONENTIALS ? d == 1
                              : engine == GK_KDE_CUTOFF     ? d < 4
                                                            : engine != GK_KDE_BINNED;
          if (points) {
            TWIN(at_points)(kde, queries[i], engine);
          }
          if (d < 4 && (points || (engine == GK_KDE_BINNED && (r || d == 1) && queries[i] > 60))) {
            TWIN(on_grid)(kde, queries[i] / (d * d), engine);
          }
        }
      }
      gk_kde_free(kde);
    }
  }
}
