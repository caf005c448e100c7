/* Included twice by test_gram_arguments.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static const struct {
  int function;
  const char *name;
} TWIN(functions)[] = {{GRAM, "gk_gram_" PRECISION},
                       {TRIANGLE, "gk_gram_triangle_" PRECISION},
                       {ROWS, "gk_gram_rows_" PRECISION},
                       {CROSS, "gk_cross_gram_" PRECISION},
                       {BOUND, "gk_gram_error_bound_" PRECISION}};

static REAL TWIN(points)[N * LD];
static double TWIN(bound);

static call TWIN(good_call)(int function) {
  call c = {.function = function, .m = M, .n = N, .d = D, .ldx = D, .ldy = D, .ldk = LD};
  c.rows = N;
  c.element = sizeof(REAL);
  c.triangle = GK_FULL;
  c.rbf.known = (gk_rbf)GK_RBF_INIT;
  c.options.known = (gk_options)GK_OPTIONS_INIT;
  c.output = canvas_new(sizeof(REAL), N, N, LD, 0);
  c.k = c.output.data;
  c.x = TWIN(points);
  c.y = TWIN(points);
  TWIN(bound) = -1.0;
  c.bound = &TWIN(bound);
  for (size_t i = 0; i < LENGTHSCALES; i++) {
    c.lengthscale[i] = 1.0;
  }
  return c;
}

static gk_status TWIN(run)(call *c) {
  const gk_rbf *rbf = &c->rbf.known;
  const gk_options *options = &c->options.known;
  switch (c->function) {
  case GRAM:
    return TWIN(gk_gram)(c->n, c->d, c->x, c->ldx, rbf, c->k, c->ldk, options);
  case TRIANGLE:
    return TWIN(gk_gram_triangle)((gk_triangle)c->triangle, c->n, c->d, c->x, c->ldx, rbf, c->k,
                                  c->ldk, options);
  case ROWS:
    return TWIN(gk_gram_rows)(c->n, c->d, c->x, c->ldx, c->first, c->rows, rbf, c->k, c->ldk,
                              options);
  case CROSS:
    return TWIN(gk_cross_gram)(c->m, c->n, c->d, c->x, c->ldx, c->y, c->ldy, rbf, c->k, c->ldk,
                               options);
  default:
    return TWIN(gk_gram_error_bound)(c->d, rbf, c->bound);
  }
}

/* The calls that the mistakes are made in are good. */
static void TWIN(good_calls)(void **state) {
  (void)state;
  for (size_t f = 0; f < 5; f++) {
    call c = TWIN(good_call)(TWIN(functions)[f].function);
    assert_success(TWIN(run)(&c));
    c.rbf.known.lengthscale = c.lengthscale;
    assert_success(TWIN(run)(&c));
    if (c.function == BOUND) {
      assert_true(TWIN(bound) > 0.0);
    } else {
      assert_same(((REAL *)c.k)[0], (REAL)1);
    }
    assert_gaps_intact(c.output);
    canvas_free(&c.output);
  }
}

static void TWIN(check_message)(const mistake *m, const char *function) {
  const char *message = gk_error_message();
  char start[64];
  snprintf(start, sizeof start, "%s: ", function);
  if (strncmp(message, start, strlen(start)) != 0) {
    fail_msg("%s: the message \"%s\" does not start with \"%s\"", m->name, message, start);
  }
  for (size_t w = 0; w < 3 && m->words[w]; w++) {
    if (!strstr(message + strlen(start), m->words[w])) {
      fail_msg("%s, %s: no \"%s\" in the message \"%s\"", function, m->name, m->words[w], message);
    }
  }
}

static void TWIN(check_mistake)(const mistake *m, int function, const char *name) {
  call c = TWIN(good_call)(function);
  m->make(&c);
  unsigned char *before = gk_test_array(c.output.bytes, 1);
  memcpy(before, c.output.memory, c.output.bytes);
  const gk_status status = TWIN(run)(&c);
  if (status != m->status) {
    fail_msg("%s, %s: %s, expected %s; message \"%s\"", name, m->name, gk_status_name(status),
             gk_status_name(m->status), gk_error_message());
  }
  TWIN(check_message)(m, name);
  assert_memory_equal(c.output.memory, before, c.output.bytes);
  assert_close(TWIN(bound), -1.0, 0.0);
  free(before);
  canvas_free(&c.output);
}

static void TWIN(every_mistake)(void **state) {
  (void)state;
  for (size_t m = 0; m < MISTAKES; m++) {
    for (size_t f = 0; f < 5; f++) {
      const int function = TWIN(functions)[f].function;
      if (mistakes[m].functions & function) {
        TWIN(check_mistake)(&mistakes[m], function, TWIN(functions)[f].name);
      }
    }
  }
}

/* X right before K and right behind it, in one array. */
static void TWIN(adjacent)(void **state) {
  (void)state;
  static REAL array[N * D + N * N + N * D];
  gk_test_rng rng = gk_test_seed(1);
  TWIN(gk_test_normals)(&rng, N * D, 0.0, 1.0, array);
  memcpy(array + N * D + N * N, array, N * D * sizeof *array);
  REAL *k = array + N * D;
  for (size_t f = 0; f < 4; f++) {
    call c = TWIN(good_call)(TWIN(functions)[f].function);
    c.k = k;
    c.ldk = N;
    c.x = array;
    c.y = k + N * N;
    assert_success(TWIN(run)(&c));
    c.x = k + N * N;
    c.y = array;
    assert_success(TWIN(run)(&c));
    assert_memory_equal(array, k + N * N, N * D * sizeof *array);
    canvas_free(&c.output);
  }
}

/* A larger struct whose unknown part is zero asks for nothing that is unknown. */
static void TWIN(later_structs)(void **state) {
  (void)state;
  for (size_t f = 0; f < 5; f++) {
    call c = TWIN(good_call)(TWIN(functions)[f].function);
    c.rbf.known.struct_size = sizeof c.rbf;
    c.options.known.struct_size = sizeof c.options;
    assert_success(TWIN(run)(&c));
    canvas_free(&c.output);
  }
}

/* Values that no computation needs are not read: d = 0 has no lengthscales, NULL kernels are good.
 */
static void TWIN(unused)(void **state) {
  (void)state;
  for (size_t f = 0; f < 5; f++) {
    call c = TWIN(good_call)(TWIN(functions)[f].function);
    c.d = 0;
    c.x = NULL;
    c.y = NULL;
    set_lengthscale(&c, 0, -1.0);
    assert_success(TWIN(run)(&c));
    canvas_free(&c.output);
  }
  double bound = 0.0;
  assert_success(TWIN(gk_gram_error_bound)(5, NULL, &bound));
  assert_true(bound > 0.0);
}

/* threads is a limit, so any number is good. */
static void TWIN(any_threads)(void **state) {
  (void)state;
  static const size_t numbers[] = {1, 2, 5, 64, (size_t)1 << 31, ((size_t)1 << 32) + 1, SIZE_MAX};
  for (size_t t = 0; t < sizeof numbers / sizeof numbers[0]; t++) {
    for (size_t f = 0; f < 4; f++) {
      call c = TWIN(good_call)(TWIN(functions)[f].function);
      c.options.known.threads = numbers[t];
      assert_success(TWIN(run)(&c));
      canvas_free(&c.output);
    }
  }
}

/* The variance may be any number of the documented range, and no other; so may the noise, or be 0.
 */
static void TWIN(variance_range)(void **state) {
  (void)state;
  const double good[] = {LEAST_VARIANCE, 2.0 * LEAST_VARIANCE, 1.0, MOST_VARIANCE};
  const double bad[] = {LEAST_VARIANCE * 0.99, 1e-320, MOST_VARIANCE * 1.01, DBL_MAX};
  for (size_t v = 0; v < 8; v++) {
    for (size_t f = 0; f < 5; f++) {
      call c = TWIN(good_call)(TWIN(functions)[f].function);
      c.rbf.known.variance = v < 4 ? good[v] : bad[v - 4];
      assert_status(TWIN(run)(&c), v < 4 ? GK_SUCCESS : GK_ERROR_ARGUMENT);
      c.rbf.known.variance = 1.0;
      c.rbf.known.noise = v < 4 ? good[v] : v < 6 ? 0.0 : bad[v - 4];
      assert_status(TWIN(run)(&c), v < 6 ? GK_SUCCESS : GK_ERROR_ARGUMENT);
      canvas_free(&c.output);
    }
  }
}
