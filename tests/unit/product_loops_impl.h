/* One precision of test_product_loops.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* A tile: its points, what its exponents are made of, its vectors, and the truth. */
typedef struct TWIN(fixture) {
  size_t features;
  REAL x[MOST * MOST_FEATURES], y[MOST * MOST_FEATURES], weights[MOST_FEATURES];
  _Alignas(64) REAL row_panel[LD * MOST_FEATURES], col_panel[LD * MOST_FEATURES];
  _Alignas(64) REAL tile[LD * LD];
  REAL row_norms[LD], col_norms[LD], row_levels[LD];
  REAL v[GKI_FUSED_VECTORS * LD], u[GKI_FUSED_VECTORS * LD];
  double row_sums[GKI_FUSED_VECTORS * LD], col_sums[GKI_FUSED_VECTORS * LD];
  REAL k[LD * LD];
  long double exponent[MOST][MOST]; /* the exact t */
  TWIN(gki_exp2) plan;
  TWIN(gki_exponents) exponents;
  TWIN(gki_piece) piece;
  TWIN(gki_sums) sums;
} TWIN(fixture);

enum TWIN(kind) {
  TWIN(DIFFERENCES),
  TWIN(WEIGHTED),
  TWIN(SQUARES),
  TWIN(PRODUCTS),
  TWIN(LEVELS),
  TWIN(KINDS)
};

static const REAL TWIN(variance) = (REAL)1.37;

/* What lies beside a scratch tile must not matter: NaN. */
static void TWIN(make_tile)(TWIN(fixture) * f, int kind, REAL factor) {
  for (size_t i = 0; i < LD; i++) {
    f->row_norms[i] = 1;
    f->col_norms[i] = (REAL)0.5 * (REAL)(i % 4);
    f->row_levels[i] = kind == TWIN(LEVELS) ? (REAL)(i % 3) - 1 : 0;
    for (size_t j = 0; j < LD; j++) {
      REAL *at = &f->tile[i * LD + j];
      if (i >= f->piece.rows || j >= f->piece.cols) {
        *at = (REAL)NAN;
        continue;
      }
      const long double t = f->exponent[i][j];
      *at = (REAL)(kind == TWIN(SQUARES)    ? t / (long double)factor
                   : kind == TWIN(PRODUCTS) ? t + 1 + (long double)(f->col_norms[j])
                                            : t + (long double)f->row_levels[i]);
    }
  }
}

/* Padded with zeros, as the loops have it. */
static void TWIN(make_vectors)(gk_test_rng *rng, size_t count, REAL *v) {
  for (size_t p = 0; p < GKI_FUSED_VECTORS; p++) {
    for (size_t j = 0; j < LD; j++) {
      v[p * LD + j] = j < count ? (REAL)gk_test_normal(rng) : 0;
    }
  }
}

static void TWIN(set_exponents)(TWIN(fixture) * f, REAL factor, int weighted) {
  for (size_t i = 0; i < f->piece.rows; i++) {
    for (size_t j = 0; j < f->piece.cols; j++) {
      long double sum = 0;
      for (size_t k = 0; k < f->features; k++) {
        const REAL *x = f->x + i * f->features, *y = f->y + j * f->features;
        const long double weight = weighted ? (long double)f->weights[k] : 1;
        const long double term = weight * ((long double)x[k] - (long double)y[k]);
        sum += term * term;
      }
      f->exponent[i][j] = (long double)factor * sum;
    }
  }
}

static void TWIN(set_up)(TWIN(fixture) * f, int kind, size_t d, const size_t shape[2],
                         int symmetric) {
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  const size_t rows = shape[0], cols = symmetric ? rows : shape[1];
  const REAL factor = -1 / (REAL)(2 * d);
  gk_test_rng rng = gk_test_seed(rows * 1000 + cols + d);
  f->features = d;
  f->piece = (TWIN(gki_piece)){rows, cols, GKI_NO_DIAGONAL, 0};
  for (size_t i = 0; i < MOST * d; i++) {
    f->x[i] = (REAL)gk_test_normal(&rng);
    f->y[i] = symmetric ? f->x[i] : (REAL)gk_test_normal(&rng);
  }
  for (size_t k = 0; k < d; k++) {
    f->weights[k] = (REAL)(0.5 + gk_test_uniform(&rng));
  }
  loops->interleave(rows, d, f->x, d, NULL, f->row_panel);
  loops->interleave(cols, d, f->y, d, NULL, f->col_panel);
  TWIN(make_vectors)(&rng, cols, f->v);
  TWIN(make_vectors)(&rng, rows, f->u);
  TWIN(gki_exp2_prepare)(TWIN(variance), &f->plan);
  TWIN(set_exponents)(f, factor, kind == TWIN(WEIGHTED));
  TWIN(make_tile)(f, kind, factor);
  static const gki_exponent_kind kinds[] = {GKI_FROM_DIFFERENCES, GKI_FROM_DIFFERENCES,
                                            GKI_FROM_SQUARES, GKI_FROM_PRODUCTS, GKI_FROM_LEVELS};
  f->exponents = (TWIN(gki_exponents)){.kind = kinds[kind],
                                       .features = d,
                                       .rows = f->row_panel,
                                       .cols = f->col_panel,
                                       .w = kind == TWIN(WEIGHTED) ? f->weights : NULL,
                                       .tile = f->tile,
                                       .ld = LD,
                                       .factor = factor,
                                       .row_norms = f->row_norms,
                                       .col_norms = f->col_norms,
                                       .row_levels = f->row_levels};
}

/* The exact entry, with what becomes of the diagonal. */
static long double TWIN(entry)(const TWIN(fixture) * f, size_t i, size_t j) {
  if (i == j && f->piece.diagonal == GKI_DIAGONAL_DROPPED) {
    return 0;
  }
  const long double k = (long double)TWIN(variance) * exp2l(f->exponent[i][j]);
  if (i == j && f->piece.diagonal == GKI_DIAGONAL_REPLACED && k == k) {
    return (long double)f->piece.diagonal_value;
  }
  return k;
}

/* |K computed - K|: t has some units of |t|, of norms and levels, and a chain of d. */
static long double TWIN(entry_bound)(const TWIN(fixture) * f, size_t i, size_t j) {
  const long double t = fabsl(f->exponent[i][j]), k = TWIN(entry)(f, i, j);
  return k > 0 ? k * (long double)UNIT_ROUNDOFF * ((long double)(f->features + 9) * t + 12) : 0;
}

/* The bound that the header promises for sums: 264 u of their terms' absolute values. */
static void TWIN(check_sum)(double value, long double exact, long double size, long double bound,
                            const char *what, size_t at) {
  if (exact != exact) {
    assert_is_nan(value);
  } else if (!(fabsl((long double)value - exact) <=
               264 * (long double)UNIT_ROUNDOFF * size + bound)) {
    fail_msg("%s %zu: %.17g, expected %.17Lg", what, at, value, exact);
  }
}

static void TWIN(check_sums)(const TWIN(fixture) * f, int with_columns) {
  const TWIN(gki_piece) *piece = &f->piece;
  for (size_t p = 0; p < GKI_FUSED_VECTORS; p++) {
    for (size_t side = 0; side < 2; side++) {
      const size_t count = side ? piece->cols : piece->rows;
      const size_t terms = side ? piece->rows : piece->cols;
      const double *sums = (side ? f->col_sums : f->row_sums) + p * LD;
      const REAL *vector = (side ? f->u : f->v) + p * LD;
      const size_t written = p < f->sums.vectors && (!side || with_columns) ? count : 0;
      for (size_t i = 0; i < written; i++) {
        long double exact = 0, size = 0, bound = 0;
        for (size_t j = 0; j < terms; j++) {
          const size_t row = side ? j : i, col = side ? i : j;
          const long double term = TWIN(entry)(f, row, col) * (long double)vector[j];
          exact += term;
          size += fabsl(term);
          bound += TWIN(entry_bound)(f, row, col) * fabsl((long double)vector[j]);
        }
        TWIN(check_sum)(sums[i], exact, size, bound, side ? "column" : "row", i);
      }
      for (size_t i = written; i < LD; i++) {
        assert_same_f64(sums[i], GUARD);
      }
    }
  }
}

static void TWIN(check_multiply)(TWIN(fixture) * f, size_t vectors, int with_columns) {
  for (size_t i = 0; i < (size_t)GKI_FUSED_VECTORS * LD; i++) {
    f->row_sums[i] = f->col_sums[i] = GUARD;
  }
  f->sums = (TWIN(gki_sums)){vectors, f->v,
                             LD,      f->row_sums,
                             LD,      with_columns ? f->u : NULL,
                             LD,      with_columns ? f->col_sums : NULL,
                             LD};
  tables->TWIN(products)->multiply(&f->exponents, &f->plan, &f->piece, &f->sums);
  TWIN(check_sums)(f, with_columns);
}

static void TWIN(sums_of_one_vector)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t s = 0; s < SHAPES; s++) {
    for (int kind = 0; kind < TWIN(KINDS); kind++) {
      TWIN(set_up)(&f, kind, features[(s + (size_t)kind) % FEATURES], shapes[s], 0);
      TWIN(check_multiply)(&f, 1, 0);
      TWIN(check_multiply)(&f, 1, 1);
    }
  }
}

static void TWIN(sums_of_several_vectors)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t s = 0; s < SHAPES - 1; s++) {
    const int kind = (int)(s % TWIN(KINDS));
    TWIN(set_up)(&f, kind, features[s % FEATURES], shapes[s], 0);
    TWIN(check_multiply)(&f, 2 + s % 7, s % 2 == 0);
    TWIN(check_multiply)(&f, 2 + (s + 3) % 7, s % 2 == 1);
  }
}

/* Square tiles of points with themselves. */
static void TWIN(diagonals)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t s = 0; s < SHAPES; s++) {
    for (int kind = 0; kind < TWIN(KINDS); kind++) {
      TWIN(set_up)(&f, kind, features[s % FEATURES], shapes[s], 1);
      f.piece.diagonal = (s + (size_t)kind) % 2 ? GKI_DIAGONAL_REPLACED : GKI_DIAGONAL_DROPPED;
      f.piece.diagonal_value = (REAL)1.75;
      TWIN(check_multiply)(&f, 1 + (s + (size_t)kind) % 3, s % 2 == 0);
    }
  }
}

/* A NaN in one point, an infinity in another and an infinite product: contained. */
static void TWIN(what_is_not_finite)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t s = 0; s < SHAPES; s++) {
    TWIN(set_up)(&f, TWIN(DIFFERENCES), 3, shapes[s], 1);
    const size_t n = f.piece.rows, nan_at = n / 2, infinite_at = n - 1;
    f.x[3 * nan_at + 1] = s % 2 ? (REAL)NAN : f.x[3 * nan_at + 1];
    f.x[3 * infinite_at] = (REAL)INFINITY;
    memcpy(f.y, f.x, sizeof f.x);
    tables->TWIN(table)->interleave(n, 3, f.x, 3, NULL, f.row_panel);
    tables->TWIN(table)->interleave(n, 3, f.y, 3, NULL, f.col_panel);
    TWIN(set_exponents)(&f, f.exponents.factor, 0);
    f.piece.diagonal = s % 4 < 2 ? GKI_DIAGONAL_REPLACED : GKI_DIAGONAL_DROPPED;
    f.piece.diagonal_value = (REAL)1.75;
    TWIN(check_multiply)(&f, 1 + s % 2, 1);
  }
}

/* K of a tile, with zeros to the padding; into the scratch that it came from, too. */
static void TWIN(tiles_that_are_stored)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t s = 0; s < SHAPES; s++) {
    for (int kind = 0; kind < TWIN(KINDS); kind++) {
      TWIN(set_up)(&f, kind, features[s % FEATURES], shapes[s], s % 2);
      f.piece.diagonal = s % 2 ? GKI_DIAGONAL_REPLACED : GKI_NO_DIAGONAL;
      f.piece.diagonal_value = (REAL)1.75;
      REAL *k = kind < TWIN(SQUARES) ? f.k : f.tile;
      for (size_t i = 0; k == f.k && i < (size_t)LD * LD; i++) {
        k[i] = GUARD;
      }
      tables->TWIN(products)->store(&f.exponents, &f.plan, &f.piece, k, LD);
      const size_t pad = GKI_TILE_PAD, rows = (f.piece.rows + pad - 1) / pad * pad;
      const size_t cols = (f.piece.cols + pad - 1) / pad * pad;
      for (size_t i = 0; i < LD; i++) {
        for (size_t j = 0; j < LD; j++) {
          const REAL value = k[i * LD + j];
          if (i < f.piece.rows && j < f.piece.cols) {
            const long double error = fabsl((long double)value - TWIN(entry)(&f, i, j));
            assert_true(error <= TWIN(entry_bound)(&f, i, j));
          } else if (i < rows && j < cols) {
            assert_true(value == 0);
          } else if (k == f.k) {
            assert_true(value == GUARD);
          }
        }
      }
    }
  }
}

/* t + log weights and the rows' largest; the exact ones become exponents less the level. */
static void TWIN(check_levels)(TWIN(fixture) * f, const REAL *weights, const REAL *t) {
  for (size_t i = 0; i < f->piece.rows; i++) {
    REAL level = -(REAL)INFINITY;
    for (size_t j = 0; j < f->piece.cols; j++) {
      const int dropped = i == j && f->piece.diagonal == GKI_DIAGONAL_DROPPED;
      const long double weight = weights ? (long double)weights[j] : 0;
      const long double exact = dropped ? -(long double)INFINITY : f->exponent[i][j] + weight;
      const long double value = (long double)t[i * LD + j];
      const long double bound = (long double)UNIT_ROUNDOFF * (long double)(f->features + 12) *
                                (4 + fabsl(f->exponent[i][j]));
      assert_true(exact == exact ? value == exact || fabsl(value - exact) <= bound
                                 : value != value);
      level = t[i * LD + j] > level ? t[i * LD + j] : level;
    }
    assert_true(f->row_levels[i] == level);
    for (size_t j = 0; j < f->piece.cols; j++) {
      f->exponent[i][j] =
          (long double)t[i * LD + j] - (level > -(REAL)INFINITY ? (long double)level : 0);
    }
  }
}

/* One weight in five is 0, a single point that is left out leaves nothing, and one t may be NaN. */
static void TWIN(levels_and_shares)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  REAL log_weights[LD] = {0};
  for (size_t j = 0; j < LD; j++) {
    log_weights[j] = j % 5 == 3 ? -(REAL)INFINITY : (REAL)(j % 7) / 4;
  }
  for (size_t s = 0; s < SHAPES; s++) {
    for (int kind = 0; kind < TWIN(LEVELS); kind++) {
      TWIN(set_up)(&f, kind, features[s % FEATURES], shapes[s], s % 2 == 0);
      f.piece.diagonal = s % 2 == 0 ? GKI_DIAGONAL_DROPPED : GKI_NO_DIAGONAL;
      if (kind == TWIN(SQUARES)) {
        const size_t i = f.piece.rows / 2, j = f.piece.cols / 3;
        f.tile[i * LD + j] = (REAL)NAN;
        f.exponent[i][j] = (long double)NAN;
      }
      REAL *t = kind < TWIN(SQUARES) ? f.k : f.tile;
      const REAL *weights = kind % 2 ? log_weights : NULL;
      tables->TWIN(products)->levels(&f.exponents, &f.piece, weights, t, LD, f.row_levels);
      TWIN(check_levels)(&f, weights, t);
      f.piece.diagonal = GKI_NO_DIAGONAL;
      f.exponents = (TWIN(gki_exponents)){
          .kind = GKI_FROM_LEVELS, .tile = t, .ld = LD, .row_levels = f.row_levels};
      TWIN(check_multiply)(&f, 1 + s % 2, 0);
    }
  }
}
