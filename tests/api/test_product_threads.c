/*
 * Products with K: the same bits for any number of threads, any budget and any company; progress, and
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

#include "process.h"
#include "product_case.h"

/* m (0: symmetric), n, d, p */
static const size_t shapes[][4] = {{0, 777, 3, 1},  {0, 1300, 60, 3},   {530, 800, 16, 9},
                                   {0, 600, 5, 64}, {300, 270, 64, 20}, {3, 3000, 2, 2}};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

/* What the callback saw. */
typedef struct watch {
  pthread_t caller;
  size_t calls, cancel_at; /* the call that cancels, 0: none */
  double last;
  int wrong; /* decreasing, out of range, on another thread, or after it had cancelled */
} watch;

static int look(double fraction, void *data) {
  watch *w = data;
  w->wrong |= !pthread_equal(w->caller, pthread_self()) || !(fraction >= w->last && fraction <= 1);
  w->wrong |= w->cancel_at && w->calls >= w->cancel_at;
  w->last = fraction;
  w->calls++;
  return w->cancel_at && w->calls == w->cancel_at ? -1 : 0;
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

#include "product_threads_impl.h"

#include "f32.h"

#include "product_threads_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(same_bits_f64), cmocka_unit_test(same_bits_f32),
      cmocka_unit_test(budgets_f64),   cmocka_unit_test(budgets_f32),
      cmocka_unit_test(progress_f64),  cmocka_unit_test(progress_f32),
      cmocka_unit_test(cancelled_f64), cmocka_unit_test(cancelled_f32),
      cmocka_unit_test(callers_f64),   cmocka_unit_test(callers_f32),
  };
  return gk_test_main("product_threads", tests);
}
