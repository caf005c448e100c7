/* Included twice by test_gram_threads.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

typedef struct TWIN(job) {
  size_t n, d;
  gk_rbf rbf;
  REAL *x, *alone; /* alone: what one thread computes while nothing else runs */
} TWIN(job);

static TWIN(job) TWIN(job_new)(const family *f, size_t n, size_t d, double g) {
  TWIN(job)
  j = {n, d, GK_RBF_INIT, gk_test_array(n * d, sizeof(REAL)), gk_test_array(n * n, sizeof(REAL))};
  j.rbf.gamma = g / (2.0 * (double)d);
  TWIN(family_points)(f, n, d, n + d, j.x, d);
  gk_options one = GK_OPTIONS_INIT;
  one.threads = 1;
  assert_success(TWIN(gk_gram)(n, d, j.x, d, &j.rbf, j.alone, n, &one));
  return j;
}

static void TWIN(job_free)(TWIN(job) * j) {
  free(j->x);
  free(j->alone);
}

/* Whether a call gives the bits of one thread alone. Usable on any thread: asserts nothing. */
static int TWIN(same_as_alone)(const TWIN(job) * j, const gk_options *options) {
  REAL *k = malloc(j->n * j->n * sizeof *k);
  if (!k) {
    return 0;
  }
  const gk_status status = TWIN(gk_gram)(j->n, j->d, j->x, j->d, &j->rbf, k, j->n, options);
  const int same = status == GK_SUCCESS && memcmp(k, j->alone, j->n * j->n * sizeof *k) == 0;
  free(k);
  return same;
}

static void TWIN(same_bits)(void **state) {
  (void)state;
  static const size_t threads[] = {0, 2, 3, 7, 16};
  for (size_t c = 0; c < FEATURES * POINTS; c++) {
    const family *f = &families[c % families_count];
    TWIN(job) j = TWIN(job_new)(f, points[c / FEATURES], features[c % FEATURES], f->scales[0]);
    for (size_t t = 0; t < sizeof threads / sizeof threads[0]; t++) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = threads[t];
      if (!TWIN(same_as_alone)(&j, &options)) {
        fail_msg(PRECISION ", %s, n = %zu, d = %zu: other bits with %zu threads", f->name, j.n, j.d,
                 threads[t]);
      }
    }
    TWIN(job_free)(&j);
  }
}

/* Any budget gives the same bits or GK_ERROR_MEMORY, and what is documented is enough. */
static void TWIN(budgets)(void **state) {
  (void)state;
  for (size_t c = 0; c < FEATURES; c++) {
    TWIN(job) j = TWIN(job_new)(&families[0], 1030, features[c], 1.0);
    int enough = 0;
    for (size_t budget = 1; budget < (size_t)64 << 20; budget *= 4) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = 3;
      options.workspace_bytes = budget;
      REAL k = 0;
      const int same = TWIN(same_as_alone)(&j, &options);
      const gk_status tiny = TWIN(gk_gram)(1, j.d, j.x, j.d, &j.rbf, &k, 1, &options);
      assert_true(tiny == GK_SUCCESS || tiny == GK_ERROR_MEMORY);
      assert_false(enough && !same); /* what is enough stays enough */
      enough = enough || same;
      if (budget >= workspace_of_a_thread()) {
        assert_true(same);
      }
    }
    TWIN(job_free)(&j);
  }
}

/* Threads that the host has set, its floating-point control and errno are as before. */
static void TWIN(process)(void **state) {
  (void)state;
  for (int host = 1; host <= 3; host++) {
    for (size_t c = 0; c < FEATURES * 3; c++) {
      TWIN(job) j = TWIN(job_new)(&families[c % families_count], 300, features[c % FEATURES], 1.0);
      gk_options options = GK_OPTIONS_INIT;
      options.threads = c / FEATURES;
      process_set_blas_threads(host);
      process_set_openmp_threads(4 - host);
      errno = 77;
      const process_state before = process_state_now();
      const int same = TWIN(same_as_alone)(&j, &options);
      assert_process_unchanged(before);
      assert_true(same);
      TWIN(job_free)(&j);
    }
  }
}

/* A call that fails leaves the process as it was, too. */
static void TWIN(failures)(void **state) {
  (void)state;
  REAL x[4] = {0, 1, 2, 3}, k[16];
  gk_options starved = GK_OPTIONS_INIT;
  starved.workspace_bytes = 1;
  errno = 77;
  const process_state before = process_state_now();
  assert_status(TWIN(gk_gram)(4, 1, NULL, 1, NULL, k, 4, NULL), GK_ERROR_ARGUMENT);
  assert_process_unchanged(before);
  assert_status(TWIN(gk_gram)(4, 1, x, 1, NULL, k, SIZE_MAX / 2, NULL), GK_ERROR_OVERFLOW);
  assert_process_unchanged(before);
  assert_status(TWIN(gk_gram)(4, 1, x, 1, NULL, k, 4, &starved), GK_ERROR_MEMORY);
  assert_process_unchanged(before);
}

typedef struct TWIN(crowd) {
  TWIN(job) jobs[CALLERS];
  atomic_int wrong;
} TWIN(crowd);

static void TWIN(caller)(void *data, int index) {
  TWIN(crowd) *crowd = data;
  for (int turn = 0; turn < 6; turn++) {
    gk_options options = GK_OPTIONS_INIT;
    options.threads = (size_t)((index + turn) % 4);
    if (!TWIN(same_as_alone)(&crowd->jobs[(index + turn) % CALLERS], &options)) {
      atomic_fetch_add(&crowd->wrong, 1);
    }
  }
}

static void TWIN(crowd_new)(TWIN(crowd) * crowd) {
  for (size_t c = 0; c < CALLERS; c++) {
    const family *f = &families[c * 3 % families_count];
    crowd->jobs[c] =
        TWIN(job_new)(f, points[c % POINTS], features[(c + 2) % FEATURES], f->scales[0]);
  }
  atomic_init(&crowd->wrong, 0);
}

static void TWIN(crowd_free)(TWIN(crowd) * crowd) {
  for (size_t c = 0; c < CALLERS; c++) {
    TWIN(job_free)(&crowd->jobs[c]);
  }
}

/* Several callers at once: each result as if it were alone, and the process as before. */
static void TWIN(callers)(void **state) {
  (void)state;
  TWIN(crowd) crowd;
  TWIN(crowd_new)(&crowd);
  for (int host = 1; host <= 2; host++) {
    process_set_blas_threads(host);
    process_set_openmp_threads(3 - host);
    const process_state before = process_state_now();
    process_threads(TWIN(caller), &crowd, CALLERS);
    assert_process_unchanged(before);
  }
  assert_int_equal(atomic_load(&crowd.wrong), 0);
  TWIN(crowd_free)(&crowd);
}

static void TWIN(team_member)(void *data) {
  TWIN(caller)(data, 1);
}

/* Callers that are themselves a team of OpenMP. */
static void TWIN(openmp_callers)(void **state) {
  (void)state;
  TWIN(crowd) crowd;
  TWIN(crowd_new)(&crowd);
  process_set_openmp_threads(2);
  const process_state before = process_state_now();
  const int parallel = process_openmp_parallel(TWIN(team_member), &crowd, 3);
  assert_process_unchanged(before);
  assert_int_equal(atomic_load(&crowd.wrong), 0);
  TWIN(crowd_free)(&crowd);
  if (!parallel) {
    skip(); /* no OpenMP in this process */
  }
}

/* In another rounding mode the last digits are not promised; the mode stays. */
static void TWIN(rounding_modes)(void **state) {
  (void)state;
  static const int modes[] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
  for (size_t c = 0; c < 3 * FEATURES; c++) {
    TWIN(job) j = TWIN(job_new)(&families[0], 100, features[c % FEATURES], 1.0);
    REAL *k = gk_test_array(j.n * j.n, sizeof *k);
    assert_int_equal(fesetround(modes[c / FEATURES]), 0);
    const process_state before = process_state_now();
    const gk_status status = TWIN(gk_gram)(j.n, j.d, j.x, j.d, &j.rbf, k, j.n, NULL);
    const process_state after = process_state_now();
    fesetround(FE_TONEAREST);
    assert_status(status, GK_SUCCESS);
    assert_int_equal(before.rounding, after.rounding);
    assert_int_equal(before.control, after.control);
    for (size_t i = 0; i < j.n * j.n; i++) {
      assert_close(k[i], j.alone[i], 1e-4);
    }
    free(k);
    TWIN(job_free)(&j);
  }
}

#if defined(__x86_64__)
/* A host that runs with flush-to-zero and denormals-are-zero keeps them, and the bits are the same.
 */
static void TWIN(flush_to_zero)(void **state) {
  (void)state;
  const unsigned flush = 0x8040;
  for (size_t c = 0; c < FEATURES; c++) {
    TWIN(job) j = TWIN(job_new)(&families[0], 300, features[c], 30.0);
    const unsigned before = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before | flush);
    const int same = TWIN(same_as_alone)(&j, NULL);
    const unsigned after = __builtin_ia32_stmxcsr();
    __builtin_ia32_ldmxcsr(before);
    assert_int_equal(after & flush, flush);
    assert_true(same);
    TWIN(job_free)(&j);
  }
}
#else
static void TWIN(flush_to_zero)(void **state) {
  (void)state;
  skip();
}
#endif
