/* Included twice by test_product_contract.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Results that are NaN are these and no others: given by rows and by columns. */
static void TWIN(check_nans)(const TWIN(product_case) * c, const bool *row, const bool *column,
                             const char *name) {
  for (product what = MULTIPLY; what < PRODUCTS; what++) {
    const size_t columns = TWIN(product_columns)(c, what);
    REAL *out = TWIN(product_result)(c, what, NULL);
    for (size_t i = 0; i < c->m * columns; i++) {
      const bool of_v = column && (what == MULTIPLY || what == MEANS) && column[i % columns];
      const bool expected = (row && row[i / columns]) || of_v;
      if (expected != (isnan(out[i]) != 0)) {
        fail_msg("%s, %s" PRECISION ", n = %zu, d = %zu, p = %zu: [%zu, %zu] is %g", name,
                 product_name(what, !c->y), c->n, c->d, c->p, i / columns, i % columns,
                 (double)out[i]);
      }
    }
    free(out);
  }
}

/* A NaN in a row of x makes that row's results NaN. */
static void TWIN(nan_in_x)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    const size_t d = features[c / 2];
    TWIN(product_case) p = TWIN(product_new)(&families[c], N, 290, d, c % 2 ? 2 : 11, 1, 1);
    bool row[N] = {false};
    for (size_t i = 0; i < PLACES; i++) {
      p.x[places[i] * p.ldx + (i * 31) % d] = (REAL)(i % 2 ? NAN : -NAN);
      row[places[i]] = true;
    }
    TWIN(check_nans)(&p, row, NULL, "NaN in x");
    TWIN(product_check)(&p, MULTIPLY, "NaN in x", 9000);
    TWIN(product_check)(&p, LOG_SUMS, "NaN in x", 9000);
    TWIN(product_free)(&p);
  }
}

/* One in a row of y makes all results NaN, wherever it is, and whatever its weight. */
static void TWIN(nan_in_y)(void **state) {
  (void)state;
  bool all[N];
  memset(all, true, sizeof all);
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    const size_t d = features[c / 2];
    TWIN(product_case) p = TWIN(product_new)(&families[0], 33, N, d, c % 2 ? 2 : 11, 0, 1e3);
    p.y[places[c % PLACES] * p.ldy + c % d] = (REAL)NAN;
    TWIN(check_nans)(&p, all, NULL, "NaN in y");
    TWIN(product_free)(&p);
  }
}

static void TWIN(nan_symmetric)(void **state) {
  (void)state;
  bool all[N];
  memset(all, true, sizeof all);
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    const size_t d = features[c / 2];
    TWIN(product_case) p = TWIN(product_new)(&families[0], 0, N, d, c % 2 ? 2 : 11, 0, 1e3);
    p.diagonal = c % 3 ? GK_DIAGONAL_KEPT : GK_DIAGONAL_LEFT_OUT;
    p.x[places[c % PLACES] * p.ldx + c % d] = (REAL)NAN;
    if (p.diagonal == GK_DIAGONAL_LEFT_OUT) {
      /* the point itself meets the others, too */
      TWIN(product_check)(&p, ROW_SUMS, "NaN, leave-one-out", 9000);
    }
    TWIN(check_nans)(&p, all, NULL, "NaN in x of a symmetric K");
    TWIN(product_free)(&p);
  }
}

/* One in a column of v makes that column NaN. */
static void TWIN(nan_in_v)(void **state) {
  (void)state;
  for (size_t c = 0; c < 4 * FEATURES; c++) {
    const size_t d = features[c / 4], p = c % 2 ? 3 : 20;
    TWIN(product_case) k = TWIN(product_new)(&families[0], c % 4 < 2 ? 0 : 70, N, d, p, 1, 1e3);
    bool column[20] = {false};
    k.v[places[c % PLACES] * k.ldv + 1] = (REAL)NAN;
    k.v[places[(c + 3) % PLACES] * k.ldv + p - 1] = -(REAL)NAN;
    column[1] = column[p - 1] = true;
    TWIN(check_nans)(&k, NULL, column, "NaN in v");
    TWIN(product_check)(&k, MULTIPLY, "NaN in v", 9000);
    TWIN(product_check)(&k, MEANS, "NaN in v", 9000);
    TWIN(product_free)(&k);
  }
}

/* A point with an infinity is infinitely far from all others, and its distance from itself, or from
 * one that is infinite alike, is NaN. */
static void TWIN(infinite)(void **state) {
  (void)state;
  const REAL infinity = (REAL)INFINITY;
  for (size_t c = 0; c < 3 * FEATURES; c++) {
    const size_t d = features[c / 3];
    TWIN(product_case) k = TWIN(product_new)(&families[0], c % 3 ? 0 : 60, N, d, 3, 0, 1);
    REAL *points = k.y ? k.y : k.x;
    k.diagonal = c % 3 == 1 ? GK_DIAGONAL_KEPT : GK_DIAGONAL_LEFT_OUT;
    points[places[1] * d] = infinity;
    points[places[4] * d] = -infinity;
    if (k.y) {
      k.x[7 * d] = infinity;
      k.x[8 * d + d - 1] = -infinity;
    }
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      REAL *out = TWIN(product_result)(&k, what, NULL);
      for (size_t i = 0; i < k.m; i += i == places[1] || i == places[4] || i < 9 ? 1 : 67) {
        TWIN(product_check_row)(&k, what, i, out + i * TWIN(product_columns)(&k, what), "infinity");
      }
      const size_t special[] = {places[1], places[4]};
      for (size_t s = 0; s < 2 && !k.y; s++) {
        TWIN(product_check_row)
        (&k, what, special[s], out + special[s] * TWIN(product_columns)(&k, what), "infinity");
      }
      free(out);
    }
    TWIN(product_free)(&k);
  }
}

/* A query so far away that all of K's row is 0: the log sum is finite all the same, and the mean is
 * the value of the nearest point. */
static void TWIN(far_points)(void **state) {
  (void)state;
  enum { ROWS = 5 };
  const double away[ROWS] = {40, 1e3, 1e5, -1e5, sizeof(REAL) == sizeof(float) ? 1e15 : 1e100};
  for (size_t c = 0; c < 2 * FEATURES; c++) {
    const size_t d = features[c / 2];
    TWIN(product_case) k = TWIN(product_new)(&families[0], ROWS, N, d, 3, 1, 2.0 * (double)d);
    for (size_t i = 0; i < ROWS; i++) {
      for (size_t f = 0; f < d; f++) {
        k.x[i * k.ldx + f] = (REAL)(f == 0 ? away[i] : 0);
      }
    }
    for (size_t j = 0; j < N; j++) { /* the nearest by far: the first point, or the last */
      k.y[j * k.ldy] = (REAL)(j == 0 ? 25 : j == N - 1 ? -25 : (double)k.y[j * k.ldy]);
    }
    if (c % 2) {
      TWIN(product_set_weights)(&k);
      k.weights[0] = (REAL)1e-3;
      k.weights[N - 1] = (REAL)2;
    }
    REAL *sums = TWIN(product_result)(&k, LOG_SUMS, NULL),
         *means = TWIN(product_result)(&k, MEANS, NULL);
    for (size_t i = 0; i < ROWS; i++) {
      assert_true(isfinite(sums[i]));
      TWIN(product_check_row)(&k, LOG_SUMS, i, sums + i, "far");
      TWIN(product_check_row)(&k, MEANS, i, means + 3 * i, "far");
      const REAL *nearest = k.v + (away[i] > 0 ? 0 : N - 1) * k.ldv;
      for (size_t f = 0; f < 3 && fabs(away[i]) < 1e6; f++) {
        assert_close(means[3 * i + f], nearest[f], 640 * ROUNDOFF * fabs((double)nearest[f]));
      }
    }
    free(sums);
    free(means);
    TWIN(product_free)(&k);
  }
}

/* Where no j has a weight the log sum is -infinity and the mean NaN; leave-one-out may be what takes
 * the last one away. */
static void TWIN(no_weight)(void **state) {
  (void)state;
  for (size_t c = 0; c < 3 * FEATURES; c++) {
    TWIN(product_case)
    k = TWIN(product_new)(&families[0], c % 3 ? 0 : 20, 300, features[c / 3], 2, 0, 1);
    TWIN(product_set_weights)(&k);
    const size_t last = c % 3 == 2 ? 280 : SIZE_MAX;
    for (size_t j = 0; j < k.n; j++) {
      k.weights[j] = (REAL)(j == last ? 0.5 : 0);
    }
    k.diagonal = GK_DIAGONAL_LEFT_OUT;
    REAL *sums = TWIN(product_result)(&k, LOG_SUMS, NULL),
         *means = TWIN(product_result)(&k, MEANS, NULL);
    for (size_t i = 0; i < k.m; i++) {
      const bool none = last == SIZE_MAX || i == last;
      assert_true(none ? isinf(sums[i]) && sums[i] < 0 : isfinite(sums[i]));
      for (size_t f = 0; f < 2; f++) {
        if (none) {
          assert_is_nan(means[2 * i + f]);
        } else {
          assert_close(means[2 * i + f], k.v[last * k.ldv + f],
                       700 * ROUNDOFF * fabs((double)k.v[last * k.ldv + f]));
        }
      }
    }
    free(sums);
    free(means);
    TWIN(product_free)(&k);
  }
}

/* Weights at the ends of the range, subnormal ones too, beside kernels that would underflow. */
static void TWIN(extreme_weights)(void **state) {
  (void)state;
  const double values[] = {REAL_MAX, REAL_MIN, REAL_MIN / 8, 1, 0, REAL_MAX / 3};
  for (size_t c = 0; c < 4 * FEATURES; c++) {
    TWIN(product_case)
    k = TWIN(product_new)(&families[0], c % 2 ? 0 : 20, 100, features[c / 4], 2, 0, 30);
    TWIN(product_set_weights)(&k);
    for (size_t j = 0; j < k.n; j++) {
      k.weights[j] = (REAL)(c % 4 < 2 ? values[j % 6] : values[1 + j % 2]);
    }
    TWIN(product_check)(&k, LOG_SUMS, "extreme weights", SIZE_MAX);
    TWIN(product_check)(&k, MEANS, "extreme weights", SIZE_MAX);
    TWIN(product_free)(&k);
  }
}

/* No rows or no vectors: nothing is written. No columns: sums of nothing. */
static void TWIN(empty)(void **state) {
  (void)state;
  REAL one[4] = {1, 1, 1, 1}, out[4] = {-1, -1, -1, -1};
  const TWIN(product_case) no_rows = {
      .n = 3, .d = 1, .p = 1, .ldx = 1, .ldy = 1, .ldv = 1, .rbf = GK_RBF_INIT, .y = one, .v = one};
  const TWIN(product_case) nothing = {.d = 3, .p = 2, .ldx = 3, .ldv = 2, .rbf = GK_RBF_INIT};
  for (product what = MULTIPLY; what < PRODUCTS; what++) {
    assert_success(TWIN(product_call)(&no_rows, what, NULL, 1, NULL));
    assert_success(TWIN(product_call)(&no_rows, what, out, 1, NULL));
    assert_success(TWIN(product_call)(&nothing, what, NULL, 2, NULL));
    TWIN(product_case) no_vectors = no_rows;
    no_vectors.m = 2;
    no_vectors.x = one;
    no_vectors.v = NULL;
    no_vectors.p = no_vectors.ldv = 0;
    if (what == MULTIPLY || what == MEANS) {
      assert_success(TWIN(product_call)(&no_vectors, what, NULL, 0, NULL));
      assert_success(TWIN(product_call)(&no_vectors, what, out, 1, NULL));
    }
    for (size_t i = 0; i < 4; i++) {
      assert_true(out[i] == -1);
    }
    TWIN(product_case) no_columns = no_rows;
    no_columns.m = 3;
    no_columns.n = 0;
    no_columns.x = one;
    no_columns.y = no_columns.v = NULL;
    const gk_rbf rbf = GK_RBF_INIT;
    if (what == MULTIPLY) { /* y NULL would be a symmetric K to product_call */
      assert_success(
          TWIN(gk_cross_gram_multiply)(3, 0, 1, 1, one, 1, NULL, 1, NULL, 1, &rbf, out, 1, NULL));
    } else if (what == ROW_SUMS) {
      assert_success(TWIN(gk_cross_gram_row_sums)(3, 0, 1, one, 1, NULL, 1, &rbf, out, NULL));
    } else if (what == LOG_SUMS) {
      assert_success(TWIN(gk_cross_gram_log_sums)(3, 0, 1, one, 1, NULL, 1, NULL, &rbf, out, NULL));
    } else {
      assert_success(TWIN(gk_cross_gram_means)(3, 0, 1, 1, one, 1, NULL, 1, NULL, NULL, 1, &rbf,
                                               out, 1, NULL));
    }
    for (size_t i = 0; i < 3; i++) {
      assert_true(what < LOG_SUMS    ? out[i] == 0
                  : what == LOG_SUMS ? isinf(out[i]) && out[i] < 0
                                     : isnan(out[i]));
      out[i] = -1;
    }
    assert_true(out[3] == -1);
  }
}

/* One point alone: its diagonal, or nothing at all. */
static void TWIN(single)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2; c++) {
    TWIN(product_case) k = TWIN(product_new)(&families[0], 0, 1, 4, 2, 0, 1);
    k.rbf.noise = 0.5;
    k.diagonal = c ? GK_DIAGONAL_LEFT_OUT : GK_DIAGONAL_KEPT;
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      TWIN(product_check)(&k, what, "one point", SIZE_MAX);
    }
    TWIN(product_free)(&k);
  }
}
