/* One precision of test_rows.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Rising and falling, with the summit before, in and behind the row; the last falls below 0. */
static const TWIN(gki_parabola) TWIN(parabolas)[] = {
    {(REAL)-5, (REAL)0.37, (REAL)0.11, (REAL)-0.5},
    {0, (REAL)0.21, (REAL)3.3, 0},
    {(REAL)-69, (REAL)-0.125, (REAL)0.0625, (REAL)-7.25},
    {(REAL)-20, 0, (REAL)2.5, -1},
    {(REAL)-31, (REAL)6.5, (REAL)1.7, (REAL)-0.75},
    {(REAL)-3, (REAL)1e17, (REAL)-1e16, (REAL)-0.75},
};
enum { TWIN(PARABOLAS) = sizeof TWIN(parabolas) / sizeof TWIN(parabolas)[0] };

static const REAL TWIN(variance) = (REAL)1.37;

/* The exponent at i, and what its rounding errors are measured by. */
static long double TWIN(exponent)(const TWIN(gki_parabola) * p, size_t i, long double *magnitude) {
  const long double k = (long double)p->first + (long double)i;
  const long double u = k * (long double)p->step + (long double)p->offset;
  const long double terms = fabsl(k * (long double)p->step) + fabsl((long double)p->offset);
  *magnitude = 2 * fabsl((long double)p->top) + 4 * fabsl(u) * terms;
  return (long double)p->top - u * u;
}

static void TWIN(fill)(uint64_t seed, size_t n, REAL *x) {
  gk_test_rng rng = gk_test_seed(seed);
  for (size_t i = 0; i < n; i++) {
    x[i] = (REAL)gk_test_normal(&rng);
  }
}

static void TWIN(guard)(REAL *x, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) {
    x[i] = GUARD;
  }
}

/* What lies behind a row of n was left alone. */
static void TWIN(check_guard)(const REAL *x, size_t n, size_t end) {
  for (size_t i = n; i < end; i++) {
    TWIN(gk_test_same)(x[i], GUARD, "behind the row", __FILE__, __LINE__);
  }
}

static void TWIN(gaussians)(void **state) {
  (void)state;
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  TWIN(gki_exp2) plan;
  TWIN(gki_exp2_prepare)(TWIN(variance), &plan);
  for (size_t c = 0; c < TWIN(PARABOLAS) * (MOST + 1) * 2; c++) {
    const TWIN(gki_parabola) *p = &TWIN(parabolas)[c % TWIN(PARABOLAS)];
    const size_t n = c / TWIN(PARABOLAS) % (MOST + 1);
    const int add = c >= (size_t)TWIN(PARABOLAS) * (MOST + 1);
    REAL before[LD], out[LD];
    TWIN(fill)(n, LD, before);
    TWIN(guard)(before, n, LD);
    memcpy(out, before, sizeof out);
    loops->gaussian(n, p, &plan, add, out);
    for (size_t i = 0; i < n; i++) {
      long double magnitude;
      const long double t = TWIN(exponent)(p, i, &magnitude);
      const long double value = TWIN(variance) * exp2l(t), old = add ? (long double)before[i] : 0;
      const long double error = (4 + magnitude) * ROUNDOFF * value + 4 * (long double)REAL_MIN;
      assert_close(out[i], old + value, error + (add ? ROUNDOFF * fabsl(old + value) * 1.01L : 0));
    }
    TWIN(check_guard)(out, n, LD);
  }
}

/* Any part of a row has the bits of the whole. */
static void TWIN(cut_anywhere)(void **state) {
  (void)state;
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  TWIN(gki_exp2) plan;
  TWIN(gki_exp2_prepare)(TWIN(variance), &plan);
  for (size_t c = 0; c < TWIN(PARABOLAS); c++) {
    REAL whole[MOST];
    loops->gaussian(MOST, &TWIN(parabolas)[c], &plan, false, whole);
    for (size_t begin = 0; begin < MOST; begin += 3) {
      for (size_t end = begin; end <= MOST; end += 5) {
        REAL part[MOST];
        TWIN(gki_parabola) p = TWIN(parabolas)[c];
        p.first += (REAL)begin;
        loops->gaussian(end - begin, &p, &plan, false, part);
        for (size_t i = begin; i < end; i++) {
          TWIN(gk_test_same)(part[i - begin], whole[i], "a part", __FILE__, __LINE__);
        }
      }
    }
  }
}

static void TWIN(quadratics)(void **state) {
  (void)state;
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  for (size_t c = 0; c < TWIN(PARABOLAS) * (MOST + 1); c++) {
    const TWIN(gki_parabola) *p = &TWIN(parabolas)[c % TWIN(PARABOLAS)];
    const size_t n = c / TWIN(PARABOLAS);
    REAL out[LD], levels[LD], before[LD];
    TWIN(guard)(out, 0, LD);
    TWIN(fill)(n, LD, before);
    TWIN(guard)(before, n, LD);
    memcpy(levels, before, sizeof levels);
    loops->quadratic(n, p, out);
    loops->raise_levels(n, p, levels);
    for (size_t i = 0; i < n; i++) {
      long double magnitude;
      const long double t = TWIN(exponent)(p, i, &magnitude);
      assert_close(out[i], t, magnitude * ROUNDOFF);
      TWIN(gk_test_same)
      (levels[i], out[i] > before[i] ? out[i] : before[i], "a level", __FILE__, __LINE__);
    }
    TWIN(check_guard)(out, n, LD);
    TWIN(check_guard)(levels, n, LD);
  }
}

static void TWIN(over_levels)(void **state) {
  (void)state;
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  TWIN(gki_exp2) plan;
  TWIN(gki_exp2_prepare)(1, &plan);
  for (size_t c = 0; c < TWIN(PARABOLAS) * (MOST + 1); c++) {
    const TWIN(gki_parabola) *p = &TWIN(parabolas)[c % TWIN(PARABOLAS)];
    const size_t n = c / TWIN(PARABOLAS);
    REAL t[LD], levels[LD], sums[LD];
    loops->quadratic(n, p, t);
    TWIN(fill)(n, LD, levels);
    for (size_t i = 0; i < n; i++) { /* above the exponent, at it, and far below where it is 1 */
      levels[i] = i % 5 == 4 ? t[i] - 1000 : t[i] + (i % 5 ? fabs(levels[i]) * 9 : 0);
      sums[i] = (REAL)i;
    }
    TWIN(guard)(sums, n, LD);
    loops->gaussian_over(n, p, levels, &plan, sums);
    for (size_t i = 0; i < n; i++) {
      const long double below = (long double)t[i] - (long double)levels[i];
      const long double value = below < 0 ? exp2l(below) : 1;
      const long double error =
          (5 + fabsl(below)) * (below < 0 ? value : 0) + (long double)i + value;
      assert_close(sums[i], (long double)i + value, ROUNDOFF * error * 1.01L);
    }
    TWIN(check_guard)(sums, n, LD);
  }
}

static void TWIN(combinations)(void **state) {
  (void)state;
  enum { LDC = 3 };
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  REAL c[TERMS * LDC], v[TERMS * LD], before[LD];
  TWIN(fill)(1, TERMS * LDC, c);
  TWIN(fill)(2, TERMS * LD, v);
  TWIN(fill)(3, LD, before);
  for (size_t n = 0; n <= MOST; n++) {
    for (size_t terms = 0; terms <= TERMS; terms++) {
      for (int add = 0; add < 2; add++) {
        REAL out[LD];
        memcpy(out, before, sizeof out);
        TWIN(guard)(out, n, LD);
        loops->combine(n, terms, c, LDC, v, LD, add, out);
        for (size_t i = 0; i < n; i++) {
          long double sum = add ? (long double)before[i] : 0, magnitude = fabsl(sum);
          for (size_t k = 0; k < terms; k++) {
            const long double term = (long double)c[k * LDC] * (long double)v[k * LD + i];
            sum += term;
            magnitude += fabsl(term);
          }
          assert_close(out[i], sum, (1 + (long double)terms) * ROUNDOFF * magnitude);
        }
        TWIN(check_guard)(out, n, LD);
      }
    }
  }
}

static void TWIN(outer)(void **state) {
  (void)state;
  enum { ROWS = 3 };
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  REAL column[ROWS], row[LD], before[ROWS * LD];
  TWIN(fill)(1, ROWS, column);
  TWIN(fill)(2, LD, row);
  TWIN(fill)(3, ROWS * LD, before);
  for (size_t n = 0; n <= MOST; n++) {
    REAL sum[ROWS * LD], largest[ROWS * LD];
    for (size_t j = 0; j < ROWS; j++) {
      TWIN(guard)(before + j * LD, n, LD);
    }
    memcpy(sum, before, sizeof sum);
    memcpy(largest, before, sizeof largest);
    loops->add_outer(ROWS, n, column, row, sum, LD);
    loops->raise_outer(ROWS, n, column, row, largest, LD);
    for (size_t j = 0; j < ROWS; j++) {
      for (size_t i = 0; i < n; i++) {
        const REAL product = column[j] * row[i], old = before[j * LD + i];
        const long double exact = (long double)column[j] * (long double)row[i] + (long double)old;
        assert_close(sum[j * LD + i], exact, ROUNDOFF * (fabsl(exact) + fabsl(product)) * 1.01L);
        TWIN(gk_test_same)
        (largest[j * LD + i], product > old ? product : old, "the larger", __FILE__, __LINE__);
      }
      TWIN(check_guard)(sum + j * LD, n, LD);
      TWIN(check_guard)(largest + j * LD, n, LD);
    }
    TWIN(fill)(3, ROWS * LD, before);
  }
}

static void TWIN(narrowed)(void **state) {
  (void)state;
  double from[LD];
  gk_test_rng rng = gk_test_seed(1);
  for (size_t i = 0; i < LD; i++) {
    from[i] = gk_test_normal(&rng);
  }
  for (size_t n = 0; n <= MOST; n++) {
    REAL out[LD];
    TWIN(guard)(out, 0, LD);
    tables->TWIN(table)->narrow(n, from, out);
    for (size_t i = 0; i < n; i++) {
      TWIN(gk_test_same)(out[i], (REAL)from[i], "rounded", __FILE__, __LINE__);
    }
    TWIN(check_guard)(out, n, LD);
  }
}
