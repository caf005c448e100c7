/* Included twice by test_product_contract.c: sums that cancel, in exact numbers. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* What such an entry gives to each sum, the kernel and the weight being powers of two: numbers that
 * cancel, and small ones that are lost beside them unless a sum has more digits than they. */
static double TWIN(given)(size_t turn) {
  const double large = sizeof(REAL) == sizeof(float) ? 0x1p40 : 0x1p60;
  const double small = sizeof(REAL) == sizeof(float) ? 0x1p-8 : 0x1p-30;
  const double terms[] = {large, 1, -large, small, -large, 1, large, small};
  return terms[turn % 8];
}

/* Points that are all alike, so that K is 1. Vector k is 2^k times the first. */
static TWIN(product_case) TWIN(alike)(size_t m, size_t turns, size_t d, size_t p) {
  TWIN(product_case)
  c = {.m = m ? m : turns * APART, .n = turns * APART, .d = d, .p = p, .rbf = GK_RBF_INIT};
  c.ldx = c.ldy = d;
  c.ldv = p;
  c.x = gk_test_array(c.m * d, sizeof *c.x);
  memset(c.x, 0, c.m * d * sizeof *c.x);
  if (m) {
    c.y = gk_test_array(c.n * d, sizeof *c.y);
    memset(c.y, 0, c.n * d * sizeof *c.y);
  }
  c.v = gk_test_array(c.n * p, sizeof *c.v);
  memset(c.v, 0, c.n * p * sizeof *c.v);
  for (size_t t = 0; t < turns; t++) {
    for (size_t k = 0; k < p; k++) {
      c.v[(t * APART + t % 7) * p + k] = (REAL)ldexp(TWIN(given)(t), (int)k);
    }
  }
  return c;
}

static void TWIN(check_exact)(const TWIN(product_case) * c, product what, double expected) {
  REAL *out = TWIN(product_result)(c, what, NULL);
  for (size_t i = 0; i < c->m; i++) {
    const bool left_out = c->diagonal == GK_DIAGONAL_LEFT_OUT && c->v[i * c->p] != 0;
    for (size_t k = 0; k < c->p && !left_out; k++) {
      if ((double)out[i * c->p + k] != (double)(REAL)ldexp(expected, (int)k)) {
        fail_msg("%s" PRECISION
                 ", m = %zu, n = %zu, d = %zu, p = %zu: [%zu, %zu] = %.17g, not %.17g",
                 product_name(what, !c->y), c->m, c->n, c->d, c->p, i, k, (double)out[i * c->p + k],
                 ldexp(expected, (int)k));
      }
    }
  }
  free(out);
}

/* Symmetric, a few rows against many columns, whose sums are made in parts, and many rows; at last an
 * infinite sum, of whose parts the rest is no number. */
static void TWIN(cancelling_sums)(void **state) {
  (void)state;
  static const size_t rows[] = {0, 20, 300}, turns[] = {4, 80, 4}, vectors[] = {1, 3, 9, 50};
  for (size_t c = 0; c < 3 * 4; c++) {
    const size_t t = turns[c % 3], d = c / 3 % 2 ? 60 : 1;
    TWIN(product_case) a = TWIN(alike)(rows[c % 3], t, d, vectors[c / 3]);
    const double sum = (double)t / 4 * (1 + TWIN(given)(3));
    if (a.y) {
      TWIN(check_exact)(&a, MEANS, sum / (double)a.n);
    } else {
      a.diagonal = c / 3 % 2 ? GK_DIAGONAL_LEFT_OUT : GK_DIAGONAL_KEPT;
    }
    TWIN(check_exact)(&a, MULTIPLY, sum);
    for (size_t k = 0; k < a.p; k++) {
      a.v[k] = (REAL)INFINITY;
    }
    TWIN(check_exact)(&a, MULTIPLY, INFINITY);
    TWIN(product_free)(&a);
  }
}

/* Weights that rise and fall by powers of two: the sums are scaled as their largest term rises. */
static void TWIN(cancelling_means)(void **state) {
  (void)state;
  for (size_t c = 0; c < 8; c++) {
    const size_t turns = c % 2 ? 80 : 8;
    TWIN(product_case) a = TWIN(alike)(c % 2 ? 20 : 70, turns, c / 2 % 2 ? 60 : 2, c / 4 ? 9 : 1);
    double weights = 0;
    a.weights = gk_test_array(a.n, sizeof *a.weights);
    for (size_t j = 0; j < a.n; j++) {
      const int power = (int)(j / APART / 2 % 8);
      a.weights[j] = (REAL)ldexp(1, power);
      weights += ldexp(1, power);
      for (size_t k = 0; k < a.p; k++) {
        a.v[j * a.p + k] = (REAL)ldexp((double)a.v[j * a.p + k], -power);
      }
    }
    TWIN(check_exact)(&a, MEANS, (double)turns / 8 * (2 + 2 * TWIN(given)(3)) / weights);
    TWIN(product_free)(&a);
  }
}
