/* Included twice by test_density_grid.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* A value of a grid's density, and of its logarithm, within the documented bounds. */
static void TWIN(check_value)(const char *what, const normals_truth *truth, REAL density,
                              REAL log_density) {
  const long double exact = expl(truth->log_density);
  /* values of a component below a part of its height, or below that number itself, may be lost */
  const long double lost = FLUSHED * (truth->height + NORMALS_MOST_COMPONENTS);
  const long double error = (long double)ROUNDOFF * truth->grid_spread + truth->grid_ill + lost;

  if (exact > (long double)REAL_MAX * (1 - 0x1p-10L)) {
    assert_true((double)density > (double)REAL_MAX * 0.99);
  } else if (!(fabsl((long double)density - exact) <= error)) {
    fail_msg("%s, " PRECISION ", q = %g: density %.17g, expected %.17Lg: off by %.3Lg, the bound "
             "is %.3Lg",
             what, truth->least_q, (double)density, exact, fabsl((long double)density - exact),
             error);
  }
  const long double log_error =
      (long double)truth->log_error + ROUNDING * fabsl(truth->log_density);
  if (!(fabsl((long double)log_density - truth->log_density) <= log_error)) {
    fail_msg("%s, " PRECISION ", q = %g: log density %.17g, expected %.17Lg: off by %.3Lg, the "
             "bound is %.3Lg",
             what, truth->least_q, (double)log_density, truth->log_density,
             fabsl((long double)log_density - truth->log_density), log_error);
  }
}

/* Every step-th value of both grids against the reference, and nothing written beside them. */
static void TWIN(check_grid)(const char *what, const normals *m, const gk_mixture *mixture,
                             const gk_axis *axes, size_t gap, size_t step) {
  const size_t nx = axes[0].count, ny = m->d > 1 ? axes[1].count : 1;
  const size_t nz = m->d > 2 ? axes[2].count : 1, ldo = nx + gap;
  canvas c = canvas_new(sizeof(REAL), ny * nz, nx, ldo, gap % 4);
  canvas l = canvas_new(sizeof(REAL), ny * nz, nx, ldo, 0);
  REAL *density = (REAL *)(void *)c.data, *logs = (REAL *)(void *)l.data;
  assert_success(TWIN(gk_mixture_density_grid)(mixture, axes, density, ldo, NULL));
  assert_success(TWIN(gk_mixture_log_density_grid)(mixture, axes, logs, ldo, NULL));
  assert_gaps_intact(c);
  assert_gaps_intact(l);
  for (size_t v = 0; v < nx * ny * nz; v += step) {
    const size_t index[3] = {v % nx, v / nx % ny, v / nx / ny};
    long double x[3];
    for (size_t k = 0; k < m->d; k++) {
      x[k] = coordinate(axes[k], index[k]);
    }
    const normals_truth truth = normals_at(m, x, NULL);
    const size_t at = (index[2] * ny + index[1]) * ldo + index[0];
    TWIN(check_value)(what, &truth, density[at], logs[at]);
  }
  canvas_free(&c);
  canvas_free(&l);
}

/* Random mixtures in 1, 2 and 3 dimensions, of each form, on random grids. */
static void TWIN(random_grids)(void **state) {
  (void)state;
  static const size_t most[] = {300, 40, 12};
  gk_test_rng rng = gk_test_seed(41);
  for (size_t c = 0; c < 150; c++) {
    const size_t d = 1 + c % 3, components = 1 + c / 3 % 4;
    const int form = (int)(c / 2 % 3);
    normals m = normals_new(components, d);
    gk_mixture *mixture = random_of_form(&rng, &m, form, c % 7 ? 0.1 : 1e-4);
    gk_axis axes[3];
    for (size_t k = 0; k < d; k++) {
      const double scale = (double)m.scales[k], far = c % 5 ? 4 : 60;
      axes[k].first = m.means[k] + scale * far * gk_test_normal(&rng);
      axes[k].last = m.means[k] + scale * far * gk_test_normal(&rng);
      axes[k].count = 1 + gk_test_bits(&rng) % most[d - 1];
    }
    char what[80];
    snprintf(what, sizeof what, "case %zu, d = %zu, form %d, %zu components", c, d, form,
             components);
    TWIN(check_grid)(what, &m, mixture, axes, c % 4 ? c % 9 : 0, 1);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* One point along an axis is its first; a grid without points is an empty result. */
static void TWIN(one_point_or_none)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(42);
  for (size_t c = 0; c < 27; c++) {
    const size_t d = 1 + c % 3;
    normals m = normals_new(2, d);
    gk_mixture *mixture = random_of_form(&rng, &m, (int)(c / 3 % 3), 1);
    gk_axis axes[3] = {{0.25, 1e9, 1}, {-1, 1, 1 + c % 4}, {1, 1, 2}};
    TWIN(check_grid)("one", &m, mixture, axes, 3, 1);
    axes[c / 9 % d].count = 0;
    REAL nothing = 7;
    assert_success(TWIN(gk_mixture_density_grid)(mixture, axes, &nothing, 5, NULL));
    assert_success(TWIN(gk_mixture_log_density_grid)(mixture, axes, &nothing, 5, NULL));
    assert_same(nothing, (REAL)7);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* last below first is the same grid from the other side. */
static void TWIN(backwards)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(43);
  for (size_t c = 0; c < 9; c++) {
    const size_t d = 1 + c % 3;
    normals m = normals_new(2, d);
    gk_mixture *mixture = random_of_form(&rng, &m, (int)(c / 3), 1);
    const gk_axis axes[3] = {{5, -7, 33}, {6, -6, 9}, {-3, -9, 5}};
    TWIN(check_grid)("backwards", &m, mixture, axes, 1, 1);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* A grid that is far wider than the normal distribution in its midst: where the values are, the
 * coordinates cancel. They are exact in the reference. */
static void TWIN(much_wider_than_sigma)(void **state) {
  (void)state;
  static const double wide[] = {50, 5e3, 2e5};
  for (size_t c = 0; c < 12; c++) {
    const size_t d = 1 + c % 2;
    const double width = wide[c / 2 % 3], mean = c < 6 ? 0.125 : 1e6;
    normals m = normals_new(1, d);
    for (size_t k = 0; k < d * d; k++) {
      m.means[k % d] = mean;
      m.covariances[k] = k % (d + 1) ? 0.4 : 0.7;
    }
    normals_prepare(&m);
    gk_mixture *mixture = normals_mixture(&m);
    const gk_axis axes[2] = {{mean - width, mean + width + 1.375, 16385}, {mean - 1, mean + 1, 3}};
    TWIN(check_grid)("wide", &m, mixture, axes, 0, 1);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Far away all values are 0, and their logarithms right. */
static void TWIN(far_away)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(44);
  for (size_t c = 0; c < 9; c++) {
    const size_t d = 1 + c % 3;
    normals m = normals_new(1 + c / 3, d);
    gk_mixture *mixture = random_of_form(&rng, &m, (int)(c / 3), 1);
    const gk_axis axes[3] = {{1e4, 2e4, 31}, {-1e5, 3, 4}, {1e6, 1e6 + 1, 3}};
    TWIN(check_grid)("far away", &m, mixture, axes, 2, 1);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Standard deviations of 1e-150 and 1e150, on grids of their size. */
static void TWIN(tiny_and_huge)(void **state) {
  (void)state;
  static const double sizes[][2] = {{1e-150, 1e-150}, {1e150, 1e150}, {1e-150, 1e150}, {1e-20, 1}};
  for (size_t c = 0; c < 16; c++) {
    const size_t d = 1 + c % 2;
    const double *size = sizes[c / 4];
    normals m = normals_new(1, d);
    const double correlation = c & 2 ? 0.5 : 0;
    for (size_t i = 0; i < d * d; i++) {
      m.covariances[i] = (i % (d + 1) ? correlation : 1) * (size[i / d] * size[i % d]);
    }
    normals_prepare(&m);
    gk_mixture *mixture = normals_mixture(&m);
    const gk_axis axes[2] = {{-3 * size[0], 4 * size[0], 57}, {-2 * size[1], 2 * size[1], 13}};
    TWIN(check_grid)("tiny and huge", &m, mixture, axes, 0, 1);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* Ends whose difference is no number are refused; half of that is wide enough to be nothing but 0. */
static void TWIN(the_widest_axis)(void **state) {
  (void)state;
  for (size_t c = 0; c < 6; c++) {
    const size_t d = 1 + c % 3;
    const double variances[3] = {1, 1, 1};
    gk_mixture *normal = NULL;
    const gk_covariance_form form = c < 3 ? GK_COVARIANCE_DIAGONAL : GK_COVARIANCE_SPHERICAL;
    assert_success(gk_normal_create(d, NULL, form, variances, c < 3 ? d : 1, &normal));
    gk_axis axes[3] = {{-DBL_MAX, DBL_MAX, 3}, {0, 0, 1}, {0, 0, 2}};
    REAL out[6], logs[6];
    assert_status(TWIN(gk_mixture_density_grid)(normal, axes, out, 3, NULL), GK_ERROR_ARGUMENT);
    axes[0].first = -0x1p1022;
    axes[0].last = 0x1p1022;
    assert_success(TWIN(gk_mixture_density_grid)(normal, axes, out, 3, NULL));
    assert_success(TWIN(gk_mixture_log_density_grid)(normal, axes, logs, 3, NULL));
    assert_same(out[0], (REAL)0);
    assert_same(out[2], (REAL)0);
    const long double height = powl(0.398942280401432677940L, (long double)d);
    assert_close(out[1], height, height * 32 * ROUNDOFF);
    assert_close(logs[1], logl(height), 64 * ROUNDOFF);
    assert_true(logs[0] < -1e30 && logs[2] < -1e30);
    gk_mixture_free(normal);
  }
}

/* Cholesky factors of small integers, and tridiagonal precisions, whose covariances are known. */
static void TWIN(computed_forms)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(48);
  for (size_t c = 0; c < 18; c++) {
    const size_t d = 1 + c % 3;
    normals m = normals_new(1, d);
    gk_mixture *mixture = computed_form(&rng, &m, c < 9);
    gk_axis axes[3] = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
    for (size_t k = 0; k < d; k++) {
      const double scale = (double)m.scales[k];
      axes[k] = (gk_axis){m.means[k] - 3 * scale, m.means[k] + 4 * scale, 5 + 60 / d / d};
    }
    TWIN(check_grid)(c < 9 ? "Cholesky" : "precision", &m, mixture, axes, 0, 1);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* More components than are held together. */
static void TWIN(many_components)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(46);
  for (size_t c = 0; c < 6; c++) {
    const size_t d = 1 + c % 3;
    normals m = normals_new(75, d);
    gk_mixture *mixture = random_of_form(&rng, &m, (int)(c / 2), 1);
    const gk_axis axes[3] = {{-6, 7, 41}, {-5, 8, 13}, {-3, 4, 3}};
    TWIN(check_grid)("many components", &m, mixture, axes, 0, 1);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* More than 16 MiB, which are stored past the caches. */
static void TWIN(large_grids)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(47);
  for (int form = 0; form < 3; form++) {
    normals m = normals_new(2, 2);
    gk_mixture *mixture = random_of_form(&rng, &m, form, 1);
    const size_t rows = ((size_t)17 << 20) / sizeof(REAL) / 4099;
    const gk_axis axes[2] = {{-9, 8, 4099}, {-7, 9, rows}};
    TWIN(check_grid)("large", &m, mixture, axes, (size_t)form, 997);
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}

/* The density of a mixture integrates to the sum of its weights. */
static void TWIN(integral)(void **state) {
  (void)state;
  gk_test_rng rng = gk_test_seed(45);
  for (size_t c = 0; c < 18; c++) {
    const size_t d = 1 + c % 3, components = 1 + c / 6;
    normals m = normals_new(components, d);
    gk_mixture *mixture = random_of_form(&rng, &m, (int)(c / 3 % 3), 6);
    gk_axis axes[3] = {{0, 0, 1}, {0, 0, 1}, {0, 0, 1}};
    const double cell = enclose(&m, axes);
    const size_t size = axes[0].count * axes[1].count * axes[2].count;
    if (size <= 1000000) { /* else it would take too long */
      REAL *out = gk_test_array(size, sizeof *out);
      assert_success(TWIN(gk_mixture_density_grid)(mixture, axes, out, axes[0].count, NULL));
      double sum = 0, expected = 0;
      for (size_t i = 0; i < size; i++) {
        sum += (double)out[i] * cell;
      }
      for (size_t i = 0; i < components; i++) {
        expected += m.weights[i];
      }
      assert_close(sum / expected, 1, 1e-6);
      free(out);
    }
    assert_true(size <= 1000000 || c >= 3); /* one of each dimension at least */
    gk_mixture_free(mixture);
    normals_free(&m);
  }
}
