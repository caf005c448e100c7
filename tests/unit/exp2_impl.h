/* One precision of test_exp2.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TWIN(fail_at)(const char *what, REAL variance, REAL t, REAL value) {
  fail_msg("%s, %s: variance %a, t = %a: %a", isa, what, (double)variance, (double)t,
           (double)value);
}

/* One value of variance * 2^t against the exact number; `worst` is the greatest error in ulp. */
static void TWIN(check_value)(REAL variance, REAL lowest, REAL t, long double power, REAL value,
                              double *worst) {
  const long double exact = (long double)variance * power;
  if (value == 0 && exact < FLUSHED) {
    return;
  }
  if (t <= lowest) {
    TWIN(fail_at)("not flushed to 0", variance, t, value);
  }
  const double error = TWIN(gk_test_ulp_error)(value, exact);
  if (!(error <= MOST_ULP)) {
    TWIN(fail_at)("more than 2 ulp off", variance, t, value);
  }
  if (!(value >= REAL_MIN && value <= variance)) {
    TWIN(fail_at)("subnormal, negative or above the variance", variance, t, value);
  }
  *worst = error > *worst ? error : *worst;
}

/* At most BATCH exponents, with all variances. */
static void TWIN(check_batch)(size_t n, const REAL *t, double *worst) {
  static long double powers[BATCH];
  static REAL values[BATCH];
  for (size_t i = 0; i < n; i++) {
    powers[i] = POWER_OF_TWO(t[i]);
  }
  for (size_t v = 0; v < TWIN(VARIANCES); v++) {
    TWIN(gki_exp2) plan;
    TWIN(gki_exp2_prepare)(TWIN(variances)[v], &plan);
    tables->TWIN(table)->exp2(n, t, &plan, values);
    for (size_t i = 0; i < n; i++) {
      TWIN(check_value)(TWIN(variances)[v], plan.lowest, t[i], powers[i], values[i], worst);
    }
  }
}

/* `count` numbers in the direction of -infinity from `from`, and as many in the other, up to 0. */
static size_t TWIN(neighbours)(REAL from, size_t count, REAL *t) {
  size_t n = 0;
  REAL down = from, up = from;
  for (size_t i = 0; i < count; i++) {
    t[n++] = down;
    t[n++] = up < 0 ? up : 0;
    down = NEXT(down, (REAL)-INFINITY);
    up = NEXT(up, (REAL)INFINITY);
  }
  return n;
}

/* Where n = round(t) changes, where the fraction is 0, where results are flushed, and near 0. */
static void TWIN(is_accurate_at_boundaries)(void **state) {
  (void)state;
  static REAL t[BATCH];
  double worst = 0.0;
  for (int twice = 0; twice <= 2 * GREATEST_EXPONENT; twice++) {
    TWIN(check_batch)(TWIN(neighbours)((REAL)(-0.5 * twice), 16, t), t, &worst);
  }
  for (REAL power = 1; power > 0; power /= 2) {
    TWIN(check_batch)(TWIN(neighbours)(-power, 4, t), t, &worst);
  }
  for (size_t v = 0; v < TWIN(VARIANCES); v++) {
    TWIN(gki_exp2) plan;
    TWIN(gki_exp2_prepare)(TWIN(variances)[v], &plan);
    for (int k = 0; k < 8; k++) {
      const REAL near_flush = plan.lowest + (REAL)k / 4;
      TWIN(check_batch)(TWIN(neighbours)(near_flush, 64, t), t, &worst);
    }
  }
  print_message("%s, " PRECISION ", boundaries: largest error %.3f ulp\n", isa, worst);
}

static void TWIN(keeps_special_values)(void **state) {
  (void)state;
  const REAL zeros[] = {(REAL)-INFINITY, -REAL_MAX, (REAL)-1e30, -GREATEST_EXPONENT};
  const REAL ones[] = {0, (REAL)-0.0, -REAL_MIN, NEXT(0, -1)};
  for (size_t v = 0; v < TWIN(VARIANCES); v++) {
    const REAL variance = TWIN(variances)[v];
    TWIN(gki_exp2) plan;
    TWIN(gki_exp2_prepare)(variance, &plan);
    REAL out[4];
    tables->TWIN(table)->exp2(4, zeros, &plan, out);
    for (size_t i = 0; i < 4; i++) {
      TWIN(gk_test_same)(out[i], 0, "2^-large", __FILE__, __LINE__);
    }
    tables->TWIN(table)->exp2(4, ones, &plan, out);
    for (size_t i = 0; i < 4; i++) {
      TWIN(gk_test_same)(out[i], variance, "2^0", __FILE__, __LINE__);
    }
    for (REAL t = -1; t > plan.lowest + 1; t--) { /* powers of two are exact */
      tables->TWIN(table)->exp2(1, &t, &plan, out);
      const REAL exact = (REAL)ldexpl((long double)variance, (int)t);
      if (exact >= FLUSHED) {
        TWIN(gk_test_same)(out[0], exact, "2^-n", __FILE__, __LINE__);
      }
    }
  }
}

/* A NaN of either sign, in each lane, with neighbours that are none. */
static void TWIN(keeps_nan)(void **state) {
  (void)state;
  TWIN(gki_exp2) plan;
  TWIN(gki_exp2_prepare)(1, &plan);
  enum { LANES = 64 };
  for (size_t place = 0; place < LANES; place++) {
    REAL t[LANES], out[LANES];
    for (size_t i = 0; i < LANES; i++) {
      t[i] = i == place ? COPYSIGN((REAL)NAN, place % 2 ? (REAL)-1 : (REAL)1) : (REAL)-3;
    }
    tables->TWIN(table)->exp2(LANES, t, &plan, out);
    for (size_t i = 0; i < LANES; i++) {
      if (i == place) {
        assert_is_nan(out[i]);
      } else {
        assert_close(out[i], 0.125, 0);
      }
    }
  }
}

/* Any length and alignment gives the bits of the long array, and writes nothing else. */
static void TWIN(does_not_depend_on_place)(void **state) {
  (void)state;
  enum { MOST = 70, OFFSETS = 8 };
  TWIN(gki_exp2) plan;
  TWIN(gki_exp2_prepare)((REAL)1.37, &plan);
  REAL t[MOST], whole[MOST];
  for (size_t i = 0; i < MOST; i++) {
    t[i] = (REAL)-0.37 * (REAL)i;
  }
  tables->TWIN(table)->exp2(MOST, t, &plan, whole);
  for (size_t first = 0; first < OFFSETS; first++) {
    for (size_t n = 0; first + n <= MOST; n++) {
      REAL out[MOST + 1];
      for (size_t i = 0; i <= MOST; i++) {
        out[i] = 42;
      }
      tables->TWIN(table)->exp2(n, t + first, &plan, out + first);
      for (size_t i = 0; i <= MOST; i++) {
        const int written = i >= first && i < first + n;
        TWIN(gk_test_same)(out[i], written ? whole[i] : 42, "out[i]", __FILE__, __LINE__);
      }
    }
  }
}

/* Nearer to 0 never gives less by more than the accuracy allows: the ends of the range meet v. */
static void TWIN(rises_to_the_variance)(void **state) {
  (void)state;
  for (size_t v = 0; v < TWIN(VARIANCES); v++) {
    TWIN(gki_exp2) plan;
    TWIN(gki_exp2_prepare)(TWIN(variances)[v], &plan);
    REAL previous = 0;
    for (REAL t = -1; t < -REAL_MIN; t /= 2) {
      REAL out;
      tables->TWIN(table)->exp2(1, &t, &plan, &out);
      assert_true(out >= previous);
      previous = out;
    }
    TWIN(gk_test_same)(previous, TWIN(variances)[v], "the limit", __FILE__, __LINE__);
  }
}
