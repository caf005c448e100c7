/* Included twice by test_weights_arguments.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static void TWIN(good)(call *c) {
  memset(c, 0, sizeof *c);
  c->spec.known = (gk_weights_spec)GK_WEIGHTS_2D(WIDTH, 1.0);
  c->spec.known.size[1] = HEIGHT;
  c->given = &c->spec.known;
}

static canvas TWIN(output)(void) {
  return canvas_new(sizeof(REAL), 1, WIDTH * HEIGHT, WIDTH * HEIGHT, 0);
}

static gk_status TWIN(run)(const call *c, canvas *output) {
  REAL *w = c->output_null ? NULL : (REAL *)(void *)output->data;
  return TWIN(gk_weights)(c->given, w);
}

/* The calls that the mistakes are made in are good, and write no further than they should. */
static void TWIN(good_calls)(void **state) {
  (void)state;
  for (int method = GK_WEIGHTS_SAMPLED; method <= GK_WEIGHTS_BINOMIAL; method++) {
    call c;
    TWIN(good)(&c);
    use_method(&c, (gk_weights_method)method);
    canvas output = TWIN(output)();
    assert_success(TWIN(run)(&c, &output));
    const REAL *w = (const REAL *)(const void *)output.data;
    assert_true(w[WIDTH * HEIGHT / 2] > 0 && w[WIDTH * HEIGHT - 1] > 0);
    assert_gaps_intact(output);
    canvas_free(&output);
  }
  call c;
  TWIN(good)(&c);
  use_covariance(&c, 2.0, 0.5, 0.5, 1.0);
  use_center(&c, -1.5, 7.0);
  c.spec.known.order[0] = 8;
  canvas output = TWIN(output)();
  assert_success(TWIN(run)(&c, &output));
  canvas_free(&output);
}

static void TWIN(every_mistake)(void **state) {
  (void)state;
  for (size_t m = 0; m < MISTAKES; m++) {
    call c;
    TWIN(good)(&c);
    mistakes[m].make(&c);
    canvas output = TWIN(output)();
    const gk_status status = TWIN(run)(&c, &output);
    if (status != mistakes[m].status) {
      fail_msg("%s, " PRECISION ": %s, expected %s; message \"%s\"", mistakes[m].name,
               gk_status_name(status), gk_status_name(mistakes[m].status), gk_error_message());
    }
    check_message(mistakes[m].name, "gk_weights_" PRECISION, mistakes[m].words);
    assert_canvas_intact(output);
    canvas_free(&output);
  }
}

/* A larger struct whose unknown part is zero asks for nothing that is unknown. */
static void TWIN(later_specs)(void **state) {
  (void)state;
  call c;
  TWIN(good)(&c);
  c.spec.known.struct_size = sizeof c.spec;
  canvas output = TWIN(output)();
  assert_success(TWIN(run)(&c, &output));
  canvas_free(&output);
}

/* Of size, sigma and order only those of the dimensions count, of oversample only that of its
 * method; and weights that all are 0 are a density as well. */
static void TWIN(unused)(void **state) {
  (void)state;
  call c;
  TWIN(good)(&c);
  c.spec.known.size[2] = SIZE_MAX;
  c.spec.known.sigma[2] = -1.0;
  c.spec.known.order[2] = 77;
  c.spec.known.oversample = 0;
  canvas output = TWIN(output)();
  assert_success(TWIN(run)(&c, &output));
  for (int normalize = GK_NORMALIZE_DENSITY; normalize <= GK_NORMALIZE_NONE; normalize++) {
    TWIN(good)(&c);
    use_center(&c, 1e6, 0.0);
    c.spec.known.normalize = (gk_normalize)normalize;
    assert_success(TWIN(run)(&c, &output));
    const REAL *w = (const REAL *)(const void *)output.data;
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
      assert_same(w[i], (REAL)0);
    }
  }
  canvas_free(&output);
}

/* However far the centre is, a sum and a peak are what they are: all that is left is the nearest
 * pixels. */
static void TWIN(far_centers)(void **state) {
  (void)state;
  call c;
  TWIN(good)(&c);
  use_center(&c, 1e6, 1.0);
  for (int normalize = GK_NORMALIZE_SUM; normalize <= GK_NORMALIZE_PEAK; normalize++) {
    c.spec.known.normalize = (gk_normalize)normalize;
    REAL w[WIDTH * HEIGHT], sum = 0;
    assert_success(TWIN(gk_weights)(c.given, w));
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
      assert_true(i % WIDTH == WIDTH - 1 ? w[i] > 0 : w[i] == 0);
      sum += w[i];
    }
    assert_close(normalize == GK_NORMALIZE_SUM ? sum : w[2 * WIDTH - 1], 1.0, 4.0 * ROUNDOFF);
  }
}

/* A spec, a covariance and a centre that lie in memory that is written: read before, or refused. */
static void TWIN(overlaps)(void **state) {
  (void)state;
  union {
    REAL w[WIDTH * HEIGHT];
    double center[2];
  } both;
  call c;
  TWIN(good)(&c);
  use_center(&c, 1.25, 0.5);
  REAL expected[WIDTH * HEIGHT];
  assert_success(TWIN(gk_weights)(c.given, expected));
  both.center[0] = 1.25;
  both.center[1] = 0.5;
  c.spec.known.center = both.center;
  if (TWIN(gk_weights)(c.given, both.w) == GK_SUCCESS) {
    assert_memory_equal(both.w, expected, sizeof expected);
  } else {
    assert_message("overlap");
    assert_close(both.center[0], 1.25, 0.0);
  }
}
