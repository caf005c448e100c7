/* Included twice by test_gram_accuracy.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Computes the Gram matrix of a family and checks all that is promised; returns error / bound. */
static double TWIN(run)(const family *f, size_t n, size_t d, const gk_rbf *rbf, size_t gap,
                        size_t offset) {
  char what[128];
  snprintf(what, sizeof what, PRECISION ", %s, n = %zu, d = %zu, gap %zu", f->name, n, d, gap);
  canvas x = canvas_new(sizeof(REAL), n, d, d + gap, offset);
  canvas k = canvas_new(sizeof(REAL), n, n, n + gap, offset);
  TWIN(family_points)(f, n, d, 7 * n + d, (REAL *)x.data, x.ld);
  const gk_status status =
      TWIN(gk_gram)(n, d, (const REAL *)x.data, x.ld, rbf, (REAL *)k.data, k.ld, NULL);
  if (status != GK_SUCCESS) {
    fail_msg("%s: %s", what, gk_error_message());
  }
  assert_gaps_intact(k);
  assert_gaps_intact(x);
  TWIN(check_exact)(what, n, (const REAL *)k.data, k.ld, rbf);
  const double part = TWIN(check_bound)(what, n, d, (const REAL *)x.data, x.ld, rbf,
                                        (const REAL *)k.data, k.ld, BUDGET);
  canvas_free(&x);
  canvas_free(&k);
  return part;
}

/* Every family with every number of features and each of its gammas; n goes round. */
static void TWIN(families)(void **state) {
  (void)state;
  size_t turn = 0;
  for (const family *f = families; f < families + families_count; f++) {
    double worst = 0.0;
    for (size_t c = 0; c < FEATURES * FAMILY_SCALES; c++) {
      const size_t d = features[c / FAMILY_SCALES];
      gk_rbf rbf = GK_RBF_INIT;
      rbf.gamma = f->scales[c % FAMILY_SCALES] / (2.0 * (double)d);
      if (rbf.gamma > 0.0) {
        turn += 3;
        const double part =
            TWIN(run)(f, points[turn % POINTS], d, &rbf, turn % 4 == 0 ? 3 : 0, turn % 8);
        worst = fmax(worst, part);
      }
    }
    print_message("  " PRECISION ", %s: worst error %.3g of the bound\n", f->name, worst);
  }
}

/* Every number of points with and without gemm, on data that are checked entry by entry. */
static void TWIN(every_size)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2 * POINTS; c++) {
    const size_t d = c < POINTS ? 5 : 50;
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    TWIN(run)(&families[0], points[c % POINTS], d, &rbf, c % 3, c % 5);
    rbf.gamma = 1e5 / (2.0 * (double)d);
    TWIN(run)(&families[4], points[c % POINTS], d, &rbf, c % 3, c % 5);
  }
}

/* Gamma from "all ones" to "a unit matrix" in steps of 8: every rule for every tile has its turn.
 */
static void TWIN(gammas)(void **state) {
  (void)state;
  for (double g = 0x1p-30; g <= 0x1p40; g *= 8.0) {
    for (size_t c = 0; c < families_count; c += 1 + families_count / 6) {
      gk_rbf rbf = GK_RBF_INIT;
      rbf.gamma = g / 128.0;
      TWIN(run)(&families[c], 65, 64, &rbf, 0, 0);
      TWIN(run)(&families[4], 33, 64, &rbf, 0, 0);
      TWIN(run)(&families[5], 257, 64, &rbf, 0, 0);
    }
  }
}

/*
 * The header says of standardised data that errors come out at 1e-7 and 3e-16: a round figure, so
 * twice that is allowed.
 */
static void TWIN(standardised)(void **state) {
  (void)state;
  if (getenv("GAUSSKERN_PATH")) {
    skip(); /* it says so of the ways that the library chooses by itself */
  }
  const double stated = sizeof(REAL) == sizeof(float) ? 1e-7 : 3e-16;
  for (size_t c = 0; c < FEATURES; c++) {
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)features[c];
    const double part = TWIN(run)(&families[0], 300, features[c], &rbf, 0, 0);
    const double error = part * TWIN(tolerance)(features[c], &rbf);
    print_message("  " PRECISION ", standardised, d = %zu: worst error %.3g\n", features[c], error);
    if (!(error <= 2.0 * stated)) {
      fail_msg(PRECISION ", d = %zu: worst error %.3g, stated is %.1g", features[c], error, stated);
    }
  }
}

/* A lengthscale per feature, also where the points are far from the origin or in clusters. */
static void TWIN(lengthscales)(void **state) {
  (void)state;
  double lengthscale[1030];
  gk_test_rng rng = gk_test_seed(11);
  for (size_t c = 0; c < families_count * 6; c++) {
    static const size_t some[] = {1, 3, 17, 48, 49, 200};
    const size_t d = some[c % 6];
    for (size_t i = 0; i < d; i++) {
      lengthscale[i] = exp(gk_test_normal(&rng)) / 3.0;
    }
    const family *f = &families[c / 6];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.1 * f->scales[0] / (double)d;
    rbf.lengthscale = lengthscale;
    rbf.noise = 0.125;
    TWIN(run)(f, points[c % POINTS], d, &rbf, c % 2, c % 3);
  }
}

/* More rows and columns than any one block holds, and a last block of one row. */
static void TWIN(several_blocks)(void **state) {
  (void)state;
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.1;
  TWIN(run)(&families[0], 2049, 4, &rbf, 0, 0);
  TWIN(run)(&families[0], 2049, 4, &rbf, 63, 0); /* each row at a multiple of 64 bytes */
  rbf.gamma = 0.01;
  TWIN(run)(&families[7], 1537, 50, &rbf, 1, 1);
  TWIN(run)(&families[7], 1537, 50, &rbf, 63, 0);
}

/* X as a few columns of a wide table, K as a part of a wider matrix. */
static void TWIN(rows_of_a_table)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)features[c];
    TWIN(run)(&families[1], 70, features[c], &rbf, 1000, 1);
  }
}
