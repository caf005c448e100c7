/*
 * Densities, samples, grids and heat maps: the same bits for any number of threads, any budget and
 * any company; calls that are cancelled.
 */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "normals.h"
#include "process.h"

enum {
  DENSITY,
  LOG_DENSITY,
  RESPONSIBILITIES,
  SAMPLE,
  LINE,
  IMAGE,
  SEPARABLE,
  VOLUME,
  LOG_IMAGE,
  SPOTS,
  SPOTS_MAXIMUM,
  SPOTS_EVERYWHERE,
  CALLS
};

enum { POINTS = 6000, MOST = 40000 }; /* no output is larger than MOST */

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

static gk_options watched(watch *w, size_t cancel_at, size_t threads) {
  gk_options options = GK_OPTIONS_INIT;
  *w = (watch){.caller = pthread_self(), .cancel_at = cancel_at};
  options.threads = threads;
  options.progress = look;
  options.progress_data = w;
  return options;
}

#include "f64.h"

#include "density_threads_impl.h"

#include "f32.h"

#include "density_threads_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_bits_f64), cmocka_unit_test(same_bits_f32),
      cmocka_unit_test(budgets_f64),   cmocka_unit_test(budgets_f32),
      cmocka_unit_test(cancelled_f64), cmocka_unit_test(cancelled_f32),
      cmocka_unit_test(callers_f64),   cmocka_unit_test(callers_f32),
  };
  return gk_test_main("density_threads", tests);
}
