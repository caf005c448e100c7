/* Included twice by test_product_values.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TWIN(check_all)(TWIN(product_case) * c, const char *name, size_t budget) {
  for (product what = MULTIPLY; what < PRODUCTS; what++) {
    TWIN(product_check)(c, what, name, budget);
  }
}

static void TWIN(all_families)(void **state) {
  (void)state;
  for (size_t c = 0; c < families_count * FEATURES; c++) {
    const family *f = &families[c / FEATURES];
    const size_t d = features[c % FEATURES], n = points[(c * 3 + c / FEATURES) % POINTS];
    for (size_t s = 0; s < FAMILY_SCALES && f->scales[s] > 0; s++) {
      const size_t m = (c + s) % 2 ? 0 : 1 + points[(c + 4) % POINTS] / 3;
      TWIN(product_case)
      p = TWIN(product_new)(f, m, n, d, vectors[(c + s) % VECTORS], c % 3, f->scales[s]);
      p.diagonal = c % 4 < 2 ? GK_DIAGONAL_KEPT : GK_DIAGONAL_LEFT_OUT;
      p.rbf.noise = c % 5 ? 0 : 0.75;
      if (c % 3) {
        TWIN(product_set_weights)(&p);
      }
      TWIN(check_all)(&p, f->name, BUDGET / 8);
      TWIN(product_free)(&p);
    }
  }
}

/* Every number of vectors with every number of features, at every number of points in turn. */
static void TWIN(every_size)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2 * VECTORS * (FEATURES + 1); c++) {
    const size_t d = c / 2 % (FEATURES + 1) ? features[c / 2 % (FEATURES + 1) - 1] : 0;
    const size_t p = vectors[c / 2 / (FEATURES + 1)], n = points[c % POINTS];
    TWIN(product_case)
    sized = TWIN(product_new)(&families[0], c % 2 ? 1 + c : 0, n, d, p, c % 4, 1);
    sized.diagonal = c / 2 % 3 ? GK_DIAGONAL_LEFT_OUT : GK_DIAGONAL_KEPT;
    TWIN(check_all)(&sized, "N(0, 1)", BUDGET / 8);
    TWIN(product_free)(&sized);
  }
}

/* Parameters up to the ends of their ranges. */
static void TWIN(kernels)(void **state) {
  (void)state;
  static const double gammas[] = {1e-30, 1e-6, 1, 40, 1e4, 1e12, 1e30};
  const double variances[] = {1, 0.7, 1e-30, LEAST_VARIANCE, MOST_VARIANCE / 1024};
  const double noises[] = {0, 1e-3, 5, 1e20};
  for (size_t c = 0; c < 70; c++) {
    const size_t d = features[c % FEATURES];
    TWIN(product_case)
    p = TWIN(product_new)(&families[c % 2 ? 0 : 10], c % 3 ? 0 : 30, 40, d, 3, 1, gammas[c % 7]);
    p.rbf.variance = variances[c % 5];
    p.rbf.noise = noises[c % 4] * fmin(1, p.rbf.variance);
    p.diagonal = c % 2 ? GK_DIAGONAL_KEPT : GK_DIAGONAL_LEFT_OUT;
    if (c % 4 == 3) {
      TWIN(product_set_weights)(&p);
    }
    TWIN(check_all)(&p, "kernel", BUDGET);
    TWIN(product_free)(&p);
  }
}

/* A noise that is all of the sum, and so large beside the variance that logarithms cancel. */
static void TWIN(noises)(void **state) {
  (void)state;
  const double least = LEAST_VARIANCE, most = MOST_VARIANCE;
  const double pairs[][2] = {{least, 1},           {least, 3},       {least * 900, 0.7},
                             {least, most / 1024}, {1, most / 1024}, {1e-20, 7.3},
                             {1e-30, 1e-3},        {0.5, 1e20}};
  for (size_t c = 0; c < 16; c++) {
    TWIN(product_case) p = TWIN(product_new)(&families[0], 0, 30, c % 3 + 1, 2, 0, 1e3);
    p.rbf.variance = pairs[c / 2][0];
    p.rbf.noise = pairs[c / 2][1];
    if (c % 2) {
      TWIN(product_set_weights)(&p);
    }
    TWIN(product_check)(&p, LOG_SUMS, "noise", SIZE_MAX);
    TWIN(product_check)(&p, MEANS, "noise", SIZE_MAX);
    TWIN(product_free)(&p);
  }
}

static void TWIN(lengthscales)(void **state) {
  (void)state;
  double scales[MOST_FEATURES];
  for (size_t c = 0; c < 4 * FEATURES; c++) {
    const size_t d = features[c / 4];
    for (size_t k = 0; k < d; k++) {
      scales[k] = c % 2 ? 0.5 + (double)(k % 7) : pow(10, (double)(k % 9) - 4);
    }
    TWIN(product_case) p = TWIN(product_new)(&families[0], c % 4 < 2 ? 0 : 45, 70, d, 5, 0, 1);
    p.rbf.lengthscale = scales;
    TWIN(check_all)(&p, "lengthscales", BUDGET);
    TWIN(product_free)(&p);
  }
}

/* So many points that tiles meet in several rounds: some rows by the formula, and all rows of the
 * symmetric K by the general one, which is within the bound, too. */
static void TWIN(many_tiles)(void **state) {
  (void)state;
  static const size_t sizes[][3] = {{777, 3, 1}, {2500, 2, 3}, {1300, 60, 9}, {1030, 130, 1}};
  for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
    const size_t n = sizes[s][0], d = sizes[s][1], p = sizes[s][2];
    TWIN(product_case) c = TWIN(product_new)(&families[s], 0, n, d, p, 0, 1);
    TWIN(check_all)(&c, "many tiles", n * (d + 16));
    c.diagonal = GK_DIAGONAL_LEFT_OUT;
    TWIN(check_all)(&c, "many tiles", n * (d + 16));
    c.diagonal = GK_DIAGONAL_KEPT;
    TWIN(product_case) general = c;
    general.y = c.x;
    general.ldy = c.ldx;
    TWIN(check_all)(&general, "many tiles", n * (d + 16));
    double bound;
    assert_success(TWIN(gk_gram_error_bound)(d, &c.rbf, &bound));
    for (product what = MULTIPLY; what <= ROW_SUMS; what++) {
      const size_t columns = TWIN(product_columns)(&c, what);
      REAL *one = TWIN(product_result)(&c, what, NULL),
           *other = TWIN(product_result)(&general, what, NULL);
      for (size_t k = 0; k < columns; k++) {
        double sum = 0; /* at least s, S and B s */
        for (size_t j = 0; j < n; j++) {
          sum += what == ROW_SUMS ? 1 : fabs((double)c.v[j * c.ldv + k]);
        }
        for (size_t i = 0; i < n; i++) {
          assert_close(one[i * columns + k], other[i * columns + k],
                       2 * (bound + 300 * ROUNDOFF) * sum);
        }
      }
      free(one);
      free(other);
    }
    TWIN(product_free)(&c);
  }
}

/* Two million equal terms, whose roundings all have the same sign: "errors do not grow with n". */
static void TWIN(many_columns)(void **state) {
  (void)state;
  const size_t n = 2000000;
  const REAL third = (REAL)(1.0 / 3), seventh = (REAL)(1.0 / 7);
  TWIN(product_case) c = {.m = 2, .n = n, .d = 1, .p = 1, .ldx = 1, .ldy = 1, .ldv = 1};
  c.rbf = (gk_rbf)GK_RBF_INIT;
  c.rbf.variance = (double)seventh;
  c.x = gk_test_array(2, sizeof *c.x);
  c.y = gk_test_array(n, sizeof *c.y);
  c.v = gk_test_array(n, sizeof *c.v);
  c.x[0] = c.x[1] = 5;
  for (size_t j = 0; j < n; j++) {
    c.y[j] = 5;
    c.v[j] = third;
  }
  double bound;
  assert_success(TWIN(gk_gram_error_bound)(1, &c.rbf, &bound));
  const long double sum = (long double)n * (long double)seventh;
  const long double exact[] = {sum * (long double)third, sum, logl(sum), (long double)third};
  for (product what = MULTIPLY; what < PRODUCTS; what++) {
    REAL *out = TWIN(product_result)(&c, what, NULL);
    const double terms = (double)n * (what == MULTIPLY ? (double)third : 1);
    const double tolerance =
        what == LOG_SUMS ? ROUNDOFF * (320 + 4 * (double)exact[what])
        : what == MEANS  ? 640 * ROUNDOFF * (double)third
                         : bound * terms + 288 * ROUNDOFF * ((double)exact[what] + bound * terms);
    assert_close(out[0], exact[what], tolerance);
    assert_close(out[1], exact[what], tolerance);
    free(out);
  }
  TWIN(product_free)(&c);
}

/* One row against many columns, and many rows against one. */
static void TWIN(one_row)(void **state) {
  (void)state;
  for (size_t c = 0; c < 8; c++) {
    const size_t d = c % 4 < 2 ? 2 : 57, p = c / 4 ? 11 : 1;
    TWIN(product_case)
    p_case = TWIN(product_new)(&families[1], c % 2 ? 1 : 1700, c % 2 ? 1700 : 1, d, p, 1, 1);
    TWIN(check_all)(&p_case, "one row or column", BUDGET);
    TWIN(product_free)(&p_case);
  }
}
