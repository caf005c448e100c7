/* Progress that is told to the caller, and calls that are cancelled. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "canvas.h"
#include "checks.h"

/* What the callback saw. */
typedef struct watch {
  pthread_t caller;
  size_t calls, cancel_at; /* cancel_at: the call that cancels, 0: none */
  double last;
  int decreased, out_of_range, other_thread, called_after;
} watch;

static int look(double fraction, void *data) {
  watch *w = data;
  w->called_after |= w->cancel_at && w->calls >= w->cancel_at;
  w->other_thread |= !pthread_equal(w->caller, pthread_self());
  w->out_of_range |= !(fraction >= 0.0 && fraction <= 1.0);
  w->decreased |= fraction < w->last;
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

static void assert_well_behaved(const watch *w) {
  assert_false(w->other_thread);
  assert_false(w->out_of_range);
  assert_false(w->decreased);
  assert_false(w->called_after);
}

/* A call of each function on the same points; the bits do not depend on being watched. */
enum { GRAM, LOWER, UPPER, ROWS, COLUMNS, CROSS, FUNCTIONS };
static const size_t features[] = {3, 64};

#include "f64.h"

#include "gram_progress_impl.h"

#include "f32.h"

#include "gram_progress_impl.h"

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(to_the_end_f64), cmocka_unit_test(to_the_end_f32),
      cmocka_unit_test(cancelled_f64),  cmocka_unit_test(cancelled_f32),
      cmocka_unit_test(nested_f64),     cmocka_unit_test(nested_f32),
      cmocka_unit_test(empty_f64),      cmocka_unit_test(empty_f32),
  };
  return gk_test_main("gram_progress", tests);
}
