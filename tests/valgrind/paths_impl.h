/* One precision of paths.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef struct TWIN(problem) {
  shape s;
  size_t ldx, ldk;
  gk_rbf rbf;
  REAL *x, *y, *k;
  double lengthscale[MOST_FEATURES];
} TWIN(problem);

static REAL *TWIN(points)(size_t size, uint64_t seed) {
  gk_test_rng rng = gk_test_seed(seed);
  REAL *points = gk_test_array(size, sizeof *points);
  for (size_t i = 0; i < size; i++) {
    points[i] = (REAL)coordinate(&rng, i);
  }
  return points;
}

/* The output is not written before: memcheck knows each of its bytes that the library leaves out.
 */
static void TWIN(start)(TWIN(problem) * p, shape s) {
  p->s = s;
  p->ldx = s.d + s.gap;
  p->ldk = s.n + s.gap;
  p->rbf = kernel(s.d, p->lengthscale);
  p->x = TWIN(points)(elements(s.n, s.d, s.gap), 1);
  p->y = TWIN(points)(elements(s.m, s.d, s.gap), 2);
  p->k = malloc(elements(s.n > s.m ? s.n : s.m, s.n, s.gap) * sizeof *p->k);
}

static void TWIN(end)(TWIN(problem) * p) {
  free(p->x);
  free(p->y);
  free(p->k);
}

static void TWIN(look_at)(const TWIN(problem) * p, size_t rows) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < p->s.n; j++) {
      const double value = (double)p->k[i * p->ldk + j];
      assert_true(isnan(value) || (value >= 0 && value <= p->rbf.variance + p->rbf.noise));
    }
  }
}

static void TWIN(forget)(TWIN(problem) * p) {
  free(p->k);
  const size_t rows = p->s.n > p->s.m ? p->s.n : p->s.m;
  p->k = malloc(elements(rows, p->s.n, p->s.gap) * sizeof *p->k);
}

static void TWIN(grams)(TWIN(problem) * p) {
  const shape s = p->s;
  assert_success(TWIN(gk_gram)(s.n, s.d, p->x, p->ldx, &p->rbf, p->k, p->ldk, NULL));
  TWIN(look_at)(p, s.n);
  TWIN(forget)(p);
  for (int t = GK_LOWER; t <= GK_UPPER; t++) {
    assert_success(TWIN(gk_gram_triangle)((gk_triangle)t, s.n, s.d, p->x, p->ldx, &p->rbf, p->k,
                                          p->ldk, NULL));
  }
  TWIN(look_at)(p, s.n);
  TWIN(forget)(p);
  assert_success(
      TWIN(gk_gram_rows)(s.n, s.d, p->x, p->ldx, s.n / 3, s.n / 2, &p->rbf, p->k, p->ldk, NULL));
  TWIN(look_at)(p, s.n / 2);
  TWIN(forget)(p);
  assert_success(
      TWIN(gk_cross_gram)(s.m, s.n, s.d, p->y, p->ldx, p->x, p->ldx, &p->rbf, p->k, p->ldk, NULL));
  TWIN(look_at)(p, s.m);
}

static void TWIN(rules)(const TWIN(problem) * p) {
  const shape s = p->s;
  double number = 0;
  if (s.n < 2 || s.d == 0) {
    return;
  }
  assert_success(TWIN(gk_gamma_scale)(s.n, s.d, p->x, p->ldx, &number));
  assert_true(number > 0);
  assert_success(TWIN(gk_gamma_median)(s.n, s.d, p->x, p->ldx, 50, 1, &number));
  assert_true(number > 0);
  assert_success(TWIN(gk_gram_error_bound)(s.d, &p->rbf, &number));
  assert_true(number > 0);
}

static void TWIN(every_shape)(void **state) {
  (void)state;
  for (size_t i = 0; i < SHAPES; i++) {
    TWIN(problem) p;
    TWIN(start)(&p, shapes[i]);
    TWIN(rules)(&p);
    TWIN(grams)(&p);
    if (p.s.n > 1 && p.s.d > 0) {
      TWIN(forget)(&p);
      p.x[p.ldx] = NAN;
      TWIN(grams)(&p);
    }
    TWIN(end)(&p);
  }
}
