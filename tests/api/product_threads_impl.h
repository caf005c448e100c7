/* Included twice by test_product_threads.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

static TWIN(product_case) TWIN(shape_case)(size_t s) {
  const size_t *shape = shapes[s % SHAPES];
  TWIN(product_case)
  c = TWIN(product_new)(&families[s % families_count], shape[0], shape[1], shape[2], shape[3], 1,
                        1);
  TWIN(product_set_weights)(&c);
  c.diagonal = s % 2 ? GK_DIAGONAL_KEPT : GK_DIAGONAL_LEFT_OUT;
  return c;
}

static size_t TWIN(bytes)(const TWIN(product_case) * c, product what) {
  return c->m * TWIN(product_columns)(c, what) * sizeof(REAL);
}

/* Whether a call gives these bits. Usable on any thread: asserts nothing. */
static int TWIN(gives)(const TWIN(product_case) * c, product what, const REAL *bits,
                       const gk_options *options) {
  const size_t bytes = TWIN(bytes)(c, what);
  REAL *out = malloc(bytes);
  const gk_status status =
      TWIN(product_call)(c, what, out, TWIN(product_columns)(c, what), options);
  const int same = status == GK_SUCCESS && memcmp(out, bits, bytes) == 0;
  free(out);
  return same;
}

static REAL *TWIN(alone)(const TWIN(product_case) * c, product what) {
  gk_options one = GK_OPTIONS_INIT;
  one.threads = 1;
  return TWIN(product_result)(c, what, &one);
}

static void TWIN(same_bits)(void **state) {
  (void)state;
  static const size_t threads[] = {0, 1, 2, 3, 7};
  for (size_t s = 0; s < SHAPES; s++) {
    TWIN(product_case) c = TWIN(shape_case)(s);
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      REAL *alone = TWIN(alone)(&c, what);
      for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
        gk_options options = GK_OPTIONS_INIT;
        options.threads = threads[t];
        process_set_blas_threads(1 + (int)t % 3);
        errno = 77;
        const process_state before = process_state_now();
        const int same = TWIN(gives)(&c, what, alone, &options);
        assert_process_unchanged(before);
        if (!same) {
          fail_msg("%s" PRECISION ", shape %zu: other bits with %zu threads",
                   product_name(what, !c.y), s, threads[t]);
        }
      }
      free(alone);
    }
    TWIN(product_free)(&c);
  }
}

/* Any budget gives the same bits, or GK_ERROR_MEMORY and nothing written; what gram.h says is
 * enough. */
static void TWIN(budgets)(void **state) {
  (void)state;
  for (size_t s = 0; s < SHAPES; s++) {
    TWIN(product_case) c = TWIN(shape_case)(s);
    const size_t promised =
        ((size_t)14 << 20) + 16 * c.m * c.p + 40 * c.d + 8 * c.n + 8 * c.p * (c.m / 64 + 8);
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      REAL *alone = TWIN(alone)(&c, what);
      const size_t columns = TWIN(product_columns)(&c, what);
      int enough = 0;
      for (size_t budget = 1; budget < (size_t)64 << 20; budget *= 8) {
        gk_options options = GK_OPTIONS_INIT;
        options.threads = 3;
        options.workspace_bytes = budget;
        canvas out = canvas_new(sizeof(REAL), c.m, columns, columns, 0);
        const gk_status status =
            TWIN(product_call)(&c, what, (REAL *)(void *)out.data, columns, &options);
        if (status) {
          assert_status(status, GK_ERROR_MEMORY);
          assert_canvas_intact(out);
          assert_false(enough);
          assert_true(budget < promised);
        } else {
          assert_memory_equal(out.data, alone, TWIN(bytes)(&c, what));
          enough = 1;
        }
        canvas_free(&out);
      }
      assert_true(enough);
      free(alone);
    }
    TWIN(product_free)(&c);
  }
}

/* From 0 to 1, on the calling thread; the bits are those of a quiet call. */
static void TWIN(progress)(void **state) {
  (void)state;
  for (size_t s = 0; s < 2 * SHAPES; s++) {
    TWIN(product_case) c = TWIN(shape_case)(s);
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      REAL *alone = TWIN(alone)(&c, what);
      watch seen;
      const gk_options options = watched(&seen, 0, s / SHAPES + 1);
      assert_true(TWIN(gives)(&c, what, alone, &options));
      assert_false(seen.wrong);
      assert_true(seen.calls >= 2);
      assert_close(seen.last, 1, 0);
      free(alone);
    }
    TWIN(product_free)(&c);
  }
}

/* Cancelled at the first call and later; the next call is as if nothing had been. */
static void TWIN(cancelled)(void **state) {
  (void)state;
  for (size_t s = 0; s < 2 * SHAPES; s++) {
    TWIN(product_case) c = TWIN(shape_case)(s);
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      REAL *alone = TWIN(alone)(&c, what), *out = TWIN(alone)(&c, what);
      watch seen;
      const size_t cancel_at = 1 + s / SHAPES;
      const gk_options options = watched(&seen, cancel_at, s % 3);
      assert_status(TWIN(product_call)(&c, what, out, TWIN(product_columns)(&c, what), &options),
                    GK_ERROR_CANCELLED);
      assert_message(product_name(what, !c.y));
      assert_false(seen.wrong);
      assert_int_equal(seen.calls, cancel_at);
      assert_true(TWIN(gives)(&c, what, alone, NULL));
      free(alone);
      free(out);
    }
    TWIN(product_free)(&c);
  }
}

typedef struct TWIN(crowd) {
  TWIN(product_case) cases[SHAPES];
  REAL *alone[SHAPES][PRODUCTS];
  atomic_int wrong;
} TWIN(crowd);

static void TWIN(caller)(void *data, int index) {
  TWIN(crowd) *crowd = data;
  for (int turn = 0; turn < SHAPES * PRODUCTS; turn++) {
    const int at = (turn + 5 * index) % (SHAPES * PRODUCTS);
    gk_options options = GK_OPTIONS_INIT;
    options.threads = (size_t)(index + turn) % 3;
    const product what = (product)(at % PRODUCTS);
    if (!TWIN(gives)(&crowd->cases[at / PRODUCTS], what, crowd->alone[at / PRODUCTS][what],
                     &options)) {
      atomic_fetch_add(&crowd->wrong, 1);
    }
  }
}

/* Several callers at once. */
static void TWIN(callers)(void **state) {
  (void)state;
  TWIN(crowd) crowd;
  atomic_init(&crowd.wrong, 0);
  for (size_t s = 0; s < SHAPES; s++) {
    crowd.cases[s] = TWIN(shape_case)(s);
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      crowd.alone[s][what] = TWIN(alone)(&crowd.cases[s], what);
    }
  }
  process_threads(TWIN(caller), &crowd, 3);
  assert_int_equal(atomic_load(&crowd.wrong), 0);
  for (size_t s = 0; s < SHAPES; s++) {
    for (product what = MULTIPLY; what < PRODUCTS; what++) {
      free(crowd.alone[s][what]);
    }
    TWIN(product_free)(&crowd.cases[s]);
  }
}
