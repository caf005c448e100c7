/* SPDX-License-Identifier: BSD-3-Clause */
#include "progress.h"

#include "interrupt.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const double seconds_between_lines = 0.2;

double progress_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void progress_start(progress *meter, bool quiet) {
  meter->shown = !quiet && isatty(STDERR_FILENO) == 1;
  meter->drawn = false;
  meter->base = 0;
  meter->span = 1;
  meter->started = progress_clock();
  meter->last_drawn = meter->started;
}

void progress_part(progress *meter, double base, double span) {
  meter->base = base;
  meter->span = span;
}

static void draw(const progress *meter, double done, double now) {
  double spent = now - meter->started;
  if (done > 0) {
    fprintf(stderr, "\rgausskern: %3.0f %%, %.0f s left   ", 100 * done, spent * (1 - done) / done);
  } else {
    fprintf(stderr, "\rgausskern:   0 %%");
  }
}

int progress_report(double fraction, void *data) {
  progress *meter = data;
  double now = meter->shown ? progress_clock() : 0;
  if (meter->shown && now - meter->last_drawn >= seconds_between_lines) {
    draw(meter, meter->base + meter->span * fraction, now);
    meter->drawn = true;
    meter->last_drawn = now;
  }
  return interrupted() ? 1 : 0;
}

void progress_end(progress *meter) {
  if (meter->drawn) {
    fprintf(stderr, "\r%40s\r", "");
    meter->drawn = false;
  }
  meter->shown = false;
}
