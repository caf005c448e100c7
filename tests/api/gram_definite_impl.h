/* Included twice by test_gram_definite.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TWIN(gram_of)(size_t c, double noise, gk_rbf *rbf, REAL *k) {
  const family *f = &families[c / FEATURES];
  const size_t d = features[c % FEATURES];
  REAL *x = gk_test_array(N * d, sizeof *x);
  TWIN(family_points)(f, N, d, 3, x, d);
  *rbf = (gk_rbf)GK_RBF_INIT;
  rbf->gamma = f->scales[0] / (2.0 * (double)d);
  rbf->noise = noise;
  assert_success(TWIN(gk_gram)(N, d, x, d, rbf, k, N, NULL));
  free(x);
}

/* What dsyev may be off: a small multiple of n u times the norm, which is at most n. */
static const double TWIN(eigensolver) = 10.0 * N * 0x1p-53 * N;

static void TWIN(eigenvalues)(void **state) {
  (void)state;
  REAL *k = gk_test_array((size_t)N * N, sizeof *k);
  double *copy = gk_test_array((size_t)N * N, sizeof *copy);
  double worst = 0.0;
  for (size_t c = 0; c < families_count * FEATURES; c++) {
    gk_rbf rbf;
    TWIN(gram_of)(c, 0.0, &rbf, k);
    for (size_t i = 0; i < (size_t)N * N; i++) {
      copy[i] = (double)k[i];
    }
    const double least = least_eigenvalue(N, copy);
    const double allowed = N * TWIN(tolerance)(features[c % FEATURES], &rbf) + TWIN(eigensolver);
    if (!(least >= -allowed)) {
      fail_msg(PRECISION ", %s, d = %zu: least eigenvalue %g, allowed is %g",
               families[c / FEATURES].name, features[c % FEATURES], least, -allowed);
    }
    worst = fmin(worst, least);
  }
  print_message("  " PRECISION ": least eigenvalue of all %g\n", worst);
  free(k);
  free(copy);
}

static void TWIN(cholesky_with_noise)(void **state) {
  (void)state;
  REAL *k = gk_test_array((size_t)N * N, sizeof *k);
  for (size_t c = 0; c < families_count * FEATURES; c++) {
    gk_rbf rbf = GK_RBF_INIT;
    const double error = N * TWIN(tolerance)(features[c % FEATURES], &rbf);
    const double factorisation = 2.0 * N * (N + 1.0) * ROUNDOFF;
    TWIN(gram_of)(c, error + factorisation, &rbf, k);
    const int info = TWIN(cholesky)(N, k);
    if (info != 0) {
      fail_msg(PRECISION ", %s, d = %zu, noise %g: not positive definite at %d",
               families[c / FEATURES].name, features[c % FEATURES], rbf.noise, info);
    }
    for (size_t i = 0; i < N; i++) {
      assert_true(k[i * N + i] > 0);
    }
  }
  free(k);
}
