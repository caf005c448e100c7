/* Included twice by test_gram_extremes.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TWIN(check)(const char *name, size_t d, const REAL *x, const gk_rbf *rbf) {
  static REAL k[N * N];
  static REAL cross[N * N];
  char what[160];
  snprintf(what, sizeof what, PRECISION ", %s, x[0] = %g, gamma = %g, variance = %g", name,
           (double)x[0], rbf->gamma, rbf->variance);
  assert_success(TWIN(gk_gram)(N, d, x, d, rbf, k, N, NULL));
  TWIN(check_exact)(what, N, k, N, rbf);
  TWIN(check_bound)(what, N, d, x, d, rbf, k, N, SIZE_MAX);
  assert_success(TWIN(gk_cross_gram)(N, N, d, x, d, x, d, rbf, cross, N, NULL));
  TWIN(check_bound)(what, N, d, x, d, rbf, cross, N, SIZE_MAX);
}

/* Numbers up to `size`, of both signs; some points twice. */
static void TWIN(spread)(size_t d, double size, REAL *x) {
  gk_test_rng rng = gk_test_seed(d);
  for (size_t i = 0; i < N * d; i++) {
    x[i] = (REAL)(size * (2.0 * gk_test_uniform(&rng) - 1.0));
    if (i / d > N - 4) {
      x[i] = x[i - (N - 3) * d];
    }
  }
}

static void TWIN(variances)(void **state) {
  (void)state;
  static REAL x[N * MOST_FEATURES];
  const double values[] = {1.0,
                           5.0,
                           0.7,
                           1.0 / 3.0,
                           1e-30,
                           1e30,
                           1e-37,
                           4e37,
                           1.5,
                           0x1p-100,
                           0x1p100,
                           LEAST_VARIANCE,
                           LEAST_VARIANCE * 3,
                           MOST_VARIANCE,
                           MOST_VARIANCE / 3.0,
                           1.0 + ROUNDOFF,
                           1.0 + 0x1p-24};
  for (size_t c = 0; c < sizeof values / sizeof values[0] * FEATURES; c++) {
    const size_t d = features[c % FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.variance = values[c / FEATURES];
    rbf.gamma = 2.0 / (double)d;
    TWIN(spread)(d, 1.0, x);
    TWIN(check)("variance", d, x, &rbf);
  }
}

static void TWIN(noises)(void **state) {
  (void)state;
  static REAL x[N * MOST_FEATURES];
  const double values[] = {0.0,       1e-300, 1e-20, 1e-8, 0.1,
                           1.0 / 3.0, 1.0,    1e10,  4e37, MOST_VARIANCE};
  for (size_t c = 0; c < sizeof values / sizeof values[0] * FEATURES; c++) {
    const size_t d = features[c % FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.variance = 0.7;
    rbf.noise = values[c / FEATURES];
    TWIN(spread)(d, 1.0, x);
    TWIN(check)("noise", d, x, &rbf);
  }
}

static void TWIN(gammas)(void **state) {
  (void)state;
  static REAL x[N * MOST_FEATURES];
  for (size_t c = 0; c < GAMMAS * FEATURES; c++) {
    const size_t d = features[c % FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = fmin(gammas[c / FEATURES], MOST_GAMMA);
    TWIN(spread)(d, 1.0, x);
    TWIN(check)("gamma", d, x, &rbf);
  }
}

/* Data of any size with gamma = 1: squares that overflow, squares that underflow, subnormal data.
 */
static void TWIN(scales)(void **state) {
  (void)state;
  static REAL x[N * MOST_FEATURES];
  const double root = sqrt(REAL_MAX);
  const double sizes[] = {REAL_MAX, REAL_MAX / 4, 2.0 * root, 0.5 * root,     1e15,
                          1e-15,    1.0 / root,   REAL_MIN,   REAL_MIN / 1e3, REAL_MIN * ROUNDOFF};
  for (size_t c = 0; c < sizeof sizes / sizeof sizes[0] * FEATURES; c++) {
    const size_t d = features[c % FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    TWIN(spread)(d, sizes[c / FEATURES], x);
    TWIN(check)("data", d, x, &rbf);
  }
}

/* Data of the size that makes the exponent about 1, for every gamma where that is a number. */
static void TWIN(gamma_undoes)(void **state) {
  (void)state;
  static REAL x[N * MOST_FEATURES];
  for (size_t c = 0; c < GAMMAS * FEATURES; c++) {
    const size_t d = features[c % FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = fmin(gammas[c / FEATURES], MOST_GAMMA);
    const double size = 1.0 / sqrt(rbf.gamma) / sqrt((double)d);
    if (size < REAL_MAX && size > REAL_MIN * 1e8) {
      TWIN(spread)(d, size, x);
      TWIN(check)("data of size 1 / sqrt(gamma)", d, x, &rbf);
    }
  }
}

/* Points at both ends of the range: the difference of two finite numbers is not finite. */
static void TWIN(opposite_ends)(void **state) {
  (void)state;
  static REAL x[N * MOST_FEATURES];
  for (size_t c = 0; c < 3 * FEATURES; c++) {
    const size_t d = features[c % FEATURES];
    gk_rbf rbf = GK_RBF_INIT;
    const double least = sizeof(REAL) == sizeof(float) ? 0.1 / REAL_MAX / REAL_MAX : 0x1p-1074;
    rbf.gamma = c / FEATURES == 0 ? 1.0 : c / FEATURES == 1 ? 1e-30 : least;
    for (size_t i = 0; i < N * d; i++) {
      x[i] = i / d % 3 == 0 ? (REAL)REAL_MAX : i / d % 3 == 1 ? (REAL)-REAL_MAX : (REAL)(i / d);
    }
    TWIN(check)("points at both ends", d, x, &rbf);
  }
}

static void TWIN(lengthscale_case)(const char *name, size_t d, double size, double lowest,
                                   double highest) {
  static REAL x[N * MOST_FEATURES];
  static double lengthscale[MOST_FEATURES];
  gk_test_rng rng = gk_test_seed(99 + d);
  gk_rbf rbf = GK_RBF_INIT;
  rbf.lengthscale = lengthscale;
  rbf.gamma = 1.0 / (double)d;
  TWIN(spread)(d, 1.0, x);
  for (size_t k = 0; k < d; k++) {
    lengthscale[k] = pow(10.0, lowest + (highest - lowest) * gk_test_uniform(&rng));
    for (size_t i = 0; size > 0.0 && i < N; i++) {
      x[i * d + k] = (REAL)((double)x[i * d + k] * size * lengthscale[k]);
    }
  }
  TWIN(check)(name, d, x, &rbf);
}

/* Lengthscales that differ by 20 orders of magnitude on data that do not. */
static void TWIN(lengthscales)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    TWIN(lengthscale_case)("lengthscales 1e-10 ... 1e10", features[c], 0.0, -10.0, 10.0);
    TWIN(lengthscale_case)("lengthscales 0.1 ... 10", features[c], 0.0, -1.0, 1.0);
    TWIN(lengthscale_case)("lengthscales 1e3 ... 1e10", features[c], 0.0, 3.0, 10.0);
  }
}

/* Each feature in its own unit, and a lengthscale in the same. */
static void TWIN(lengthscale_undo)(void **state) {
  (void)state;
  const double most = sizeof(REAL) == sizeof(float) ? 30.0 : 296.0;
  for (size_t c = 0; c < FEATURES; c++) {
    TWIN(lengthscale_case)("units 1e-10 ... 1e10", features[c], 1.0, -10.0, 10.0);
    TWIN(lengthscale_case)("units to the ends", features[c], 1.0, -most, most);
    TWIN(lengthscale_case)("large units", features[c], 1.0, most, most + 7.9);
    TWIN(lengthscale_case)("small units", features[c], 1.0, -most - 4.0, -most);
  }
}

/* Lengthscales at the ends of what is allowed; in f32 many of them are no numbers of the precision.
 */
static void TWIN(lengthscale_range)(void **state) {
  (void)state;
  const double least = sizeof(REAL) == sizeof(float) ? -37.0 : -300.0;
  for (size_t c = 0; c < FEATURES; c++) {
    TWIN(lengthscale_case)("least lengthscales", features[c], 0.0, least, least);
    TWIN(lengthscale_case)("small lengthscales", features[c], 0.0, least, least / 2.0);
    TWIN(lengthscale_case)("lengthscales 1e60", features[c], 0.0, 39.0, 60.0);
    TWIN(lengthscale_case)("lengthscales 1e308", features[c], 0.0, 300.0, 308.0);
    TWIN(lengthscale_case)("lengthscales of any size", features[c], 0.0, least, 300.0);
  }
}

/* One feature, distances so that K falls through the end of the normal range and below. */
static void TWIN(underflow)(void **state) {
  (void)state;
  REAL x[N];
  const double variances[] = {1.0, 1e-30, 1e30, 0.7, LEAST_VARIANCE};
  for (size_t v = 0; v < 5; v++) {
    for (double start = 0.0; start < 1.0; start += 0.015625) {
      gk_rbf rbf = GK_RBF_INIT;
      rbf.variance = variances[v];
      for (size_t i = 0; i < N; i++) {
        x[i] = (REAL)(((double)i + start) * (sizeof(REAL) == sizeof(float) ? 0.35 : 0.9));
      }
      TWIN(check)("on a line", 1, x, &rbf);
    }
  }
}
