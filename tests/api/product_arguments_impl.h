/* Included twice by test_product_arguments.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* The good call that mistakes are made in. */
typedef struct TWIN(subject) {
  TWIN(product_case) good, bad;
  canvas out;
  REAL *data;
  size_t ldo;
} TWIN(subject);

static TWIN(subject) TWIN(subject_new)(product what, bool symmetric) {
  TWIN(subject) s;
  s.good = TWIN(product_new)(&families[0], symmetric ? 0 : M, symmetric ? M : N, D, P, 1, 1);
  TWIN(product_set_weights)(&s.good);
  s.bad = s.good;
  const size_t columns = TWIN(product_columns)(&s.good, what);
  s.ldo = columns == 1 ? 1 : columns + 2;
  s.out = canvas_new(sizeof(REAL), s.good.m, columns, s.ldo, 0);
  s.data = (REAL *)(void *)s.out.data;
  return s;
}

static void TWIN(subject_free)(TWIN(subject) * s) {
  TWIN(product_free)(&s->good);
  canvas_free(&s->out);
}

/* y = NULL would be a symmetric K to product_call: this is the cross call with no y. */
static gk_status TWIN(without_y)(const TWIN(subject) * s, product what) {
  const TWIN(product_case) *c = &s->good;
  switch (what) {
  case MULTIPLY:
    return TWIN(gk_cross_gram_multiply)(M, N, D, P, c->x, c->ldx, NULL, c->ldy, c->v, c->ldv, NULL,
                                        s->data, s->ldo, NULL);
  case ROW_SUMS:
    return TWIN(gk_cross_gram_row_sums)(M, N, D, c->x, c->ldx, NULL, c->ldy, NULL, s->data, NULL);
  case LOG_SUMS:
    return TWIN(gk_cross_gram_log_sums)(M, N, D, c->x, c->ldx, NULL, c->ldy, NULL, NULL, s->data,
                                        NULL);
  default:
    return TWIN(gk_cross_gram_means)(M, N, D, P, c->x, c->ldx, NULL, c->ldy, NULL, c->v, c->ldv,
                                     NULL, s->data, s->ldo, NULL);
  }
}

static void TWIN(refused)(TWIN(subject) * s, product what, gk_status status, gk_status expected,
                          const char *word) {
  char start[64];
  const bool symmetric = !s->good.y;
  snprintf(start, sizeof start, "%s%s: ", product_name(what, symmetric), PRECISION);
  if (status != expected || strncmp(gk_error_message(), start, strlen(start)) != 0 ||
      !strstr(gk_error_message() + strlen(start), word)) {
    fail_msg("%s expected %s about \"%s\", got %s: \"%s\"", start, gk_status_name(expected), word,
             gk_status_name(status), gk_error_message());
  }
  assert_canvas_intact(s->out);
  s->bad = s->good;
}

#define with(change, expected, word)                                                               \
  (change,                                                                                         \
   TWIN(refused)(&s, what, TWIN(product_call)(&s.bad, what, data, ldo, &options), expected, word), \
   data = s.data, ldo = s.ldo, options = (gk_options)GK_OPTIONS_INIT)

static void TWIN(mistakes_of)(product what, bool symmetric) {
  const gk_status argument = GK_ERROR_ARGUMENT, overflow = GK_ERROR_OVERFLOW;
  TWIN(subject) s = TWIN(subject_new)(what, symmetric);
  REAL *data = s.data;
  size_t ldo = s.ldo;
  gk_options options = GK_OPTIONS_INIT;
  double scales[D] = {1, 1, 0, 1, 1};
  with(s.bad.x = NULL, argument, "x is NULL");
  with(data = NULL, argument, " is NULL");
  with(s.bad.ldx = D - 1, argument, "ldx = 4");
  with(s.bad.ldx = SIZE_MAX / 4, overflow, "ldx");
  with(s.bad.rbf.gamma = 0, argument, "gamma");
  with(s.bad.rbf.gamma = NAN, argument, "gamma");
  with(s.bad.rbf.gamma = -1, argument, "gamma");
  with(s.bad.rbf.variance = 0, argument, "variance");
  with(s.bad.rbf.variance = INFINITY, argument, "variance");
  with(s.bad.rbf.noise = -1, argument, "noise");
  with(s.bad.rbf.lengthscale = scales, argument, "lengthscale[2]");
  with(s.bad.rbf.struct_size = 3, argument, "struct_size");
  with(options.struct_size = 3, argument, "struct_size");
  with(options.workspace_bytes = 1, GK_ERROR_MEMORY, "workspace_bytes");
  with((s.bad.m = SIZE_MAX / 4, s.bad.n = symmetric ? s.bad.m : N), overflow, "");
  if (symmetric) {
    with(s.bad.diagonal = (gk_diagonal)2, argument, "diagonal = 2");
    with(s.bad.diagonal = (gk_diagonal)-1, argument, "diagonal = -1");
  } else {
    with(s.bad.ldy = D - 1, argument, "ldy = 4");
    with(s.bad.ldy = SIZE_MAX / 4, overflow, "ldy");
    with(s.bad.n = SIZE_MAX / 4, overflow, "");
    TWIN(refused)(&s, what, TWIN(without_y)(&s, what), argument, "y is NULL");
  }
  if (what == MULTIPLY || what == MEANS) {
    with(s.bad.v = NULL, argument, "v is NULL");
    with(s.bad.ldv = P - 1, argument, "ldv = 2");
    with(s.bad.ldv = SIZE_MAX / 4, overflow, "ldv");
    with(ldo = P - 1, argument, what == MEANS ? "ldmeans = 2" : "ldo = 2");
    with(ldo = 0, argument, what == MEANS ? "ldmeans = 0" : "ldo = 0");
    with(ldo = SIZE_MAX / 4, overflow, what == MEANS ? "ldmeans" : "ldo");
  }
  assert_success(TWIN(product_call)(&s.good, what, s.data, s.ldo, NULL));
  assert_gaps_intact(s.out);
  TWIN(subject_free)(&s);
}

static void TWIN(every_mistake)(void **state) {
  (void)state;
  for (product what = MULTIPLY; what < PRODUCTS; what++) {
    TWIN(mistakes_of)(what, false);
    TWIN(mistakes_of)(what, true);
  }
}

/* The output begins in, ends in, holds or is an input: refused; right before or behind: good. */
static void TWIN(overlaps)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2 * PRODUCTS; c++) {
    const product what = (product)(c / 2);
    TWIN(subject) s = TWIN(subject_new)(what, c % 2);
    const size_t columns = TWIN(product_columns)(&s.good, what), m = s.good.m;
    const size_t sizes[] = {(m - 1) * s.good.ldx + D, (s.good.n - 1) * s.good.ldy + D,
                            (s.good.n - 1) * s.good.ldv + P, s.good.n};
    const char *words[] = {"x", "y", "v", "weights"};
    REAL *room = gk_test_array(600, sizeof *room);
    const bool read[] = {true, !(c % 2), what == MULTIPLY || what == MEANS, what >= LOG_SUMS};
    for (size_t input = 0; input < 4; input++) {
      TWIN(product_case) shared = s.good;
      REAL **pointers[] = {&shared.x, &shared.y, &shared.v, &shared.weights};
      if (!read[input]) {
        continue;
      }
      const size_t out_size = (m - 1) * columns + columns, in = 300, size = sizes[input];
      memcpy(room + in, *pointers[input], size * sizeof *room);
      *pointers[input] = room + in;
      REAL copy[600];
      memcpy(copy, room, sizeof copy);
      const size_t wrong[] = {in, in + size - 1, in - out_size + 1, in + size / 2};
      for (size_t w = 0; w < 4; w++) {
        const gk_status status = TWIN(product_call)(&shared, what, room + wrong[w], columns, NULL);
        TWIN(refused)(&s, what, status, GK_ERROR_ARGUMENT, "overlap");
        assert_message(words[input]);
        assert_memory_equal(room, copy, sizeof copy);
      }
      assert_success(TWIN(product_call)(&shared, what, room + in + size, columns, NULL));
      assert_success(TWIN(product_call)(&shared, what, room + in - out_size, columns, NULL));
      assert_memory_equal(room + in, copy + in, size * sizeof *room);
    }
    free(room);
    TWIN(subject_free)(&s);
  }
}

/* A weight that is none is told with its place, wherever it is; what is not read may be anything. */
static void TWIN(bad_weights)(void **state) {
  (void)state;
  const double values[] = {-1, -1e-30, NAN, INFINITY, -INFINITY};
  for (size_t c = 0; c < 2 * 2 * 5 * 3; c++) {
    const product what = c % 2 ? LOG_SUMS : MEANS;
    const bool symmetric = c / 2 % 2;
    TWIN(subject) s = TWIN(subject_new)(what, symmetric);
    const size_t places[] = {0, s.good.n / 2, s.good.n - 1};
    const size_t place = places[c / 20];
    char word[32];
    s.good.weights[place] = (REAL)values[c / 4 % 5];
    snprintf(word, sizeof word, "weights[%zu]", place);
    TWIN(refused)
    (&s, what, TWIN(product_call)(&s.good, what, s.data, s.ldo, NULL), GK_ERROR_DATA, word);
    TWIN(subject_free)(&s);
  }
}

/* p = 0 and d = 0 need no V and no points. */
static void TWIN(sizes)(void **state) {
  (void)state;
  for (size_t c = 0; c < 2 * PRODUCTS; c++) {
    const product what = (product)(c / 2);
    TWIN(subject) s = TWIN(subject_new)(what, c % 2);
    TWIN(product_case) flat = s.good;
    flat.d = 0;
    flat.x = NULL;
    if (c % 2) {
      assert_success(TWIN(product_call)(&flat, what, s.data, s.ldo, NULL));
      assert_gaps_intact(s.out);
    }
    TWIN(subject_free)(&s);
  }
}

/* More sums than any memory holds, of sizes for which out could still be an array. */
static void TWIN(too_many_sums)(void **state) {
  (void)state;
  for (size_t c = 0; c < 4; c++) {
    const product what = c < 2 ? ROW_SUMS : LOG_SUMS;
    const bool symmetric = c % 2;
    TWIN(subject) s = TWIN(subject_new)(what, symmetric);
    TWIN(product_case) tall = s.good;
    tall.m = (size_t)1 << 55;
    tall.n = symmetric ? tall.m : N;
    tall.d = 0;
    tall.weights = NULL;
    TWIN(refused)
    (&s, what, TWIN(product_call)(&tall, what, s.data, s.ldo, NULL), GK_ERROR_OVERFLOW, "too many");
    TWIN(subject_free)(&s);
  }
}

/* Structs of a later version: good while what is unknown is zero. */
static void TWIN(later)(void **state) {
  (void)state;
  struct {
    gk_options known;
    double more[2];
  } options = {GK_OPTIONS_INIT, {0, 0}};
  options.known.struct_size = sizeof options;
  for (size_t c = 0; c < 2 * PRODUCTS; c++) {
    const product what = (product)(c / 2);
    TWIN(subject) s = TWIN(subject_new)(what, c % 2);
    options.more[1] = 1;
    TWIN(refused)
    (&s, what, TWIN(product_call)(&s.good, what, s.data, s.ldo, &options.known), GK_ERROR_ARGUMENT,
     "options");
    options.more[1] = 0;
    assert_success(TWIN(product_call)(&s.good, what, s.data, s.ldo, &options.known));
    TWIN(subject_free)(&s);
  }
}

#undef with
