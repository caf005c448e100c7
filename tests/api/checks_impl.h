/* Included twice by checks.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TWIN(check_pair)(const char *what, size_t i, size_t j, REAL above, REAL below,
                             REAL variance) {
  if (memcmp(&above, &below, sizeof above) != 0) {
    fail_msg("%s: K[%zu,%zu] = %a but K[%zu,%zu] = %a", what, i, j, (double)above, j, i,
             (double)below);
  }
  if (!(above >= 0 && above <= variance)) {
    fail_msg("%s: K[%zu,%zu] = %.17g is not from 0 to %.17g", what, i, j, (double)above,
             (double)variance);
  }
  if (above > 0 && above < (REAL)REAL_MIN) {
    fail_msg("%s: K[%zu,%zu] = %g is subnormal", what, i, j, (double)above);
  }
}

void TWIN(check_exact)(const char *what, size_t n, const REAL *k, size_t ldk, const gk_rbf *rbf) {
  const REAL diagonal = (REAL)(rbf->variance + rbf->noise);
  for (size_t i = 0; i < n; i++) {
    if (memcmp(&k[i * ldk + i], &diagonal, sizeof diagonal) != 0) {
      fail_msg("%s: K[%zu,%zu] = %a, the diagonal is %a", what, i, i, (double)k[i * ldk + i],
               (double)diagonal);
    }
    for (size_t j = 0; j < i; j++) {
      TWIN(check_pair)(what, i, j, k[i * ldk + j], k[j * ldk + i], (REAL)rbf->variance);
    }
  }
}

double TWIN(tolerance)(size_t d, const gk_rbf *rbf) {
  double bound = NAN;
  assert_success(TWIN(gk_gram_error_bound)(d, rbf, &bound));
  return bound + reference_error(d, rbf);
}

typedef struct TWIN(subject) {
  const char *what;
  size_t d;
  const REAL *x;
  size_t ldx;
  const gk_rbf *rbf;
  const REAL *k;
  size_t ldk;
  double tolerance, worst;
} TWIN(subject);

static void TWIN(check_entry)(TWIN(subject) * s, size_t i, size_t j) {
  if (i == j) {
    return;
  }
  const long double truth =
      TWIN(gk_test_kernel)(s->d, s->x + i * s->ldx, s->x + j * s->ldx, s->rbf);
  const double value = (double)s->k[i * s->ldk + j];
  const double error = (double)fabsl((long double)value - truth);
  if (!(error <= s->tolerance)) {
    fail_msg("%s, d = %zu, gamma = %g: K[%zu,%zu] = %.17g, expected %.17Lg: off by %.3g, the bound "
             "is %.3g",
             s->what, s->d, s->rbf->gamma, i, j, value, truth, error, s->tolerance);
  }
  s->worst = error > s->worst ? error : s->worst;
}

static void TWIN(check_some)(TWIN(subject) * s, size_t n, size_t budget) {
  gk_test_rng rng = gk_test_seed(n * 1000 + s->d);
  for (size_t i = 0; i < n; i++) {
    TWIN(check_entry)(s, i, (i + 1) % n);
    TWIN(check_entry)(s, i, n - 1 - i);
  }
  for (size_t left = budget / cost_of_entry(s->d); left > 2 * n; left--) {
    TWIN(check_entry)(s, gk_test_bits(&rng) % n, gk_test_bits(&rng) % n);
  }
}

double TWIN(check_bound)(const char *what, size_t n, size_t d, const REAL *x, size_t ldx,
                         const gk_rbf *rbf, const REAL *k, size_t ldk, size_t budget) {
  TWIN(subject) s = {what, d, x, ldx, rbf, k, ldk, TWIN(tolerance)(d, rbf), 0.0};
  if (budget / cost_of_entry(d) < n * (n / 2)) {
    TWIN(check_some)(&s, n, budget);
  } else {
    for (size_t i = 0; i < n; i++) {
      for (size_t j = 0; j < i; j++) {
        TWIN(check_entry)(&s, i, j);
      }
    }
  }
  return s.worst / s.tolerance;
}
