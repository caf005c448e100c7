/*
 * Estimates: the same bits for any number of threads, any budget and any company, progress, and
 * calls that are cancelled; what belongs to the process stays as it was.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "kde_case.h"
#include "process.h"

enum { POINTS = 1500, QUERIES = 3000, WIDE = 150, WIDE_POINTS = QUERIES * 60 / WIDE, MOST = 40000 };

/* Whatever can be asked of an estimate: queries and grids by each engine; integrals; rules. */
enum {
  EXACT_1,
  EXACT_3,
  EXACT_60,
  EXPONENTIALS,
  CUTOFF_1,
  CUTOFF_3,
  LOGS,
  FLOATS,
  GRID,
  GRID_DIAGONAL,
  GRID_CUTOFF,
  GRID_BINNED,
  GRID_LOGS,
  SAMPLES,
  BOX,
  BOX_4,
  PAIRS,
  RULE_CV,
  RULE_ISJ,
  RULE_SCOTT,
  RULE_WIDE,
  RULE_MATRIX,
  CALLS
};

typedef struct scene {
  kde_case line, plane, volume, wide, diagonal;
  double *q;
  float *q32;
} scene;

/* What the callback saw. */
typedef struct watch {
  pthread_t caller;
  size_t calls, cancel_at; /* the call that cancels, 0: none */
  double last;
  int wrong; /* decreasing, out of range, or on another thread */
} watch;

static int look(double fraction, void *data) {
  watch *w = data;
  w->wrong |= !pthread_equal(w->caller, pthread_self()) || !(fraction >= w->last && fraction <= 1);
  w->last = fraction;
  w->calls++;
  return w->cancel_at && w->calls >= w->cancel_at;
}

static scene scene_new(void) {
  scene s = {kde_case_new(1, POINTS, 1, 0, 30, 0, true),
             kde_case_new(2, POINTS / 3, 2, 0.5, 8, 0, true),
             kde_case_new(3, POINTS, 3, 0.6, 5, 0, false),
             kde_case_new(4, 150, 60, 0.1, 1, 0, false),
             kde_case_new(5, POINTS, 2, 0, 9, 0, false),
             NULL,
             NULL};
  gk_test_rng rng = gk_test_seed(6);
  s.q = gk_test_array(QUERIES * 60, sizeof *s.q);
  s.q32 = gk_test_array(QUERIES * 60, sizeof *s.q32);
  gk_test_normals_f64(&rng, QUERIES * 60, 1, 5, s.q);
  gk_test_normals_f32(&rng, QUERIES * 60, 1, 5, s.q32);
  return s;
}

static void scene_free(scene *s) {
  kde_case_free(&s->line);
  kde_case_free(&s->plane);
  kde_case_free(&s->volume);
  kde_case_free(&s->wide);
  kde_case_free(&s->diagonal);
  free(s->q);
  free(s->q32);
}

static gk_status points(const scene *s, int call, double *out, const gk_options *o) {
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = call == EXPONENTIALS                   ? GK_KDE_EXPONENTIALS
                  : call == CUTOFF_1 || call == CUTOFF_3 ? GK_KDE_CUTOFF
                                                         : GK_KDE_EXACT;
  const kde_case *c = call == EXACT_3 || call == CUTOFF_3 ? &s->volume
                      : call == EXACT_60                  ? &s->wide
                                                          : &s->line;
  if (call == LOGS) {
    return gk_kde_log_density_f64(s->volume.kde, QUERIES, s->q, 3, out, o);
  }
  if (call == FLOATS) {
    return gk_kde_density_f32(s->volume.kde, QUERIES, s->q32, 3, &method, (float *)(void *)out, o);
  }
  return gk_kde_density_f64(c->kde, call == EXACT_60 ? 200 : QUERIES, s->q, c->d, &method, out, o);
}

static gk_status grids(const scene *s, int call, double *out, const gk_options *o) {
  const gk_axis axes[2] = {{-40, 40, 150}, {-30, 50, 120}};
  gk_kde_method method = GK_KDE_METHOD_INIT;
  method.engine = call == GRID_CUTOFF   ? GK_KDE_CUTOFF
                  : call == GRID_BINNED ? GK_KDE_BINNED
                                        : GK_KDE_EXACT;
  const gk_kde *kde = call == GRID || call == GRID_CUTOFF ? s->plane.kde : s->diagonal.kde;
  if (call == GRID_LOGS) {
    return gk_kde_log_density_grid_f64(s->plane.kde, axes, out, 150, o);
  }
  return gk_kde_density_grid_f64(kde, axes, &method, out, 150, o);
}

static gk_status integrals(const scene *s, int call, double *out, const gk_options *o) {
  const double low[4] = {-3, -2, -1, 0}, high[4] = {4, 4, 4, INFINITY};
  if (call == PAIRS) {
    return gk_kde_integral_kde(s->volume.kde, s->volume.kde, out, o);
  }
  return gk_kde_integral(call == BOX ? s->diagonal.kde : s->plane.kde, low, high, out, out + 1, o);
}

static gk_status rule(const scene *s, int call, double *out, const gk_options *o) {
  const kde_case wide = {.n = WIDE_POINTS, .d = WIDE, .x = s->q};
  const kde_case *c = call == RULE_CV     ? &s->plane
                      : call == RULE_WIDE ? &wide
                      : call < RULE_WIDE  ? &s->line
                                          : &s->wide;
  const gk_bandwidth rules[] = {GK_BANDWIDTH_CV, GK_BANDWIDTH_ISJ, GK_BANDWIDTH_SCOTT,
                                GK_BANDWIDTH_SCOTT, GK_BANDWIDTH_MATRIX};
  gk_kde_spec spec = GK_KDE_INIT;
  spec.rule = rules[call - RULE_CV];
  spec.bandwidth = call == RULE_MATRIX ? c->matrix : NULL;
  spec.ldb = c->d;
  gk_kde *made = (gk_kde *)(uintptr_t)8;
  const gk_status status = gk_kde_create_f64(c->n, c->d, c->x, c->d, c->weights, &spec, &made, o);
  if (status == GK_SUCCESS) {
    (void)gk_kde_covariance(made, out, c->d, out + c->d * c->d);
    (void)gk_kde_density_f64(made, 20, s->q, c->d, NULL, out + c->d * c->d + 1, NULL);
  } else {
    assert_null(made);
  }
  gk_kde_free(made);
  return status;
}

static gk_status run(const scene *s, int call, double *out, const gk_options *o) {
  return call < GRID       ? points(s, call, out, o)
         : call < SAMPLES  ? grids(s, call, out, o)
         : call == SAMPLES ? gk_kde_sample_f64(s->volume.kde, QUERIES, 7, out, 3, o)
         : call < RULE_CV  ? integrals(s, call, out, o)
                           : rule(s, call, out, o);
}

static double *output(void) {
  double *out = gk_test_array(MOST, sizeof *out);
  memset(out, 0, MOST * sizeof *out);
  return out;
}

/* One thread's bits. */
static double *alone(const scene *s, int call) {
  double *out = output();
  gk_options options = GK_OPTIONS_INIT;
  options.threads = 1;
  assert_success(run(s, call, out, &options));
  return out;
}

static void same_bits(void **state) {
  (void)state;
  static const size_t threads[] = {0, 1, 2, 3, 7};
  scene s = scene_new();
  for (int call = 0; call < CALLS; call++) {
    double *first = alone(&s, call);
    for (size_t t = 0; t < (call == RULE_CV ? 3 : 5); t++) {
      double *out = output();
      gk_options options = GK_OPTIONS_INIT;
      options.threads = threads[t];
      errno = 77;
      const process_state before = process_state_now();
      assert_success(run(&s, call, out, &options));
      if (errno != 77) {
        fail_msg("call %d: errno is %d", call, errno);
      }
      assert_process_unchanged(before);
      if (memcmp(out, first, MOST * sizeof *out) != 0) {
        fail_msg("call %d: other bits with %zu threads", call, threads[t]);
      }
      free(out);
    }
    free(first);
  }
  scene_free(&s);
}

/* Any budget gives the same bits, or GK_ERROR_MEMORY and nothing written. */
static void budgets(void **state) {
  (void)state;
  scene s = scene_new();
  double *nothing = output();
  for (int call = 0; call < CALLS; call++) {
    double *first = alone(&s, call), *out = output();
    int enough = 0;
    for (size_t budget = 1; budget <= (size_t)1 << 28; budget *= 16) {
      gk_options options = GK_OPTIONS_INIT;
      options.threads = 3;
      options.workspace_bytes = budget;
      memset(out, 0, MOST * sizeof *out);
      const gk_status status = run(&s, call, out, &options);
      if (status == GK_SUCCESS) {
        assert_memory_equal(out, first, MOST * sizeof *out);
      } else {
        assert_status(status, GK_ERROR_MEMORY);
        assert_memory_equal(out, nothing, MOST * sizeof *out);
        assert_false(enough);
      }
      enough = status == GK_SUCCESS;
    }
    if (!enough) {
      fail_msg("call %d: %s", call, gk_error_message());
    }
    free(first);
    free(out);
  }
  free(nothing);
  scene_free(&s);
}

/* Progress from 0 to 1; cancelled where the callback says so, and the next call is as ever. */
static void cancelled(void **state) {
  (void)state;
  scene s = scene_new();
  for (int call = 0; call < CALLS; call++) {
    double *first = alone(&s, call), *out = output();
    for (size_t c = 0; c < 4; c++) {
      watch seen = {.caller = pthread_self(), .cancel_at = c % 2};
      gk_options options = GK_OPTIONS_INIT;
      options.threads = 1 + c / 2;
      options.progress = look;
      options.progress_data = &seen;
      const gk_status status = run(&s, call, out, &options);
      if (seen.wrong) {
        fail_msg("call %d: progress went back, or came on another thread", call);
      }
      if (c % 2) {
        assert_status(status, GK_ERROR_CANCELLED);
        assert_int_equal(seen.calls, 1);
        memset(out, 0, MOST * sizeof *out);
      } else {
        assert_status(status, GK_SUCCESS);
        assert_memory_equal(out, first, MOST * sizeof *out);
        assert_true(seen.calls >= 2);
        assert_close(seen.last, 1, 0);
      }
    }
    free(first);
    free(out);
  }
  scene_free(&s);
}

/* An estimate can be cancelled between all of its stages, and within those that are long. */
static void cancelled_creations(void **state) {
  (void)state;
  const size_t least[] = {30, 4, 4, 4 + 2 + 6 - 1 + WIDE_POINTS / 256, 4};
  scene s = scene_new();
  double *out = output();
  for (int call = RULE_CV; call < CALLS; call++) {
    watch seen = {.caller = pthread_self()};
    gk_options options = GK_OPTIONS_INIT;
    options.threads = 1;
    options.progress = look;
    options.progress_data = &seen;
    assert_success(run(&s, call, out, &options));
    if (seen.calls < least[call - RULE_CV]) {
      fail_msg("call %d: progress was called %zu times", call, seen.calls);
    }
    for (size_t calls = seen.calls, at = calls; at > 0; at -= at > 40 ? at / 8 : 1) {
      seen = (watch){.caller = pthread_self(), .cancel_at = at};
      assert_status(run(&s, call, out, &options), GK_ERROR_CANCELLED);
      assert_int_equal(seen.calls, at);
    }
  }
  free(out);
  scene_free(&s);
}

typedef struct crowd {
  const scene *s;
  double *first[CALLS];
  atomic_int wrong;
} crowd;

static void caller(void *data, int index) {
  crowd *c = data;
  for (int turn = 0; turn < RULE_CV; turn++) {
    const int call = (turn + 5 * index) % RULE_CV;
    double *out = calloc(MOST, sizeof *out);
    gk_options options = GK_OPTIONS_INIT;
    options.threads = (size_t)(index + turn) % 3;
    if (run(c->s, call, out, &options) != GK_SUCCESS ||
        memcmp(out, c->first[call], MOST * sizeof *out) != 0) {
      atomic_fetch_add(&c->wrong, 1);
    }
    free(out);
  }
}

/* Several callers share an estimate. */
static void callers(void **state) {
  (void)state;
  scene s = scene_new();
  crowd c = {.s = &s};
  atomic_init(&c.wrong, 0);
  for (int call = 0; call < RULE_CV; call++) {
    c.first[call] = alone(&s, call);
  }
  process_threads(caller, &c, 3);
  assert_int_equal(atomic_load(&c.wrong), 0);
  for (int call = 0; call < RULE_CV; call++) {
    free(c.first[call]);
  }
  scene_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_bits),           cmocka_unit_test(budgets), cmocka_unit_test(cancelled),
      cmocka_unit_test(cancelled_creations), cmocka_unit_test(callers),
  };
  return gk_test_main("kde_threads", tests);
}
