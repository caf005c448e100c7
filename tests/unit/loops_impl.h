/* One precision of test_loops.c: REAL is its type, TWIN(name) the name with its suffix. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* Points small enough that no exponent comes near the flush, one of them with a NaN. */
static void TWIN(make_points)(uint64_t seed, size_t features, size_t nan_at, REAL *x) {
  gk_test_rng rng = gk_test_seed(seed);
  for (size_t i = 0; i < MOST * features; i++) {
    x[i] = (REAL)gk_test_normal(&rng);
  }
  if (nan_at < MOST) {
    x[nan_at * features + features / 2] = (REAL)NAN;
  }
}

/* Each point in the lanes of its group, feature by feature, times the scale. */
static void TWIN(panels_hold_every_point)(void **state) {
  (void)state;
  enum { LDX = MOST_FEATURES + 2 };
  static REAL x[MOST * LDX], panel[(MOST + GKI_TILE_PAD) * MOST_FEATURES];
  REAL scale[MOST_FEATURES];
  gk_test_rng rng = gk_test_seed(3);
  for (size_t i = 0; i < MOST * LDX; i++) {
    x[i] = (REAL)gk_test_normal(&rng);
  }
  for (size_t k = 0; k < MOST_FEATURES; k++) {
    scale[k] = (REAL)gk_test_normal(&rng);
  }
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  for (size_t features = 1; features <= MOST_FEATURES; features++) {
    for (size_t s = 0; s < 2 * SIZES; s++) {
      const size_t points = sizes[s / 2], lanes = loops->lanes;
      const REAL *times = s % 2 ? scale : NULL;
      const size_t padded = (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
      for (size_t i = 0; i < sizeof panel / sizeof panel[0]; i++) {
        panel[i] = GUARD;
      }
      loops->interleave(points, features, x, LDX, times, panel);
      for (size_t i = 0; i < padded; i++) {
        const size_t point = i < points ? i : points - 1;
        for (size_t k = 0; k < features; k++) {
          const REAL value = panel[(i / lanes * features + k) * lanes + i % lanes];
          const REAL from = x[point * LDX + k];
          TWIN(gk_test_same)(value, times ? from * times[k] : from, "panel", __FILE__, __LINE__);
        }
      }
      for (size_t i = padded * features; i < sizeof panel / sizeof panel[0]; i++) {
        TWIN(gk_test_same)(panel[i], GUARD, "beside the panel", __FILE__, __LINE__);
      }
    }
  }
}

/* What a tile is made of, and where it goes. */
typedef struct TWIN(fixture) {
  size_t features;
  const REAL *weights;
  REAL x[MOST * MOST_FEATURES], y[MOST * MOST_FEATURES];
  REAL row_panel[(MOST + GKI_TILE_PAD) * MOST_FEATURES];
  REAL col_panel[(MOST + GKI_TILE_PAD) * MOST_FEATURES];
  _Alignas(64) REAL sums[(MOST + GKI_TILE_PAD) * LD];
  REAL row_norms[MOST + GKI_TILE_PAD], col_norms[MOST + GKI_TILE_PAD];
  _Alignas(64) REAL k[LD * LD];
  _Alignas(64) REAL mirror[LD * LD];
  TWIN(gki_exp2) plan;
} TWIN(fixture);

static const REAL TWIN(weights)[MOST_FEATURES] = {
    1, (REAL)0.5, (REAL)0.25, 1, (REAL)0.75, 1, (REAL)0.5, 1, 1, (REAL)0.5, 1,
    1, (REAL)0.5, 1,          1, 1,          1, (REAL)0.5, 1, 1, 1};

static const REAL TWIN(factor) = (REAL)-0.25, TWIN(variance) = (REAL)1.37;

static long double TWIN(entry)(const TWIN(fixture) * f, size_t i, size_t j) {
  long double sum = 0;
  for (size_t k = 0; k < f->features; k++) {
    const long double weight = f->weights ? f->weights[k] : 1;
    const long double difference =
        (long double)f->x[i * f->features + k] - (long double)f->y[j * f->features + k];
    sum += weight * difference * weight * difference;
  }
  return TWIN(variance) * exp2l(TWIN(factor) * sum);
}

/* Sums of squares s, and products - s beside norms of 1 and 2 that make t = -s / 4 of them. */
static void TWIN(make_sums)(TWIN(fixture) * f, size_t rows, size_t cols, int as_products,
                            int lower) {
  for (size_t i = 0; i < sizeof f->sums / sizeof f->sums[0]; i++) {
    f->sums[i] = (REAL)NAN; /* what lies beside the tile must not matter */
  }
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < cols; j++) {
      const REAL sum =
          (REAL)(log2l(TWIN(entry)(f, i, j) / TWIN(variance)) / (long double)TWIN(factor));
      f->sums[i * LD + j] = lower && j > i ? GUARD : as_products ? TWIN(factor) * sum + 3 : sum;
    }
  }
  for (size_t i = 0; i < MOST + GKI_TILE_PAD; i++) {
    f->row_norms[i] = 1;
    f->col_norms[i] = 2;
  }
}

enum TWIN(kind) { TWIN(FROM_DIFFERENCES), TWIN(FROM_SUMS), TWIN(FROM_PRODUCTS), TWIN(KINDS) };

static void TWIN(compute)(TWIN(fixture) * f, int kind, const TWIN(gki_target) * to) {
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  if (kind == TWIN(FROM_DIFFERENCES)) {
    loops->interleave(to->rows, f->features, f->x, f->features, NULL, f->row_panel);
    loops->interleave(to->cols, f->features, f->y, f->features, NULL, f->col_panel);
    loops->differences(f->features, f->row_panel, f->col_panel, f->weights, TWIN(factor), &f->plan,
                       to);
    return;
  }
  TWIN(make_sums)(f, to->rows, to->cols, kind == TWIN(FROM_PRODUCTS), to->diagonal);
  if (kind == TWIN(FROM_SUMS)) {
    loops->finish_squares(f->sums, LD, TWIN(factor), &f->plan, to);
  } else {
    loops->finish_products(f->sums, LD, f->row_norms, f->col_norms, &f->plan, to);
  }
}

static void TWIN(set_up)(TWIN(fixture) * f, size_t features, const REAL *weights, size_t nan_at,
                         int symmetric) {
  f->features = features;
  f->weights = weights;
  TWIN(make_points)(1, features, nan_at, f->x);
  TWIN(make_points)(symmetric ? 1 : 2, features, symmetric ? nan_at : MOST, f->y);
  TWIN(gki_exp2_prepare)(TWIN(variance), &f->plan);
  for (size_t i = 0; i < (size_t)LD * LD; i++) {
    f->k[i] = f->mirror[i] = GUARD;
  }
}

/* |t| up to 30 and its rounding errors of some units make the most of the tolerance. */
static void TWIN(check_entry)(REAL value, long double exact) {
  const REAL epsilon = sizeof(REAL) == sizeof(float) ? (REAL)0x1p-23 : (REAL)0x1p-52;
  if (exact != exact) {
    assert_is_nan(value);
  } else {
    assert_close(value, exact, 64 * epsilon);
  }
}

/* All of k, and of mirror transposed, or the guard where there is none. */
static void TWIN(check_tile)(const TWIN(fixture) * f, const TWIN(gki_target) * to) {
  for (size_t i = 0; i < LD; i++) {
    for (size_t j = 0; j < LD; j++) {
      const REAL k = f->k[i * LD + j], mirror = f->mirror[j * LD + i];
      const int inside = i < to->rows && j < to->cols;
      if (inside && to->k) {
        TWIN(check_entry)(k, TWIN(entry)(f, i, j));
      } else {
        TWIN(gk_test_same)(k, GUARD, "beside the tile", __FILE__, __LINE__);
      }
      if (inside && to->mirror && to->k) {
        TWIN(gk_test_same)(mirror, k, "the mirror image", __FILE__, __LINE__);
      } else if (inside && to->mirror) {
        TWIN(check_entry)(mirror, TWIN(entry)(f, i, j));
      } else {
        TWIN(gk_test_same)(mirror, GUARD, "beside the mirror image", __FILE__, __LINE__);
      }
    }
  }
}

static void TWIN(tiles_of_any_shape)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t r = 0; r < SIZES; r++) {
    for (size_t c = 0; c < SIZES; c++) {
      for (int kind = 0; kind < TWIN(KINDS); kind++) {
        const size_t part = (r + c + (size_t)kind) % 3; /* both, k only, mirror only */
        const REAL *weights = r % 2 ? TWIN(weights) : NULL;
        TWIN(set_up)(&f, 1 + (r + c) % MOST_FEATURES, weights, r, 0);
        const TWIN(gki_target) to = {.rows = sizes[r],
                                     .cols = sizes[c],
                                     .k = part == 2 ? NULL : f.k,
                                     .ldk = LD,
                                     .mirror = part == 1 ? NULL : f.mirror,
                                     .ldm = LD};
        TWIN(compute)(&f, kind, &to);
        TWIN(check_tile)(&f, &to);
      }
    }
  }
}

/*
 * A tile on the diagonal, into one matrix as its lower and its upper triangle, or into one of them.
 * From sums and products those above the diagonal are not to be read: they are made wrong.
 */
static void TWIN(check_diagonal)(const TWIN(fixture) * f, const TWIN(gki_target) * to) {
  for (size_t i = 0; i < LD; i++) {
    for (size_t j = 0; j < LD; j++) {
      const REAL value = f->k[i * LD + j];
      const int part = (j <= i && to->k) || (j >= i && to->mirror);
      const int wanted = part && i < to->rows && j < to->rows;
      const long double exact = wanted ? TWIN(entry)(f, i, j) : 0;
      if (!wanted) {
        TWIN(gk_test_same)(value, GUARD, "beside the triangle", __FILE__, __LINE__);
      } else if (i == j && exact == exact) {
        TWIN(gk_test_same)(value, to->diagonal_value, "the diagonal", __FILE__, __LINE__);
      } else {
        TWIN(check_entry)(value, exact);
      }
      if (wanted && to->k && to->mirror && exact == exact) {
        TWIN(gk_test_same)(value, f->k[j * LD + i], "symmetry", __FILE__, __LINE__);
      }
    }
  }
}

static void TWIN(diagonal_tiles)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t s = 0; s < SIZES; s++) {
    for (int kind = 0; kind < TWIN(KINDS); kind++) {
      for (int part = 0; part < 3; part++) {
        TWIN(set_up)(&f, 1 + s % MOST_FEATURES, part == 1 ? TWIN(weights) : NULL, sizes[s] / 2, 1);
        const TWIN(gki_target) to = {.rows = sizes[s],
                                     .cols = sizes[s],
                                     .k = part == 2 ? NULL : f.k,
                                     .ldk = LD,
                                     .mirror = part == 1 ? NULL : f.k,
                                     .ldm = LD,
                                     .stream = part == 0 && s % 2,
                                     .diagonal = true,
                                     .diagonal_value = (REAL)1.5};
        TWIN(compute)(&f, kind, &to);
        TWIN(check_diagonal)(&f, &to);
      }
    }
  }
}

static void TWIN(streamed_tiles)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  for (size_t r = 0; r < SIZES; r++) {
    TWIN(set_up)(&f, 3, NULL, MOST, 0);
    const TWIN(gki_target) to = {.rows = sizes[r],
                                 .cols = sizes[SIZES - 1 - r],
                                 .k = f.k,
                                 .ldk = LD,
                                 .mirror = f.mirror,
                                 .ldm = LD,
                                 .stream = true};
    TWIN(compute)(&f, TWIN(FROM_DIFFERENCES), &to);
    TWIN(check_tile)(&f, &to);
  }
}

/* Squares of a panel with itself: all of the tile, with the bits that two equal panels give. */
static void TWIN(squares_of_one_panel)(void **state) {
  (void)state;
  static TWIN(fixture) f;
  static REAL together[(MOST + GKI_TILE_PAD) * LD];
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  for (size_t s = 0; s < SIZES; s++) {
    const size_t n = sizes[s];
    const REAL *weights = s % 2 ? TWIN(weights) : NULL;
    TWIN(set_up)(&f, 1 + s, weights, n / 2, 1);
    loops->interleave(n, f.features, f.x, f.features, NULL, f.row_panel);
    loops->interleave(n, f.features, f.x, f.features, NULL, f.col_panel);
    for (int block = 0; block < 2; block++) { /* the first and one more block of features */
      loops->squares(n, n, f.features, f.row_panel, f.row_panel, weights, block == 0, together, LD);
      loops->squares(n, n, f.features, f.row_panel, f.col_panel, weights, block == 0, f.sums, LD);
      for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
          const REAL value = together[i * LD + j];
          TWIN(gk_test_same)(value, f.sums[i * LD + j], "squares", __FILE__, __LINE__);
          const REAL half = TWIN(factor) * value / (REAL)(1 + block);
          TWIN(check_entry)((REAL)(TWIN(variance) * exp2l(half)), TWIN(entry)(&f, i, j));
        }
      }
    }
  }
}

/* A panel in memory of its size, so that what is read beyond it is found. */
static REAL *TWIN(panel_of)(size_t points, size_t features, const REAL *x) {
  const size_t padded = (points + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  REAL *panel = aligned_alloc(64, (padded * features * sizeof *panel + 63) / 64 * 64);
  assert_non_null(panel);
  tables->TWIN(table)->interleave(points, features, x, features, NULL, panel);
  return panel;
}

/* sums = `times` alpha X Y^T within (features + 4) u of the terms' absolute values, and no more. */
static void TWIN(check_products)(size_t rows, size_t cols, size_t features, const REAL *const x[2],
                                 long double times, const REAL *sums) {
  const size_t end = (cols + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  const size_t bottom = (rows + GKI_TILE_PAD - 1) / GKI_TILE_PAD * GKI_TILE_PAD;
  const long double u = sizeof(REAL) == sizeof(float) ? 0x1p-24L : 0x1p-53L;
  for (size_t i = 0; i < MOST + GKI_TILE_PAD; i++) {
    for (size_t j = 0; j < LD; j++) {
      long double sum = 0, whole = 0;
      for (size_t k = 0; k < features && i < rows && j < cols; k++) {
        const long double term = times * x[0][i * features + k] * x[1][j * features + k];
        sum += term;
        whole += fabsl(term);
      }
      const REAL value = sums[i * LD + j];
      if (i >= bottom || j >= end) {
        TWIN(gk_test_same)(value, GUARD, "beside the products", __FILE__, __LINE__);
      } else if (i < rows && j < cols && !(fabsl(value - sum) <= (features + 4) * u * whole)) {
        fail_msg("product %zu, %zu of %zu x %zu x %zu: %.17g, not %.17Lg", i, j, rows, cols,
                 features, (double)value, sum);
      }
    }
  }
}

/* gemm on panels, of shapes that cut its blocks and chains: stored, then added. */
static void TWIN(products_of_panels)(void **state) {
  (void)state;
  static const size_t features[] = {1, 2, 63, 64, 65, 200};
  static REAL x[MOST * 200], y[MOST * 200];
  static _Alignas(64) REAL sums[(MOST + GKI_TILE_PAD) * LD];
  const TWIN(gki_loops) *loops = tables->TWIN(table);
  TWIN(make_points)(11, 200, MOST, x);
  TWIN(make_points)(12, 200, MOST, y);
  for (size_t s = 0; s < SIZES * SIZES; s++) {
    const size_t rows = sizes[s / SIZES], cols = sizes[s % SIZES], d = features[s % 6];
    REAL *row_panel = TWIN(panel_of)(rows, d, x), *col_panel = TWIN(panel_of)(cols, d, y);
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
      sums[i] = GUARD;
    }
    loops->products(rows, cols, d, row_panel, col_panel, (REAL)0.5, true, sums, LD);
    TWIN(check_products)(rows, cols, d, (const REAL *const[]){x, y}, 0.5L, sums);
    loops->products(rows, cols, d, row_panel, col_panel, (REAL)2, false, sums, LD);
    TWIN(check_products)(rows, cols, d, (const REAL *const[]){x, y}, 2.5L, sums);
    free(row_panel);
    free(col_panel);
  }
}
