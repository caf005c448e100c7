/* The FIR engine: see pass.h and fir_layout.h. */
/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/memory.h"
#include "filter/fir_layout.h"

#include <string.h>

/* A thread of its own is worth while for about so many multiplications. */
enum { THREAD_TAPS = 1 << 21 };

static size_t useful_threads(const gki_fir_layout *layout, size_t tasks) {
  const size_t lines = layout->line.out_size, pixels = layout->pixel.out_size;
  size_t work;
  if (!gki_multiply_size(lines, pixels, &work) ||
      !gki_multiply_size(work, layout->channel.size, &work) ||
      !gki_multiply_size(work, layout->images, &work) ||
      !gki_multiply_size(work, layout->pixel.radius + layout->line.radius + 4, &work)) {
    return tasks;
  }
  const size_t threads = 1 + work / THREAD_TAPS;
  return threads < tasks ? threads : tasks;
}

static bool plan(const gki_pass *pass, gki_pass_plan *to) {
  gki_fir_layout layout;
  if (!gki_fir_lay_out(pass, &layout) ||
      !gki_multiply_size(layout.strips, layout.bands, &to->tasks) ||
      !gki_multiply_size(to->tasks, layout.groups, &to->tasks)) {
    return false;
  }
  to->threads = useful_threads(&layout, to->tasks);
  to->shared_bytes = layout.shared_bytes;
  to->thread_bytes = layout.thread_bytes;
  return true;
}

/* What the tasks read: the layout, and the row of cval that lies beyond the lines. */
static void begin(const gki_pass *pass, char *shared) {
  gki_fir_layout layout;
  (void)gki_fir_lay_out(pass, &layout); /* plan has found it possible */
  memcpy(shared, &layout, sizeof layout);
  if (layout.constant_at == layout.shared_bytes) {
    return;
  }
  const double cval = layout.line.filter->cval;
  double *f64 = (double *)(void *)(shared + layout.constant_at);
  float *f32 = (float *)(void *)(shared + layout.constant_at);
  for (size_t i = 0; i < layout.row_size; i++) {
    if (pass->f64) {
      f64[i] = cval;
    } else {
      f32[i] = (float)cval;
    }
  }
}

static void run(const gki_pass *pass, size_t task, const char *shared, char *thread) {
  if (pass->f64) {
    gki_fir_run_f64(pass, task, shared, thread);
  } else {
    gki_fir_run_f32(pass, task, shared, thread);
  }
}

const gki_pass_engine gki_fir_engine = {plan, begin, run};
