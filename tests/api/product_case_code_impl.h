/* Included twice by product_case.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

TWIN(product_case)
TWIN(product_new)
(const family *f, size_t m, size_t n, size_t d, size_t p, size_t gap, double scale) {
  TWIN(product_case) c = {.m = m ? m : n, .n = n, .d = d, .p = p, .rbf = GK_RBF_INIT};
  gk_test_rng rng = gk_test_seed(n * 31 + d * 7 + p);
  c.ldx = d + gap;
  c.ldy = d + 2 * gap;
  c.ldv = p + gap;
  c.rbf.gamma = scale / (2.0 * (double)(d ? d : 1));
  c.x = gk_test_array(c.m * c.ldx + 1, sizeof *c.x);
  TWIN(family_points)(f, c.m, d, n + d, c.x, c.ldx);
  if (m) {
    c.y = gk_test_array(n * c.ldy + 1, sizeof *c.y);
    TWIN(family_points)(f, n, d, n + d + 1, c.y, c.ldy);
  }
  c.v = gk_test_array(n * c.ldv + 1, sizeof *c.v);
  TWIN(gk_test_normals)(&rng, n * c.ldv, 0.25, 1.0, c.v);
  return c;
}

void TWIN(product_free)(TWIN(product_case) * c) {
  free(c->x);
  free(c->y);
  free(c->v);
  free(c->weights);
}

void TWIN(product_set_weights)(TWIN(product_case) * c) {
  gk_test_rng rng = gk_test_seed(c->n);
  c->weights = gk_test_array(c->n + 1, sizeof *c->weights);
  for (size_t j = 0; j < c->n; j++) {
    c->weights[j] = j % 5 == 2 ? (REAL)0 : (REAL)(3 * gk_test_uniform(&rng) + 1e-3);
  }
}

size_t TWIN(product_columns)(const TWIN(product_case) * c, product what) {
  return what == MULTIPLY || what == MEANS ? c->p : 1;
}

static gk_status TWIN(call_symmetric)(const TWIN(product_case) * c, product what, REAL *out,
                                      size_t ldo, const gk_options *options) {
  const size_t n = c->n, d = c->d;
  switch (what) {
  case MULTIPLY:
    return TWIN(gk_gram_multiply)(n, d, c->p, c->x, c->ldx, c->v, c->ldv, c->diagonal, &c->rbf, out,
                                  ldo, options);
  case ROW_SUMS:
    return TWIN(gk_gram_row_sums)(n, d, c->x, c->ldx, c->diagonal, &c->rbf, out, options);
  case LOG_SUMS:
    return TWIN(gk_gram_log_sums)(n, d, c->x, c->ldx, c->weights, c->diagonal, &c->rbf, out,
                                  options);
  default:
    return TWIN(gk_gram_means)(n, d, c->p, c->x, c->ldx, c->weights, c->v, c->ldv, c->diagonal,
                               &c->rbf, out, ldo, options);
  }
}

gk_status TWIN(product_call)(const TWIN(product_case) * c, product what, REAL *out, size_t ldo,
                             const gk_options *options) {
  const size_t m = c->m, n = c->n, d = c->d;
  if (!c->y) {
    return TWIN(call_symmetric)(c, what, out, ldo, options);
  }
  switch (what) {
  case MULTIPLY:
    return TWIN(gk_cross_gram_multiply)(m, n, d, c->p, c->x, c->ldx, c->y, c->ldy, c->v, c->ldv,
                                        &c->rbf, out, ldo, options);
  case ROW_SUMS:
    return TWIN(gk_cross_gram_row_sums)(m, n, d, c->x, c->ldx, c->y, c->ldy, &c->rbf, out, options);
  case LOG_SUMS:
    return TWIN(gk_cross_gram_log_sums)(m, n, d, c->x, c->ldx, c->y, c->ldy, c->weights, &c->rbf,
                                        out, options);
  default:
    return TWIN(gk_cross_gram_means)(m, n, d, c->p, c->x, c->ldx, c->y, c->ldy, c->weights, c->v,
                                     c->ldv, &c->rbf, out, ldo, options);
  }
}

REAL *TWIN(product_result)(const TWIN(product_case) * c, product what, const gk_options *options) {
  const size_t columns = TWIN(product_columns)(c, what);
  REAL *out = gk_test_array(c->m * columns + 1, sizeof *out);
  assert_success(TWIN(product_call)(c, what, out, columns, options));
  return out;
}

static long double TWIN(exponent)(const TWIN(product_case) * c, size_t i, size_t j) {
  const REAL *x = c->x + i * c->ldx, *y = c->y ? c->y + j * c->ldy : c->x + j * c->ldx;
  long double sum = 0;
  for (size_t k = 0; k < c->d; k++) {
    const long double scale = c->rbf.lengthscale ? (long double)c->rbf.lengthscale[k] : 1.0L;
    const long double step = ((long double)x[k] - (long double)y[k]) / scale;
    sum += step * step;
  }
  return (long double)c->rbf.gamma * sum;
}

static void TWIN(fill_terms)(const TWIN(product_case) * c, size_t i, row_terms *r) {
  const long double log_variance = logl((long double)c->rbf.variance);
  const long double diagonal = (long double)c->rbf.variance + (long double)c->rbf.noise;
  r->most_log_weight = 0;
  for (size_t j = 0; j < c->n; j++) {
    const bool same = !c->y && i == j;
    const long double t = TWIN(exponent)(c, i, j);
    r->t[j] = t;
    if (same && c->diagonal == GK_DIAGONAL_LEFT_OUT) {
      r->t[j] = 0;
      r->log_k[j] = -INFINITY;
    } else {
      r->log_k[j] = same && !isnan(t) ? logl(diagonal) : log_variance - t;
    }
    const double w = c->weights ? (double)c->weights[j] : 1;
    r->weighted[j] = r->log_k[j] + (long double)log(w);
    if (w > 0) {
      r->most_log_weight = fmax(r->most_log_weight, fabs(log(w)));
      r->weighted[j] = r->log_k[j] + logl((long double)w);
    }
    r->k[j] = same && isfinite(r->log_k[j]) ? diagonal : expl(r->log_k[j]);
  }
}

/* e_ij of gram.h. */
static double TWIN(exponent_error)(size_t d, long double t) {
  const double relative = ROUNDOFF * (counted_features(d) + 9) * (double)t;
  const double products = sizeof(REAL) == sizeof(float) ? 0x1p-14 : 0x1p-43;
  return d > 48 ? fmax(products, relative) : relative;
}

/* "Finite as long as the square distance (times gamma) is a number." */
static bool TWIN(is_beyond)(product what, long double log_sum) {
  return what >= LOG_SUMS && log_sum < -(long double)REAL_MAX / 2;
}

static void TWIN(compare)(const TWIN(product_case) * c, product what, size_t i, size_t k,
                          const char *name, REAL value, long double truth, double tolerance) {
  if (isnan(truth)
          ? isnan(value)
          : (long double)value == truth || (double)fabsl((long double)value - truth) <= tolerance) {
    return;
  }
  fail_msg("%s, %s" PRECISION ", m = %zu, n = %zu, d = %zu, p = %zu, gamma = %g, diagonal %d: "
           "[%zu, %zu] = %.17g, expected %.17Lg: off by %.3Lg, the bound is %.3g",
           name, product_name(what, !c->y), c->m, c->n, c->d, c->p, c->rbf.gamma, (int)c->diagonal,
           i, k, (double)value, truth, fabsl((long double)value - truth), tolerance);
}

static void TWIN(check_product)(const TWIN(product_case) * c, product what, size_t i, size_t k,
                                const row_terms *r, REAL value, const char *name) {
  double bound = 0;
  assert_success(TWIN(gk_gram_error_bound)(c->d, &c->rbf, &bound));
  long double exact = 0, sum_v = 0, sum_k = 0;
  for (size_t j = 0; j < c->n; j++) {
    const bool out = !c->y && i == j && c->diagonal == GK_DIAGONAL_LEFT_OUT;
    const long double v = what == ROW_SUMS ? 1 : (long double)c->v[j * c->ldv + k];
    exact += out && isfinite(v) ? 0 : r->k[j] * v;
    sum_v += out ? 0 : fabsl(v);
    sum_k += out ? 0 : r->k[j] * fabsl(v);
  }
  const double b = bound * (double)sum_v;
  const double tolerance = b + 288 * ROUNDOFF * ((double)sum_k + b);
  TWIN(compare)(c, what, i, k, name, value, exact, tolerance);
}

/* log(sum_j w_j K_ij) and E_i. */
static long double TWIN(log_sum)(const TWIN(product_case) * c, const row_terms *r, double *spread) {
  long double level = -INFINITY, sum = 0, errors = 0;
  for (size_t j = 0; j < c->n; j++) {
    if (isnan(r->log_k[j])) {
      return (long double)NAN;
    }
    level = fmaxl(level, r->weighted[j]);
  }
  for (size_t j = 0; isfinite(level) && j < c->n; j++) {
    const long double term = expl(r->weighted[j] - level);
    sum += term;
    errors += term > 0 ? term * (long double)TWIN(exponent_error)(c->d, r->t[j]) : 0;
  }
  *spread = sum > 0 ? (double)(errors / sum) : 0;
  return level + logl(sum > 0 ? sum : 1);
}

/* Where the exponents' errors are no small numbers the shares are undefined, but not their range. */
static void TWIN(check_mean)(const TWIN(product_case) * c, size_t i, size_t k, const row_terms *r,
                             long double log_sum, double spread, REAL value, const char *name) {
  long double exact = 0, tolerance = 0, least = INFINITY, most = -INFINITY;
  double worst = 0;
  for (size_t j = 0; j < c->n; j++) {
    const long double v = (long double)c->v[j * c->ldv + k], share = expl(r->weighted[j] - log_sum);
    if (share > 0 || isnan(share)) {
      const double error = TWIN(exponent_error)(c->d, r->t[j]) + spread +
                           ROUNDOFF * (640 + 8 * (double)r->t[j] + 8 * r->most_log_weight);
      exact += share * v;
      tolerance += share * fabsl(v) * expm1l((long double)error);
      worst = fmax(worst, error);
    } else {
      exact += isnan(v) ? v : 0;
    }
    if (r->weighted[j] > -INFINITY) {
      least = fminl(least, v);
      most = fmaxl(most, v);
    }
  }
  if (worst < 0.1 || isnan(exact)) {
    TWIN(compare)(c, MEANS, i, k, name, value, exact, (double)tolerance);
  } else {
    const long double middle = (least + most) / 2, reach = (most - least) / 2;
    TWIN(compare)
    (c, MEANS, i, k, name, value, middle,
     (double)(reach + 640 * (long double)ROUNDOFF * (fabsl(middle) + reach)));
  }
}

/* Of a row's log sum: gram.h's bound, E_i being `spread`. */
static double TWIN(log_tolerance)(const TWIN(product_case) * c, const row_terms *r, double spread,
                                  long double log_sum) {
  const bool kept = !c->y && c->diagonal == GK_DIAGONAL_KEPT;
  const double diagonal = kept ? log1p(c->rbf.noise / c->rbf.variance) : 0;
  return spread +
         ROUNDOFF * (320 + 4 * (double)fabsl(log_sum) + 4 * r->most_log_weight + 4 * diagonal);
}

void TWIN(product_check_row)(const TWIN(product_case) * c, product what, size_t i, const REAL *row,
                             const char *name) {
  row_terms r = row_terms_new(c->n);
  TWIN(fill_terms)(c, i, &r);
  double spread = 0;
  const long double log_sum = what >= LOG_SUMS ? TWIN(log_sum)(c, &r, &spread) : 0;
  if (TWIN(is_beyond)(what, log_sum) && log_sum > -INFINITY) {
    free(r.t);
    return;
  }
  if (what == LOG_SUMS) {
    TWIN(compare)
    (c, what, i, 0, name, row[0], log_sum, TWIN(log_tolerance)(c, &r, spread, log_sum));
  }
  for (size_t k = 0; what != LOG_SUMS && k < TWIN(product_columns)(c, what); k++) {
    if (what == MEANS) {
      TWIN(check_mean)(c, i, k, &r, log_sum, spread, row[k], name);
    } else {
      TWIN(check_product)(c, what, i, k, &r, row[k], name);
    }
  }
  free(r.t);
}

void TWIN(product_check)(const TWIN(product_case) * c, product what, const char *name,
                         size_t budget) {
  const size_t columns = TWIN(product_columns)(c, what);
  const size_t gap = what == MULTIPLY || what == MEANS ? c->ldx - c->d : 0;
  canvas out = canvas_new(sizeof(REAL), c->m, columns, columns + gap, c->n % 9);
  const REAL *values = (const REAL *)(void *)out.data;
  const gk_status status = TWIN(product_call)(c, what, (REAL *)(void *)out.data, out.ld, NULL);
  if (status) {
    fail_msg("%s: %s", name, gk_error_message());
  }
  assert_gaps_intact(out);
  const size_t cost = c->n * (c->d + 16 + 2 * columns) + 1;
  const size_t rows = budget / cost + 2 < c->m ? budget / cost + 2 : c->m;
  gk_test_rng rng = gk_test_seed(c->n);
  for (size_t r = 0; r < rows && c->m; r++) {
    size_t i = r;
    if (rows < c->m) {
      i = r == 0 ? 0 : r == 1 ? c->m - 1 : gk_test_bits(&rng) % c->m;
    }
    TWIN(product_check_row)(c, what, i, values + i * out.ld, name);
  }
  canvas_free(&out);
}
