/* Included twice by test_gram_columns.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static REAL *TWIN(points_of)(const family *f, size_t d) {
  REAL *x = gk_test_array(N * (d + 1) + 1, sizeof *x);
  TWIN(family_points)(f, N, d, d, x, d + 1);
  return x;
}

/* Each entry by the formula; the diagonal exactly. */
static void TWIN(check_entries)(const REAL *x, size_t d, size_t first, canvas k,
                                const size_t *columns, const gk_rbf *rbf, const char *name) {
  const double tolerance = TWIN(tolerance)(d, rbf);
  for (size_t r = 0; r < k.rows; r++) {
    for (size_t c = 0; c < k.columns; c++) {
      const size_t i = first + r, j = columns[c];
      const REAL value = ((const REAL *)(const void *)k.data)[r * k.ld + c];
      const long double truth = TWIN(gk_test_kernel)(d, x + i * (d + 1), x + j * (d + 1), rbf);
      if (i == j && !isnan(truth)) {
        assert_same(value, (REAL)(rbf->variance + rbf->noise));
      } else if (isnan(truth) ? !isnan(value)
                              : !(fabsl((long double)value - truth) <= (long double)tolerance &&
                                  value >= 0 && value <= (REAL)rbf->variance)) {
        fail_msg("%s " PRECISION ", d = %zu: K(%zu, %zu) = %.17g, expected %.17Lg", name, d, i, j,
                 (double)value, truth);
      }
    }
  }
}

static void TWIN(values)(void **state) {
  (void)state;
  static const size_t shapes[][3] = {{0, 1, 1},    {699, 1, 900}, {3, 40, 7},
                                     {350, 9, 33}, {0, 300, 2},   {128, 1, 257}};
  size_t columns[MOST];
  for (size_t c = 0; c < FEATURES * families_count; c++) {
    const size_t d = features[c % FEATURES], *shape = shapes[c % 6];
    const family *f = &families[c / FEATURES];
    REAL *x = TWIN(points_of)(f, d);
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = f->scales[0] / (2.0 * (double)(d ? d : 1));
    rbf.variance = 0.7;
    rbf.noise = c % 2 ? 0.1 : 0;
    choose(columns, shape[2], c);
    canvas k = canvas_new(sizeof(REAL), shape[1], shape[2], shape[2] + c % 3, c % 7);
    assert_success(TWIN(gk_gram_columns)(N, d, x, d + 1, shape[0], shape[1], shape[2], columns,
                                         &rbf, (REAL *)(void *)k.data, k.ld, NULL));
    assert_gaps_intact(k);
    TWIN(check_entries)(x, d, shape[0], k, columns, &rbf, f->name);
    canvas_free(&k);
    free(x);
  }
}

/* NaN and infinity where the formula has them; a NaN in a point that is not asked for is not seen. */
static void TWIN(specials)(void **state) {
  (void)state;
  const size_t columns[] = {5, 0, 9, 40, 9, 699};
  for (size_t c = 1; c < FEATURES; c++) {
    const size_t d = features[c];
    REAL *x = TWIN(points_of)(&families[0], d);
    const size_t ld = d + 1;
    x[9 * ld + d - 1] = (REAL)NAN;
    x[10 * ld] = (REAL)NAN;
    x[40 * ld] = (REAL)INFINITY;
    x[0] = (REAL)INFINITY;
    x[4 * ld] = -(REAL)INFINITY;
    for (size_t i = 0; i < d; i++) {
      x[100 * ld + i] = (REAL)NAN;
    }
    gk_rbf rbf = GK_RBF_INIT;
    rbf.gamma = 0.5 / (double)d;
    canvas k = canvas_new(sizeof(REAL), 11, 6, 6, 0);
    assert_success(TWIN(gk_gram_columns)(N, d, x, ld, 0, 11, 6, columns, &rbf,
                                         (REAL *)(void *)k.data, 6, NULL));
    TWIN(check_entries)(x, d, 0, k, columns, &rbf, "special");
    canvas_free(&k);
    free(x);
  }
}

static void TWIN(same_bits)(void **state) {
  (void)state;
  size_t columns[MOST];
  choose(columns, MOST, 2);
  for (size_t c = 0; c < FEATURES; c++) {
    const size_t d = features[c], rows = 300;
    REAL *x = TWIN(points_of)(&families[2], d), *first = gk_test_array(rows * MOST, sizeof *first),
         *k = gk_test_array(rows * MOST, sizeof *k);
    for (size_t turn = 0; turn < 6; turn++) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = turn == 0 ? 1 : turn;
      options.workspace_bytes = turn == 5 ? (size_t)16 << 20 : 0;
      assert_success(TWIN(gk_gram_columns)(N, d, x, d + 1, 17, rows, MOST, columns, NULL,
                                           turn ? k : first, MOST, &options));
      assert_true(turn == 0 || memcmp(k, first, rows * MOST * sizeof *k) == 0);
    }
    free(x);
    free(first);
    free(k);
  }
}

#define refused(call, expected, word)                                                              \
  (assert_status(call, expected), assert_message("gk_gram_columns_" PRECISION ": "),               \
   assert_message(word))

static void TWIN(arguments)(void **state) {
  (void)state;
  const size_t columns[] = {3, 0, 19};
  const size_t bad[] = {3, 20, 19}, huge[] = {0, 1, SIZE_MAX};
  const gk_status argument = GK_ERROR_ARGUMENT, overflow = GK_ERROR_OVERFLOW;
  REAL x[100] = {0};
  canvas out = canvas_new(sizeof(REAL), 4, 3, 5, 0);
  REAL *k = (REAL *)(void *)out.data;
  gk_rbf rbf = GK_RBF_INIT;
  gk_options options = GK_OPTIONS_INIT;
  options.struct_size = 3;
#define columns_of(first, rows, count, list, into, ld)                                             \
  TWIN(gk_gram_columns)(20, 5, x, 5, first, rows, count, list, &rbf, into, ld, NULL)
  refused(columns_of(0, 4, 3, NULL, k, 5), argument, "columns is NULL");
  refused(columns_of(0, 4, 3, bad, k, 5), argument, "columns[1] = 20");
  refused(columns_of(0, 4, 3, huge, k, 5), argument, "columns[2]");
  refused(columns_of(17, 4, 3, columns, k, 5), argument, "rows");
  refused(columns_of(21, 0, 3, columns, k, 5), argument, "rows");
  refused(columns_of(SIZE_MAX, 4, 3, columns, k, 5), argument, "rows");
  refused(columns_of(0, 4, 3, columns, NULL, 5), argument, "k is NULL");
  refused(columns_of(0, 4, 3, columns, k, 2), argument, "ldk = 2");
  refused(columns_of(0, 4, 3, columns, k, SIZE_MAX / 4), overflow, "ldk");
  refused(columns_of(0, 4, 3, columns, x + 99, 3), argument, "overlap");
  refused(TWIN(gk_gram_columns)(20, 5, NULL, 5, 0, 4, 3, columns, &rbf, k, 5, NULL), argument,
          "x is NULL");
  refused(TWIN(gk_gram_columns)(20, 5, x, 4, 0, 4, 3, columns, &rbf, k, 5, NULL), argument,
          "ldx = 4");
  refused(TWIN(gk_gram_columns)(20, 5, x, 5, 0, 4, 3, columns, &rbf, k, 5, &options), argument,
          "struct_size");
  size_t indices[12] = {0};
  double scales[12] = {1, 2, 3, 4, 5};
  const void *odd = (const char *)indices + 1;
  refused(columns_of(0, 4, 3, odd, k, 5), argument, "columns is not aligned");
  refused(columns_of(0, 4, 3, indices, (void *)indices, 3), argument, "overlap");
  rbf.lengthscale = scales;
  refused(columns_of(0, 4, 3, columns, (void *)scales, 3), argument, "overlap");
  options = (gk_options)GK_OPTIONS_INIT;
  options.workspace_bytes = 1; /* weights of the features take memory */
  refused(TWIN(gk_gram_columns)(20, 5, x, 5, 0, 4, 3, columns, &rbf, k, 5, &options),
          GK_ERROR_MEMORY, "workspace_bytes");
  rbf.lengthscale = NULL;
  rbf.gamma = -1;
  refused(columns_of(0, 4, 3, columns, k, 5), argument, "gamma");
  rbf.gamma = 1;
  assert_canvas_intact(out);
  assert_success(columns_of(0, 0, 3, columns, NULL, 5));
  assert_success(columns_of(20, 0, 3, columns, k, 5));
  assert_success(columns_of(0, 4, 0, NULL, k, 5));
  assert_canvas_intact(out);
  assert_success(columns_of(16, 4, 3, columns, k, 5));
  assert_gaps_intact(out);
#undef columns_of
  canvas_free(&out);
}
#undef refused
