/* Included twice by test_gram_upstream.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TWIN(five_points)(REAL *x) {
  gk_test_rng rng = gk_test_seed(0);
  for (size_t i = 0; i < 5 * 4; i++) {
    x[i] = (REAL)gk_test_uniform(&rng);
  }
}

/* The diagonal of a kernel of 5 x 4 numbers with itself is 1; as a cross-Gram matrix too. */
static void TWIN(rbf_kernel)(void **state) {
  (void)state;
  REAL x[5 * 4], k[5 * 5], cross[5 * 5];
  TWIN(five_points)(x);
  gk_rbf rbf = GK_RBF_INIT;
  assert_success(gk_gamma_auto(4, &rbf.gamma));
  assert_success(TWIN(gk_gram)(5, 4, x, 4, &rbf, k, 5, NULL));
  assert_success(TWIN(gk_cross_gram)(5, 5, 4, x, 4, x, 4, &rbf, cross, 5, NULL));
  for (size_t i = 0; i < 5; i++) {
    assert_same(k[i * 6], (REAL)1);
    assert_close(cross[i * 6], 1.0, 1e-7);
  }
}

/* K is its transpose: exactly, and as a cross-Gram matrix within the bound. */
static void TWIN(kernel_symmetry)(void **state) {
  (void)state;
  REAL x[5 * 4], k[5 * 5], cross[5 * 5];
  TWIN(five_points)(x);
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.25;
  assert_success(TWIN(gk_gram)(5, 4, x, 4, &rbf, k, 5, NULL));
  assert_success(TWIN(gk_cross_gram)(5, 5, 4, x, 4, x, 4, &rbf, cross, 5, NULL));
  for (size_t i = 0; i < 5 * 5; i++) {
    const size_t mirrored = i % 5 * 5 + i / 5;
    assert_same(k[i], k[mirrored]);
    assert_close(cross[i], cross[mirrored], 2.0 * TWIN(tolerance)(4, &rbf));
  }
}

static double TWIN(distance)(double k, double gamma) {
  return sqrt(-log(k) / gamma);
}

/* From 0 to 1 and 2 it is 1 and 2. Near t = gamma r^2 an error b in K is b e^t / (2 t) in r. */
static void TWIN(known_result)(void **state) {
  (void)state;
  const REAL x = 0, y[2] = {1, 2};
  REAL k[2];
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 0.5;
  assert_success(TWIN(gk_cross_gram)(1, 2, 1, &x, 1, y, 1, &rbf, k, 2, NULL));
  for (size_t i = 0; i < 2; i++) {
    const double r = (double)y[i], t = rbf.gamma * r * r;
    const double relative = TWIN(tolerance)(1, &rbf) * exp(t) / (2.0 * t) * 1.01;
    assert_close(TWIN(distance)((double)k[i], rbf.gamma) / r, 1.0, relative);
  }
}

/*
 * Distances of 100 sparse points to 1e-6, for every pair by a gamma of its size. With t from 0.7 to
 * 1.4 the bound for 10 features is enough for that in f32.
 */
static void TWIN(upcast_sym)(void **state) {
  (void)state;
  enum { COUNT = 100, DIM = 10 };
  static REAL x[COUNT * DIM], k[COUNT * COUNT];
  gk_test_rng rng = gk_test_seed(0);
  for (size_t i = 0; i < COUNT * DIM; i++) {
    const double u = gk_test_uniform(&rng);
    x[i] = (REAL)(u < 0.8 ? 0.0 : u);
  }
  size_t compared = 0;
  for (double gamma = 0.05; gamma < 50.0; gamma *= 1.9) {
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = gamma;
    assert_success(TWIN(gk_gram)(COUNT, DIM, x, DIM, &rbf, k, COUNT, NULL));
    for (size_t c = 0; c < COUNT * COUNT; c++) {
      const REAL *a = x + c / COUNT * DIM, *b = x + c % COUNT * DIM;
      const double t = -log((double)TWIN(gk_test_kernel)(DIM, a, b, &rbf));
      if (t > 0.7 && t <= 1.4) {
        assert_close(TWIN(distance)((double)k[c], gamma) / sqrt(t / gamma), 1.0, 1e-6);
        compared++;
      }
    }
  }
  assert_true(compared > (size_t)COUNT * COUNT * 2 / 3);
}

/* Points 1 and 1 + eps in each of dim features: their distance to 1e-5, diagonal and symmetry. */
static void TWIN(extreme_case)(size_t dim) {
  const double eps = sizeof(REAL) == sizeof(float) ? 1e-4 : 1e-8;
  REAL *x = gk_test_array(2 * dim, sizeof *x);
  for (size_t i = 0; i < 2 * dim; i++) {
    x[i] = (REAL)(i < dim ? 1.0 : 1.0 + eps);
  }
  const double step = (double)x[2 * dim - 1] - 1.0;
  const double expected = step * sqrt((double)dim);
  gk_rbf rbf = GK_RBF_INIT;
  rbf.gamma = 1.0 / (expected * expected);
  REAL cross = 0, k[4];
  assert_success(TWIN(gk_cross_gram)(1, 1, dim, x, dim, x + dim, dim, &rbf, &cross, 1, NULL));
  assert_success(TWIN(gk_gram)(2, dim, x, dim, &rbf, k, 2, NULL));
  print_message("  " PRECISION ", %zu features: distances %.3g and %.3g off, relatively\n", dim,
                TWIN(distance)((double)cross, rbf.gamma) / expected - 1.0,
                TWIN(distance)((double)k[1], rbf.gamma) / expected - 1.0);
  assert_close(TWIN(distance)((double)cross, rbf.gamma) / expected, 1.0, 1e-5);
  assert_close(TWIN(distance)((double)k[1], rbf.gamma) / expected, 1.0, 1e-5);
  TWIN(check_exact)("extreme values", 2, k, 2, &rbf);
  free(x);
}

static void TWIN(extreme_values)(void **state) {
  (void)state;
  TWIN(extreme_case)(1);
  TWIN(extreme_case)(48);
  TWIN(extreme_case)(49);
  TWIN(extreme_case)(1000);
  TWIN(extreme_case)(1000000);
}
