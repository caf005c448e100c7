/* Included twice by test_density_threads.c. */
/* SPDX-License-Identifier: BSD-3-Clause */

/* What all calls work on. */
typedef struct TWIN(scene) {
  gk_mixture *mixture[4]; /* by dimensions; [0] is of 2, with a diagonal covariance */
  REAL *x;
  REAL *sigmas, *amplitudes;
} TWIN(scene);

static TWIN(scene) TWIN(scene_new)(void) {
  TWIN(scene) s;
  gk_test_rng rng = gk_test_seed(81);
  const double means[4] = {0, 0, 1, 2}, variances[4] = {1, 2, 3, 0.5};
  assert_success(
      gk_mixture_create(2, 2, NULL, means, 2, GK_COVARIANCE_DIAGONAL, variances, 2, &s.mixture[0]));
  for (size_t d = 1; d <= 3; d++) {
    normals m = normals_random(&rng, 3, d, 1, 1);
    s.mixture[d] = normals_mixture(&m);
    normals_free(&m);
  }
  s.x = gk_test_array(POINTS * 3, sizeof(REAL));
  TWIN(gk_test_normals)(&rng, POINTS * 3, 60, 30, s.x);
  s.sigmas = gk_test_array(POINTS, sizeof(REAL));
  s.amplitudes = gk_test_array(POINTS, sizeof(REAL));
  for (size_t i = 0; i < POINTS; i++) {
    s.sigmas[i] = (REAL)(0.5 + 3 * gk_test_uniform(&rng));
    s.amplitudes[i] = (REAL)gk_test_uniform(&rng);
  }
  return s;
}

static void TWIN(scene_free)(TWIN(scene) * s) {
  for (size_t i = 0; i < 4; i++) {
    gk_mixture_free(s->mixture[i]);
  }
  free(s->x);
  free(s->sigmas);
  free(s->amplitudes);
}

static gk_status TWIN(draw)(const TWIN(scene) * s, int call, REAL *out, const gk_options *o) {
  gk_spots spots = GK_SPOTS_INIT;
  const size_t n = call == SPOTS_EVERYWHERE ? 40 : POINTS / 8;
  spots.merge = call == SPOTS_MAXIMUM ? GK_MERGE_MAXIMUM : GK_MERGE_SUM;
  spots.truncate = call == SPOTS_EVERYWHERE ? 0 : 4;
  spots.peak = call == SPOTS_MAXIMUM ? GK_PEAK_PIXEL
               : call == SPOTS       ? GK_PEAK_MAP
                                     : GK_PEAK_CONTINUOUS;
  return TWIN(gk_heatmap)(n, 128, 150, s->x, 3, s->sigmas, s->amplitudes, &spots, out, 130, o);
}

static gk_status TWIN(run)(const TWIN(scene) * s, int call, REAL *out, const gk_options *o) {
  const gk_axis axes[3] = {{-3, 5, 97}, {-4, 6, 41}, {5, -6, 9}};
  const gk_axis line = {-10, 10, 30001};
  const gk_axis image[2] = {{-4, 4, 200}, {-4, 4, 160}};
  switch (call) {
  case DENSITY:
    return TWIN(gk_mixture_density)(s->mixture[3], POINTS, s->x, 3, out, o);
  case LOG_DENSITY:
    return TWIN(gk_mixture_log_density)(s->mixture[3], POINTS, s->x, 3, out, o);
  case RESPONSIBILITIES:
    return TWIN(gk_mixture_responsibilities)(s->mixture[2], POINTS, s->x, 3, out, 3, o);
  case SAMPLE:
    return TWIN(gk_mixture_sample)(s->mixture[3], POINTS, 7, out, 3, o);
  case LINE:
    return TWIN(gk_mixture_density_grid)(s->mixture[1], &line, out, 30001, o);
  case IMAGE:
    return TWIN(gk_mixture_density_grid)(s->mixture[2], image, out, 201, o);
  case SEPARABLE:
    return TWIN(gk_mixture_density_grid)(s->mixture[0], image, out, 200, o);
  case VOLUME:
    return TWIN(gk_mixture_density_grid)(s->mixture[3], axes, out, 97, o);
  case LOG_IMAGE:
    return TWIN(gk_mixture_log_density_grid)(s->mixture[2], image, out, 200, o);
  default:
    return TWIN(draw)(s, call, out, o);
  }
}

static REAL *TWIN(output)(void) {
  REAL *out = gk_test_array(MOST, sizeof *out);
  memset(out, 0, MOST * sizeof *out);
  return out;
}

/* One thread's bits. */
static REAL *TWIN(alone)(const TWIN(scene) * s, int call) {
  REAL *out = TWIN(output)();
  gk_options options = GK_OPTIONS_INIT;
  options.threads = 1;
  assert_success(TWIN(run)(s, call, out, &options));
  return out;
}

static void TWIN(same_bits)(void **state) {
  (void)state;
  TWIN(scene) s = TWIN(scene_new)();
  for (int call = 0; call < CALLS; call++) {
    REAL *alone = TWIN(alone)(&s, call);
    for (size_t threads = 0; threads <= 4; threads++) {
      REAL *out = TWIN(output)();
      gk_options options = GK_OPTIONS_INIT;
      options.threads = threads;
      errno = 77;
      const process_state before = process_state_now();
      assert_success(TWIN(run)(&s, call, out, &options));
      assert_process_unchanged(before);
      if (memcmp(out, alone, MOST * sizeof *out) != 0) {
        fail_msg(PRECISION ", call %d: other bits with %zu threads", call, threads);
      }
      free(out);
    }
    free(alone);
  }
  TWIN(scene_free)(&s);
}

/* Any budget gives the same bits, or GK_ERROR_MEMORY and nothing written. */
static void TWIN(budgets)(void **state) {
  (void)state;
  TWIN(scene) s = TWIN(scene_new)();
  REAL *nothing = TWIN(output)();
  for (int call = 0; call < CALLS; call++) {
    REAL *alone = TWIN(alone)(&s, call), *out = TWIN(output)();
    int enough = 0;
    for (size_t budget = 1; budget <= (size_t)1 << 28; budget *= 8) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = 3;
      options.workspace_bytes = budget;
      memset(out, 0, MOST * sizeof *out);
      const gk_status status = TWIN(run)(&s, call, out, &options);
      if (status == GK_SUCCESS) {
        assert_memory_equal(out, alone, MOST * sizeof *out);
      } else {
        assert_status(status, GK_ERROR_MEMORY);
        assert_memory_equal(out, nothing, MOST * sizeof *out);
        assert_false(enough);
      }
      enough = status == GK_SUCCESS;
    }
    assert_true(enough);
    free(alone);
    free(out);
  }
  free(nothing);
  TWIN(scene_free)(&s);
}

/* Progress from 0 to 1; cancelled where the callback says so, and the next call is as ever. */
static void TWIN(cancelled)(void **state) {
  (void)state;
  TWIN(scene) s = TWIN(scene_new)();
  for (int call = 0; call < CALLS; call++) {
    REAL *alone = TWIN(alone)(&s, call), *out = TWIN(output)();
    for (size_t c = 0; c < 4; c++) {
      watch seen;
      const gk_options options = watched(&seen, c % 2, 1 + c / 2);
      const gk_status status = TWIN(run)(&s, call, out, &options);
      assert_false(seen.wrong);
      if (c % 2) {
        assert_status(status, GK_ERROR_CANCELLED);
        assert_int_equal(seen.calls, 1);
        memset(out, 0, MOST * sizeof *out);
      } else {
        assert_status(status, GK_SUCCESS);
        assert_close(seen.last, 1, 0);
        assert_memory_equal(out, alone, MOST * sizeof *out);
      }
    }
    free(alone);
    free(out);
  }
  TWIN(scene_free)(&s);
}

typedef struct TWIN(crowd) {
  const TWIN(scene) * scene;
  REAL *alone[CALLS];
  atomic_int wrong;
} TWIN(crowd);

static void TWIN(caller)(void *data, int index) {
  TWIN(crowd) *crowd = data;
  for (int turn = 0; turn < CALLS; turn++) {
    const int call = (turn + 3 * index) % CALLS;
    REAL *out = calloc(MOST, sizeof *out);
    gk_options options = GK_OPTIONS_INIT;
    options.threads = (size_t)(index + turn) % 3;
    if (TWIN(run)(crowd->scene, call, out, &options) != GK_SUCCESS ||
        memcmp(out, crowd->alone[call], MOST * sizeof *out) != 0) {
      atomic_fetch_add(&crowd->wrong, 1);
    }
    free(out);
  }
}

/* Several callers share a mixture. */
static void TWIN(callers)(void **state) {
  (void)state;
  TWIN(scene) s = TWIN(scene_new)();
  TWIN(crowd) crowd = {.scene = &s};
  atomic_init(&crowd.wrong, 0);
  for (int call = 0; call < CALLS; call++) {
    crowd.alone[call] = TWIN(alone)(&s, call);
  }
  process_threads(TWIN(caller), &crowd, 4);
  assert_int_equal(atomic_load(&crowd.wrong), 0);
  for (int call = 0; call < CALLS; call++) {
    free(crowd.alone[call]);
  }
  TWIN(scene_free)(&s);
}
